import { graphql } from '../../gql/documents';

export const TokensDoc = graphql(`
  query Tokens {
    tokens {
      id
      name
      scopes
      prefix
      createdAt
      expiresAt
      lastUsedAt
    }
  }
`);

export const IdentitiesDoc = graphql(`
  query Identities {
    identities {
      provider
      subject
      email
      lastUsedAt
    }
    externalGroups {
      origin
      name
    }
  }
`);

export const UnlinkIdentityDoc = graphql(`
  mutation UnlinkIdentity($provider: String!, $subject: String!) {
    unlinkIdentity(provider: $provider, subject: $subject)
  }
`);

export const CreateTokenDoc = graphql(`
  mutation CreateToken($input: CreateTokenInput!) {
    createToken(input: $input) {
      secret
      token {
        id
        name
      }
    }
  }
`);

export const RevokeTokenDoc = graphql(`
  mutation RevokeToken($id: String!) {
    revokeToken(id: $id)
  }
`);

export const ChangePasswordDoc = graphql(`
  mutation ChangePassword($current: String!, $next: String!) {
    changePassword(current: $current, new: $next)
  }
`);

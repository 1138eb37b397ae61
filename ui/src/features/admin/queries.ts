import { graphql } from '../../gql/documents';

export const UserRowDoc = graphql(`
  fragment UserRow on User {
    id
    name
    displayName
    role
    isDisabled
    createdAt
    lastSignInAt
  }
`);

export const UsersDoc = graphql(`
  query Users($first: Int!, $after: String) {
    users(first: $first, after: $after) {
      nodes {
        ...UserRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CreateUserDoc = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      ...UserRow
    }
  }
`);

export const UpdateUserDoc = graphql(`
  mutation UpdateUser($id: UserId!, $input: UpdateUserInput!) {
    updateUser(id: $id, input: $input) {
      ...UserRow
    }
  }
`);

import { graphql } from '../../gql/documents';

export const SessionsDoc = graphql(`
  query Sessions($everybody: Boolean!, $first: Int!, $after: String) {
    sessions(everybody: $everybody, first: $first, after: $after) {
      nodes {
        id
        name
        displayName
        beganAt
        lastUsedAt
        expiresAt
        address
        agent
        isCurrent
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const EndSessionDoc = graphql(`
  mutation EndSession($id: String!) {
    endSession(id: $id)
  }
`);

export const EndOtherSessionsDoc = graphql(`
  mutation EndOtherSessions {
    endSessions
  }
`);

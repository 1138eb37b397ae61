import { graphql } from '../../gql/documents';

export const HoldsDoc = graphql(`
  query Holds($first: Int!, $after: String) {
    holds(first: $first, after: $after) {
      nodes {
        id
        at
        count
        run
        status
        source {
          id
          name
        }
        assets(first: 8) {
          nodes {
            id
            kind
            displayName
            fullName
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ConfirmHoldDoc = graphql(`
  mutation ConfirmHold($id: HoldId!) {
    confirmHold(id: $id) {
      id
      status
    }
  }
`);

export const DismissHoldDoc = graphql(`
  mutation DismissHold($id: HoldId!) {
    dismissHold(id: $id) {
      id
      status
    }
  }
`);

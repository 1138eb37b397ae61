import { graphql } from '../../gql/documents';

export const CommitRowDoc = graphql(`
  fragment CommitRow on Commit {
    id
    first
    last
    at
    actor
    origin
    run
    reverts
    summary
  }
`);

export const CommitsDoc = graphql(`
  query Commits($first: Int!, $after: String) {
    commits(first: $first, after: $after) {
      nodes {
        ...CommitRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CommitDoc = graphql(`
  query Commit($id: CommitId!, $first: Int!, $after: String) {
    commit(id: $id) {
      ...CommitRow
      changes(first: $first, after: $after) {
        nodes {
          number
          operation
          isBreaking
          asset {
            id
            kind
            name
            fullName
          }
          fields {
            field
            before
            after
            isBreaking
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

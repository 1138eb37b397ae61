// Every question that the page of SQL asks.
import { graphql } from '../../gql/documents';

export const sqlCoverage = graphql(`
  query SqlCoverage {
    sqlCoverage {
      source {
        id
        name
      }
      complete
      partial
      opaque
      failed
      reasons {
        code
        count
      }
    }
  }
`);

export const sqlGaps = graphql(`
  query SqlGaps($source: SourceId, $status: LineageStatus, $after: String) {
    sqlGaps(source: $source, status: $status, first: 50, after: $after) {
      nodes {
        asset {
          id
          kind
          displayName
        }
        position
        status
        coverage
        dialect
        notes {
          code
          message
        }
        since
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

import { graphql } from '../../gql/documents';

export const HomeDoc = graphql(`
  query Home($withSources: Boolean!) {
    catalogStats {
      counts {
        kind
        count
      }
      coverage {
        tables
        tablesDescribed
        tablesOwned
        columns
        columnsDescribed
      }
      followers {
        name
        behind
        degraded
      }
    }
    commits(first: 8) {
      nodes {
        id
        first
        last
        at
        actor
        origin
        summary
      }
    }
    sources(first: 8) @include(if: $withSources) {
      nodes {
        id
        name
        connector
        health
        nextRunAt
        lastRun {
          id
          status
          endedAt
          startedAt
          message
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

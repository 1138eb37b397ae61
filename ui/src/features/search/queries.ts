import { graphql } from '../../gql/documents';

export const SearchDoc = graphql(`
  query Search($input: SearchInput!) {
    search(input: $input) {
      total
      degraded
      hits {
        highlights {
          field
          text
          spans
        }
        matchedColumns {
          id
          name
        }
        asset {
          id
          kind
          name
          displayName
          fullName
          description
          tier
          isRemoved
          isPlaceholder
          lastChangedAt
          owners {
            name
            displayName
          }
          tags {
            name
          }
          source {
            id
            name
          }
          details {
            __typename
            ... on TableDetails {
              tableType
            }
            ... on ColumnDetails {
              dataType {
                text
              }
            }
          }
        }
      }
      facets {
        name
        values {
          value
          label
          count
          selected
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

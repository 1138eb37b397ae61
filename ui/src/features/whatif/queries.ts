// Every question of the page of changes that have not happened yet.
import { graphql } from '../../gql/documents';

export const whatIf = graphql(`
  query WhatIf($input: WhatIfInput!) {
    whatIf(input: $input) {
      total
      truncated
      notes
      changes {
        asset
        name
        kind
        change
        before
        after
        isBreaking
      }
      broken {
        name
        kind
        effect
        distance
        change
        subtype
        owners
        path
        asset {
          id
          kind
          displayName
          details {
            __typename
            ... on TableDetails {
              tableType
            }
          }
        }
      }
      contractsTotal
      contracts {
        name
        effect
        owners
        asset {
          id
        }
        breaches {
          kind
          column
          change
          before
          after
        }
      }
    }
  }
`);

export const whatIfTables = graphql(`
  query WhatIfTables($text: String!) {
    suggest(text: $text, first: 40) {
      id
      kind
      name
      fullName
    }
  }
`);

export const whatIfColumns = graphql(`
  query WhatIfColumns($id: AssetId!) {
    asset(id: $id) {
      id
      kind
      displayName
      fullName
      columns(first: 500) {
        nodes {
          id
          name
          fullName
          details {
            __typename
            ... on ColumnDetails {
              dataType {
                text
              }
            }
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  }
`);

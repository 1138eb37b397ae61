import { graphql } from '../../gql/documents';

export const BrowseNodeDoc = graphql(`
  fragment BrowseNode on Asset {
    id
    kind
    name
    displayName
    isRemoved
    isPlaceholder
    childCounts {
      kind
      count
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
`);

export const BrowseRootsDoc = graphql(`
  query BrowseRoots($first: Int!, $after: String) {
    roots(first: $first, after: $after) {
      nodes {
        ...BrowseNode
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const BrowseChildrenDoc = graphql(`
  query BrowseChildren($id: AssetId!, $first: Int!, $after: String) {
    asset(id: $id) {
      id
      children(first: $first, after: $after) {
        nodes {
          ...BrowseNode
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const BrowsePreviewDoc = graphql(`
  query BrowsePreview($id: AssetId!) {
    asset(id: $id) {
      ...BrowseNode
      fullName
      descriptionHtml
      tier
      lastChangedAt
      path {
        id
        name
        displayName
      }
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
      statistics {
        rowCount
        isEstimate
        sizeBytes
      }
      lineageCounts {
        upstream
        downstream
      }
    }
  }
`);

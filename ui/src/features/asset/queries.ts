import { graphql } from '../../gql/documents';

export const AssetDoc = graphql(`
  query Asset($id: AssetId!, $asOf: AsOf) {
    asset(id: $id, asOf: $asOf) {
      ...AssetHead
    }
  }
`);

export const ColumnRowDoc = graphql(`
  fragment ColumnRow on Asset {
    id
    name
    fullName
    displayName
    description
    curatedDescription
    isRemoved
    mayEdit
    version {
      major
      minor
    }
    tags {
      name
      layer
    }
    suggestedTags {
      tag
    }
    refusedTags {
      sort
      tag
      by
      at
    }
    governance {
      terms {
        asset {
          id
          displayName
        }
        layer
      }
      codeList {
        asset {
          id
          displayName
        }
      }
    }
    details {
      __typename
      ... on ColumnDetails {
        dataType {
          text
        }
        isNullable
        position
        defaultValue
        generation
        primaryKeyPosition
      }
    }
  }
`);

export const ExplainTagDoc = graphql(`
  query ExplainTag($asset: AssetId!, $tag: String!, $sort: RelationKind!) {
    explainTag(asset: $asset, tag: $tag, sort: $sort) {
      rule
      way {
        from {
          id
          fullName
        }
        to {
          id
          fullName
        }
        subtype
        masking
      }
    }
  }
`);

export const ConfirmTagDoc = graphql(`
  mutation ConfirmTag($assets: [AssetId!]!, $tag: String!, $sort: RelationKind!) {
    confirmTag(assets: $assets, tag: $tag, sort: $sort) {
      id
    }
  }
`);

export const RefuseTagDoc = graphql(`
  mutation RefuseTag($assets: [AssetId!]!, $tag: String!, $sort: RelationKind!) {
    refuseTag(assets: $assets, tag: $tag, sort: $sort) {
      id
    }
  }
`);

export const ReopenTagDoc = graphql(`
  mutation ReopenTag($assets: [AssetId!]!, $tag: String!, $sort: RelationKind!) {
    reopenTag(assets: $assets, tag: $tag, sort: $sort) {
      id
    }
  }
`);

export const ColumnTagsDoc = graphql(`
  query ColumnTags($id: AssetId!) {
    asset(id: $id) {
      ...ColumnRow
    }
  }
`);

export const AssetNamesDoc = graphql(`
  query AssetNames($ids: [AssetId!]!) {
    assets(ids: $ids) {
      id
      kind
      displayName
      fullName
    }
  }
`);

export const ColumnsDoc = graphql(`
  query Columns($id: AssetId!, $asOf: AsOf, $filter: String, $first: Int!, $after: String) {
    asset(id: $id, asOf: $asOf) {
      id
      columns(filter: $filter, first: $first, after: $after) {
        nodes {
          ...ColumnRow
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const ContentsDoc = graphql(`
  query Contents($id: AssetId!, $asOf: AsOf, $filter: String, $first: Int!, $after: String) {
    asset(id: $id, asOf: $asOf) {
      id
      children(filter: $filter, first: $first, after: $after) {
        nodes {
          id
          kind
          name
          displayName
          description
          isRemoved
          lastChangedAt
          owners {
            name
            displayName
          }
          tags {
            name
          }
          details {
            __typename
            ... on TableDetails {
              tableType
            }
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

export const HistoryDoc = graphql(`
  query AssetHistory($id: AssetId!, $withChildren: Boolean!, $first: Int!, $after: String) {
    asset(id: $id) {
      id
      history(withChildren: $withChildren, first: $first, after: $after) {
        nodes {
          number
          operation
          at
          actor
          origin
          isBreaking
          version {
            major
            minor
          }
          run
          asset {
            id
            kind
            name
          }
          commit {
            id
            first
            last
            summary
            reverts
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

export const DiffDoc = graphql(`
  query AssetDiff($id: AssetId!, $from: ChangeNumber!, $to: ChangeNumber) {
    asset(id: $id) {
      id
      diff(from: $from, to: $to) {
        field
        before
        after
        isBreaking
      }
    }
  }
`);

export const RawDoc = graphql(`
  query AssetRaw($id: AssetId!, $asOf: AsOf) {
    asset(id: $id, asOf: $asOf) {
      id
      namespace
      parts
      raw
    }
  }
`);

export const EditAssetDoc = graphql(`
  mutation EditAsset($id: AssetId!, $input: EditAssetInput!) {
    editAsset(id: $id, input: $input) {
      ...AssetHead
    }
  }
`);

export const EditColumnDoc = graphql(`
  mutation EditColumn($id: AssetId!, $input: EditAssetInput!) {
    editAsset(id: $id, input: $input) {
      ...ColumnRow
    }
  }
`);

export const PeopleDoc = graphql(`
  query People($text: String) {
    people(text: $text, first: 20) {
      name
      displayName
    }
  }
`);

export const ThingsDoc = graphql(`
  query Things($query: String!, $kinds: [AssetKind!]) {
    search(input: { query: $query, kinds: $kinds, first: 10, withFacets: false }) {
      hits {
        asset {
          id
          displayName
          fullName
        }
      }
    }
  }
`);

export const CustomPropertiesDoc = graphql(`
  query CustomProperties($kind: AssetKind) {
    customProperties(kind: $kind) {
      name
      titleEn
      titleZh
      description
      propertyType
      choices
      pattern
      isRequired
    }
  }
`);

export const PreviewDoc = graphql(`
  query PreviewMarkdown($text: String!) {
    renderMarkdown(text: $text)
  }
`);

export const AssetUsedDoc = graphql(`
  query AssetUsed($id: AssetId!) {
    asset(id: $id) {
      id
      usage(days: 30) {
        queries
        lastReadAt
        lastWrittenAt
      }
    }
  }
`);

export const AssetUsageDoc = graphql(`
  query AssetUsage($id: AssetId!, $days: Int!) {
    asset(id: $id) {
      id
      usage(days: $days) {
        queries
        reads
        writes
        users
        totalTimeMs
        lastReadAt
        lastReadBy
        lastWrittenAt
        lastWrittenBy
        days {
          day
          queries
          reads
          writes
          users
        }
        topUsers(first: 10) {
          name
          queries
          reads
          writes
          lastAt
        }
        topQueries(first: 10) {
          fingerprint
          sql
          isWrite
          queries
          rows
          totalTimeMs
          lastSeenAt
        }
      }
      joins(days: $days, first: 20) {
        column {
          id
          displayName
        }
        otherColumn {
          id
          displayName
        }
        otherTable {
          id
          kind
          displayName
        }
        queries
        lastDay
      }
    }
  }
`);

export const AssetSampleDoc = graphql(`
  query AssetSample($id: AssetId!, $first: Int!) {
    asset(id: $id) {
      id
      sample(first: $first) {
        columns {
          id
          name
        }
        masked
        rows
        hasMoreRows
        hasMoreColumns
      }
    }
  }
`);

// Documents of data standards.
import { graphql } from '../../gql/documents';

export const StandardsDoc = graphql(`
  query Standards($filter: String, $after: String) {
    governance(kind: CODE_LIST, filter: $filter, first: 100, after: $after) {
      nodes {
        id
        name
        displayName
        details {
          __typename
          ... on CodeListDetails {
            standard
            codeCount
          }
        }
        governance {
          assignedCount
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const StandardRatiosDoc = graphql(`
  query StandardRatios($by: StandardGrouping!) {
    standardRatios(by: $by) {
      nodes {
        group {
          id
          displayName
        }
        columns
        distinct
        mapped
        ratio
        rows
        outside
      }
      isPartial
    }
  }
`);

export const StandardDoc = graphql(`
  query Standard($id: AssetId!) {
    asset(id: $id) {
      id
      name
      displayName
      curatedDescription
      descriptionHtml
      mayEdit
      isRemoved
      lastChangedAt
      version {
        major
        minor
      }
      owners {
        name
        displayName
      }
      details {
        __typename
        ... on CodeListDetails {
          standard
          expectedClass
          maxLength
          pattern
          codeCount
        }
      }
      governance {
        assignedCount
      }
    }
  }
`);

export const StandardCodesDoc = graphql(`
  query StandardCodes($id: AssetId!, $filter: String, $after: String, $first: Int!) {
    asset(id: $id) {
      details {
        __typename
        ... on CodeListDetails {
          codes(first: $first, after: $after, filter: $filter) {
            nodes {
              code
              meaning
              names
            }
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`);

export const StandardColumnsDoc = graphql(`
  query StandardColumns($standard: AssetId!, $after: String) {
    standardColumns(standard: $standard, first: 50, after: $after) {
      nodes {
        column {
          id
          displayName
        }
        table {
          id
          displayName
        }
        differences
        contrast {
          readAt
          readBy
          rows
          nulls
          outside
          distinct
          mapped
          isPartial
          ratio
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const StandardColumnDoc = graphql(`
  query StandardColumn($column: AssetId!) {
    standardColumn(column: $column) {
      column {
        id
        displayName
      }
      table {
        id
        displayName
      }
      standard {
        id
        displayName
      }
      mayRead
      mayMap
      differences
      contrast {
        readAt
        readBy
        rows
        nulls
        outside
        distinct
        mapped
        isPartial
        ratio
      }
    }
  }
`);

export const StandardValuesDoc = graphql(`
  query StandardValues($column: AssetId!, $after: String) {
    standardColumn(column: $column) {
      values(first: 200, after: $after) {
        nodes {
          value
          rows
          code
          isSaid
          suggestion {
            code
            why
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

export const StandardRowsDoc = graphql(`
  query StandardRows($column: AssetId!) {
    standardColumn(column: $column) {
      consistency(first: 50) {
        total
        errors
        columns {
          id
          name
        }
        rows
        hasMoreRows
      }
    }
  }
`);

export const ColumnsToBindDoc = graphql(`
  query ColumnsToBind($query: String!) {
    search(input: { query: $query, kinds: [COLUMN], first: 20 }) {
      hits {
        asset {
          id
          fullName
        }
      }
    }
  }
`);

export const SaveCodeListDoc = graphql(`
  mutation SaveCodeList($input: CodeListInput!) {
    saveCodeList(input: $input) {
      id
    }
  }
`);

export const DeleteStandardDoc = graphql(`
  mutation DeleteStandard($id: AssetId!) {
    deleteGovernance(id: $id) {
      untied
    }
  }
`);

export const BindColumnsDoc = graphql(`
  mutation BindColumns($ids: [AssetId!]!, $standard: AssetId) {
    editAssets(ids: $ids, input: { codeList: $standard }) {
      id
    }
  }
`);

export const ReadColumnDoc = graphql(`
  mutation ReadStandardColumn($column: AssetId!) {
    readStandardColumn(column: $column) {
      contrast {
        ratio
      }
    }
  }
`);

export const MapValuesDoc = graphql(`
  mutation MapStandardValues($column: AssetId!, $meanings: [StandardMeaningInput!]!) {
    mapStandardValues(column: $column, meanings: $meanings) {
      contrast {
        ratio
      }
    }
  }
`);

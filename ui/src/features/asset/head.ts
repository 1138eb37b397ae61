// What the page of an asset shows of it, whatever its kind.
import { graphql } from '../../gql/documents';

export const AssetHeadDoc = graphql(`
  fragment AssetHead on Asset {
    id
    kind
    name
    displayName
    fullName
    description
    descriptionHtml
    harvestedDescription
    curatedDescription
    tier
    isRemoved
    isPlaceholder
    firstSeenAt
    lastChangedAt
    lastSeenAt
    mayEdit
    version {
      major
      minor
    }
    path {
      id
      kind
      name
      displayName
    }
    owners {
      name
      displayName
      layer
    }
    tags {
      name
      layer
    }
    governance {
      terms {
        asset {
          id
          displayName
        }
        layer
      }
      domain {
        asset {
          id
          displayName
        }
        layer
        inheritedFrom {
          id
          displayName
        }
      }
      codeList {
        asset {
          id
          displayName
        }
        layer
      }
      products {
        asset {
          id
          displayName
        }
        layer
      }
      properties {
        name
        titleEn
        titleZh
        value
        text
      }
    }
    source {
      id
      name
      connector
    }
    statistics {
      rowCount
      isEstimate
      sizeBytes
      analyzedAt
      writtenAt
    }
    childCounts {
      kind
      count
    }
    lineageCounts {
      upstream
      downstream
    }
    details {
      __typename
      ... on DatabaseDetails {
        engine
        engineVersion
        encoding
        ownerAccount
      }
      ... on SchemaDetails {
        ownerAccount
      }
      ... on TableDetails {
        tableType
        definition
        dialect
        location
        storage
        ownerAccount
        constraints {
          name
          constraintType
          columns
          referencedTable
          referencedColumns
          expression
        }
        indexes {
          name
          columns
          isUnique
          method
          predicate
        }
        partitioning {
          strategy
          keys
          partitionOf
          bound
          partitions
        }
      }
      ... on ColumnDetails {
        dataType {
          text
        }
        isNullable
        position
        defaultValue
        generation
        primaryKeyPosition
        collation
      }
      ... on ProcedureDetails {
        procedureType
        language
        arguments
        returns
        definition
      }
      ... on UserTypeDetails {
        dataType {
          text
          values
        }
        check
      }
      ... on QueryDetails {
        metrics
        groupBy
        filters
      }
      ... on MetricDetails {
        metricType
        label
        expression
        aggregation
        inputs {
          name
          isMetric
          role
          alias
          filter
          offset
        }
        filter
        unit
        window
        grainToDate
        timeDimension
        dimensions
      }
      ... on SemanticModelDetails {
        model
        timeDimension
        parts {
          name
          role
          sort
          expression
          granularity
        }
      }
      ... on TaskDetails {
        contract {
          columns {
            name
            dataType
            isRequired
          }
        }
      }
    }
  }
`);

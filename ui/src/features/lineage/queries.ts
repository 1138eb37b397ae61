// Every question the lineage view asks.
import { graphql } from '../../gql/documents';

export const lineageAsset = graphql(`
  fragment LineageAsset on Asset {
    id
    kind
    name
    displayName
    fullName
    isPlaceholder
    isRemoved
    path {
      id
      kind
      name
      displayName
    }
    owners {
      name
      displayName
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
    }
  }
`);

export const lineageScene = graphql(`
  fragment LineageParts on LineageScene {
    focus
    totalNodes
    totalEdges
    truncated
    limit
    nodes {
      key
      hiddenUp
      hiddenDown
      columns {
        id
        name
      }
      asset {
        ...LineageAsset
      }
    }
    edges {
      from
      to
      level
      type
      subtype
      masking
    }
  }
`);

export const lineageGraph = graphql(`
  query LineageGraph($focus: AssetId!, $asOf: AsOf, $up: LineageInput!, $down: LineageInput!, $hasUp: Boolean!, $hasDown: Boolean!) {
    asset(id: $focus, asOf: $asOf) {
      ...LineageAsset
      parent {
        id
      }
    }
    up: lineage(input: $up) @include(if: $hasUp) {
      ...LineageParts
    }
    down: lineage(input: $down) @include(if: $hasDown) {
      ...LineageParts
    }
  }
`);

export const lineageNeighbours = graphql(`
  query LineageNeighbours($input: LineageNeighboursInput!) {
    lineageNeighbours(input: $input) {
      total
      pageInfo {
        hasNextPage
        endCursor
      }
      scene {
        ...LineageParts
      }
    }
  }
`);

export const lineageNames = graphql(`
  query LineageNames($input: LineageNeighboursInput!) {
    lineageNeighbours(input: $input) {
      total
      pageInfo {
        hasNextPage
        endCursor
      }
      scene {
        nodes {
          key
          asset {
            id
            kind
            displayName
          }
        }
      }
    }
  }
`);

export const lineageMoments = graphql(`
  query LineageMoments($focus: AssetId!, $depth: Int!) {
    lineageMoments(focus: $focus, depth: $depth) {
      complete
      moments {
        change
        time
        appeared
        vanished
      }
    }
  }
`);

export const lineageImpact = graphql(`
  query LineageImpact($input: ImpactInput!) {
    impact(input: $input) {
      total
      truncated
      items {
        depth
        via {
          id
          displayName
        }
        asset {
          ...LineageAsset
        }
      }
    }
  }
`);

export const lineageColumns = graphql(`
  query LineageColumns($id: AssetId!, $asOf: AsOf, $after: String) {
    asset(id: $id, asOf: $asOf) {
      id
      columns(first: 500, after: $after) {
        nodes {
          id
          name
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
          endCursor
        }
      }
    }
  }
`);

export const lineageCard = graphql(`
  query LineageCard($id: AssetId!, $asOf: AsOf) {
    asset(id: $id, asOf: $asOf) {
      id
      kind
      fullName
      displayName
      description
      isRemoved
      isPlaceholder
      tier
      lastSeenAt
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
        sizeBytes
      }
      lineageCounts {
        upstream
        downstream
      }
    }
  }
`);

export const lineageEdge = graphql(`
  query LineageEdgeDetails($from: AssetId!, $to: AssetId!, $asOf: AsOf) {
    lineageEdge(from: $from, to: $to, asOf: $asOf) {
      truncated
      texts {
        text
        asset {
          id
          kind
          displayName
        }
      }
      edges {
        level
        type
        subtype
        masking
        since
        sinceTime
        from {
          id
          displayName
        }
        to {
          id
          displayName
        }
        through {
          id
          kind
          displayName
        }
        assertions {
          tool
          scope
          why
          confidence
          text
          span
          byHand {
            note
            actor
            at
          }
          seen {
            queries
            lastSeenAt
          }
          since
          sinceTime
        }
      }
    }
  }
`);

export const lineageStart = graphql(`
  query LineageStart($text: String!) {
    suggest(text: $text, first: 12) {
      id
      kind
      name
      fullName
    }
  }
`);

export const lineageEnds = graphql(`
  query LineageEnds($text: String!) {
    suggest(text: $text, first: 40) {
      id
      kind
      name
      fullName
    }
  }
`);

export const setManual = graphql(`
  mutation SetManualLineage($edges: [ManualLineageInput!]!) {
    setManualLineage(edges: $edges) {
      edges
    }
  }
`);

export const removeManual = graphql(`
  mutation RemoveManualLineage($edges: [ManualLineageEnds!]!) {
    removeManualLineage(edges: $edges) {
      edges
    }
  }
`);

// What the page of health, and the chip on pages of assets, read and do.
import { graphql } from '../../gql/documents';

export const HealthGroupFactsDoc = graphql(`
  fragment HealthGroupFacts on HealthGroup {
    name
    assets
    score
    missing
    withoutChecks
    parts {
      part
      has
      of
      ratio
      weight
    }
  }
`);

export const HealthDoc = graphql(`
  query Health($by: WorthGroup!) {
    health(by: $by) {
      total {
        ...HealthGroupFacts
      }
      groups {
        ...HealthGroupFacts
      }
      moreGroups
    }
    healthWeights {
      version
      weights {
        part
        weight
      }
    }
  }
`);

export const HealthAssetsDoc = graphql(`
  query HealthAssets($part: HealthPart!, $missing: Boolean!, $by: WorthGroup, $group: String, $after: String) {
    healthAssets(part: $part, missing: $missing, by: $by, group: $group, first: 50, after: $after) {
      total
      nodes {
        ...WorthRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const HealthOfDoc = graphql(`
  query HealthOf($id: AssetId!) {
    healthOf(id: $id) {
      ...HealthGroupFacts
    }
  }
`);

export const SetHealthWeightsDoc = graphql(`
  mutation SetHealthWeights($version: Int!, $weights: [HealthWeightInput!]!) {
    setHealthWeights(version: $version, weights: $weights) {
      version
    }
  }
`);

// What the page of cost reads and does.
import { graphql } from '../../gql/documents';

export const CostGroupFactsDoc = graphql(`
  fragment CostGroupFacts on CostGroup {
    name
    bytes
    sized
    unpriced
    notMeasured
    costs {
      amount
      currency
    }
  }
`);

export const CostDoc = graphql(`
  query Cost($by: WorthGroup!) {
    costSummary(by: $by) {
      total {
        ...CostGroupFacts
      }
      groups {
        ...CostGroupFacts
      }
      moreGroups
    }
  }
`);

export const UseReportDoc = graphql(`
  query UseReport {
    reports: useReport(by: SOURCE) {
      name
      total {
        count
        bytes
      }
      neverRead {
        count
        bytes
      }
      buckets {
        days
        used {
          count
          bytes
        }
        unused {
          count
          bytes
        }
        unusedCountPercent
        unusedBytesPercent
      }
    }
  }
`);

export const UnusedAssetsDoc = graphql(`
  query UnusedAssets($class: UnusedClass!, $days: Int!, $after: String) {
    unusedAssets(class: $class, days: $days, first: 50, after: $after) {
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

export const DownstreamDoc = graphql(`
  query Downstream($ids: [AssetId!]!) {
    assets(ids: $ids) {
      id
      lineageCounts {
        downstream
      }
    }
  }
`);

export const DuplicatesDoc = graphql(`
  query Duplicates {
    duplicateCandidates {
      ...WorthRow
    }
  }
`);

export const PlanFactsDoc = graphql(`
  fragment PlanFacts on SavingsPlan {
    id
    name
    currency
    madeBy
    changedAt
    projected
    actual
    assets {
      asset
      name
      owner
      bytes
      storage
      projected
      actual
      isGone
      liveDownstream
      warning
    }
  }
`);

export const SavingsPlansDoc = graphql(`
  query SavingsPlans($after: String) {
    savingsPlans(first: 20, after: $after) {
      nodes {
        ...PlanFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const SaveSavingsPlanDoc = graphql(`
  mutation SaveSavingsPlan($id: ID, $name: String!, $currency: String!, $assets: [SavingInput!]!) {
    saveSavingsPlan(id: $id, name: $name, currency: $currency, assets: $assets) {
      id
    }
  }
`);

export const DeleteSavingsPlanDoc = graphql(`
  mutation DeleteSavingsPlan($id: ID!) {
    deleteSavingsPlan(id: $id)
  }
`);

export const PriceBookDoc = graphql(`
  query PriceBook {
    priceBook {
      version
      prices {
        source
        storage
        tier
        currency
        gibMonth
        queryHour
        from
        until
      }
    }
  }
`);

export const SetPriceBookDoc = graphql(`
  mutation SetPriceBook($version: Int!, $prices: [PriceInput!]!) {
    setPriceBook(version: $version, prices: $prices) {
      version
    }
  }
`);

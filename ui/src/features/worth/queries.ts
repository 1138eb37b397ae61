// What the pages of KPIs read and do.
import { graphql } from '../../gql/documents';

export const KpiFactsDoc = graphql(`
  fragment KpiFacts on Kpi {
    id
    version
    name
    description
    metric
    formula
    unit
    direction
    days
    scope
    team
    domain
    baseline
    baselineCost
    currency
    target
    from
    until
    owner
    isGlobal
    daysLeft
    standing
    feedback
    latest {
      day
      value
      part
      whole
    }
    progress {
      isMet
      raw
      bar
      reduction
      saved
      savedAtTarget
    }
    forecast {
      aDay
      atEnd
      isMetAtEnd
      metOn
    }
    recent {
      day
      value
    }
  }
`);

export const KpisDoc = graphql(`
  query Kpis($after: String) {
    kpis(first: 100, after: $after) {
      nodes {
        ...KpiFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const KpiDoc = graphql(`
  query Kpi($id: ID!) {
    kpi(id: $id) {
      ...KpiFacts
      changedAt
      changedBy
    }
  }
`);

export const KpiResultsDoc = graphql(`
  query KpiResults($id: ID!, $from: NaiveDate!, $to: NaiveDate!) {
    kpiResults(id: $id, from: $from, to: $to) {
      day
      value
    }
  }
`);

export const KpiVersionsDoc = graphql(`
  query KpiVersions($id: ID!, $after: String) {
    kpiVersions(id: $id, first: 20, after: $after) {
      nodes {
        version
        changedAt
        changedBy
        definition
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const WorthRowDoc = graphql(`
  fragment WorthRow on AssetWorth {
    id
    kind
    name
    source
    owners
    tier
    bytes
    monthlyCost
    currency
    lastReadAt
    lastWrittenAt
  }
`);

export const KpiAssetsDoc = graphql(`
  query KpiAssets($id: ID!, $missing: Boolean!, $after: String) {
    kpiAssets(id: $id, missing: $missing, first: 50, after: $after) {
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

export const KindCoverageDoc = graphql(`
  query KindCoverage($from: NaiveDate!, $to: NaiveDate!) {
    described: insights(chart: DESCRIBED_BY_KIND, from: $from, to: $to) {
      isGlobal
      lines {
        name
        points {
          day
          part
          whole
        }
      }
    }
    owned: insights(chart: OWNED_BY_KIND, from: $from, to: $to) {
      lines {
        name
        points {
          day
          part
          whole
        }
      }
    }
  }
`);

export const SaveKpiDoc = graphql(`
  mutation SaveKpi($id: ID, $version: Int, $input: KpiInput!) {
    saveKpi(id: $id, version: $version, input: $input) {
      id
    }
  }
`);

export const DeleteKpiDoc = graphql(`
  mutation DeleteKpi($id: ID!) {
    deleteKpi(id: $id)
  }
`);

export const EvaluateKpisDoc = graphql(`
  mutation EvaluateKpis {
    evaluateKpis
  }
`);

export const ScopeCountDoc = graphql(`
  query ScopeCount($query: String!, $kinds: [AssetKind!]!) {
    search(input: { query: $query, kinds: $kinds, first: 1 }) {
      total
    }
  }
`);

export const KpiPeopleDoc = graphql(`
  query KpiPeople($text: String) {
    people(text: $text, first: 10) {
      name
      displayName
    }
  }
`);

export const KpiGroupsDoc = graphql(`
  query KpiGroups($withTeams: Boolean!) {
    organisation @include(if: $withTeams) {
      teams {
        id
        name
      }
    }
    search(input: { query: "", kinds: [DOMAIN], first: 100 }) {
      hits {
        asset {
          id
          displayName
        }
      }
    }
  }
`);

export const HomeKpisDoc = graphql(`
  query HomeKpis {
    kpis(first: 50) {
      nodes {
        ...KpiFacts
      }
    }
  }
`);

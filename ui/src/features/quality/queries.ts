// What the pages of data quality read and do; what the editor of suites needs is in suite-queries.ts.
import { graphql } from '../../gql/documents';

export const QualityTallyDoc = graphql(`
  fragment TallyFacts on QualityTally {
    passed
    failed
    errors
    noData
    total
    passRate
  }
`);

export const CheckRowDoc = graphql(`
  fragment CheckRow on Check {
    id
    kind
    title
    column
    dimension
    severity
    tool
    isActive
    suiteId
    asset {
      id
      kind
      displayName
      fullName
    }
    last {
      outcome
      at
      since
      errors
      total
      message {
        en
        zh
      }
    }
    strip {
      at
      outcome
    }
  }
`);

export const IncidentRowDoc = graphql(`
  fragment IncidentRow on Incident {
    id
    state
    severity
    openedAt
    lastAt
    failures
    assignee
    reason
    resolvedAt
    asset {
      id
      kind
      displayName
      fullName
    }
    check {
      id
      kind
      title
      column
    }
  }
`);

export const CheckNamesDoc = graphql(`
  query CheckNames {
    checkTypes {
      name
      title {
        en
        zh
      }
    }
  }
`);

export const QualityHomeDoc = graphql(`
  query QualityHome {
    qualitySummary {
      tally {
        ...TallyFacts
      }
      byDimension {
        dimension
        tally {
          ...TallyFacts
        }
      }
      tables
      allTables
      failingTables
      openIncidents
      worst(first: 10) {
        asset {
          id
          kind
          displayName
          fullName
        }
        tally {
          ...TallyFacts
        }
        openIncidents
      }
    }
    incidents(filter: { states: [NEW, ACKNOWLEDGED, ASSIGNED] }, first: 10) {
      nodes {
        ...IncidentRow
      }
    }
  }
`);

export const QualityTrendDoc = graphql(`
  query QualityTrend($days: Int!) {
    qualityTrend(days: $days) {
      day
      tally {
        ...TallyFacts
      }
      byDimension {
        dimension
        tally {
          ...TallyFacts
        }
      }
    }
  }
`);

export const QualityByDoc = graphql(`
  query QualityBy($group: QualityGroup!) {
    qualitySummary {
      by(group: $group) {
        name
        tally {
          ...TallyFacts
        }
        tables
        openIncidents
      }
    }
  }
`);

export const IncidentBoardDoc = graphql(`
  query IncidentBoard($asset: AssetId, $assignee: String) {
    new: incidents(filter: { asset: $asset, assignee: $assignee, states: [NEW] }, first: 20) {
      ...IncidentPage
    }
    acknowledged: incidents(filter: { asset: $asset, assignee: $assignee, states: [ACKNOWLEDGED] }, first: 20) {
      ...IncidentPage
    }
    assigned: incidents(filter: { asset: $asset, assignee: $assignee, states: [ASSIGNED] }, first: 20) {
      ...IncidentPage
    }
    resolved: incidents(filter: { asset: $asset, assignee: $assignee, states: [RESOLVED] }, first: 20) {
      ...IncidentPage
    }
  }
`);

export const IncidentPageDoc = graphql(`
  fragment IncidentPage on IncidentConnection {
    nodes {
      ...IncidentRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`);

export const MoreIncidentsDoc = graphql(`
  query MoreIncidents($filter: IncidentsInput!, $after: String) {
    incidents(filter: $filter, first: 50, after: $after) {
      ...IncidentPage
    }
  }
`);

export const IncidentDoc = graphql(`
  query Incident($id: IncidentId!) {
    incident(id: $id) {
      ...IncidentRow
      entries {
        at
        actor
        what
        note
      }
      check {
        ...CheckRow
      }
      suspects {
        asset {
          id
          kind
          displayName
          fullName
        }
        depth
        tally {
          ...TallyFacts
        }
      }
      atRisk {
        total
        assets {
          asset {
            id
            kind
            displayName
            fullName
          }
          depth
        }
      }
    }
  }
`);

export const WorkOnIncidentDoc = graphql(`
  mutation WorkOnIncident($id: IncidentId!, $action: IncidentAction!, $assignee: String, $reason: IncidentReason, $note: String) {
    workOnIncident(id: $id, action: $action, assignee: $assignee, reason: $reason, note: $note) {
      ...IncidentRow
    }
  }
`);

export const AssigneesDoc = graphql(`
  query Assignees($text: String!, $withTeams: Boolean!) {
    people(text: $text, first: 10) {
      id
      name
      displayName
    }
    organisation @include(if: $withTeams) {
      teams {
        id
        name
      }
    }
  }
`);

export const CheckDoc = graphql(`
  query Check($id: CheckId!) {
    check(id: $id) {
      ...CheckRow
      settings
      latest: results(first: 1) {
        nodes {
          at
          measured
          groups {
            value
            outcome
            errors
            total
            message {
              en
              zh
            }
          }
          failing {
            columns
            rows
            isTruncated
            sql
          }
        }
      }
      results(first: 50) {
        ...ResultPage
      }
    }
    checkTypes {
      name
      description {
        en
        zh
      }
      schema
    }
    incidents(filter: { check: $id }, first: 5) {
      nodes {
        ...IncidentRow
      }
    }
  }
`);

export const ResultPageDoc = graphql(`
  fragment ResultPage on ResultConnection {
    nodes {
      at
      outcome
      errors
      total
      value
      message {
        en
        zh
      }
      runId
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`);

export const MoreResultsDoc = graphql(`
  query MoreResults($id: CheckId!, $after: String) {
    check(id: $id) {
      results(first: 50, after: $after) {
        ...ResultPage
      }
    }
  }
`);

export const AssetQualityDoc = graphql(`
  query AssetQuality($id: AssetId!, $after: String) {
    asset(id: $id) {
      id
      mayEdit
      contracts {
        id
        name
        health
        version {
          version
          state
        }
      }
      quality {
        tally {
          ...TallyFacts
        }
        byDimension {
          dimension
          tally {
            ...TallyFacts
          }
        }
        openIncidents
        upstreamFailing {
          id
          kind
          displayName
          fullName
        }
      }
    }
    checks(filter: { asset: $id }, first: 100, after: $after) {
      nodes {
        ...CheckRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    incidents(filter: { asset: $id, states: [NEW, ACKNOWLEDGED, ASSIGNED] }, first: 10) {
      nodes {
        ...IncidentRow
      }
    }
  }
`);

export const RunChecksDoc = graphql(`
  mutation RunChecks($asset: AssetId!) {
    runChecks(asset: $asset) {
      id
    }
  }
`);

// What the page of insights reads, and that a page was looked at.
import { graphql } from '../../gql/documents';

export const InsightsDoc = graphql(`
  query Insights($chart: InsightChart!, $filter: InsightFilter!, $from: NaiveDate!, $to: NaiveDate!) {
    insights(chart: $chart, filter: $filter, from: $from, to: $to) {
      isGlobal
      isShare
      lines {
        name
        points {
          day
          part
          ratio
        }
      }
    }
  }
`);

export const ActivityDoc = graphql(`
  query Activity($from: NaiveDate!, $to: NaiveDate!) {
    activity(from: $from, to: $to) {
      byKind {
        kind
        views
      }
      mostViewed {
        views
        asset {
          id
          kind
          displayName
          fullName
        }
      }
      mostActive {
        user
        views
        sessions
        seconds
        lastAt
      }
      usersByDay {
        day
        users
      }
    }
  }
`);

export const OwnersLeagueDoc = graphql(`
  query OwnersLeague {
    health(by: TEAM) {
      groups {
        ...HealthGroupFacts
      }
    }
  }
`);

export const RecordViewDoc = graphql(`
  mutation RecordView($asset: AssetId, $session: String!) {
    recordView(asset: $asset, session: $session)
  }
`);

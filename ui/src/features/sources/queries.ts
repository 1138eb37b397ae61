// Every question that the pages of sources ask, and every change they make.
import { graphql } from '../../gql/documents';

export const sourceFacts = graphql(`
  fragment SourceFacts on Source {
    id
    name
    connector
    health
    isPaused
    nextRunAt
    updatedAt
    schedule {
      cron
      timezone
      overlap
      missed
      retries
    }
    assetCounts {
      kind
      count
    }
    lastRun {
      id
      status
      queuedAt
      startedAt
      endedAt
      message
      counts {
        failed
        held
      }
    }
  }
`);

export const sourceList = graphql(`
  query Sources($after: String) {
    sources(first: 100, after: $after) {
      nodes {
        ...SourceFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    connectors {
      name
      titleEn
      titleZh
    }
  }
`);

export const connectorList = graphql(`
  query Connectors {
    connectors {
      name
      titleEn
      titleZh
      configSchema
    }
  }
`);

export const sourceDetail = graphql(`
  query SourceDetail($id: SourceId!) {
    source(id: $id) {
      ...SourceFacts
      config
      createdAt
      runs(first: 10) {
        nodes {
          id
          status
          trigger
          actor
          queuedAt
          startedAt
          message
          counts {
            added
            changed
            removed
            failed
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
    connectors {
      name
      titleEn
      titleZh
      configSchema
    }
  }
`);

export const cronPreview = graphql(`
  query CronPreview($cron: String!, $timezone: String!) {
    cronPreview(cron: $cron, timezone: $timezone) {
      valid
      problem
      next
    }
  }
`);

export const createSource = graphql(`
  mutation CreateSource($input: CreateSourceInput!) {
    createSource(input: $input) {
      id
      name
    }
  }
`);

export const updateSource = graphql(`
  mutation UpdateSource($id: SourceId!, $input: UpdateSourceInput!) {
    updateSource(id: $id, input: $input) {
      id
      name
    }
  }
`);

export const deleteSource = graphql(`
  mutation DeleteSource($id: SourceId!, $removeAssets: Boolean!) {
    deleteSource(id: $id, removeAssets: $removeAssets)
  }
`);

export const testSource = graphql(`
  mutation TestSource($input: TestSourceInput!) {
    testSource(input: $input) {
      ok
      message
      code
      field
      durationMs
    }
  }
`);

export const startCrawl = graphql(`
  mutation StartCrawl($source: SourceId!) {
    startCrawl(source: $source) {
      id
    }
  }
`);

export const pauseSource = graphql(`
  mutation PauseSource($id: SourceId!, $paused: Boolean!) {
    pauseSource(id: $id, paused: $paused) {
      id
      isPaused
      health
    }
  }
`);

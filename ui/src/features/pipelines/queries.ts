// Every question that the pages of pipelines ask.
import { graphql } from '../../gql/documents';

export const pipelineRunFacts = graphql(`
  fragment PipelineRunFacts on PipelineRun {
    id
    externalRunId
    status
    withErrors
    at
    startedAt
    endedAt
    durationSeconds
    attempt
    trigger
    errorReason
    recordsRead
    recordsWritten
    recordsFailed
    asset {
      id
      kind
      displayName
    }
    pipeline {
      id
      displayName
    }
  }
`);

export const pipelineRuns = graphql(`
  query PipelineRuns($filter: PipelineRunFilter, $after: String) {
    pipelineRuns(filter: $filter, first: 50, after: $after) {
      nodes {
        ...PipelineRunFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const pipelineDays = graphql(`
  query PipelineDays($filter: PipelineRunFilter, $timezone: String!) {
    pipelineRunDays(filter: $filter, timezone: $timezone) {
      day
      succeeded
      failed
      running
      queued
      skipped
      cancelled
      total
    }
  }
`);

export const latePipelines = graphql(`
  query LatePipelines($after: String) {
    latePipelines(first: 50, after: $after) {
      nodes {
        expectedAt
        lastRunAt
        schedule
        timezone
        pipeline {
          id
          displayName
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const pipelineName = graphql(`
  query PipelineName($id: AssetId!) {
    asset(id: $id) {
      id
      displayName
    }
  }
`);

export const pipelineRun = graphql(`
  query PipelineRunDetail($id: PipelineRunId!) {
    pipelineRun(id: $id) {
      ...PipelineRunFacts
      scheduledAt
      reportedAt
      reporter
      parentRunId
      bytes
      bytesPerSecond
      recordsPerSecond
      facets
      log {
        head
        tail
        omittedLines
      }
    }
  }
`);

export const pipelineRunEvents = graphql(`
  query PipelineRunEvents($run: PipelineRunId!, $after: String) {
    pipelineRunEvents(run: $run, first: 10, after: $after) {
      nodes {
        at
        body
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const pipelineSuggestions = graphql(`
  query PipelineSuggestions($text: String!) {
    suggest(text: $text, first: 40) {
      id
      kind
      name
      fullName
    }
  }
`);

// Every question that the pages of runs ask, and every change they make.
import { graphql } from '../../gql/documents';

export const runFacts = graphql(`
  fragment RunFacts on Run {
    id
    job
    source {
      id
      name
      connector
    }
    status
    trigger
    actor
    queuedAt
    startedAt
    endedAt
    attempt
    phase
    progress
    message
    counts {
      seen
      added
      changed
      removed
      held
      failed
    }
  }
`);

export const runList = graphql(`
  query Runs($filter: RunFilter, $after: String) {
    runs(filter: $filter, first: 50, after: $after) {
      nodes {
        ...RunFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const runSources = graphql(`
  query RunSources {
    sources(first: 200) {
      nodes {
        id
        name
      }
    }
  }
`);

export const runDetail = graphql(`
  query RunDetail($id: RunId!) {
    run(id: $id) {
      ...RunFacts
      errors {
        scope
        message
      }
      hold {
        id
        status
        count
        assets(first: 50) {
          nodes {
            id
            kind
            name
            fullName
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
      commits {
        id
        first
        last
        at
        summary
        reverts
      }
      drift {
        breaking
        additive
        other
      }
    }
  }
`);

export const runLog = graphql(`
  query RunLog($id: RunId!, $after: String) {
    run(id: $id) {
      id
      log(first: 500, after: $after) {
        nodes {
          number
          at
          level
          message
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const runChanges = graphql(`
  query RunChanges($run: RunId!, $after: String) {
    changes(filter: { run: $run }, first: 50, after: $after) {
      nodes {
        number
        operation
        isBreaking
        asset {
          id
          kind
          name
          fullName
          isRemoved
        }
        fields {
          field
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const cancelRun = graphql(`
  mutation CancelRun($id: RunId!) {
    cancelRun(id: $id) {
      ...RunFacts
    }
  }
`);

export const retryRun = graphql(`
  mutation RetryRun($source: SourceId!) {
    startCrawl(source: $source) {
      id
    }
  }
`);

export const revertRun = graphql(`
  mutation RevertRun($id: RunId!) {
    revertRun(id: $id) {
      id
      summary
    }
  }
`);

export const confirmRunHold = graphql(`
  mutation ConfirmRunHold($id: HoldId!) {
    confirmHold(id: $id) {
      id
      status
    }
  }
`);

export const dismissRunHold = graphql(`
  mutation DismissRunHold($id: HoldId!) {
    dismissHold(id: $id) {
      id
      status
    }
  }
`);

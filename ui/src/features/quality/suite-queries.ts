// What the pages of suites read and do.
import { graphql } from '../../gql/documents';

export const SuitesDoc = graphql(`
  query Suites($after: String) {
    suites(first: 50, after: $after) {
      nodes {
        id
        name
        cron
        timezone
        nextAt
        isAfterCrawl
        isAfterRun
        isEnabled
        updatedAt
        items {
          id
        }
        tally {
          ...TallyFacts
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const SuiteDoc = graphql(`
  query Suite($id: SuiteId!) {
    suite(id: $id) {
      ...SuiteFacts
      descriptionHtml
      nextAt
      version
      updatedBy
      updatedAt
      tally {
        ...TallyFacts
      }
      checks(first: 100) {
        ...CheckPage
      }
    }
  }
`);

export const SuiteFactsDoc = graphql(`
  fragment SuiteFacts on Suite {
    id
    name
    description
    query
    cron
    timezone
    isAfterCrawl
    isAfterRun
    isEnabled
    assets {
      id
      kind
      displayName
      fullName
    }
    items {
      id
      kind
      columns
      settings
      condition
      groupBy
      toleratedErrors
      toleratedShare
      severity
      title
      isResolvedByPassing
    }
  }
`);

export const CheckPageDoc = graphql(`
  fragment CheckPage on CheckConnection {
    nodes {
      ...CheckRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`);

export const MoreChecksDoc = graphql(`
  query MoreChecks($filter: ChecksInput!, $after: String) {
    checks(filter: $filter, first: 100, after: $after) {
      ...CheckPage
    }
  }
`);

export const EditedSuiteDoc = graphql(`
  query EditedSuite($id: SuiteId!) {
    suite(id: $id) {
      ...SuiteFacts
    }
  }
`);

export const CheckTypesDoc = graphql(`
  query CheckTypes {
    checkTypes {
      name
      level
      dimension
      title {
        en
        zh
      }
      description {
        en
        zh
      }
      aliases
      schema
      examples
    }
  }
`);

export const SuggestedChecksDoc = graphql(`
  query SuggestedChecks($asset: AssetId!) {
    suggestedChecks(asset: $asset) {
      kind
      column
      dimension
      settings
      reason {
        en
        zh
      }
    }
  }
`);

export const CheckableTablesDoc = graphql(`
  query CheckableTables($text: String!) {
    suggest(text: $text, first: 40) {
      id
      kind
      name
      fullName
    }
  }
`);

export const NamedTableDoc = graphql(`
  query NamedTable($id: AssetId!) {
    asset(id: $id) {
      id
      kind
      displayName
      fullName
    }
  }
`);

export const TableColumnsDoc = graphql(`
  query TableColumns($id: AssetId!) {
    asset(id: $id) {
      id
      columns(first: 500) {
        nodes {
          id
          name
        }
      }
    }
  }
`);

export const SaveSuiteDoc = graphql(`
  mutation SaveSuite($id: SuiteId, $input: SuiteInput!) {
    saveSuite(id: $id, input: $input) {
      id
    }
  }
`);

export const DeleteSuiteDoc = graphql(`
  mutation DeleteSuite($id: SuiteId!) {
    deleteSuite(id: $id)
  }
`);

export const RunSuiteDoc = graphql(`
  mutation RunSuite($id: SuiteId!) {
    runSuite(id: $id) {
      id
    }
  }
`);

export const ExplainChecksDoc = graphql(`
  query ExplainChecks($asset: AssetId!, $items: [SuiteItemInput!]!) {
    explainChecks(asset: $asset, items: $items) {
      statements {
        sql
        purpose
        answers {
          kind
          column
        }
      }
      refused {
        check {
          kind
          column
        }
        problem
      }
    }
  }
`);

export const TryChecksDoc = graphql(`
  mutation TryChecks($asset: AssetId!, $items: [SuiteItemInput!]!) {
    tryChecks(asset: $asset, items: $items) {
      kind
      column
      result {
        outcome
        errors
        total
        message {
          en
          zh
        }
        failing {
          columns
          rows
          isTruncated
          sql
        }
      }
    }
  }
`);

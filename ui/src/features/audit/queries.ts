import { graphql } from '../../gql/documents';

export const AuditLogDoc = graphql(`
  query AuditLog($filter: AuditFilter, $after: String) {
    auditLog(filter: $filter, first: 100, after: $after) {
      nodes {
        id
        at
        actor
        address
        agent
        operation
        targetKind
        target
        arguments
        milliseconds
        result
        requestId
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ExceptionsDoc = graphql(`
  query Exceptions($filter: ExceptionFilter, $after: String) {
    exceptions(filter: $filter, first: 50, after: $after) {
      nodes {
        id
        at
        lastAt
        count
        traceId
        lastTraceId
        place
        actor
        message
        chain
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ClearExceptionsDoc = graphql(`
  mutation ClearExceptions {
    clearExceptions
  }
`);

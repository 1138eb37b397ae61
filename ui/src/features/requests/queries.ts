import { graphql } from '../../gql/documents';

export const AccessRequestRowDoc = graphql(`
  fragment AccessRequestRow on AccessRequest {
    id
    askedFor
    wants
    reason
    days
    state
    at
    decidedAt
    note
    until
    mayDecide
    requester {
      name
      displayName
    }
    decidedBy {
      name
      displayName
    }
    asset {
      id
      kind
      displayName
      fullName
    }
  }
`);

export const AccessRequestsDoc = graphql(`
  query AccessRequests($which: AccessRequestList!, $after: String) {
    accessRequests(which: $which, first: 50, after: $after) {
      nodes {
        ...AccessRequestRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const RequestAccessDoc = graphql(`
  mutation RequestAccess($input: AccessRequestInput!) {
    requestAccess(input: $input) {
      id
      state
    }
  }
`);

export const ApproveAccessDoc = graphql(`
  mutation ApproveAccess($id: CollabId!, $days: Int, $note: String!) {
    approveAccess(id: $id, days: $days, note: $note) {
      hindrance
      request {
        ...AccessRequestRow
      }
    }
  }
`);

export const RejectAccessDoc = graphql(`
  mutation RejectAccess($id: CollabId!, $note: String!) {
    rejectAccess(id: $id, note: $note) {
      ...AccessRequestRow
    }
  }
`);

export const WithdrawAccessDoc = graphql(`
  mutation WithdrawAccess($id: CollabId!) {
    withdrawAccessRequest(id: $id) {
      ...AccessRequestRow
    }
  }
`);

export const TakeBackAccessDoc = graphql(`
  mutation TakeBackAccess($id: CollabId!, $note: String!) {
    takeBackAccess(id: $id, note: $note) {
      ...AccessRequestRow
    }
  }
`);

import { graphql } from '../../gql/documents';

export const TaskRowDoc = graphql(`
  fragment TaskRow on Task {
    id
    at
    kind
    state
    bodyHtml
    assignee
    note
    mayDecide
    author {
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
    edit {
      displayName
      description
      owners
      tags
    }
    base {
      displayName
      description
      owners
      tags
    }
  }
`);

export const TasksDoc = graphql(`
  query Tasks($which: TaskList!, $after: String) {
    tasks(which: $which, first: 50, after: $after) {
      nodes {
        ...TaskRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CreateTaskDoc = graphql(`
  mutation CreateTask($input: TaskInput!) {
    createTask(input: $input) {
      id
    }
  }
`);

export const AcceptTaskDoc = graphql(`
  mutation AcceptTask($id: CollabId!, $anyway: Boolean!) {
    acceptTask(id: $id, anyway: $anyway) {
      ...TaskRow
    }
  }
`);

export const DeclineTaskDoc = graphql(`
  mutation DeclineTask($id: CollabId!, $reason: String!) {
    declineTask(id: $id, reason: $reason) {
      ...TaskRow
    }
  }
`);

export const WithdrawTaskDoc = graphql(`
  mutation WithdrawTask($id: CollabId!) {
    withdrawTask(id: $id) {
      ...TaskRow
    }
  }
`);

import { graphql } from '../../gql/documents';

export const CommentRowDoc = graphql(`
  fragment CommentRow on Comment {
    id
    at
    body
    bodyHtml
    editedAt
    mayEdit
    mayDelete
    author {
      name
      displayName
    }
  }
`);

export const ThreadRowDoc = graphql(`
  fragment ThreadRow on Thread {
    id
    at
    commentCount
    resolvedAt
    mayResolve
    resolvedBy {
      name
      displayName
    }
    firstComment {
      ...CommentRow
    }
  }
`);

export const ThreadsDoc = graphql(`
  query Threads($asset: AssetId!, $isResolved: Boolean, $after: String) {
    threads(asset: $asset, isResolved: $isResolved, first: 20, after: $after) {
      nodes {
        ...ThreadRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CommentsDoc = graphql(`
  query Comments($thread: CollabId!, $after: String) {
    comments(thread: $thread, first: 50, after: $after) {
      nodes {
        ...CommentRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const BeginThreadDoc = graphql(`
  mutation BeginThread($asset: AssetId!, $body: String!) {
    beginThread(asset: $asset, body: $body) {
      id
    }
  }
`);

export const ReplyDoc = graphql(`
  mutation Reply($thread: CollabId!, $body: String!) {
    reply(thread: $thread, body: $body) {
      id
    }
  }
`);

export const EditCommentDoc = graphql(`
  mutation EditComment($id: CollabId!, $body: String!) {
    editComment(id: $id, body: $body) {
      ...CommentRow
    }
  }
`);

export const DeleteCommentDoc = graphql(`
  mutation DeleteComment($id: CollabId!) {
    deleteComment(id: $id) {
      ...CommentRow
    }
  }
`);

export const ResolveThreadDoc = graphql(`
  mutation ResolveThread($id: CollabId!, $resolved: Boolean!) {
    resolveThread(id: $id, resolved: $resolved) {
      ...ThreadRow
    }
  }
`);

// What the shell asks: suggestions for every search field.
import { graphql } from '../gql/documents';

export const SuggestDoc = graphql(`
  query Suggest($text: String!, $first: Int!) {
    suggest(text: $text, first: $first) {
      id
      kind
      name
      fullName
      description
      owners
      sourceName
    }
  }
`);

export const UnreadCountDoc = graphql(`
  query UnreadCount {
    unreadCount
  }
`);

export const AnnouncementsForEverybodyDoc = graphql(`
  query AnnouncementsForEverybody {
    announcementsForEverybody {
      id
      level
      title
      body
      bodyHtml
      author {
        displayName
      }
    }
  }
`);

export const RevertCommitDoc = graphql(`
  mutation RevertCommit($id: CommitId!) {
    revertCommit(id: $id) {
      id
      first
      last
    }
  }
`);

export const RecentNamesDoc = graphql(`
  query RecentNames($kinds: [AssetKind!]!, $first: Int!) {
    changes(filter: { kinds: $kinds }, first: $first) {
      nodes {
        number
        commit {
          id
        }
        asset {
          id
          name
        }
      }
    }
  }
`);

// Documents of deprecations and announcements.
import { graphql } from '../../gql/documents';

export const AnnouncementPartsDoc = graphql(`
  fragment AnnouncementParts on Announcement {
    id
    at
    from
    until
    level
    title
    body
    bodyHtml
    mayEdit
    author {
      name
      displayName
    }
    asset {
      id
      kind
      displayName
    }
  }
`);

export const AssetNewsDoc = graphql(`
  query AssetNews($id: AssetId!) {
    asset(id: $id) {
      id
      displayName
      mayEdit
      deprecation {
        noteHtml
        sunset
        replacedBy {
          id
          displayName
        }
      }
      announcements {
        ...AnnouncementParts
      }
    }
  }
`);

export const AnnouncementsDoc = graphql(`
  query Announcements($after: String) {
    announcements(first: 50, after: $after) {
      nodes {
        ...AnnouncementParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const SaveAnnouncementDoc = graphql(`
  mutation SaveAnnouncement($input: AnnouncementInput!) {
    saveAnnouncement(input: $input) {
      id
    }
  }
`);

export const DeleteAnnouncementDoc = graphql(`
  mutation DeleteAnnouncement($id: CollabId!) {
    deleteAnnouncement(id: $id)
  }
`);

export const DeprecatingDoc = graphql(`
  query Deprecating($id: AssetId!) {
    asset(id: $id) {
      id
      kind
      deprecation {
        note
        sunset
        replacedBy {
          id
          displayName
        }
      }
    }
    deprecationImpact(asset: $id, first: 100) {
      assets {
        id
        kind
        displayName
        fullName
        owners {
          displayName
        }
        details {
          __typename
          ... on TableDetails {
            tableType
          }
        }
      }
      owners {
        name
        displayName
      }
      hasMore
      hidden
    }
  }
`);

export const ReplacementsDoc = graphql(`
  query Replacements($query: String!, $kinds: [AssetKind!]) {
    search(input: { query: $query, kinds: $kinds, first: 10, withFacets: false }) {
      hits {
        asset {
          id
          displayName
          fullName
        }
      }
    }
  }
`);

export const DeprecateDoc = graphql(`
  mutation Deprecate($id: AssetId!, $deprecation: DeprecationInput) {
    editAsset(id: $id, input: { deprecation: $deprecation }) {
      id
    }
  }
`);

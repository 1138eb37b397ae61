// What the tab of profiles reads and does.
import { graphql } from '../../gql/documents';

export const TableProfilesDoc = graphql(`
  query TableProfiles($id: AssetId!, $after: String) {
    asset(id: $id) {
      id
      mayEdit
    }
    profiles(asset: $id, first: 1, after: $after) {
      nodes {
        at
        rows
        columns
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
    history: profiles(asset: $id, first: 30) {
      nodes {
        at
        rows
      }
    }
  }
`);

export const ProfileTableDoc = graphql(`
  mutation ProfileTable($asset: AssetId!) {
    profileTable(asset: $asset) {
      id
    }
  }
`);

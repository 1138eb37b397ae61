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

export const DetectionsDoc = graphql(`
  query Detections($table: AssetId!, $state: DetectionState!, $after: String) {
    detections(table: $table, state: $state, first: 50, after: $after) {
      nodes {
        id
        column {
          id
          name
        }
        semantic
        title {
          en
          zh
        }
        tag
        confidence
        evidence {
          en
          zh
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const ConfirmDetectionsDoc = graphql(`
  mutation ConfirmDetections($ids: [DetectionId!]!) {
    confirmDetections(ids: $ids)
  }
`);

export const RefuseDetectionsDoc = graphql(`
  mutation RefuseDetections($ids: [DetectionId!]!) {
    refuseDetections(ids: $ids)
  }
`);

// Under which names an asset goes: what is asked, and what is done.
import { graphql } from '../../gql/documents';

export const IdentityDoc = graphql(`
  query Identity($id: AssetId!) {
    identity(id: $id) {
      rule
      names {
        fullName
        evidence
        detail
        by
        at
        assetId
      }
      mergedInto {
        id
        fullName
      }
    }
  }
`);

export const LookalikesDoc = graphql(`
  query Lookalikes($id: AssetId!) {
    lookalikes(id: $id) {
      asset {
        id
        kind
        fullName
        isPlaceholder
        mayEdit
      }
      resemblance {
        sharedParts
        onlyCaseDiffers
        otherNamespace
        sharedColumns
        allColumns
      }
    }
  }
`);

export const MergeAssetsDoc = graphql(`
  mutation MergeAssets($input: MergeAssetsInput!) {
    mergeAssets(input: $input) {
      count
    }
  }
`);

export const PartAssetDoc = graphql(`
  mutation PartAsset($id: AssetId!) {
    partAsset(id: $id) {
      kept
    }
  }
`);

import { graphql } from '../../gql/documents';

export const NamespacesDoc = graphql(`
  query Namespaces {
    namespaces {
      name
      aliases {
        name
        by
        at
      }
    }
  }
`);

export const AddAliasDoc = graphql(`
  mutation AddNamespaceAlias($namespace: String!, $alias: String!) {
    addNamespaceAlias(namespace: $namespace, alias: $alias)
  }
`);

export const RemoveAliasDoc = graphql(`
  mutation RemoveNamespaceAlias($alias: String!) {
    removeNamespaceAlias(alias: $alias)
  }
`);

export const MergeNamespacesDoc = graphql(`
  mutation MergeNamespaces($from: String!, $into: String!) {
    mergeNamespaces(from: $from, into: $into) {
      merged
      left
    }
  }
`);

export const NamesOfDoc = graphql(`
  query NamesOf($ids: [AssetId!]!) {
    assets(ids: $ids) {
      id
      kind
      fullName
    }
  }
`);

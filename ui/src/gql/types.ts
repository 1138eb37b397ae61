// Written by scripts/codegen.mjs; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AsOf = {
  change?: number | null | undefined;
  time?: string | null | undefined;
};

export type AssetKind =
  | 'DATABASE'
  | 'SCHEMA'
  | 'TABLE'
  | 'COLUMN'
  | 'PROCEDURE'
  | 'USER_TYPE'
  | 'QUERY'
  | 'TOPIC'
  | 'CONTAINER'
  | 'FILE'
  | 'DASHBOARD'
  | 'CHART'
  | 'BI_DATASET'
  | 'PIPELINE'
  | 'TASK'
  | 'ML_MODEL'
  | 'NOTEBOOK'
  | 'API_COLLECTION'
  | 'API_ENDPOINT';

export type LineageInput = {
  focus: string;
  direction?: Direction | null | undefined;
  depth?: number | null | undefined;
  level?: LineageLevel | null | undefined;
  withColumns?: boolean | null | undefined;
  limit?: number | null | undefined;
  asOf?: AsOf | null | undefined;
};

export type Direction =
  | 'UP'
  | 'DOWN'
  | 'BOTH';

export type LineageLevel =
  | 'TABLE'
  | 'COLUMN';

export type TableType =
  | 'REGULAR'
  | 'VIEW'
  | 'MATERIALIZED_VIEW'
  | 'EXTERNAL'
  | 'PARTITIONED'
  | 'PARTITION'
  | 'VIRTUAL';

export type LineageAssetFragment = { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, details:
    | { tableType: TableType }
    | Record<PropertyKey, never>
   };

export type LineagePartsFragment = { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, details:
        | { tableType: TableType }
        | Record<PropertyKey, never>
       } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> };

export type LineageGraphQueryVariables = Exact<{
  focus: string;
  asOf?: AsOf | null | undefined;
  up: LineageInput;
  down: LineageInput;
  hasUp: boolean;
  hasDown: boolean;
}>;


export type LineageGraphQuery = { asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, parent: { id: string } | null, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, details:
      | { tableType: TableType }
      | Record<PropertyKey, never>
     } | null, up?: { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, details:
          | { tableType: TableType }
          | Record<PropertyKey, never>
         } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> }, down?: { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, details:
          | { tableType: TableType }
          | Record<PropertyKey, never>
         } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> } };

export type LineageExpandQueryVariables = Exact<{
  input: LineageInput;
}>;


export type LineageExpandQuery = { lineage: { focus: string, totalNodes: number, totalEdges: number, truncated: boolean, limit: number, nodes: Array<{ key: string, hiddenUp: number, hiddenDown: number, columns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, isPlaceholder: boolean, isRemoved: boolean, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, details:
          | { tableType: TableType }
          | Record<PropertyKey, never>
         } | null }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean }> } };

export type LineageColumnsQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
  after?: string | null | undefined;
}>;


export type LineageColumnsQuery = { asset: { id: string, columns: { nodes: Array<{ id: string, name: string, details:
          | { dataType: { text: string } }
          | Record<PropertyKey, never>
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type LineageCardQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
}>;


export type LineageCardQuery = { asset: { id: string, kind: AssetKind, fullName: string, displayName: string, description: string | null, isRemoved: boolean, isPlaceholder: boolean, tier: string | null, lastSeenAt: string | null, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, source: { id: string, name: string } | null, statistics: { rowCount: number | null, sizeBytes: number | null } | null, lineageCounts: { upstream: number, downstream: number } } | null };

export type LineageEdgeDetailsQueryVariables = Exact<{
  input: LineageInput;
}>;


export type LineageEdgeDetailsQuery = { lineage: { nodes: Array<{ key: string, columns: Array<{ id: string, name: string }> }>, edges: Array<{ from: string, to: string, level: LineageLevel, type: string, subtype: string | null, masking: boolean, tool: string, confidence: number, span: Array<number> | null, sql: string | null, through: { id: string, kind: AssetKind, displayName: string } | null }> } };

export type LineageStartQueryVariables = Exact<{
  text: string;
}>;


export type LineageStartQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string }> };

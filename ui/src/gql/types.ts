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

export type Layer =
  | 'HARVESTED'
  | 'CURATED'
  | 'PROPAGATED'
  | 'SUGGESTED';

export type Operation =
  | 'CREATED'
  | 'UPDATED'
  | 'REMOVED'
  | 'RESTORED'
  | 'LINEAGE_DECLARED';

export type Origin =
  | 'CRAWL'
  | 'REPORT'
  | 'PERSON'
  | 'REVERT'
  | 'IMPORT';

export type HoldStatus =
  | 'OPEN'
  | 'CONFIRMED'
  | 'DISMISSED';

export type SearchInput = {
  query: string;
  kinds?: Array<AssetKind> | null | undefined;
  sources?: Array<string> | null | undefined;
  schemas?: Array<string> | null | undefined;
  tags?: Array<string> | null | undefined;
  owners?: Array<string> | null | undefined;
  tiers?: Array<string> | null | undefined;
  sort?: SearchSort | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  withFacets?: boolean | null | undefined;
};

export type SearchSort =
  | 'RELEVANCE'
  | 'NAME'
  | 'UPDATED';

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

export type SourceHealth =
  | 'NEVER_RUN'
  | 'HEALTHY'
  | 'PARTIAL'
  | 'FAILING'
  | 'RUNNING'
  | 'PAUSED';

export type Overlap =
  | 'SKIP'
  | 'QUEUE';

export type MissedRuns =
  | 'SKIP'
  | 'RUN_ONCE';

export type RunStatus =
  | 'QUEUED'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'PARTIAL'
  | 'FAILED'
  | 'CANCELLED'
  | 'LOST';

export type Trigger =
  | 'MANUAL'
  | 'CRON'
  | 'REPORT';

export type LogLevel =
  | 'DEBUG'
  | 'INFO'
  | 'WARN'
  | 'ERROR';

export type RunFilter = {
  source?: string | null | undefined;
  statuses?: Array<RunStatus> | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
};

export type Role =
  | 'VIEWER'
  | 'EDITOR'
  | 'ADMIN';

export type Scope =
  | 'READ'
  | 'EDIT'
  | 'REPORT'
  | 'CRAWL'
  | 'ADMIN';

export type EditAssetInput = {
  displayName?: string | null | undefined;
  description?: string | null | undefined;
  owners?: Array<string> | null | undefined;
  tags?: Array<string> | null | undefined;
  tier?: string | null | undefined;
  expectedVersion?: VersionInput | null | undefined;
};

export type VersionInput = {
  major: number;
  minor: number;
};

export type CreateSourceInput = {
  name: string;
  connector: string;
  config: unknown;
  schedule?: ScheduleInput | null | undefined;
};

export type UpdateSourceInput = {
  name?: string | null | undefined;
  config?: unknown;
  schedule?: ScheduleInput | null | undefined;
  clearSchedule?: boolean | null | undefined;
};

export type ScheduleInput = {
  cron: string;
  timezone?: string | null | undefined;
  overlap?: Overlap | null | undefined;
  missed?: MissedRuns | null | undefined;
  retries?: number | null | undefined;
};

export type TestSourceInput = {
  id?: string | null | undefined;
  connector: string;
  config: unknown;
};

export type CreateUserInput = {
  name: string;
  displayName?: string | null | undefined;
  password: string;
  role: Role;
};

export type UpdateUserInput = {
  displayName?: string | null | undefined;
  password?: string | null | undefined;
  role?: Role | null | undefined;
  isDisabled?: boolean | null | undefined;
};

export type CreateTokenInput = {
  name: string;
  scopes: Array<Scope>;
  sources?: Array<string> | null | undefined;
  expiresAt?: string | null | undefined;
};

export type TableType =
  | 'REGULAR'
  | 'VIEW'
  | 'MATERIALIZED_VIEW'
  | 'EXTERNAL'
  | 'PARTITIONED'
  | 'PARTITION'
  | 'VIRTUAL';

export type ConstraintType =
  | 'PRIMARY_KEY'
  | 'UNIQUE'
  | 'FOREIGN_KEY'
  | 'CHECK'
  | 'EXCLUSION';

export type SuggestQueryVariables = Exact<{
  text: string;
  first: number;
}>;


export type SuggestQuery = { suggest: Array<{ id: string, kind: AssetKind, name: string, fullName: string, description: string | null, owners: Array<string>, sourceName: string | null }> };

export type RevertCommitMutationVariables = Exact<{
  id: string;
}>;


export type RevertCommitMutation = { revertCommit: { id: string, first: number, last: number } };

export type TokensQueryVariables = Exact<{ [key: string]: never; }>;


export type TokensQuery = { tokens: Array<{ id: string, name: string, scopes: Array<Scope>, prefix: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, sources: Array<{ id: string, name: string }> | null }> };

export type CreateTokenMutationVariables = Exact<{
  input: CreateTokenInput;
}>;


export type CreateTokenMutation = { createToken: { secret: string, token: { id: string, name: string } } };

export type RevokeTokenMutationVariables = Exact<{
  id: string;
}>;


export type RevokeTokenMutation = { revokeToken: boolean };

export type ChangePasswordMutationVariables = Exact<{
  current: string;
  next: string;
}>;


export type ChangePasswordMutation = { changePassword: boolean };

export type UserRowFragment = { id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null };

export type UsersQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type UsersQuery = { users: { nodes: Array<{ id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: { id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null } };

export type UpdateUserMutationVariables = Exact<{
  id: string;
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { updateUser: { id: string, name: string, displayName: string, role: Role, isDisabled: boolean, createdAt: string, lastSignInAt: string | null } };

export type AssetHeadFragment = { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, descriptionHtml: string | null, harvestedDescription: string | null, curatedDescription: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, firstSeenAt: string, lastChangedAt: string, lastSeenAt: string | null, mayEdit: boolean, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string, layer: Layer }>, tags: Array<{ name: string, layer: Layer }>, source: { id: string, name: string, connector: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null, analyzedAt: string | null, writtenAt: string | null } | null, childCounts: Array<{ kind: AssetKind, count: number }>, lineageCounts: { upstream: number, downstream: number }, details:
    | { __typename: 'DatabaseDetails', engine: string, engineVersion: string | null, encoding: string | null, ownerAccount: string | null }
    | { __typename: 'SchemaDetails', ownerAccount: string | null }
    | { __typename: 'TableDetails', tableType: TableType, definition: string | null, dialect: string | null, location: string | null, storage: string | null, ownerAccount: string | null, constraints: Array<{ name: string | null, constraintType: ConstraintType, columns: Array<string>, referencedTable: Array<string>, referencedColumns: Array<string>, expression: string | null }>, indexes: Array<{ name: string, columns: Array<string>, isUnique: boolean, method: string | null, predicate: string | null }>, partitioning: { strategy: string | null, keys: Array<string>, partitionOf: Array<string>, bound: string | null, partitions: Array<string> } | null }
    | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, collation: string | null, dataType: { text: string } }
    | { __typename: 'ProcedureDetails', procedureType: string, language: string | null, arguments: string, returns: string | null, definition: string | null }
    | { __typename: 'UserTypeDetails', check: string | null, dataType: { text: string, values: Array<string> } }
   };

export type AssetQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
}>;


export type AssetQuery = { asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, descriptionHtml: string | null, harvestedDescription: string | null, curatedDescription: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, firstSeenAt: string, lastChangedAt: string, lastSeenAt: string | null, mayEdit: boolean, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string, layer: Layer }>, tags: Array<{ name: string, layer: Layer }>, source: { id: string, name: string, connector: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null, analyzedAt: string | null, writtenAt: string | null } | null, childCounts: Array<{ kind: AssetKind, count: number }>, lineageCounts: { upstream: number, downstream: number }, details:
      | { __typename: 'DatabaseDetails', engine: string, engineVersion: string | null, encoding: string | null, ownerAccount: string | null }
      | { __typename: 'SchemaDetails', ownerAccount: string | null }
      | { __typename: 'TableDetails', tableType: TableType, definition: string | null, dialect: string | null, location: string | null, storage: string | null, ownerAccount: string | null, constraints: Array<{ name: string | null, constraintType: ConstraintType, columns: Array<string>, referencedTable: Array<string>, referencedColumns: Array<string>, expression: string | null }>, indexes: Array<{ name: string, columns: Array<string>, isUnique: boolean, method: string | null, predicate: string | null }>, partitioning: { strategy: string | null, keys: Array<string>, partitionOf: Array<string>, bound: string | null, partitions: Array<string> } | null }
      | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, collation: string | null, dataType: { text: string } }
      | { __typename: 'ProcedureDetails', procedureType: string, language: string | null, arguments: string, returns: string | null, definition: string | null }
      | { __typename: 'UserTypeDetails', check: string | null, dataType: { text: string, values: Array<string> } }
     } | null };

export type ColumnRowFragment = { id: string, name: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, details:
    | { isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
    | Record<PropertyKey, never>
   };

export type ColumnsQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
  filter?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ColumnsQuery = { asset: { id: string, columns: { total: number | null, nodes: Array<{ id: string, name: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, details:
          | { isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
          | Record<PropertyKey, never>
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ContentsQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
  filter?: string | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type ContentsQuery = { asset: { id: string, children: { total: number | null, nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, description: string | null, isRemoved: boolean, lastChangedAt: string, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, details:
          | { tableType: TableType }
          | Record<PropertyKey, never>
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type AssetHistoryQueryVariables = Exact<{
  id: string;
  withChildren: boolean;
  first: number;
  after?: string | null | undefined;
}>;


export type AssetHistoryQuery = { asset: { id: string, history: { nodes: Array<{ number: number, operation: Operation, at: string, actor: string, origin: Origin, isBreaking: boolean, run: string | null, version: { major: number, minor: number }, asset: { id: string, kind: AssetKind, name: string }, commit: { id: string, first: number, last: number, summary: string, reverts: string | null }, fields: Array<{ field: string, before: unknown, after: unknown, isBreaking: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type AssetDiffQueryVariables = Exact<{
  id: string;
  from: number;
  to?: number | null | undefined;
}>;


export type AssetDiffQuery = { asset: { id: string, diff: Array<{ field: string, before: unknown, after: unknown, isBreaking: boolean }> } | null };

export type AssetRawQueryVariables = Exact<{
  id: string;
  asOf?: AsOf | null | undefined;
}>;


export type AssetRawQuery = { asset: { id: string, namespace: string, parts: Array<string>, raw: unknown } | null };

export type EditAssetMutationVariables = Exact<{
  id: string;
  input: EditAssetInput;
}>;


export type EditAssetMutation = { editAsset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, descriptionHtml: string | null, harvestedDescription: string | null, curatedDescription: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, firstSeenAt: string, lastChangedAt: string, lastSeenAt: string | null, mayEdit: boolean, version: { major: number, minor: number }, path: Array<{ id: string, kind: AssetKind, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string, layer: Layer }>, tags: Array<{ name: string, layer: Layer }>, source: { id: string, name: string, connector: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null, analyzedAt: string | null, writtenAt: string | null } | null, childCounts: Array<{ kind: AssetKind, count: number }>, lineageCounts: { upstream: number, downstream: number }, details:
      | { __typename: 'DatabaseDetails', engine: string, engineVersion: string | null, encoding: string | null, ownerAccount: string | null }
      | { __typename: 'SchemaDetails', ownerAccount: string | null }
      | { __typename: 'TableDetails', tableType: TableType, definition: string | null, dialect: string | null, location: string | null, storage: string | null, ownerAccount: string | null, constraints: Array<{ name: string | null, constraintType: ConstraintType, columns: Array<string>, referencedTable: Array<string>, referencedColumns: Array<string>, expression: string | null }>, indexes: Array<{ name: string, columns: Array<string>, isUnique: boolean, method: string | null, predicate: string | null }>, partitioning: { strategy: string | null, keys: Array<string>, partitionOf: Array<string>, bound: string | null, partitions: Array<string> } | null }
      | { __typename: 'ColumnDetails', isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, collation: string | null, dataType: { text: string } }
      | { __typename: 'ProcedureDetails', procedureType: string, language: string | null, arguments: string, returns: string | null, definition: string | null }
      | { __typename: 'UserTypeDetails', check: string | null, dataType: { text: string, values: Array<string> } }
     } };

export type EditColumnMutationVariables = Exact<{
  id: string;
  input: EditAssetInput;
}>;


export type EditColumnMutation = { editAsset: { id: string, name: string, displayName: string, description: string | null, curatedDescription: string | null, isRemoved: boolean, mayEdit: boolean, version: { major: number, minor: number }, tags: Array<{ name: string, layer: Layer }>, details:
      | { isNullable: boolean, position: number, defaultValue: string | null, generation: string | null, primaryKeyPosition: number | null, dataType: { text: string } }
      | Record<PropertyKey, never>
     } };

export type PeopleQueryVariables = Exact<{
  text?: string | null | undefined;
}>;


export type PeopleQuery = { people: Array<{ name: string, displayName: string }> };

export type PreviewMarkdownQueryVariables = Exact<{
  text: string;
}>;


export type PreviewMarkdownQuery = { renderMarkdown: string };

export type BrowseNodeFragment = { id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, childCounts: Array<{ kind: AssetKind, count: number }>, details:
    | { tableType: TableType }
    | { dataType: { text: string } }
    | Record<PropertyKey, never>
   };

export type BrowseRootsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type BrowseRootsQuery = { roots: { nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, childCounts: Array<{ kind: AssetKind, count: number }>, details:
        | { tableType: TableType }
        | { dataType: { text: string } }
        | Record<PropertyKey, never>
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type BrowseChildrenQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type BrowseChildrenQuery = { asset: { id: string, children: { nodes: Array<{ id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, childCounts: Array<{ kind: AssetKind, count: number }>, details:
          | { tableType: TableType }
          | { dataType: { text: string } }
          | Record<PropertyKey, never>
         }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type BrowsePreviewQueryVariables = Exact<{
  id: string;
}>;


export type BrowsePreviewQuery = { asset: { fullName: string, descriptionHtml: string | null, tier: string | null, lastChangedAt: string, id: string, kind: AssetKind, name: string, displayName: string, isRemoved: boolean, isPlaceholder: boolean, path: Array<{ id: string, name: string, displayName: string }>, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, source: { id: string, name: string } | null, statistics: { rowCount: number | null, isEstimate: boolean, sizeBytes: number | null } | null, lineageCounts: { upstream: number, downstream: number }, childCounts: Array<{ kind: AssetKind, count: number }>, details:
      | { tableType: TableType }
      | { dataType: { text: string } }
      | Record<PropertyKey, never>
     } | null };

export type CommitRowFragment = { id: string, first: number, last: number, at: string, actor: string, origin: Origin, run: string | null, reverts: string | null, summary: string };

export type CommitsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type CommitsQuery = { commits: { nodes: Array<{ id: string, first: number, last: number, at: string, actor: string, origin: Origin, run: string | null, reverts: string | null, summary: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CommitQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;


export type CommitQuery = { commit: { id: string, first: number, last: number, at: string, actor: string, origin: Origin, run: string | null, reverts: string | null, summary: string, changes: { nodes: Array<{ number: number, operation: Operation, isBreaking: boolean, asset: { id: string, kind: AssetKind, name: string, fullName: string }, fields: Array<{ field: string, before: unknown, after: unknown, isBreaking: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type HoldsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type HoldsQuery = { holds: { nodes: Array<{ id: string, at: string, count: number, run: string | null, status: HoldStatus, source: { id: string, name: string } | null, assets: { nodes: Array<{ id: string, kind: AssetKind, displayName: string, fullName: string }> } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ConfirmHoldMutationVariables = Exact<{
  id: string;
}>;


export type ConfirmHoldMutation = { confirmHold: { id: string, status: HoldStatus } };

export type DismissHoldMutationVariables = Exact<{
  id: string;
}>;


export type DismissHoldMutation = { dismissHold: { id: string, status: HoldStatus } };

export type HomeQueryVariables = Exact<{ [key: string]: never; }>;


export type HomeQuery = { catalogStats: { counts: Array<{ kind: AssetKind, count: number }>, coverage: { tables: number, tablesDescribed: number, tablesOwned: number, columns: number, columnsDescribed: number }, followers: Array<{ name: string, behind: number, degraded: boolean }> }, commits: { nodes: Array<{ id: string, first: number, last: number, at: string, actor: string, origin: Origin, summary: string }> }, sources: { nodes: Array<{ id: string, name: string, connector: string, health: SourceHealth, nextRunAt: string | null, lastRun: { id: string, status: RunStatus, endedAt: string | null, startedAt: string | null, message: string | null } | null }>, pageInfo: { hasNextPage: boolean } } };

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

export type RunFactsFragment = { id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } };

export type RunsQueryVariables = Exact<{
  filter?: RunFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type RunsQuery = { runs: { nodes: Array<{ id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RunSourcesQueryVariables = Exact<{ [key: string]: never; }>;


export type RunSourcesQuery = { sources: { nodes: Array<{ id: string, name: string }> } };

export type RunDetailQueryVariables = Exact<{
  id: string;
}>;


export type RunDetailQuery = { run: { id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, errors: Array<{ scope: string, message: string }>, hold: { id: string, status: HoldStatus, count: number, assets: { nodes: Array<{ id: string, kind: AssetKind, name: string, fullName: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null, commits: Array<{ id: string, first: number, last: number, at: string, summary: string, reverts: string | null }>, drift: { breaking: number, additive: number, other: number } | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } } | null };

export type RunLogQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type RunLogQuery = { run: { id: string, log: { nodes: Array<{ number: number, at: string, level: LogLevel, message: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type RunChangesQueryVariables = Exact<{
  run: string;
  after?: string | null | undefined;
}>;


export type RunChangesQuery = { changes: { nodes: Array<{ number: number, operation: Operation, isBreaking: boolean, asset: { id: string, kind: AssetKind, name: string, fullName: string, isRemoved: boolean }, fields: Array<{ field: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CancelRunMutationVariables = Exact<{
  id: string;
}>;


export type CancelRunMutation = { cancelRun: { id: string, job: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, endedAt: string | null, attempt: number, phase: string | null, progress: number | null, message: string | null, source: { id: string, name: string, connector: string } | null, counts: { seen: number, added: number, changed: number, removed: number, held: number, failed: number } } };

export type RetryRunMutationVariables = Exact<{
  source: string;
}>;


export type RetryRunMutation = { startCrawl: { id: string } };

export type RevertRunMutationVariables = Exact<{
  id: string;
}>;


export type RevertRunMutation = { revertRun: { id: string, summary: string } };

export type ConfirmRunHoldMutationVariables = Exact<{
  id: string;
}>;


export type ConfirmRunHoldMutation = { confirmHold: { id: string, status: HoldStatus } };

export type DismissRunHoldMutationVariables = Exact<{
  id: string;
}>;


export type DismissRunHoldMutation = { dismissHold: { id: string, status: HoldStatus } };

export type SearchQueryVariables = Exact<{
  input: SearchInput;
}>;


export type SearchQuery = { search: { total: number, degraded: boolean, notices: Array<string>, hits: Array<{ highlights: Array<{ field: string, text: string, spans: Array<Array<number>> }>, matchedColumns: Array<{ id: string, name: string }>, asset: { id: string, kind: AssetKind, name: string, displayName: string, fullName: string, description: string | null, tier: string | null, isRemoved: boolean, isPlaceholder: boolean, lastChangedAt: string, owners: Array<{ name: string, displayName: string }>, tags: Array<{ name: string }>, source: { id: string, name: string } | null, details:
          | { tableType: TableType }
          | { dataType: { text: string } }
          | Record<PropertyKey, never>
         } }>, facets: Array<{ name: string, values: Array<{ value: string, label: string, count: number, selected: boolean }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SourceFactsFragment = { id: string, name: string, connector: string, health: SourceHealth, isPaused: boolean, nextRunAt: string | null, updatedAt: string, schedule: { cron: string, timezone: string, overlap: Overlap, missed: MissedRuns, retries: number } | null, assetCounts: Array<{ kind: AssetKind, count: number }>, lastRun: { id: string, status: RunStatus, queuedAt: string, startedAt: string | null, endedAt: string | null, message: string | null, counts: { failed: number, held: number } } | null };

export type SourcesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SourcesQuery = { sources: { nodes: Array<{ id: string, name: string, connector: string, health: SourceHealth, isPaused: boolean, nextRunAt: string | null, updatedAt: string, schedule: { cron: string, timezone: string, overlap: Overlap, missed: MissedRuns, retries: number } | null, assetCounts: Array<{ kind: AssetKind, count: number }>, lastRun: { id: string, status: RunStatus, queuedAt: string, startedAt: string | null, endedAt: string | null, message: string | null, counts: { failed: number, held: number } } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, connectors: Array<{ name: string, titleEn: string, titleZh: string }> };

export type ConnectorsQueryVariables = Exact<{ [key: string]: never; }>;


export type ConnectorsQuery = { connectors: Array<{ name: string, titleEn: string, titleZh: string, configSchema: unknown }> };

export type SourceDetailQueryVariables = Exact<{
  id: string;
}>;


export type SourceDetailQuery = { source: { config: unknown, createdAt: string, id: string, name: string, connector: string, health: SourceHealth, isPaused: boolean, nextRunAt: string | null, updatedAt: string, runs: { nodes: Array<{ id: string, status: RunStatus, trigger: Trigger, actor: string, queuedAt: string, startedAt: string | null, message: string | null, counts: { added: number, changed: number, removed: number, failed: number } }>, pageInfo: { hasNextPage: boolean } }, schedule: { cron: string, timezone: string, overlap: Overlap, missed: MissedRuns, retries: number } | null, assetCounts: Array<{ kind: AssetKind, count: number }>, lastRun: { id: string, status: RunStatus, queuedAt: string, startedAt: string | null, endedAt: string | null, message: string | null, counts: { failed: number, held: number } } | null } | null, connectors: Array<{ name: string, titleEn: string, titleZh: string, configSchema: unknown }> };

export type CronPreviewQueryVariables = Exact<{
  cron: string;
  timezone: string;
}>;


export type CronPreviewQuery = { cronPreview: { valid: boolean, problem: string | null, next: Array<string> } };

export type CreateSourceMutationVariables = Exact<{
  input: CreateSourceInput;
}>;


export type CreateSourceMutation = { createSource: { id: string, name: string } };

export type UpdateSourceMutationVariables = Exact<{
  id: string;
  input: UpdateSourceInput;
}>;


export type UpdateSourceMutation = { updateSource: { id: string, name: string } };

export type DeleteSourceMutationVariables = Exact<{
  id: string;
  removeAssets: boolean;
}>;


export type DeleteSourceMutation = { deleteSource: boolean };

export type TestSourceMutationVariables = Exact<{
  input: TestSourceInput;
}>;


export type TestSourceMutation = { testSource: { ok: boolean, message: string, code: string | null, field: string | null, durationMs: number } };

export type StartCrawlMutationVariables = Exact<{
  source: string;
}>;


export type StartCrawlMutation = { startCrawl: { id: string } };

export type PauseSourceMutationVariables = Exact<{
  id: string;
  paused: boolean;
}>;


export type PauseSourceMutation = { pauseSource: { id: string, isPaused: boolean, health: SourceHealth } };

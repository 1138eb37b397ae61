//! The catalog's tables. Everything that can change carries the change number since which it holds; what held before
//! is kept beside it, so that the past can be asked.

crate::ddl::migration!(
    "
CREATE TABLE catalog_sequence (
    id integer PRIMARY KEY,
    value bigint NOT NULL,
    at bigint NOT NULL
);
INSERT INTO catalog_sequence (id, value, at) VALUES (1, 0, 0);

CREATE TABLE catalog_namespace (
    id integer PRIMARY KEY,
    name {text} NOT NULL UNIQUE
);

CREATE TABLE catalog_namespace_alias (
    alias {text} NOT NULL PRIMARY KEY,
    namespace_id integer NOT NULL REFERENCES catalog_namespace (id)
);

CREATE TABLE catalog_asset (
    id {uuid} NOT NULL PRIMARY KEY,
    namespace_id integer NOT NULL,
    parent_id {uuid} NOT NULL,
    kind smallint NOT NULL,
    name {text} NOT NULL,
    identity_key {text} NOT NULL,
    folded {text} NOT NULL,
    ordinal integer NOT NULL,
    source_id {uuid} NULL,
    object_id {text} NULL,
    harvested {text} NOT NULL,
    curated {text} NULL,
    hash {uuid} NOT NULL,
    major integer NOT NULL,
    minor integer NOT NULL,
    created_change bigint NOT NULL,
    from_change bigint NOT NULL,
    removed_change bigint NULL,
    is_placeholder boolean NOT NULL
) {clustered};
CREATE UNIQUE INDEX catalog_asset_identity ON catalog_asset (parent_id, identity_key, kind, namespace_id);
CREATE INDEX catalog_asset_folded ON catalog_asset (folded);
CREATE INDEX catalog_asset_source ON catalog_asset (source_id);

CREATE TABLE catalog_asset_past (
    id {uuid} NOT NULL,
    namespace_id integer NOT NULL,
    parent_id {uuid} NOT NULL,
    kind smallint NOT NULL,
    name {text} NOT NULL,
    identity_key {text} NOT NULL,
    folded {text} NOT NULL,
    ordinal integer NOT NULL,
    source_id {uuid} NULL,
    object_id {text} NULL,
    harvested {text} NOT NULL,
    curated {text} NULL,
    hash {uuid} NOT NULL,
    major integer NOT NULL,
    minor integer NOT NULL,
    created_change bigint NOT NULL,
    from_change bigint NOT NULL,
    removed_change bigint NULL,
    is_placeholder boolean NOT NULL,
    until_change bigint NOT NULL,
    PRIMARY KEY (id, from_change)
) {clustered};
CREATE INDEX catalog_asset_past_parent ON catalog_asset_past (parent_id, until_change);
CREATE INDEX catalog_asset_past_folded ON catalog_asset_past (folded);

CREATE TABLE catalog_relation (
    asset_id {uuid} NOT NULL,
    kind smallint NOT NULL,
    target {text} NOT NULL,
    layer smallint NOT NULL,
    from_change bigint NOT NULL,
    until_change bigint NULL,
    PRIMARY KEY (asset_id, kind, target, layer, from_change)
) {clustered};
CREATE INDEX catalog_relation_target ON catalog_relation (kind, target);

CREATE TABLE catalog_declaration (
    tool {text} NOT NULL,
    scope {text} NOT NULL,
    asset_id {uuid} NOT NULL,
    declared {text} NOT NULL,
    from_change bigint NOT NULL,
    until_change bigint NULL,
    PRIMARY KEY (tool, scope, from_change)
) {clustered};

CREATE TABLE catalog_commit (
    id {uuid} NOT NULL PRIMARY KEY,
    first_change bigint NOT NULL UNIQUE,
    last_change bigint NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    origin smallint NOT NULL,
    source_id {uuid} NULL,
    run_id {uuid} NULL,
    reverts {text} NULL,
    summary {text} NOT NULL
);
CREATE INDEX catalog_commit_at ON catalog_commit (at);
CREATE INDEX catalog_commit_run ON catalog_commit (run_id);

CREATE TABLE catalog_change (
    number bigint NOT NULL PRIMARY KEY,
    commit_id {uuid} NOT NULL,
    asset_id {uuid} NOT NULL,
    kind smallint NOT NULL,
    operation smallint NOT NULL,
    major integer NOT NULL,
    minor integer NOT NULL,
    is_breaking boolean NOT NULL,
    payload {text} NOT NULL
) {clustered};
CREATE INDEX catalog_change_asset ON catalog_change (asset_id, number);

CREATE TABLE catalog_statistics (
    asset_id {uuid} NOT NULL PRIMARY KEY,
    measured_at bigint NOT NULL,
    value {text} NOT NULL
) {clustered};

CREATE TABLE catalog_scope (
    source_id {uuid} NOT NULL PRIMARY KEY,
    last_started_at bigint NOT NULL,
    last_complete_at bigint NOT NULL
);

CREATE TABLE catalog_hold (
    id {uuid} NOT NULL PRIMARY KEY,
    source_id {uuid} NULL,
    run_id {uuid} NULL,
    at bigint NOT NULL,
    status smallint NOT NULL,
    decided_by {text} NULL,
    decided_at bigint NULL
);
CREATE TABLE catalog_hold_item (
    hold_id {uuid} NOT NULL REFERENCES catalog_hold (id),
    asset_id {uuid} NOT NULL,
    PRIMARY KEY (hold_id, asset_id)
) {clustered};

CREATE TABLE catalog_idempotency (
    idempotency_key {text} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    outcome {text} NOT NULL
);
"
);

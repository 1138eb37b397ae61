//! Where data comes from: the graph's nodes and edges, who asserts them and since which change, and what is asked again
//! when the catalog changes.
//!
//! Everything here follows from the change log and can be made anew from it. Identifiers are counted up from 0 in the
//! order of the log, so that making it anew gives the same rows, and so that the graph in memory is an array.

crate::ddl::migration!(
    "
-- How far the change log has been followed; one row.
CREATE TABLE lineage_cursor (
    id integer PRIMARY KEY,
    position bigint NOT NULL
);

-- Assets that an edge ever touched; parent is the table of a column.
CREATE TABLE lineage_node (
    id bigint NOT NULL PRIMARY KEY,
    asset {uuid} NOT NULL UNIQUE,
    parent bigint NULL
) {clustered};

-- What has one current set of edges: a view, a job of a tool. scope_key is a hash of both texts; declared is what the
-- tool said, to be resolved again when an asset comes or goes.
CREATE TABLE lineage_scope (
    id bigint NOT NULL PRIMARY KEY,
    scope_key bigint NOT NULL,
    tool {text} NOT NULL,
    scope {text} NOT NULL,
    owner {uuid} NOT NULL,
    declared {text} NULL
) {clustered};
-- the scope of a declaration
CREATE INDEX lineage_scope_scope_key ON lineage_scope (scope_key);
-- the scopes of a view or task
CREATE INDEX lineage_scope_owner ON lineage_scope (owner);

-- The assets that a scope's set speaks of, found or not; name_key is a hash of the name.
CREATE TABLE lineage_reference (
    scope bigint NOT NULL,
    name_key bigint NOT NULL,
    asset {uuid} NULL,
    PRIMARY KEY (scope, name_key)
) {clustered};
-- the scopes that speak of an asset that changed
CREATE INDEX lineage_reference_asset ON lineage_reference (asset);
-- the scopes that wait for an asset of a name
CREATE INDEX lineage_reference_name_key ON lineage_reference (name_key);

-- Edges, one row for each interval in which one held; pair is both ends in one number.
CREATE TABLE lineage_edge (
    id bigint NOT NULL PRIMARY KEY,
    upstream bigint NOT NULL,
    downstream bigint NOT NULL,
    pair bigint NOT NULL,
    transformation smallint NOT NULL,
    masking boolean NOT NULL,
    through bigint NULL,
    from_change bigint NOT NULL,
    until_change bigint NULL
) {clustered};
-- the open edges between two nodes
CREATE INDEX lineage_edge_pair ON lineage_edge (pair);
-- the edges that were closed since a change
CREATE INDEX lineage_edge_until_change ON lineage_edge (until_change);

-- Who says that an edge holds, where in its SQL, and how surely (in thousandths).
CREATE TABLE lineage_assertion (
    id bigint NOT NULL PRIMARY KEY,
    edge bigint NOT NULL,
    scope bigint NOT NULL,
    span_start integer NULL,
    span_end integer NULL,
    confidence smallint NOT NULL,
    why {text} NOT NULL,
    from_change bigint NOT NULL,
    until_change bigint NULL
) {clustered};
-- the current set of a scope
CREATE INDEX lineage_assertion_scope ON lineage_assertion (scope, until_change);
-- everything said about an edge
CREATE INDEX lineage_assertion_edge ON lineage_assertion (edge);

-- How much of a scope's SQL was understood; coverage is in thousandths, notes is a JSON list.
CREATE TABLE lineage_statement (
    id bigint NOT NULL PRIMARY KEY,
    scope bigint NOT NULL,
    position integer NOT NULL,
    status smallint NOT NULL,
    coverage smallint NOT NULL,
    dialect {text} NULL,
    notes {text} NOT NULL,
    from_change bigint NOT NULL,
    until_change bigint NULL
) {clustered};
-- the current statements of a scope
CREATE INDEX lineage_statement_scope ON lineage_statement (scope, until_change);
"
);

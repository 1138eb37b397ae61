//! Who used what on which day, as query logs and modules tell; and how far each source was read. Observations: they are
//! no changes of the catalog.
//!
//! `teller` is who counts: the source of a query log, or a module's name. Days are days of UTC since 1970-01-01.

crate::ddl::migration!(
    "
-- actor is the account or process, empty where nobody tells.
CREATE TABLE catalog_usage (
    asset_id {uuid} NOT NULL,
    day integer NOT NULL,
    actor {text} NOT NULL,
    teller {text} NOT NULL,
    queries bigint NOT NULL,
    reads bigint NOT NULL,
    writes bigint NOT NULL,
    total_micros bigint NULL,
    last_read bigint NULL,
    last_write bigint NULL,
    PRIMARY KEY (asset_id, day, actor, teller)
) {clustered};
CREATE INDEX catalog_usage_day ON catalog_usage (day);

-- When an asset was last used, and by whom; kept when the days are forgotten.
CREATE TABLE catalog_usage_last (
    asset_id {uuid} NOT NULL PRIMARY KEY,
    read_at bigint NULL,
    read_by {text} NULL,
    write_at bigint NULL,
    write_by {text} NULL
) {clustered};

-- Columns that queries compare to join tables; of the two the one with the smaller identifier is the left one.
CREATE TABLE catalog_usage_join (
    left_id {uuid} NOT NULL,
    right_id {uuid} NOT NULL,
    day integer NOT NULL,
    teller {text} NOT NULL,
    left_table_id {uuid} NOT NULL,
    right_table_id {uuid} NOT NULL,
    queries bigint NOT NULL,
    PRIMARY KEY (left_id, right_id, day, teller)
) {clustered};
CREATE INDEX catalog_usage_join_right ON catalog_usage_join (right_id, day);
CREATE INDEX catalog_usage_join_left_table ON catalog_usage_join (left_table_id, day);
CREATE INDEX catalog_usage_join_right_table ON catalog_usage_join (right_table_id, day);
CREATE INDEX catalog_usage_join_day ON catalog_usage_join (day);

-- Queries without their values. declares: whether lineage is asserted because of it.
CREATE TABLE catalog_usage_query (
    teller {text} NOT NULL,
    fingerprint {text} NOT NULL,
    sql {text} NOT NULL,
    dialect {text} NULL,
    first_seen bigint NOT NULL,
    last_seen bigint NOT NULL,
    queries bigint NOT NULL,
    rows_moved bigint NULL,
    total_micros bigint NULL,
    declares boolean NOT NULL,
    PRIMARY KEY (teller, fingerprint)
) {clustered};
CREATE INDEX catalog_usage_query_seen ON catalog_usage_query (teller, last_seen);
CREATE INDEX catalog_usage_query_fingerprint ON catalog_usage_query (fingerprint);

CREATE TABLE catalog_usage_query_asset (
    asset_id {uuid} NOT NULL,
    teller {text} NOT NULL,
    fingerprint {text} NOT NULL,
    writes boolean NOT NULL,
    PRIMARY KEY (asset_id, teller, fingerprint)
) {clustered};
CREATE INDEX catalog_usage_query_asset_of ON catalog_usage_query_asset (teller, fingerprint);

-- How far a source was read, in its connector's own words.
CREATE TABLE catalog_position (
    source_id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    position {text} NOT NULL
) {clustered};
"
);

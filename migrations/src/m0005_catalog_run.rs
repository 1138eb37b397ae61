//! Runs of outside pipelines, as tools report them. Observations: they are no changes of the catalog.
//!
//! `at` is when a run counts as having happened, by which lists are ordered and days are counted.

crate::ddl::migration!(
    "
CREATE TABLE catalog_run (
    id {uuid} NOT NULL PRIMARY KEY,
    asset_id {uuid} NOT NULL,
    pipeline_id {uuid} NOT NULL,
    external_id {text} NOT NULL,
    parent_external_id {text} NULL,
    triggered_by smallint NULL,
    status smallint NOT NULL,
    status_at bigint NOT NULL,
    with_errors boolean NOT NULL,
    scheduled_at bigint NULL,
    started_at bigint NULL,
    ended_at bigint NULL,
    at bigint NOT NULL,
    attempt integer NULL,
    records_read bigint NULL,
    records_written bigint NULL,
    records_failed bigint NULL,
    bytes bigint NULL,
    records_per_second double precision NULL,
    bytes_per_second double precision NULL,
    error_reason {text} NULL,
    reporter {text} NOT NULL,
    reported_at bigint NOT NULL
);
CREATE UNIQUE INDEX catalog_run_external ON catalog_run (asset_id, external_id);
CREATE INDEX catalog_run_at ON catalog_run (at, id);
CREATE INDEX catalog_run_asset ON catalog_run (asset_id, at, id);
CREATE INDEX catalog_run_pipeline ON catalog_run (pipeline_id, at, id);
CREATE INDEX catalog_run_external_id ON catalog_run (external_id);

-- pipelines and tasks by name, of which there are few among many assets
CREATE INDEX catalog_asset_work ON catalog_asset (namespace_id, folded, id) WHERE kind >= 14 AND kind <= 15;

-- What is only read with one run: its log and what its tool says besides, in JSON.
CREATE TABLE catalog_run_log (
    run_id {uuid} NOT NULL PRIMARY KEY,
    head {text} NOT NULL,
    tail {text} NOT NULL,
    omitted bigint NOT NULL,
    facets {text} NULL
) {clustered};
"
);

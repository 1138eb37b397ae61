//! Suites that run when a pipeline's run has succeeded, on the tables that it wrote.

crate::ddl::migration!(
    "
ALTER TABLE quality_suite ADD COLUMN is_after_run boolean NOT NULL DEFAULT false;
-- Of a run about a suite, the only tables that are meant, as a JSON list of identifiers.
ALTER TABLE jobs_run ADD COLUMN tables {text} NULL;

-- Pipelines and tasks of which a run has succeeded and nobody has drawn the consequences; since: when it was heard of first.
CREATE TABLE catalog_run_success (
    asset_id {uuid} NOT NULL PRIMARY KEY,
    since bigint NOT NULL
) {clustered};
CREATE INDEX catalog_run_success_since ON catalog_run_success (since);
"
);

//! Data quality: suites of checks, what each check came to, profiles, and incidents.

crate::ddl::migration!(
    "
-- What a run of a job is about, where that is no source: a suite, a table. within: only tables of this source.
ALTER TABLE jobs_run ADD COLUMN subject {uuid} NULL;
ALTER TABLE jobs_run ADD COLUMN within {uuid} NULL;
CREATE INDEX jobs_run_subject ON jobs_run (subject, id) WHERE subject IS NOT NULL;

-- selection: which tables, as JSON; checks: the templates of its checks, as JSON.
CREATE TABLE quality_suite (
    id {uuid} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    name_key {text} NOT NULL UNIQUE,
    description {text} NOT NULL,
    selection {text} NOT NULL,
    checks {text} NOT NULL,
    cron {text} NULL,
    timezone {text} NULL,
    is_after_crawl boolean NOT NULL,
    is_enabled boolean NOT NULL,
    fired_until bigint NOT NULL,
    version integer NOT NULL,
    created_by {text} NOT NULL,
    created_at bigint NOT NULL,
    updated_by {text} NOT NULL,
    updated_at bigint NOT NULL
);
CREATE INDEX quality_suite_cron ON quality_suite (fired_until) WHERE cron IS NOT NULL;

-- One check of one table or column, with what it came to last. tool: who judges (`cadastre`, `dbt`, …); name_key: what it
-- is to that tool; since: when it began to come to the same.
CREATE TABLE quality_check (
    id {uuid} NOT NULL PRIMARY KEY,
    tool {text} NOT NULL,
    name_key {text} NOT NULL,
    suite {uuid} NULL,
    item {uuid} NULL,
    asset_id {uuid} NOT NULL,
    column_id {uuid} NULL,
    column_name {text} NULL,
    kind {text} NOT NULL,
    title {text} NULL,
    dimension {text} NOT NULL,
    severity smallint NOT NULL,
    settings {text} NOT NULL,
    is_active boolean NOT NULL,
    outcome smallint NULL,
    at bigint NULL,
    since bigint NULL,
    errors bigint NULL,
    total bigint NULL,
    message {text} NULL
);
CREATE UNIQUE INDEX quality_check_key ON quality_check (tool, name_key);
CREATE INDEX quality_check_asset ON quality_check (asset_id, id);
CREATE INDEX quality_check_suite ON quality_check (suite, asset_id) WHERE suite IS NOT NULL;
CREATE INDEX quality_check_outcome ON quality_check (outcome, id) WHERE is_active;

-- message: English and Chinese as JSON; finding: what was measured and failing rows, as JSON.
CREATE TABLE quality_result (
    check_id {uuid} NOT NULL,
    at bigint NOT NULL,
    outcome smallint NOT NULL,
    errors bigint NULL,
    total bigint NULL,
    value double precision NULL,
    message {text} NOT NULL,
    finding {text} NOT NULL,
    run {uuid} NULL,
    PRIMARY KEY (check_id, at)
) {clustered};
CREATE INDEX quality_result_at ON quality_result (at);

CREATE TABLE quality_profile (
    asset_id {uuid} NOT NULL,
    at bigint NOT NULL,
    row_count bigint NULL,
    profile {text} NOT NULL,
    run {uuid} NULL,
    PRIMARY KEY (asset_id, at)
) {clustered};
CREATE INDEX quality_profile_at ON quality_profile (at);

-- state: 1 new, 2 acknowledged, 3 assigned, 4 resolved. Of one check at most one is not resolved.
CREATE TABLE quality_incident (
    id {uuid} NOT NULL PRIMARY KEY,
    check_id {uuid} NOT NULL,
    asset_id {uuid} NOT NULL,
    state smallint NOT NULL,
    severity smallint NOT NULL,
    opened_at bigint NOT NULL,
    last_at bigint NOT NULL,
    failures bigint NOT NULL,
    assignee {text} NULL,
    reason {text} NULL,
    resolved_at bigint NULL,
    updated_at bigint NOT NULL
);
CREATE UNIQUE INDEX quality_incident_open ON quality_incident (check_id) WHERE state < 4;
CREATE INDEX quality_incident_asset ON quality_incident (asset_id, id);
CREATE INDEX quality_incident_state ON quality_incident (state, id);

CREATE TABLE quality_incident_entry (
    incident {uuid} NOT NULL REFERENCES quality_incident (id),
    number integer NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    what {text} NOT NULL,
    note {text} NULL,
    PRIMARY KEY (incident, number)
) {clustered};
"
);

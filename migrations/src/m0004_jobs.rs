//! Tables of sources, runs and their log lines.

crate::ddl::migration!(
    "
CREATE TABLE sources_source (
    id {uuid} NOT NULL PRIMARY KEY,
    name {text} NOT NULL UNIQUE,
    connector {text} NOT NULL,
    config {text} NOT NULL,
    secrets {text} NULL,
    cron {text} NULL,
    timezone {text} NULL,
    overlap smallint NOT NULL,
    missed smallint NOT NULL,
    retries integer NOT NULL,
    fired_until bigint NOT NULL,
    is_paused boolean NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

CREATE TABLE jobs_run (
    id {uuid} NOT NULL PRIMARY KEY,
    job {text} NOT NULL,
    source {uuid} NULL,
    source_name {text} NULL,
    connector {text} NULL,
    status smallint NOT NULL,
    started_by smallint NOT NULL,
    actor {text} NOT NULL,
    slot {text} NULL,
    queued_at bigint NOT NULL,
    not_before bigint NOT NULL,
    started_at bigint NULL,
    ended_at bigint NULL,
    attempt integer NOT NULL,
    attempts integer NOT NULL,
    holder {uuid} NULL,
    lease_until bigint NULL,
    is_cancelling boolean NOT NULL,
    phase {text} NULL,
    progress double precision NULL,
    seen bigint NOT NULL,
    added bigint NOT NULL,
    changed bigint NOT NULL,
    removed bigint NOT NULL,
    held bigint NOT NULL,
    failed bigint NOT NULL,
    breaking bigint NOT NULL,
    additive bigint NOT NULL,
    other bigint NOT NULL,
    hold {uuid} NULL,
    message {text} NULL,
    code {text} NULL,
    errors {text} NOT NULL
);
CREATE UNIQUE INDEX jobs_run_running ON jobs_run (source) WHERE status = 2;
CREATE UNIQUE INDEX jobs_run_queued ON jobs_run (source) WHERE status = 1;
CREATE UNIQUE INDEX jobs_run_slot ON jobs_run (slot);
CREATE INDEX jobs_run_open ON jobs_run (status, not_before) WHERE status IN (1, 2);
CREATE INDEX jobs_run_source ON jobs_run (source, id);

CREATE TABLE jobs_log (
    run {uuid} NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    level smallint NOT NULL,
    message {text} NOT NULL,
    PRIMARY KEY (run, number)
) {clustered};
"
);

//! Prices, KPIs with their results day by day, savings plans, what is kept of each day, and who looked at what; and how
//! large assets were on which day.
//!
//! Days are days of UTC since 1970-01-01, times are microseconds since then, amounts and values are decimals as text.

crate::ddl::migration!(
    "
-- How large assets were, on the days on which that was measured anew.
CREATE TABLE catalog_size (
    asset_id {uuid} NOT NULL,
    day integer NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (asset_id, day)
) {clustered};
CREATE INDEX catalog_size_day ON catalog_size (day);

-- One document a name: prices, weights of health, the last day that is finished.
CREATE TABLE kpi_setting (
    name {text} NOT NULL PRIMARY KEY,
    version integer NOT NULL,
    body {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL
) {clustered};

-- through: the last day of which a result was worked out with what the KPI measures now.
CREATE TABLE kpi_definition (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    version integer NOT NULL,
    body {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    through integer NULL
) {clustered};

-- What a KPI was, also of those that were deleted. body is empty for the deletion.
CREATE TABLE kpi_definition_version (
    id {uuid} NOT NULL,
    version integer NOT NULL,
    body {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    PRIMARY KEY (id, version)
) {clustered};

CREATE TABLE kpi_result (
    kpi_id {uuid} NOT NULL,
    day integer NOT NULL,
    value {text} NOT NULL,
    part bigint NULL,
    whole bigint NULL,
    at bigint NOT NULL,
    PRIMARY KEY (kpi_id, day)
) {clustered};

CREATE TABLE kpi_plan (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    body {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL
) {clustered};

-- How many assets of a group there were on a day, and what they had; empty texts where there is none.
CREATE TABLE kpi_snapshot (
    day integer NOT NULL,
    kind smallint NOT NULL,
    tier {text} NOT NULL,
    domain {text} NOT NULL,
    team {text} NOT NULL,
    source {text} NOT NULL,
    assets bigint NOT NULL,
    described bigint NOT NULL,
    owned bigint NOT NULL,
    tiered bigint NOT NULL,
    classified bigint NOT NULL,
    healthy bigint NOT NULL,
    checked bigint NOT NULL,
    used bigint NOT NULL,
    unused bigint NOT NULL,
    bytes bigint NOT NULL,
    unused_bytes bigint NOT NULL,
    PRIMARY KEY (day, kind, tier, domain, team, source)
) {clustered};

-- Who looked at what in which sitting on a day. asset_id is nil for pages of no asset, kind is 0 there.
CREATE TABLE kpi_view (
    day integer NOT NULL,
    actor {text} NOT NULL,
    session {text} NOT NULL,
    asset_id {uuid} NOT NULL,
    kind smallint NOT NULL,
    views bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    PRIMARY KEY (day, actor, session, asset_id)
) {clustered};
"
);

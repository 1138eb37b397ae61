//! How tags follow column lineage: the rules, what people decided about single ties, why each tie that was written
//! follows, and what has yet to be worked out. The ties themselves are the catalog's.
//!
//! sort is the number of a sort of tie, target what it leads to.

crate::ddl::migration!(
    "
-- pattern: a target, `NAME.*` for everything below a name, or `*`. passes: 1 copies only, 2 whatever holds values.
CREATE TABLE lineage_propagation_rule (
    id {uuid} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    name_key {text} NOT NULL UNIQUE,
    sort smallint NOT NULL,
    pattern {text} NOT NULL,
    passes smallint NOT NULL,
    stops_at_masking boolean NOT NULL,
    stops_at_aggregation boolean NOT NULL,
    confirms boolean NOT NULL,
    max_steps integer NOT NULL,
    is_enabled boolean NOT NULL,
    changed_by {text} NOT NULL,
    changed_at bigint NOT NULL
);

-- verdict: 1 confirmed, 2 refused.
CREATE TABLE lineage_propagation_decision (
    asset {uuid} NOT NULL,
    sort smallint NOT NULL,
    target {text} NOT NULL,
    verdict smallint NOT NULL,
    decided_by {text} NOT NULL,
    decided_at bigint NOT NULL,
    PRIMARY KEY (asset, sort, target)
) {clustered};
CREATE INDEX lineage_propagation_decision_target ON lineage_propagation_decision (sort, target);

-- Why a tie that was written follows. origins: identifiers of the nearest assets that have it of their own, 16 bytes each.
CREATE TABLE lineage_propagation_tie (
    asset {uuid} NOT NULL,
    sort smallint NOT NULL,
    target {text} NOT NULL,
    layer smallint NOT NULL,
    rule {uuid} NOT NULL,
    steps integer NOT NULL,
    origins {bytes} NOT NULL,
    PRIMARY KEY (asset, sort, target)
) {clustered};
CREATE INDEX lineage_propagation_tie_target ON lineage_propagation_tie (sort, target);

-- What has to be worked out anew; an empty target stands for all of a sort. Whoever asks for it again puts another stamp.
CREATE TABLE lineage_propagation_pending (
    sort smallint NOT NULL,
    target {text} NOT NULL,
    stamp {uuid} NOT NULL,
    PRIMARY KEY (sort, target)
) {clustered};

-- relevant: the last change up to the position that came from elsewhere, which lineage has to know of.
CREATE TABLE lineage_propagation_cursor (
    id integer NOT NULL PRIMARY KEY,
    position bigint NOT NULL,
    relevant bigint NOT NULL
);
"
);

//! OpenLineage events as they came, without secrets. Observations: they are no changes of the catalog, and old ones are
//! forgotten.

crate::ddl::migration!(
    "
-- id follows from the text, so that the same event sent twice is one. about: the identifiers of the assets that it names,
-- 16 bytes each. body: the event's JSON, deflated.
CREATE TABLE lineage_event (
    id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    received_at bigint NOT NULL,
    namespace {text} NOT NULL,
    run {text} NULL,
    event_type {text} NULL,
    size integer NOT NULL,
    about {bytes} NOT NULL,
    body {bytes} NOT NULL
);
CREATE INDEX lineage_event_at ON lineage_event (at, id);
CREATE INDEX lineage_event_namespace ON lineage_event (namespace, at, id);
CREATE INDEX lineage_event_run ON lineage_event (run, at) WHERE run IS NOT NULL;
CREATE INDEX lineage_event_received ON lineage_event (received_at, size);
"
);

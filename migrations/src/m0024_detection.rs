//! What columns may hold, as it was detected, and what people decided about it.

crate::ddl::migration!(
    "
-- semantic: the sort of data, `mobile`; confidence: of a thousand; evidence: sentences in English and Chinese as JSON;
-- state: 0 suggested, 1 confirmed, 2 refused; at, actor: of the last of these.
CREATE TABLE quality_detection (
    id {uuid} NOT NULL PRIMARY KEY,
    column_id {uuid} NOT NULL,
    semantic {text} NOT NULL,
    asset_id {uuid} NOT NULL,
    tag {text} NULL,
    confidence integer NOT NULL,
    evidence {text} NOT NULL,
    state smallint NOT NULL,
    actor {text} NOT NULL,
    at bigint NOT NULL
);
CREATE UNIQUE INDEX quality_detection_column ON quality_detection (column_id, semantic);
CREATE INDEX quality_detection_asset ON quality_detection (asset_id, state, id);
CREATE INDEX quality_detection_state ON quality_detection (state, id);
"
);

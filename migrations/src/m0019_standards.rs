//! What columns that keep a data standard were found to hold, and what people say that their values mean.

crate::ddl::migration!(
    "
-- What the last reading of a column found. count_rows with NULLs; count_outside: rows whose value is no code;
-- is_partial: there are more distinct values than were kept.
CREATE TABLE standards_reading (
    column_id {uuid} NOT NULL PRIMARY KEY,
    list_id {uuid} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    count_rows bigint NOT NULL,
    count_nulls bigint NOT NULL,
    count_outside bigint NOT NULL,
    is_partial boolean NOT NULL
);
CREATE INDEX standards_reading_list ON standards_reading (list_id, column_id);

-- The distinct values of that reading, with the number of their rows.
CREATE TABLE standards_value (
    column_id {uuid} NOT NULL,
    value {text} NOT NULL,
    count_rows bigint NOT NULL,
    PRIMARY KEY (column_id, value)
) {clustered};

-- Which code a value means; it stays when the value is gone for a time.
CREATE TABLE standards_mapping (
    column_id {uuid} NOT NULL,
    value {text} NOT NULL,
    code {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    PRIMARY KEY (column_id, value)
) {clustered};
"
);

//! What was done by whom, and what went wrong: two logs that only grow, until retention forgets their oldest rows.

crate::ddl::migration!(
    "
-- actor is the account, `token:account/name`, `system` or `anonymous`; took_micros how long it took.
CREATE TABLE access_audit (
    id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    user_id {uuid} NULL,
    address {text} NULL,
    agent {text} NULL,
    operation {text} NOT NULL,
    target_kind {text} NULL,
    target {text} NULL,
    arguments {text} NULL,
    took_micros bigint NOT NULL,
    result {text} NOT NULL,
    request_id {text} NULL
);
CREATE INDEX access_audit_at ON access_audit (at, id);
CREATE INDEX access_audit_actor ON access_audit (actor, at);
CREATE INDEX access_audit_operation ON access_audit (operation, at);
CREATE INDEX access_audit_target ON access_audit (target, at);

-- One row an occurrence, until a fault repeats too often; then the newest row counts on. fingerprint is the same for
-- occurrences of the same fault at the same place.
CREATE TABLE access_exception (
    id {uuid} NOT NULL PRIMARY KEY,
    fingerprint {text} NOT NULL,
    at bigint NOT NULL,
    last_at bigint NOT NULL,
    repeats bigint NOT NULL,
    trace_id {text} NOT NULL,
    last_trace_id {text} NOT NULL,
    place {text} NOT NULL,
    actor {text} NULL,
    message {text} NOT NULL,
    chain {text} NOT NULL
);
CREATE INDEX access_exception_at ON access_exception (at, id);
CREATE INDEX access_exception_trace ON access_exception (trace_id);
CREATE INDEX access_exception_last_trace ON access_exception (last_trace_id);
"
);

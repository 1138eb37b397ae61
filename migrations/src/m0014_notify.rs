//! Telling people and programs: what happened, who wants to hear of it, what they have not read yet, and where it is sent.

crate::ddl::migration!(
    "
-- Numbers that go up: `last_event`, `followed` (a change of the log), `routed` (an event).
CREATE TABLE notify_counter (
    name {text} NOT NULL PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO notify_counter (name, value) VALUES ('last_event', 0);
INSERT INTO notify_counter (name, value) VALUES ('routed', 0);
-- What happened before is no news.
INSERT INTO notify_counter (name, value)
    SELECT 'followed', COALESCE(MAX(value), 0) FROM catalog_sequence WHERE id = 1;

-- recipients: accounts that are told in any case, as JSON.
CREATE TABLE notify_event (
    number bigint NOT NULL PRIMARY KEY,
    id {uuid} NOT NULL UNIQUE,
    kind {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    asset {uuid} NULL,
    data {text} NOT NULL,
    recipients {text} NULL
);
CREATE INDEX notify_event_at ON notify_event (at);

-- subject: `asset:<id>`, `owner:<name>`, `domain:<name>`, `tag:<name>` or `kind:<code>`; kinds: which events of it, as
-- JSON; all when absent.
CREATE TABLE notify_subscription (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES access_user (id),
    subject {text} NOT NULL,
    kinds {text} NULL,
    is_muted boolean NOT NULL,
    by_mail boolean NOT NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX notify_subscription_of ON notify_subscription (user_id, subject);
CREATE INDEX notify_subscription_subject ON notify_subscription (subject);

CREATE TABLE notify_inbox (
    user_id {uuid} NOT NULL REFERENCES access_user (id),
    number bigint NOT NULL,
    asset {uuid} NULL,
    reason {text} NOT NULL,
    by_mail boolean NOT NULL,
    read_at bigint NULL,
    PRIMARY KEY (user_id, number)
) {clustered};
CREATE INDEX notify_inbox_unread ON notify_inbox (user_id, number) WHERE read_at IS NULL;
CREATE INDEX notify_inbox_number ON notify_inbox (number);

-- mail: 0 none, 1 as it happens, 2 once a day; mailed_until: the event up to which mail has told.
CREATE TABLE notify_person (
    user_id {uuid} NOT NULL PRIMARY KEY REFERENCES access_user (id),
    locale {text} NOT NULL,
    mail smallint NOT NULL,
    mailed_until bigint NOT NULL,
    mail_due bigint NULL,
    attempts integer NOT NULL,
    trouble {text} NULL
);
CREATE INDEX notify_person_due ON notify_person (mail_due) WHERE mail_due IS NOT NULL;

-- url and secret are sealed: what chat systems give out as an address is a secret. position: the event up to which
-- deliveries are made. reader: whose sight decides what may be told.
CREATE TABLE notify_endpoint (
    id {uuid} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    name_key {text} NOT NULL UNIQUE,
    shape {text} NOT NULL,
    url {text} NOT NULL,
    shown_url {text} NOT NULL,
    secret {text} NULL,
    old_secret {text} NULL,
    old_until bigint NULL,
    kinds {text} NULL,
    reader {uuid} NOT NULL REFERENCES access_user (id),
    owner {uuid} NULL,
    locale {text} NOT NULL,
    is_enabled boolean NOT NULL,
    trouble {text} NULL,
    position bigint NOT NULL,
    failures integer NOT NULL,
    pause_until bigint NOT NULL,
    last_success_at bigint NULL,
    served_at bigint NOT NULL,
    holder {uuid} NULL,
    lease_until bigint NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL
);

-- state: 1 waiting, 2 delivered, 3 given up, 4 withheld; subject: what is told in order.
CREATE TABLE notify_delivery (
    endpoint {uuid} NOT NULL REFERENCES notify_endpoint (id),
    number bigint NOT NULL,
    subject {text} NOT NULL,
    state smallint NOT NULL,
    attempts integer NOT NULL,
    queued_at bigint NOT NULL,
    not_before bigint NOT NULL,
    done_at bigint NULL,
    status integer NULL,
    note {text} NULL,
    took_micros bigint NULL,
    PRIMARY KEY (endpoint, number)
) {clustered};
CREATE INDEX notify_delivery_waiting ON notify_delivery (endpoint, subject, number) WHERE state = 1;
CREATE INDEX notify_delivery_done ON notify_delivery (done_at) WHERE done_at IS NOT NULL;
"
);

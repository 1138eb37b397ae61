//! Who may come in: accounts, their sessions, their API tokens, and the link of the first start.
//!
//! Of secrets only hashes are stored: argon2id of passwords, SHA-256 of what carries 256 random bits.

crate::ddl::migration!(
    "
CREATE TABLE access_user (
    id {uuid} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    name_key {text} NOT NULL UNIQUE,
    display_name {text} NOT NULL,
    password_hash {text} NULL,
    role smallint NOT NULL,
    is_disabled boolean NOT NULL,
    is_demo boolean NOT NULL,
    created_at bigint NOT NULL,
    last_sign_in_at bigint NULL
);

CREATE TABLE access_session (
    secret_hash {text} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES access_user (id),
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    address {text} NULL,
    agent {text} NULL
);
CREATE INDEX access_session_user ON access_session (user_id);
CREATE INDEX access_session_expiry ON access_session (expires_at);

CREATE TABLE access_token (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES access_user (id),
    name {text} NOT NULL,
    prefix {text} NOT NULL,
    secret_hash {text} NOT NULL UNIQUE,
    scopes {text} NOT NULL,
    sources {text} NULL,
    created_at bigint NOT NULL,
    expires_at bigint NULL,
    last_used_at bigint NULL,
    UNIQUE (user_id, name)
);

CREATE TABLE access_setup (
    secret_hash {text} NOT NULL PRIMARY KEY,
    expires_at bigint NOT NULL
);
"
);

//! Accounts that are known elsewhere: who they are there, the groups they are in, sign-ins that are on their way; and
//! accounts of programs.
//!
//! kind is 0 for a person and 1 for a program. origin of a group is `oidc:NAME`, `ldap:NAME` or `scim`.

crate::ddl::migration!(
    "
ALTER TABLE access_user ADD COLUMN kind smallint NOT NULL DEFAULT 0;
ALTER TABLE access_user ADD COLUMN owner_id {uuid} NULL;
ALTER TABLE access_user ADD COLUMN email {text} NULL;
ALTER TABLE access_user ADD COLUMN email_key {text} NULL;
ALTER TABLE access_user ADD COLUMN external_id {text} NULL;
ALTER TABLE access_user ADD COLUMN is_provisioned boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX access_user_email ON access_user (email_key);
CREATE INDEX access_user_owner ON access_user (owner_id);

CREATE TABLE access_identity (
    provider {text} NOT NULL,
    subject {text} NOT NULL,
    user_id {uuid} NOT NULL REFERENCES access_user (id),
    email {text} NULL,
    created_at bigint NOT NULL,
    used_at bigint NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX access_identity_user ON access_identity (user_id);

-- A sign-in that was begun: the state that comes back opens it once, for the browser that began it.
CREATE TABLE access_sign_in (
    state_hash {text} NOT NULL PRIMARY KEY,
    provider {text} NOT NULL,
    browser_hash {text} NOT NULL,
    next {text} NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX access_sign_in_expiry ON access_sign_in (expires_at);

CREATE TABLE access_group (
    id {uuid} NOT NULL PRIMARY KEY,
    origin {text} NOT NULL,
    name {text} NOT NULL,
    name_key {text} NOT NULL,
    external_id {text} NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (origin, name_key)
);

CREATE TABLE access_group_member (
    group_id {uuid} NOT NULL REFERENCES access_group (id),
    user_id {uuid} NOT NULL REFERENCES access_user (id),
    PRIMARY KEY (group_id, user_id)
) {clustered};
CREATE INDEX access_group_member_user ON access_group_member (user_id);
"
);

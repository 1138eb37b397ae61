//! What people write to each other about assets: requests for access, announcements, tasks and suggestions, discussions.

crate::ddl::migration!(
    "
-- typed is what somebody asked for in their own words, asset_id what that means, once it was looked up and is there.
-- state: 0 pending, 1 approved, 2 rejected, 3 withdrawn, 4 taken back; that one is over follows from the time.
CREATE TABLE collab_request (
    id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    user_id {uuid} NOT NULL,
    user_name {text} NOT NULL,
    typed {text} NOT NULL,
    typed_key {text} NOT NULL,
    asset_id {uuid} NULL,
    is_looked_up boolean NOT NULL,
    wants smallint NOT NULL,
    reason {text} NOT NULL,
    days integer NOT NULL,
    state smallint NOT NULL,
    decided_at bigint NULL,
    decided_by {text} NULL,
    note {text} NULL,
    until_at bigint NULL,
    policy_id {uuid} NULL
);
CREATE INDEX collab_request_user ON collab_request (user_id, id);
CREATE INDEX collab_request_state ON collab_request (state, id);

-- level: 0 information, 1 warning, 2 incident; without an asset it is for everybody.
CREATE TABLE collab_announcement (
    id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    author {text} NOT NULL,
    asset_id {uuid} NULL,
    level smallint NOT NULL,
    title {text} NOT NULL,
    body {text} NOT NULL,
    from_at bigint NOT NULL,
    until_at bigint NULL
);
CREATE INDEX collab_announcement_asset ON collab_announcement (asset_id, id);

-- kind: 0 a description is asked for, 1 an owner is, 2 an edit is proposed; edit and base are what it changes and what
-- was there then, as JSON. state: 0 open, 1 accepted, 2 declined, 3 withdrawn.
CREATE TABLE collab_task (
    id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    user_id {uuid} NOT NULL,
    author {text} NOT NULL,
    asset_id {uuid} NOT NULL,
    kind smallint NOT NULL,
    body {text} NOT NULL,
    edit {text} NULL,
    base {text} NULL,
    assignee {text} NULL,
    state smallint NOT NULL,
    decided_at bigint NULL,
    decided_by {text} NULL,
    note {text} NULL
);
CREATE INDEX collab_task_asset ON collab_task (asset_id, state, id);
CREATE INDEX collab_task_state ON collab_task (state, id);
CREATE INDEX collab_task_user ON collab_task (user_id, id);

CREATE TABLE collab_thread (
    id {uuid} NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    asset_id {uuid} NOT NULL,
    user_id {uuid} NOT NULL,
    resolved_at bigint NULL,
    resolved_by {text} NULL
);
CREATE INDEX collab_thread_asset ON collab_thread (asset_id, id);

-- A comment that was deleted stays without its text, so that answers to it keep their place.
CREATE TABLE collab_comment (
    id {uuid} NOT NULL PRIMARY KEY,
    thread_id {uuid} NOT NULL,
    at bigint NOT NULL,
    user_id {uuid} NOT NULL,
    author {text} NOT NULL,
    body {text} NOT NULL,
    edited_at bigint NULL,
    deleted_at bigint NULL,
    deleted_by {text} NULL
);
CREATE INDEX collab_comment_thread ON collab_comment (thread_id, id);
"
);

//! The organisation and its rules: departments, teams, roles, policies. There are few of each, so what they say is one
//! JSON text; the stamp grows with every change of any of them, and whoever remembers something made from them compares it.

crate::ddl::migration!(
    "
CREATE TABLE access_department (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    body {text} NOT NULL
);

CREATE TABLE access_team (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    body {text} NOT NULL
);

CREATE TABLE access_role (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    body {text} NOT NULL
);

CREATE TABLE access_policy (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    body {text} NOT NULL
);

CREATE TABLE access_stamp (
    id integer PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO access_stamp (id, value) VALUES (1, 0);
"
);

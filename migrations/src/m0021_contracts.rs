//! Data contracts that are kept here: every version of each, the tables they are about, and who relies on them.

crate::ddl::migration!(
    "
-- name_key: the identifier that the document has. latest, in_force: numbers of versions. consumers: who relies on it, as JSON.
-- suite: the suite that holds the tables to it, while it is in force.
CREATE TABLE quality_contract (
    id {uuid} NOT NULL PRIMARY KEY,
    name_key {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    owner {text} NULL,
    consumers {text} NOT NULL,
    cron {text} NULL,
    timezone {text} NULL,
    latest integer NOT NULL,
    in_force integer NULL,
    suite {uuid} NULL UNIQUE,
    created_by {text} NOT NULL,
    created_at bigint NOT NULL,
    updated_by {text} NOT NULL,
    updated_at bigint NOT NULL
);

-- state: 1 draft, 2 active, 3 deprecated, 4 retired. digest: of the document without its status.
CREATE TABLE quality_contract_version (
    contract {uuid} NOT NULL REFERENCES quality_contract (id),
    number integer NOT NULL,
    version {text} NOT NULL,
    state smallint NOT NULL,
    digest {text} NOT NULL,
    document {text} NOT NULL,
    is_breaking boolean NOT NULL,
    acknowledged_by {text} NULL,
    saved_by {text} NOT NULL,
    saved_at bigint NOT NULL,
    PRIMARY KEY (contract, number)
) {clustered};
CREATE UNIQUE INDEX quality_contract_version_word ON quality_contract_version (contract, version);

-- The tables of the version that is in force, else of the latest one; asset_id: none as long as nobody knows the table.
CREATE TABLE quality_contract_table (
    contract {uuid} NOT NULL REFERENCES quality_contract (id),
    position integer NOT NULL,
    name {text} NOT NULL,
    asset_id {uuid} NULL,
    PRIMARY KEY (contract, position)
) {clustered};
CREATE INDEX quality_contract_table_asset ON quality_contract_table (asset_id, contract) WHERE asset_id IS NOT NULL;
"
);

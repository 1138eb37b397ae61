//! What is remembered of OpenLineage events: which asset a job is and what its runs read and write, other spellings of
//! data sets, and facets. Unlike the rest of lineage's tables these do not follow from the change log.

crate::ddl::migration!(
    "
-- place is the asset's name and kind, state what its last runs read and wrote; both in JSON.
CREATE TABLE lineage_openlineage_job (
    namespace {text} NOT NULL,
    name {text} NOT NULL,
    place {text} NOT NULL,
    state {text} NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (namespace, name)
) {clustered};

-- Another spelling of a data set, as symlinks tell.
CREATE TABLE lineage_openlineage_alias (
    namespace {text} NOT NULL,
    name {text} NOT NULL,
    place {text} NOT NULL,
    PRIMARY KEY (namespace, name)
) {clustered};

-- What tools say of jobs and data sets, by name; the latest counts.
CREATE TABLE lineage_openlineage_facet (
    asset {uuid} NOT NULL,
    name {text} NOT NULL,
    at bigint NOT NULL,
    value {text} NOT NULL,
    PRIMARY KEY (asset, name)
) {clustered};
"
);

//! What was applied from files, so that what they say no more can be taken back.

crate::ddl::migration!(
    "
-- part: the name of the set of files. section and name: which object. document: what the file said, as JSON.
CREATE TABLE access_applied (
    part {text} NOT NULL,
    section {text} NOT NULL,
    name {text} NOT NULL,
    document {text} NOT NULL,
    at bigint NOT NULL,
    actor {text} NOT NULL,
    PRIMARY KEY (part, section, name)
) {clustered};
"
);

//! Custom properties that assets of some kinds may have: what they are called and which values they take. The values
//! themselves are part of what people decided about an asset.

crate::ddl::migration!(
    "
-- definition: title, description, kinds, type, choices and pattern as JSON.
CREATE TABLE catalog_property (
    name {text} NOT NULL PRIMARY KEY,
    definition {text} NOT NULL,
    changed_at bigint NOT NULL,
    changed_by {text} NOT NULL
);
"
);

//! Who gave a system another name, and when.

crate::ddl::migration!(
    "
ALTER TABLE catalog_namespace_alias ADD COLUMN added_by {text} NULL;
ALTER TABLE catalog_namespace_alias ADD COLUMN added_at bigint NULL;
"
);

-- dialect: snowflake
-- schema: raw_json(id, doc)
-- wrong elsewhere: VALUE/INDEX are columns of the table function, paths with ':' belong to doc
SELECT r.id, f.value:sku::string AS sku, f.index AS pos, r.doc:head.ts::timestamp AS ts
FROM raw_json r, LATERAL FLATTEN(input => r.doc:lines, outer => true) f

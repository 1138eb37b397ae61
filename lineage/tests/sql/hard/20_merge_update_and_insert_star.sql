-- dialect: databricks
-- schema: dim(id, nm, seen)
-- schema: raw_dim(id, nm, seen)
-- wrong elsewhere: SET * / INSERT * match by name through a derived source
MERGE INTO dim t USING (SELECT id, upper(nm) AS nm, seen FROM raw_dim WHERE seen IS NOT NULL) s ON t.id = s.id
WHEN MATCHED AND s.seen > t.seen THEN UPDATE SET *
WHEN NOT MATCHED THEN INSERT *

-- dialect: hive
-- schema: dw.fact(fact_key, val, ds)
-- schema: stg.t(k, v1, v2)
-- wrong elsewhere: target names come from the catalog by position, static partition columns excluded
INSERT OVERWRITE TABLE dw.fact PARTITION (ds = '2024-01-01') SELECT t.k, t.v1 + t.v2 FROM stg.t t

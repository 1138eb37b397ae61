-- what is not understood is skipped and told
-- schema: t(a, b)
CREATE UNLOGGED TABLE x (p, q) WITH (fillfactor = 70) TABLESPACE fast AS SELECT a, b FROM ONLY t TABLESAMPLE SYSTEM (10) REPEATABLE (1) FROBNICATE WELL WHERE a = 1 WITH DATA

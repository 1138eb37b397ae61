-- dialect: duckdb
-- schema: t1(a, b)
-- schema: t2(a, b, c)
-- wrong elsewhere: branches map by name; the result has columns that only one branch supplies
CREATE TABLE u AS SELECT a, b FROM t1 UNION ALL BY NAME SELECT b, c, a FROM t2

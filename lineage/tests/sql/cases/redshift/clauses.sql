-- schema: t(a, b, c)
UNLOAD ('SELECT a, b FROM t WHERE c = ''x''') TO 's3://bucket/out_' IAM_ROLE 'arn' PARQUET;

CREATE TABLE n DISTSTYLE KEY DISTKEY (a) SORTKEY (b) AS SELECT a, b FROM t;

COPY t FROM 's3://bucket/in' IAM_ROLE 'arn' CSV;

CREATE TABLE m (LIKE t INCLUDING DEFAULTS);

SELECT a, b + 1 AS d, d * 2 AS e, LISTAGG(c, ',') WITHIN GROUP (ORDER BY b) AS l FROM t GROUP BY a, b;

SELECT t.a, x.k FROM t, t.c AS x;

MERGE INTO t USING u ON t.a = u.a REMOVE DUPLICATES;

SELECT * FROM t PIVOT (SUM(b) FOR c IN ('p', 'q'));

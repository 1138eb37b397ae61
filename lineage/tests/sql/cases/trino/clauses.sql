-- schema: t(a, b, arr, m)
-- schema: u(a, d)
SELECT t.a, x.e, x.o, k, v FROM t CROSS JOIN UNNEST(arr) WITH ORDINALITY AS x (e, o) CROSS JOIN UNNEST(m) AS y (k, v);

SELECT p, q FROM t CROSS JOIN UNNEST(arr, m) AS z (p, q);

SELECT transform(arr, e -> e + b) AS s, reduce(arr, 0, (x, e) -> x + e, x -> x) AS r, ROW(a, b) AS pair, CAST(ROW(a, b) AS ROW(x BIGINT, y VARCHAR)).x AS px, approx_percentile(a, 0.5) AS med FROM t;

SELECT * FROM TABLE(exclude_columns(input => TABLE(t), columns => DESCRIPTOR(m))) f;

SELECT a, json_value(b, 'lax $.x' RETURNING bigint) AS j, try(a / b) AS q, b AT TIME ZONE 'UTC' AS z FROM t FOR VERSION AS OF 3;

INSERT INTO u SELECT a, max_by(b, a) FROM t GROUP BY GROUPING SETS ((a), ());

WITH RECURSIVE r(n) AS (SELECT a FROM t UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT n FROM r;

SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a MEASURES CLASSIFIER() AS c, A.b AS first_b ALL ROWS PER MATCH PATTERN (A+) DEFINE A AS A.b > 1);

MERGE INTO u USING t ON u.a = t.a WHEN MATCHED THEN UPDATE SET d = t.b WHEN NOT MATCHED THEN INSERT VALUES (t.a, t.b);

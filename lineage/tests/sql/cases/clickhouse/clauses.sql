-- schema: d.t(a, b, arr, m)
-- schema: d.u(a, x)
WITH 1 + 1 AS two, (SELECT max(x) FROM d.u) AS top, s AS (SELECT a FROM d.t) SELECT a, b * top AS bt, two FROM d.t FINAL PREWHERE a > 1 WHERE b IN (SELECT a FROM s) LIMIT 2 BY a SETTINGS max_threads = 1 FORMAT JSON;

SELECT a, e, n FROM d.t ARRAY JOIN arr AS e, arrayEnumerate(arr) AS n;

SELECT arrayMap((x, y) -> x + y + a, arr, m) AS s, dictGet('d.colors', 'name', b) AS color, dictGetOrDefault('d.colors', ('r', 'g'), a, 0) AS rg, sumIf(a, b > 0) AS si FROM d.t;

CREATE MATERIALIZED VIEW d.mv TO d.target AS SELECT a, count() AS n FROM d.t GROUP BY a WITH TOTALS;

CREATE TABLE d.n ENGINE = MergeTree ORDER BY a AS SELECT * EXCEPT (arr) REPLACE (b + 1 AS b) FROM d.t SAMPLE 1 / 10;

SELECT t.a, u.x FROM d.t ANY LEFT JOIN d.u USING a;

SELECT * FROM d.t GLOBAL ANY INNER JOIN d.u ON t.a = u.a;

INSERT INTO d.u (a, x) SELECT a, b FROM s3('https://bucket/x.csv', 'CSV');

INSERT INTO FUNCTION s3('https://bucket/out.csv', 'CSV') SELECT a FROM d.t;

SELECT a AS k, k + 1 AS l FROM d.t ORDER BY k WITH FILL;

SELECT * FROM file('in.csv', 'CSV') f;

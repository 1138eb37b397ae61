-- schema: t(a, b, c)
-- schema: u(a, d)
FROM t SELECT a, b WHERE c > 1;

FROM u;

CREATE TABLE n AS FROM 'in.parquet' SELECT x, y;

PIVOT t ON c IN (1, 2) USING sum(b) GROUP BY a;

SELECT * FROM (PIVOT t ON c USING sum(b));

UNPIVOT t ON b, c INTO NAME k VALUE v;

SELECT COLUMNS(* EXCLUDE (b)) FROM t;

SELECT list_transform(b, lambda x: x + c) AS l, {'k': a, 'j': b}.j AS j, [a, b] AS pair, x: a + 1 FROM t;

SELECT * FROM t POSITIONAL JOIN u;

SELECT a FROM t UNION BY NAME SELECT d, a FROM u;

COPY (SELECT a, b FROM t) TO 'out.parquet' (FORMAT parquet);

COPY t FROM 'in.csv';

INSERT OR REPLACE INTO u BY NAME SELECT a, b AS d FROM t;

SELECT * FROM t ASOF LEFT JOIN u ON t.a >= u.a;

SELECT unnest(b) AS e, * REPLACE (a + 1 AS a) FROM t;

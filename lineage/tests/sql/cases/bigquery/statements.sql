-- schema: d.t(a, b, c)
-- schema: d.u(a, x)
MERGE d.t USING d.u AS s ON t.a = s.a WHEN NOT MATCHED BY TARGET THEN INSERT (a, b) VALUES (a, x) WHEN NOT MATCHED BY SOURCE THEN DELETE;

MERGE INTO d.u USING (SELECT a, b FROM d.t) ON FALSE WHEN NOT MATCHED THEN INSERT ROW;

CREATE OR REPLACE TABLE d.n PARTITION BY DATE(ts) CLUSTER BY a OPTIONS (description = 'x') AS SELECT a, CURRENT_TIMESTAMP() AS ts FROM d.t WINDOW w AS (ORDER BY a);

EXPORT DATA OPTIONS (uri = 'gs://bucket/x/*.csv', format = 'CSV') AS SELECT a, b FROM d.t;

LOAD DATA OVERWRITE d.t FROM FILES (format = 'CSV', uris = ['gs://bucket/in/*.csv']);

CREATE SNAPSHOT TABLE d.s CLONE d.t FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP();

UPDATE d.t SET b = u.x FROM d.u WHERE t.a = u.a;

SELECT a FROM d.t UNION ALL BY NAME SELECT x, a FROM d.u;

SELECT a, b FROM d.t INNER UNION ALL BY NAME SELECT x, a FROM d.u;

SELECT * FROM d.t PIVOT (SUM(b) AS total, COUNT(c) AS n FOR a IN (1 AS one, 2 AS two));

SELECT * FROM d.t UNPIVOT (v FOR k IN (b, c AS 'cee'));

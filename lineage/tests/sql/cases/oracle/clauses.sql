-- schema: T(A, B, C)
-- schema: U(A, D)
SELECT t.a, u.d, LEVEL, CONNECT_BY_ROOT b AS root, SYSDATE AS now FROM t, u WHERE t.a = u.a(+) START WITH t.c IS NULL CONNECT BY NOCYCLE PRIOR t.a = t.c ORDER SIBLINGS BY t.a;

INSERT ALL INTO x (a, b) VALUES (a, b) INTO y VALUES (c) SELECT a, b, c FROM t;

MERGE INTO t USING (SELECT a, d FROM u) s ON (t.a = s.a) WHEN MATCHED THEN UPDATE SET t.b = s.d WHERE s.d > 1 DELETE WHERE t.c = 0 WHEN NOT MATCHED THEN INSERT (t.a, t.b) VALUES (s.a, s.d) LOG ERRORS;

SELECT * FROM (SELECT a, b, c FROM t) PIVOT (SUM(b) AS s FOR c IN ('x' AS x, 'y' AS y));

SELECT a, k, v FROM t UNPIVOT EXCLUDE NULLS (v FOR k IN (b AS 'bee', c AS 'cee'));

SELECT MAX(b) KEEP (DENSE_RANK LAST ORDER BY c) AS last_b, LISTAGG(b, ',') WITHIN GROUP (ORDER BY a) AS list, NVL2(a, b, c) AS n, q'[it's]' AS txt FROM t GROUP BY a;

UPDATE t SET (b, c) = (SELECT d, a FROM u WHERE u.a = t.a) WHERE EXISTS (SELECT 1 FROM u WHERE u.a = t.a);

SELECT j.x, x.column_value FROM t, JSON_TABLE(t.b, '$' COLUMNS (x NUMBER PATH '$.x')) j, TABLE(split(t.c)) x;

INSERT INTO t (a) SELECT a FROM u@remote;

CREATE MATERIALIZED VIEW mv BUILD IMMEDIATE REFRESH FAST ON COMMIT AS SELECT a FROM t FETCH FIRST 10 ROWS ONLY;

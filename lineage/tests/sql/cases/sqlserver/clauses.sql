-- schema: dbo.t(a, b, c)
-- schema: dbo.u(a, d)
SELECT TOP (5) PERCENT WITH TIES [x y] = t.a, t.b AS [z], total = SUM(c) OVER (PARTITION BY a) INTO #work FROM dbo.t AS t WITH (NOLOCK) WHERE b > @min OPTION (RECOMPILE);

SELECT t.a, s.v, j.k FROM dbo.t CROSS APPLY STRING_SPLIT(t.b, ',') AS w OUTER APPLY (SELECT TOP 1 d AS v FROM dbo.u WHERE u.a = t.a ORDER BY d) s CROSS APPLY OPENJSON(t.c) WITH (k int '$.k', l nvarchar(max) AS JSON) AS j;

UPDATE x SET x.b = u.d, c += 1 OUTPUT inserted.a, deleted.b FROM dbo.t AS x INNER JOIN dbo.u ON u.a = x.a WHERE x.c = 1;

DELETE x FROM dbo.t x JOIN dbo.u ON u.a = x.a;

MERGE TOP (10) INTO dbo.t WITH (HOLDLOCK) AS tgt USING dbo.u AS src ON tgt.a = src.a WHEN MATCHED THEN UPDATE SET tgt.b = src.d WHEN NOT MATCHED BY TARGET THEN INSERT (a, b) VALUES (src.a, src.d) OUTPUT $action, inserted.a;

INSERT INTO dbo.u (a, d) OUTPUT inserted.a SELECT a, b FROM dbo.t;

CREATE TABLE dbo.n WITH (DISTRIBUTION = HASH(a)) AS SELECT a FROM dbo.t;

SELECT a, p.[1], p.[2] FROM (SELECT a, b, c FROM dbo.t) s PIVOT (MAX(b) FOR c IN ([1], [2])) p;

SELECT a, k, v FROM dbo.t UNPIVOT (v FOR k IN (b, c)) AS up;

WITH r AS (SELECT a, b FROM dbo.t UNION ALL SELECT t.a, r.b FROM dbo.t t JOIN r ON r.a = t.b) SELECT b FROM r;

SELECT x.n.value('@id', 'int') AS id FROM dbo.t CROSS APPLY t.c.nodes('/r') AS x(n) FOR XML PATH('');

COPY INTO dbo.t FROM 'https://store/in/' WITH (FILE_TYPE = 'CSV');

WITH XMLNAMESPACES (DEFAULT 'urn:x'), s AS (SELECT a FROM dbo.t) SELECT a FROM s CROSS APPLY ::fn_info(s.a) AS i;

INSERT INTO dbo.t (a) EXEC dbo.fill @x = 1;

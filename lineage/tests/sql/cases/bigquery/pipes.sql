-- schema: d.t(a, b, c)
-- schema: d.u(a, x)
FROM d.t AS t
|> WHERE t.c > 0
|> JOIN d.u USING (a)
|> EXTEND t.b * 2 AS twice
|> AGGREGATE SUM(twice) AS total, COUNT(*) AS n GROUP BY a AS id
|> WHERE total > 10
|> ORDER BY total DESC
|> LIMIT 5;

FROM d.t |> SELECT a, b |> SET b = b + a |> RENAME a AS id |> DROP id |> AS q |> SELECT q.b AS z;

CREATE TABLE d.n AS FROM d.t |> UNION ALL (SELECT a, x, x FROM d.u), (FROM d.t |> SELECT c, b, a) |> DISTINCT;

SELECT a FROM d.t |> PIVOT (MAX(a) FOR a IN (1 AS one));

-- words of syntax inside lists and calls are no columns
-- schema: t(a, b, c)
CREATE VIEW v AS SELECT a, b, json_object(KEY 'k' VALUE c) AS j, grouping(a, b) AS g, sum(c) AS s FROM t GROUP BY GROUPING SETS ((a, b), (a), ()), CUBE (c), a ORDER BY a USING >

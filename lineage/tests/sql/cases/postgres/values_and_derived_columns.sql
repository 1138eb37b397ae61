-- literals have no source, aliases rename by position
-- schema: regions(id, name)
SELECT a.n, a.x, b.m FROM (VALUES (1, 'a'), (2, 'b')) a(n, x) LEFT JOIN (SELECT id, upper(name) FROM regions) b(n, m) USING (n)

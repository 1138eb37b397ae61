-- USING and NATURAL list merged columns once and first
-- schema: a(id, k, x)
-- schema: b(id, k, y)
-- schema: c(id, z)
CREATE VIEW v AS SELECT * FROM a NATURAL JOIN b RIGHT JOIN c USING (id)

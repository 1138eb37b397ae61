-- dialect: spark
-- schema: docs(id, tag_list, attrs)
-- schema: tags(id, pos, tag, k)
-- wrong elsewhere: two chained generators, one yields position and value
INSERT INTO tags SELECT t.id, p.pos, p.tag, kv.k FROM docs t LATERAL VIEW OUTER posexplode(t.tag_list) p AS pos, tag LATERAL VIEW explode(t.attrs) kv AS k, v

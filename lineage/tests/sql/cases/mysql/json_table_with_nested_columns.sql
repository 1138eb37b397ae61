-- columns declared inside the call come from the document
-- schema: customers(id, attrs)
CREATE VIEW v AS SELECT c.id, j.k, j.v FROM customers c, JSON_TABLE(c.attrs, '$[*]' COLUMNS(k varchar(10) PATH '$.k', NESTED PATH '$.vs[*]' COLUMNS (v int PATH '$'))) j

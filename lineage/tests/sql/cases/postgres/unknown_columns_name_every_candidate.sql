-- of two unknown relations each may have the column
CREATE VIEW v AS SELECT a, t.b, u.* FROM t JOIN u ON t.id = u.id

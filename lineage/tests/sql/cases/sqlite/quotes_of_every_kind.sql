-- four kinds of quotes, and a quoted name that is a text
-- schema: Orders(Id, Total)
CREATE TEMP VIEW IF NOT EXISTS v AS SELECT [id], "Total" AS `t`, "no such column" AS x, o.rowid FROM `Orders` AS o NOT INDEXED

-- paths, subscripts, casts, collations and masking
-- schema: customers(name, email, attrs, tags, created_at)
CREATE VIEW v AS SELECT c.attrs->>'a' AS a, c.attrs#>>'{b,c}' AS bc, c.tags[1] AS t1, c.created_at AT TIME ZONE 'utc' AS utc, extract(year from c.created_at) AS y, substring(c.name from 1 for 2) AS s, position('a' in c.email) AS pos, c.name COLLATE "C" AS cn, md5(c.email) AS h, c.name::varchar(10) FROM customers c

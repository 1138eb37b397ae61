-- columns of set-returning functions come from their arguments
-- schema: products(id, data, dims, labels)
SELECT p.id, e.key, e.value, d.dim, d.ord, u.x, u.y, j.b, g FROM products p, jsonb_each_text(p.data) e, unnest(p.dims) WITH ORDINALITY AS d(dim, ord), unnest(p.dims, p.labels) AS u(x, y), LATERAL jsonb_to_recordset(p.data) AS j(a int, b text), generate_series(1, p.id) AS g

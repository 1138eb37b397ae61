-- schema: docs(id, tags, attrs, body)
SELECT d.id, p.pos, p.tag, kv.k FROM docs d LATERAL VIEW OUTER posexplode(d.tags) p AS pos, tag LATERAL VIEW explode(d.attrs) kv AS k, v WHERE kv.v > 1;

SELECT id, explode(attrs) AS (key, value), upper(body) shout FROM docs;

SELECT id, stack(2, 'a', tags, 'b', attrs) AS (name, what) FROM docs;

SELECT s.name, s.what FROM docs LATERAL VIEW stack(2, 'a', tags, 'b', attrs) s AS name, what;

SELECT transform(tags, (t, i) -> concat(t, body, i)) AS shouted, filter(attrs, a -> a.k > id) AS some, aggregate(tags, 0, (acc, t) -> acc + t) AS n, named_struct('x', id, 'y', body).y AS y FROM docs;

SELECT col FROM VALUES (1, 'a'), (2, 'b') AS v(n, col);

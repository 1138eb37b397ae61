-- schema: p.d.orders(id, buyer, items, tags)
SELECT o.id, item.sku AS sku, off AS place, buyer.address.city AS city
FROM `p.d.orders` AS o, UNNEST(o.items) AS item WITH OFFSET AS off;

SELECT id, i.price AS price FROM p.d.orders o CROSS JOIN o.items AS i;

SELECT s.first AS f, s.second AS g FROM (SELECT STRUCT(id AS first, buyer.name AS second) AS s FROM p.d.orders);

SELECT ARRAY(SELECT AS STRUCT t.a AS a, t.b FROM UNNEST(tags) t WHERE t.c) AS list, ARRAY_AGG(id IGNORE NULLS ORDER BY id LIMIT 3) AS ids FROM p.d.orders GROUP BY ALL;

SELECT STRUCT<x INT64, y STRING>(id, buyer.name) AS pair, ARRAY<INT64>[id] AS one, CAST(tags AS ARRAY<STRUCT<a INT64, b STRING>>) AS typed, DATE_TRUNC(buyer.born, MONTH) AS m, DATE_DIFF(buyer.died, buyer.born, WEEK(MONDAY)) AS weeks FROM p.d.orders;

SELECT * EXCEPT (tags, items) FROM my-project.d.t, UNNEST([1, 2]) AS n;

SELECT ANY_VALUE(id HAVING MAX buyer.age) AS oldest FROM p.d.orders;

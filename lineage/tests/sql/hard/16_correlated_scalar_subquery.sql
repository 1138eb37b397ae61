-- dialect: postgres
-- schema: cust(id, region)
-- schema: orders(cust_id, total, region)
-- wrong elsewhere: the correlation predicate must not become a value edge
SELECT c.id, (SELECT MAX(o.total) FROM orders o WHERE o.cust_id = c.id AND o.region = c.region) AS best FROM cust c

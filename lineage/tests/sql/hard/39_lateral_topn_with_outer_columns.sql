-- dialect: postgres
-- wrong elsewhere: a derived table that sees its left neighbours
CREATE MATERIALIZED VIEW last3 AS
SELECT s.shop_id, x.label, x.rank_no FROM shops s
CROSS JOIN LATERAL (SELECT s.prefix || o.code AS label, row_number() OVER (ORDER BY o.ts DESC) AS rank_no FROM orders o WHERE o.shop_id = s.shop_id ORDER BY o.ts DESC LIMIT 3) AS x

-- dialect: postgres
-- schema: orders(id, total, buyer)
-- wrong elsewhere: inside a non-recursive CTE its own name still means the stored table; dropping every table whose name equals a CTE loses the source
CREATE TABLE mart.big_orders AS
WITH orders AS (SELECT id, total * 1.2 AS total FROM orders WHERE total > 100)
SELECT * FROM orders

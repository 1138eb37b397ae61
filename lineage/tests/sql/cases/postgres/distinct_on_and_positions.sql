-- keys may be positions of the result
-- schema: orders(id, customer_id, placed_at, total)
SELECT DISTINCT ON (customer_id) customer_id, date_trunc('day', placed_at) AS d, total FROM orders WHERE total > ALL (SELECT avg(o.total) FROM orders o GROUP BY 1) ORDER BY 1, 2 DESC NULLS LAST

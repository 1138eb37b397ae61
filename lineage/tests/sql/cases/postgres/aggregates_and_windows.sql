-- ordered-set aggregates, filters, orders inside calls and windows built on windows
-- schema: orders(customer_id, total, status, placed_at)
CREATE MATERIALIZED VIEW m AS SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY total) AS med, string_agg(status, ',' ORDER BY placed_at) AS sts, count(*) FILTER (WHERE status = 'paid') AS paid, count(DISTINCT customer_id) AS customers, sum(total) OVER w AS s, lag(total, 1) OVER (w ORDER BY placed_at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS l FROM orders WINDOW w AS (PARTITION BY customer_id) WITH NO DATA

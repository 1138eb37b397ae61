-- dialect: snowflake
-- wrong elsewhere: CTE scope is lexical; the inner s hides the outer s only within the derived table
WITH s AS (SELECT id, amt FROM sales_eu)
SELECT q.id, q.amt, s.amt AS eu_amt
FROM (WITH s AS (SELECT id, amt FROM sales_us) SELECT id, amt FROM s) q
JOIN s ON s.id = q.id

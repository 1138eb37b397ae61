-- dialect: bigquery
-- schema: d.orders(id, rate, items)
-- wrong elsewhere: alias of an UNNEST is a struct: field paths must reach the base column (and keep the path)
CREATE TABLE d.lines AS
SELECT o.id, item.sku, item.qty * o.rate AS cost, off
FROM d.orders AS o, UNNEST(o.items) AS item WITH OFFSET AS off

-- dialect: bigquery
-- schema: d.wide(id, clicks, views)
-- wrong elsewhere: several columns feed one; the name column has no data source
SELECT id, metric, val FROM d.wide UNPIVOT (val FOR metric IN (clicks, views AS 'v'))

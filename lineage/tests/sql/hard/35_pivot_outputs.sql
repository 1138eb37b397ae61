-- dialect: tsql
-- wrong elsewhere: pivoted names are data values; grouping is implicit
INSERT INTO dbo.by_q (shop, q1, q2)
SELECT shop, [Q1], [Q2] FROM (SELECT shop, qtr, amt FROM dbo.sales) s PIVOT (SUM(amt) FOR qtr IN ([Q1], [Q2])) p

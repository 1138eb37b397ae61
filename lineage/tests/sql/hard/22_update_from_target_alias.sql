-- dialect: tsql
-- wrong elsewhere: UPDATE names an alias that FROM binds; `t` is not a table
UPDATE t SET t.price = p.price, t.updated_by = SUSER_NAME()
FROM dbo.items AS t INNER JOIN dbo.pricelist AS p ON p.sku = t.sku WHERE p.valid = 1

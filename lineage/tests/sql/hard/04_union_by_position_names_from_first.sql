-- dialect: redshift
-- wrong elsewhere: branches map by position, output names come from the first branch
CREATE VIEW v_all AS
SELECT cust, price FROM shop_a
UNION ALL
SELECT buyer, cost + fee FROM shop_b

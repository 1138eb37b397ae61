-- dialect: oracle
-- schema: pay(status, refund, amount, kind, fee1, fee2)
-- wrong elsewhere: branch values are data, conditions are control; DECODE is a CASE in disguise
SELECT CASE WHEN status = 'X' THEN refund ELSE amount END AS money, DECODE(kind, 1, fee1, fee2) AS fee FROM pay

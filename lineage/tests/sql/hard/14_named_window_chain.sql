-- dialect: mysql
-- schema: staff(dept, pay, hired)
-- wrong elsewhere: a window built on another named window
SELECT dept, SUM(pay) OVER w2 AS run_pay FROM staff
WINDOW w1 AS (PARTITION BY dept), w2 AS (w1 ORDER BY hired)

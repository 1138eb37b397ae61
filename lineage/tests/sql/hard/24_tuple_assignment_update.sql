-- dialect: oracle
-- wrong elsewhere: multi-column assignment from one subquery, by position
UPDATE emp e SET (e.sal, e.grade) = (SELECT s.amount, s.grade FROM sal_step s WHERE s.step = e.step)

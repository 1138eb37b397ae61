select 1 as id, 10 as amount, date '2026-01-31' as day
union all
select 2 as id, 32 as amount, date '2026-01-31' as day

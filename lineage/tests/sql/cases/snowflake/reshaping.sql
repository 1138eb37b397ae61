-- schema: SALES(EMP, AMOUNT, QUARTER)
-- schema: WIDE(EMP, JAN, FEB)
-- schema: TICKS(SYM, TS, PRICE)
SELECT * FROM sales PIVOT (SUM(amount) FOR quarter IN ('Q1', 'Q2')) AS p (who, first, second);

SELECT emp, "'Q1'" AS q FROM sales PIVOT (SUM(amount) FOR quarter IN (ANY ORDER BY quarter));

SELECT emp, mon, val FROM wide UNPIVOT INCLUDE NULLS (val FOR mon IN (jan AS 'January', feb));

SELECT * FROM ticks MATCH_RECOGNIZE (
  PARTITION BY sym ORDER BY ts
  MEASURES FIRST(down.price) AS start_price, LAST(up.ts) AS until
  ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
  PATTERN (down+ up+)
  DEFINE down AS price < LAG(price), up AS price > LAG(price)
) m;

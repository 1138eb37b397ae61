-- dialect: postgres
-- wrong elsewhere: body is a string; a loop record carries columns from the cursor query to the UPDATE
CREATE FUNCTION refresh_totals() RETURNS void LANGUAGE plpgsql AS $body$
DECLARE r record;
BEGIN
  FOR r IN SELECT cust_id, SUM(total) AS s FROM orders GROUP BY cust_id LOOP
    UPDATE cust_totals SET total = r.s WHERE cust_id = r.cust_id;
  END LOOP;
END
$body$

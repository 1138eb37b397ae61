-- schema: orders(id, amount, ts)
CREATE TABLE sink (id BIGINT, total DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'jdbc', 'url' = 'jdbc:x');

CREATE TABLE copy_of WITH ('connector' = 'x') AS SELECT id, amount FROM orders;

INSERT INTO sink SELECT id, SUM(amount) AS total FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(ts), INTERVAL '10' MINUTES)) GROUP BY id, window_start, window_end;

EXECUTE STATEMENT SET BEGIN
INSERT INTO a SELECT id FROM orders;
INSERT INTO b SELECT amount FROM orders;
END;

SELECT o.id, r.rate FROM orders AS o JOIN rates FOR SYSTEM_TIME AS OF o.ts AS r ON o.cur = r.cur;

CREATE TABLE derived (WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) WITH ('connector' = 'kafka') LIKE orders (EXCLUDING ALL);

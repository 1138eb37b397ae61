-- VALUES(a) and the alias of the row both mean what the insert proposed
-- schema: stock(sku, qty, seen)
-- schema: delivery(sku, cnt)
INSERT INTO stock (sku, qty) SELECT sku, cnt FROM delivery ON DUPLICATE KEY UPDATE qty = qty + VALUES(qty), seen = now();
INSERT INTO stock SET sku = 'a', qty = 1;
INSERT INTO stock (sku, qty) SELECT d.sku, BINARY d.cnt FROM delivery d ON DUPLICATE KEY UPDATE seen = VALUES(sku)
;
INSERT INTO stock (sku, qty) VALUES (1, (SELECT max(cnt) FROM delivery)) AS new ON DUPLICATE KEY UPDATE qty = stock.qty + new.qty

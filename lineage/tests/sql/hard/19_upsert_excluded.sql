-- dialect: postgres
-- schema: stock(sku, qty, last_src)
-- schema: delivery(sku, cnt)
-- wrong elsewhere: EXCLUDED.qty is the proposed row, i.e. delivery.cnt; the target also feeds itself
INSERT INTO stock AS s (sku, qty) SELECT sku, cnt FROM delivery
ON CONFLICT (sku) DO UPDATE SET qty = s.qty + EXCLUDED.qty, last_src = 'delivery'

-- EXCLUDED.qty is the proposed row, i.e. delivery.cnt; the target also feeds itself
-- schema: stock(sku, qty, last_src)
-- schema: delivery(sku, cnt)
INSERT INTO stock AS s (sku, qty) SELECT sku, cnt FROM delivery
ON CONFLICT (sku) DO UPDATE SET qty = s.qty + EXCLUDED.qty, last_src = 'delivery'

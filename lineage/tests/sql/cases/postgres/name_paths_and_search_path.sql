-- names are completed from the left
-- schema: shop.public.orders(id)
-- schema: shop.mart.daily(id)
-- path: shop.public
CREATE VIEW mart.v AS SELECT o.id, mart.daily.id AS day_id, shop.public.orders.id AS again FROM orders o, mart.daily, shop.public.orders

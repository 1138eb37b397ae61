-- The warehouse of the demonstration, second layer (DWD): cleaned facts and dimensions.

CREATE TABLE dwd_dim_date ( -- One row for each day | 日期维度
    date_key INTEGER PRIMARY KEY, -- Day as yyyymmdd | 日期键
    full_date DATE NOT NULL, -- Day | 日期
    year INTEGER NOT NULL, -- Year | 年
    quarter INTEGER NOT NULL, -- Quarter, 1 to 4 | 季度
    month INTEGER NOT NULL, -- Month, 1 to 12 | 月
    week INTEGER NOT NULL, -- Week of the year | 周
    weekday INTEGER NOT NULL, -- 1 is Monday | 星期
    is_holiday BOOLEAN NOT NULL DEFAULT 0 -- Public holiday in China | 是否节假日
);

CREATE VIEW dwd_dim_category AS -- Categories with their whole path | 类目维度：含完整路径
WITH RECURSIVE tree (category_id, root_id, path, depth) AS (
    SELECT id, id, name, 1 FROM ods_categories WHERE parent_id IS NULL
    UNION ALL
    SELECT child.id, tree.root_id, tree.path || ' / ' || child.name, tree.depth + 1
    FROM ods_categories AS child
    JOIN tree ON child.parent_id = tree.category_id
)
SELECT tree.category_id, c.name AS category_name, c.name_zh AS category_name_zh, tree.root_id,
       root.name AS root_name, tree.path, tree.depth
FROM tree
JOIN ods_categories AS c ON c.id = tree.category_id
JOIN ods_categories AS root ON root.id = tree.root_id;

CREATE VIEW dwd_dim_product AS -- Products with brand, supplier and category | 商品维度
SELECT p.id AS product_id, p.sku, p.name AS product_name, p.name_zh AS product_name_zh, c.category_name, c.root_name,
       c.path AS category_path, b.name AS brand_name, s.name AS supplier_name, p.list_price, p.cost_price,
       p.list_price - COALESCE(p.cost_price, 0) AS margin, p.launched_on, p.is_discontinued
FROM ods_products AS p
LEFT JOIN dwd_dim_category AS c ON c.category_id = p.category_id
LEFT JOIN ods_brands AS b ON b.id = p.brand_id
LEFT JOIN ods_suppliers AS s ON s.id = p.supplier_id;

CREATE VIEW dwd_dim_customer AS -- Customers, without what identifies them | 客户维度：已脱敏
SELECT c.id AS customer_id, substr(c.full_name, 1, 1) || '**' AS masked_name,
       substr(c.email, instr(c.email, '@')) AS email_domain, c.gender, c.member_level, r.name AS region_name,
       k.name AS country_name, date(c.registered_at) AS registered_on,
       CAST((julianday('2026-06-30') - julianday(c.birth_date)) / 365.25 AS INTEGER) AS age, c.is_blocked
FROM ods_customers AS c
LEFT JOIN ods_regions AS r ON r.id = c.region_id
LEFT JOIN ods_countries AS k ON k.code = r.country_code;

CREATE VIEW dwd_order AS -- Orders in CNY, with the first payment | 订单事实（人民币）
SELECT o.id AS order_id, o.customer_id, o.channel, o.status, o.ordered_at, date(o.ordered_at) AS order_date,
       CAST(strftime('%Y%m%d', o.ordered_at) AS INTEGER) AS date_key, o.item_amount, o.discount_amount,
       o.shipping_fee, o.total_amount * COALESCE(x.rate, 1) AS total_amount_cny, o.promotion_id,
       (SELECT MIN(p.paid_at) FROM ods_payments AS p WHERE p.order_id = o.id AND p.status = 'captured') AS first_paid_at,
       CASE WHEN o.status IN ('returned', 'cancelled') THEN 0 ELSE 1 END AS is_valid
FROM ods_orders AS o
LEFT JOIN ods_exchange_rates AS x ON x.currency = o.currency AND x.rate_date = date(o.ordered_at);

CREATE VIEW dwd_order_line AS -- Order lines with product and margin | 订单明细事实
SELECT l.id AS line_id, l.order_id, o.customer_id, o.order_date, o.channel, o.status, v.product_id, d.category_name,
       d.root_name, d.brand_name, l.quantity, l.unit_price, l.line_amount,
       l.line_amount - l.quantity * COALESCE(d.cost_price, 0) AS margin_amount
FROM ods_order_lines AS l
JOIN dwd_order AS o ON o.order_id = l.order_id
JOIN ods_product_variants AS v ON v.id = l.variant_id
JOIN dwd_dim_product AS d ON d.product_id = v.product_id;

CREATE VIEW dwd_cash_flow AS -- Payments and refunds as one stream | 资金流水：支付与退款合并
SELECT 'payment' AS kind, p.id AS source_id, p.order_id, p.method, p.amount, p.paid_at AS moved_at
FROM ods_payments AS p
WHERE p.status <> 'refused'
UNION ALL
SELECT 'refund', r.id, p.order_id, p.method, -r.amount, r.refunded_at
FROM ods_refunds AS r
JOIN ods_payments AS p ON p.id = r.payment_id;

CREATE VIEW dwd_shipment AS -- Parcels with their time on the way | 物流事实
SELECT s.id AS shipment_id, s.order_id, w.name AS warehouse_name, s.carrier, s.shipped_at, s.delivered_at,
       julianday(s.delivered_at) - julianday(s.shipped_at) AS days_on_the_way, s.cost AS shipping_cost
FROM ods_shipments AS s
JOIN ods_warehouses AS w ON w.id = s.warehouse_id;

CREATE VIEW dwd_page_view AS
SELECT v.*, date(v.viewed_at) AS view_date, CASE WHEN v.customer_id IS NULL THEN 0 ELSE 1 END AS is_signed_in
FROM ods_page_views AS v;

CREATE VIEW dwd_stock AS -- What is on the shelf and what is on order | 库存事实
SELECT i.warehouse_id, w.name AS warehouse_name, i.variant_id, v.product_id, i.quantity, i.reserved,
       (SELECT COALESCE(SUM(l.quantity - l.received_quantity), 0)
        FROM ods_purchase_order_lines AS l
        JOIN ods_purchase_orders AS o ON o.id = l.purchase_order_id
        WHERE l.variant_id = i.variant_id AND o.warehouse_id = i.warehouse_id AND o.status = 'sent') AS on_order
FROM ods_inventory AS i
JOIN ods_warehouses AS w ON w.id = i.warehouse_id
JOIN ods_product_variants AS v ON v.id = i.variant_id;

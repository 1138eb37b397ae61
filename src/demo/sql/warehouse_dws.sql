-- The warehouse of the demonstration, third layer (DWS): one row for each customer, product or day.

CREATE VIEW dws_customer_orders AS -- What each customer bought | 客户订单汇总
SELECT c.customer_id, c.member_level, c.region_name, COUNT(o.order_id) AS order_count,
       SUM(o.total_amount_cny) AS total_spent, AVG(o.total_amount_cny) AS average_order,
       MIN(o.order_date) AS first_order_on, MAX(o.order_date) AS last_order_on,
       SUM(o.discount_amount) AS discount_total
FROM dwd_dim_customer AS c
LEFT JOIN dwd_order AS o ON o.customer_id = c.customer_id AND o.is_valid = 1
GROUP BY c.customer_id, c.member_level, c.region_name;

CREATE VIEW dws_customer_rfm AS -- Recency, frequency and money, in fifths | 客户 RFM 分层
WITH scored AS (
    SELECT customer_id, julianday('2026-06-30') - julianday(last_order_on) AS days_since, order_count, total_spent,
           NTILE(5) OVER (ORDER BY last_order_on) AS recency,
           NTILE(5) OVER (ORDER BY order_count) AS frequency,
           NTILE(5) OVER (ORDER BY total_spent) AS money
    FROM dws_customer_orders
    WHERE order_count > 0
)
SELECT *, recency * 100 + frequency * 10 + money AS rfm_score,
       CASE
           WHEN recency >= 4 AND frequency >= 4 THEN 'champion'
           WHEN recency >= 4 THEN 'promising'
           WHEN frequency >= 4 THEN 'at risk'
           ELSE 'sleeping'
       END AS segment
FROM scored;

CREATE VIEW dws_product_sales AS -- Sales of each product | 商品销售汇总
SELECT product_id, category_name, root_name, brand_name, SUM(quantity) AS units, SUM(line_amount) AS revenue,
       SUM(margin_amount) AS margin, COUNT(DISTINCT order_id) AS order_count, COUNT(DISTINCT customer_id) AS buyers
FROM dwd_order_line
WHERE status NOT IN ('returned', 'cancelled')
GROUP BY product_id, category_name, root_name, brand_name;

CREATE VIEW dws_daily_sales AS -- Sales of each day and channel | 每日渠道销售
SELECT o.order_date, d.year, d.month, o.channel, COUNT(*) AS order_count, SUM(o.total_amount_cny) AS revenue,
       SUM(o.discount_amount) AS discounts, COUNT(DISTINCT o.customer_id) AS buyers
FROM dwd_order AS o
JOIN dwd_dim_date AS d ON d.date_key = o.date_key
WHERE o.is_valid = 1
GROUP BY o.order_date, d.year, d.month, o.channel;

CREATE VIEW dws_daily_traffic AS -- Visits of each day | 每日流量
SELECT view_date, device, COUNT(*) AS page_views, COUNT(DISTINCT session_id) AS visits,
       SUM(is_signed_in) AS signed_in_views, AVG(stay_seconds) AS average_stay
FROM dwd_page_view
GROUP BY view_date, device;

CREATE VIEW dws_daily_cash AS -- Money in and out, with the running balance | 每日资金与累计余额
SELECT date(moved_at) AS cash_date, method, SUM(CASE WHEN kind = 'payment' THEN amount ELSE 0 END) AS money_in,
       SUM(CASE WHEN kind = 'refund' THEN -amount ELSE 0 END) AS money_out, SUM(amount) AS net,
       SUM(SUM(amount)) OVER (PARTITION BY method ORDER BY date(moved_at)) AS running_balance
FROM dwd_cash_flow
GROUP BY date(moved_at), method;

CREATE VIEW dws_carrier_service AS -- How fast carriers are | 承运商时效
SELECT carrier, warehouse_name, COUNT(*) AS parcels, AVG(days_on_the_way) AS average_days,
       SUM(CASE WHEN days_on_the_way > 5 THEN 1 ELSE 0 END) AS late_parcels, SUM(shipping_cost) AS cost
FROM dwd_shipment
GROUP BY carrier, warehouse_name;

CREATE VIEW dws_stock_cover AS
SELECT s.product_id, SUM(s.quantity) AS on_hand, SUM(s.reserved) AS reserved, SUM(s.on_order) AS on_order,
       SUM(s.quantity) * 30.0 / NULLIF(p.units, 0) AS days_of_cover
FROM dwd_stock AS s
LEFT JOIN dws_product_sales AS p ON p.product_id = s.product_id
GROUP BY s.product_id, p.units;

CREATE TABLE dws_sales_target ( -- Plan figures, typed in by controlling | 销售目标
    year INTEGER NOT NULL, -- Year | 年
    month INTEGER NOT NULL, -- Month | 月
    channel TEXT NOT NULL, -- Channel | 渠道
    revenue_target NUMERIC(16,2) NOT NULL, -- Planned revenue in CNY | 目标销售额
    updated_by TEXT, -- Who typed it in | 填报人
    PRIMARY KEY (year, month, channel)
);

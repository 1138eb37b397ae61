-- The warehouse of the demonstration, last layer (ADS): what reports read.

CREATE VIEW ads_sales_overview AS -- Revenue by month and channel, against the plan | 销售总览：对比目标
SELECT s.year, s.month, s.channel, SUM(s.revenue) AS revenue, SUM(s.order_count) AS order_count,
       MAX(t.revenue_target) AS revenue_target, SUM(s.revenue) / NULLIF(MAX(t.revenue_target), 0) AS achievement
FROM dws_daily_sales AS s
LEFT JOIN dws_sales_target AS t ON t.year = s.year AND t.month = s.month AND t.channel = s.channel
GROUP BY s.year, s.month, s.channel;

CREATE VIEW ads_sales_trend AS -- Revenue with the month before and a moving average | 销售趋势：环比与移动平均
SELECT year, month, channel, revenue,
       LAG(revenue) OVER (PARTITION BY channel ORDER BY year, month) AS previous_revenue,
       revenue - LAG(revenue) OVER (PARTITION BY channel ORDER BY year, month) AS growth,
       AVG(revenue) OVER (PARTITION BY channel ORDER BY year, month ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS moving_average
FROM ads_sales_overview;

CREATE VIEW ads_top_products AS -- The ten best products of each category | 各类目热销前十
SELECT ranked.product_id, p.sku, p.product_name, ranked.root_name, ranked.revenue, ranked.margin, ranked.place
FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY root_name ORDER BY revenue DESC) AS place FROM dws_product_sales
) AS ranked
JOIN dwd_dim_product AS p ON p.product_id = ranked.product_id
WHERE ranked.place <= 10;

CREATE VIEW ads_customer_segments AS -- Customers and money by segment | 客户分层分布
SELECT r.segment, c.member_level, COUNT(*) AS customers, SUM(r.total_spent) AS revenue,
       AVG(r.days_since) AS average_days_since
FROM dws_customer_rfm AS r
JOIN dwd_dim_customer AS c ON c.customer_id = r.customer_id
GROUP BY r.segment, c.member_level;

CREATE VIEW ads_conversion AS -- Visits that became orders, day by day | 转化率
WITH traffic AS (
    SELECT view_date, SUM(visits) AS visits FROM dws_daily_traffic GROUP BY view_date
), sales AS (
    SELECT order_date, SUM(order_count) AS orders, SUM(revenue) AS revenue
    FROM dws_daily_sales
    WHERE channel IN ('web', 'app')
    GROUP BY order_date
)
SELECT traffic.view_date AS day, traffic.visits, COALESCE(sales.orders, 0) AS orders,
       1.0 * COALESCE(sales.orders, 0) / traffic.visits AS conversion, sales.revenue / traffic.visits AS revenue_per_visit
FROM traffic
LEFT JOIN sales ON sales.order_date = traffic.view_date;

CREATE VIEW ads_marketing_return AS
SELECT a.id AS campaign_id, a.name AS campaign_name, a.channel, a.cost, a.clicks, a.cost / NULLIF(a.clicks, 0) AS cost_per_click,
       (SELECT SUM(s.revenue) FROM dws_daily_sales AS s WHERE s.order_date BETWEEN a.starts_on AND a.ends_on) AS revenue_meanwhile
FROM ods_ad_campaigns AS a;

CREATE VIEW ads_delivery_board AS -- Delivery times for operations | 配送看板
SELECT carrier, SUM(parcels) AS parcels, SUM(average_days * parcels) / SUM(parcels) AS average_days,
       1.0 * SUM(late_parcels) / SUM(parcels) AS late_share, SUM(cost) / SUM(parcels) AS cost_per_parcel
FROM dws_carrier_service
GROUP BY carrier
HAVING SUM(parcels) > 0;

CREATE VIEW ads_stock_risk AS -- Products that will run out, or never sell | 库存风险
SELECT c.product_id, p.sku, p.product_name, c.on_hand, c.days_of_cover, 'running out' AS risk
FROM dws_stock_cover AS c
JOIN dwd_dim_product AS p ON p.product_id = c.product_id
WHERE c.days_of_cover < 14
UNION ALL
SELECT c.product_id, p.sku, p.product_name, c.on_hand, c.days_of_cover, 'not selling'
FROM dws_stock_cover AS c
JOIN dwd_dim_product AS p ON p.product_id = c.product_id
WHERE c.days_of_cover IS NULL AND c.on_hand > 0;

CREATE VIEW ads_executive_summary AS -- One page for the board | 管理层摘要
SELECT o.year, o.month, SUM(o.revenue) AS revenue, SUM(o.revenue_target) AS target,
       (SELECT SUM(t.growth) FROM ads_sales_trend AS t WHERE t.year = o.year AND t.month = o.month) AS growth,
       (SELECT SUM(s.revenue) FROM ads_customer_segments AS s WHERE s.segment = 'champion') AS champion_revenue,
       (SELECT COUNT(*) FROM ads_stock_risk WHERE risk = 'running out') AS products_running_out
FROM ads_sales_overview AS o
GROUP BY o.year, o.month;

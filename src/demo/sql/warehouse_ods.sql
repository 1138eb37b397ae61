-- The warehouse of the demonstration, first layer (ODS): tables as the shop has them, loaded every night.

CREATE TABLE ods_countries ( -- Copy of countries as the shop has it | 贴源层：国家
    code TEXT, -- ISO 3166 code | 国家代码
    name TEXT, -- English name | 英文名称
    name_zh TEXT, -- Chinese name | 中文名称
    currency TEXT, -- ISO 4217 currency | 币种
    vat_rate NUMERIC(5,2), -- Value added tax in percent | 增值税率
    is_active BOOLEAN, -- Whether orders are accepted | 是否可下单
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_regions ( -- Copy of regions as the shop has it | 贴源层：销售区域
    id INTEGER, -- Region number | 区域编号
    country_code TEXT, -- Country | 国家代码
    name TEXT, -- Name of the region | 区域名称
    manager TEXT, -- Who is responsible | 区域负责人
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_customers ( -- Copy of customers as the shop has it | 贴源层：客户
    id INTEGER, -- Customer number | 客户编号
    full_name TEXT, -- Name as on the identity card | 姓名
    email TEXT, -- E-mail address, used to sign in | 邮箱
    phone TEXT, -- Mobile number | 手机号
    gender TEXT, -- M, F or empty | 性别
    birth_date DATE, -- Day of birth | 出生日期
    region_id INTEGER, -- Home region | 所属区域
    member_level TEXT, -- basic, silver, gold or black | 会员等级
    registered_at TIMESTAMP, -- When the account was made | 注册时间
    last_login_at TIMESTAMP, -- Last sign-in | 最近登录时间
    is_blocked BOOLEAN, -- Whether orders are refused | 是否冻结
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_customer_addresses ( -- Copy of customer_addresses as the shop has it | 贴源层：客户地址
    id INTEGER, -- Address number | 地址编号
    customer_id INTEGER, -- Whose it is | 客户编号
    kind TEXT, -- delivery or billing | 地址类型
    recipient TEXT, -- Name on the parcel | 收件人
    street TEXT, -- Street and number | 街道门牌
    city TEXT, -- City | 城市
    postcode TEXT, -- Postal code | 邮政编码
    country_code TEXT, -- Country | 国家代码
    is_default BOOLEAN, -- Offered first | 是否默认
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_customer_consents ( -- Copy of customer_consents as the shop has it | 贴源层：客户授权
    id INTEGER,
    customer_id INTEGER, -- Whose it is | 客户编号
    purpose TEXT, -- newsletter, profiling or sharing | 授权用途
    is_granted BOOLEAN, -- Whether it holds | 是否同意
    decided_at TIMESTAMP, -- When it was decided | 授权时间
    channel TEXT, -- web, app or shop | 授权渠道
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_categories ( -- Copy of categories as the shop has it | 贴源层：商品类目树
    id INTEGER, -- Category number | 类目编号
    parent_id INTEGER, -- The category above | 上级类目
    name TEXT, -- English name | 类目英文名
    name_zh TEXT, -- Chinese name | 类目中文名
    sort_order INTEGER, -- Place among its siblings | 排序
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_brands ( -- Copy of brands as the shop has it | 贴源层：品牌
    id INTEGER, -- Brand number | 品牌编号
    name TEXT, -- Name | 品牌名称
    country_code TEXT, -- Where it is from | 品牌所属国家
    website TEXT,
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_suppliers ( -- Copy of suppliers as the shop has it | 贴源层：供应商
    id INTEGER, -- Supplier number | 供应商编号
    name TEXT, -- Registered name | 供应商名称
    tax_number TEXT, -- Tax number | 税号
    contact_name TEXT, -- Whom to call | 联系人
    contact_phone TEXT, -- Telephone | 联系电话
    contact_email TEXT, -- E-mail | 联系邮箱
    bank_account TEXT, -- Account for payments | 银行账号
    payment_days INTEGER, -- Days until payment is due | 账期天数
    rating NUMERIC(3,1), -- 1 to 5, by purchasing | 供应商评分
    since DATE, -- First contract | 合作开始日期
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_products ( -- Copy of products as the shop has it | 贴源层：商品
    id INTEGER, -- Product number | 商品编号
    sku TEXT, -- Stock keeping unit | 库存单位编码
    name TEXT, -- English name | 商品英文名
    name_zh TEXT, -- Chinese name | 商品中文名
    category_id INTEGER, -- Category | 类目编号
    brand_id INTEGER, -- Brand | 品牌编号
    supplier_id INTEGER, -- Main supplier | 主供应商
    list_price NUMERIC(12,2), -- Price before discounts | 标价
    cost_price NUMERIC(12,2), -- Last purchase price | 成本价
    weight_grams INTEGER, -- Weight with packaging | 重量（克）
    launched_on DATE, -- First day on sale | 上架日期
    is_discontinued BOOLEAN, -- No longer bought | 是否停售
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_product_variants ( -- Copy of product_variants as the shop has it | 贴源层：商品规格
    id INTEGER, -- Variant number | 规格编号
    product_id INTEGER, -- Product | 商品编号
    size TEXT, -- Size | 尺码
    color TEXT, -- Colour | 颜色
    barcode TEXT, -- EAN-13 | 条形码
    price_delta NUMERIC(12,2), -- Added to the list price | 价格差
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_product_prices ( -- Copy of product_prices as the shop has it | 贴源层：商品价格
    id INTEGER,
    product_id INTEGER, -- Product | 商品编号
    price NUMERIC(12,2), -- Price | 价格
    currency TEXT, -- Currency | 币种
    valid_from DATE, -- First day | 生效日期
    valid_to DATE, -- Last day | 失效日期
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_product_reviews ( -- Copy of product_reviews as the shop has it | 贴源层：商品评价
    id INTEGER, -- Review number | 评价编号
    product_id INTEGER, -- Product | 商品编号
    customer_id INTEGER, -- Author | 客户编号
    stars INTEGER, -- 1 to 5 | 评分
    title TEXT, -- Headline | 标题
    body TEXT, -- Text | 评价内容
    written_at TIMESTAMP, -- When | 评价时间
    is_verified BOOLEAN, -- Bought with us | 是否已购
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_warehouses ( -- Copy of warehouses as the shop has it | 贴源层：仓库
    id INTEGER, -- Warehouse number | 仓库编号
    name TEXT, -- Name | 仓库名称
    city TEXT, -- City | 城市
    country_code TEXT, -- Country | 国家代码
    capacity INTEGER, -- Pallets | 容量（托盘）
    opened_on DATE, -- First day | 启用日期
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_inventory ( -- Copy of inventory as the shop has it | 贴源层：库存
    warehouse_id INTEGER, -- Warehouse | 仓库编号
    variant_id INTEGER, -- Variant | 规格编号
    quantity INTEGER, -- Pieces on the shelf | 在库数量
    reserved INTEGER, -- Pieces promised to orders | 预留数量
    reorder_point INTEGER, -- Order again below this | 补货点
    counted_at TIMESTAMP, -- Last stocktaking | 盘点时间
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_purchase_orders ( -- Copy of purchase_orders as the shop has it | 贴源层：采购单
    id INTEGER, -- Purchase order number | 采购单号
    supplier_id INTEGER, -- Supplier | 供应商编号
    warehouse_id INTEGER, -- Where it is delivered | 入库仓库
    status TEXT, -- draft, sent, received or cancelled | 采购状态
    ordered_at TIMESTAMP, -- When it was sent | 下单时间
    expected_on DATE, -- Promised day | 预计到货日
    total_amount NUMERIC(14,2), -- Sum of its lines | 采购总额
    currency TEXT, -- Currency | 币种
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_purchase_order_lines ( -- Copy of purchase_order_lines as the shop has it | 贴源层：采购单明细
    id INTEGER,
    purchase_order_id INTEGER, -- Purchase order | 采购单号
    variant_id INTEGER, -- Variant | 规格编号
    quantity INTEGER, -- Pieces | 数量
    unit_cost NUMERIC(12,2), -- Price of a piece | 单价
    received_quantity INTEGER, -- Pieces that arrived | 已收数量
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_promotions ( -- Copy of promotions as the shop has it | 贴源层：促销活动
    id INTEGER, -- Promotion number | 活动编号
    code TEXT, -- Code to type in | 优惠码
    name TEXT, -- Name | 活动名称
    kind TEXT, -- percent or amount | 优惠类型
    value NUMERIC(10,2), -- Percent or amount | 优惠值
    starts_on DATE, -- First day | 开始日期
    ends_on DATE, -- Last day | 结束日期
    budget NUMERIC(14,2), -- The most that it may cost | 预算
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_orders ( -- Copy of orders as the shop has it | 贴源层：订单
    id INTEGER, -- Order number | 订单编号
    customer_id INTEGER, -- Who ordered | 客户编号
    address_id INTEGER, -- Delivery address | 收货地址
    promotion_id INTEGER, -- Discount that was used | 促销活动
    channel TEXT, -- web, app, shop or phone | 下单渠道
    status TEXT, -- new, paid, shipped, done, returned or cancelled | 订单状态
    ordered_at TIMESTAMP, -- When it was placed | 下单时间
    paid_at TIMESTAMP, -- When it was paid | 支付时间
    item_amount NUMERIC(14,2), -- Sum of the lines before discount | 商品金额
    discount_amount NUMERIC(14,2), -- Discount | 优惠金额
    shipping_fee NUMERIC(10,2), -- Postage | 运费
    total_amount NUMERIC(14,2), -- What the customer pays | 应付总额
    currency TEXT, -- Currency | 币种
    note TEXT, -- What the customer wrote | 买家留言
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_order_lines ( -- Copy of order_lines as the shop has it | 贴源层：订单明细
    id INTEGER, -- Line number | 明细编号
    order_id INTEGER, -- Order | 订单编号
    variant_id INTEGER, -- Variant | 规格编号
    quantity INTEGER, -- Pieces | 数量
    unit_price NUMERIC(12,2), -- Price of a piece | 单价
    discount NUMERIC(12,2), -- Discount on the line | 行优惠
    line_amount NUMERIC(14,2), -- Quantity times price, less discount | 行金额
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_payments ( -- Copy of payments as the shop has it | 贴源层：支付
    id INTEGER, -- Payment number | 支付编号
    order_id INTEGER, -- Order | 订单编号
    method TEXT, -- alipay, wechat, card or cash | 支付方式
    amount NUMERIC(14,2), -- Amount | 支付金额
    currency TEXT, -- Currency | 币种
    paid_at TIMESTAMP, -- When | 支付时间
    card_last4 TEXT, -- Last four digits of the card | 卡号后四位
    provider_reference TEXT, -- Number at the provider | 第三方流水号
    status TEXT, -- captured, refused or refunded | 支付状态
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_refunds ( -- Copy of refunds as the shop has it | 贴源层：退款
    id INTEGER,
    payment_id INTEGER, -- Payment | 支付编号
    amount NUMERIC(14,2), -- Amount | 退款金额
    reason TEXT, -- Why | 退款原因
    refunded_at TIMESTAMP, -- When | 退款时间
    approved_by TEXT, -- Who agreed | 审批人
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_shipments ( -- Copy of shipments as the shop has it | 贴源层：物流包裹
    id INTEGER, -- Parcel number | 包裹编号
    order_id INTEGER, -- Order | 订单编号
    warehouse_id INTEGER, -- Sent from | 发货仓库
    carrier TEXT, -- Carrier | 承运商
    tracking_number TEXT, -- Number at the carrier | 运单号
    shipped_at TIMESTAMP, -- When it left | 发货时间
    delivered_at TIMESTAMP, -- When it arrived | 签收时间
    weight_grams INTEGER, -- Weight | 重量（克）
    cost NUMERIC(10,2), -- What the carrier charged | 物流成本
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_returns ( -- Copy of returns as the shop has it | 贴源层：退货单
    id INTEGER, -- Return number | 退货单号
    order_line_id INTEGER, -- Line | 订单明细
    quantity INTEGER, -- Pieces | 退货数量
    reason TEXT, -- Why | 退货原因
    condition TEXT, -- new, used or broken | 商品状况
    requested_at TIMESTAMP, -- When it was asked for | 申请时间
    received_at TIMESTAMP, -- When it arrived | 收货时间
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_page_views ( -- Copy of page_views as the shop has it | 贴源层：页面浏览日志
    id INTEGER,
    session_id TEXT, -- Visit | 会话编号
    customer_id INTEGER, -- Who, when signed in | 客户编号
    url TEXT, -- Page | 页面地址
    referrer TEXT, -- Page before | 来源页面
    device TEXT, -- phone, tablet or desktop | 设备类型
    ip_address TEXT, -- Address of the visitor | 访问者地址
    viewed_at TIMESTAMP, -- When | 访问时间
    stay_seconds INTEGER, -- How long | 停留秒数
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_support_tickets ( -- Copy of support_tickets as the shop has it | 贴源层：客服工单
    id INTEGER, -- Ticket number | 工单编号
    customer_id INTEGER, -- Who asked | 客户编号
    order_id INTEGER, -- About which order | 订单编号
    topic TEXT, -- delivery, quality, payment or other | 主题
    priority INTEGER, -- 1 (most urgent) to 5 | 优先级
    status TEXT, -- open, waiting or closed | 工单状态
    opened_at TIMESTAMP, -- When it was opened | 创建时间
    closed_at TIMESTAMP, -- When it was closed | 关闭时间
    agent_id INTEGER, -- Who answers | 客服工号
    satisfaction INTEGER, -- 1 to 5, by the customer | 满意度
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_ad_campaigns ( -- Copy of ad_campaigns as the shop has it | 贴源层：广告投放
    id INTEGER, -- Campaign number | 投放编号
    name TEXT, -- Name | 投放名称
    channel TEXT, -- search, video, social or mail | 投放渠道
    starts_on DATE, -- First day | 开始日期
    ends_on DATE, -- Last day | 结束日期
    cost NUMERIC(14,2), -- What it cost | 投放成本
    clicks INTEGER, -- Clicks | 点击次数
    impressions INTEGER, -- Times shown | 曝光次数
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_exchange_rates ( -- Copy of exchange_rates as the shop has it | 贴源层：每日汇率（兑人民币）
    currency TEXT, -- Currency | 币种
    rate_date DATE, -- Day | 日期
    rate NUMERIC(14,6), -- CNY for one unit | 汇率
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_departments ( -- Copy of departments as the shop has it | 贴源层：部门
    id INTEGER, -- Department number | 部门编号
    parent_id INTEGER, -- The one above | 上级部门
    name TEXT, -- Name | 部门名称
    cost_center TEXT, -- Cost center | 成本中心
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_carts (
    id INTEGER,
    customer_id INTEGER,
    session_id TEXT,
    created_at TIMESTAMP,
    abandoned_at TIMESTAMP,
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

CREATE TABLE ods_cart_items (
    id INTEGER,
    cart_id INTEGER,
    variant_id INTEGER,
    quantity INTEGER,
    added_at TIMESTAMP,
    etl_batch TEXT NOT NULL, -- Load that brought the row | 加载批次
    etl_loaded_at TIMESTAMP NOT NULL -- When the row was loaded | 加载时间
);

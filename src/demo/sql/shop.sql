-- The operational database of the demonstration: what the shop runs on. A comment behind a table or a column
-- is its description, in English and in Chinese.

CREATE TABLE countries ( -- Countries we sell to | 国家：可销售的国家
    code TEXT PRIMARY KEY, -- ISO 3166 code | 国家代码
    name TEXT NOT NULL, -- English name | 英文名称
    name_zh TEXT, -- Chinese name | 中文名称
    currency TEXT NOT NULL, -- ISO 4217 currency | 币种
    vat_rate NUMERIC(5,2) NOT NULL DEFAULT 0, -- Value added tax in percent | 增值税率
    is_active BOOLEAN NOT NULL DEFAULT 1 -- Whether orders are accepted | 是否可下单
);

CREATE TABLE regions ( -- Sales regions inside a country | 销售区域
    id INTEGER PRIMARY KEY, -- Region number | 区域编号
    country_code TEXT NOT NULL REFERENCES countries (code), -- Country | 国家代码
    name TEXT NOT NULL, -- Name of the region | 区域名称
    manager TEXT -- Who is responsible | 区域负责人
);

CREATE TABLE customers ( -- Everyone who ever registered | 客户：所有注册过的人
    id INTEGER PRIMARY KEY, -- Customer number | 客户编号
    full_name TEXT NOT NULL, -- Name as on the identity card | 姓名
    email TEXT NOT NULL UNIQUE, -- E-mail address, used to sign in | 邮箱
    phone TEXT, -- Mobile number | 手机号
    gender TEXT, -- M, F or empty | 性别
    birth_date DATE, -- Day of birth | 出生日期
    region_id INTEGER REFERENCES regions (id), -- Home region | 所属区域
    member_level TEXT NOT NULL DEFAULT 'basic', -- basic, silver, gold or black | 会员等级
    registered_at TIMESTAMP NOT NULL, -- When the account was made | 注册时间
    last_login_at TIMESTAMP, -- Last sign-in | 最近登录时间
    is_blocked BOOLEAN NOT NULL DEFAULT 0 -- Whether orders are refused | 是否冻结
);

CREATE TABLE customer_addresses ( -- Delivery and billing addresses | 客户地址：收货与开票地址
    id INTEGER PRIMARY KEY, -- Address number | 地址编号
    customer_id INTEGER NOT NULL REFERENCES customers (id), -- Whose it is | 客户编号
    kind TEXT NOT NULL, -- delivery or billing | 地址类型
    recipient TEXT NOT NULL, -- Name on the parcel | 收件人
    street TEXT NOT NULL, -- Street and number | 街道门牌
    city TEXT NOT NULL, -- City | 城市
    postcode TEXT, -- Postal code | 邮政编码
    country_code TEXT NOT NULL REFERENCES countries (code), -- Country | 国家代码
    is_default BOOLEAN NOT NULL DEFAULT 0 -- Offered first | 是否默认
);

CREATE TABLE customer_consents ( -- What customers agreed to, for privacy law | 客户授权：隐私合规记录
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id), -- Whose it is | 客户编号
    purpose TEXT NOT NULL, -- newsletter, profiling or sharing | 授权用途
    is_granted BOOLEAN NOT NULL, -- Whether it holds | 是否同意
    decided_at TIMESTAMP NOT NULL, -- When it was decided | 授权时间
    channel TEXT -- web, app or shop | 授权渠道
);

CREATE TABLE categories ( -- Tree of product categories | 商品类目树
    id INTEGER PRIMARY KEY, -- Category number | 类目编号
    parent_id INTEGER REFERENCES categories (id), -- The category above | 上级类目
    name TEXT NOT NULL, -- English name | 类目英文名
    name_zh TEXT, -- Chinese name | 类目中文名
    sort_order INTEGER NOT NULL DEFAULT 0 -- Place among its siblings | 排序
);

CREATE TABLE brands ( -- Brands | 品牌
    id INTEGER PRIMARY KEY, -- Brand number | 品牌编号
    name TEXT NOT NULL UNIQUE, -- Name | 品牌名称
    country_code TEXT REFERENCES countries (code), -- Where it is from | 品牌所属国家
    website TEXT
);

CREATE TABLE suppliers ( -- Companies we buy from | 供应商
    id INTEGER PRIMARY KEY, -- Supplier number | 供应商编号
    name TEXT NOT NULL, -- Registered name | 供应商名称
    tax_number TEXT, -- Tax number | 税号
    contact_name TEXT, -- Whom to call | 联系人
    contact_phone TEXT, -- Telephone | 联系电话
    contact_email TEXT, -- E-mail | 联系邮箱
    bank_account TEXT, -- Account for payments | 银行账号
    payment_days INTEGER NOT NULL DEFAULT 30, -- Days until payment is due | 账期天数
    rating NUMERIC(3,1), -- 1 to 5, by purchasing | 供应商评分
    since DATE -- First contract | 合作开始日期
);

CREATE TABLE products ( -- What we sell; one row for each article | 商品：每个款式一行
    id INTEGER PRIMARY KEY, -- Product number | 商品编号
    sku TEXT NOT NULL UNIQUE, -- Stock keeping unit | 库存单位编码
    name TEXT NOT NULL, -- English name | 商品英文名
    name_zh TEXT, -- Chinese name | 商品中文名
    category_id INTEGER NOT NULL REFERENCES categories (id), -- Category | 类目编号
    brand_id INTEGER REFERENCES brands (id), -- Brand | 品牌编号
    supplier_id INTEGER REFERENCES suppliers (id), -- Main supplier | 主供应商
    list_price NUMERIC(12,2) NOT NULL, -- Price before discounts | 标价
    cost_price NUMERIC(12,2), -- Last purchase price | 成本价
    weight_grams INTEGER, -- Weight with packaging | 重量（克）
    launched_on DATE, -- First day on sale | 上架日期
    is_discontinued BOOLEAN NOT NULL DEFAULT 0 -- No longer bought | 是否停售
);

CREATE TABLE product_variants ( -- Sizes and colours of a product | 商品规格：尺码与颜色
    id INTEGER PRIMARY KEY, -- Variant number | 规格编号
    product_id INTEGER NOT NULL REFERENCES products (id), -- Product | 商品编号
    size TEXT, -- Size | 尺码
    color TEXT, -- Colour | 颜色
    barcode TEXT UNIQUE, -- EAN-13 | 条形码
    price_delta NUMERIC(12,2) NOT NULL DEFAULT 0 -- Added to the list price | 价格差
);

CREATE TABLE product_prices ( -- Prices with their validity | 商品价格：含有效期
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id), -- Product | 商品编号
    price NUMERIC(12,2) NOT NULL, -- Price | 价格
    currency TEXT NOT NULL, -- Currency | 币种
    valid_from DATE NOT NULL, -- First day | 生效日期
    valid_to DATE -- Last day | 失效日期
);

CREATE TABLE product_reviews ( -- What customers write about products | 商品评价
    id INTEGER PRIMARY KEY, -- Review number | 评价编号
    product_id INTEGER NOT NULL REFERENCES products (id), -- Product | 商品编号
    customer_id INTEGER NOT NULL REFERENCES customers (id), -- Author | 客户编号
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5), -- 1 to 5 | 评分
    title TEXT, -- Headline | 标题
    body TEXT, -- Text | 评价内容
    written_at TIMESTAMP NOT NULL, -- When | 评价时间
    is_verified BOOLEAN NOT NULL DEFAULT 0 -- Bought with us | 是否已购
);

CREATE TABLE warehouses ( -- Places where goods are kept | 仓库
    id INTEGER PRIMARY KEY, -- Warehouse number | 仓库编号
    name TEXT NOT NULL, -- Name | 仓库名称
    city TEXT NOT NULL, -- City | 城市
    country_code TEXT NOT NULL REFERENCES countries (code), -- Country | 国家代码
    capacity INTEGER NOT NULL, -- Pallets | 容量（托盘）
    opened_on DATE -- First day | 启用日期
);

CREATE TABLE inventory ( -- How much of which variant is where | 库存
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (id), -- Warehouse | 仓库编号
    variant_id INTEGER NOT NULL REFERENCES product_variants (id), -- Variant | 规格编号
    quantity INTEGER NOT NULL DEFAULT 0, -- Pieces on the shelf | 在库数量
    reserved INTEGER NOT NULL DEFAULT 0, -- Pieces promised to orders | 预留数量
    reorder_point INTEGER, -- Order again below this | 补货点
    counted_at TIMESTAMP, -- Last stocktaking | 盘点时间
    PRIMARY KEY (warehouse_id, variant_id)
);

CREATE TABLE inventory_movements (
    id INTEGER PRIMARY KEY,
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (id),
    variant_id INTEGER NOT NULL REFERENCES product_variants (id),
    delta INTEGER NOT NULL,
    reason TEXT NOT NULL,
    reference TEXT,
    moved_at TIMESTAMP NOT NULL,
    moved_by TEXT
);

CREATE TABLE purchase_orders ( -- Orders that we place with suppliers | 采购单
    id INTEGER PRIMARY KEY, -- Purchase order number | 采购单号
    supplier_id INTEGER NOT NULL REFERENCES suppliers (id), -- Supplier | 供应商编号
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (id), -- Where it is delivered | 入库仓库
    status TEXT NOT NULL, -- draft, sent, received or cancelled | 采购状态
    ordered_at TIMESTAMP NOT NULL, -- When it was sent | 下单时间
    expected_on DATE, -- Promised day | 预计到货日
    total_amount NUMERIC(14,2) NOT NULL, -- Sum of its lines | 采购总额
    currency TEXT NOT NULL -- Currency | 币种
);

CREATE TABLE purchase_order_lines ( -- Lines of purchase orders | 采购单明细
    id INTEGER PRIMARY KEY,
    purchase_order_id INTEGER NOT NULL REFERENCES purchase_orders (id), -- Purchase order | 采购单号
    variant_id INTEGER NOT NULL REFERENCES product_variants (id), -- Variant | 规格编号
    quantity INTEGER NOT NULL, -- Pieces | 数量
    unit_cost NUMERIC(12,2) NOT NULL, -- Price of a piece | 单价
    received_quantity INTEGER NOT NULL DEFAULT 0 -- Pieces that arrived | 已收数量
);

CREATE TABLE departments ( -- Departments | 部门
    id INTEGER PRIMARY KEY, -- Department number | 部门编号
    parent_id INTEGER REFERENCES departments (id), -- The one above | 上级部门
    name TEXT NOT NULL, -- Name | 部门名称
    cost_center TEXT -- Cost center | 成本中心
);

CREATE TABLE employees ( -- People who work here | 员工
    id INTEGER PRIMARY KEY, -- Staff number | 工号
    full_name TEXT NOT NULL, -- Name | 姓名
    id_card_number TEXT, -- Identity card | 身份证号
    department_id INTEGER REFERENCES departments (id), -- Department | 部门编号
    position TEXT, -- Position | 职位
    salary NUMERIC(12,2), -- Monthly, before tax | 月薪
    hired_on DATE NOT NULL, -- First day | 入职日期
    left_on DATE, -- Last day | 离职日期
    email TEXT -- E-mail | 邮箱
);

CREATE TABLE promotions ( -- Discounts for a time | 促销活动
    id INTEGER PRIMARY KEY, -- Promotion number | 活动编号
    code TEXT NOT NULL UNIQUE, -- Code to type in | 优惠码
    name TEXT NOT NULL, -- Name | 活动名称
    kind TEXT NOT NULL, -- percent or amount | 优惠类型
    value NUMERIC(10,2) NOT NULL, -- Percent or amount | 优惠值
    starts_on DATE NOT NULL, -- First day | 开始日期
    ends_on DATE, -- Last day | 结束日期
    budget NUMERIC(14,2) -- The most that it may cost | 预算
);

CREATE TABLE orders ( -- Orders of customers, one row each | 订单：每笔订单一行
    id INTEGER PRIMARY KEY, -- Order number | 订单编号
    customer_id INTEGER NOT NULL REFERENCES customers (id), -- Who ordered | 客户编号
    address_id INTEGER REFERENCES customer_addresses (id), -- Delivery address | 收货地址
    promotion_id INTEGER REFERENCES promotions (id), -- Discount that was used | 促销活动
    channel TEXT NOT NULL, -- web, app, shop or phone | 下单渠道
    status TEXT NOT NULL, -- new, paid, shipped, done, returned or cancelled | 订单状态
    ordered_at TIMESTAMP NOT NULL, -- When it was placed | 下单时间
    paid_at TIMESTAMP, -- When it was paid | 支付时间
    item_amount NUMERIC(14,2) NOT NULL, -- Sum of the lines before discount | 商品金额
    discount_amount NUMERIC(14,2) NOT NULL DEFAULT 0, -- Discount | 优惠金额
    shipping_fee NUMERIC(10,2) NOT NULL DEFAULT 0, -- Postage | 运费
    total_amount NUMERIC(14,2) NOT NULL, -- What the customer pays | 应付总额
    currency TEXT NOT NULL DEFAULT 'CNY', -- Currency | 币种
    note TEXT -- What the customer wrote | 买家留言
);

CREATE TABLE order_lines ( -- Lines of orders | 订单明细
    id INTEGER PRIMARY KEY, -- Line number | 明细编号
    order_id INTEGER NOT NULL REFERENCES orders (id), -- Order | 订单编号
    variant_id INTEGER NOT NULL REFERENCES product_variants (id), -- Variant | 规格编号
    quantity INTEGER NOT NULL, -- Pieces | 数量
    unit_price NUMERIC(12,2) NOT NULL, -- Price of a piece | 单价
    discount NUMERIC(12,2) NOT NULL DEFAULT 0, -- Discount on the line | 行优惠
    line_amount NUMERIC(14,2) GENERATED ALWAYS AS (quantity * unit_price - discount) STORED -- Quantity times price, less discount | 行金额
);

CREATE TABLE payments ( -- Money that came in | 支付：收款流水
    id INTEGER PRIMARY KEY, -- Payment number | 支付编号
    order_id INTEGER NOT NULL REFERENCES orders (id), -- Order | 订单编号
    method TEXT NOT NULL, -- alipay, wechat, card or cash | 支付方式
    amount NUMERIC(14,2) NOT NULL, -- Amount | 支付金额
    currency TEXT NOT NULL, -- Currency | 币种
    paid_at TIMESTAMP NOT NULL, -- When | 支付时间
    card_last4 TEXT, -- Last four digits of the card | 卡号后四位
    provider_reference TEXT, -- Number at the provider | 第三方流水号
    status TEXT NOT NULL -- captured, refused or refunded | 支付状态
);

CREATE TABLE refunds ( -- Money that went back | 退款
    id INTEGER PRIMARY KEY,
    payment_id INTEGER NOT NULL REFERENCES payments (id), -- Payment | 支付编号
    amount NUMERIC(14,2) NOT NULL, -- Amount | 退款金额
    reason TEXT, -- Why | 退款原因
    refunded_at TIMESTAMP NOT NULL, -- When | 退款时间
    approved_by TEXT -- Who agreed | 审批人
);

CREATE TABLE shipments ( -- Parcels on their way | 物流包裹
    id INTEGER PRIMARY KEY, -- Parcel number | 包裹编号
    order_id INTEGER NOT NULL REFERENCES orders (id), -- Order | 订单编号
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (id), -- Sent from | 发货仓库
    carrier TEXT NOT NULL, -- Carrier | 承运商
    tracking_number TEXT, -- Number at the carrier | 运单号
    shipped_at TIMESTAMP, -- When it left | 发货时间
    delivered_at TIMESTAMP, -- When it arrived | 签收时间
    weight_grams INTEGER, -- Weight | 重量（克）
    cost NUMERIC(10,2) -- What the carrier charged | 物流成本
);

CREATE TABLE returns ( -- Goods that came back | 退货单
    id INTEGER PRIMARY KEY, -- Return number | 退货单号
    order_line_id INTEGER NOT NULL REFERENCES order_lines (id), -- Line | 订单明细
    quantity INTEGER NOT NULL, -- Pieces | 退货数量
    reason TEXT NOT NULL, -- Why | 退货原因
    condition TEXT, -- new, used or broken | 商品状况
    requested_at TIMESTAMP NOT NULL, -- When it was asked for | 申请时间
    received_at TIMESTAMP -- When it arrived | 收货时间
);

CREATE TABLE carts (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER REFERENCES customers (id),
    session_id TEXT,
    created_at TIMESTAMP NOT NULL,
    abandoned_at TIMESTAMP
);

CREATE TABLE cart_items (
    id INTEGER PRIMARY KEY,
    cart_id INTEGER NOT NULL REFERENCES carts (id),
    variant_id INTEGER NOT NULL REFERENCES product_variants (id),
    quantity INTEGER NOT NULL,
    added_at TIMESTAMP NOT NULL
);

CREATE TABLE page_views ( -- Pages that were looked at on web and app | 页面浏览日志
    id INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL, -- Visit | 会话编号
    customer_id INTEGER REFERENCES customers (id), -- Who, when signed in | 客户编号
    url TEXT NOT NULL, -- Page | 页面地址
    referrer TEXT, -- Page before | 来源页面
    device TEXT, -- phone, tablet or desktop | 设备类型
    ip_address TEXT, -- Address of the visitor | 访问者地址
    viewed_at TIMESTAMP NOT NULL, -- When | 访问时间
    stay_seconds INTEGER -- How long | 停留秒数
);

CREATE TABLE support_tickets ( -- What customers ask and complain about | 客服工单
    id INTEGER PRIMARY KEY, -- Ticket number | 工单编号
    customer_id INTEGER NOT NULL REFERENCES customers (id), -- Who asked | 客户编号
    order_id INTEGER REFERENCES orders (id), -- About which order | 订单编号
    topic TEXT NOT NULL, -- delivery, quality, payment or other | 主题
    priority INTEGER NOT NULL DEFAULT 3, -- 1 (most urgent) to 5 | 优先级
    status TEXT NOT NULL, -- open, waiting or closed | 工单状态
    opened_at TIMESTAMP NOT NULL, -- When it was opened | 创建时间
    closed_at TIMESTAMP, -- When it was closed | 关闭时间
    agent_id INTEGER REFERENCES employees (id), -- Who answers | 客服工号
    satisfaction INTEGER -- 1 to 5, by the customer | 满意度
);

CREATE TABLE ad_campaigns ( -- Advertising that we pay for | 广告投放
    id INTEGER PRIMARY KEY, -- Campaign number | 投放编号
    name TEXT NOT NULL, -- Name | 投放名称
    channel TEXT NOT NULL, -- search, video, social or mail | 投放渠道
    starts_on DATE NOT NULL, -- First day | 开始日期
    ends_on DATE, -- Last day | 结束日期
    cost NUMERIC(14,2) NOT NULL, -- What it cost | 投放成本
    clicks INTEGER NOT NULL DEFAULT 0, -- Clicks | 点击次数
    impressions INTEGER NOT NULL DEFAULT 0 -- Times shown | 曝光次数
);

CREATE TABLE exchange_rates ( -- Daily exchange rates to CNY | 每日汇率（兑人民币）
    currency TEXT NOT NULL, -- Currency | 币种
    rate_date DATE NOT NULL, -- Day | 日期
    rate NUMERIC(14,6) NOT NULL, -- CNY for one unit | 汇率
    PRIMARY KEY (currency, rate_date)
);

CREATE TABLE legacy_imports (
    id INTEGER PRIMARY KEY,
    file_name TEXT,
    payload TEXT,
    imported_at TIMESTAMP
);

CREATE INDEX orders_customer ON orders (customer_id, ordered_at);
CREATE INDEX order_lines_order ON order_lines (order_id);
CREATE INDEX payments_order ON payments (order_id);
CREATE INDEX page_views_viewed ON page_views (viewed_at);

CREATE VIEW open_orders AS -- Orders that still need work | 待处理订单
SELECT o.id, o.customer_id, c.full_name, o.status, o.ordered_at, o.total_amount
FROM orders AS o
JOIN customers AS c ON c.id = o.customer_id
WHERE o.status IN ('new', 'paid', 'shipped');

CREATE VIEW stock_alerts AS -- Variants below their reorder point | 库存预警
SELECT i.warehouse_id, i.variant_id, p.sku, p.name, i.quantity - i.reserved AS available, i.reorder_point
FROM inventory AS i
JOIN product_variants AS v ON v.id = i.variant_id
JOIN products AS p ON p.id = v.product_id
WHERE i.quantity - i.reserved < i.reorder_point;

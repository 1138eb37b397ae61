-- What happens to the shop between the two crawls of the demonstration: a rename, a drop, an addition, a change of type.

ALTER TABLE customers RENAME COLUMN phone TO mobile_phone;

ALTER TABLE orders ADD COLUMN loyalty_points INTEGER NOT NULL DEFAULT 0;

DROP TABLE legacy_imports;

CREATE TABLE gift_cards ( -- Prepaid cards | 礼品卡
    id INTEGER PRIMARY KEY, -- Card number | 卡编号
    code TEXT NOT NULL UNIQUE, -- Code on the card | 卡密
    buyer_id INTEGER REFERENCES customers (id), -- Who bought it | 购买人
    balance NUMERIC(12,2) NOT NULL, -- What is left | 余额
    expires_on DATE -- Last day | 有效期
);

CREATE TABLE ad_campaigns_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    cost NUMERIC(18,4) NOT NULL,
    clicks BIGINT NOT NULL DEFAULT 0,
    impressions BIGINT NOT NULL DEFAULT 0
);
INSERT INTO ad_campaigns_new SELECT * FROM ad_campaigns;
DROP TABLE ad_campaigns;
ALTER TABLE ad_campaigns_new RENAME TO ad_campaigns;

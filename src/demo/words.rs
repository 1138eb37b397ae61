//! What the made-up company's values are made of.

use super::random::Random;

const FAMILY: &[&str] = &["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
const GIVEN: &[&str] = &["伟", "芳", "娜", "敏", "静", "磊", "洋", "艳", "杰", "婷", "宇轩", "欣怡", "子涵", "浩然"];
const QUALITIES: &[&str] = &["Classic", "Light", "Warm", "Urban", "Trail", "Soft", "Slim", "Organic", "Everyday"];
const THINGS: &[&str] = &["Jacket", "Shirt", "Boots", "Backpack", "Lamp", "Kettle", "Chair", "Blanket", "Bottle"];
const QUALITIES_ZH: &[&str] = &["经典", "轻便", "保暖", "都市", "徒步", "柔软", "修身", "有机", "日常"];
const THINGS_ZH: &[&str] = &["夹克", "衬衫", "靴子", "背包", "台灯", "水壶", "椅子", "毛毯", "水杯"];
const CITIES: &[&str] = &["上海", "北京", "杭州", "深圳", "成都", "Berlin", "Lyon", "Madrid", "Osaka"];
const COUNTRIES: &[&str] = &["CN", "DE", "FR", "ES", "JP", "US", "GB", "SG"];
const CURRENCIES: &[&str] = &["CNY", "EUR", "USD", "JPY"];

/// A text for a column, by what the column is called.
pub(super) fn text(table: &str, column: &str, row: u64, random: &mut Random) -> String {
    match (table, column) {
        ("countries", "code") => COUNTRIES[usize::try_from(row - 1).unwrap_or(0) % COUNTRIES.len()].into(),
        (_, "country_code") => random.pick(COUNTRIES).into(),
        ("exchange_rates", "currency") => CURRENCIES[usize::try_from(row).unwrap_or(0) % CURRENCIES.len()].into(),
        (_, "currency") => if random.chance(80) { "CNY" } else { random.pick(CURRENCIES) }.into(),
        ("orders", "status") => {
            random.pick(&["new", "paid", "shipped", "done", "done", "done", "returned", "cancelled"]).into()
        }
        ("payments", "status") => random.pick(&["captured", "captured", "captured", "refused", "refunded"]).into(),
        ("purchase_orders", "status") => random.pick(&["draft", "sent", "received", "received", "cancelled"]).into(),
        ("support_tickets", "status") => random.pick(&["open", "waiting", "closed", "closed"]).into(),
        ("ad_campaigns", "channel") => random.pick(&["search", "video", "social", "mail"]).into(),
        ("promotions", "kind") => random.pick(&["percent", "amount"]).into(),
        ("customer_addresses", "kind") => random.pick(&["delivery", "billing"]).into(),
        (_, "channel") => random.pick(&["web", "web", "app", "app", "shop", "phone"]).into(),
        (_, "method") => random.pick(&["alipay", "wechat", "card", "cash"]).into(),
        (_, "carrier") => random.pick(&["SF Express", "JD Logistics", "DHL", "YTO"]).into(),
        (_, "device") => random.pick(&["phone", "phone", "tablet", "desktop"]).into(),
        (_, "member_level") => random.pick(&["basic", "basic", "silver", "gold", "black"]).into(),
        (_, "gender") => random.pick(&["M", "F", ""]).into(),
        (_, "purpose") => random.pick(&["newsletter", "profiling", "sharing"]).into(),
        (_, "topic") => random.pick(&["delivery", "quality", "payment", "other"]).into(),
        (_, "condition") => random.pick(&["new", "used", "broken"]).into(),
        (_, "full_name" | "recipient" | "contact_name" | "manager" | "approved_by" | "moved_by") => person(random),
        (_, "email" | "contact_email") => {
            format!("user{row}@{}", random.pick(&["example.com", "mail.example", "shop.example"]))
        }
        (_, "phone" | "contact_phone") => format!("138{:08}", random.below(100_000_000)),
        (_, "city") => random.pick(CITIES).into(),
        (_, "sku") => format!("SKU-{row:05}"),
        (_, "barcode") => format!("69{row:011}"),
        ("promotions", "code") => format!("SAVE{row}"),
        (_, "session_id") => format!("s{:06}", row / 5),
        (_, "ip_address") => format!("10.{}.{}.{}", random.below(256), random.below(256), random.below(256)),
        (_, "url") => format!("/products/{}", 1 + random.below(120)),
        ("brands", "name") => format!("{} {row}", random.pick(&["Nordlicht", "青山", "Aurora", "Marea", "竹语"])),
        (_, "name_zh") => format!("{}{}", random.pick(QUALITIES_ZH), random.pick(THINGS_ZH)),
        (_, "name") => format!("{} {} {row}", random.pick(QUALITIES), random.pick(THINGS)),
        _ => format!("{} {row}", column.replace('_', " ")),
    }
}

fn person(random: &mut Random) -> String {
    format!("{}{}", random.pick(FAMILY), random.pick(GIVEN))
}

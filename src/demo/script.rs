//! The SQL of the demonstration, and the descriptions that stand in it behind `--`: English and Chinese, with `|` between.

/// The operational database.
pub(super) const SHOP: &str = include_str!("sql/shop.sql");
/// What happens to it between the two crawls.
pub(super) const CHANGE: &str = include_str!("sql/change.sql");
/// The warehouse, layer by layer.
pub(super) const WAREHOUSE: [&str; 4] = [
    include_str!("sql/warehouse_ods.sql"),
    include_str!("sql/warehouse_dwd.sql"),
    include_str!("sql/warehouse_dws.sql"),
    include_str!("sql/warehouse_ads.sql"),
];

/// A table or view of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// Its description in English and Chinese.
    pub(super) about: Option<(String, String)>,
    /// The columns of a table, with their descriptions; a view has none here.
    pub(super) columns: Vec<(String, Option<(String, String)>)>,
}

/// The tables and views of a script, in its order.
pub(super) fn tables(script: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut is_inside = false;
    for line in script.lines() {
        let words = line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE VIEW "));
        if let Some(name) = words.and_then(|words| words.split_whitespace().next()) {
            is_inside = line.starts_with("CREATE TABLE ");
            tables.push(Table { name: name.to_owned(), about: about(line), columns: Vec::new() });
        } else if line.starts_with(')') {
            is_inside = false;
        } else if let (true, Some(table)) = (is_inside, tables.last_mut()) {
            let name = line.split_whitespace().next().unwrap_or_default();
            if !name.is_empty() && name != "PRIMARY" {
                table.columns.push((name.to_owned(), about(line)));
            }
        }
    }
    tables
}

fn about(line: &str) -> Option<(String, String)> {
    let (_, comment) = line.split_once(" -- ")?;
    let (english, chinese) = comment.split_once(" | ")?;
    Some((english.trim().to_owned(), chinese.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_stand_behind_tables_and_columns() {
        let orders = tables(SHOP).into_iter().find(|table| table.name == "orders").unwrap();
        assert_eq!(orders.about.unwrap().0, "Orders of customers, one row each");
        assert_eq!(orders.columns[1].0, "customer_id");
        assert_eq!(orders.columns[1].1.as_ref().unwrap().1, "客户编号");
    }

    #[test]
    fn some_tables_are_undocumented() {
        assert!(tables(SHOP).iter().any(|table| table.about.is_none()));
    }
}

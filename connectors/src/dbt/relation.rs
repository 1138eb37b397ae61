//! What dbt's relations are called in the catalog: by the warehouse's own rules, so that they meet what was crawled there.

use catalog::Name;

use super::artifacts::{CatalogName, CatalogTable, Node};
use crate::jdbc::spelled_parts;

/// The warehouse that a project's relations are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warehouse {
    pub(super) namespace: String,
    /// What the catalog calls the database, when it is not as dbt calls it.
    pub(super) database: Option<String>,
    /// The kind of warehouse as dbt calls it, such as `postgres`.
    pub(super) adapter: String,
}

impl Warehouse {
    /// The dialect of its SQL, by the name that lineage knows.
    pub(super) fn dialect(&self) -> Option<&'static str> {
        Some(match self.adapter.as_str() {
            "postgres" | "greenplum" | "materialize" | "risingwave" | "alloydb" => "postgres",
            "redshift" => "redshift",
            "snowflake" => "snowflake",
            "bigquery" => "bigquery",
            "duckdb" | "motherduck" => "duckdb",
            "databricks" => "databricks",
            "spark" | "glue" => "spark",
            "hive" | "impala" => "hive",
            "trino" | "athena" | "presto" | "starburst" => "trino",
            "sqlserver" | "synapse" | "fabric" => "tsql",
            "oracle" => "oracle",
            "clickhouse" => "clickhouse",
            "mysql" | "mysql5" | "mariadb" | "tidb" => "mysql",
            "doris" | "starrocks" => "starrocks",
            "sqlite" => "sqlite",
            "teradata" => "teradata",
            "vertica" => "vertica",
            _ => return None,
        })
    }

    /// Whether databases hold tables themselves, without schemas between.
    fn has_two_levels(&self) -> bool {
        let flat =
            ["mysql", "mysql5", "mariadb", "tidb", "clickhouse", "spark", "hive", "impala", "doris", "starrocks"];
        flat.contains(&self.adapter.as_str())
    }

    /// What completes a table's name in SQL.
    pub(super) fn defaults(&self, node: &Node) -> Vec<String> {
        let mut parts = self.outer(node.database.as_deref(), node.schema.as_deref().unwrap_or_default());
        parts.retain(|part| !part.is_empty());
        parts
    }

    fn outer(&self, database: Option<&str>, schema: &str) -> Vec<String> {
        match self.adapter.as_str() {
            // A schema of SQLite is an attached file.
            "sqlite" => vec![self.database.clone().unwrap_or_else(|| database.unwrap_or(schema).to_owned())],
            _ if self.has_two_levels() => vec![self.database.clone().unwrap_or_else(|| schema.to_owned())],
            _ => vec![
                self.database.clone().unwrap_or_else(|| database.unwrap_or_default().to_owned()),
                schema.to_owned(),
            ],
        }
    }

    /// What a relation is called: as the database said, else as dbt spells it; nothing for what has no relation.
    pub(super) fn relation(&self, node: &Node, told: Option<&CatalogName>) -> Option<Name> {
        let table = match told {
            Some(told) => (told.database.clone(), told.schema.clone(), told.name.clone()),
            None => self.spelled(node)?,
        };
        let (database, schema, name) = table;
        let mut parts = self.outer(database.as_deref(), &schema);
        parts.push(name);
        let name = Name::new(self.namespace.as_str(), parts);
        name.validate().is_ok().then_some(name)
    }

    /// The relation as dbt writes it into SQL, else from the node's fields.
    fn spelled(&self, node: &Node) -> Option<(Option<String>, String, String)> {
        let spelled = node.relation_name.as_deref().filter(|name| !name.trim().is_empty())?;
        let mut parts: Vec<String> = spelled_parts(spelled).into_iter().map(|part| self.meant(part)).collect();
        // A node knows its own parts; dots inside a quoted whole are told by their number.
        if parts.len() == 1 && parts[0].contains('.') {
            parts = parts[0].split('.').map(str::to_owned).collect();
        }
        let name = parts.pop().or_else(|| node.alias.clone()).or_else(|| node.identifier.clone())?;
        let schema = parts.pop().or_else(|| node.schema.clone()).unwrap_or_default();
        let database = parts.pop().or_else(|| node.database.clone());
        Some((database, schema, name))
    }

    /// What a column is called that the project writes: as the database said, whatever the case, else as SQL means it.
    pub(super) fn column(&self, written: &str, told: Option<&CatalogTable>) -> String {
        let known = told.into_iter().flat_map(|told| told.columns.values());
        let known = known.map(|column| &column.name).find(|name| name.eq_ignore_ascii_case(written));
        known.cloned().unwrap_or_else(|| self.meant((written.to_owned(), false)))
    }

    fn meant(&self, (part, is_quoted): (String, bool)) -> String {
        match self.adapter.as_str() {
            "snowflake" | "oracle" if !is_quoted => part.to_uppercase(),
            "postgres" | "redshift" if !is_quoted => part.to_lowercase(),
            _ => part,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(adapter: &str, spelled: &str) -> String {
        let warehouse = Warehouse { namespace: "w://h".into(), database: None, adapter: adapter.into() };
        let node = Node { relation_name: Some(spelled.into()), ..Node::default() };
        warehouse.relation(&node, None).map_or_else(String::new, |name| name.path())
    }

    #[test]
    fn i3_relations_are_called_as_their_warehouse_calls_them() {
        for (adapter, spelled, expected) in [
            ("postgres", "\"shop\".\"Marts\".\"orders\"", "shop.Marts.orders"),
            ("postgres", "shop.Marts.Orders", "shop.marts.orders"),
            ("snowflake", "shop.marts.orders", "SHOP.MARTS.ORDERS"),
            ("snowflake", "SHOP.\"marts\".ORDERS", "SHOP.marts.ORDERS"),
            ("bigquery", "`proj`.`ds`.`orders`", "proj.ds.orders"),
            ("bigquery", "`proj.ds.orders`", "proj.ds.orders"),
            ("duckdb", "\"shop\".\"main\".\"orders\"", "shop.main.orders"),
            ("mysql", "`shop`.`orders`", "shop.orders"),
            ("clickhouse", "`shop`.`orders`", "shop.orders"),
            ("databricks", "`main`.`marts`.`orders`", "main.marts.orders"),
            ("postgres", "", ""),
        ] {
            assert_eq!(relation(adapter, spelled), expected, "{adapter} {spelled}");
        }
    }

    #[test]
    fn i3_what_the_database_said_counts_over_the_spelling() {
        let warehouse =
            Warehouse { namespace: "w://h".into(), database: Some("prod".into()), adapter: "snowflake".into() };
        let told = CatalogName { database: Some("DEV".into()), schema: "MARTS".into(), name: "orders".into() };
        assert_eq!(warehouse.relation(&Node::default(), Some(&told)).unwrap().path(), "prod.MARTS.orders");
    }
}

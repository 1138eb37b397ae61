//! Tables of Flink's SQL that stand for something elsewhere: a topic, a table of another database. `CREATE TABLE … WITH`
//! says what, in options.
//!
//! Options may be passwords; those that are become `***` before anybody else sees the script.

use std::collections::BTreeMap;

use catalog::{AssetKind, Name, Record, kinds::pipeline::TaskTable};

use crate::{
    jdbc::{Place, platform_of},
    scan::{self, Piece},
};

/// The most tables of one script.
const MAX_TABLES: usize = 1_000;
/// What in the list of columns is none.
const NO_COLUMNS: [&str; 5] = ["primary", "watermark", "constraint", "unique", "period"];

/// What in the key of an option tells that its value is a secret.
const SECRETS: [&str; 8] = ["password", "passwd", "secret", "token", "jaas", "credential", "private", "access-key"];

/// A table with what it stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) means: TaskTable,
    /// Its columns that are stored where it is.
    columns: Vec<String>,
}

impl Found {
    /// What the script speaks of.
    pub(super) fn mention(&self) -> Record {
        let TaskTable { namespace, parts, kind, .. } = &self.means;
        let name = Name::new(namespace.as_str(), parts.iter().cloned());
        Record::Mention { name, kind: *kind, columns: self.columns.clone() }
    }
}

/// The tables of a script that stand for something elsewhere, as far as their options tell.
pub(super) fn tables(sql: &str) -> Vec<Found> {
    let pieces = scan::pieces(sql);
    let mut found: Vec<Found> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.is("create") && found.len() < MAX_TABLES {
            let statement: Vec<Piece<'_>> =
                pieces[at + 1..].iter().copied().take_while(|piece| piece.text != ";").collect();
            let table = table(&statement).filter(|table| table_is_new(table, &found));
            found.extend(table);
        }
    }
    found
}

/// The script with `***` for every option that is a secret, and without the options of addresses.
pub(super) fn without_secrets(sql: &str) -> String {
    let mut clean = String::with_capacity(sql.len());
    let mut copied = 0;
    let pieces = scan::pieces(sql);
    let groups = pieces.windows(2).filter(|pair| pair[0].is("with") || pair[0].is("set"));
    for list in groups.filter_map(|pair| pair[1].group()) {
        for option in scan::pieces(list).windows(3) {
            let [key, sign, value] = option else { continue };
            if sign.text != "=" || !value.text.starts_with('\'') {
                continue;
            }
            let key = scan::unquoted(key.text).to_ascii_lowercase();
            let kept = if SECRETS.iter().any(|word| key.contains(word)) {
                Some(0)
            } else {
                value.text.find(['?', '@']).filter(|_| key.ends_with("url") || key.ends_with("uri"))
            };
            let Some(kept) = kept else { continue };
            // A piece is a part of the text that it was cut from.
            let start = value.text.as_ptr() as usize - sql.as_ptr() as usize;
            let shown = value.text[..kept].trim_start_matches('\'');
            let shown = if shown.contains("//") && value.text[kept..].starts_with('@') { "" } else { shown };
            clean.push_str(&sql[copied..start]);
            clean.push_str(&format!("'{shown}***'"));
            copied = start + value.text.len();
        }
    }
    clean.push_str(&sql[copied..]);
    clean
}

/// Whether a script has not made a table of this name before; the first one counts.
fn table_is_new(table: &Found, found: &[Found]) -> bool {
    !found.iter().any(|known| known.means.name == table.means.name)
}

fn table(pieces: &[Piece<'_>]) -> Option<Found> {
    let mut rest = pieces;
    while let [first, after @ ..] = rest
        && (first.is("temporary") || first.is("or") || first.is("replace"))
    {
        rest = after;
    }
    let [first, after @ ..] = rest else { return None };
    rest = first.is("table").then_some(after)?;
    if let [one, two, three, after @ ..] = rest
        && one.is("if")
        && two.is("not")
        && three.is("exists")
    {
        rest = after;
    }
    let mut name = Vec::new();
    loop {
        let [part, after @ ..] = rest else { return None };
        name.push(scan::unquoted(part.text));
        match after {
            [dot, after @ ..] if dot.text == "." => rest = after,
            after => {
                rest = after;
                break;
            }
        }
    }
    let columns = rest.first().and_then(|piece| piece.group()).map(columns).unwrap_or_default();
    let with = rest.iter().position(|piece| piece.is("with"))?;
    let options = options(rest.get(with + 1)?.group()?);
    let (namespace, parts, kind) = meant(&options)?;
    Some(Found { means: TaskTable { name, namespace, parts, kind }, columns })
}

/// The names of columns that are stored: neither computed nor the table's constraints.
fn columns(list: &str) -> Vec<String> {
    let column = |item: &str| {
        let pieces = scan::pieces(item);
        let first = pieces.first()?;
        let is_none = NO_COLUMNS.iter().any(|word| first.is(word)) || pieces.get(1).is_some_and(|piece| piece.is("as"));
        (!is_none).then(|| scan::unquoted(first.text))
    };
    scan::items(list).into_iter().filter_map(column).collect()
}

/// `'key' = 'value'` of each option.
fn options(list: &str) -> BTreeMap<String, String> {
    let option = |item: &str| {
        let pieces = scan::pieces(item);
        let [key, sign, value] = pieces.as_slice() else { return None };
        let is_text = |piece: &Piece<'_>| piece.text.starts_with('\'');
        (sign.text == "=" && is_text(key) && is_text(value))
            .then(|| (scan::unquoted(key.text).to_ascii_lowercase(), scan::unquoted(value.text)))
    };
    scan::items(list).into_iter().filter_map(option).collect()
}

/// What options say that a table is: system, name there, kind.
fn meant(options: &BTreeMap<String, String>) -> Option<(String, Vec<String>, AssetKind)> {
    // What is filled in when the script runs is not known here.
    let given = |key: &str| options.get(key).filter(|value| !value.trim().is_empty() && !value.contains("${"));
    match given("connector")?.as_str() {
        "kafka" | "upsert-kafka" => {
            let topic = given("topic")?.split(';').next()?.trim().to_owned();
            let server = given("properties.bootstrap.servers").and_then(|servers| servers.split(',').next());
            let server = server.map(|server| server.trim().rsplit("://").next().unwrap_or_default());
            let namespace = match server {
                Some(server) if server.contains(':') => format!("kafka://{}", server.to_ascii_lowercase()),
                Some(server) => format!("kafka://{}:9092", server.to_ascii_lowercase()),
                None => "kafka".to_owned(),
            };
            Some((namespace, vec![topic], AssetKind::Topic))
        }
        "jdbc" => {
            let name = Place::of_jdbc(given("url")?)?.table(given("table-name")?)?;
            Some((name.namespace.to_string(), name.parts, AssetKind::Table))
        }
        connector @ ("mysql-cdc" | "postgres-cdc") => {
            let platform = platform_of(if connector == "mysql-cdc" { "mysql" } else { "postgres" });
            let port = given("port").map(|port| format!(":{port}")).unwrap_or_default();
            let place = Place::of_server(platform, &format!("{}{port}", given("hostname")?), Vec::new())?;
            let outer = [given("database-name"), given("schema-name").filter(|_| connector == "postgres-cdc")];
            let parts = outer.into_iter().flatten().chain([given("table-name")?]).cloned().collect();
            Some((place.namespace, parts, AssetKind::Table))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(sql: &str) -> Vec<(String, String, AssetKind, String)> {
        let show = |found: Found| {
            let TaskTable { name, namespace, parts, kind } = found.means;
            (name.join("."), format!("{namespace} {}", parts.join(".")), kind, found.columns.join(","))
        };
        tables(sql).into_iter().map(show).collect()
    }

    #[test]
    fn e6_flink_tables_stand_for_topics_and_tables_elsewhere() {
        let sql = "
            -- CREATE TABLE no (a INT) WITH ('connector'='kafka','topic'='no');
            CREATE TEMPORARY TABLE IF NOT EXISTS cat.db.`orders` (
                id BIGINT, `amount` DECIMAL(10, 2), at TIMESTAMP(3) METADATA FROM 'timestamp', twice AS amount * 2,
                WATERMARK FOR at AS at - INTERVAL '5' SECOND, PRIMARY KEY (id) NOT ENFORCED
            ) WITH ('connector' = 'kafka', 'topic' = 'shop.orders', 'properties.bootstrap.servers' = 'K1:9092,k2:9092',
                    'properties.sasl.jaas.config' = 'password=canary');
            CREATE TABLE totals (id BIGINT) WITH ('connector'='jdbc', 'url'='jdbc:mysql://h/mart?user=x', 'table-name'='totals');
            CREATE TABLE users (id BIGINT) WITH ('connector'='postgres-cdc', 'hostname'='h', 'database-name'='d',
                'schema-name'='public', 'table-name'='users', 'password'='canary');
            CREATE TABLE latest (id BIGINT) WITH ('connector'='upsert-kafka', 'topic'='latest');
            CREATE TABLE unknown (id BIGINT) WITH ('connector'='datagen');
            CREATE TABLE later (id BIGINT) WITH ('connector'='kafka', 'topic'='${TOPIC}');
            CREATE VIEW v AS SELECT 1;";
        let text = |texts: [&str; 2]| texts.map(str::to_owned);
        let expected = [
            (text(["cat.db.orders", "kafka://k1:9092 shop.orders"]), AssetKind::Topic, "id,amount,at"),
            (text(["totals", "mysql://h:3306 mart.totals"]), AssetKind::Table, "id"),
            (text(["users", "postgres://h:5432 d.public.users"]), AssetKind::Table, "id"),
            (text(["latest", "kafka latest"]), AssetKind::Topic, "id"),
        ];
        let expected: Vec<_> = expected
            .into_iter()
            .map(|([name, means], kind, columns)| (name, means, kind, columns.to_owned()))
            .collect();
        assert_eq!(of(sql), expected);
    }

    #[test]
    fn threat_12_secrets_among_options_are_not_kept() {
        let sql = "CREATE TABLE a (b INT) WITH ('connector'='jdbc', 'url' = 'jdbc:mysql://h/d?password=canary',
                   'Password' = 'can''ary', 'properties.sasl.jaas.config'='x canary', 'table-name'='t');
                   INSERT INTO a SELECT b FROM c WHERE d = 'kept'";
        let clean = without_secrets(sql);
        assert!(!clean.contains("canary") && !clean.contains("can''ary"), "{clean}");
        assert!(clean.contains("'url' = 'jdbc:mysql://h/d***'") && clean.contains("'Password' = '***'"), "{clean}");
        assert!(clean.ends_with("WHERE d = 'kept'"), "{clean}");
        assert_eq!(without_secrets("SELECT ')' WITH ("), "SELECT ')' WITH (");
    }

    #[test]
    fn broken_definitions_say_nothing() {
        for sql in [
            "CREATE TABLE",
            "CREATE TABLE a",
            "CREATE TABLE a.",
            "CREATE TABLE a (b INT) WITH",
            "CREATE TABLE a WITH ('x')",
            ")(';'",
        ] {
            assert_eq!(of(sql), [], "{sql}");
        }
    }
}

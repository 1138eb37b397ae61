//! Plug-ins for what is no relational database: where each keeps its data, in the catalog's names.
//!
//! Only what places the data is read. Accounts, keys and the like are not looked at.

use catalog::{AssetKind, Name};
use serde_json::Value;

use crate::jdbc::{platform_of, server};

/// A place where data is, and what it is.
pub(super) type Place = (Name, AssetKind);

/// What a plug-in says about where its data is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// There.
    At(Vec<Place>),
    /// Nowhere: it makes data up, or throws it away.
    Nothing,
    /// The plug-in is known, and a field that it needs is missing.
    Missing(&'static str),
    /// The plug-in is not known.
    Unknown,
}

/// Where the plug-in of a system (its name without `reader` or `writer`, in lower case) has its data.
pub(super) fn find(system: &str, parameter: &Value) -> Found {
    let field = Fields(parameter);
    match system {
        "stream" => Found::Nothing,
        "hdfs" => hdfs(field),
        "mongodb" => field.table("mongodb", 27017, &["address"], &["dbName", "collectionName"]),
        "elasticsearch" | "es" => field.table("elasticsearch", 9200, &["endpoint", "endPoint"], &["index"]),
        "txtfile" => files("file".to_owned(), field),
        "ftp" => ftp(field),
        "oss" | "s3" => bucket(system, field),
        "odps" => odps(field),
        "kudu" => kudu(field),
        "cassandra" => field.table("cassandra", 9042, &["host"], &["keyspace", "table"]),
        "ots" | "otsstream" => ots(field),
        "tsdb" | "opentsdb" => metrics(system, field),
        "gdb" => field.table("gdb", 8182, &["host"], &["label"]),
        "neo4j" => field.table("neo4j", 7687, &["uri"], &["database"]),
        "milvus" => field.table("milvus", 19530, &["endpoint", "uri"], &["collection"]),
        "hbase094x" | "hbase11x" | "hbase20x" | "hbase11xsql" | "hbase20xsql" | "obhbase" => hbase(field),
        "loghub" | "sls" => field.topic("sls", &["endpoint"], &["project", "logstore"]),
        "datahub" => field.topic("datahub", &["endpoint"], &["project", "topic"]),
        "kafka" => field.topic("kafka", &["bootstrapServers", "bootstrap.servers", "server"], &["topic"]),
        "adbpg" => schemas("postgres", field),
        "hologresjdbc" => schemas("hologres", field),
        "ads" => field.table("mysql", 3306, &["url"], &["schema", "table"]),
        "tdengine" => field.table("tdengine", 6030, &["host"], &["dbName", "stable"]),
        _ => Found::Unknown,
    }
}

/// The parameters of a plug-in.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a Value);

impl Fields<'_> {
    /// The text of a field; the first entry of a list. What holds a NUL character or nothing counts as absent.
    fn text(self, name: &str) -> Option<String> {
        let value = &self.0[name];
        let value = value.get(0).unwrap_or(value);
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty() && !text.contains('\0')).then_some(text)
    }

    /// The server that the first of some fields names, with the field `port` where the address has none.
    fn server(self, names: &[&str], default_port: u16) -> Option<String> {
        let address = names.iter().find_map(|name| self.text(name))?;
        let behind = address.split_once("://").map_or(address.as_str(), |(_, behind)| behind);
        let authority = behind.split(['/', '?']).next()?;
        let port = self.text("port").and_then(|port| port.parse().ok()).unwrap_or(default_port);
        server(authority, port)
    }

    fn table(self, scheme: &str, port: u16, at: &[&'static str], parts: &[&'static str]) -> Found {
        self.placed(scheme, port, at, parts, AssetKind::Table)
    }

    fn topic(self, scheme: &str, at: &[&'static str], parts: &[&'static str]) -> Found {
        self.placed(scheme, 0, at, parts, AssetKind::Topic)
    }

    /// The one thing whose name is made of these fields.
    fn placed(self, scheme: &str, port: u16, at: &[&'static str], parts: &[&'static str], kind: AssetKind) -> Found {
        let Some(server) = self.server(at, port) else { return Found::Missing(at[0]) };
        let mut found = Vec::new();
        for part in parts {
            match self.text(part) {
                Some(text) => found.push(text),
                None => return Found::Missing(part),
            }
        }
        Found::At(vec![(Name::new(format!("{scheme}://{server}"), found), kind)])
    }

    /// The texts of a field that is one or a list.
    fn texts(self, name: &str) -> Vec<String> {
        match &self.0[name] {
            Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Value::String(text) => vec![text.clone()],
            _ => Vec::new(),
        }
    }
}

/// A folder or file by its path; a path with a pattern means the folder above the pattern.
fn path_place(namespace: &str, path: &str, is_folder: bool) -> Option<Place> {
    let pattern = path.find(['*', '?', '{']).filter(|at| !path[..*at].ends_with('$'));
    let plain = match pattern {
        Some(at) => &path[..path[..at].rfind('/').map_or(0, |slash| slash + 1)],
        None => path,
    };
    let is_folder = is_folder || pattern.is_some() || plain.ends_with('/');
    let trimmed = plain.trim_end_matches('/');
    let shown = if trimmed.is_empty() && plain.starts_with('/') { "/" } else { trimmed };
    let kind = if is_folder { AssetKind::Container } else { AssetKind::File };
    (!shown.is_empty() && !shown.contains('\0')).then(|| (Name::new(namespace, [shown]), kind))
}

/// The paths of the field `path`, as folders where the plug-in writes files of its own naming into them.
fn files(namespace: String, field: Fields<'_>) -> Found {
    let is_written = field.text("fileName").is_some();
    let paths = field.texts("path");
    let found: Vec<Place> = paths.iter().filter_map(|path| path_place(&namespace, path.trim(), is_written)).collect();
    if found.is_empty() { Found::Missing("path") } else { Found::At(found) }
}

fn hdfs(field: Fields<'_>) -> Found {
    let Some(server) = field.server(&["defaultFS"], 0) else { return Found::Missing("defaultFS") };
    let namespace = format!("hdfs://{server}");
    let paths = field.texts("path");
    let found: Vec<Place> = paths.iter().filter_map(|path| path_place(&namespace, path.trim(), true)).collect();
    if found.is_empty() { Found::Missing("path") } else { Found::At(found) }
}

fn ftp(field: Fields<'_>) -> Found {
    let protocol = if field.text("protocol").is_some_and(|text| text.eq_ignore_ascii_case("sftp")) {
        ("sftp", 22)
    } else {
        ("ftp", 21)
    };
    let Some(server) = field.server(&["host"], protocol.1) else { return Found::Missing("host") };
    files(format!("{}://{server}", protocol.0), field)
}

fn bucket(system: &str, field: Fields<'_>) -> Found {
    let Some(bucket) = field.text("bucket") else { return Found::Missing("bucket") };
    let namespace = format!("{system}://{bucket}");
    let objects = field.texts("object");
    let found: Vec<Place> = objects.iter().filter_map(|object| path_place(&namespace, object.trim(), true)).collect();
    if found.is_empty() { Found::Missing("object") } else { Found::At(found) }
}

fn odps(field: Fields<'_>) -> Found {
    let namespace = field.server(&["odpsServer"], 0).map_or("odps".to_owned(), |server| format!("odps://{server}"));
    let Some(project) = field.text("project") else { return Found::Missing("project") };
    let Some(table) = field.text("table") else { return Found::Missing("table") };
    Found::At(vec![(Name::new(namespace, [project, table]), AssetKind::Table)])
}

fn kudu(field: Fields<'_>) -> Found {
    let config = Fields(&field.0["kuduConfig"]);
    let Some(server) = config.server(&["kudu.master_addresses"], 7051) else {
        return Found::Missing("kuduConfig.kudu.master_addresses");
    };
    let Some(table) = field.text("table") else { return Found::Missing("table") };
    Found::At(vec![(Name::new(format!("kudu://{server}"), [table]), AssetKind::Table)])
}

fn ots(field: Fields<'_>) -> Found {
    let Some(instance) = field.text("instanceName") else { return Found::Missing("instanceName") };
    let Some(table) = field.text("table").or_else(|| field.text("dataTable")) else { return Found::Missing("table") };
    Found::At(vec![(Name::new(format!("ots://{instance}"), [table]), AssetKind::Table)])
}

/// Each metric of a time series database is like a table.
fn metrics(system: &str, field: Fields<'_>) -> Found {
    let Some(server) = field.server(&["endpoint"], 4242) else { return Found::Missing("endpoint") };
    let namespace = format!("{system}://{server}");
    let metrics =
        field.texts("column").into_iter().filter(|metric| !metric.trim().is_empty() && !metric.contains('\0'));
    let found: Vec<Place> =
        metrics.map(|metric| (Name::new(namespace.as_str(), [metric.trim()]), AssetKind::Table)).collect();
    if found.is_empty() { Found::Missing("column") } else { Found::At(found) }
}

/// The servers stand in a configuration that is text in some versions and an object in others.
fn hbase(field: Fields<'_>) -> Found {
    let config = &field.0["hbaseConfig"];
    let inner: Value;
    let config = match config.as_str() {
        Some(text) => {
            inner = crate::lenient_json::read(text).unwrap_or_default();
            &inner
        }
        None => config,
    };
    let at = ["hbase.zookeeper.quorum", "queryServerAddress", "odpUrl"];
    let port = Fields(config).text("hbase.zookeeper.property.clientPort").and_then(|port| port.parse().ok());
    let found = Fields(config).server(&at, port.unwrap_or(2181)).or_else(|| field.server(&at, 8765));
    let Some(server) = found else { return Found::Missing("hbaseConfig.hbase.zookeeper.quorum") };
    let Some(table) = field.text("table") else { return Found::Missing("table") };
    Found::At(vec![(Name::new(format!("hbase://{server}"), [table]), AssetKind::Table)])
}

/// A PostgreSQL-like system whose server, database, schema and table stand in fields of their own.
fn schemas(scheme: &str, field: Fields<'_>) -> Found {
    let port = if scheme == "postgres" { 5432 } else { 80 };
    let Some(server) = field.server(&["host", "url", "endpoint"], port) else { return Found::Missing("host") };
    let Some(database) = field.text("database") else { return Found::Missing("database") };
    let Some(table) = field.text("table") else { return Found::Missing("table") };
    let schema = field.text("schema").unwrap_or_else(|| "public".to_owned());
    let defaults = vec![database, schema];
    let place =
        crate::jdbc::Place { namespace: format!("{scheme}://{server}"), defaults, platform: platform_of("postgres") };
    match place.table(&table) {
        Some(name) => Found::At(vec![(name, AssetKind::Table)]),
        None => Found::Missing("table"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(system: &str, parameter: Value) -> String {
        match find(system, &parameter) {
            Found::At(places) => {
                let shown = |(name, kind): &Place| format!("{kind} {}/{}", name.namespace, name.parts.join("|"));
                places.iter().map(shown).collect::<Vec<_>>().join(", ")
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn c1_each_plug_in_places_its_data() {
        for (system, parameter, expected) in [
            ("stream", json!({}), "Nothing"),
            (
                "hdfs",
                json!({ "defaultFS": "hdfs://NN:8020", "path": "/dw/t/dt=*/x", "fileType": "orc" }),
                "container hdfs://nn:8020//dw/t",
            ),
            (
                "hdfs",
                json!({ "defaultFS": "hdfs://ns1", "path": ["/a", "/b/"] }),
                "container hdfs://ns1//a, container hdfs://ns1//b",
            ),
            ("hdfs", json!({ "defaultFS": "hdfs://ns1", "path": "/dw/${day}" }), "container hdfs://ns1//dw/${day}"),
            (
                "mongodb",
                json!({ "address": ["u:canary@m1:27017", "m2:27017"], "dbName": "d", "collectionName": "c" }),
                "table mongodb://m1:27017/d|c",
            ),
            (
                "elasticsearch",
                json!({ "endpoint": "http://u:canary@es:9200/x", "index": "i" }),
                "table elasticsearch://es:9200/i",
            ),
            ("txtfile", json!({ "path": "/data/a.csv" }), "file file//data/a.csv"),
            ("txtfile", json!({ "path": "/data/out", "fileName": "x" }), "container file//data/out"),
            ("ftp", json!({ "protocol": "sftp", "host": "f", "path": ["/in/*.csv"] }), "container sftp://f:22//in"),
            ("oss", json!({ "bucket": "b", "object": ["a/b/*"], "accessKey": "canary" }), "container oss://b/a/b"),
            (
                "odps",
                json!({ "project": "p", "table": "t", "odpsServer": "http://o.example/api" }),
                "table odps://o.example/p|t",
            ),
            ("odps", json!({ "project": "p" }), "Missing(\"table\")"),
            (
                "kudu",
                json!({ "kuduConfig": { "kudu.master_addresses": "k1:7051,k2" }, "table": "t" }),
                "table kudu://k1:7051/t",
            ),
            (
                "cassandra",
                json!({ "host": "c", "port": "9999", "keyspace": "k", "table": "t" }),
                "table cassandra://c:9999/k|t",
            ),
            ("ots", json!({ "instanceName": "i", "table": "t" }), "table ots://i/t"),
            ("opentsdb", json!({ "endpoint": "http://o:4242", "column": ["m"] }), "table opentsdb://o:4242/m"),
            ("neo4j", json!({ "uri": "bolt://n:7687", "database": "g" }), "table neo4j://n:7687/g"),
            (
                "hbase11x",
                json!({ "hbaseConfig": { "hbase.zookeeper.quorum": "z1,z2" }, "table": "t" }),
                "table hbase://z1:2181/t",
            ),
            (
                "hbase094x",
                json!({ "hbaseConfig": "{\"hbase.zookeeper.quorum\":\"z\"}", "table": "t" }),
                "table hbase://z:2181/t",
            ),
            (
                "loghub",
                json!({ "endpoint": "s.example", "project": "p", "logstore": "l" }),
                "topic sls://s.example/p|l",
            ),
            ("datahub", json!({ "endpoint": "http://d", "project": "p", "topic": "t" }), "topic datahub://d/p|t"),
            ("kafka", json!({ "bootstrapServers": "k1:9092,k2:9092", "topic": "t" }), "topic kafka://k1:9092/t"),
            ("adbpg", json!({ "host": "h", "database": "d", "table": "T" }), "table postgres://h:5432/d|public|t"),
            ("milvus", json!({ "endpoint": "http://m:19530", "collection": "c" }), "table milvus://m:19530/c"),
            ("weird", json!({}), "Unknown"),
        ] {
            assert_eq!(found(system, parameter), expected, "{system}");
        }
    }
}

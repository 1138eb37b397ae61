//! Which asset a data set is: OpenLineage's namespaces and dotted names as the catalog's names, and back.
//!
//! Spellings of one system that connectors and clients use (`postgresql://` and `postgres://`, a port that is left out)
//! are made one. What differs beyond that (another host name of one server) is for namespace aliases and the symlinks
//! facet.

use catalog::{AssetKind, Name, name::parse_path};

/// Where names are topics.
const TOPIC_SCHEMES: [&str; 5] = ["kafka", "pulsar", "pubsub", "kinesis", "rabbitmq"];
/// Where names are paths.
const PATH_SCHEMES: [&str; 17] = [
    "s3", "s3a", "s3n", "gs", "gcs", "hdfs", "abfs", "abfss", "wasb", "wasbs", "dbfs", "oss", "cosn", "obs", "file",
    "adl", "webhdfs",
];
/// Systems whose port may be left out.
const PORTS: [(&str, &str); 3] = [("postgres", "5432"), ("mysql", "3306"), ("redshift", "5439")];

/// The asset that a data set of an event is.
///
/// ```
/// use lineage::openlineage::identity::identify;
/// let (name, _) = identify("postgresql://DB.example", "shop.public.orders");
/// assert_eq!(name.to_string(), "postgres://db.example:5432/shop.public.orders");
/// ```
#[must_use]
pub fn identify(namespace: &str, name: &str) -> (Name, AssetKind) {
    let (scheme, rest) = namespace.split_once(':').map_or((namespace, None), |(scheme, rest)| (scheme, Some(rest)));
    let scheme = scheme.to_ascii_lowercase();
    if PATH_SCHEMES.contains(&scheme.as_str()) {
        return (Name::new(namespace, [path(name)]), AssetKind::Container);
    }
    if TOPIC_SCHEMES.contains(&scheme.as_str()) {
        return (Name::new(namespace, [name]), AssetKind::Topic);
    }
    let file = rest.map(|rest| rest.trim_start_matches("//")).filter(|file| file.starts_with('/'));
    if let Some(file) = file.filter(|_| scheme.starts_with("sqlite")) {
        let table = parts(name).into_iter().filter(|part| part != "main");
        return (Name::new("sqlite", std::iter::once(file.to_owned()).chain(table)), AssetKind::Table);
    }
    (Name::new(system(namespace), parts(name)), AssetKind::Table)
}

/// How an asset is spelled as a data set: namespace and name.
#[must_use]
pub fn spell(name: &Name) -> (String, String) {
    let plain = |part: &String| !part.contains(['.', '"']);
    let joined = if name.parts.iter().all(plain) || name.parts.len() == 1 { name.parts.join(".") } else { name.path() };
    (name.namespace.to_string(), joined)
}

/// A path without the slash at its end; that of a root stays.
fn path(name: &str) -> String {
    let short = name.trim_end_matches('/');
    if short.is_empty() { name.to_owned() } else { short.to_owned() }
}

/// The parts of a dotted name; one part where its quotes make no sense.
fn parts(name: &str) -> Vec<String> {
    let unquoted = name.replace('`', "\"");
    parse_path(&unquoted).unwrap_or_else(|_| vec![name.to_owned()])
}

/// A namespace in the one spelling that connectors use.
pub(crate) fn system(namespace: &str) -> String {
    let Some((scheme, rest)) = namespace.split_once("://") else { return namespace.to_owned() };
    let scheme = match scheme.to_ascii_lowercase().as_str() {
        "postgresql" => "postgres".to_owned(),
        "mariadb" => "mysql".to_owned(),
        other => other.to_owned(),
    };
    let Some((_, port)) = PORTS.iter().find(|(known, _)| *known == scheme) else { return namespace.to_owned() };
    let authority = rest.split('/').next().unwrap_or_default().rsplit('@').next().unwrap_or_default();
    let authority = authority.to_ascii_lowercase();
    let has_port = authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()));
    if has_port { format!("{scheme}://{authority}") } else { format!("{scheme}://{authority}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(namespace: &str, name: &str) -> String {
        let (name, kind) = identify(namespace, name);
        format!("{kind} {name}")
    }

    #[test]
    fn i1_spellings_of_one_table_are_one_asset() {
        let crawled = "table postgres://db.example:5432/shop.public.orders";
        for namespace in
            ["postgres://db.example:5432", "postgresql://DB.example", "postgres://u:p@db.example:5432/shop"]
        {
            assert_eq!(printed(namespace, "shop.public.orders"), crawled, "{namespace}");
        }
        assert_eq!(printed("mariadb://h", "shop.orders"), "table mysql://h:3306/shop.orders");
        assert_eq!(printed("postgres://h", "\"Shop\".\"my.t\""), "table postgres://h:5432/Shop.\"my.t\"");
    }

    #[test]
    fn i1_what_a_data_set_is_follows_from_its_system() {
        assert_eq!(printed("kafka://h:9092", "orders.v1"), "topic kafka://h:9092/\"orders.v1\"");
        assert_eq!(printed("s3://lake", "/raw/orders/"), "container s3://lake/\"/raw/orders\"");
        assert_eq!(printed("file", "/data/a.csv"), "container file/\"/data/a.csv\"");
        assert_eq!(printed("sqlite:///data/shop.db", "main.orders"), "table sqlite/\"/data/shop.db\".orders");
        assert_eq!(printed("snowflake://org-acc", "DB.S.T"), "table snowflake://org-acc/DB.S.T");
        assert_eq!(printed("bigquery", "p.d.t"), "table bigquery/p.d.t");
        assert_eq!(printed("x://y", "a..b"), "table x://y/\"a..b\"");
    }

    #[test]
    fn spelling_reads_back() {
        for (namespace, name) in [
            ("postgres://h:5432", "shop.public.orders"),
            ("postgres://h:5432", "shop.public.\"my.t\""),
            ("kafka://h:9092", "orders.v1"),
            ("s3://lake", "/raw/x"),
        ] {
            assert_eq!(spell(&identify(namespace, name).0), (namespace.to_owned(), name.to_owned()));
        }
    }
}

//! JDBC addresses, as other tools' configurations have them: which server and database they mean, in the catalog's names.
//!
//! Nothing of an address is kept but host, port, database and schema; accounts, passwords and options are dropped here,
//! and an address that is not understood is never repeated.

use catalog::Name;

mod oracle;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The namespace of the server, such as `mysql://db.example:3306`.
    pub(crate) namespace: String,
    /// What completes a table's name: the database and, where the platform has them, the schema.
    pub(crate) defaults: Vec<String>,
    /// The rules of the platform.
    pub(crate) platform: &'static Platform,
}

/// What has to be known of a platform to name its tables.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Platform {
    /// How its JDBC addresses begin, behind `jdbc:`, in lower case.
    jdbc: &'static [&'static str],
    /// The scheme of its namespaces.
    scheme: &'static str,
    port: u16,
    /// The dialect of its SQL, by the name that lineage knows; empty where there is none.
    pub(crate) dialect: &'static str,
    /// The database and schema when nobody names one.
    defaults: &'static [&'static str],
    /// The number of parts of a table's whole name.
    depth: usize,
    /// What an unquoted name means.
    fold: Fold,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fold {
    Kept,
    Lower,
    Upper,
}

const fn platform(
    jdbc: &'static [&'static str],
    (scheme, port): (&'static str, u16),
    dialect: &'static str,
    (defaults, depth): (&'static [&'static str], usize),
    fold: Fold,
) -> Platform {
    Platform { jdbc, scheme, port, dialect, defaults, depth, fold }
}

/// Platforms by the beginnings of their addresses; longer beginnings first.
static PLATFORMS: &[Platform] = &[
    platform(&["mysql", "mariadb"], ("mysql", 3306), "mysql", (&[], 2), Fold::Kept),
    platform(&["oceanbase"], ("oceanbase", 2881), "mysql", (&[], 2), Fold::Kept),
    platform(&["postgresql"], ("postgres", 5432), "postgres", (&["", "public"], 3), Fold::Lower),
    platform(&["opengauss", "gaussdb", "dws"], ("gaussdb", 5432), "postgres", (&["", "public"], 3), Fold::Lower),
    platform(
        &["kingbase8", "kingbase86", "kingbase"],
        ("kingbase", 54321),
        "postgres",
        (&["", "public"], 3),
        Fold::Lower,
    ),
    platform(&["oracle"], ("oracle", 1521), "oracle", (&[], 3), Fold::Upper),
    platform(&["dm"], ("dm", 5236), "oracle", (&[], 2), Fold::Upper),
    platform(&["sqlserver", "jtds:sqlserver"], ("mssql", 1433), "tsql", (&["", "dbo"], 3), Fold::Kept),
    platform(&["clickhouse", "ch"], ("clickhouse", 8123), "clickhouse", (&["default"], 2), Fold::Kept),
    platform(&["hive2"], ("hive", 10000), "hive", (&["default"], 2), Fold::Lower),
    platform(&["impala"], ("impala", 21050), "hive", (&["default"], 2), Fold::Lower),
    platform(&["taos-rs", "taos-ws", "taos"], ("tdengine", 6030), "mysql", (&[], 2), Fold::Kept),
    platform(&["sybase:tds"], ("sybase", 5000), "tsql", (&["", "dbo"], 3), Fold::Kept),
    platform(&["db2"], ("db2", 50000), "", (&[], 3), Fold::Upper),
    platform(&["databend"], ("databend", 8000), "snowflake", (&["default"], 2), Fold::Lower),
    platform(&["trino", "presto"], ("trino", 8080), "trino", (&[], 3), Fold::Lower),
    platform(&["oscar"], ("oscar", 2003), "oracle", (&[], 3), Fold::Upper),
    platform(&["phoenix:thin:url=http", "phoenix"], ("phoenix", 2181), "", (&[], 2), Fold::Upper),
];

/// Whatever is not in the list: a server with databases.
static UNKNOWN: Platform = platform(&[], ("", 0), "", (&[], 2), Fold::Kept);

impl Place {
    /// Reads an address; nothing when it names no server.
    pub(crate) fn of_jdbc(address: &str) -> Option<Self> {
        // OceanBase's readers put cluster and tenant before the address, between marks of their own.
        let address = address.rsplit("||").next()?.trim();
        let rest = address.get(..5).filter(|start| start.eq_ignore_ascii_case("jdbc:")).map(|_| &address[5..])?;
        let lower = rest.to_ascii_lowercase();
        let (platform, rest) = PLATFORMS
            .iter()
            .flat_map(|platform| platform.jdbc.iter().map(move |start| (platform, *start)))
            .filter(|(_, start)| lower.strip_prefix(start).is_some_and(|rest| rest.starts_with([':', '/'])))
            .max_by_key(|(_, start)| start.len())
            .map_or((&UNKNOWN, rest), |(platform, start)| (platform, &rest[start.len()..]));
        match platform.scheme {
            "" => Self::of_unknown(rest),
            "oracle" => oracle::place(platform, rest),
            "mssql" => Self::of_sql_server(platform, rest),
            _ => Self::of_usual(platform, rest),
        }
    }

    /// A place on a platform whose host and port are known otherwise; nothing when the host is empty.
    pub(crate) fn of_server(platform: &'static Platform, authority: &str, defaults: Vec<String>) -> Option<Self> {
        let namespace = format!("{}://{}", platform.scheme, server(authority, platform.port)?);
        Some(Self { namespace, defaults, platform })
    }

    /// `[variant:]//host[:port][,…][/database][?options]`, also `;` for options and `:host:port/database`.
    fn of_usual(platform: &'static Platform, rest: &str) -> Option<Self> {
        let (authority, path, options) = split(rest)?;
        let mut defaults: Vec<String> = platform.defaults.iter().map(|&part| part.to_owned()).collect();
        let mut inner = path.split('/').filter(|part| !part.is_empty());
        match (inner.next(), defaults.is_empty()) {
            (Some(database), true) => defaults.push(decoded(database)),
            (Some(database), false) => defaults[0] = decoded(database),
            (None, _) => {}
        }
        if let (Some(schema), true) = (inner.next(), platform.depth > 2) {
            defaults.truncate(1);
            defaults.push(decoded(schema));
        }
        let named = option(options, &["currentschema", "schema", "selecteddatabase"]);
        match (named, platform.scheme) {
            (Some(schema), "dm") => defaults = vec![schema],
            (Some(schema), _) if defaults.len() == 2 => defaults[1] = schema,
            _ => {}
        }
        Self::of_server(platform, authority, complete(defaults))
    }

    /// `//host[\instance][:port][;databaseName=x]…`, or `//host:port/database` as jTDS has it.
    fn of_sql_server(platform: &'static Platform, rest: &str) -> Option<Self> {
        let (authority, path, options) = split(rest)?;
        let host = authority.split('\\').next()?;
        let port = authority.rsplit_once(':').map(|(_, port)| port).filter(|_| authority.contains('\\'));
        let authority = port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let database = option(options, &["databasename", "database"])
            .or_else(|| (!path.is_empty()).then(|| decoded(path)))
            .unwrap_or_default();
        Self::of_server(platform, &authority, complete(vec![database, "dbo".to_owned()]))
    }

    fn of_unknown(rest: &str) -> Option<Self> {
        let (scheme, rest) = rest.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let is_word = |text: &str| text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_:".contains(letter));
        if scheme.is_empty() || scheme.len() > 40 || !is_word(&scheme) {
            return None;
        }
        let behind = format!("//{rest}");
        let (authority, path, _) = split(&behind)?;
        let namespace = format!("{}://{}", scheme.replace(':', "-"), server(authority, 0)?);
        let database = path.split('/').find(|part| !part.is_empty()).map(decoded);
        Some(Self { namespace, defaults: database.into_iter().collect(), platform: &UNKNOWN })
    }

    /// The whole name of a table as SQL spells it, its parts perhaps quoted; nothing when it has none.
    pub(crate) fn table(&self, spelling: &str) -> Option<Name> {
        let own: Vec<String> = spelled_parts(spelling).into_iter().map(|part| self.meant(part)).collect();
        if own.is_empty() || own.iter().any(String::is_empty) || own.len() > self.platform.depth.max(3) {
            return None;
        }
        let outer = self.platform.depth.saturating_sub(own.len()).min(self.defaults.len());
        Some(Name::new(self.namespace.as_str(), self.defaults[..outer].iter().cloned().chain(own)))
    }

    /// What a name means that SQL spells with or without quotes.
    pub(crate) fn meant(&self, (part, is_quoted): (String, bool)) -> String {
        match self.platform.fold {
            Fold::Lower if !is_quoted => part.to_lowercase(),
            Fold::Upper if !is_quoted => part.to_uppercase(),
            _ => part,
        }
    }

    /// The same server, with another database.
    pub(crate) fn with_database(mut self, database: &str) -> Self {
        match self.defaults.first_mut() {
            Some(first) => database.clone_into(first),
            None => self.defaults.push(database.to_owned()),
        }
        self
    }
}

/// The platform of a namespace's scheme.
pub(crate) fn platform_of(scheme: &str) -> &'static Platform {
    PLATFORMS.iter().find(|platform| platform.scheme == scheme).unwrap_or(&UNKNOWN)
}

/// Defaults as far as they are known without a gap.
fn complete(defaults: Vec<String>) -> Vec<String> {
    defaults.into_iter().take_while(|part| !part.is_empty()).collect()
}

/// Splits into authority, path and options. What stands between the platform and `//`, such as `loadbalance:`, is
/// dropped.
fn split(rest: &str) -> Option<(&str, &str, &str)> {
    let behind = match rest.find("//") {
        Some(at) => &rest[at + 2..],
        None => rest.trim_start_matches(':'),
    };
    let end = behind.find(['?', ';', '#']).unwrap_or(behind.len());
    let (place, options) = behind.split_at(end);
    let (authority, path) = place.split_once('/').unwrap_or((place, ""));
    // An account may stand before the host.
    let authority = authority.rsplit('@').next()?;
    Some((authority, path, options))
}

/// `host:port` of the first of several servers, in lower case; nothing when there is no host.
pub(crate) fn server(authority: &str, default_port: u16) -> Option<String> {
    let first = authority.rsplit('@').next()?.split(',').next()?.trim().to_lowercase();
    if first.is_empty() || first.starts_with(':') || first.contains(char::is_whitespace) {
        return None;
    }
    let bare = first.rsplit_once(']').map_or(first.as_str(), |(_, behind)| behind);
    let has_port = bare.contains(':');
    Some(if has_port || default_port == 0 { first } else { format!("{first}:{default_port}") })
}

/// The first of these options, by name in lower case.
fn option(options: &str, names: &[&str]) -> Option<String> {
    let pairs = options.split(['?', ';', '&', '#']).filter_map(|pair| pair.split_once('='));
    let mut known = pairs.filter(|(key, _)| names.contains(&key.trim().to_ascii_lowercase().as_str()));
    known.next().map(|(_, value)| decoded(value.trim())).filter(|value| !value.is_empty())
}

fn decoded(text: &str) -> String {
    crate::config::decoded("url", text).unwrap_or_else(|_| text.to_owned())
}

/// The parts of a dotted name in SQL, each with whether it was quoted. Quotes are `"`, a backquote or brackets.
pub(crate) fn spelled_parts(spelling: &str) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    let mut rest = spelling.trim();
    loop {
        let close = match rest.chars().next() {
            Some('"') => '"',
            Some('`') => '`',
            Some('[') => ']',
            _ => '\0',
        };
        let quoted = (close != '\0').then(|| rest[1..].find(close)).flatten();
        let (part, behind) = match quoted {
            Some(end) => ((rest[1..=end].to_owned(), true), &rest[end + 2..]),
            None => {
                let end = rest.find('.').unwrap_or(rest.len());
                ((rest[..end].trim().to_owned(), false), &rest[end..])
            }
        };
        parts.push(part);
        match behind.trim_start().strip_prefix('.') {
            Some(behind) => rest = behind.trim_start(),
            None => return parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(address: &str, spelling: &str) -> String {
        let place = Place::of_jdbc(address).unwrap_or_else(|| panic!("{address} is not understood"));
        place.table(spelling).map_or_else(String::new, |name| name.to_string())
    }

    #[test]
    fn c1_each_form_of_address_gives_server_and_table() {
        for (address, spelling, expected) in [
            ("jdbc:mysql://DB.example/shop?useSSL=false&user=ana", "orders", "mysql://db.example:3306/shop.orders"),
            ("jdbc:mysql://h:3307,h2:3308/shop", "`crm`.`o`", "mysql://h:3307/crm.o"),
            ("jdbc:mysql:loadbalance://ana:pw@h:1/shop", "o", "mysql://h:1/shop.o"),
            ("jdbc:mysql://h:9030/", "db1.t", "mysql://h:9030/db1.t"),
            ("jdbc:postgresql://h/shop", "Orders", "postgres://h:5432/shop.public.orders"),
            ("jdbc:postgresql://h/shop?currentSchema=crm", "\"Orders\"", "postgres://h:5432/shop.crm.Orders"),
            ("jdbc:postgresql://h/shop", "a.b.c", "postgres://h:5432/a.b.c"),
            ("jdbc:oracle:thin:@h:1522:ORCL", "scott.emp", "oracle://h:1522/ORCL.SCOTT.EMP"),
            ("jdbc:oracle:thin:@//h:1521/svc.example", "emp", "oracle://h:1521/\"svc.example\".EMP"),
            ("jdbc:oracle:thin:ana/pw@//h/svc", "s.\"Emp\"", "oracle://h:1521/svc.S.Emp"),
            (
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST = h)(PORT=1530))(CONNECT_DATA=(SERVICE_NAME=svc)))",
                "s.emp",
                "oracle://h:1530/svc.S.EMP",
            ),
            ("jdbc:sqlserver://h:1433;DatabaseName=crm;user=sa", "orders", "mssql://h:1433/crm.dbo.orders"),
            ("jdbc:sqlserver://h\\inst:1444;databaseName=crm", "[sales].[O]", "mssql://h:1444/crm.sales.O"),
            ("jdbc:jtds:sqlserver://h:1433/crm", "o", "mssql://h:1433/crm.dbo.o"),
            ("jdbc:clickhouse://h:8123", "t", "clickhouse://h:8123/default.t"),
            ("jdbc:ch:https://h:8443/dw", "t", "clickhouse://h:8443/dw.t"),
            ("jdbc:dm://192.168.0.72:5236", "stb1", "dm://192.168.0.72:5236/STB1"),
            ("jdbc:dm://h:5236/?schema=APP", "t", "dm://h:5236/APP.T"),
            ("jdbc:kingbase8://h:54321/test", "t", "kingbase://h:54321/test.public.t"),
            ("jdbc:hive2://h:10000/dw;principal=hive/_HOST@R", "T", "hive://h:10000/dw.t"),
            ("jdbc:TAOS-RS://h:6041/db2?timestampFormat=X", "t1_0", "tdengine://h:6041/db2.t1_0"),
            ("jdbc:sybase:Tds:h:5000/crm", "t", "sybase://h:5000/crm.dbo.t"),
            ("||_dsc_ob10_dsc_||c:t||_dsc_ob10_dsc_||jdbc:oceanbase://h:2883/d", "t", "oceanbase://h:2883/d.t"),
            ("jdbc:gbase://h:5258/d", "t", "gbase://h:5258/d.t"),
            ("jdbc:mysql://${host}:3306/${db}", "t_${day}", "mysql://${host}:3306/${db}.t_${day}"),
            ("jdbc:mysql://[::1]/d", "t", "mysql://[::1]:3306/d.t"),
        ] {
            assert_eq!(table(address, spelling), expected, "{address}");
        }
    }

    #[test]
    fn address_without_a_server_is_not_understood() {
        for address in ["", "jdbc:", "jdbc:mysql://", "jdbc:mysql:///x", "mysql://h/x", "jdbc:oracle:thin:@alias", "…"]
        {
            assert_eq!(Place::of_jdbc(address), None, "{address}");
        }
    }

    proptest! {
        #[test]
        fn threat_12_no_account_of_an_address_is_kept(
            start in prop::sample::select(vec![
                "jdbc:mysql://canary:canary@", "jdbc:oracle:thin:canary/canary@//", "jdbc:postgresql://canary:canary@",
                "jdbc:oracle:thin:canary/canary@", "jdbc:sqlserver://canary:canary@", "jdbc:other://canary:canary@",
            ]),
            end in prop::sample::select(vec!["?user=canary&password=canary", ";user=canary;password=canary", ""]),
            port in 1_u16..,
        ) {
            let place = Place::of_jdbc(&format!("{start}h:{port}/db{end}"));
            let said = format!("{place:?}");
            prop_assert!(!said.contains("canary"), "{}", said);
        }

        #[test]
        fn any_text_is_answered(address in "(jdbc:)?(mysql|oracle:thin|sqlserver|x)?.{0,60}", table in ".{0,30}") {
            if let Some(place) = Place::of_jdbc(&address) {
                place.table(&table);
            }
        }
    }
}

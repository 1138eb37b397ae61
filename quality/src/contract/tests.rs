//! Facts of contracts: nothing is lost, what breaks is said, what is promised becomes checks.

use catalog::{DataType, Fault, TypeClass};
use proptest::prelude::*;

use super::*;

const ORDERS: &str = include_str!("../../tests/data/contracts/orders.odcs.yaml");

fn orders() -> Contract {
    Contract::read(ORDERS).unwrap()
}

/// What changes when some text of the contract is another.
fn changes(from: &str, to: &str) -> Vec<(String, Change)> {
    assert!(ORDERS.contains(from), "{from}");
    let new = Contract::read(&ORDERS.replacen(from, to, 1)).unwrap();
    compare(&orders(), &new).into_iter().map(|difference| (difference.path, difference.what)).collect()
}

#[test]
fn i5_document_comes_out_as_it_went_in() {
    let contract = orders();
    assert_eq!(Node::read(&contract.document.write()).unwrap(), contract.document);
    let canonical = contract.canonical();
    assert_eq!(Contract::read(&canonical).unwrap().canonical(), canonical, "the canonical form is its own");
    assert_eq!(Contract::read(&canonical).unwrap().agreed, contract.agreed);
    assert!(canonical.starts_with("apiVersion: v3.1.0\nkind: DataContract\nid:"), "{canonical}");
    for kept in [
        "x-house-key:",
        "three: 3.5",
        "duplicate_percent",
        "property: empty",
        "2022-10-01",
        "classification: restricted",
    ] {
        assert!(canonical.contains(kept), "{kept} in {canonical}");
    }
}

#[test]
fn i5_order_of_keys_and_quotes_make_no_other_contract() {
    let lines = "kind: DataContract\napiVersion: v3.1.0\nversion: '1'\nid: \"a\"\nstatus: draft\nzeta: 1\nalpha: 2\n";
    let other = "alpha: 2\nstatus: 'draft'\nzeta: 1\nid: a\nversion: \"1\"\napiVersion: v3.1.0\nkind: DataContract\n";
    let (one, two) = (Contract::read(lines).unwrap(), Contract::read(other).unwrap());
    assert_eq!(one.canonical(), two.canonical());
    assert_eq!(compare(&one, &two), []);
}

#[test]
fn i5_words_that_look_like_something_else_stay_words() {
    let text =
        "a: '007'\nb: 007\nc: yes\nd: '1.10'\ne: 09:00-08:00\nf: 1_000\ng: 'null'\nh: '~'\ni: 2022-05-12\nj: 0x1F\n";
    let node = Node::read(text).unwrap();
    for (key, expected) in
        [("a", "007"), ("b", "007"), ("c", "yes"), ("d", "1.10"), ("e", "09:00-08:00"), ("g", "null"), ("h", "~")]
    {
        assert_eq!(node.get(key).unwrap().text(), Some(expected), "{key}");
    }
    assert_eq!(Node::read(&node.write()).unwrap(), node);
}

#[test]
fn i5_view_says_what_is_promised() {
    let agreed = orders().agreed;
    assert_eq!((agreed.status, agreed.version.as_str()), (Status::Active, "1.4.0"));
    let table = &agreed.tables[0];
    assert_eq!((table.source_name(), table.columns.len(), table.rules.len()), ("t_order", 7, 5));
    let number = &table.columns[0];
    assert_eq!((number.source_name(), number.logical_type), ("order_no", Some(LogicalType::String)));
    assert!(number.required && number.unique && number.key_position == Some(1));
    let values = [Node::Text("new".into()), Node::Text("paid".into()), Node::Text("sent".into())];
    assert_eq!(table.columns[1].values.as_deref(), Some(&values[..]));
    assert_eq!(table.columns[6].columns[0].columns[0].name, "sku");
    assert_eq!(agreed.services[0].property, "latency");
}

#[test]
fn i5_wrong_contracts_name_the_key() {
    for (from, to, field) in [
        ("kind: DataContract", "kind: Poem", "kind"),
        ("apiVersion: v3.1.0", "apiVersion: v2.2.2", "apiVersion"),
        ("version: \"1.4.0\"", "version: 1.10", "version"),
        ("status: active\n", "", "status"),
        ("    name: orders\n", "", "schema[0].name"),
        (
            "name: status\n        logicalType: string",
            "name: status\n        logicalType: varchar",
            "schema[0].properties[1].logicalType",
        ),
        ("metric: rowCount, ", "", "schema[0].quality[0].metric"),
        ("mustBeBetween: [100, 120]", "mustBeBetween: [120, 100]", "schema[0].quality[0].mustBeBetween"),
        ("name: note", "name: amount", "schema[0].properties[3].name"),
        ("unique: true", "unique: perhaps", "schema[0].properties[0].unique"),
        ("property: retention, ", "", "slaProperties[1].property"),
    ] {
        assert!(ORDERS.contains(from), "{from}");
        let error = Contract::read(&ORDERS.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.field(), Some(field), "{error}");
    }
}

/// Some text, another instead of it, where that is told, and as what.
type Case = (&'static str, &'static str, &'static str, Change);

const BREAKING: &[Case] = &[
    (
        "      - name: placed_at\n        logicalType: timestamp\n        physicalType: timestamp\n",
        "",
        "orders.placed_at",
        Change::ColumnRemoved,
    ),
    ("varchar(32)", "varchar(16)", "orders.number", Change::TypeNarrowed),
    ("logicalType: number", "logicalType: integer", "orders.amount", Change::TypeNarrowed),
    ("logicalType: timestamp", "logicalType: date", "orders.placed_at", Change::TypeChanged),
    (
        "physicalType: varchar(10)\n        required: true",
        "physicalType: varchar(10)",
        "orders.status",
        Change::NotRequired,
    ),
    ("        unique: true\n", "", "orders.number", Change::NotUnique),
    ("          - value: sent\n", "", "orders.status", Change::ValuesNarrowed),
    ("- value: sent\n", "- value: sent\n          - lost\n", "orders.status", Change::ValuesWidened),
    ("maxLength: 32", "maxLength: 64", "orders.number", Change::LimitLoosened),
    ("physicalName: order_no", "physicalName: order_number", "orders.number", Change::ColumnRenamed),
    ("physicalName: t_order", "physicalName: t_orders", "orders", Change::TableRenamed),
    ("      - {id: enough_rows, metric: rowCount, mustBeBetween: [100, 120]}\n", "", "orders", Change::RuleDropped),
    ("mustBeBetween: [100, 120]", "mustBeBetween: [10, 120]", "orders", Change::RuleLoosened),
    ("placed_at > now()", "placed_at > current_date", "orders", Change::RuleChanged),
    ("value: 4, unit: h", "value: 1, unit: d", "slaProperties.latency", Change::ServiceLoosened),
    ("value: 3, unit: y", "value: 30, unit: months", "slaProperties.retention", Change::ServiceLoosened),
    ("2032-05-12T", "2030-05-12T", "slaProperties.endofsupport", Change::ServiceLoosened),
    ("  - {property: retention, value: 3, unit: y}\n", "", "slaProperties.retention", Change::ServiceDropped),
    ("status: active", "status: retired", "status", Change::Withdrawn),
    ("server: production", "server: elsewhere", "servers.production", Change::ServerRemoved),
    ("sku, logicalType: string, required: true", "sku, logicalType: string", "orders.lines[].sku", Change::NotRequired),
];

const HARMLESS: &[Case] = &[
    ("varchar(32)", "varchar(64)", "orders.number", Change::TypeWidened),
    ("varchar(32)", "text", "orders.number", Change::TypeWidened),
    ("      - name: note\n", "      - name: more\n      - name: note\n", "orders.more", Change::ColumnAdded),
    ("name: placed_at\n", "name: placed_at\n        required: true\n", "orders.placed_at", Change::Required),
    ("mustBeBetween: [100, 120]", "mustBeBetween: [110, 120]", "orders", Change::RuleTightened),
    ("value: 4, unit: h", "value: 30, unit: min", "slaProperties.latency", Change::ServiceTightened),
    ("No drafts", "No drafts at all", "description", Change::Other),
    ("status: active", "status: deprecated", "status", Change::Status),
    ("name: placed_at\n", "name: placed_at\n        enum: [now]\n", "orders.placed_at", Change::LimitTightened),
];

#[test]
fn i5_what_breaks_is_told_from_what_does_not() {
    for (cases, is_breaking) in [(BREAKING, true), (HARMLESS, false)] {
        for (from, to, path, what) in cases {
            assert_eq!(changes(from, to).first(), Some(&((*path).to_owned(), *what)), "{from} to {to}");
            assert_eq!(what.breaks(), is_breaking, "{what:?}");
        }
    }
    assert_eq!(changes("value: 4, unit: h", "value: 240, unit: min"), [], "the same in another unit");
    assert_eq!(changes("metric: duplicateValues, mustBe: 0", "metric: duplicateValues, mustBeLessOrEqualTo: 0"), []);
    let more_than_none = ORDERS.replacen("mustBeBetween: [100, 120]", "mustBeGreaterThan: 0", 1);
    let or_none = ORDERS.replacen("mustBeBetween: [100, 120]", "mustBeGreaterOrEqualTo: 0", 1);
    let told = compare(&Contract::read(&more_than_none).unwrap(), &Contract::read(&or_none).unwrap());
    assert_eq!(told[0].what, Change::RuleLoosened, "a table may be empty that might not");
    assert_eq!(changes("version: \"1.4.0\"", "version: \"1.4.1\""), [], "a version is no change by itself");
}

#[test]
fn i5_table_that_is_not_as_agreed_is_told() {
    let agreed = orders().agreed;
    let types = [
        ("order_no", "character varying(32)", TypeClass::Text),
        ("STATUS", "varchar(10)", TypeClass::Text),
        ("amount", "numeric(14,2)", TypeClass::Decimal),
        ("note", "integer", TypeClass::Integer),
        ("placed_at", "timestamp without time zone", TypeClass::Timestamp),
        ("buyer", "jsonb", TypeClass::Document),
        ("extra", "integer", TypeClass::Integer),
    ]
    .map(|(name, text, class)| (name, DataType::new(text, class)));
    let held: Vec<Held<'_>> =
        types.iter().map(|(name, data_type)| Held { name, data_type, is_nullable: true }).collect();
    let breaches = compare_with_table(&agreed.tables[0], &held);
    let told: Vec<(&str, &str)> =
        breaches.iter().map(|breach| (breach.column.as_str(), breach.why.en.as_str())).collect();
    assert_eq!(
        told,
        [
            ("amount", "`amount` has to be `decimal(12,2)`, is `numeric(14,2)`"),
            ("note", "`note` has to hold string, its type is `integer`"),
            ("lines", "there is no column `lines`"),
        ]
    );
}

#[test]
fn i5_promises_become_checks() {
    let agreed = orders().agreed;
    let (checks, left) = checks(&agreed.tables[0], &agreed.services, "public.t_order");
    let told: Vec<String> = checks
        .iter()
        .map(|Enforced { asked, .. }| {
            let column = asked.column.as_deref().unwrap_or("-");
            let tolerance = match (asked.tolerance.errors, asked.tolerance.share) {
                (None, None) => String::new(),
                (errors, share) => format!(" {errors:?} {share:?}"),
            };
            let settings: std::collections::BTreeMap<String, serde_json::Value> =
                serde_json::from_value(asked.settings.clone()).unwrap();
            format!("{} {column} {}{tolerance}", asked.kind, serde_json::to_string(&settings).unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            "not_null order_no {}",
            "unique order_no {}",
            r#"length_between order_no {"max":32,"min":8}"#,
            r#"matches order_no {"pattern":"^[A-Z0-9]+$"}"#,
            "not_null status {}",
            r#"in_set status {"values":["new","paid","sent"]}"#,
            r#"between amount {"min":0}"#,
            "not_null amount {} None Some(0.01)",
            r#"missing_count note {"markers":["","N/A"],"max":99}"#,
            r#"in_set note {"values":["a","b"]} Some(4) None"#,
            r#"row_count - {"max":120,"min":100}"#,
            r#"unique_combination - {"columns":["order_no","status"]}"#,
            r#"custom_sql - {"max":0,"min":0,"sql":"SELECT count(*) FROM public.t_order WHERE placed_at > now()","strategy":"value"}"#,
            r#"freshness placed_at {"hours":4.0}"#,
        ]
    );
    let left: Vec<&str> = left.iter().map(|left| left.path.as_str()).collect();
    let expected =
        ["schema[0].properties[2].logicalTypeOptions.exclusiveMaximum", "schema[0].quality[3]", "schema[0].quality[4]"];
    assert_eq!(left, expected, "what is not checked is said");
    let mut keys: Vec<&str> = checks.iter().map(|check| check.asked.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), checks.len());
}

#[test]
fn threat_20_hostile_yaml_is_refused_soon() {
    let bomb: String = (1..=12).fold("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, level| {
        let aliases = vec![format!("*a{}", level - 1); 10].join(",");
        format!("{text}a{level}: &a{level} [{aliases}]\n")
    });
    for (name, text) in [
        ("bomb", bomb),
        ("deep lists", "[".repeat(100_000)),
        ("deep maps", (0..200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("large", "a".repeat(MOST_BYTES + 1)),
        ("many", "- a\n".repeat(300_000)),
        ("twice", "a: 1\na: 2\n".into()),
        ("documents", "a: 1\n---\na: 2\n".into()),
        ("infinite", "a: .inf\n".into()),
        ("no text key", "[a, b]: 1\n".into()),
        ("itself", "&a [*a]\n".into()),
        ("nothing", "\u{0}".into()),
    ] {
        let error = Node::read(&text).map(|_| ()).unwrap_err();
        assert_eq!(error.field(), Some("document"), "{name}: {error}");
        assert!(error.to_string().len() < 2_000, "{name}: {error}");
    }
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        Just(Node::Null),
        any::<bool>().prop_map(Node::Bool),
        any::<i64>().prop_map(Node::Whole),
        (-1e12_f64..1e12).prop_map(|number| Node::Number(number.trunc() + 0.25)),
        "[ -~]{0,12}".prop_map(Node::Text),
        r"(\PC|\n|\t|[ :#'\x22|>-]){0,16}".prop_map(Node::Text),
        prop::sample::select(vec![
            "yes",
            "null",
            "~",
            "1e3",
            "0o7",
            "1.10",
            "-",
            "?",
            "<<",
            "=",
            "08:00",
            "2024-01-01",
            "007",
            " a ",
            "a\n\n",
            "\n"
        ])
        .prop_map(|text| Node::Text(text.to_owned())),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Node::List),
            prop::collection::btree_map(r"[a-z]{1,8}|[ -~]{1,10}|\PC{1,6}", inner, 0..5)
                .prop_map(|fields| Node::Map(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i5_any_document_comes_out_as_it_went_in(node in node()) {
        let written = node.write();
        let read = Node::read(&written).map_err(|error| TestCaseError::fail(format!("{error}: {written}")))?;
        prop_assert_eq!(&read, &node, "{}", written);
        let canonical = node.canonical();
        prop_assert_eq!(canonical.canonical().write(), canonical.write());
        prop_assert_eq!(Node::read(&canonical.write()).unwrap().canonical(), canonical);
    }

    #[test]
    fn i5_reading_never_panics(text in r"(\PC|\n|[ :\[\]{},&*!|>'\x22%@#-]){0,200}") {
        let _ = Contract::read(&text);
        let _ = Contract::read(&format!("{ORDERS}\n{text}"));
    }
}

//! Metrics and contracts of a dbt project, held against changes; the project is what dbt itself wrote.

use serde_json::{Value, json};

use crate::{House, Said};

const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/connectors/tests/fixtures/dbt/v12");

/// A catalog that knows the project alone; its warehouse was never crawled.
fn house() -> House {
    let house = House::new();
    house.crawl(&format!("dbt://{FILES}?namespace=duckdb:shop&name=shop"));
    house
}

fn manifest() -> Value {
    serde_json::from_slice(&std::fs::read(format!("{FILES}/manifest.json")).expect("it is there")).expect("it is JSON")
}

impl House {
    fn impact(&self, manifest: &Value, base: bool) -> Said {
        let file = self.file("new.json", &manifest.to_string());
        let whole = format!("{FILES}/manifest.json");
        let mut arguments = vec!["impact", "--manifest", &file, "--namespace", "duckdb:shop", "--json"];
        if base {
            arguments.extend(["--base", &whole]);
        }
        self.run(&arguments)
    }
}

impl Said {
    /// The names of what breaks of a kind, by their last part.
    fn of_kind(&self, kind: &str) -> Vec<String> {
        let answer = self.json();
        let broken = answer["broken"].as_array().expect("a list").iter().filter(|broken| broken["kind"] == kind);
        let last = |broken: &Value| {
            broken["name"]
                .as_str()
                .expect("a name")
                .rsplit('.')
                .next()
                .map(|name| name.trim_end_matches('"').to_owned())
        };
        let mut names: Vec<String> = broken.filter_map(last).collect();
        names.sort();
        names
    }

    fn breaches(&self) -> Vec<(String, String)> {
        let answer = self.json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let contracts = answer["contracts"].as_array().expect("a list").iter();
        let of = |contract: &Value| contract["breaches"].as_array().expect("a list").clone();
        contracts.flat_map(of).map(|breach| (text(&breach["column"]), text(&breach["why"]))).collect()
    }
}

const METRICS: [&str; 5] = ["average_order", "paid_revenue", "revenue", "revenue_growth", "revenue_to_date"];

#[test]
fn j9_impact_of_a_column_lists_metrics_saved_queries_dashboards_contracts_and_owners() {
    let said = house().run(&["impact", "--columns", "stg_orders.amount", "--json"]);
    assert_eq!(said.code, 1, "{} {}", said.out, said.err);
    assert_eq!(said.of_kind("metric"), METRICS, "{}", said.out);
    assert_eq!(said.of_kind("query"), ["weekly_revenue"], "{}", said.out);
    assert_eq!(said.of_kind("dashboard"), ["sales"], "{}", said.out);
    let columns = said.of_kind("column");
    for measure in ["revenue", "net", "is_large"] {
        assert!(columns.iter().any(|column| column == measure), "{columns:?}");
    }
    let answer = said.json();
    let revenue = answer["broken"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|broken| broken["name"].as_str().is_some_and(|name| name.contains("metric.shop.revenue\"")));
    assert_eq!(revenue.expect("it breaks")["owners"], json!(["sales@example.com"]));
    let why = "`shop.main.stg_orders.amount` is dropped, and `amount` is computed from it";
    assert_eq!(said.breaches(), [("amount".to_owned(), why.to_owned())], "{}", said.out);
    assert_eq!(answer["contracts"][0]["owners"], json!(["sales@example.com"]));
    // What decides about rows, and what is not used by any metric.
    let status = house().run(&["impact", "--columns", "orders.status", "--json"]);
    assert_eq!(
        (status.of_kind("metric"), status.of_kind("query")),
        (vec!["paid_revenue".to_owned()], vec!["weekly_revenue".to_owned()])
    );
    assert_eq!(status.breaches(), [("status".to_owned(), "`shop.main.orders.status` is dropped".to_owned())]);
    let total = house().run(&["impact", "--columns", "customer_totals.total", "--json"]);
    assert_eq!((total.of_kind("metric"), total.breaches()), (vec![], vec![]), "{}", total.out);
}

#[test]
fn i3_columns_of_every_version_lead_to_metrics_and_what_a_manifest_loses_is_closed() {
    for version in ["v9", "v10", "v11", "v12"] {
        let house = House::new();
        let files = FILES.replace("v12", version);
        for entry in std::fs::read_dir(&files).expect("it is there").flatten() {
            let text = std::fs::read_to_string(entry.path()).expect("it is text");
            house.file(&format!("target/{}", entry.file_name().display()), &text);
        }
        let url = format!("dbt://{}?namespace=duckdb:shop&name=shop", house.path("target").display());
        house.crawl(&url);
        let reached = |house: &House| {
            let column = "duckdb:shop/shop.main.orders.amount";
            let answer = house.run(&["lineage", column, "--down", "--columns", "--depth", "4", "--json"]).json();
            let nodes = answer["nodes"].as_array().expect("a list").clone();
            nodes
                .into_iter()
                .filter(|node| node["name"].as_str().is_some_and(|name| name.contains("metric.shop.")))
                .count()
        };
        // Those of dbt 1.5 are three, and a count that does not depend on the amount is none.
        let metrics = if version == "v9" { 3 } else { 5 };
        assert_eq!(reached(&house), metrics, "{version}");
        let again = house.run(&["crawl", &url, "--json"]).json();
        assert_eq!(
            (&again["added"], &again["changed"], &again["removed"]),
            (&json!(0), &json!(0), &json!(0)),
            "{version}"
        );
        let path = house.path("target/manifest.json");
        let mut manifest: Value =
            serde_json::from_slice(&std::fs::read(&path).expect("it is there")).expect("it is JSON");
        let lost = [("metrics", "metric.shop.paid_revenue"), ("nodes", "model.shop.metricflow_time_spine")];
        for (section, id) in lost {
            manifest[section].as_object_mut().expect("a map").remove(id).expect("it was there");
        }
        std::fs::write(&path, manifest.to_string()).expect("it is written");
        assert_eq!(house.run(&["crawl", &url, "--json"]).json()["removed"], 3, "{version}: a metric has a column");
        for (_, id) in lost {
            let shown = house.run(&["show", &format!("dbt/shop.\"{id}\""), "--json"]).json();
            assert_eq!(shown["removed"], true, "{version} {id}");
        }
        assert_eq!(reached(&house), metrics - 1, "{version}");
    }
}

#[test]
fn j9_impact_in_markdown_counts_kinds_and_folds_contracts() {
    let said = house().run(&["impact", "--columns", "orders.amount", "--markdown"]);
    assert!(said.out.contains("5 metrics") && said.out.contains("1 dashboard"), "{}", said.out);
    assert!(said.out.contains("<details><summary>Broken contracts (1)</summary>"), "{}", said.out);
    let text = house().run(&["impact", "--columns", "orders.amount"]).out;
    assert!(text.contains("contract of") && text.contains("1 contracts in all"), "{text}");
}

#[test]
fn j9_manifest_that_changes_nothing_breaks_nothing_of_the_semantic_layer() {
    let house = house();
    for base in [true, false] {
        let said = house.impact(&manifest(), base);
        assert_eq!(
            (said.code, &said.json()["total"], &said.json()["contracts_total"]),
            (0, &json!(0), &json!(0)),
            "{}",
            said.out
        );
    }
}

#[test]
fn j9_metric_that_is_gone_from_a_manifest_breaks_what_shows_it() {
    let house = house();
    let mut gone = manifest();
    gone["metrics"].as_object_mut().expect("a map").remove("metric.shop.revenue");
    for base in [true, false] {
        let said = house.impact(&gone, base);
        assert_eq!((said.code, said.of_kind("dashboard")), (1, vec!["sales".to_owned()]), "{base} {}", said.out);
        assert_eq!(said.json()["changes"][0]["kind"], "metric");
    }
    let mut unused = manifest();
    unused["metrics"].as_object_mut().expect("a map").remove("metric.shop.revenue_growth");
    let said = house.impact(&unused, false);
    assert_eq!((said.code, &said.json()["changes"][0]["change"]), (0, &json!("dropped")), "{}", said.out);
}

#[test]
fn j9_measure_that_the_manifest_mends_breaks_no_metric_and_a_contract_all_the_same() {
    let house = house();
    let mut renamed = manifest();
    let orders = &mut renamed["nodes"]["model.shop.orders"];
    let sql = orders["compiled_code"].as_str().expect("it is compiled").replace(" amount,", " amount as gross,");
    orders["compiled_code"] = sql.into();
    let columns = orders["columns"].as_object_mut().expect("a map");
    let mut column = columns.remove("amount").expect("it is there");
    column["name"] = "gross".into();
    columns.insert("gross".to_owned(), column);
    for base in [true, false] {
        let broken = house.impact(&renamed, base);
        assert_eq!((broken.code, broken.of_kind("metric")), (1, METRICS.map(str::to_owned).to_vec()), "{}", broken.out);
        let mut mended = renamed.clone();
        let model = mended["semantic_models"]["semantic_model.shop.orders"].to_string();
        let model = model.replace("\"amount", "\"gross");
        mended["semantic_models"]["semantic_model.shop.orders"] = serde_json::from_str(&model).expect("it is JSON");
        let said = house.impact(&mended, base);
        assert_eq!(said.of_kind("metric"), Vec::<String>::new(), "{base} {}", said.out);
        assert_eq!(
            said.breaches(),
            [("amount".to_owned(), "`shop.main.orders.amount` is dropped".to_owned())],
            "{base} {}",
            said.out
        );
    }
}

#[test]
fn j9_contract_that_a_manifest_takes_back_or_does_not_keep_is_broken() {
    let house = house();
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 4] = [
        (|node| node["contract"]["enforced"] = false.into(), "the proposal no longer keeps to the contract"),
        (
            |node| node["columns"]["order_id"]["constraints"] = json!([]),
            "the proposed contract no longer promises a value in `order_id`",
        ),
        (
            |node| node["columns"]["amount"]["data_type"] = "varchar".into(),
            "`amount` is promised as `varchar`, no longer as `decimal(10,2)`",
        ),
        (
            |node| node["columns"]["extra"] = json!({ "name": "extra", "data_type": "int" }),
            "the contract promises `extra`, and the proposed SQL does not yield it",
        ),
    ];
    for (change, why) in cases {
        let mut proposed = manifest();
        let node = &mut proposed["nodes"]["model.shop.orders"];
        node["config"]["contract"]["enforced"] = false.into();
        change(node);
        for base in [true, false] {
            let said = house.impact(&proposed, base);
            assert_eq!(said.code, 1, "{why} {}", said.out);
            assert!(said.breaches().iter().any(|(_, found)| found == why), "{why} {base}: {}", said.out);
        }
    }
}

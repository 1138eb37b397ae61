//! What jobs of every shape move where.

use serde_json::{Value, json};

use super::*;
use crate::datax::job::{self, Content};

/// The flow of a job with this reader, writer and transformers.
fn flow_of(reader: Value, writer: Value, transformers: Value) -> Flow {
    let text = json!({ "job": { "content": [{ "reader": reader, "writer": writer, "transformer": transformers }] } });
    match job::read("a.json", &text.to_string()) {
        Content::Job(job) => flow(&job),
        other => panic!("{other:?}"),
    }
}

fn mysql_reader(columns: Value, tables: Value) -> Value {
    json!({ "name": "mysqlreader", "parameter": {
        "username": "canary", "password": "canary", "column": columns,
        "connection": [{ "table": tables, "jdbcUrl": ["jdbc:mysql://src:3306/shop?user=canary"] }] } })
}

fn doris_writer(columns: Value, tables: Value) -> Value {
    json!({ "name": "doriswriter", "parameter": {
        "username": "canary", "password": "canary", "column": columns, "loadUrl": ["dw:8030"],
        "connection": [{ "table": tables, "jdbcUrl": "jdbc:mysql://dw:9030/", "selectedDatabase": "ods" }] } })
}

/// Edges as text: tables, and columns with what happens to them.
fn shown(flow: &Flow) -> Vec<String> {
    let marks = |pair: &DeclaredColumnEdge| match (pair.subtype.as_str(), pair.masking) {
        ("IDENTITY", false) => "",
        (_, false) => " changed",
        (_, true) => " masked",
    };
    let column = |pair: &DeclaredColumnEdge| format!("{}>{}{}", pair.upstream, pair.downstream, marks(pair));
    let edge = |edge: &DeclaredEdge| {
        let columns: Vec<String> = edge.columns.iter().map(column).collect();
        format!("{} > {}: {}", edge.upstream.path(), edge.downstream.path(), columns.join(" "))
    };
    flow.edges.iter().map(edge).collect()
}

#[test]
fn c1_columns_go_by_position() {
    let flow = flow_of(
        mysql_reader(json!(["id", "`name`", "'x'", "1"]), json!(["t1"])),
        doris_writer(json!(["k1", "k2", "k3", "k4"]), json!(["t"])),
        json!([]),
    );
    assert_eq!(shown(&flow), ["shop.t1 > ods.t: id>k1 name>k2"]);
    assert_eq!((flow.problems.len(), flow.queries.len()), (0, 0));
    assert_eq!(&*flow.edges[0].upstream.namespace, "mysql://src:3306");
    assert_eq!(&*flow.edges[0].downstream.namespace, "mysql://dw:9030");
}

#[test]
fn c2_several_tables_go_into_one() {
    let flow = flow_of(
        mysql_reader(json!(["a", "b"]), json!(["order_[00-01]", "crm.o"])),
        doris_writer(json!(["a", "b"]), json!(["o"])),
        json!([]),
    );
    let expected = ["shop.order_00 > ods.o: a>a b>b", "shop.order_01 > ods.o: a>a b>b", "crm.o > ods.o: a>a b>b"];
    assert_eq!(shown(&flow), expected);
}

#[test]
fn c2_as_many_tables_on_both_sides_go_one_to_one() {
    let flow =
        flow_of(mysql_reader(json!(["a"]), json!(["x", "y"])), doris_writer(json!(["a"]), json!(["x2,y2"])), json!([]));
    assert_eq!(shown(&flow), ["shop.x > ods.x2: a>a", "shop.y > ods.y2: a>a"]);
}

#[test]
fn c2_other_numbers_of_tables_or_columns_are_said_not_guessed() {
    let flow = flow_of(
        mysql_reader(json!(["a", "b"]), json!(["x", "y", "z"])),
        doris_writer(json!(["a", "b"]), json!(["p", "q"])),
        json!([]),
    );
    assert!(flow.edges.len() == 6 && flow.edges.iter().all(|edge| edge.columns.is_empty()));
    assert_eq!(flow.problems, ["it reads 3 tables and writes 2; which goes where only its run decides"]);
    let flow =
        flow_of(mysql_reader(json!(["a", "b"]), json!(["x"])), doris_writer(json!(["a"]), json!(["p"])), json!([]));
    assert_eq!(shown(&flow), ["shop.x > ods.p: "]);
    assert_eq!(flow.problems, ["it reads 2 columns and writes 1, so that no column is connected"]);
}

#[test]
fn c2_star_becomes_a_query_that_the_schema_answers() {
    let flow = flow_of(mysql_reader(json!(["*"]), json!(["x"])), doris_writer(json!(["*"]), json!(["p"])), json!([]));
    assert_eq!(shown(&flow), ["shop.x > ods.p: "]);
    let query = &flow.queries[0];
    assert_eq!((query.sql.as_str(), query.dialect.as_deref()), ("SELECT * FROM x", Some("mysql")));
    assert_eq!((query.namespace.as_str(), &query.defaults[..]), ("mysql://src:3306", &["shop".to_owned()][..]));
    assert_eq!((query.downstream.path().as_str(), query.columns.len()), ("ods.p", 0));
}

#[test]
fn c3_expressions_go_as_the_query_that_is_run() {
    let mut reader = mysql_reader(json!(["a", "concat(b, '-', c)", "null"]), json!(["x"]));
    reader["parameter"]["where"] = json!("day > '2024-01-01'");
    let flow = flow_of(reader, doris_writer(json!(["k", "l", "m"]), json!(["p"])), json!([]));
    let query = &flow.queries[0];
    assert_eq!(query.sql, "SELECT a, concat(b, '-', c), null FROM x WHERE day > '2024-01-01'");
    assert_eq!(query.columns, ["k", "l", "m"]);
    assert!(flow.written.is_empty());
}

#[test]
fn c3_query_of_the_job_overrides_table_and_columns() {
    let reader = json!({ "name": "oraclereader", "parameter": { "column": ["zzz"], "connection": [{
        "querySql": ["select a, b+c as d, 'x' from t join u on t.i = u.i;"], "table": ["zzz"],
        "jdbcUrl": ["jdbc:oracle:thin:canary/canary@//ora:1521/svc"] }] } });
    let flow = flow_of(reader, doris_writer(json!(["p", "q", "r"]), json!(["w"])), json!([]));
    assert!(flow.edges.is_empty());
    let query = &flow.queries[0];
    assert_eq!(query.sql, "select a, b+c as d, 'x' from t join u on t.i = u.i");
    assert_eq!((query.dialect.as_deref(), query.namespace.as_str()), (Some("oracle"), "oracle://ora:1521"));
    assert_eq!(flow.written.len(), 1);
}

#[test]
fn c3_transformers_mark_their_columns() {
    let transformers = json!([
        { "name": "dx_substr", "parameter": { "columnIndex": 0, "paras": ["1", "2"] } },
        { "name": "dx_replace", "parameter": { "columnIndex": 1, "paras": ["3", "4", "****"] } },
        { "name": "dx_filter", "parameter": { "columnIndex": 2, "paras": ["=", "canary"] } },
    ]);
    let columns = || json!(["a", "b", "c"]);
    let flow =
        flow_of(mysql_reader(columns(), json!(["x"])), doris_writer(columns(), json!(["p"])), transformers.clone());
    assert_eq!(shown(&flow), ["shop.x > ods.p: a>a changed b>b masked c>c"]);
    let flow = flow_of(mysql_reader(json!(["*"]), json!(["x"])), doris_writer(columns(), json!(["p"])), transformers);
    assert_eq!((&flow.queries[0].changed[..], &flow.queries[0].masked[..]), (&[0, 1][..], &[1][..]));
    let groovy = json!([{ "name": "dx_groovy", "parameter": { "code": "canary" } }]);
    let flow = flow_of(mysql_reader(columns(), json!(["x"])), doris_writer(columns(), json!(["p"])), groovy);
    assert_eq!(shown(&flow), ["shop.x > ods.p: a>a changed b>b changed c>c changed"]);
}

#[test]
fn c1_half_job_is_partial() {
    let flow = flow_of(mysql_reader(json!(["a"]), json!(["x"])), json!({}), json!([]));
    assert!(flow.edges.is_empty());
    assert_eq!(flow.problems, ["the job is partial: its writer is empty"]);
}

#[test]
fn stream_moves_nothing() {
    let reader = json!({ "name": "streamreader", "parameter": { "column": [{ "value": "x", "type": "string" }] } });
    let flow = flow_of(reader, doris_writer(json!(["a"]), json!(["p"])), json!([]));
    assert_eq!((flow.edges.len(), flow.queries.len(), flow.problems.len()), (0, 0, 0));
}

#[test]
fn c1_other_systems_connect_by_name_where_they_have_names() {
    let mongo = json!({ "name": "mongodbreader", "parameter": {
        "address": ["m:27017"], "dbName": "d", "collectionName": "c", "userPassword": "canary",
        "column": [{ "name": "_id", "type": "string" }, { "name": "n", "type": "int" }] } });
    let flow = flow_of(mongo, doris_writer(json!(["id", "n"]), json!(["p"])), json!([]));
    assert_eq!(shown(&flow), ["d.c > ods.p: _id>id n>n"]);
    let csv = json!({ "name": "txtfilereader", "parameter": { "path": ["/in/a.csv"],
        "column": [{ "index": 0, "type": "long" }, { "value": "x", "type": "string" }] } });
    let flow = flow_of(csv, doris_writer(json!(["id", "n"]), json!(["p"])), json!([]));
    assert_eq!(shown(&flow), ["\"/in/a.csv\" > ods.p: "]);
    assert_eq!(flow.problems.len(), 0);
}

#[test]
fn c2_parameters_are_kept_and_said() {
    let flow =
        flow_of(mysql_reader(json!(["a"]), json!(["t_${day}"])), doris_writer(json!(["a"]), json!(["p"])), json!([]));
    assert_eq!(shown(&flow), ["shop.t_${day} > ods.p: a>a"]);
    assert_eq!(flow.problems, ["the reader is parameterised; its names are kept as they are written"]);
}

#[test]
fn unknown_plug_in_and_address_are_said() {
    let flow = flow_of(
        json!({ "name": "weirdreader", "parameter": { "url": "canary" } }),
        json!({ "name": "mysqlwriter", "parameter": { "connection": [{ "jdbcUrl": "canary", "table": ["t"] }] } }),
        json!([]),
    );
    let expected =
        ["the reader is a plug-in that is not known", "the writer's `jdbcUrl` names no server that is understood"];
    assert_eq!(flow.problems, expected);
}

#[test]
fn threat_20_many_tables_times_many_columns_stay_within_bounds() {
    let columns: Vec<String> = (0..1000).map(|number| format!("c{number}")).collect();
    let flow = flow_of(
        mysql_reader(json!(columns), json!(["t[0-9998]"])),
        doris_writer(json!(columns), json!(["p"])),
        json!([]),
    );
    assert_eq!(flow.edges.len(), 9999);
    assert_eq!(flow.edges.iter().map(|edge| edge.columns.len()).sum::<usize>(), MAX_PAIRS);
    assert_eq!(flow.problems, [format!("it has more than {MAX_PAIRS} pairs of columns; the others are left out")]);
}

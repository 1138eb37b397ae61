//! What a crawl says of folders of files.

use std::sync::Arc;

use catalog::{AssetKind, Details, Record};
use datafusion::arrow::array::{ArrayRef, Float64Array, Int32Array, Int64Array, StringArray, StructArray};
use datafusion::arrow::datatypes::{DataType, Field};
use serde_json::json;

use crate::{
    folders::place::{Place, link},
    support::records::statistics,
};

fn ints(values: &[i32]) -> ArrayRef {
    Arc::new(Int32Array::from(values.to_vec()))
}

fn longs(values: &[i64]) -> ArrayRef {
    Arc::new(Int64Array::from(values.to_vec()))
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

#[tokio::test]
async fn b5_partitioned_folder_is_one_container_with_keys_files_bytes_and_a_merged_schema() {
    let place = Place::new();
    place.parquet("sales/dt=2024-01-01/a.parquet", vec![("id", longs(&[1, 2])), ("amount", ints(&[5, 6]))]);
    place.parquet("sales/dt=2024-01-02/b.parquet", vec![("id", longs(&[3])), ("note", texts(&["x"]))]);
    place.write("sales/_SUCCESS", "").write("sales/dt=2024-01-01/.a.parquet.crc", "x");
    let crawled = place.crawl().await;
    let sales = place.name("sales");
    assert_eq!(crawled.tables(), [place.name("").as_str(), &sales]);
    let Details::Container(details) = crawled.details(AssetKind::Container, &sales) else { panic!("no container") };
    assert_eq!((details.partition_keys.as_slice(), details.files.unwrap().0), (&["dt".to_owned()][..], 2));
    assert_eq!((details.path.as_str(), details.formats.as_slice()), (sales.as_str(), &["parquet".to_owned()][..]));
    assert_eq!(
        crawled.columns(&sales),
        [
            ("id", "bigint", false, false),
            ("amount", "integer", true, false),
            ("note", "string", true, false),
            ("dt", "date", true, true)
        ]
    );
    let measured = statistics(&crawled.records, &[&sales]);
    let bytes = ["a.parquet", "b.parquet"].iter().zip(["01", "02"]);
    let bytes = bytes.map(|(file, day)| {
        std::fs::metadata(place.path().join(format!("sales/dt=2024-01-{day}/{file}"))).unwrap().len()
    });
    assert_eq!(measured.row_count, Some(3));
    assert_eq!(measured.size_bytes, Some(i64::try_from(bytes.sum::<u64>()).unwrap()));
    assert!(measured.written_at.is_some() && !measured.is_estimate);
    assert!(crawled.is_complete());
}

#[tokio::test]
async fn b5_file_with_a_different_type_is_flagged_and_the_types_are_widened() {
    let place = Place::new();
    place.parquet("t/part-0.parquet", vec![("id", ints(&[1])), ("x", ints(&[1]))]);
    place.parquet("t/part-1.parquet", vec![("id", longs(&[2])), ("x", texts(&["two"]))]);
    let crawled = place.crawl().await;
    let table = place.name("t");
    assert_eq!(crawled.columns(&table), [("id", "bigint", false, false), ("x", "string", false, false)]);
    assert_eq!(
        crawled.notes(&table),
        [
            "column `id` is integer in `t/part-0.parquet`, bigint in `t/part-1.parquet`; it is read as bigint",
            "column `x` is integer in `t/part-0.parquet`, string in `t/part-1.parquet`; it is read as string"
        ]
    );
    assert!(crawled.records.iter().any(|record| matches!(record, Record::Note { is_warning: true, .. })));
    assert_eq!(place.rows("SELECT id, x FROM \"t\" ORDER BY id").await, json!([[1, "1"], [2, "two"]]));
}

#[tokio::test]
async fn b5_csv_is_read_in_its_own_encoding_separator_and_types() {
    let place = Place::new();
    let text = "编号;姓名;金额;下单时间;邮编\n1;张三;10.5;2024-01-02 03:04:05;0102\n2;李四;;2024-01-03 00:00:00;0203\n";
    place.write("orders.csv", encoding_rs::GB18030.encode(text).0);
    let crawled = place.crawl().await;
    let orders = place.name("orders.csv");
    assert!(
        matches!(crawled.details(AssetKind::File, &orders), Details::File(file) if file.format.as_deref() == Some("csv"))
    );
    assert_eq!(
        crawled.columns(&orders),
        [
            ("编号", "bigint", true, false),
            ("姓名", "string", true, false),
            ("金额", "double", true, false),
            ("下单时间", "timestamp(6)", true, false),
            ("邮编", "string", true, false)
        ]
    );
    let asked =
        place.rows("SELECT \"姓名\", \"金额\", \"下单时间\", \"邮编\" FROM \"orders.csv\" ORDER BY \"编号\"").await;
    assert_eq!(
        asked,
        json!([["张三", 10.5, "2024-01-02 03:04:05", "0102"], ["李四", null, "2024-01-03 00:00:00", "0203"]])
    );
}

#[tokio::test]
async fn b5_json_lines_lists_and_packed_files_have_nested_columns() {
    let place = Place::new();
    place.write(
        "e/part-0.jsonl",
        "{\"id\": 1, \"who\": {\"name\": \"a\", \"age\": 3}}\n{\"id\": 2, \"tags\": [\"x\"]}\n",
    );
    place.write("e/part-1.json", "[{\"id\": 3, \"who\": {\"name\": \"c\"}},\n {\"id\": 4}]");
    place.write_packed("e/part-2.json.gz", "{\"id\": 5.5}");
    let crawled = place.crawl().await;
    let table = place.name("e");
    let columns = crawled.columns(&table);
    let of = |name: &str| columns.iter().find(|column| column.0 == name).unwrap().1;
    assert_eq!((of("id"), of("tags")), ("double", "array<string>"));
    assert_eq!(of("who"), "struct<age: bigint, name: string>");
    let asked = place.rows("SELECT id, get_field(who, 'name') FROM e ORDER BY id").await;
    assert_eq!(asked, json!([[1.0, "a"], [2.0, null], [3.0, "c"], [4.0, null], [5.5, null]]));
}

#[tokio::test]
async fn b5_structs_of_parquet_keep_their_fields() {
    let place = Place::new();
    let inner = StructArray::from(vec![(Arc::new(Field::new("zip", DataType::Int32, true)), ints(&[7]))]);
    place.parquet("p.parquet", vec![("id", ints(&[1])), ("address", Arc::new(inner))]);
    let crawled = place.crawl().await;
    let column = crawled.assets.column(&[&place.name("p.parquet"), "address"]);
    assert_eq!(column.data_type.fields[0].name, "zip");
    assert_eq!(column.data_type.text, "struct<zip: integer>");
}

#[tokio::test]
async fn b5_unlike_files_of_one_folder_are_tables_of_their_own() {
    let place = Place::new();
    place.write("users.csv", "id,name\n1,a\n").write("orders.csv", "number,amount,at\n1,2,2024-01-01\n");
    place.write("x/one.csv", "id,name\n1,a\n").write("x/two.csv", "id,name,more\n2,b,c\n");
    let crawled = place.crawl().await;
    let expected = ["", "orders.csv", "users.csv", "x"].map(|table| place.name(table));
    assert_eq!(crawled.tables(), expected);
    assert_eq!(crawled.notes(&place.name("x")), ["column `more` is missing in 1 of 2 files"]);
    let each = place.crawl_with(json!({ "layout": "files", "include_tables": ["x/*"] })).await;
    assert_eq!(each.tables(), ["", "x/one.csv", "x/two.csv"].map(|table| place.name(table)));
}

#[tokio::test]
async fn b5_patterns_choose_tables_and_say_what_is_covered() {
    let place = Place::new();
    place.write("a/x.csv", "id\n1\n").write("b.csv", "id\n1\n").write("tmp/c.csv", "id\n1\n");
    let more = json!({ "include_tables": ["a/*", "*.csv"], "exclude_tables": ["tmp/*"] });
    let crawled = place.crawl_with(more.clone()).await;
    assert_eq!(crawled.tables(), ["", "a/x.csv", "b.csv"].map(|table| place.name(table)));
    let source = place.connector(more);
    let covers = |path: &str| source.covers(&catalog::Name::new("file", [place.name(path)]), AssetKind::File);
    assert!(covers("a/gone.csv") && !covers("tmp/c.csv"));
    let elsewhere = catalog::Name::new("file", [format!("{}x/a.csv", place.name(""))]);
    assert!(!source.covers(&elsewhere, AssetKind::File), "a folder beside, whose name begins alike");
}

#[tokio::test]
async fn b5_ten_thousand_files_are_one_table_in_bounded_time() {
    let place = Place::new();
    place.write("t/part-0.csv", "id,name\n0,a\n");
    for number in 1..10_000 {
        std::fs::write(place.path().join(format!("t/part-{number}.csv")), format!("id,name\n{number},b\n")).unwrap();
    }
    let crawl = tokio::time::timeout(std::time::Duration::from_secs(120), place.crawl()).await.unwrap();
    let table = place.name("t");
    let Details::Container(details) = crawl.details(AssetKind::Container, &table) else { panic!("no container") };
    assert_eq!(details.files.unwrap().0, 10_000);
    assert_eq!(crawl.columns(&table).len(), 2);
    assert!(crawl.is_complete());
    assert_eq!(place.rows("SELECT count(*), sum(id) FROM \"t\"").await, json!([[10_000, 49_995_000]]));
}

#[tokio::test]
async fn b5_links_lead_nowhere() {
    let (place, outside) = (Place::new(), Place::new());
    outside.write("secret.csv", "a\n1\n");
    place.write("in.csv", "a\n1\n");
    link(&place.path().join("out"), &outside.path());
    link(&place.path().join("out.csv"), &outside.path().join("secret.csv"));
    assert_eq!(place.crawl().await.tables(), ["", "in.csv"].map(|table| place.name(table)));
    let path = outside.name("secret.csv");
    let refused = place.ask(&format!("SELECT * FROM \"{path}\"")).await.unwrap_err();
    assert!(refused.to_string().contains("there is no table"), "{refused}");
}

#[tokio::test]
async fn b5_second_crawl_after_a_change_of_a_value_says_the_same_columns() {
    let place = Place::new();
    place.parquet("t/part-0.parquet", vec![("x", Arc::new(Float64Array::from(vec![1.5])) as ArrayRef)]);
    let before = place.crawl().await.assets.0;
    place.parquet("t/part-0.parquet", vec![("x", Arc::new(Float64Array::from(vec![2.5, 3.5])) as ArrayRef)]);
    assert_eq!(before, place.crawl().await.assets.0, "how large a table is is no change of what it is");
}

//! Broken and hostile files: each is one line, costs little, and the others are read.

use std::sync::Arc;

use catalog::{ErrorKind, Fault};
use datafusion::arrow::{
    array::{ArrayRef, Int64Array, RecordBatch},
    datatypes::{DataType, Field, Schema},
};
use serde_json::json;

use crate::folders::place::{Place, parquet_bytes};

fn small() -> Vec<u8> {
    let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
    parquet_bytes(&RecordBatch::try_from_iter(vec![("id", ids)]).unwrap())
}

#[tokio::test]
async fn threat_20_broken_files_are_a_line_each_and_the_others_are_read() {
    let place = Place::new();
    let whole = small();
    let mut long_end = whole.clone();
    let end = long_end.len();
    long_end[end - 8..end - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut rotten = whole.clone();
    for byte in &mut rotten[end - 60..end - 8] {
        *byte = 0xff;
    }
    place.write("t/part-0.parquet", &whole).write("t/part-1.parquet", &whole[..end / 2]);
    place.write("t/part-2.parquet", long_end).write("t/part-3.parquet", rotten).write("t/part-4.parquet", b"PAR1");
    let crawled = place.crawl().await;
    let table = place.name("t");
    assert_eq!(crawled.columns(&table).len(), 1);
    let failures = crawled.failures();
    assert_eq!(failures.len(), 4, "{failures:?}");
    assert!(failures.iter().all(|(scope, _)| scope.last() == table));
    for (number, said) in [(1, "cut off"), (2, "are read"), (3, "damaged"), (4, "no Parquet file")] {
        let (_, line) = failures[number - 1];
        assert!(line.contains(&format!("t/part-{number}.parquet")) && line.contains(said), "{line}");
    }
    assert!(crawled.is_complete(), "what is beside the table is judged");
    let refused = place.ask("SELECT count(*) FROM \"t\"").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Unavailable, "a part of the rows is no answer");
}

#[tokio::test]
async fn threat_20_table_of_broken_files_alone_is_doubtful_and_not_gone() {
    let place = Place::new();
    place.write("t/part-0.parquet", "no parquet at all").write("u.json", "[1, 2]").write("v.csv.gz", "not packed");
    let crawled = place.crawl().await;
    assert_eq!(crawled.tables(), [place.name("")]);
    let doubtful: Vec<&str> = crawled.failures().iter().map(|(scope, _)| scope.last()).collect();
    assert_eq!(doubtful, ["t", "u.json", "v.csv.gz"].map(|table| place.name(table)));
}

#[tokio::test]
async fn threat_20_too_many_columns_are_said_and_not_read() {
    let place = Place::new();
    let fields: Vec<Field> = (0..10_001).map(|number| Field::new(format!("c{number}"), DataType::Int8, true)).collect();
    place.write("wide.parquet", parquet_bytes(&RecordBatch::new_empty(Arc::new(Schema::new(fields)))));
    place.write("wide.csv", format!("{}x\n", "x,".repeat(20_000)));
    let fields: Vec<String> = (0..10_001).map(|number| format!("\"c{number}\": 1")).collect();
    place.write("wide.json", format!("{{{}}}", fields.join(",")));
    let crawled = place.crawl().await;
    let failures = crawled.failures();
    assert_eq!(failures.len(), 3, "{failures:?}");
    assert!(failures.iter().all(|(_, line)| line.contains("10000") || line.contains("20001")), "{failures:?}");
}

#[tokio::test]
async fn threat_20_endless_line_and_packed_emptiness_cost_little() {
    let place = Place::new();
    place.write("l/line.csv", "a,b\n1,".to_owned() + &"x".repeat(20 << 20));
    place.write("q/quote.csv", "a,b\n1,2\n3,\"".to_owned() + &"x,y\n".repeat(5 << 20));
    place.write_packed("p/packed.csv.gz", "y".repeat(30 << 20));
    let crawled = place.crawl().await;
    assert_eq!(crawled.tables(), ["", "l/line.csv", "q/quote.csv"].map(|table| place.name(table)));
    assert!(crawled.failures()[0].1.contains("too long"), "{:?}", crawled.failures());
    for table in ["l/line.csv", "q/quote.csv"] {
        let refused = place.ask(&format!("SELECT count(*) FROM \"{table}\"")).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Unavailable);
        assert!(refused.to_string().contains("a quote may never be closed"), "{refused}");
    }
}

#[tokio::test]
async fn threat_16_hostile_names_of_files_and_columns_stay_names() {
    let place = Place::new();
    let names = [
        "a.b",
        "quote\"d",
        "it's; DROP TABLE x; --",
        "back\\slash",
        " blank",
        "表名",
        "%_*?[a]{b}",
        "a=b",
        "50%25",
        "#",
    ];
    for name in names {
        place.write(&format!("{name}.csv"), format!("\"{}\"\n1\n", name.replace('"', "\"\"")));
        let column: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        place.parquet(&format!("{name}.parquet"), vec![(name, column)]);
    }
    let crawled = place.crawl().await;
    assert_eq!(crawled.failures(), []);
    for name in names {
        for (file, column) in [(format!("{name}.csv"), name.trim()), (format!("{name}.parquet"), name)] {
            let table = place.name(&file);
            assert_eq!(crawled.columns(&table)[0].0, column);
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let sql = format!("SELECT {} FROM {}", quoted(column), quoted(&table));
            assert_eq!(place.rows(&sql).await, json!([[1]]), "{sql}");
        }
    }
}

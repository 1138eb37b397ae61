//! The tables of the other sources as files: Parquet, CSV and JSON.

use std::{fs::File, path::Path, sync::Arc};

use datafusion::{
    arrow::array::{
        ArrayRef, Date32Array, Decimal128Array, Float64Array, Int32Array, RecordBatch, StringArray,
        TimestampMicrosecondArray,
    },
    parquet::arrow::ArrowWriter,
};

/// Writes a Parquet file.
pub(crate) fn parquet(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.unwrap();
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

/// The ten orders, or the first so many, as the other sources have them.
pub(crate) fn orders(path: &Path, rows: usize) {
    let emails = [
        Some("ana@example.com"),
        Some("bob@example.com"),
        Some("ana@example.com"),
        Some("cara@example"),
        Some(""),
        None,
        Some("dan@example.com"),
        Some("王@example.com"),
        Some("eve@example.com"),
        Some("fay@example.com"),
    ];
    let states = ["new", "paid", "paid", "sent", "sent", "lost", "", "new", "new", "paid"];
    let states = states.map(|state| Some(state).filter(|state| !state.is_empty()));
    let amounts = [10, 20, 30, 40, 50, 60, 70, 0, -5].map(|amount| Some(amount * 100));
    let amounts = amounts.into_iter().chain([None]);
    // 2026-01-01 is day 20,454; the day of order 5 is not known.
    let paid = [2, 3, 3, 5, 0, 1, 8, 9, 10, 11].map(|day| (day > 0).then_some(20_453 + day));
    let created = (0..10_i64).map(|day| (20_454 + day) * 86_400_000_000 + 8 * 3_600_000_000);
    let scores = (1_i32..=10).map(|id| f64::from(id) + 0.5);
    let amounts: Decimal128Array = amounts.take(rows).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new((1..=10).take(rows).collect::<Int32Array>())),
        ("email", Arc::new(emails.into_iter().take(rows).collect::<StringArray>())),
        ("status", Arc::new(states.into_iter().take(rows).collect::<StringArray>())),
        ("amount", Arc::new(amounts.with_precision_and_scale(10, 2).unwrap())),
        ("created", Arc::new(TimestampMicrosecondArray::from_iter_values(created.take(rows)))),
        ("paid", Arc::new(paid.into_iter().take(rows).collect::<Date32Array>())),
        ("score", Arc::new(scores.take(rows).collect::<Float64Array>())),
    ];
    parquet(path, columns);
}

/// What `exists_in` and `table_diff` look at.
pub(crate) fn beside(folder: &Path) {
    std::fs::write(folder.join("statuses.csv"), "name,rank\nnew,1\npaid,2\nsent,3\n,4\n").unwrap();
    let copied = r#"{"id":1,"status":"new","amount":11.0}
{"id":2,"status":"paid","amount":20.0}
{"id":3,"status":"paid","amount":30.0}
{"id":4,"status":"sent","amount":40.0}
{"id":5,"status":"sent","amount":50.0}
{"id":6,"status":"lost","amount":60.0}
{"id":7,"status":null,"amount":70.0}
{"id":8,"status":"new","amount":0.0}
{"id":9,"status":"new","amount":-5.0}
{"id":11,"status":"new","amount":1.0}
"#;
    std::fs::write(folder.join("copied.json"), copied).unwrap();
}

/// Texts with a form, as text files have them.
pub(crate) const PEOPLE: &str = "card,born,phone,ip,uid,place,lon,lat
11010519491231002X,2024-02-29,13800138000,10.0.0.1,123e4567-e89b-12d3-a456-426614174000,Paris,2.30,48.85
110105194912310021,2023-02-29,12345,::1,123e4567,Paris,3.35,48.86
440524188001010014,2024-13-01,+8613800138000,256.1.1.1,,Rome,12.5,41.9
110105194913310020,2024-12-31,,2001:db8::ff00:42:8329,x,Oslo,,59.9
,2024-1-1,+1 555,1::2::3,123E4567-E89B-12D3-A456-426614174000,Bern,7.4,46.9
";

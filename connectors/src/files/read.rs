//! Reads a folder into records: the folder, its tables with their columns, and what was measured.

use catalog::{
    AssetKind, AssetRecord, Details, Name, Record, Statistics,
    kinds::{
        column::ColumnDetails,
        container::{ContainerDetails, FileDetails},
    },
};
use datafusion::arrow::datatypes::Field;

use super::{
    Files, Listed,
    data_type::data_type,
    table::{self, Table},
};
use crate::{crawl::Sink, error::Result};

pub(super) async fn read(source: &Files, sink: Sink) -> Result<()> {
    let listed = source.list().await?;
    if listed.tables.iter().all(|table| !table.place.is_empty()) {
        sink.say(AssetRecord::new(source.name_of(""), Details::Container(around(source, &listed)))).await;
    }
    for found in listed.tables {
        let name = source.name_of(&found.place);
        let (store, header) = (listed.store.clone(), source.header);
        match tokio::task::spawn_blocking(move || table::read(&store, found, header)).await {
            Ok(table) => say(&sink, name, table).await,
            Err(cause) => sink.scope_unread(name, format!("its files cannot be read: {cause}")).await,
        }
    }
    say_end(&sink, source, listed.unread).await;
    Ok(())
}

/// Says that everything was read, or what was not.
async fn say_end(sink: &Sink, source: &Files, unread: Vec<(String, String)>) {
    let everything = source.everything();
    if unread.is_empty() {
        sink.scope_read(everything.clone()).await;
    }
    for (place, problem) in unread {
        sink.scope_unread(everything.clone(), format!("`{}/{place}`: {problem}", source.root.shown())).await;
    }
}

/// The folder itself, when it is no table.
fn around(source: &Files, listed: &Listed) -> ContainerDetails {
    let mut formats: Vec<String> = listed.tables.iter().map(|table| table.format.code().to_owned()).collect();
    formats.sort_unstable();
    formats.dedup();
    let files: usize = listed.tables.iter().map(|table| table.files.len()).sum();
    ContainerDetails { path: source.root.shown(), formats, partition_keys: Vec::new(), files: Some(files.into()) }
}

async fn say(sink: &Sink, name: Name, table: Table) {
    let size_bytes: u64 = table.found.files.iter().map(|file| file.size_bytes).sum();
    for problem in &table.unread {
        sink.scope_unread(name.clone(), problem.clone()).await;
    }
    if table.files.is_empty() {
        return;
    }
    let (path, format) = (name.last().to_owned(), table.found.format.code().to_owned());
    let details = if table.found.is_folder {
        let partition_keys = table.found.keys.clone();
        let files = Some(table.found.files.len().into());
        Details::Container(ContainerDetails { path, formats: vec![format], partition_keys, files })
    } else {
        // How large it is is measured, and no change of what it is.
        Details::File(FileDetails { path, format: Some(format), size_bytes: None })
    };
    let kind = details.kind();
    sink.say(AssetRecord::new(name.clone(), details)).await;
    let columns = table.columns.iter().map(|field| (field, None));
    let columns = columns.chain(table.keys.iter().map(|field| (field, Some("partition".to_owned()))));
    for (place, (field, generation)) in columns.enumerate() {
        let record = column(&name, place, field, generation);
        if let Err(problem) = record.name.validate() {
            sink.note(name.clone(), format!("column {} is left out: {problem}", place + 1), true).await;
            continue;
        }
        sink.say(record).await;
    }
    for difference in &table.differences {
        sink.note(name.clone(), difference.clone(), true).await;
    }
    let statistics = Statistics {
        row_count: table.rows(),
        size_bytes: i64::try_from(size_bytes).ok(),
        written_at: table.written().map(Into::into),
        ..Statistics::default()
    };
    sink.say(Record::Statistics { name, kind, statistics }).await;
}

fn column(table: &Name, place: usize, field: &Field, generation: Option<String>) -> AssetRecord {
    let details = ColumnDetails {
        data_type: data_type(field.data_type()),
        is_nullable: field.is_nullable(),
        position: u32::try_from(place + 1).unwrap_or(u32::MAX),
        generation,
        ..ColumnDetails::default()
    };
    AssetRecord::new(table.child(field.name()), Details::Column(details))
}

/// Whether an asset of this kind is a table of files.
pub(super) const fn is_table(kind: AssetKind) -> bool {
    matches!(kind, AssetKind::Container | AssetKind::File)
}

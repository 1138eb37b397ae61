//! Which files of a folder are one table.
//!
//! A folder below which folders are named `key=value` is one. Else a folder is one when its files of one format look like
//! parts of one: names that differ in numbers, dates and identifiers alone, or the same columns by and large. What is
//! left are tables of one file each.

use std::{collections::BTreeMap, time::SystemTime};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    format::{self, Format},
    partition,
};

/// How files become tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Layout {
    /// A folder is a table when its files look like parts of one.
    #[default]
    #[schemars(title = "As the files look", extend("x-title-zh" = "自动判断"))]
    Auto,
    /// Every folder that has files is a table.
    #[schemars(title = "A table for each folder", extend("x-title-zh" = "每个目录一张表"))]
    Folders,
    /// Every file is a table.
    #[schemars(title = "A table for each file", extend("x-title-zh" = "每个文件一张表"))]
    Files,
}

/// A file that holds rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundFile {
    /// The path from the folder.
    pub(super) path: String,
    pub(super) format: Format,
    /// Whether it is packed with gzip.
    pub(super) is_packed: bool,
    pub(super) size_bytes: u64,
    pub(super) written: Option<SystemTime>,
}

/// A table: a folder of files, or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundTable {
    /// The path from the folder; empty for the folder itself.
    pub(super) place: String,
    /// Whether it is a folder of files.
    pub(super) is_folder: bool,
    pub(super) format: Format,
    pub(super) files: Vec<FoundFile>,
    /// The keys that folders in it are named by, in order.
    pub(super) keys: Vec<String>,
}

/// The tables that files make, by place. `are_alike` tells of files of one folder and format whether they have the same
/// columns by and large.
pub(super) fn tables(
    files: Vec<FoundFile>,
    layout: Layout,
    are_alike: impl Fn(&[FoundFile]) -> bool,
) -> Vec<FoundTable> {
    let mut folders: BTreeMap<String, BTreeMap<Format, Vec<FoundFile>>> = BTreeMap::new();
    for file in files {
        let base = match layout {
            Layout::Files => file.path.rsplit_once('/').map_or("", |(folder, _)| folder),
            _ => partition::split(&file.path).0,
        };
        folders.entry(base.to_owned()).or_default().entry(file.format).or_default().push(file);
    }
    let mut tables = Vec::new();
    for (place, formats) in folders {
        // Only one format can have the folder's name; the one with the most files does.
        let main = formats.iter().max_by_key(|(_, files)| files.len()).map(|(format, _)| *format);
        for (format, files) in formats {
            if Some(format) == main && is_one_table(&files, layout, &are_alike) {
                tables.push(folder(place.clone(), format, files));
            } else {
                tables.extend(files.into_iter().map(single));
            }
        }
    }
    tables.sort_by(|left, right| left.place.cmp(&right.place));
    tables
}

fn is_one_table(files: &[FoundFile], layout: Layout, are_alike: impl Fn(&[FoundFile]) -> bool) -> bool {
    match (layout, files) {
        (Layout::Files, _) => false,
        (Layout::Folders, _) => true,
        (Layout::Auto, files) if files.iter().any(|file| !partition::split(&file.path).1.is_empty()) => true,
        (Layout::Auto, [single]) => format::is_part(&single.path),
        (Layout::Auto, files) => {
            let first = format::stem(&files[0].path);
            files.iter().all(|file| format::stem(&file.path) == first) || are_alike(files)
        }
    }
}

fn folder(place: String, format: Format, files: Vec<FoundFile>) -> FoundTable {
    let mut keys: Vec<String> = Vec::new();
    for (key, _) in files.iter().flat_map(|file| partition::split(&file.path).1) {
        if !keys.contains(&key) && keys.len() < partition::MOST_KEYS {
            keys.push(key);
        }
    }
    FoundTable { place, is_folder: true, format, files, keys }
}

fn single(file: FoundFile) -> FoundTable {
    FoundTable { place: file.path.clone(), is_folder: false, format: file.format, files: vec![file], keys: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::{
        super::store::{Entry, Store},
        *,
    };

    fn files(paths: &[&str]) -> Vec<FoundFile> {
        let file = |path: &&str| {
            let store = Store::Folder(std::sync::Arc::from(std::path::Path::new("/nowhere")));
            let entry = Entry { path: (*path).to_owned(), size_bytes: 1, written: None };
            let (format, is_packed) = format::of(&store, &entry).unwrap();
            FoundFile { path: (*path).to_owned(), format, is_packed, size_bytes: 1, written: None }
        };
        paths.iter().map(file).collect()
    }

    fn places(paths: &[&str], layout: Layout, are_alike: bool) -> Vec<String> {
        tables(files(paths), layout, |_| are_alike).into_iter().map(|table| table.place).collect()
    }

    #[test]
    fn b5_partition_folders_are_keys_of_the_folder_around_them() {
        let paths = ["sales/dt=1/a.parquet", "sales/dt=2/region=eu/b.parquet", "sales/c.parquet"];
        let found = tables(files(&paths), Layout::Auto, |_| false);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].place.as_str(), found[0].is_folder, found[0].files.len()), ("sales", true, 3));
        assert_eq!(found[0].keys, ["dt", "region"]);
    }

    #[test]
    fn b5_files_that_look_like_parts_are_one_table_and_others_are_many() {
        assert_eq!(places(&["a/o_1.csv", "a/o_2.csv"], Layout::Auto, false), ["a"]);
        assert_eq!(places(&["a/orders.csv", "a/users.csv"], Layout::Auto, false), ["a/orders.csv", "a/users.csv"]);
        assert_eq!(places(&["a/x.csv", "a/y.csv"], Layout::Auto, true), ["a"]);
        assert_eq!(places(&["a/x.csv"], Layout::Auto, true), ["a/x.csv"]);
        assert_eq!(places(&["a/part-0.parquet"], Layout::Auto, false), ["a"]);
        assert_eq!(places(&["x.csv", "b/y.csv"], Layout::Folders, false), ["", "b"]);
        assert_eq!(places(&["a/dt=1/x.csv"], Layout::Files, false), ["a/dt=1/x.csv"]);
    }

    #[test]
    fn b5_format_with_the_most_files_has_the_name_of_the_folder() {
        let paths = ["a/1.csv", "a/2.csv", "a/1.json"];
        assert_eq!(places(&paths, Layout::Auto, false), ["a", "a/1.json"]);
    }
}

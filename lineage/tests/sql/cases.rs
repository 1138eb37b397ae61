//! One statement a file, and its edges in a snapshot beside it.
//!
//! Comments at the top of a file tell the schema (`-- schema: table(column, …)`)
//! and what completes names (`-- path: database.schema`).

use std::path::{Path, PathBuf};

use lineage::sql::Dialect;

use crate::support::{Tables, analyze_with, describe};

/// A case as its file tells it.
pub(crate) struct Case {
    name: String,
    folder: PathBuf,
    dialect: Dialect,
    pub(crate) sql: String,
}

/// Every case, in the order of names.
pub(crate) fn all() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql/cases");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(&root).expect("there are folders of cases") {
        let folder = entry.expect("the folders can be listed").path();
        let dialect = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        for entry in std::fs::read_dir(&folder).expect("each dialect has a folder of cases") {
            let path = entry.expect("the folder can be listed").path();
            if path.extension().is_some_and(|extension| extension == "sql") {
                cases.push(Case {
                    name: path.file_stem().expect("a case has a name").to_string_lossy().into_owned(),
                    folder: folder.clone(),
                    dialect: Dialect::from_name(&dialect).expect("folders are called by dialects"),
                    sql: std::fs::read_to_string(&path).expect("a case can be read"),
                });
            }
        }
    }
    cases.sort_by(|one, other| (&one.folder, &one.name).cmp(&(&other.folder, &other.name)));
    cases
}

impl Case {
    fn edges(&self) -> String {
        let tell = |key: &'static str| self.sql.lines().filter_map(move |line| line.strip_prefix(key));
        let schema = Tables::parse(tell("-- schema:"));
        let path: Vec<String> = tell("-- path:").flat_map(|path| path.trim().split('.')).map(str::to_owned).collect();
        let script = analyze_with(&self.sql, self.dialect, &schema, &path);
        script.statements.iter().map(describe).collect::<Vec<_>>().join("\n")
    }
}

#[test]
fn every_case_has_the_edges_of_its_snapshot() {
    for case in all() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&case.folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(case.name.as_str(), case.edges()));
    }
}

//! The SQL that reading is measured with: what the engine is tested with, every dialect.

use lineage::{bench::SqlText, sql::Dialect};
use rust_embed::RustEmbed;

/// Scripts in folders that are called by their dialects.
#[derive(RustEmbed)]
#[folder = "lineage/tests/sql/cases"]
#[include = "*.sql"]
struct Cases;

/// Every script, in the order of names.
pub(super) fn texts() -> Vec<SqlText> {
    let mut names: Vec<_> = Cases::iter().collect();
    names.sort_unstable();
    names.iter().filter_map(|name| text(name)).collect()
}

fn text(name: &str) -> Option<SqlText> {
    let dialect = Dialect::from_name(name.split('/').next()?)?;
    let sql = String::from_utf8(Cases::get(name)?.data.into_owned()).ok()?;
    Some(SqlText { dialect, sql })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_script_of_every_folder_is_read() {
        let texts = texts();
        assert_eq!(texts.len(), Cases::iter().count());
        let dialects: BTreeSet<String> = texts.iter().map(|text| format!("{:?}", text.dialect)).collect();
        assert!(texts.len() > 50 && dialects.len() >= 15, "{} of {dialects:?}", texts.len());
    }
}

//! `schema.graphql` is what the code prints, and nothing that was promised is gone without a word.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::path::Path;

/// `UPDATE_SCHEMA=1 cargo test --test schema` writes it anew.
#[test]
fn schema_file_is_what_the_code_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let printed = cadastre::graphql::text();
    #[expect(clippy::disallowed_methods, reason = "a test is told by its caller to write")]
    if std::env::var("UPDATE_SCHEMA").is_ok() {
        std::fs::write(&path, &printed).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(kept == printed, "schema.graphql is old; run `make schema`");
}

#[test]
fn reference_is_what_the_code_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference");
    for (name, printed) in cadastre::reference::pages() {
        let path = folder.join(name);
        #[expect(clippy::disallowed_methods, reason = "a test is told by its caller to write")]
        if std::env::var("UPDATE_SCHEMA").is_ok() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &printed).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == printed, "docs/reference/{name} is old; run `make schema`");
    }
}

#[test]
fn everything_in_the_schema_is_described() {
    let printed = cadastre::graphql::text();
    let mut missing = Vec::new();
    let mut is_described = false;
    for line in printed.lines() {
        let text = line.trim();
        if text.starts_with("\"\"\"") || text.ends_with("\"\"\"") {
            is_described = true;
            continue;
        }
        let is_definition = ["type ", "input ", "enum ", "union ", "scalar "].iter().any(|word| text.starts_with(word));
        if is_definition && !is_described {
            missing.push(text.to_owned());
        }
        is_described = false;
    }
    let merged = ["type Query {", "type Mutation {", "type Subscription {"];
    missing.retain(|text| !merged.contains(&text.as_str()));
    assert_eq!(missing, [""; 0]);
}

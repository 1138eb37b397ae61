//! Crates use only what the picture in docs/ARCHITECTURE.md allows.
#![allow(missing_docs, reason = "tests state facts in their names")]

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Which of our crates each crate may use.
const ALLOWED: &[(&str, &[&str])] = &[
    ("cadastre", &["catalog", "connectors", "kpi", "lineage", "migrations", "quality", "search"]),
    ("catalog", &[]),
    ("connectors", &["catalog"]),
    ("kpi", &["catalog", "connectors"]),
    ("lineage", &["catalog"]),
    ("migrations", &[]),
    ("quality", &["catalog", "connectors"]),
    ("search", &["catalog"]),
    ("testkit", &[]),
];

#[test]
fn crates_point_one_way() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    assert_eq!(ours, ALLOWED.iter().map(|(name, _)| *name).collect(), "a crate is missing in this list");
    for package in &metadata.packages {
        let (_, allowed) = ALLOWED.iter().find(|(name, _)| *name == package.name.as_str()).unwrap();
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal) {
            let is_fine = !ours.contains(dependency.name.as_str()) || allowed.contains(&dependency.name.as_str());
            assert!(is_fine, "`{}` must not use `{}`", package.name, dependency.name);
        }
    }
}

#[test]
fn only_the_application_speaks_http() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    for package in metadata.packages.iter().filter(|package| package.name.as_str() != "cadastre") {
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal) {
            let name = dependency.name.as_str();
            assert!(!["axum", "tower-http", "hyper"].contains(&name), "`{}` uses `{name}`", package.name);
        }
    }
}

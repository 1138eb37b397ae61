//! A project as its files together tell it: which nodes are tasks, what their relations are called, what they depend on,
//! and what their SQL is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use catalog::{AssetKind, Name};

use super::{
    artifacts::{Catalog, CatalogTable, Manifest, Node, Results},
    relation::Warehouse,
    semantics::Semantics,
    template::{References, filled},
};

/// Everything that is known of a project.
#[derive(Debug)]
pub(super) struct Project {
    pub(super) pipeline: Name,
    pub(super) warehouse: Warehouse,
    pub(super) manifest: Manifest,
    pub(super) semantics: Semantics,
    pub(super) catalog: Catalog,
    pub(super) results: Results,
    pub(super) freshness: Results,
}

impl Project {
    /// The nodes that become tasks, by identifier.
    pub(super) fn tasks(&self) -> impl Iterator<Item = (&str, &Node)> {
        let is_task = |node: &Node| ["model", "seed", "snapshot", "test", "analysis"].contains(&&*node.resource_type);
        self.nodes().filter(move |(_, node)| is_task(node))
    }

    fn nodes(&self) -> impl Iterator<Item = (&str, &Node)> {
        let nodes = self.manifest.nodes.iter().filter(|(_, node)| node.config.enabled != Some(false));
        nodes.map(|(id, node)| (id.as_str(), node))
    }

    /// A node or source.
    pub(super) fn node(&self, id: &str) -> Option<&Node> {
        self.manifest.nodes.get(id).or_else(|| self.manifest.sources.get(id))
    }

    pub(super) fn told(&self, id: &str) -> Option<&CatalogTable> {
        self.catalog.nodes.get(id).or_else(|| self.catalog.sources.get(id))
    }

    /// What the relation of a node or source is called.
    pub(super) fn relation(&self, id: &str) -> Option<Name> {
        let node = self.node(id)?;
        // Tests and analyses have a schema and no relation, whatever an old manifest writes.
        if ["test", "analysis", "operation"].contains(&node.resource_type.as_str()) {
            return None;
        }
        self.warehouse.relation(node, self.told(id).map(|told| &told.metadata))
    }

    /// The columns of a relation in their order, as far as the database said them.
    pub(super) fn columns(&self, id: &str) -> Vec<String> {
        let mut columns: Vec<_> = self.told(id).into_iter().flat_map(|told| told.columns.values()).collect();
        columns.sort_by_key(|column| column.index);
        columns.into_iter().map(|column| column.name.clone()).filter(|name| !name.is_empty()).collect()
    }

    /// The relations, metrics and other assets that a node depends on; what is none itself stands for what it depends on.
    pub(super) fn upstream(&self, node: &Node) -> BTreeSet<(Name, AssetKind)> {
        let mut found = BTreeSet::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = node.depends_on.nodes.iter().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(kind) = self.semantic_kind(id) {
                found.insert((self.pipeline.child(id), kind));
                continue;
            }
            match (self.relation(id), self.node(id)) {
                (Some(relation), _) => {
                    found.insert((relation, AssetKind::Table));
                }
                (None, Some(inner)) => open.extend(inner.depends_on.nodes.iter().map(String::as_str)),
                (None, None) => {}
            }
        }
        found
    }

    /// What something of the semantic layer is.
    fn semantic_kind(&self, id: &str) -> Option<AssetKind> {
        let all = &self.semantics;
        if all.metrics.contains_key(id) {
            return Some(AssetKind::Metric);
        }
        let is_model = all.models.contains_key(id);
        is_model
            .then_some(AssetKind::SemanticModel)
            .or_else(|| all.saved_queries.contains_key(id).then_some(AssetKind::Query))
    }

    /// Which tasks wait for which.
    pub(super) fn waiting(&self) -> HashMap<&str, Vec<String>> {
        let mut waiting: HashMap<&str, Vec<String>> = HashMap::new();
        for (id, node) in self.tasks() {
            for above in &node.depends_on.nodes {
                waiting.entry(above).or_default().push(id.to_owned());
            }
        }
        waiting
    }

    /// How many references lead to nothing: more than none in a part of a manifest.
    pub(super) fn dangling(&self) -> usize {
        let known = |id: &str| {
            self.node(id).is_some()
                || self.manifest.exposures.contains_key(id)
                || self.manifest.disabled.contains_key(id)
                || self.semantics.has(id)
                // These have lists of their own, which are not read.
                || ["function.", "unit_test."].iter().any(|kind| id.starts_with(kind))
        };
        let exposures = self.manifest.exposures.values();
        let all = self.nodes().map(|(_, node)| node).chain(exposures).flat_map(|node| &node.depends_on.nodes);
        let missing: BTreeSet<&String> = all.chain(self.semantics.needs()).filter(|id| !known(id)).collect();
        missing.len()
    }

    /// The SQL of nodes: as dbt compiled it, lately or in the last run, else as far as it is plain.
    pub(super) fn sql(&self) -> BTreeMap<&str, String> {
        let lately: HashMap<&str, &str> = self
            .results
            .results
            .iter()
            .filter_map(|result| Some((result.unique_id.as_str(), result.compiled_code.as_deref()?)))
            .collect();
        let references = self.references();
        let sql_of = |(id, node): (&'_ str, &Node)| {
            let is_sql = node.language.as_deref().is_none_or(|language| language == "sql");
            let is_seed = node.resource_type == "seed";
            let compiled = node.compiled_code.as_deref().or_else(|| lately.get(id).copied());
            let compiled = compiled.filter(|sql| !sql.trim().is_empty()).map(str::to_owned);
            let raw = || filled(node.raw_code.as_deref()?, node.relation_name.as_deref(), &references);
            let sql = compiled.or_else(raw).filter(|sql| !sql.trim().is_empty() && !sql.contains('\0'));
            sql.filter(|_| is_sql && !is_seed)
        };
        self.tasks().filter_map(|(id, node)| Some((id, sql_of((id, node))?))).collect()
    }

    fn references(&self) -> References<'_> {
        let mut models: HashMap<&str, Option<&str>> = HashMap::new();
        for (_, node) in self.nodes().filter(|(_, node)| ["model", "seed", "snapshot"].contains(&&*node.resource_type))
        {
            // A name that two packages have means neither without more to go on.
            models.entry(&node.name).and_modify(|known| *known = None).or_insert(node.relation_name.as_deref());
        }
        let sources = self.manifest.sources.values();
        let sources = sources.map(|node| ((&*node.source_name, &*node.name), node.relation_name.as_deref())).collect();
        References { models, sources }
    }
}

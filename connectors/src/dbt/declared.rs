//! Edges to one asset of the semantic layer, put together: from parts of semantic models, from metrics, from columns of
//! relations.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    AssetKind, Name,
    record::{DeclaredColumnEdge, DeclaredEdge, DeclaredQuery, LineageRecord},
};

use super::{TOOL, dimensions, project::Project};

/// The edges to one asset.
pub(super) struct Edges<'a> {
    project: &'a Project,
    target: Name,
    kind: AssetKind,
    /// By where they begin: the columns there, each with what it does.
    from: BTreeMap<(Name, AssetKind), BTreeSet<(String, &'static str)>>,
}

impl<'a> Edges<'a> {
    /// No edges to an asset yet.
    pub(super) fn new(project: &'a Project, target: Name, kind: AssetKind) -> Self {
        Self { project, target, kind, from: BTreeMap::new() }
    }

    /// Where the edges go.
    pub(super) fn target(&self) -> &Name {
        &self.target
    }

    /// Comes from all of an asset.
    pub(super) fn whole(&mut self, from: &Name, kind: AssetKind) {
        if *from != self.target {
            self.from.entry((from.clone(), kind)).or_default();
        }
    }

    /// Comes from a column of a relation, or is decided by it.
    pub(super) fn column(&mut self, relation: &Name, column: String, subtype: &'static str) {
        self.from.entry((relation.clone(), AssetKind::Table)).or_default().insert((column, subtype));
    }

    /// Comes from a metric.
    pub(super) fn metric(&mut self, name: &str) {
        if let Some(id) = self.project.semantics.metric(name) {
            self.whole(&self.project.pipeline.child(id), AssetKind::Metric);
        }
    }

    /// Comes from a measure, whose rows are placed in time.
    pub(super) fn measure(&mut self, name: &str, subtype: &'static str) {
        let project = self.project;
        let Some((id, model)) = project.semantics.model_of_measure(name) else { return };
        self.part(id, name, subtype);
        let own = model.measures.iter().find(|part| part.name == name);
        let time = own.and_then(|part| part.agg_time_dimension.as_ref()).or(model.defaults.agg_time_dimension.as_ref());
        if let Some(time) = time {
            self.part(id, time, "GROUP_BY");
        }
    }

    /// Is decided by the dimensions that a text refers to.
    pub(super) fn decides(&mut self, text: &str, subtype: &'static str) {
        for (model, part) in dimensions::meant(&self.project.semantics, text) {
            self.part(model, part, subtype);
        }
    }

    fn part(&mut self, model: &str, part: &str, subtype: &'static str) {
        let from = (self.project.pipeline.child(model), AssetKind::SemanticModel);
        self.from.entry(from).or_default().insert((part.to_owned(), subtype));
    }

    /// What is to be said.
    pub(super) fn into_record(self, query: Option<DeclaredQuery>) -> LineageRecord {
        let column = |(upstream, subtype): (String, &str)| DeclaredColumnEdge {
            upstream,
            downstream: String::new(),
            subtype: subtype.to_owned(),
            masking: false,
        };
        let edges = self.from.into_iter().map(|((upstream, upstream_kind), columns)| DeclaredEdge {
            upstream,
            upstream_kind,
            downstream: self.target.clone(),
            downstream_kind: self.kind,
            columns: columns.into_iter().map(column).collect(),
        });
        LineageRecord {
            tool: TOOL.to_owned(),
            scope: self.target.parts.join("/"),
            through: None,
            edges: edges.collect(),
            queries: query.into_iter().collect(),
            statements: Vec::new(),
            by_hand: None,
        }
    }
}

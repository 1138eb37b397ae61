//! Edges to one asset of the semantic layer, put together: from parts of semantic models, from metrics, from columns of
//! relations.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{
    AssetKind, AssetRecord, DataType, Details, Name,
    kinds::column::ColumnDetails,
    record::{DeclaredColumnEdge, DeclaredEdge, DeclaredQuery, LineageRecord},
};

use super::{TOOL, dimensions, project::Project};

/// A value that a metric or saved query gives, as a column of it.
pub(super) fn value(of: &Name, name: &str, (sort, position): (String, usize)) -> AssetRecord {
    let details = ColumnDetails {
        data_type: DataType { text: sort, ..DataType::default() },
        is_nullable: true,
        position: u32::try_from(position).unwrap_or(u32::MAX),
        ..ColumnDetails::default()
    };
    AssetRecord::new(of.child(name), Details::Column(details))
}

/// Columns, each with the column that it goes to and what it does; a column that decides goes to no column.
type Pairs = BTreeSet<(String, String, &'static str)>;

/// The edges to one asset.
pub(super) struct Edges<'a> {
    project: &'a Project,
    target: Name,
    kind: AssetKind,
    /// By where they begin.
    from: BTreeMap<(Name, AssetKind), Pairs>,
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

    /// A value comes from a column of a relation; an empty one is decided by it.
    pub(super) fn column(&mut self, relation: &Name, column: String, (value, subtype): (&str, &'static str)) {
        let from = self.from.entry((relation.clone(), AssetKind::Table)).or_default();
        from.insert((column, value.to_owned(), subtype));
    }

    /// A value comes from a metric.
    pub(super) fn metric(&mut self, name: &str, value: (&str, &'static str)) {
        if let Some(id) = self.project.semantics.metric(name) {
            let from = self.project.pipeline.child(id);
            if from != self.target {
                self.part((from, AssetKind::Metric), name, value);
            }
        }
    }

    /// A value comes from a measure, whose rows are placed in time.
    pub(super) fn measure(&mut self, name: &str, value: (&str, &'static str)) {
        let project = self.project;
        let Some((id, model)) = project.semantics.model_of_measure(name) else { return };
        let from = || (project.pipeline.child(id), AssetKind::SemanticModel);
        self.part(from(), name, value);
        let own = model.measures.iter().find(|part| part.name == name);
        let time = own.and_then(|part| part.agg_time_dimension.as_ref()).or(model.defaults.agg_time_dimension.as_ref());
        if let Some(time) = time {
            self.part(from(), time, ("", "GROUP_BY"));
        }
    }

    /// Everything is decided by the dimensions that a text refers to.
    pub(super) fn decides(&mut self, text: &str, subtype: &'static str) {
        for (model, part) in dimensions::meant(&self.project.semantics, text) {
            self.part((self.project.pipeline.child(model), AssetKind::SemanticModel), part, ("", subtype));
        }
    }

    fn part(&mut self, from: (Name, AssetKind), part: &str, (value, subtype): (&str, &'static str)) {
        self.from.entry(from).or_default().insert((part.to_owned(), value.to_owned(), subtype));
    }

    /// What is to be said.
    pub(super) fn into_record(self, query: Option<DeclaredQuery>) -> LineageRecord {
        let column = |(upstream, downstream, subtype): (String, String, &str)| DeclaredColumnEdge {
            upstream,
            downstream,
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

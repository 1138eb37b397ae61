//! A semantic model as an asset: its entities, dimensions and measures are columns of it, and each comes from columns of
//! the relation behind it.

use std::collections::HashSet;

use catalog::{
    AssetKind, AssetRecord, Details, Name,
    kinds::semantic_model::{SemanticModelDetails, SemanticPart, SemanticRole},
    record::{DeclaredColumnEdge, DeclaredEdge, DeclaredQuery, LineageRecord},
};

use super::{
    TOOL,
    artifacts::Node,
    declared::value,
    project::Project,
    semantics::{NodeRelation, Part, SemanticModel},
    ties,
};
use crate::crawl::Sink;

/// The relation that a semantic model describes.
struct Behind {
    name: Name,
    /// How SQL spells it.
    spelled: Option<String>,
    /// dbt's identifier of what makes it.
    id: Option<String>,
}

/// Says a semantic model, its parts, and where they come from.
pub(super) async fn say(project: &Project, (id, model): (&str, &SemanticModel), sink: &Sink) {
    let name = project.pipeline.child(id);
    let kept = kept(model);
    let part = |(role, part): &(SemanticRole, &Part)| SemanticPart {
        name: part.name.clone(),
        role: *role,
        sort: part.agg.clone().or_else(|| part.sort.clone()),
        expression: part.expr.clone(),
        granularity: part.type_params.time_granularity.clone(),
    };
    let behind = behind(project, model);
    let details = SemanticModelDetails {
        model: behind.as_ref().map(|behind| behind.name.path()).or_else(|| model.model.clone()),
        time_dimension: model.defaults.agg_time_dimension.clone(),
        parts: kept.iter().map(part).collect(),
    };
    let record = AssetRecord::new(name.clone(), Details::SemanticModel(details));
    sink.say(record.described(model.description.clone())).await;
    for (place, (role, part)) in kept.iter().enumerate() {
        let record = value(&name, &part.name, (word(*role, part), place + 1));
        sink.say(record.described(part.description.clone())).await;
    }
    ties::say(project, (&name, AssetKind::SemanticModel), model.into(), sink).await;
    if let Some(behind) = behind {
        sink.say(of_parts(project, &name, &kept, &behind)).await;
    }
}

/// The names of a model's parts, and where they come from.
pub(super) fn lineage(project: &Project, (id, model): (&str, &SemanticModel)) -> Option<(Vec<String>, LineageRecord)> {
    let kept = kept(model);
    let record = of_parts(project, &project.pipeline.child(id), &kept, &behind(project, model)?);
    Some((kept.into_iter().map(|(_, part)| part.name.clone()).collect(), record))
}

/// The parts of a model, each name once.
fn kept(model: &SemanticModel) -> Vec<(SemanticRole, &Part)> {
    let mut seen = HashSet::new();
    let entities = model.entities.iter().map(|part| (SemanticRole::Entity, part));
    let dimensions = model.dimensions.iter().map(|part| (SemanticRole::Dimension, part));
    let measures = model.measures.iter().map(|part| (SemanticRole::Measure, part));
    let all = entities.chain(dimensions).chain(measures);
    let is_name = |part: &Part| !part.name.is_empty() && !part.name.contains('\0');
    all.filter(|(_, part)| is_name(part) && seen.insert(part.name.as_str())).collect()
}

/// What stands where a column has its type.
fn word(role: SemanticRole, part: &Part) -> String {
    let (word, sort) = match role {
        SemanticRole::Entity => ("entity", &part.sort),
        SemanticRole::Dimension => ("dimension", &part.sort),
        SemanticRole::Measure => ("measure", &part.agg),
    };
    sort.as_ref().map_or_else(|| word.to_owned(), |sort| format!("{word} ({sort})"))
}

fn behind(project: &Project, model: &SemanticModel) -> Option<Behind> {
    for id in &model.depends_on.nodes {
        if let Some(name) = project.relation(id) {
            let spelled = project.node(id).and_then(|node| node.relation_name.clone());
            return Some(Behind { name, spelled, id: Some(id.clone()) });
        }
    }
    let NodeRelation { relation_name, database, schema_name, alias } = model.node_relation.clone();
    let spelled = relation_name.clone();
    let node = Node { relation_name, database, schema: schema_name, alias, ..Node::default() };
    Some(Behind { name: project.warehouse.relation(&node, None)?, spelled, id: None })
}

fn of_parts(project: &Project, name: &Name, parts: &[(SemanticRole, &Part)], behind: &Behind) -> LineageRecord {
    let mut columns = Vec::new();
    let mut queries = Vec::new();
    for (role, part) in parts {
        let expression = part.expr.as_deref().unwrap_or(&part.name);
        if is_column(expression) {
            let told = behind.id.as_deref().and_then(|id| project.told(id));
            columns.push(DeclaredColumnEdge {
                upstream: project.warehouse.column(expression, told),
                downstream: part.name.clone(),
                subtype: if *role == SemanticRole::Measure { "AGGREGATION" } else { "IDENTITY" }.to_owned(),
                masking: false,
            });
        } else {
            let rows = Rows { expression, aggregation: part.agg.as_deref() };
            let target = (name, AssetKind::SemanticModel, vec![part.name.clone()]);
            queries.extend(rows.query(project, behind.spelled.as_deref(), target));
        }
    }
    let edge = DeclaredEdge {
        upstream: behind.name.clone(),
        upstream_kind: AssetKind::Table,
        downstream: name.clone(),
        downstream_kind: AssetKind::SemanticModel,
        columns,
    };
    let scope = name.parts.join("/");
    LineageRecord {
        tool: TOOL.to_owned(),
        scope,
        through: None,
        edges: vec![edge],
        queries,
        statements: Vec::new(),
        by_hand: None,
    }
}

/// Whether an expression is a column and nothing else.
pub(super) fn is_column(expression: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    expression.chars().all(is_letter) && expression.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

/// What a value is computed by from the rows of a relation.
pub(super) struct Rows<'a> {
    pub(super) expression: &'a str,
    pub(super) aggregation: Option<&'a str>,
}

impl Rows<'_> {
    /// The question whose answer the value is; none where nobody can read the warehouse's SQL.
    pub(super) fn query(
        &self,
        project: &Project,
        relation: Option<&str>,
        (downstream, downstream_kind, columns): (&Name, AssetKind, Vec<String>),
    ) -> Option<DeclaredQuery> {
        let (relation, dialect) = (relation?, project.warehouse.dialect()?);
        let value = match self.aggregation {
            None => self.expression.to_owned(),
            Some("count_distinct") => format!("COUNT(DISTINCT {})", self.expression),
            Some("average") => format!("AVG({})", self.expression),
            Some(known @ ("min" | "max" | "count" | "median")) => {
                format!("{}({})", known.to_ascii_uppercase(), self.expression)
            }
            // What else there is sums up, or takes one of many, in a way that has no one word in SQL.
            Some(_) => format!("SUM({})", self.expression),
        };
        Some(DeclaredQuery {
            sql: format!("SELECT {value} FROM {relation}"),
            dialect: Some(dialect.to_owned()),
            namespace: project.warehouse.namespace.clone(),
            defaults: Vec::new(),
            downstream: downstream.clone(),
            downstream_kind,
            columns,
            by_name: false,
            changed: Vec::new(),
            masked: Vec::new(),
        })
    }
}

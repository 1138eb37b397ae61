//! What a tool declared, with its names resolved. Pure.

use std::collections::BTreeSet;

use catalog::{
    AssetId, AssetKind, ChangeNumber, Name,
    record::{ByHand, DeclaredEdge, LineageRecord},
};

use super::{body::BodySet, known::Known, query, speech};
use crate::{
    declare::{Declaration, End, Evidence, Reading, Status},
    edge::{Subtype, Transformation},
    notes::Notes,
};

/// A tool's set that has to be resolved.
#[derive(Debug, Clone)]
pub(crate) struct ToolSet {
    pub(crate) at: ChangeNumber,
    pub(crate) owner: AssetId,
    pub(crate) record: LineageRecord,
    /// The record as it was declared.
    pub(crate) declared: String,
}

impl ToolSet {
    /// The names that it speaks of.
    pub(crate) fn names(&self) -> BTreeSet<(Name, AssetKind)> {
        let mut names = BTreeSet::new();
        if self.record.by_hand.is_some() {
            return names;
        }
        for edge in &self.record.edges {
            names.insert((edge.upstream.clone(), edge.upstream_kind));
            names.insert((edge.downstream.clone(), edge.downstream_kind));
        }
        names.extend(self.record.queries.iter().flat_map(query::names));
        let statements = self.record.statements.iter();
        names.extend(statements.flat_map(|said| speech::names(&BodySet::of_statement(self.at, self.owner, said))));
        if let Some(name) = &self.record.through {
            names.insert((name.clone(), AssetKind::Task));
            names.insert((name.clone(), AssetKind::Pipeline));
        }
        names
    }

    /// What it speaks of by identifier.
    pub(super) fn hands(&self) -> impl Iterator<Item = AssetId> {
        self.record.by_hand.iter().flat_map(|hand| [hand.upstream, hand.downstream])
    }

    /// The set, as far as its names are known.
    pub(crate) fn declare(&self, known: &Known) -> Declaration {
        let mut set = Declaration::new(&self.record.tool, &self.record.scope, self.owner, self.at);
        set.declared = Some(self.declared.clone());
        if let Some(hand) = &self.record.by_hand {
            declare_by_hand(&mut set, hand, known);
            return set;
        }
        let through = self.record.through.as_ref().and_then(|name| {
            let found = known.asset(name, AssetKind::Task).or_else(|| known.asset(name, AssetKind::Pipeline));
            set.refer(name, found);
            found
        });
        if through.is_none() && self.record.through.is_some() {
            // What is no more moves nothing; when it is back, this is read again.
            return set;
        }
        let mut notes = Notes::default();
        for edge in &self.record.edges {
            declare_edge(&mut set, edge, through, known, &mut notes);
        }
        for query in &self.record.queries {
            query::declare(&mut set, query, through, known);
        }
        for statement in &self.record.statements {
            BodySet::of_statement(self.at, through.unwrap_or(self.owner), statement).declare_in(&mut set, known);
        }
        let status = if notes.is_empty() { Status::Complete } else { Status::Partial };
        set.readings.push(Reading { status, coverage_permille: 1000, dialect: None, notes: notes.into_json() });
        set
    }
}

/// What a person wrote holds while both ends are there.
fn declare_by_hand(set: &mut Declaration, hand: &ByHand, known: &Known) {
    let mut end = |id: AssetId| {
        set.refer_to(id);
        let (end, is_there) = known.end(id)?;
        // A column that comes back tells so by its table.
        end.table.into_iter().for_each(|table| set.refer_to(table));
        is_there.then_some(end)
    };
    let ends = (end(hand.upstream), end(hand.downstream));
    let (Some(upstream), Some(downstream)) = ends else { return };
    let transformation = hand.subtype.as_deref().and_then(Transformation::from_word);
    let how = (transformation.unwrap_or(Transformation::UNSPECIFIED), hand.masking);
    set.claim((upstream, downstream), how, None, Evidence::declared());
}

fn declare_edge(
    set: &mut Declaration,
    edge: &DeclaredEdge,
    through: Option<AssetId>,
    known: &Known,
    notes: &mut Notes,
) {
    let mut end = |name: &Name, kind: AssetKind| {
        let asset = known.asset(name, kind);
        set.refer(name, asset);
        let Some(asset) = asset else {
            notes.add("unknown_asset", format!("no {kind} `{name}` in the catalog yet"), None);
            return None;
        };
        Some(End { asset, table: known.table(asset) })
    };
    let upstream = end(&edge.upstream, edge.upstream_kind);
    let downstream = end(&edge.downstream, edge.downstream_kind);
    let (Some(upstream), Some(downstream)) = (upstream, downstream) else { return };
    let whole = (Transformation::UNSPECIFIED, false);
    set.claim((upstream, downstream), whole, through, Evidence::declared());
    for pair in &edge.columns {
        let mut column = |end: End, name: &Name, spelling: &str| {
            let found = known.column(end.asset, name, spelling).map(|column| End::column(column, end.asset));
            if found.is_none() {
                notes.add("unknown_column", format!("no column `{spelling}` in `{name}` yet"), None);
            }
            found
        };
        let from = column(upstream, &edge.upstream, &pair.upstream);
        // A column that decides about every row has the whole table for its other end.
        let to = match pair.downstream.is_empty() {
            true => Some(downstream),
            false => column(downstream, &edge.downstream, &pair.downstream),
        };
        let Some(ends) = from.zip(to) else { continue };
        let said = Transformation::from_word(&pair.subtype);
        let transformation = said.unwrap_or(Transformation::of(Subtype::Transformation));
        if said.is_none() {
            notes.add("unknown_subtype", format!("`{}` is taken for TRANSFORMATION", pair.subtype), None);
        }
        set.claim(ends, (transformation, pair.masking), through, Evidence::declared());
    }
}

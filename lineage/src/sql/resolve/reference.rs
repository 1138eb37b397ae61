//! From a name in an expression to the columns it can mean.

use super::Resolver;
use super::scope::{Bound, Certainty, Columns, Scope, ScopeId};
use super::shape::Shape;
use crate::sql::Dialect;
use crate::sql::flow::{Leaf, NodeId, TableId, Trust};
use crate::sql::names::{Ident, Symbol};
use crate::sql::statement::{Span, Why};
use crate::sql::syntax::ClauseNames;

/// Columns that a name can mean, and how sure each is.
pub(super) type Candidates = Vec<(NodeId, Trust)>;

/// A name at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) scope: ScopeId,
    pub(super) span: Span,
    pub(super) names: ClauseNames,
}

/// How many parts may qualify a column.
const QUALIFIERS: usize = 4;

impl Resolver<'_> {
    /// The columns that `parts` can mean; none, and a note, when no relation in scope has it.
    pub(super) fn candidates(&mut self, parts: &[Ident], place: Place) -> Candidates {
        let [name] = parts else { return self.qualified(parts, place) };
        self.unqualified(*name, place)
    }

    fn qualified(&mut self, parts: &[Ident], place: Place) -> Candidates {
        let mut next = Some(place.scope);
        while let Some(scope) = next {
            self.flow.step(1);
            for length in (1..parts.len().min(QUALIFIERS + 1)).rev() {
                if let Some(relation) = self.scope(scope).relation(&parts[..length]) {
                    let columns = self.scope(scope).relations[relation].columns.clone();
                    let found = self.field_of(&columns, &parts[length..], place.span);
                    return found;
                }
            }
            next = self.scope(scope).parent;
        }
        let mut next = Some(place.scope);
        while let Some(scope) = next {
            let mut found = self.known(parts[0], scope);
            if let (true, Some(node)) = (found.is_empty(), self.named_value(parts[0], scope, place)) {
                found.push((node, Trust::SURE));
            }
            if !found.is_empty() {
                return self.inside(found, &parts[1..]);
            }
            next = self.scope(scope).parent;
        }
        if self.names.dialect().has_dotted_fields() {
            // Of a relation whose columns are not known, the first part may be a column with fields.
            let found = self.guessed(parts[0], place.scope, place.span);
            if found.len() == 1 {
                return self.inside(found, &parts[1..]);
            }
        }
        let message = format!("no relation in scope is called `{}`", self.spelled(&parts[..parts.len() - 1]));
        self.note(place.span, "unknown_relation", message);
        Vec::new()
    }

    /// What `parts` select in a relation: a column, and what is inside it.
    pub(super) fn field_of(&mut self, columns: &Columns, parts: &[Ident], span: Span) -> Candidates {
        if let Columns::Any { node, shape } = columns
            && shape.column(parts[0].key).is_none()
        {
            return vec![(self.place_inside(*node, parts), Trust::SURE)];
        }
        let found = self.column(columns, parts[0], span);
        self.inside(found, &parts[1..])
    }

    /// The value that `WITH` or the list before calls `name`.
    fn named_value(&self, name: Ident, scope: ScopeId, place: Place) -> Option<NodeId> {
        let has_aliases = place.names != ClauseNames::Columns || self.names.dialect().has_lateral_aliases();
        let result = self.scope(scope).results.get(&name.key).filter(|_| has_aliases && scope == place.scope);
        self.values.get(&name.key).or(result).copied()
    }

    /// Narrows stored columns down to the place that `fields` select in them.
    fn inside(&mut self, found: Candidates, fields: &[Ident]) -> Candidates {
        if fields.is_empty() {
            return found;
        }
        found.into_iter().map(|(node, trust)| (self.place_inside(node, fields), trust)).collect()
    }

    /// The node of what `fields` select in `node`, or the node itself when that is not known.
    pub(super) fn place_inside(&mut self, node: NodeId, fields: &[Ident]) -> NodeId {
        let mut node = node;
        for (at, field) in fields.iter().enumerate() {
            let part = self.flow.parts(node).iter().find(|(name, _)| *name == field.key).map(|(_, part)| *part);
            if let Some(part) = part {
                node = part;
                continue;
            }
            let Some(Leaf { table, mut path }) = self.flow.copied_leaf(node).cloned() else { return node };
            path.extend(fields[at..].iter().map(|field| field.name));
            return self.flow.leaf(Leaf { table, path });
        }
        node
    }

    fn unqualified(&mut self, name: Ident, place: Place) -> Candidates {
        let mut next = Some(place.scope);
        let mut is_own = true;
        // What a function yields may have any name, unless something further out is known to have it.
        let mut of_function = Candidates::new();
        while let Some(scope) = next {
            let result = if is_own { self.scope(scope).results.get(&name.key).copied() } else { None };
            let result: Candidates = result.map(|node| (node, Trust::SURE)).into_iter().collect();
            if place.names == ClauseNames::ResultThenColumns && !result.is_empty() {
                return result;
            }
            let known = self.known(name, scope);
            if !known.is_empty() {
                return known;
            }
            if place.names == ClauseNames::ColumnsThenResult && !result.is_empty() {
                return result;
            }
            if let Some(base) = self.base.filter(|base| *base != scope) {
                let declared = self.known(name, base);
                if !declared.is_empty() {
                    return declared;
                }
            }
            // An expression that `WITH` or the list before gives this name is likelier than a column that nobody told of.
            if let Some(node) = self.values.get(&name.key) {
                return vec![(*node, Trust::SURE)];
            }
            if is_own
                && place.names == ClauseNames::Columns
                && self.names.dialect().has_lateral_aliases()
                && !result.is_empty()
            {
                return result;
            }
            if of_function.is_empty() {
                let guessed = self.guessed(name, scope, place.span);
                if !guessed.is_empty() {
                    return guessed;
                }
                of_function = self.any_function(scope);
            }
            if !result.is_empty() {
                return result;
            }
            next = self.scope(scope).parent;
            is_own = false;
        }
        if of_function.is_empty() { self.undeclared(name, place) } else { of_function }
    }

    /// What a name may mean that no relation and no result is known to have.
    fn undeclared(&mut self, name: Ident, place: Place) -> Candidates {
        // SQLite takes a quoted name that means nothing for a text.
        let is_text = self.names.dialect() == Dialect::Sqlite && name.is_quoted;
        if let (false, Some(table)) = (is_text || self.is_implicit(name), self.only_table(place.scope)) {
            // What is known of the only table may be out of date.
            return self.stored_column(table, name, place.span);
        }
        if !is_text && !self.is_implicit(name) {
            let message = format!("no relation in scope has a column `{}`", self.names.text(name.name));
            self.note(place.span, "unknown_column", message);
        }
        Vec::new()
    }

    /// The stored table that is the only relation of a scope.
    fn only_table(&self, scope: ScopeId) -> Option<TableId> {
        match self.scope(scope).relations.as_slice() {
            [Bound { columns: Columns::Stored(table), .. }] => Some(*table),
            _ => None,
        }
    }

    /// The columns of this name in the relations whose columns are known.
    pub(super) fn known(&mut self, name: Ident, scope: ScopeId) -> Candidates {
        if let Some(node) = self.scope(scope).merged.get(&name.key) {
            return vec![(*node, Trust::SURE)];
        }
        if let Some(found) = self.scope(scope).answer(name.key, Certainty::Known) {
            return found;
        }
        let found = self.find_known(name, scope);
        self.scope_mut(scope).keep(name.key, Certainty::Known, &found);
        found
    }

    fn find_known(&mut self, name: Ident, scope: ScopeId) -> Candidates {
        self.flow.step(self.scope(scope).relations.len());
        let mut found = Vec::new();
        // Of what a script declares, only variables go by one name alone.
        let relations = if Some(scope) == self.base { 1 } else { self.scope(scope).relations.len() };
        let unseen = self.scope(scope).unseen;
        for relation in (0..relations).filter(|place| Some(*place) != unseen) {
            let columns = &self.scopes[scope.0].relations[relation].columns;
            let node = match columns {
                Columns::Stored(table) => {
                    let table = *table;
                    self.tables.get(table).column(name.key).map(|column| self.stored(table, column.name))
                }
                Columns::Derived(shape) | Columns::Any { shape, .. } => {
                    shape.column(name.key).map(|output| output.node)
                }
            };
            found.extend(node.map(|node| (node, Trust::SURE)));
        }
        share(found)
    }

    /// What a name can mean when no relation is known to have it.
    fn guessed(&mut self, name: Ident, scope: ScopeId, span: Span) -> Candidates {
        if let Some(found) = self.scope(scope).answer(name.key, Certainty::Guessed) {
            return found;
        }
        let found = self.find_guessed(name, scope, span);
        self.scope_mut(scope).keep(name.key, Certainty::Guessed, &found);
        found
    }

    fn find_guessed(&mut self, name: Ident, scope: ScopeId, span: Span) -> Candidates {
        if Some(scope) == self.base {
            // A row alone stands for all of it.
            let Some(row) = self.scope(scope).aliased(name.key) else { return Vec::new() };
            let columns = self.scope(scope).relations[row].columns.clone();
            return self.row(&columns, span);
        }
        self.flow.step(self.scope(scope).relations.len());
        if let Some(relation) = self.scope(scope).aliased(name.key)
            && self.names.dialect().has_row_names()
        {
            let columns = self.scope(scope).relations[relation].columns.clone();
            return self.row(&columns, span);
        }
        let Scope { relations, unseen, .. } = &self.scopes[scope.0];
        let is_open = |columns: &Columns| match columns {
            Columns::Stored(table) => self.tables.get(*table).columns.is_none(),
            Columns::Derived(shape) => !shape.stars.is_empty(),
            Columns::Any { .. } => false,
        };
        let open: Vec<Columns> = relations
            .iter()
            .enumerate()
            .filter(|(place, _)| Some(*place) != *unseen)
            .map(|(_, bound)| &bound.columns)
            .filter(|columns| is_open(columns))
            .cloned()
            .collect();
        if open.len() > self.options.limits.candidates {
            let message = format!("`{}` may belong to any of {} relations", self.names.text(name.name), open.len());
            self.note(span, "ambiguous_column", message);
            return Vec::new();
        }
        let found: Candidates = open.iter().flat_map(|columns| self.column(columns, name, span)).collect();
        let assumed = found.into_iter().map(|(node, trust)| {
            (node, Trust { why: trust.why.max(Why::AssumedSingleTable), confidence: trust.confidence })
        });
        share(assumed.collect())
    }

    /// What the functions of a scope yield, for a name that nothing else has.
    fn any_function(&self, scope: ScopeId) -> Candidates {
        let relations = self.scope(scope).relations.iter();
        let nodes = relations.filter_map(|bound| match &bound.columns {
            Columns::Any { node, .. } => Some((*node, Trust::SURE)),
            _ => None,
        });
        share(nodes.collect())
    }

    /// The column of a relation that is meant for sure.
    pub(super) fn column(&mut self, columns: &Columns, name: Ident, span: Span) -> Candidates {
        match columns {
            Columns::Stored(table) => self.stored_column(*table, name, span),
            Columns::Derived(shape) => self.derived_column(shape, name, span),
            Columns::Any { node, shape } => {
                let node = shape.column(name.key).map_or(*node, |output| output.node);
                vec![(node, Trust::SURE)]
            }
        }
    }

    fn stored_column(&mut self, table: TableId, name: Ident, span: Span) -> Candidates {
        if let Some(column) = self.tables.get(table).column(name.key) {
            return vec![(self.stored(table, column.name), Trust::SURE)];
        }
        let node = self.stored(table, name.name);
        if self.tables.get(table).columns.is_none() {
            return vec![(node, Trust::SURE)];
        }
        if self.is_implicit(name) {
            return Vec::new();
        }
        let message = format!("the schema does not know a column `{}` there", self.names.text(name.name));
        self.note(span, "unknown_column", message);
        vec![(node, Trust { why: Why::ByName, confidence: 0.5 })]
    }

    fn derived_column(&mut self, shape: &Shape, name: Ident, span: Span) -> Candidates {
        if let Some(output) = shape.column(name.key) {
            return vec![(output.node, Trust::SURE)];
        }
        if shape.stars.is_empty() {
            let message = format!("the query there yields no column `{}`", self.names.text(name.name));
            self.note(span, "unknown_column", message);
            return Vec::new();
        }
        let mut found = Vec::new();
        #[expect(clippy::cast_precision_loss, reason = "a share of stars needs no more digits than a float has")]
        let confidence = 1.0 / shape.stars.len() as f64;
        for star in &shape.stars {
            for table in &shape.outputs[*star].stars {
                let table = *table;
                self.flow.step(1);
                let column = self.tables.get(table).column(name.key).map_or(name.name, |column| column.name);
                found.push((self.stored(table, column), Trust { why: Why::InferredFromStar, confidence }));
            }
        }
        found
    }

    /// Whether every table has a column of this name that no schema lists.
    fn is_implicit(&self, name: Ident) -> bool {
        let text = self.names.text(name.key);
        match self.names.dialect() {
            Dialect::Postgres | Dialect::Redshift => {
                matches!(text, "ctid" | "tableoid" | "xmin" | "xmax" | "cmin" | "cmax" | "oid")
            }
            Dialect::Sqlite => matches!(text, "rowid" | "oid" | "_rowid_"),
            Dialect::Oracle => matches!(text, "rowid" | "rownum" | "level" | "ora_rowscn"),
            _ => false,
        }
    }

    /// Every column of a relation.
    pub(super) fn row(&mut self, columns: &Columns, span: Span) -> Candidates {
        self.outputs_of(columns, span).into_iter().map(|output| (output.node, Trust::SURE)).collect()
    }

    /// The node of a stored column.
    pub(super) fn stored(&mut self, table: TableId, column: Symbol) -> NodeId {
        self.flow.leaf(Leaf { table, path: vec![column] })
    }

    fn spelled(&self, parts: &[Ident]) -> String {
        parts.iter().map(|part| self.names.text(part.name)).collect::<Vec<_>>().join(".")
    }
}

/// Divides the confidence among candidates.
fn share(found: Candidates) -> Candidates {
    if found.len() < 2 {
        return found;
    }
    #[expect(clippy::cast_precision_loss, reason = "there are few candidates")]
    let count = found.len() as f64;
    let divided = |trust: Trust| Trust { confidence: trust.confidence / count, ..trust };
    found.into_iter().map(|(node, trust)| (node, divided(trust))).collect()
}

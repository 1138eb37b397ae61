//! One select: its relations, its list with stars expanded, and what decides about its rows.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Resolver;
use super::mention::Sink;
use super::scope::{Columns, ScopeId, Visible};
use super::shape::{Output, Shape};
use crate::sql::flow::{Edge, How, NodeId, TableId, Trust};
use crate::sql::names::{Ident, Symbol};
use crate::sql::statement::{Span, Why};
use crate::sql::syntax::{ClauseNames, Expression, Item, Label, Role, Select, Star};

impl Resolver<'_> {
    /// What `select` yields, and the scope in which its names have their meaning.
    pub(super) fn select(&mut self, select: &Select, parent: Option<ScopeId>) -> (Rc<Shape>, ScopeId) {
        let scope = self.open_scope(parent);
        let rows = self.flow.node();
        if let (true, Some((shared, shared_rows))) = (select.takes_shared, self.shared) {
            let count = self.scope(shared).relations.len();
            self.flow.step(count);
            let copy = self.scope(shared).relations_alone();
            self.scopes[scope.0] = copy;
            self.flow.link(rows, shared_rows, How::Rows, Span::default());
        }
        for tree in &select.from {
            self.bind_tree(tree, scope, rows);
        }
        self.windows(select, scope);
        let mut outputs = self.items(&select.items, scope);
        if let (true, [only]) = (select.is_value, outputs.as_slice()) {
            let fields = self.flow.parts(only.node).to_vec();
            let field =
                |(name, node)| Output { name: Ident { name, key: name, is_quoted: false }, node, stars: Vec::new() };
            if !fields.is_empty() {
                outputs = fields.into_iter().map(field).collect();
            }
        }
        let shape = Shape::new(outputs, rows);
        for clause in &select.clauses {
            let sink = Sink { node: rows, role: Role::Indirect(clause.subtype), names: clause.names };
            self.row_key(&clause.expression, sink, &shape, scope);
        }
        (shape, scope)
    }

    /// Named windows; one may be built on another that is named later.
    fn windows(&mut self, select: &Select, scope: ScopeId) {
        for (name, _) in &select.windows {
            let node = self.flow.node();
            self.scope_mut(scope).windows.insert(name.key, node);
        }
        for (name, keys) in &select.windows {
            if let Some(node) = self.scope(scope).windows.get(&name.key).copied() {
                self.expression(keys, Sink { node, role: Role::COPY, names: ClauseNames::Columns }, scope);
            }
        }
    }

    /// The columns that a list of items yields.
    pub(super) fn items(&mut self, items: &[Item], scope: ScopeId) -> Vec<Output> {
        let mut outputs = Vec::new();
        for item in items {
            match item {
                Item::Star(star) => {
                    let all = self.star(star, scope);
                    outputs.extend(self.changed_star(star, all, scope));
                }
                Item::Value { expression, alias, more } => {
                    let output = self.value(expression, *alias, scope);
                    self.scope_mut(scope).results.entry(output.name.key).or_insert(output.node);
                    for name in more {
                        let node = self.copy_of(output.node, expression.span);
                        self.scope_mut(scope).results.entry(name.key).or_insert(node);
                        outputs.push(Output { name: *name, node, stars: Vec::new() });
                    }
                    let place = outputs.len() - more.len();
                    outputs.insert(place, output);
                }
            }
        }
        outputs
    }

    fn value(&mut self, expression: &Expression, alias: Option<Ident>, scope: ScopeId) -> Output {
        let node = self.flow.node();
        self.expression(expression, Sink { node, role: Role::COPY, names: ClauseNames::Columns }, scope);
        self.fields(expression, node, scope);
        let name = alias.unwrap_or_else(|| self.name_of(expression));
        Output { name, node, stars: Vec::new() }
    }

    /// What a column without an alias is called by the dialect's rule.
    fn name_of(&mut self, expression: &Expression) -> Ident {
        if let Label::Column(name) = expression.label {
            return name;
        }
        if !self.names.dialect().names_by_function() {
            let text = self.sql.get(expression.span.0..expression.span.1).unwrap_or_default();
            return self.names.exact(text);
        }
        match expression.label {
            Label::Derived(name) | Label::Call(name) => name,
            Label::Case => self.names.exact("case"),
            _ => self.names.exact("?column?"),
        }
    }

    /// The columns that a star stands for.
    fn star(&mut self, star: &Star, scope: ScopeId) -> Vec<Output> {
        let Star { qualifier, span, .. } = star;
        let span = *span;
        if qualifier.is_empty() {
            return self.visible_but(scope, span, &star.without);
        }
        let mut next = Some(scope);
        while let Some(scope) = next {
            if let Some(relation) = self.scope(scope).relation(qualifier) {
                let columns = self.scope(scope).relations[relation].columns.clone();
                return self.outputs_of(&columns, span);
            }
            next = self.scope(scope).parent;
        }
        self.note(span, "unknown_relation", "no relation in scope goes by the name before the star".to_owned());
        Vec::new()
    }

    /// What a star lists after leaving out, replacing and renaming.
    fn changed_star(&mut self, star: &Star, mut outputs: Vec<Output>, scope: ScopeId) -> Vec<Output> {
        // Behind a qualifier every name means a column of that relation.
        let bare = star.without.iter().filter(|name| name.len() == 1 || !star.qualifier.is_empty());
        let without: HashSet<Symbol> = bare.filter_map(|name| name.last()).map(|name| name.key).collect();
        outputs.retain(|output| output.is_star() || !without.contains(&output.name.key));
        let places: HashMap<Symbol, usize> =
            outputs.iter().enumerate().map(|(place, output)| (output.name.key, place)).collect();
        for (expression, name) in &star.replaced {
            let value = self.value(expression, Some(*name), scope);
            match places.get(&name.key) {
                Some(place) => outputs[*place] = value,
                None => outputs.push(value),
            }
        }
        for (old, new) in &star.renamed {
            if let Some(place) = places.get(&old.key) {
                outputs[*place].name = *new;
            }
        }
        outputs
    }

    /// Everything that the relations of a scope show, merged columns once.
    pub(super) fn visible(&mut self, scope: ScopeId, span: Span) -> Vec<Output> {
        self.visible_but(scope, span, &[])
    }

    /// The same without the columns that `without` qualifies.
    fn visible_but(&mut self, scope: ScopeId, span: Span, without: &[Vec<Ident>]) -> Vec<Output> {
        let mut gone: HashSet<(usize, Symbol)> = HashSet::new();
        for name in without {
            if let [qualifier @ .., last] = name.as_slice()
                && let Some(place) = self.scope(scope).relation(qualifier)
            {
                gone.insert((place, last.key));
            }
        }
        let mut outputs = Vec::new();
        for visible in self.scope(scope).visible.clone() {
            match visible {
                Visible::Merged(name, node) => {
                    outputs.push(Output { name, node: self.copy_of(node, span), stars: Vec::new() })
                }
                Visible::Relation(place) => {
                    let columns = self.scope(scope).relations[place].columns.clone();
                    let all = self.outputs_of(&columns, span);
                    let hidden = &self.scope(scope).hidden;
                    outputs.extend(
                        all.into_iter()
                            .filter(|output| output.is_star() || !hidden.contains(&(place, output.name.key)))
                            .filter(|output| !gone.contains(&(place, output.name.key))),
                    );
                }
            }
        }
        outputs
    }

    /// The columns of a relation, or a star when they are not known.
    pub(super) fn outputs_of(&mut self, columns: &Columns, span: Span) -> Vec<Output> {
        match columns {
            Columns::Stored(table) => self.stored_outputs(*table, span),
            Columns::Derived(shape) | Columns::Any { shape, .. } => {
                if !self.may_expand(shape.outputs.len(), span) {
                    return Vec::new();
                }
                let copies = shape
                    .outputs
                    .iter()
                    .map(|output| Output { node: self.copy_of(output.node, span), ..output.clone() });
                copies.collect()
            }
        }
    }

    fn stored_outputs(&mut self, table: TableId, span: Span) -> Vec<Output> {
        let Some(columns) = self.tables.get(table).columns.clone() else {
            let name = self.star_name();
            let leaf = self.stored(table, name.name);
            let node = self.flow.node();
            let trust = Trust { why: Why::InferredFromStar, confidence: 1.0 };
            self.flow.connect(node, Edge { to: leaf, how: How::As(Role::COPY), span, trust });
            return vec![Output { name, node, stars: vec![table] }];
        };
        if !self.may_expand(columns.len(), span) {
            return Vec::new();
        }
        let outputs = columns.into_iter().map(|name| {
            let leaf: NodeId = self.stored(table, name.name);
            Output { name, node: self.copy_of(leaf, span), stars: Vec::new() }
        });
        outputs.collect()
    }

    /// Counts expanded columns; false, and a note, beyond the limit.
    fn may_expand(&mut self, count: usize, span: Span) -> bool {
        self.expanded += count;
        self.flow.step(count);
        let may = self.expanded <= self.options.limits.columns;
        if !may {
            self.note(
                span,
                "too_many_columns",
                "the limit on columns was reached; this star was not expanded".to_owned(),
            );
        }
        may
    }
}

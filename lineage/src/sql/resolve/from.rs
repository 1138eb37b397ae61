//! Relations and joins: what each is called, which columns it has, and which columns joins merge.

use std::collections::HashSet;
use std::rc::Rc;

use super::Resolver;
use super::mention::Sink;
use super::reference::Candidates;
use super::scope::{Bound, Columns, ScopeId, Visible};
use super::shape::{Output, Shape};
use crate::sql::flow::{Edge, How, NodeId, Trust};
use crate::sql::names::{Ident, Symbol};
use crate::sql::statement::{IndirectSubtype, Span};
use crate::sql::syntax::{ClauseNames, Condition, FromTree, Join, JoinKind, Relation, Role, Source, TableName};

const JOIN: Role = Role::Indirect(IndirectSubtype::Join);

/// The select that a tree of joins belongs to.
#[derive(Debug, Clone, Copy)]
struct Around {
    scope: ScopeId,
    /// What decides about its rows.
    rows: NodeId,
}

/// What a tree of joins shows: merged columns, then the rest.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) merged: Vec<(Ident, NodeId)>,
    pub(super) rest: Vec<Visible>,
}

/// The columns that a join merges.
struct Merging<'a> {
    columns: &'a [Ident],
    kind: JoinKind,
    span: Span,
}

impl Resolver<'_> {
    /// Brings the relations of a tree into `scope`; what joins them decides about `rows`.
    pub(super) fn bind_tree(&mut self, tree: &FromTree, scope: ScopeId, rows: NodeId) {
        let shown = self.bind_joins(tree, scope, rows);
        let visible = shown.merged.into_iter().map(|(name, node)| Visible::Merged(name, node)).chain(shown.rest);
        self.scope_mut(scope).visible.extend(visible);
    }

    fn bind_joins(&mut self, tree: &FromTree, scope: ScopeId, rows: NodeId) -> Shown {
        let mut left = self.bind_source(&tree.first, scope, rows);
        for join in &tree.joins {
            let before = self.scope(scope).relations.len();
            let right = self.bind_source(&join.source, scope, rows);
            if join.kind == JoinKind::Half {
                self.bind_condition(
                    join,
                    &mut left,
                    Shown { merged: right.merged, rest: right.rest },
                    Around { scope, rows },
                );
                self.hide(before, &mut left, scope);
            } else {
                self.bind_condition(join, &mut left, right, Around { scope, rows });
            }
        }
        left
    }

    /// Takes the relations from `first` on out of sight, since they only decided about rows.
    fn hide(&mut self, first: usize, left: &mut Shown, scope: ScopeId) {
        let empty = Shape::new(Vec::new(), self.flow.node());
        left.rest.retain(|visible| !matches!(visible, Visible::Relation(place) if *place >= first));
        let scope = self.scope_mut(scope);
        for bound in scope.relations.iter_mut().skip(first) {
            bound.columns = Columns::Derived(Rc::clone(&empty));
        }
        scope.forget_answers();
    }

    fn bind_condition(&mut self, join: &Join, left: &mut Shown, right: Shown, around: Around) {
        match &join.condition {
            Condition::None => {}
            Condition::On(expression) => {
                let sink = Sink { node: around.rows, role: JOIN, names: ClauseNames::Columns };
                self.expression(expression, sink, around.scope);
            }
            Condition::Using(columns, span) => {
                let merging = Merging { columns, kind: join.kind, span: *span };
                return self.merge(&merging, left, right, around);
            }
            Condition::Natural(span) => {
                let columns = self.common_columns(left, &right, around.scope, *span);
                let merging = Merging { columns: &columns, kind: join.kind, span: *span };
                return self.merge(&merging, left, right, around);
            }
        }
        left.rest.extend(right.merged.into_iter().map(|(name, node)| Visible::Merged(name, node)));
        left.rest.extend(right.rest);
    }

    /// Merges columns of both sides, which then stand first.
    fn merge(&mut self, merging: &Merging<'_>, left: &mut Shown, right: Shown, around: Around) {
        let Around { scope, rows } = around;
        let Merging { columns, kind, span } = *merging;
        let mut merged = Vec::new();
        for name in columns {
            let from_left = self.side_column(left, *name, scope, span);
            let from_right = self.side_column(&right, *name, scope, span);
            self.join_each(&from_left, &from_right);
            for (to, trust) in from_left.iter().chain(&from_right) {
                self.flow.connect(rows, Edge { to: *to, how: How::As(JOIN), span, trust: *trust });
            }
            // The standard calls the merged column the first value of both that is not null.
            let kept: &[&Candidates] = match kind {
                JoinKind::Left | JoinKind::Half => &[&from_left],
                JoinKind::Right => &[&from_right],
                JoinKind::Inner | JoinKind::Full => &[&from_left, &from_right],
            };
            let node = self.flow.node();
            for (to, trust) in kept.iter().flat_map(|side| side.iter()) {
                self.flow.connect(node, Edge { to: *to, how: How::As(Role::COPY), span, trust: *trust });
            }
            self.scope_mut(scope).merged.insert(name.key, node);
            merged.push((*name, node));
        }
        let is_new = |name: &Ident| !columns.iter().any(|column| column.key == name.key);
        merged.extend(left.merged.drain(..).filter(|(name, _)| is_new(name)));
        left.merged = merged;
        left.rest.extend(
            right.merged.into_iter().filter(|(name, _)| is_new(name)).map(|(name, node)| Visible::Merged(name, node)),
        );
        left.rest.extend(right.rest);
    }

    /// The column that one side of a join has under this name; from now on it is visible merged only.
    fn side_column(&mut self, side: &Shown, name: Ident, scope: ScopeId, span: Span) -> Candidates {
        if let Some((_, node)) = side.merged.iter().find(|(merged, _)| merged.key == name.key) {
            return vec![(*node, Trust::SURE)];
        }
        let mut open = Vec::new();
        for visible in &side.rest {
            self.flow.step(1);
            if self.flow.is_exhausted() {
                return Vec::new();
            }
            match visible {
                Visible::Merged(merged, node) if merged.key == name.key => return vec![(*node, Trust::SURE)],
                Visible::Merged(..) => {}
                Visible::Relation(place) => {
                    let columns = self.scope(scope).relations[*place].columns.clone();
                    match self.has_column(&columns, name.key) {
                        Some(true) => {
                            self.scope_mut(scope).hidden.insert((*place, name.key));
                            return self.column(&columns, name, span);
                        }
                        Some(false) => {}
                        None => open.push((*place, columns)),
                    }
                }
            }
        }
        // Of several relations whose columns are not known, the nearest is the likeliest to be joined by a shared name.
        let Some((place, columns)) = open.pop() else { return Vec::new() };
        self.scope_mut(scope).hidden.insert((place, name.key));
        self.column(&columns, name, span)
    }

    /// Whether a relation has a column; `None` when that is not known.
    fn has_column(&self, columns: &Columns, key: Symbol) -> Option<bool> {
        match columns {
            Columns::Stored(table) => {
                let table = self.tables.get(*table);
                table.columns.is_some().then(|| table.column(key).is_some())
            }
            Columns::Derived(shape) | Columns::Any { shape, .. } => {
                let has = shape.column(key).is_some();
                (has || shape.stars.is_empty()).then_some(has)
            }
        }
    }

    /// The names that both sides of a natural join are known to have.
    fn common_columns(&mut self, left: &Shown, right: &Shown, scope: ScopeId, span: Span) -> Vec<Ident> {
        let of_left = self.shown_names(left, scope, span);
        let of_right = self.shown_names(right, scope, span);
        let right_keys: HashSet<Symbol> = of_right.iter().map(|name| name.key).collect();
        of_left.into_iter().filter(|name| right_keys.contains(&name.key)).collect()
    }

    fn shown_names(&mut self, shown: &Shown, scope: ScopeId, span: Span) -> Vec<Ident> {
        let mut names: Vec<Ident> = shown.merged.iter().map(|(name, _)| *name).collect();
        for visible in &shown.rest {
            match visible {
                Visible::Merged(name, _) => names.push(*name),
                Visible::Relation(place) => {
                    let columns = self.scope(scope).relations[*place].columns.clone();
                    let outputs = self.outputs_of(&columns, span);
                    if outputs.iter().any(Output::is_star) {
                        let message = "the columns that a natural join compares are not known".to_owned();
                        self.note(span, "unknown_columns", message);
                    }
                    names.extend(outputs.iter().filter(|output| !output.is_star()).map(|output| output.name));
                }
            }
        }
        names
    }

    pub(super) fn bind_source(&mut self, source: &Source, scope: ScopeId, rows: NodeId) -> Shown {
        if !source.reshapes.is_empty() {
            return self.bind_reshaped(source, scope, rows);
        }
        self.bind_plain(source, scope, rows)
    }

    /// Binds a relation as it is before anything turns its rows into others.
    pub(super) fn bind_plain(&mut self, source: &Source, scope: ScopeId, rows: NodeId) -> Shown {
        let alias = source.alias.map(|alias| alias.key);
        let bound = match &source.relation {
            Relation::Table(name) => match self.elements_of(name, source, scope) {
                Some(elements) => elements,
                None => self.table(name, &source.columns, rows),
            },
            Relation::Query { query, is_lateral } => {
                let parent = if *is_lateral { Some(scope) } else { self.scope(scope).parent };
                let shape = self.query(query, parent).renamed(&source.columns);
                self.derived(shape, rows, query.span)
            }
            Relation::Function(function) => self.function(function, source, scope),
            Relation::Tree(tree) => return self.bind_nested(tree, source, scope, rows),
            Relation::Piped => self.before(rows),
            Relation::Missing => return Shown::default(),
        };
        let place = self.scope_mut(scope).bind(alias, bound);
        Shown { merged: Vec::new(), rest: vec![Visible::Relation(place)] }
    }

    /// A named query or a stored table.
    fn table(&mut self, name: &TableName, columns: &[Ident], rows: NodeId) -> Bound {
        if let Some(shape) = self.named(&name.parts) {
            let mut bound = self.derived(shape.renamed(columns), rows, name.span);
            bound.path = name.parts.iter().map(|part| part.key).collect();
            return bound;
        }
        let table = self.tables.find(name, self.names, self.options);
        self.tables.read(table, name.span);
        let path = self.tables.get(table).keys.clone();
        if columns.is_empty() {
            return Bound { path, columns: Columns::Stored(table) };
        }
        let outputs = self.outputs_of(&Columns::Stored(table), name.span);
        let shape = Shape::new(outputs, self.flow.node()).renamed(columns);
        Bound { path, columns: Columns::Derived(shape) }
    }

    pub(super) fn derived(&mut self, shape: Rc<Shape>, rows: NodeId, span: Span) -> Bound {
        self.flow.link(rows, shape.rows, How::Rows, span);
        Bound { path: Vec::new(), columns: Columns::Derived(shape) }
    }

    /// Joins in parentheses; an alias hides the names inside.
    fn bind_nested(&mut self, tree: &FromTree, source: &Source, scope: ScopeId, rows: NodeId) -> Shown {
        let Some(alias) = source.alias else { return self.bind_joins(tree, scope, rows) };
        let parent = self.scope(scope).parent;
        let inner = self.open_scope(parent);
        self.bind_tree(tree, inner, rows);
        let outputs = self.visible(inner, Span::default());
        let shape = Shape::new(outputs, self.flow.node()).renamed(&source.columns);
        let bound = Bound { path: Vec::new(), columns: Columns::Derived(shape) };
        let place = self.scope_mut(scope).bind(Some(alias.key), bound);
        Shown { merged: Vec::new(), rest: vec![Visible::Relation(place)] }
    }
}

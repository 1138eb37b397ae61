//! Functions that yield rows: which columns they have, and which argument each comes from.

use super::Resolver;
use super::mention::Sink;
use super::reference::Place;
use super::scope::{Bound, Columns, ScopeId};
use super::shape::{Output, Shape};
use crate::sql::Dialect;
use crate::sql::flow::{How, NodeId};
use crate::sql::names::Ident;
use crate::sql::statement::Span;
use crate::sql::syntax::{ClauseNames, Label, Role, Source, TableFunction, TableName};

/// Where a column of a function comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// All arguments.
    All,
    /// No stored column: a position or a count.
    Nothing,
}

use Origin::{All, Nothing};

/// The columns of Snowflake's `FLATTEN`.
const FLATTENED: &[(&str, Origin)] =
    &[("seq", Nothing), ("key", All), ("path", Nothing), ("index", Nothing), ("value", All), ("this", All)];

/// The columns of SQLite's `json_each`.
const JSON_TREE: &[(&str, Origin)] = &[
    ("key", All),
    ("value", All),
    ("type", All),
    ("atom", All),
    ("id", All),
    ("parent", All),
    ("fullkey", All),
    ("path", All),
];

/// Functions that yield the elements of what they are given.
const SPREADING: &[&str] = &[
    "arrayjoin",
    "explode",
    "explode_outer",
    "flatten",
    "inline",
    "inline_outer",
    "posexplode",
    "posexplode_outer",
    "stack",
    "unnest",
];

/// What a windowing function adds to the columns of its input.
const WINDOWS: &[&str] = &["window_start", "window_end", "window_time"];

impl Resolver<'_> {
    /// A function that yields rows; it sees the relations to its left.
    pub(super) fn function(&mut self, function: &TableFunction, source: &Source, scope: ScopeId) -> Bound {
        let (passed, scope) = self.inputs(function, scope);
        // Elements are what the array holds; other functions compute.
        let spreads = SPREADING.contains(&self.names.text(function.name.key));
        let role = if spreads { Role::COPY } else { Role::computed() };
        let arguments: Vec<NodeId> = function
            .arguments
            .iter()
            .map(|argument| {
                let node = self.flow.node();
                self.expression(argument, Sink { node, role, names: ClauseNames::Columns }, scope);
                self.fields(argument, node, scope);
                node
            })
            .collect();
        let node = match arguments.as_slice() {
            _ if !function.path.is_empty() && self.path_is_value(function, scope) => {
                self.method(function, &arguments, scope)
            }
            [only] => *only,
            _ => {
                let node = self.flow.node();
                for argument in &arguments {
                    self.flow.link(node, *argument, How::As(Role::COPY), Span::default());
                }
                node
            }
        };
        let mut outputs = self.generated(function, source, &arguments, node);
        if !function.inputs.is_empty() {
            outputs = self.windowed(passed, source);
        }
        let shape = Shape::new(outputs, self.flow.node());
        Bound { path: vec![function.name.key], columns: Columns::Any { node, shape } }
    }

    /// Whether a function is called on a column, as in `t.c.nodes('/r')`.
    fn path_is_value(&self, function: &TableFunction, scope: ScopeId) -> bool {
        self.scope(scope).aliased(function.path[0].key).is_some()
    }

    /// What a function called on a column yields.
    fn method(&mut self, function: &TableFunction, arguments: &[NodeId], scope: ScopeId) -> NodeId {
        let node = self.flow.node();
        let place = Place { scope, span: Span::default(), names: ClauseNames::Columns };
        for (to, _) in self.candidates(&function.path, place) {
            self.flow.link(node, to, How::As(Role::computed()), Span::default());
        }
        for argument in arguments {
            self.flow.link(node, *argument, How::As(Role::COPY), Span::default());
        }
        node
    }

    /// The relations among a function's arguments, and the scope in which its other arguments are named.
    fn inputs(&mut self, function: &TableFunction, scope: ScopeId) -> (Vec<Output>, ScopeId) {
        if function.inputs.is_empty() {
            return (Vec::new(), scope);
        }
        let inner = self.open_scope(Some(scope));
        let rows = self.flow.node();
        for input in &function.inputs {
            let shown = self.bind_source(input, inner, rows);
            self.show(shown, inner);
        }
        (self.visible(inner, Span::default()), inner)
    }

    /// What a windowing function passes on, and adds.
    fn windowed(&mut self, mut passed: Vec<Output>, source: &Source) -> Vec<Output> {
        for name in WINDOWS {
            let name = self.names.bare(name);
            passed.push(Output { name, node: self.flow.node(), stars: Vec::new() });
        }
        let rows = self.flow.node();
        Shape::new(passed, rows).renamed(&source.columns).outputs.clone()
    }

    /// The columns of a function by its name, and by the names that the statement gives them.
    fn generated(
        &mut self,
        function: &TableFunction,
        source: &Source,
        arguments: &[NodeId],
        node: NodeId,
    ) -> Vec<Output> {
        if let Some(fields) = self.element_fields(function, source, node) {
            return fields;
        }
        let origins = self.origins(function);
        let names = self.function_columns(function, source, origins);
        let values = names.len() - usize::from(function.has_ordinality && names.len() > 1);
        let rows = stacked(function);
        let mut outputs = Vec::with_capacity(names.len());
        for (position, name) in names.into_iter().enumerate() {
            let origin = origins.get(position).map_or(All, |(_, origin)| *origin);
            let node = if position >= values || origin == Nothing {
                self.flow.node()
            } else if let Some(rows) = rows {
                self.stack_column(arguments, rows, position)
            } else {
                match arguments.get(position) {
                    Some(argument) if self.yields_by_argument(function, values) => *argument,
                    _ => node,
                }
            };
            outputs.push(Output { name, node, stars: Vec::new() });
        }
        outputs
    }

    /// The fields of the elements of an array that the statement itself puts together, as columns.
    fn element_fields(&mut self, function: &TableFunction, source: &Source, node: NodeId) -> Option<Vec<Output>> {
        let spreads = matches!(self.names.text(function.name.key), "unnest" | "inline" | "inline_outer");
        if !spreads || !source.columns.is_empty() || function.arguments.len() != 1 {
            return None;
        }
        let fields = self.flow.parts(node).to_vec();
        if fields.is_empty() {
            return None;
        }
        let mut outputs: Vec<Output> = Vec::new();
        for (name, node) in fields {
            let name = Ident { name, key: name, is_quoted: false };
            outputs.push(Output { name, node, stars: Vec::new() });
        }
        if let (true, Some(name)) = (function.has_ordinality, function.ordinality) {
            outputs.push(Output { name, node: self.flow.node(), stars: Vec::new() });
        }
        Some(outputs)
    }

    /// The column at `position` of `stack(rows, …)`, whose arguments fill row after row.
    fn stack_column(&mut self, arguments: &[NodeId], rows: usize, position: usize) -> NodeId {
        let node = self.flow.node();
        let values = &arguments[1..];
        let width = values.len().div_ceil(rows.max(1)).max(1);
        for argument in values.iter().skip(position).step_by(width) {
            self.flow.link(node, *argument, How::As(Role::COPY), Span::default());
        }
        node
    }

    /// Whether each argument of a function becomes a column of its own.
    fn yields_by_argument(&self, function: &TableFunction, columns: usize) -> bool {
        let count = function.arguments.len();
        count > 1 && count >= columns && matches!(self.names.text(function.name.key), "unnest" | "rows" | "zip")
    }

    /// What is known of the columns that a function has.
    fn origins(&self, function: &TableFunction) -> &'static [(&'static str, Origin)] {
        let dialect = self.names.dialect();
        match self.names.text(function.name.key) {
            "flatten" => FLATTENED,
            "json_each" | "json_tree" if dialect == Dialect::Sqlite => JSON_TREE,
            "json_each" | "jsonb_each" | "json_each_text" | "jsonb_each_text" | "each" => {
                &[("key", All), ("value", All)]
            }
            "openjson" => &[("key", All), ("value", All), ("type", Nothing)],
            "string_split" | "split_to_table" if dialect == Dialect::SqlServer => {
                &[("value", All), ("ordinal", Nothing)]
            }
            "split_to_table" | "strtok_split_to_table" => &[("seq", Nothing), ("index", Nothing), ("value", All)],
            "posexplode" | "posexplode_outer" => &[("pos", Nothing), ("col", All)],
            "json_array_elements"
            | "jsonb_array_elements"
            | "json_array_elements_text"
            | "jsonb_array_elements_text" => &[("value", All)],
            _ => &[],
        }
    }

    /// The names of a function's columns: stated, known, or the alias of the whole.
    fn function_columns(
        &mut self,
        function: &TableFunction,
        source: &Source,
        origins: &[(&str, Origin)],
    ) -> Vec<Ident> {
        if !source.columns.is_empty() {
            return source.columns.clone();
        }
        if !function.columns.is_empty() {
            return function.columns.clone();
        }
        let mut names: Vec<Ident> = origins.iter().map(|(name, _)| self.names.bare(name)).collect();
        if names.is_empty() {
            let explodes = matches!(self.names.text(function.name.key), "explode" | "explode_outer");
            let own = if explodes { self.names.bare("col") } else { function.name };
            names.push(if explodes { own } else { source.alias.unwrap_or(own) });
        }
        if function.has_ordinality {
            names.push(function.ordinality.unwrap_or_else(|| self.names.bare("ordinality")));
        }
        names
    }

    /// The elements of an array that a relation to the left has, where a dialect lets `FROM t, t.a` name it.
    pub(super) fn elements_of(&mut self, name: &TableName, source: &Source, scope: ScopeId) -> Option<Bound> {
        let has_elements =
            matches!(self.names.dialect(), Dialect::BigQuery | Dialect::Redshift | Dialect::Databricks | Dialect::Hive);
        if !has_elements || name.parts.len() < 2 || name.is_file {
            return None;
        }
        let mut next = Some(scope);
        while let Some(at) = next {
            if let Some(place) = self.scope(at).aliased(name.parts[0].key) {
                let columns = self.scope(at).relations[place].columns.clone();
                let found = self.field_of(&columns, &name.parts[1..], name.span);
                let node = self.flow.node();
                for (to, _) in found {
                    self.flow.link(node, to, How::As(Role::COPY), name.span);
                }
                let own = name.parts[name.parts.len() - 1];
                let output = Output { name: source.alias.unwrap_or(own), node, stars: Vec::new() };
                let shape = Shape::new(vec![output], self.flow.node());
                return Some(Bound { path: vec![own.key], columns: Columns::Any { node, shape } });
            }
            next = self.scope(at).parent;
        }
        None
    }
}

/// How many rows `stack` makes, when the call says so.
fn stacked(function: &TableFunction) -> Option<usize> {
    let Label::Number(rows) = function.arguments.first()?.label else { return None };
    (function.arguments.len() > 1 && rows > 0).then_some(usize::try_from(rows).ok()?)
}

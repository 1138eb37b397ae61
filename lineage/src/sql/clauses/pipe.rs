//! `|>`: steps that rows go through one after the other, as in BigQuery and Spark.

use super::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::statement::IndirectSubtype;
use crate::sql::syntax::{
    Clause, ClauseNames, Expression, FromTree, Item, Query, Relation, Reshape, Select, Source, Star, Step,
    TableFunction, Term, Way,
};
use crate::sql::words::Word;

/// What is known of the step that is being put together.
struct Pending {
    select: Select,
    /// Whether it has a list of its own, so that the next step reads its result.
    is_projected: bool,
}

impl Parser<'_> {
    /// Reads the steps after a term; `is_open` tells that it only names relations, which stay in sight.
    pub(super) fn piped(&mut self, first: Term, is_open: bool) -> Term {
        let mut steps = Vec::new();
        let mut pending = Pending { select: piped(None), is_projected: false };
        let base = match first {
            Term::Select(mut select) if is_open => {
                select.items.clear();
                pending.select = *select;
                None
            }
            other => Some(Box::new(Query { first: other, ..Query::default() })),
        };
        while self.is_pipe() {
            self.advance(2);
            self.pipe_step(&mut pending, &mut steps);
            while !self.is_at_end() && !self.is_pipe() && !self.ends_pipe() {
                self.skip(1, "skipped_text", "a step goes on in a way that was not understood");
            }
        }
        flush(&mut pending, &mut steps, None);
        Term::Piped(base, steps)
    }

    fn ends_pipe(&self) -> bool {
        self.is_mark(0, b')') || self.is_mark(0, b';')
    }

    fn pipe_step(&mut self, pending: &mut Pending, steps: &mut Vec<Step>) {
        match self.word(0) {
            Word::Where => {
                self.advance(1);
                let expression = self.expression();
                let names = ClauseNames::ColumnsThenResult;
                let clause = Clause { subtype: IndirectSubtype::Filter, expression, names };
                self.open_for(pending, steps).clauses.push(clause);
            }
            Word::Select | Word::Distinct => self.pipe_select(pending, steps),
            Word::As => {
                self.advance(1);
                let alias = self.ident();
                flush(pending, steps, alias);
            }
            Word::Order => {
                self.advance(2);
                let keys = self.sort_keys();
                flush(pending, steps, None);
                steps.push(Step::Order(keys));
            }
            Word::Limit | Word::Offset => {
                self.order_and_limit();
            }
            Word::Pivot | Word::Unpivot | Word::MatchRecognize | Word::Tablesample => self.pipe_reshape(pending, steps),
            Word::Drop | Word::Rename | Word::Set => self.pipe_changes(pending, steps),
            Word::Call => {
                self.advance(1);
                self.pipe_call(pending, steps);
            }
            _ if self.starts_combination() => {
                flush(pending, steps, None);
                self.pipe_combinations(steps);
            }
            _ if self.starts_join(0) || matches!(self.word(0), Word::Natural | Word::Lateral) => {
                let joins = self.joins();
                if let Some(tree) = self.open_for(pending, steps).from.first_mut() {
                    tree.joins.extend(joins);
                }
            }
            _ => self.pipe_list(pending, steps),
        }
    }

    /// Reads `DROP`, `RENAME` and `SET`, which leave the other columns as they are.
    fn pipe_changes(&mut self, pending: &mut Pending, steps: &mut Vec<Step>) {
        let verb = self.word(0);
        self.advance(1);
        let mut star = Star::default();
        match verb {
            Word::Drop => star.without = self.bare_names().into_iter().map(|name| vec![name]).collect(),
            Word::Rename => star.renamed = self.bounded(Self::renamings),
            _ => star.replaced = self.pipe_assignments(),
        }
        star.span = self.span_from(self.at);
        self.open_for(pending, steps).items.push(Item::Star(star));
        pending.is_projected = true;
    }

    /// Whether a set operation follows, possibly with words about columns before it.
    pub(super) fn starts_combination(&self) -> bool {
        let sides = [Word::Full, Word::Left, Word::Inner, Word::Outer];
        let ahead = (0..2).find(|ahead| !sides.contains(&self.word(*ahead))).unwrap_or(2);
        matches!(self.word(ahead), Word::Union | Word::Intersect | Word::Except | Word::Minus)
    }

    fn pipe_combinations(&mut self, steps: &mut Vec<Step>) {
        let Some(combination) = self.combination(None) else { return };
        loop {
            let term = self.term();
            steps.push(Step::Combine(combination, Box::new(term)));
            if !self.eat_mark(b',') {
                return;
            }
        }
    }

    fn pipe_select(&mut self, pending: &mut Pending, steps: &mut Vec<Step>) {
        let is_bare = self.word(0) == Word::Distinct;
        let select = self.open_for(pending, steps);
        let mut read = std::mem::take(select);
        self.advance(1);
        if !is_bare {
            self.select_modifiers(&mut read);
            read.items = self.items();
            if self.word(0) == Word::Window {
                while self.select_clause(&mut read) {}
            }
        }
        pending.select = read;
        pending.is_projected = !is_bare;
    }

    /// Reads `EXTEND`, `AGGREGATE` and `WINDOW`, whose words are no words of SQL elsewhere.
    fn pipe_list(&mut self, pending: &mut Pending, steps: &mut Vec<Step>) {
        let verb = self.spelling(0).to_ascii_lowercase();
        if !matches!(verb.as_str(), "extend" | "aggregate" | "window") {
            return;
        }
        self.advance(1);
        let is_grouped_only = self.word(0) == Word::Group;
        let mut items = if is_grouped_only { Vec::new() } else { self.items() };
        let span = self.span_from(self.at);
        if verb != "aggregate" {
            items.insert(0, Item::Star(Star { span, ..Star::default() }));
        }
        let mut clauses = Vec::new();
        if self.word(0) == Word::Group {
            self.advance(1);
            self.eat_any(&[Word::And, Word::Order]);
            self.eat(Word::By);
            let keys = self.group_keys(&mut clauses);
            items.splice(0..0, keys);
        }
        let select = self.open_for(pending, steps);
        select.items = items;
        select.clauses.extend(clauses);
        pending.is_projected = true;
    }

    /// Reads the keys of `AGGREGATE … GROUP BY`, which are also columns of the result.
    fn group_keys(&mut self, clauses: &mut Vec<Clause>) -> Vec<Item> {
        let mut items = Vec::new();
        loop {
            let from = self.at;
            let expression = self.expression();
            if self.at == from {
                return items;
            }
            let alias = if self.eat(Word::As) { self.ident() } else { None };
            self.eat_any(&[Word::Asc, Word::Desc]);
            let after = std::mem::replace(&mut self.at, from);
            let key = self.expression();
            self.at = after;
            clauses.push(Clause { subtype: IndirectSubtype::GroupBy, expression: key, names: ClauseNames::Columns });
            items.push(Item::Value { expression, alias, more: Vec::new() });
            if !self.eat_mark(b',') {
                return items;
            }
        }
    }

    /// Reads `a = x, b = y`.
    fn pipe_assignments(&mut self) -> Vec<(Expression, Ident)> {
        let mut replaced = Vec::new();
        while let Some(name) = self.ident() {
            self.eat_mark(b'=');
            replaced.push((self.expression(), name));
            if !self.eat_mark(b',') {
                break;
            }
        }
        replaced
    }

    fn pipe_reshape(&mut self, pending: &mut Pending, steps: &mut Vec<Step>) {
        flush(pending, steps, None);
        self.pass_table_options();
        let reshapes: Vec<Reshape> = self.reshapes();
        if let Some(tree) = pending.select.from.first_mut() {
            tree.first.reshapes = reshapes;
        }
        let has_way = pending.select.from.iter().any(|tree| {
            matches!(
                tree.first.reshapes.as_slice(),
                [Reshape { way: Way::Pivot(_) | Way::Unpivot(_) | Way::Matches(_), .. }, ..]
            )
        });
        if has_way {
            flush(pending, steps, None);
        }
    }

    /// Reads `CALL f(…)`, a function that gets the rows so far as its first argument.
    fn pipe_call(&mut self, pending: &mut Pending, steps: &mut Vec<Step>) {
        flush(pending, steps, None);
        let Some(name) = self.table_name() else { return };
        if !self.is_mark(0, b'(') {
            return;
        }
        let mut function: TableFunction = self.table_function(&name);
        function.inputs.insert(0, Source::of(Relation::Piped));
        let (alias, _) = self.alias();
        let mut source = Source::of(Relation::Function(Box::new(function)));
        source.alias = alias;
        pending.select.from = vec![FromTree { first: source, joins: Vec::new() }];
        flush(pending, steps, alias);
    }

    /// The select that a further clause belongs to.
    fn open_for<'p>(&mut self, pending: &'p mut Pending, steps: &mut Vec<Step>) -> &'p mut Select {
        if pending.is_projected {
            flush(pending, steps, None);
        }
        &mut pending.select
    }

    /// Reads with `read` up to the next step.
    fn bounded<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.end;
        let from = self.at;
        while !self.is_at_end() && !self.is_pipe() && !self.ends_pipe() {
            self.advance(1);
        }
        self.end = self.at;
        self.at = from;
        let result = read(self);
        self.end = outer;
        result
    }
}

/// A select of everything that came before, under the name `alias`.
fn piped(alias: Option<Ident>) -> Select {
    let mut source = Source::of(Relation::Piped);
    source.alias = alias;
    Select { from: vec![FromTree { first: source, joins: Vec::new() }], ..Select::default() }
}

/// Ends the step that is being put together.
fn flush(pending: &mut Pending, steps: &mut Vec<Step>, alias: Option<Ident>) {
    let alias = alias.or_else(|| kept_alias(&pending.select));
    let mut select = std::mem::replace(&mut pending.select, piped(alias));
    if select.items.is_empty() {
        select.items.push(Item::Star(Star::default()));
    }
    pending.is_projected = false;
    steps.push(Step::Select(Box::new(select)));
}

/// The name of the only relation, which steps that keep its columns leave in sight.
fn kept_alias(select: &Select) -> Option<Ident> {
    let keeps = matches!(select.items.first(), None | Some(Item::Star(_)));
    let [FromTree { first, joins }] = select.from.as_slice() else { return None };
    if !keeps || !joins.is_empty() {
        return None;
    }
    first.alias.or(match &first.relation {
        Relation::Table(name) => name.parts.last().copied(),
        _ => None,
    })
}

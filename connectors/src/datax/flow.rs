//! From the two sides of a job to the edges and queries that say where its data comes from.
//!
//! Columns go by position. Where their numbers differ nothing is guessed: the tables are connected, and the difference is
//! said.

use std::collections::HashSet;

use catalog::{
    AssetKind, Name,
    record::{DeclaredColumnEdge, DeclaredEdge, DeclaredQuery},
};

use super::{
    columns::{Columns, Field},
    job::{Job, Transformer},
    sides::{End, Query, Side, side},
};

/// The most edges, and the most pairs of columns, that are said of one job.
const MAX_EDGES: usize = 10_000;
const MAX_PAIRS: usize = 200_000;
/// The most problems that are said of one job.
const MAX_PROBLEMS: usize = 20;

/// Where the data of a job comes from and goes to.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) edges: Vec<DeclaredEdge>,
    pub(super) queries: Vec<DeclaredQuery>,
    /// The SQL that the job itself has.
    pub(super) written: Vec<Query>,
    /// What is missing, left open or left out, for people.
    pub(super) problems: Vec<String>,
    /// How many pairs of columns the edges have.
    pairs: usize,
}

/// Works out what a job moves where.
pub(super) fn flow(job: &Job) -> Flow {
    let mut flow = Flow::default();
    if job.has_more_content {
        flow.problem("it has more than one `content`; DataX runs the first alone".to_owned());
    }
    let mut half = |plug_in, word: &str| match plug_in {
        Some(plug_in) => Some(side(plug_in, word)),
        None => {
            flow.problem(format!("the job is partial: its {word} is empty"));
            None
        }
    };
    let (reader, writer) = (half(job.reader.as_ref(), "reader"), half(job.writer.as_ref(), "writer"));
    let (mut reader, mut writer) = (reader.unwrap_or_default(), writer.unwrap_or_default());
    for problem in reader.problems.drain(..).chain(writer.problems.drain(..)) {
        flow.problem(problem);
    }
    flow.written = reader.ends.iter().filter_map(|end| end.query.clone()).filter(|query| query.is_written).collect();
    if !reader.is_nothing && !writer.is_nothing {
        flow.connect(&reader, &writer, &job.transformers);
    }
    flow
}

/// What happens to the column at a place on the way.
struct Steps<'a>(&'a [Transformer]);

impl Steps<'_> {
    fn any(&self, place: usize, is_so: impl Fn(&Transformer) -> bool) -> bool {
        self.0.iter().any(|step| step.column.is_none_or(|column| column == place) && is_so(step))
    }

    fn changes(&self, place: usize) -> bool {
        self.any(place, Transformer::changes)
    }

    fn masks(&self, place: usize) -> bool {
        self.any(place, Transformer::masks)
    }
}

impl Flow {
    fn problem(&mut self, problem: String) {
        if self.problems.len() < MAX_PROBLEMS && !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn connect(&mut self, reader: &Side, writer: &Side, transformers: &[Transformer]) {
        let steps = Steps(transformers);
        let (sources, targets) = (reader.ends.len(), writer.ends.len());
        if sources == targets {
            for (source, target) in std::iter::zip(&reader.ends, &writer.ends) {
                self.pair(source, target, &steps, true);
            }
        } else {
            let is_certain = sources == 1 || targets == 1;
            if !is_certain && sources > 0 && targets > 0 {
                self.problem(format!(
                    "it reads {sources} tables and writes {targets}; which goes where only its run decides"
                ));
            }
            for (source, target) in reader.ends.iter().flat_map(|end| writer.ends.iter().map(move |to| (end, to))) {
                self.pair(source, target, &steps, is_certain);
            }
        }
        let mut seen: HashSet<(Name, Name)> = HashSet::new();
        self.edges.retain(|edge| seen.insert((edge.upstream.clone(), edge.downstream.clone())));
    }

    fn pair(&mut self, source: &End, target: &End, steps: &Steps<'_>, is_certain: bool) {
        let Some((downstream, kind)) = &target.at else { return };
        if self.edges.len() + self.queries.len() >= MAX_EDGES {
            self.problem(format!("it has more than {MAX_EDGES} pairs of tables; the others are left out"));
            return;
        }
        let pairs = if is_certain { self.columns(source, target, steps) } else { Vec::new() };
        if let Some((upstream, upstream_kind)) = source.at.clone() {
            let (downstream, downstream_kind) = (downstream.clone(), *kind);
            self.edges.push(DeclaredEdge { upstream, upstream_kind, downstream, downstream_kind, columns: pairs });
        }
    }

    /// The pairs of columns that are plain; what needs SQL or a schema to be known becomes a query.
    fn columns(&mut self, source: &End, target: &End, steps: &Steps<'_>) -> Vec<DeclaredColumnEdge> {
        let names = target.columns.names();
        if let (None, Some(fields), Some(names)) =
            (source.query.as_ref().filter(|query| query.is_written), source.columns.plain(), &names)
        {
            return self.plain(fields, names, steps);
        }
        let is_open = matches!(source.columns, Columns::All | Columns::Listed(_))
            && matches!(target.columns, Columns::All | Columns::Listed(_));
        match (&source.query, &target.at, &target.columns) {
            (Some(query), Some(at), Columns::All | Columns::Listed(_))
                if names.is_some() || is_all(&target.columns) =>
            {
                self.queries.push(declared(query, at, names.unwrap_or_default(), steps));
            }
            _ if is_open => {
                self.problem("its columns are `*` or have no names, so that no column is connected".to_owned());
            }
            _ => {}
        }
        Vec::new()
    }

    fn plain(&mut self, fields: &[Field], names: &[&str], steps: &Steps<'_>) -> Vec<DeclaredColumnEdge> {
        if fields.len() != names.len() {
            let (read, written) = (fields.len(), names.len());
            self.problem(format!("it reads {read} columns and writes {written}, so that no column is connected"));
            return Vec::new();
        }
        if self.pairs + names.len() > MAX_PAIRS {
            self.problem(format!("it has more than {MAX_PAIRS} pairs of columns; the others are left out"));
            return Vec::new();
        }
        self.pairs += names.len();
        let pairs = std::iter::zip(fields, names).enumerate().filter_map(|(place, (field, name))| {
            let Field::Name(upstream) = field else { return None };
            let subtype = if steps.changes(place) { "TRANSFORMATION" } else { "IDENTITY" };
            let (upstream, downstream) = (upstream.clone(), (*name).to_owned());
            Some(DeclaredColumnEdge { upstream, downstream, subtype: subtype.into(), masking: steps.masks(place) })
        });
        pairs.collect()
    }
}

fn is_all(columns: &Columns) -> bool {
    *columns == Columns::All
}

fn declared(query: &Query, at: &(Name, AssetKind), names: Vec<&str>, steps: &Steps<'_>) -> DeclaredQuery {
    // Whole-row steps concern every place; how many there are is known only where columns are named.
    let touched = steps.0.iter().filter_map(|step| step.column);
    let mut places: Vec<usize> = (0..names.len()).chain(touched).filter(|place| *place < 10_000).collect();
    places.sort_unstable();
    places.dedup();
    DeclaredQuery {
        sql: query.sql.clone(),
        dialect: query.dialect.clone(),
        namespace: query.namespace.clone(),
        defaults: query.defaults.clone(),
        downstream: at.0.clone(),
        downstream_kind: at.1,
        columns: names.into_iter().map(str::to_owned).collect(),
        by_name: false,
        changed: places.iter().copied().filter(|place| steps.changes(*place)).collect(),
        masked: places.into_iter().filter(|place| steps.masks(*place)).collect(),
    }
}

#[cfg(test)]
mod tests;

//! Tells statements anew: by lasting objects only, under the names that these have in the end.

use std::collections::{HashMap, HashSet};

use super::content::{Content, Origin};
use super::{Meaning, Object, What};
use crate::sql::statement::{
    ColumnEdge, EdgeType, IndirectEdge, IndirectSubtype, Kind, Mode, Note, Read, Source, Span, Statement, Status,
    Target, Write,
};

/// Works through the statements of a script in order.
pub(super) struct Rewriter<'a> {
    objects: &'a [Object],
    contents: HashMap<usize, Content>,
    steps: u64,
}

/// The edges of a statement as they are gathered, each once.
#[derive(Default)]
struct Gathered {
    columns: Vec<ColumnEdge>,
    places: HashMap<(Target, Source), usize>,
    indirect: Vec<IndirectEdge>,
    told: HashSet<(Target, Source, IndirectSubtype)>,
}

/// Where an edge leads.
#[derive(Clone)]
enum Goal {
    Lasting(Target),
    /// A column of what is gone in the end, or its rows.
    Transient(usize, Option<String>),
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(objects: &'a [Object], steps: u64) -> Self {
        Self { objects, contents: HashMap::new(), steps }
    }

    pub(super) fn statement(&mut self, statement: &mut Statement, meaning: &Meaning, is_conditional: bool) {
        if !self.concerns(meaning) {
            return;
        }
        let (columns, indirect) = (std::mem::take(&mut statement.columns), std::mem::take(&mut statement.indirect));
        self.forget_replaced(statement, meaning, is_conditional, indirect.is_empty());
        let targets = self.goals_of_writes(statement, meaning);
        let inherited = self.inherited(statement, meaning, &columns, &indirect);
        let mut gathered = Gathered::default();
        let mut additions: Vec<(usize, Option<String>, Origin)> = Vec::new();
        for edge in columns {
            let goal = self.goal(&edge.target, meaning);
            for origin in self.origins(&edge, meaning) {
                self.steps = self.steps.saturating_sub(1);
                deliver(&goal, origin, edge.span, &mut gathered, &mut additions);
            }
        }
        for edge in indirect {
            let goal = self.goal(&edge.target, meaning);
            for source in self.sources(&edge.source, meaning) {
                self.steps = self.steps.saturating_sub(1);
                let origin = Origin::Indirect { source, subtype: edge.subtype };
                deliver(&goal, origin, edge.span, &mut gathered, &mut additions);
            }
        }
        for (source, subtype, span) in inherited {
            for goal in &targets {
                self.steps = self.steps.saturating_sub(1);
                let origin = Origin::Indirect { source: source.clone(), subtype };
                deliver(goal, origin, span, &mut gathered, &mut additions);
            }
        }
        statement.columns = gathered.columns;
        statement.indirect = gathered.indirect;
        self.fill(statement, meaning, additions);
        self.name_tables(statement, meaning);
        if self.steps == 0 {
            let message = "the limit on steps was reached; what temporary tables hold is not told in full".to_owned();
            statement.notes.push(Note { span: statement.span, code: "too_many_steps", message });
            if statement.status == Status::Complete {
                statement.status = Status::Partial;
            }
        }
    }

    /// Whether the statement has to do with an object that is gone, or called otherwise, in the end.
    fn concerns(&self, meaning: &Meaning) -> bool {
        meaning.read.values().chain(meaning.written.values()).any(|object| self.objects[*object].is_told_otherwise())
    }

    /// What is filled anew holds nothing of what it held.
    fn forget_replaced(&mut self, statement: &Statement, meaning: &Meaning, is_conditional: bool, has_no_filter: bool) {
        if is_conditional || statement.kind != Kind::Delete || !has_no_filter {
            return;
        }
        for write in &statement.writes {
            if let (Mode::Delete, Some(object)) = (write.mode, meaning.written.get(&write.name)) {
                self.contents.remove(object);
            }
        }
    }

    fn goal(&self, target: &Target, meaning: &Meaning) -> Goal {
        let Some(name) = &target.table else { return Goal::Lasting(target.clone()) };
        let Some(place) = meaning.written.get(name) else { return Goal::Lasting(target.clone()) };
        let object = &self.objects[*place];
        if object.is_transient() {
            return Goal::Transient(*place, target.column.as_ref().and_then(|path| path.first().cloned()));
        }
        Goal::Lasting(Target { table: Some(object.written_name().to_vec()), column: target.column.clone() })
    }

    /// What the statement as a whole writes, or its result.
    fn goals_of_writes(&self, statement: &Statement, meaning: &Meaning) -> Vec<Goal> {
        if statement.writes.is_empty() {
            return vec![Goal::Lasting(Target { table: None, column: None })];
        }
        let whole = |write: &Write| Target { table: Some(write.name.clone()), column: None };
        statement.writes.iter().map(|write| self.goal(&whole(write), meaning)).collect()
    }

    /// The object that a name of the statement is read as, when it is gone in the end.
    fn transient(&self, name: &[String], meaning: &Meaning) -> Option<usize> {
        let object = meaning.read.get(name).copied()?;
        self.objects[object].is_transient().then_some(object)
    }

    fn read_name(&self, name: &[String], meaning: &Meaning) -> Vec<String> {
        match meaning.read.get(name) {
            Some(object) => self.objects[*object].read_name().to_vec(),
            None => name.to_vec(),
        }
    }

    /// Where the value of an edge comes from in the end.
    fn origins(&self, edge: &ColumnEdge, meaning: &Meaning) -> Vec<Origin> {
        let step = |source: Source| Origin::Value {
            source,
            subtype: edge.subtype,
            masking: edge.masking,
            confidence: edge.confidence,
            why: edge.why,
        };
        let Some(object) = self.transient(&edge.source.table, meaning) else {
            let table = self.read_name(&edge.source.table, meaning);
            return vec![step(Source { table, column: edge.source.column.clone() })];
        };
        if self.steps == 0 {
            return Vec::new();
        }
        let Some(content) = self.contents.get(&object) else { return Vec::new() };
        let through = |origin: Origin| match origin {
            Origin::Value { source, subtype, masking, confidence, why } => Origin::Value {
                source,
                subtype: subtype.max(edge.subtype),
                masking: masking || edge.masking,
                confidence: confidence * edge.confidence,
                why: why.max(edge.why),
            },
            indirect @ Origin::Indirect { .. } => indirect,
        };
        content.origins(&edge.source.column).into_iter().map(through).collect()
    }

    /// The lasting columns that a source stands for.
    fn sources(&self, source: &Source, meaning: &Meaning) -> Vec<Source> {
        let Some(object) = self.transient(&source.table, meaning) else {
            let table = self.read_name(&source.table, meaning);
            return vec![Source { table, column: source.column.clone() }];
        };
        if self.steps == 0 {
            return Vec::new();
        }
        let Some(content) = self.contents.get(&object) else { return Vec::new() };
        let origins = content.origins(&source.column).into_iter().map(|origin| match origin {
            Origin::Value { source, .. } | Origin::Indirect { source, .. } => source,
        });
        origins.collect()
    }

    /// What decided about the rows of what the statement reads and is gone in the end.
    fn inherited(
        &self,
        statement: &Statement,
        meaning: &Meaning,
        columns: &[ColumnEdge],
        indirect: &[IndirectEdge],
    ) -> Vec<(Source, IndirectSubtype, Span)> {
        let read = statement.reads.iter().map(|read| (&read.name, read.spans.first().copied().unwrap_or_default()));
        let values = columns.iter().map(|edge| (&edge.source.table, edge.span));
        let decisions = indirect.iter().map(|edge| (&edge.source.table, edge.span));
        let mut seen = HashSet::new();
        let mut inherited = Vec::new();
        for (name, span) in read.chain(values).chain(decisions) {
            let Some(object) = self.transient(name, meaning).filter(|object| seen.insert(*object)) else { continue };
            let rows = self.contents.get(&object).map(Content::rows).unwrap_or_default();
            inherited.extend(rows.iter().map(|(source, subtype)| (source.clone(), *subtype, span)));
        }
        inherited
    }

    /// Adds to what is gone in the end what the statement filled it with.
    fn fill(&mut self, statement: &Statement, meaning: &Meaning, additions: Vec<(usize, Option<String>, Origin)>) {
        for (object, column, origin) in additions {
            let is_variables = self.is_variables(object);
            let content = self.contents.entry(object).or_default();
            match (column, origin) {
                (Some(column), origin) => content.add(&column, origin),
                // What decides about rows decides about the values that variables get.
                (None, origin) if is_variables => {
                    for column in &statement.defines.columns {
                        content.add(&column.name, origin.clone());
                    }
                }
                (None, Origin::Indirect { source, subtype }) => content.add_row(source, subtype),
                (None, Origin::Value { .. }) => {}
            }
        }
        let written = statement.writes.iter().filter_map(|write| meaning.written.get(&write.name).copied());
        let written: Vec<usize> = written.filter(|object| self.objects[*object].is_transient()).collect();
        if written.is_empty() {
            return;
        }
        let reads = self.lasting_reads(statement, meaning);
        for object in written {
            let content = self.contents.entry(object).or_default();
            for read in &reads {
                content.add_read(&read.name, read.spans.first().copied().unwrap_or_default());
            }
        }
    }

    fn is_variables(&self, object: usize) -> bool {
        self.objects[object].what() == What::Variables
    }

    /// The stored tables that the statement reads, directly or through what is gone in the end.
    fn lasting_reads(&mut self, statement: &Statement, meaning: &Meaning) -> Vec<Read> {
        let mut reads: Vec<Read> = Vec::new();
        let mut places: HashMap<Vec<String>, usize> = HashMap::new();
        let mut add = |name: Vec<String>, spans: &[Span]| {
            let place = *places.entry(name.clone()).or_insert(reads.len());
            match reads.get_mut(place) {
                Some(read) => read.spans.extend_from_slice(spans),
                None => reads.push(Read { name, spans: spans.to_vec() }),
            }
        };
        for read in &statement.reads {
            let Some(object) = self.transient(&read.name, meaning) else {
                add(self.read_name(&read.name, meaning), &read.spans);
                continue;
            };
            let through = self.contents.get(&object).map(|content| content.reads.as_slice()).unwrap_or_default();
            let most = usize::try_from(self.steps).unwrap_or(usize::MAX);
            for (name, _) in through.iter().take(most) {
                add(name.clone(), read.spans.get(..1).unwrap_or_default());
            }
            self.steps = self.steps.saturating_sub(through.len() as u64);
        }
        reads
    }

    /// Names what the statement reads and writes by lasting names.
    fn name_tables(&mut self, statement: &mut Statement, meaning: &Meaning) {
        let reads = self.lasting_reads(statement, meaning);
        let mut temporary: Vec<Vec<String>> = Vec::new();
        let names =
            statement.reads.iter().map(|read| &read.name).chain(statement.writes.iter().map(|write| &write.name));
        for name in names {
            let object = meaning.written.get(name).or_else(|| meaning.read.get(name));
            if let Some(object) = object.map(|object| &self.objects[*object]).filter(|object| object.is_transient()) {
                let is_table = matches!(object.what(), What::Stored | What::Temporary);
                if is_table && !temporary.contains(&object.first) {
                    temporary.push(object.first.clone());
                }
            }
        }
        statement.temporary = temporary;
        statement.reads = reads;
        let writes = std::mem::take(&mut statement.writes);
        for write in writes {
            let name = match meaning.written.get(&write.name).map(|object| &self.objects[*object]) {
                Some(object) if object.is_transient() => continue,
                Some(object) => object.written_name().to_vec(),
                None => write.name,
            };
            let write = Write { name, ..write };
            if !statement.writes.contains(&write) {
                statement.writes.push(write);
            }
        }
    }
}

/// Takes an origin where it leads.
fn deliver(
    goal: &Goal,
    origin: Origin,
    span: Span,
    gathered: &mut Gathered,
    additions: &mut Vec<(usize, Option<String>, Origin)>,
) {
    match (goal, origin) {
        (Goal::Transient(object, column), origin) => additions.push((*object, column.clone(), origin)),
        (Goal::Lasting(target), Origin::Value { source, subtype, masking, confidence, why }) => {
            let edge_type = EdgeType::Direct;
            let target = target.clone();
            gathered.value(ColumnEdge { target, source, edge_type, subtype, masking, span, confidence, why });
        }
        (Goal::Lasting(target), Origin::Indirect { source, subtype }) => {
            if gathered.told.insert((target.clone(), source.clone(), subtype)) {
                gathered.indirect.push(IndirectEdge { target: target.clone(), source, subtype, span });
            }
        }
    }
}

impl Gathered {
    fn value(&mut self, edge: ColumnEdge) {
        let place = *self.places.entry((edge.target.clone(), edge.source.clone())).or_insert(self.columns.len());
        match self.columns.get_mut(place) {
            None => self.columns.push(edge),
            Some(known) => {
                known.subtype = known.subtype.max(edge.subtype);
                known.masking &= edge.masking;
                known.confidence = known.confidence.max(edge.confidence);
                known.why = known.why.min(edge.why);
            }
        }
    }
}

//! What became of the objects of a script, worked out when it was read to its end.
//!
//! A table that goes away with the session, or is made and dropped by the
//! script, is resolved away: whoever reads it reads what it was filled from. A
//! table that is renamed is written under the name that it has in the end. Each
//! time a temporary table is made it is another object, so that versions of the
//! same name never mix.

mod content;
mod rewrite;

use std::collections::{BTreeSet, HashMap, HashSet};

use super::MARK;
use crate::sql::emit::ScriptBuilder;
use crate::sql::names::{Names, Symbol};
use rewrite::Rewriter;

/// Steps that may be taken to tell what temporary tables hold; each copies a name.
const STEPS: u64 = 2_000_000;

/// What tells a table from others, and its full name.
pub(super) type Place = (Vec<Symbol>, Vec<String>);

/// What a statement does to what names mean.
#[derive(Debug)]
pub(super) enum Event {
    Made { identity: Vec<Symbol>, is_temporary: bool, keeps: bool },
    Dropped(Vec<Symbol>),
    Renamed { from: Place, to: Place },
    Swapped(Place, Place),
}

/// One statement.
#[derive(Debug)]
pub(super) struct Entry {
    /// The names in it, and what tells what they mean.
    pub(super) tables: Vec<(Vec<String>, Vec<Symbol>)>,
    pub(super) events: Vec<Event>,
    pub(super) is_conditional: bool,
}

impl Entry {
    /// What is made or dropped by those events of which `is` holds.
    fn identities(&self, is: impl Fn(&Event) -> bool) -> HashSet<&[Symbol]> {
        let events = self.events.iter().filter(|event| is(event));
        let identities = events.filter_map(|event| match event {
            Event::Made { identity, .. } | Event::Dropped(identity) => Some(identity.as_slice()),
            Event::Renamed { .. } | Event::Swapped(..) => None,
        });
        identities.collect()
    }
}

/// The statements of a script.
#[derive(Debug, Default)]
pub(super) struct Trace {
    entries: Vec<Entry>,
    /// Before which statements the variables of a routine are forgotten.
    forgets: BTreeSet<usize>,
    is_needed: bool,
}

impl Trace {
    pub(super) fn add(&mut self, entry: Entry) {
        self.is_needed |= entry.events.iter().any(|event| !matches!(event, Event::Made { is_temporary: false, .. }));
        self.is_needed |= entry.tables.iter().any(|(name, _)| is_local(name));
        self.entries.push(entry);
    }

    /// The next statement begins a routine.
    pub(super) fn forget_variables(&mut self) {
        self.forgets.insert(self.entries.len());
    }

    /// Tells the statements of `script` anew by what their objects became, in at most `steps` steps.
    pub(super) fn apply(self, script: &mut ScriptBuilder, names: &Names, steps: u64) {
        if !self.is_needed {
            return;
        }
        let mut history = History { names, objects: Vec::new(), bound: HashMap::new(), spelled: HashMap::new() };
        let meanings: Vec<Meaning> = self
            .entries
            .iter()
            .enumerate()
            .map(|(at, entry)| history.follow(entry, self.forgets.contains(&at)))
            .collect();
        history.finish();
        history.see_uses(script, &meanings);
        script.renamed(history.renames(), history.swaps(&self.entries));
        let mut rewriter = Rewriter::new(&history.objects, steps.min(STEPS));
        for (statement, (entry, meaning)) in script.statements().iter_mut().zip(self.entries.iter().zip(&meanings)) {
            rewriter.statement(statement, meaning, entry.is_conditional);
        }
    }
}

/// Whether a name is one that only the session knows.
pub(super) fn is_local(name: &[String]) -> bool {
    name.first().is_some_and(|first| first == MARK)
}

/// What the names of one statement mean: which object is read by a name, and which is written.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    pub(super) read: HashMap<Vec<String>, usize>,
    pub(super) written: HashMap<Vec<String>, usize>,
}

/// A table of the script.
#[derive(Debug)]
pub(super) struct Object {
    /// Its name when the script first had to do with it.
    pub(super) first: Vec<String>,
    /// Its name in the end, or the last one it had.
    pub(super) last: Vec<String>,
    what: What,
    is_made: bool,
    is_temporary: bool,
    is_dropped: bool,
    is_read: bool,
    is_written: bool,
}

/// What an object is to the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A table that others see.
    Stored,
    /// A table that only the session sees.
    Temporary,
    /// A row or a cursor.
    Record,
    /// The variables.
    Variables,
}

impl What {
    /// What a name tells, of which two parts are enough.
    fn of(name: &[String]) -> Self {
        match name {
            [mark, what, ..] if mark == MARK => match what.as_str() {
                "table" => Self::Temporary,
                "record" => Self::Record,
                _ => Self::Variables,
            },
            _ => Self::Stored,
        }
    }
}

impl Object {
    fn new(name: &[String]) -> Self {
        let what = What::of(name);
        let shown = if what == What::Temporary { &name[2..] } else { name };
        Self {
            first: shown.to_vec(),
            last: shown.to_vec(),
            what,
            is_made: false,
            is_temporary: what != What::Stored,
            is_dropped: false,
            is_read: false,
            is_written: false,
        }
    }

    /// Whether whoever reads it is told what it was filled from: nothing is left of it when the script is over.
    ///
    /// A temporary table that nobody reads is told, since what it holds would be told nowhere else; so is one of which
    /// the script does not show what it holds.
    pub(super) fn is_transient(&self) -> bool {
        match self.what {
            What::Record | What::Variables => true,
            What::Stored | What::Temporary if self.is_temporary => {
                self.is_dropped && self.is_made || self.is_read && (self.is_made || self.is_written)
            }
            What::Stored | What::Temporary => self.is_made && self.is_dropped,
        }
    }

    /// Whether it is told by another name, or not at all.
    pub(super) fn is_told_otherwise(&self) -> bool {
        self.is_transient() || self.is_dropped || self.first != self.last || self.what != What::Stored
    }

    pub(super) fn what(&self) -> What {
        self.what
    }

    /// By which name it is read: what was there before is known by the name that it had.
    pub(super) fn read_name(&self) -> &[String] {
        if self.is_made { &self.last } else { &self.first }
    }

    /// By which name it is written: that of the end, unless it is gone then.
    pub(super) fn written_name(&self) -> &[String] {
        if self.is_dropped { &self.first } else { &self.last }
    }
}

/// What names mean from statement to statement.
struct History<'a> {
    names: &'a Names,
    objects: Vec<Object>,
    bound: HashMap<Vec<Symbol>, usize>,
    spelled: HashMap<Vec<Symbol>, Vec<String>>,
}

impl History<'_> {
    fn follow(&mut self, entry: &Entry, forgets: bool) -> Meaning {
        if forgets {
            let names = self.names;
            self.bound.retain(|identity, _| {
                let name: Vec<String> = identity.iter().take(2).map(|part| names.text(*part).to_owned()).collect();
                matches!(What::of(&name), What::Stored | What::Temporary)
            });
        }
        for (name, identity) in &entry.tables {
            self.spelled.entry(identity.clone()).or_insert_with(|| name.clone());
        }
        let read = self.meaning_before(entry);
        for event in &entry.events {
            self.event(event, entry.is_conditional);
        }
        let gone = entry.identities(|event| matches!(event, Event::Dropped(_)));
        let written = entry.tables.iter().map(|(name, identity)| {
            let dropped = read.get(name).copied().filter(|_| gone.contains(identity.as_slice()));
            let object = dropped.unwrap_or_else(|| self.object(identity, name));
            (name.clone(), object)
        });
        let written = written.collect();
        Meaning { read, written }
    }

    /// What names mean before the statement, without bringing into being what it makes.
    fn meaning_before(&mut self, entry: &Entry) -> HashMap<Vec<String>, usize> {
        let mut read = HashMap::new();
        let made = entry.identities(|event| matches!(event, Event::Made { .. }));
        for (name, identity) in &entry.tables {
            let is_made = made.contains(identity.as_slice());
            let object = match self.bound.get(identity) {
                Some(object) => Some(*object),
                None if is_made => None,
                None => Some(self.object(identity, name)),
            };
            if let Some(object) = object {
                read.insert(name.clone(), object);
            }
        }
        read
    }

    /// The object that a name means; what is not known was there before, or only the session knows it.
    fn object(&mut self, identity: &[Symbol], name: &[String]) -> usize {
        if let Some(object) = self.bound.get(identity) {
            return *object;
        }
        self.bind(identity, Object::new(name))
    }

    fn bind(&mut self, identity: &[Symbol], object: Object) -> usize {
        self.objects.push(object);
        self.bound.insert(identity.to_vec(), self.objects.len() - 1);
        self.objects.len() - 1
    }

    fn spell(&self, identity: &[Symbol]) -> Vec<String> {
        match self.spelled.get(identity) {
            Some(name) => name.clone(),
            None => identity.iter().map(|part| self.names.text(*part).to_owned()).collect(),
        }
    }

    fn event(&mut self, event: &Event, is_conditional: bool) {
        match event {
            Event::Made { identity, is_temporary, keeps } => {
                // Branches fill one object; elsewhere each making is another one, if it is gone later.
                let is_known = self.bound.contains_key(identity);
                if is_known && (is_conditional || *keeps || !is_temporary) {
                    return;
                }
                let name = self.spell(identity);
                let object = Object::new(&name);
                let is_temporary = object.is_temporary || *is_temporary;
                self.bind(identity, Object { is_made: true, is_temporary, ..object });
            }
            Event::Dropped(identity) => {
                if !is_conditional && let Some(object) = self.bound.remove(identity) {
                    self.objects[object].is_dropped = true;
                }
            }
            Event::Renamed { from, to } => {
                let object = self.object(&from.0, &from.1);
                self.bound.remove(&from.0);
                self.spelled.insert(to.0.clone(), to.1.clone());
                if let Some(replaced) = self.bound.insert(to.0.clone(), object)
                    && replaced != object
                {
                    self.objects[replaced].is_dropped = true;
                }
                self.objects[object].last = Object::new(&to.1).last;
            }
            Event::Swapped(one, other) => {
                let (first, second) = (self.object(&one.0, &one.1), self.object(&other.0, &other.1));
                self.bound.insert(one.0.clone(), second);
                self.bound.insert(other.0.clone(), first);
                self.objects[second].last = Object::new(&one.1).last;
                self.objects[first].last = Object::new(&other.1).last;
            }
        }
    }

    fn finish(&mut self) {
        for (identity, object) in &self.bound {
            let name = self.spelled.get(identity);
            if let (Some(name), false) = (name, self.objects[*object].is_dropped) {
                self.objects[*object].last = Object::new(name).last;
            }
        }
    }

    /// Takes note of which objects statements read and write.
    fn see_uses(&mut self, script: &mut ScriptBuilder, meanings: &[Meaning]) {
        for (statement, meaning) in script.statements().iter().zip(meanings) {
            for object in statement.reads.iter().filter_map(|read| meaning.read.get(&read.name)) {
                self.objects[*object].is_read = true;
            }
            for object in statement.writes.iter().filter_map(|write| meaning.written.get(&write.name)) {
                self.objects[*object].is_written = true;
            }
        }
    }

    /// What is called otherwise in the end than in the beginning.
    fn renames(&self) -> Vec<(Vec<String>, Vec<String>)> {
        let lasts = |object: &&Object| !object.is_transient() && !object.is_dropped && object.first != object.last;
        let renamed = self.objects.iter().filter(lasts);
        renamed.map(|object| (object.first.clone(), object.last.clone())).collect()
    }

    fn swaps(&self, entries: &[Entry]) -> Vec<(Vec<String>, Vec<String>)> {
        let events = entries.iter().flat_map(|entry| &entry.events);
        let swaps = events.filter_map(|event| match event {
            Event::Swapped(one, other) => Some((one.1.clone(), other.1.clone())),
            _ => None,
        });
        swaps.collect()
    }
}

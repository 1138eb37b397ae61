//! What a view's SQL says, with its names resolved. Pure.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    panic::{AssertUnwindSafe, catch_unwind},
};

use catalog::{AssetId, AssetKind, ChangeNumber, Name, kinds::table::TableDetails, platform::Platform};

use super::known::Known;
use crate::{
    declare::{Declaration, End, Evidence, Reading, Status, VIEW_TOOL},
    edge::{Span, Subtype, Transformation},
    notes::Notes,
    sql::{self, Dialect, Kind, Limits, Options, Schema, Script, Statement},
};

/// A view that has to be read.
#[derive(Debug, Clone)]
pub(super) struct ViewSet {
    pub(super) at: ChangeNumber,
    pub(super) view: AssetId,
    pub(super) name: Name,
    pub(super) sql: String,
    pub(super) dialect: Option<String>,
}

impl ViewSet {
    /// The view that a table is, if it is one.
    pub(super) fn of(at: ChangeNumber, view: AssetId, name: &Name, table: &TableDetails) -> Option<Self> {
        let sql = table.definition.clone()?;
        Some(Self { at, view, name: name.clone(), sql, dialect: table.dialect.clone() })
    }

    /// The names of tables that the SQL may mean.
    pub(super) fn names(&self) -> BTreeSet<(Name, AssetKind)> {
        let asked = Asked::default();
        let script = self.analyze(&asked);
        let mut names = asked.names.into_inner();
        let statements = script.into_iter().flat_map(|script| script.statements);
        names.extend(statements.flat_map(|statement| statement.reads).map(|read| read.name));
        names.iter().map(|parts| (self.full_name(parts), AssetKind::Table)).collect()
    }

    /// The edges of the view, as far as its names are known.
    pub(super) fn declare(&self, known: &Known) -> Declaration {
        let mut set = Declaration::new(VIEW_TOOL, &self.view.to_string(), self.view, self.at);
        set.refer(&self.name, Some(self.view));
        let Some(script) = self.analyze(&Columns { view: self, known }) else {
            set.readings.push(self.unreadable());
            return set;
        };
        for statement in &script.statements {
            let mut reader = StatementReader { view: self, known, set: &mut set, notes: Notes::default() };
            reader.read(statement);
            let notes = reader.notes;
            set.readings.push(self.reading(statement, notes));
        }
        set
    }

    /// Reads the SQL; nothing when its dialect is not known or the engine failed, which must not stop the others.
    fn analyze(&self, schema: &dyn Schema) -> Option<Script> {
        let dialect = self.dialect()?;
        let (_, default_path) = self.name.parts.split_last()?;
        let options = Options { dialect, schema, default_path, search_path: &[], limits: Limits::default() };
        let result = catch_unwind(AssertUnwindSafe(|| sql::analyze(&self.sql, &options)));
        if result.is_err() {
            tracing::error!(view = %self.view, "reading the SQL of `{}` failed", self.name.path());
        }
        result.ok()
    }

    fn dialect(&self) -> Option<Dialect> {
        match &self.dialect {
            Some(dialect) => Dialect::from_name(dialect),
            None => match self.name.platform() {
                Platform::Postgres => Some(Dialect::Postgres),
                Platform::MySql => Some(Dialect::MySql),
                Platform::Sqlite => Some(Dialect::Sqlite),
                Platform::Other => None,
            },
        }
    }

    /// The whole name of a table in the SQL. SQLite calls the view's own file `main`.
    fn full_name(&self, parts: &[String]) -> Name {
        let mut parts = parts.to_vec();
        if self.name.platform() == Platform::Sqlite
            && let [.., file, _] = parts.as_mut_slice()
            && file.eq_ignore_ascii_case("main")
        {
            let table = parts.pop().unwrap_or_default();
            parts = vec![self.name.parts[0].clone(), table];
        }
        Name { namespace: self.name.namespace.clone(), parts }
    }

    fn unreadable(&self) -> Reading {
        let mut notes = Notes::default();
        match (self.dialect(), &self.dialect) {
            (None, Some(dialect)) => notes.add("unknown_dialect", format!("`{dialect}` is not a known dialect"), None),
            (None, None) => notes.add("unknown_dialect", "the source does not tell the dialect", None),
            _ => notes.add("engine_failed", "the SQL could not be read", None),
        }
        let notes = notes.into_json();
        Reading { status: Status::Failed, coverage_permille: 0, dialect: self.dialect.clone(), notes }
    }

    fn reading(&self, statement: &Statement, notes: Notes) -> Reading {
        let status = match statement.status {
            sql::Status::Complete if notes.is_empty() => Status::Complete,
            sql::Status::Complete | sql::Status::Partial => Status::Partial,
            sql::Status::Opaque => Status::Opaque,
            sql::Status::Failed => Status::Failed,
        };
        let coverage_permille = permille(statement.coverage);
        Reading { status, coverage_permille, dialect: self.dialect.clone(), notes: notes.into_json() }
    }
}

/// Remembers which tables the engine asks for.
#[derive(Default)]
struct Asked {
    names: RefCell<BTreeSet<Vec<String>>>,
}

impl Schema for Asked {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        self.names.borrow_mut().insert(table.to_vec());
        None
    }
}

/// The columns that are known.
struct Columns<'a> {
    view: &'a ViewSet,
    known: &'a Known,
}

impl Schema for Columns<'_> {
    fn columns(&self, table: &[String]) -> Option<Vec<String>> {
        let table = self.known.asset(&self.view.full_name(table), AssetKind::Table)?;
        let columns = self.known.columns(table)?;
        Some(columns.iter().map(|column| column.name.clone()).collect())
    }
}

/// Puts the edges of a statement into a declaration.
struct StatementReader<'a> {
    view: &'a ViewSet,
    known: &'a Known,
    set: &'a mut Declaration,
    notes: Notes,
}

impl StatementReader<'_> {
    fn read(&mut self, statement: &Statement) {
        for note in &statement.notes {
            self.notes.add(note.code, &note.message, Some((note.span.0, note.span.1)));
        }
        if !matches!(statement.kind, Kind::Select | Kind::CreateView | Kind::CreateTableAs) {
            return;
        }
        let view = End::whole(self.view.view);
        for read in &statement.reads {
            let Some(table) = self.table(&read.name) else { continue };
            let span = read.spans.first().and_then(|span| stored(*span));
            let evidence = Evidence { span, confidence_permille: 1000, why: "resolved".to_owned() };
            self.set.claim((End::whole(table), view), (Transformation::UNSPECIFIED, false), None, evidence);
        }
        let outputs = self.outputs(statement);
        for edge in &statement.columns {
            let subtype = match edge.subtype {
                sql::Subtype::Identity => Subtype::Identity,
                sql::Subtype::Transformation => Subtype::Transformation,
                sql::Subtype::Aggregation => Subtype::Aggregation,
            };
            let Some(source) = self.source(&edge.source) else { continue };
            let Some(target) = self.target(edge.target.column.as_deref(), &outputs) else { continue };
            let evidence = Evidence {
                span: stored(edge.span),
                confidence_permille: permille(edge.confidence),
                why: word(edge.why),
            };
            self.set.claim((source, target), (Transformation::of(subtype), edge.masking), None, evidence);
        }
        for edge in &statement.indirect {
            let Some(source) = self.source(&edge.source) else { continue };
            let Some(target) = self.target(edge.target.column.as_deref(), &outputs) else { continue };
            let evidence = Evidence { span: stored(edge.span), confidence_permille: 1000, why: "resolved".to_owned() };
            let transformation = Transformation::of(indirect(edge.subtype));
            self.set.claim((source, target), (transformation, false), None, evidence);
        }
    }

    /// The view's columns by the names that its SQL gives them: the catalog's where the names agree, else by position.
    fn outputs(&self, statement: &Statement) -> BTreeMap<String, AssetId> {
        let own = self.known.columns(self.view.view).unwrap_or_default();
        let defined = &statement.defines.columns;
        let by_position = own.len() == defined.len();
        let mut outputs = BTreeMap::new();
        for (place, column) in defined.iter().enumerate() {
            let named = self.known.column(self.view.view, &self.view.name, &column.name);
            let placed = own.get(place).filter(|_| by_position).map(|own| own.id);
            if let Some(found) = named.or(placed) {
                outputs.entry(column.name.clone()).or_insert(found);
            }
        }
        outputs
    }

    fn target(&mut self, column: Option<&[String]>, outputs: &BTreeMap<String, AssetId>) -> Option<End> {
        let Some(column) = column else { return Some(End::whole(self.view.view)) };
        let name = column.first()?;
        let found = outputs.get(name).copied();
        let found = found.or_else(|| self.known.column(self.view.view, &self.view.name, name));
        if found.is_none() {
            self.notes.add("unknown_output", format!("the view has no column `{name}` yet"), None);
        }
        Some(End::column(found?, self.view.view))
    }

    fn source(&mut self, source: &sql::Source) -> Option<End> {
        let table = self.table(&source.table)?;
        let column = source.column.first()?;
        let found = self.known.column(table, &self.view.name, column);
        if found.is_none() && column != "*" {
            let table = source.table.join(".");
            self.notes.add("unknown_column", format!("no column `{column}` in `{table}` yet"), None);
        }
        Some(End::column(found?, table))
    }

    fn table(&mut self, parts: &[String]) -> Option<AssetId> {
        let name = self.view.full_name(parts);
        let found = self.known.asset(&name, AssetKind::Table);
        self.set.refer(&name, found);
        if found.is_none() {
            self.notes.add("unknown_table", format!("no table `{}` in the catalog yet", name.path()), None);
        }
        found
    }
}

pub(super) fn indirect(subtype: sql::IndirectSubtype) -> Subtype {
    match subtype {
        sql::IndirectSubtype::Join => Subtype::Join,
        sql::IndirectSubtype::GroupBy => Subtype::GroupBy,
        sql::IndirectSubtype::Filter => Subtype::Filter,
        sql::IndirectSubtype::Sort => Subtype::Sort,
        sql::IndirectSubtype::Window => Subtype::Window,
        sql::IndirectSubtype::Conditional => Subtype::Conditional,
    }
}

/// The rule's word, as the engine writes it in JSON.
pub(super) fn word(why: sql::Why) -> String {
    let text = serde_json::to_string(&why).unwrap_or_default();
    text.trim_matches('"').to_owned()
}

pub(super) fn stored(span: sql::Span) -> Option<Span> {
    Some(Span { start: i32::try_from(span.0).ok()?, end: i32::try_from(span.1).ok()? })
}

/// A share of 0 to 1 in thousandths.
#[expect(clippy::cast_possible_truncation, reason = "it is between 0 and 1000")]
pub(super) fn permille(share: f64) -> i16 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::tests::asset;

    fn tables(name: Name, sql: &str) -> Vec<String> {
        let view = ViewSet { at: ChangeNumber(1), view: asset(1), name, sql: sql.into(), dialect: None };
        view.names().into_iter().map(|(name, _)| name.path()).collect()
    }

    #[test]
    fn main_of_sqlite_is_the_file_of_the_view() {
        let view = Name::new("sqlite", ["/data/shop.db", "v"]);
        let names = tables(view, "CREATE VIEW v AS SELECT t.id FROM main.t JOIN u ON t.id = u.id");
        assert_eq!(names, ["t", "u", "v"].map(|table| format!("\"/data/shop.db\".{table}")));
    }

    #[test]
    fn names_of_mysql_are_completed_with_the_database_of_the_view() {
        let view = Name::new("mysql://h:3306", ["shop", "v"]);
        let names = tables(view, "select `a`.`id` AS `id` from `a` join `other`.`b` on `a`.`id` = `b`.`id`");
        assert_eq!(names, ["other.b", "shop.a"]);
    }

    #[test]
    fn view_of_an_unknown_dialect_is_kept_as_failed() {
        let name = Name::new("kafka://h:1", ["v"]);
        let sql = "SELECT 1".to_owned();
        let view = ViewSet { at: ChangeNumber(1), view: asset(1), name, sql, dialect: Some("ksql".into()) };
        let set = view.declare(&Known::default());
        assert_eq!((set.readings[0].status, set.edges.len()), (Status::Failed, 0));
        assert!(set.readings[0].notes.contains("`ksql` is not a known dialect"));
    }
}

//! What a view's SQL says, with its names resolved. Pure.

use std::collections::BTreeMap;

use catalog::{AssetId, ChangeNumber, Name, kinds::table::TableDetails, platform::Platform};

use super::{
    known::Known,
    speech::{Columns, Landing, Listener, Speech, guarded, reading},
};
use crate::{
    declare::{Declaration, End, Reading, VIEW_TOOL},
    notes::Notes,
    sql::{self, Dialect, Kind, Limits, Options, Schema, Script, Statement},
};

/// A view that has to be read.
#[derive(Debug, Clone)]
pub(crate) struct ViewSet {
    pub(crate) at: ChangeNumber,
    pub(crate) view: AssetId,
    pub(crate) name: Name,
    pub(crate) sql: String,
    pub(crate) dialect: Option<String>,
}

impl ViewSet {
    /// The view that a table is, if it is one.
    pub(crate) fn of(at: ChangeNumber, view: AssetId, name: &Name, table: &TableDetails) -> Option<Self> {
        let sql = table.definition.clone()?;
        Some(Self { at, view, name: name.clone(), sql, dialect: table.dialect.clone() })
    }

    /// The edges of the view, as far as its names are known.
    pub(crate) fn declare(&self, known: &Known) -> Declaration {
        let mut set = Declaration::new(VIEW_TOOL, &self.view.to_string(), self.view, self.at);
        set.refer(&self.name, Some(self.view));
        let Some(script) = self.analyze(&Columns { speech: self, known }) else {
            set.readings.push(self.unreadable());
            return set;
        };
        for statement in &script.statements {
            let mut listener = Listener::new(self, known, &mut set);
            self.hear(&mut listener, statement);
            let notes = listener.notes;
            set.readings.push(reading(self.dialect.as_deref(), Some(statement), notes));
        }
        set
    }

    fn hear(&self, listener: &mut Listener<'_, Self>, statement: &Statement) {
        listener.remark(statement);
        if !matches!(statement.kind, Kind::Select | Kind::CreateView | Kind::CreateTableAs) {
            return;
        }
        listener.tables(&statement.reads, &[Landing::plain(End::whole(self.view), None)]);
        let outputs = self.outputs(listener.known, statement);
        listener.columns(statement, |listener, target| self.land(listener, target, &outputs));
    }

    fn land(
        &self,
        listener: &mut Listener<'_, Self>,
        target: &sql::Target,
        outputs: &BTreeMap<String, AssetId>,
    ) -> Option<Landing> {
        let Some(column) = &target.column else { return Some(Landing::plain(End::whole(self.view), None)) };
        let name = column.first()?;
        let found = outputs.get(name).copied();
        let found = found.or_else(|| listener.known.column(self.view, &self.name, name));
        if found.is_none() {
            listener.notes.add("unknown_output", format!("the view has no column `{name}` yet"), None);
        }
        Some(Landing::plain(End::column(found?, self.view), None))
    }

    /// The view's columns by the names that its SQL gives them: the catalog's where the names agree, else by position.
    fn outputs(&self, known: &Known, statement: &Statement) -> BTreeMap<String, AssetId> {
        let own = known.columns(self.view).unwrap_or_default();
        let defined = &statement.defines.columns;
        let by_position = own.len() == defined.len();
        let mut outputs = BTreeMap::new();
        for (place, column) in defined.iter().enumerate() {
            let named = known.column(self.view, &self.name, &column.name);
            let placed = own.get(place).filter(|_| by_position).map(|own| own.id);
            if let Some(found) = named.or(placed) {
                outputs.entry(column.name.clone()).or_insert(found);
            }
        }
        outputs
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

    fn unreadable(&self) -> Reading {
        let mut notes = Notes::default();
        match (self.dialect(), &self.dialect) {
            (None, Some(dialect)) => notes.add("unknown_dialect", format!("`{dialect}` is not a known dialect"), None),
            (None, None) => notes.add("unknown_dialect", "the source does not tell the dialect", None),
            _ => notes.add("engine_failed", "the SQL could not be read", None),
        }
        reading(self.dialect.as_deref(), None, notes)
    }
}

impl Speech for ViewSet {
    /// SQLite calls the view's own file `main`.
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

    fn analyze(&self, schema: &dyn Schema) -> Option<Script> {
        let dialect = self.dialect()?;
        let (_, default_path) = self.name.parts.split_last()?;
        let options = Options { dialect, schema, default_path, search_path: &[], limits: Limits::default() };
        guarded(&self.name, || sql::analyze(&self.sql, &options))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::speech::names, *};
    use crate::{declare::Status, graph::tests::asset};

    fn tables(name: Name, sql: &str) -> Vec<String> {
        let view = ViewSet { at: ChangeNumber(1), view: asset(1), name, sql: sql.into(), dialect: None };
        names(&view).into_iter().map(|(name, _)| name.path()).collect()
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

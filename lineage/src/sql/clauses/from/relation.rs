//! One operand of `FROM`: a table, a query, joins in parentheses, or a function that yields rows.

use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::statement::Span;
use crate::sql::syntax::{
    Condition, FromTree, Join, JoinKind, Query, Relation, Reshape, Source, TableFunction, TableName, Term, Way,
};
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

/// ClickHouse's functions that read the files at the place which they are given first.
const FILE_READERS: &[&str] =
    &["azureblobstorage", "file", "gcs", "hdfs", "iceberg", "s3", "s3cluster", "url", "urlcluster"];

impl Parser<'_> {
    /// Reads one operand of `FROM` with its alias.
    pub(in crate::sql::clauses) fn source(&mut self) -> Source {
        let prefix = self.prefix_alias();
        self.eat(Word::Only);
        let is_lateral = self.eat(Word::Lateral);
        let relation = self.relation(is_lateral);
        if matches!(relation, Relation::Missing) && !self.is_mark(0, b')') {
            return Source::of(relation);
        }
        let mut source = Source::of(relation);
        self.pass_table_options();
        (source.alias, source.columns) = self.alias();
        source.alias = source.alias.or(prefix);
        self.offset_alias(&mut source);
        self.pass_table_options();
        source.reshapes = self.reshapes();
        if source.alias.is_none() && !source.reshapes.is_empty() {
            self.pass_table_options();
        }
        source
    }

    /// Reads DuckDB's alias in front, as in `FROM a: t`.
    fn prefix_alias(&mut self) -> Option<Ident> {
        if self.dialect() != Dialect::DuckDb || !self.is_mark(1, b':') {
            return None;
        }
        let alias = self.ident()?;
        self.advance(1);
        Some(alias)
    }

    fn relation(&mut self, is_lateral: bool) -> Relation {
        match self.kind(0) {
            Kind::Mark(b'(') if self.holds_query(self.at) => {
                match self.enclosed(|parser| parser.nested(Parser::query)) {
                    Some(query) => Relation::Query { query: Box::new(query), is_lateral },
                    None => Relation::Missing,
                }
            }
            Kind::Mark(b'(') => match self.enclosed(|parser| parser.nested(Self::joined_list)) {
                Some(tree) => Relation::Tree(Box::new(tree)),
                None => Relation::Missing,
            },
            Kind::Word(Word::Rows) if self.word(1) == Word::From => self.rows_from(),
            Kind::Word(Word::Values) if self.is_mark(1, b'(') => {
                let query = Query { first: Term::Values(self.values()), ..Query::default() };
                Relation::Query { query: Box::new(query), is_lateral }
            }
            Kind::Word(Word::Table) if self.is_mark(1, b'(') => self.table_operator(),
            Kind::Word(Word::Pivot | Word::Unpivot) if !self.is_mark(1, b'(') => {
                Relation::Tree(Box::new(FromTree { first: self.simple_reshape(), joins: Vec::new() }))
            }
            _ => self.named_relation(),
        }
    }

    /// Reads relations in parentheses; commas join like `JOIN` without a condition there.
    fn joined_list(&mut self) -> FromTree {
        let mut tree = self.joined();
        while self.eat_mark(b',') {
            let next = self.joined();
            tree.joins.push(Join { kind: JoinKind::Inner, source: next.first, condition: Condition::None });
            tree.joins.extend(next.joins);
        }
        tree
    }

    /// Reads `PIVOT t ON …` or `UNPIVOT t ON …`.
    pub(in crate::sql::clauses) fn simple_reshape(&mut self) -> Source {
        let is_pivot = self.word(0) == Word::Pivot;
        self.advance(1);
        let mut source = self.source();
        let way = if is_pivot { Way::Pivot(self.simple_pivot()) } else { Way::Unpivot(self.simple_unpivot()) };
        source.reshapes.push(Reshape { way, alias: None, columns: Vec::new() });
        source
    }

    fn named_relation(&mut self) -> Relation {
        let Some(name) = self.table_name() else {
            self.note(self.at, "missing_relation", "the name of a table or a query was expected");
            return Relation::Missing;
        };
        if name.is_file {
            // The options of staged files.
            self.pass_enclosed();
            return Relation::Table(name);
        }
        if !self.is_mark(0, b'(') {
            return Relation::Table(name);
        }
        if self.dialect() == Dialect::SqlServer && self.is_old_hint() {
            self.pass_enclosed();
            return Relation::Table(name);
        }
        if self.names_relation(&name) {
            return self.enclosed(|parser| {
                let table = parser.table_name().map_or(Relation::Missing, Relation::Table);
                parser.at = parser.end;
                table
            });
        }
        if let Some(file) = self.file_of_call(&name) {
            self.pass_enclosed();
            if self.word(0) == Word::With && self.is_mark(1, b'(') && self.dialect() == Dialect::SqlServer {
                self.advance(1);
                self.pass_enclosed();
            }
            return Relation::Table(file);
        }
        let mut function = self.table_function(&name);
        self.function_tail(&mut function);
        Relation::Function(Box::new(function))
    }

    /// The file that a call such as `read_csv('a.csv')` reads, when the call names just one.
    fn file_of_call(&mut self, name: &TableName) -> Option<TableName> {
        let call = self.names.text(name.parts.last()?.key).to_owned();
        let is_reader = match self.dialect() {
            Dialect::DuckDb => call.starts_with("read_") || call.ends_with("_scan"),
            Dialect::ClickHouse => FILE_READERS.contains(&call.as_str()),
            Dialect::Databricks | Dialect::Spark => call == "read_files" || call == "cloud_files",
            Dialect::SqlServer => call == "openrowset" && self.spelling(1).eq_ignore_ascii_case("bulk"),
            _ => false,
        };
        let ahead = if self.dialect() == Dialect::SqlServer { 2 } else { 1 };
        if !is_reader || self.kind(ahead) != Kind::Text {
            return None;
        }
        let span =
            self.token(self.at + ahead).map_or(name.span, |token| Span(token.start as usize, token.end as usize));
        let place = crate::sql::names::unquote(self.spelling(ahead));
        Some(TableName { parts: vec![self.names.exact(&place)], is_file: true, span })
    }

    /// Whether a call only says how to read the relation that its first argument names.
    fn names_relation(&self, name: &TableName) -> bool {
        let call = name.parts.last().map_or("", |last| self.names.text(last.key));
        let is_view = match self.dialect() {
            Dialect::Snowflake => call == "semantic_view",
            Dialect::Databricks | Dialect::Spark => call == "stream",
            _ => false,
        };
        is_view && matches!(self.kind(1), Kind::Word(_) | Kind::Quoted)
    }

    /// Whether a parenthesis holds a hint of SQL Server's old style, such as `(NOLOCK)`.
    fn is_old_hint(&self) -> bool {
        let hints = ["nolock", "holdlock", "updlock", "readpast", "readuncommitted", "rowlock", "tablock", "tablockx"];
        let is_hint = hints.iter().any(|hint| self.spelling(1).eq_ignore_ascii_case(hint));
        is_hint && (self.is_mark(2, b')') || self.is_mark(2, b','))
    }

    /// Reads `TABLE (f(…))`, or a relation that is an argument.
    fn table_operator(&mut self) -> Relation {
        self.advance(1);
        let relation = self.enclosed(|parser| {
            let relation = parser.nested(|parser| match parser.kind(0) {
                Kind::Mark(b'(') => parser.relation(true),
                Kind::Text => parser.quoted_name().map_or(Relation::Missing, Relation::Table),
                _ => parser.named_relation(),
            });
            parser.at = parser.end;
            relation.unwrap_or(Relation::Missing)
        });
        match relation {
            Relation::Function(mut function) => {
                self.function_tail(&mut function);
                Relation::Function(function)
            }
            other => other,
        }
    }

    /// Reads the name in a text, as in Snowflake's `TABLE('db.t')`.
    fn quoted_name(&mut self) -> Option<TableName> {
        let from = self.at;
        let text = crate::sql::names::unquote(self.spelling(0));
        self.advance(1);
        let parts: Vec<Ident> = text.split('.').map(|part| self.names.bare(part.trim_matches('"'))).collect();
        Some(TableName { parts, is_file: false, span: self.span_from(from) })
    }

    /// Reads what may follow the parenthesis of a function that yields rows.
    fn function_tail(&mut self, function: &mut TableFunction) {
        if self.eat_all(&[Word::With, Word::Ordinality]) {
            function.has_ordinality = true;
        }
        // `OPENJSON (…) WITH (a int, b text)` states its columns.
        if self.word(0) == Word::With && self.is_mark(1, b'(') && self.dialect() == Dialect::SqlServer {
            self.advance(1);
            function.columns = self.name_list();
        }
    }

    /// Reads BigQuery's `WITH OFFSET AS o` behind an alias.
    fn offset_alias(&mut self, source: &mut Source) {
        if !self.eat_all(&[Word::With, Word::Offset]) {
            return;
        }
        let alias = if self.eat(Word::As) || !self.ends_operand() { self.ident() } else { None };
        let offset = alias.unwrap_or_else(|| self.names.bare("offset"));
        if let Relation::Function(function) = &mut source.relation {
            function.has_ordinality = true;
            function.ordinality = Some(offset);
        }
    }

    /// Reads the parenthesis of a call that yields rows.
    pub(in crate::sql::clauses) fn table_function(&mut self, name: &TableName) -> TableFunction {
        let mut function = TableFunction {
            name: name.parts[name.parts.len() - 1],
            path: name.parts[..name.parts.len() - 1].to_vec(),
            arguments: Vec::new(),
            columns: Vec::new(),
            has_ordinality: false,
            ordinality: None,
            inputs: Vec::new(),
        };
        self.enclosed(|parser| {
            while !parser.is_at_end() {
                parser.function_argument(&mut function);
            }
        });
        function
    }

    fn function_argument(&mut self, function: &mut TableFunction) {
        if self.word(0) == Word::Columns && !matches!(self.kind(1), Kind::Named | Kind::Mark(b',')) {
            self.advance(1);
            self.nested(|parser| parser.declared_columns(&mut function.columns));
            return;
        }
        let from = self.at;
        if matches!(self.kind(0), Kind::Word(_)) && self.kind(1) == Kind::Named {
            self.advance(2);
        }
        if self.starts_input() {
            let source = self.nested(|parser| {
                parser.eat(Word::Input);
                let source = if parser.word(0) == Word::Table && !parser.is_mark(1, b'(') {
                    parser.advance(1);
                    Source::of(parser.named_relation())
                } else {
                    parser.source()
                };
                parser.pass_to_comma();
                source
            });
            function.inputs.extend(source);
            return;
        }
        function.arguments.push(self.expression());
        if !self.eat_mark(b',') && self.word(0) != Word::Columns && self.at == from {
            self.advance(1);
        }
    }

    /// Whether an argument is a relation: `TABLE t` or `TABLE (…)`.
    fn starts_input(&self) -> bool {
        self.word(0) == Word::Table && matches!(self.kind(1), Kind::Word(_) | Kind::Quoted | Kind::Mark(b'('))
    }

    /// Reads the columns that `JSON_TABLE` and `XMLTABLE` declare, nested ones included.
    fn declared_columns(&mut self, columns: &mut Vec<Ident>) {
        if self.is_mark(0, b'(') {
            return self.enclosed(|parser| parser.declared_entries(columns));
        }
        self.declared_entries(columns);
    }

    fn declared_entries(&mut self, columns: &mut Vec<Ident>) {
        while !self.is_at_end() {
            if self.eat(Word::Nested) {
                self.eat(Word::Path);
                self.advance(1);
                if self.eat(Word::Columns) {
                    self.nested(|parser| parser.declared_columns(columns));
                }
            } else {
                columns.extend(self.ident());
            }
            self.pass_to_comma();
        }
    }

    /// Reads `ROWS FROM (f(…), g(…))`, a function each of whose columns is another call.
    fn rows_from(&mut self) -> Relation {
        self.advance(2);
        let span = self.span_from(self.at);
        let name = TableName { parts: vec![self.names.bare("rows")], is_file: false, span };
        if !self.is_mark(0, b'(') {
            return Relation::Missing;
        }
        let mut function = self.table_function(&name);
        self.function_tail(&mut function);
        Relation::Function(Box::new(function))
    }
}

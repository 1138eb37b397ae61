//! What may stand between a relation and its alias, and the alias itself.

use crate::sql::Dialect;
use crate::sql::clauses::cursor::Parser;
use crate::sql::names::Ident;
use crate::sql::tokens::Kind;
use crate::sql::words::Word;

impl Parser<'_> {
    /// Passes over samples, partitions, hints and versions of a table.
    pub(in crate::sql::clauses) fn pass_table_options(&mut self) {
        loop {
            match self.word(0) {
                Word::Tablesample => self.pass_sample(),
                Word::Sample if self.starts_sample() => self.pass_sample(),
                Word::Partition if self.is_mark(1, b'(') => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                Word::Partition if self.word(1) == Word::For && self.is_mark(2, b'(') => {
                    self.advance(2);
                    self.pass_enclosed();
                }
                Word::Use | Word::Force | Word::Ignore if matches!(self.word(1), Word::Index | Word::Key) => {
                    self.pass_hint()
                }
                Word::Indexed if self.word(1) == Word::By => self.advance(3),
                Word::Not if self.word(1) == Word::Indexed => self.advance(2),
                Word::Final if self.dialect() == Dialect::ClickHouse => self.advance(1),
                Word::With if self.is_mark(1, b'(') && self.dialect() == Dialect::SqlServer => {
                    self.advance(1);
                    self.pass_enclosed();
                }
                Word::For | Word::Version | Word::Timestamp | Word::At | Word::Before | Word::Changes
                    if self.starts_version() =>
                {
                    self.pass_version()
                }
                Word::Other if self.is_mark(0, b'*') => self.advance(1),
                Word::Other if self.spelling(0).eq_ignore_ascii_case("dblink") => return,
                _ if self.is_operator("@") && self.dialect() == Dialect::Oracle => self.advance(2),
                _ if self.is_template() => self.advance(1),
                _ => return,
            }
        }
    }

    fn is_template(&self) -> bool {
        self.kind(0) == Kind::Template
    }

    fn is_operator(&self, text: &str) -> bool {
        self.kind(0) == Kind::Operator && self.spelling(0) == text
    }

    fn starts_sample(&self) -> bool {
        match self.kind(1) {
            Kind::Mark(b'(') => true,
            Kind::Number => self.dialect() == Dialect::ClickHouse,
            Kind::Word(_) => self.is_mark(2, b'('),
            _ => false,
        }
    }

    /// Passes over `TABLESAMPLE method (n) REPEATABLE (m)` and its like.
    fn pass_sample(&mut self) {
        self.advance(1);
        self.dotted();
        if self.kind(0) == Kind::Number {
            self.pass_ratio();
            if self.eat(Word::Offset) {
                self.pass_ratio();
            }
            return;
        }
        self.pass_enclosed();
        let is_seed = ["repeatable", "seed"].iter().any(|word| self.spelling(0).eq_ignore_ascii_case(word));
        if is_seed && self.is_mark(1, b'(') {
            self.advance(1);
            self.pass_enclosed();
        }
    }

    fn pass_ratio(&mut self) {
        self.advance(1);
        if self.is_operator("/") {
            self.advance(2);
        }
    }

    /// Passes over `USE INDEX [FOR JOIN] (…)`.
    fn pass_hint(&mut self) {
        self.advance(2);
        if self.eat(Word::For) {
            self.eat_any(&[Word::Join, Word::Order, Word::Group, Word::By]);
        }
        self.pass_enclosed();
    }

    /// Whether the version of a table is told here, as in `FOR SYSTEM_TIME AS OF` or `AT (TIMESTAMP => …)`.
    fn starts_version(&self) -> bool {
        match self.word(0) {
            Word::For => {
                matches!(self.word(1), Word::SystemTime | Word::Version | Word::Timestamp)
                    || self.spelling(1).eq_ignore_ascii_case("system_version")
            }
            Word::Version | Word::Timestamp => self.word(1) == Word::As && self.word(2) == Word::Of,
            Word::At | Word::Before | Word::Changes => {
                self.is_mark(1, b'(') && matches!(self.dialect(), Dialect::Snowflake | Dialect::Ansi)
            }
            _ => false,
        }
    }

    /// Passes over the version of a table.
    fn pass_version(&mut self) {
        if self.is_mark(1, b'(') {
            self.advance(1);
            return self.pass_enclosed();
        }
        self.eat(Word::For);
        self.advance(1);
        self.eat_any(&[Word::As, Word::Of, Word::Between, Word::From, Word::All, Word::Timestamp]);
        self.expression();
        if self.eat(Word::To) {
            self.expression();
        }
    }

    /// Reads an alias and the names it gives to columns.
    pub(in crate::sql::clauses) fn alias(&mut self) -> (Option<Ident>, Vec<Ident>) {
        let has_word = self.eat(Word::As);
        let alias = if has_word {
            self.label(true)
        } else if self.ends_operand() || self.starts_table_option() {
            return (None, Vec::new());
        } else {
            self.ident()
        };
        if alias.is_none() && !has_word {
            return (None, Vec::new());
        }
        let lists_columns = self.is_mark(0, b'(') && !self.holds_query(self.at);
        let columns = if lists_columns { self.name_list() } else { Vec::new() };
        (alias, columns)
    }

    fn starts_table_option(&self) -> bool {
        match self.word(0) {
            Word::Tablesample | Word::Values | Word::Value => true,
            Word::Sample => self.starts_sample(),
            Word::Partition => self.is_mark(1, b'(') || self.word(1) == Word::By,
            Word::Use | Word::Force | Word::Ignore => matches!(self.word(1), Word::Index | Word::Key),
            Word::Indexed => self.word(1) == Word::By,
            Word::Final => self.dialect() == Dialect::ClickHouse,
            Word::Version | Word::Timestamp | Word::At | Word::Before | Word::Changes => self.starts_version(),
            _ => false,
        }
    }

    /// Whether a word that is a name elsewhere begins a clause of this dialect.
    fn starts_own_clause(&self) -> bool {
        let is_word = |word: &str| self.spelling(0).eq_ignore_ascii_case(word);
        match self.dialect() {
            Dialect::Snowflake => is_word("match_condition") && self.is_mark(1, b'('),
            Dialect::Vertica => {
                is_word("timeseries") || is_word("segmented") && self.word(1) == Word::By || is_word("unsegmented")
            }
            _ => false,
        }
    }

    /// Whether the current word ends the operand before it, by what comes after the word.
    pub(in crate::sql::clauses) fn ends_operand(&self) -> bool {
        let word = self.word(0);
        if word.follows_expression() || self.starts_join(0) {
            return true;
        }
        match word {
            Word::Pivot | Word::Unpivot => {
                self.is_mark(1, b'(')
                    || matches!(self.word(1), Word::Include | Word::Exclude)
                    || self.word(2) == Word::Nulls
            }
            Word::MatchRecognize => self.is_mark(1, b'('),
            Word::Cluster | Word::Distribute | Word::Sort | Word::Connect => self.word(1) == Word::By,
            Word::Other => self.starts_own_clause(),
            Word::Start => self.word(1) == Word::With,
            Word::Array => self.word(1) == Word::Join,
            Word::Prewhere | Word::Settings | Word::Format => self.dialect() == Dialect::ClickHouse,
            Word::Output => self.dialect() == Dialect::SqlServer,
            Word::Option => self.is_mark(1, b'('),
            Word::Insert => matches!(self.word(1), Word::Into | Word::Overwrite | Word::Table),
            Word::Emit => matches!(self.word(1), Word::Changes | Word::Final),
            _ => false,
        }
    }
}

//! `FROM`: relations and what joins them.

mod generate;
mod matches;
mod options;
mod pivot;
mod relation;

use super::cursor::Parser;
use crate::sql::Dialect;
use crate::sql::syntax::{Condition, FromTree, Join, JoinKind, Relation, Source};
use crate::sql::words::Word;

/// How many words may say what kind of join follows.
const JOIN_WORDS: usize = 6;

/// What stands before a joined relation.
#[derive(Debug, Clone, Copy)]
struct Joining {
    kind: JoinKind,
    is_natural: bool,
    /// Whether the relation sees those to its left.
    is_lateral: bool,
}

impl Parser<'_> {
    /// Reads the relations of a `FROM`, up to the next clause.
    pub(super) fn relations(&mut self) -> Vec<FromTree> {
        let mut trees = vec![self.joined()];
        while self.eat_mark(b',') {
            trees.push(self.joined());
        }
        trees
    }

    pub(super) fn joined(&mut self) -> FromTree {
        let first = self.source();
        let joins = self.joins();
        FromTree { first, joins }
    }

    /// Reads joins up to the next clause.
    pub(super) fn joins(&mut self) -> Vec<Join> {
        let mut joins = Vec::new();
        loop {
            if let Some(joining) = self.join_words() {
                joins.push(self.join(joining));
            } else if matches!(self.word(0), Word::On | Word::Using)
                && !joins.is_empty()
                && self.word(1) != Word::Conflict
            {
                // `a JOIN b JOIN c ON … ON …`: the second condition belongs to a join further left.
                let condition = self.condition();
                if matches!(condition, Condition::None) {
                    break;
                }
                joins.push(Join { kind: JoinKind::Inner, source: Source::of(Relation::Missing), condition });
            } else if !self.generators(&mut joins) {
                break;
            }
        }
        joins
    }

    fn join(&mut self, joining: Joining) -> Join {
        let from = self.at;
        let mut source = self.source();
        if let (Relation::Query { is_lateral, .. }, true) = (&mut source.relation, joining.is_lateral) {
            *is_lateral = true;
        }
        let condition = if joining.is_natural { Condition::Natural(self.span_from(from)) } else { self.condition() };
        Join { kind: joining.kind, source, condition }
    }

    /// Reads `[NATURAL] [LEFT] [OUTER] JOIN` and the like.
    fn join_words(&mut self) -> Option<Joining> {
        let mut joining = Joining { kind: JoinKind::Inner, is_natural: false, is_lateral: false };
        for ahead in 0..JOIN_WORDS {
            match self.word(ahead) {
                Word::Natural => joining.is_natural = true,
                Word::Left if joining.kind == JoinKind::Inner => joining.kind = JoinKind::Left,
                Word::Right if joining.kind == JoinKind::Inner => joining.kind = JoinKind::Right,
                Word::Full => joining.kind = JoinKind::Full,
                Word::Semi | Word::Anti => joining.kind = JoinKind::Half,
                Word::Left | Word::Right | Word::Inner | Word::Cross | Word::Outer => {}
                Word::Asof | Word::Positional | Word::Global | Word::Any | Word::All | Word::Lateral => {}
                // SQL Server names the way to join, as in `INNER HASH JOIN`.
                Word::Loop | Word::Merge | Word::Other if ahead > 0 && self.word(ahead + 1) == Word::Join => {}
                Word::Join | Word::StraightJoin => {
                    self.advance(ahead + 1);
                    return Some(joining);
                }
                Word::Apply if ahead > 0 => {
                    self.advance(ahead + 1);
                    joining.is_lateral = true;
                    return Some(joining);
                }
                _ => return None,
            }
        }
        None
    }

    /// Whether a join begins at the token `ahead`, so that no alias stands there.
    pub(super) fn starts_join(&self, ahead: usize) -> bool {
        let mut at = ahead;
        while at < ahead + JOIN_WORDS {
            match self.word(at) {
                Word::Join | Word::Apply => return at > ahead || self.word(at) == Word::Join,
                Word::Semi | Word::Anti | Word::Asof | Word::Positional | Word::Global | Word::Any | Word::All => {}
                Word::Left | Word::Right | Word::Inner | Word::Cross | Word::Outer | Word::Full | Word::Lateral => {}
                _ => return false,
            }
            at += 1;
        }
        false
    }

    fn condition(&mut self) -> Condition {
        let from = self.at;
        // Snowflake adds a condition on order to a join.
        if self.dialect() == Dialect::Snowflake && self.word(0) == Word::Match && self.word(1) != Word::Other {
            self.advance(1);
        }
        if self.spelling(0).eq_ignore_ascii_case("match_condition") && self.is_mark(1, b'(') {
            self.advance(1);
            let condition = self.expression();
            if matches!(self.word(0), Word::On | Word::Using) {
                let Condition::On(mut other) = self.condition() else { return Condition::On(condition) };
                other.mentions.extend(condition.mentions);
                return Condition::On(other);
            }
            return Condition::On(condition);
        }
        if self.word(0) == Word::On && !matches!(self.word(1), Word::Conflict | Word::Duplicate) {
            self.advance(1);
            return Condition::On(self.expression());
        }
        if self.word(0) == Word::Using && (self.is_mark(1, b'(') || self.dialect() == Dialect::ClickHouse) {
            self.advance(1);
            let columns = if self.is_mark(0, b'(') { self.name_list() } else { self.bare_names() };
            if self.eat(Word::As) {
                self.ident();
            }
            return Condition::Using(columns, self.span_from(from));
        }
        Condition::None
    }
}

//! Texts that a script puts together from what it says itself.

use std::collections::HashMap;
use std::ops::Range;

use super::literal::{Literal, Map};
use crate::sql::Dialect;
use crate::sql::clauses::Text;
use crate::sql::names::{self, Names, Symbol};
use crate::sql::tokens::Kind;

/// Parentheses and calls inside one another.
const DEPTH: usize = 16;

/// Works out texts from tokens.
pub(super) struct Evaluator<'a> {
    pub(super) text: Text<'a>,
    pub(super) map: &'a Map,
    pub(super) dialect: Dialect,
    pub(super) names: &'a mut Names,
    pub(super) constants: &'a HashMap<Symbol, Option<Vec<Literal>>>,
}

impl Evaluator<'_> {
    /// The texts that the tokens can make; `None` when that is not known.
    pub(super) fn texts(&mut self, range: Range<usize>) -> Option<Vec<Literal>> {
        self.sum(range, 0)
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.text.tokens.get(at).map(|token| token.kind)
    }

    fn spelling(&self, at: usize) -> &str {
        let token = self.text.tokens.get(at);
        token.and_then(|token| self.text.sql.get(token.start as usize..token.end as usize)).unwrap_or_default()
    }

    /// `a || b`, `a + b`
    fn sum(&mut self, range: Range<usize>, depth: usize) -> Option<Vec<Literal>> {
        if depth > DEPTH || range.is_empty() {
            return None;
        }
        let mut at = range.start;
        let mut sum: Option<Vec<Literal>> = None;
        while at < range.end {
            let (texts, next) = self.operand(at, range.end, depth)?;
            sum = Some(match sum {
                Some(before) => Literal::product(before, &texts)?,
                None => texts,
            });
            at = next;
            if at < range.end {
                at = self.operator(at)?;
                if at >= range.end {
                    return None;
                }
            }
        }
        sum
    }

    /// The token behind an operator that joins texts.
    fn operator(&self, at: usize) -> Option<usize> {
        match (self.spelling(at), self.spelling(at + 1)) {
            ("|", "|") => Some(at + 2),
            ("||", _) => Some(at + 1),
            ("+", _) if self.dialect == Dialect::SqlServer => Some(at + 1),
            _ => None,
        }
    }

    /// The texts of one operand, and the token behind it.
    fn operand(&mut self, at: usize, end: usize, depth: usize) -> Option<(Vec<Literal>, usize)> {
        let token = *self.text.tokens.get(at)?;
        match token.kind {
            Kind::Text | Kind::Body => {
                Some((vec![Literal::of(self.text.sql, token, self.dialect, self.map)], self.behind_cast(at + 1)))
            }
            Kind::Number => Some((vec![Literal::of(self.text.sql, token, self.dialect, self.map)], at + 1)),
            Kind::Mark(b'(') => {
                let close = self.close(at, end)?;
                Some((self.sum(at + 1..close, depth + 1)?, self.behind_cast(close + 1)))
            }
            Kind::Mark(b':') if at + 1 < end => self.named(at + 1, end, depth),
            Kind::Parameter | Kind::Word(_) | Kind::Quoted => self.named(at, end, depth),
            _ => None,
        }
    }

    /// Behind `::type`.
    fn behind_cast(&self, at: usize) -> usize {
        if self.kind(at) == Some(Kind::Cast) { at + 2 } else { at }
    }

    fn close(&self, open: usize, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in open..end {
            match self.kind(at)? {
                Kind::Mark(b'(') => depth += 1,
                Kind::Mark(b')') => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(at);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// A variable, or a call that joins texts.
    fn named(&mut self, at: usize, end: usize, depth: usize) -> Option<(Vec<Literal>, usize)> {
        let is_quoted = self.kind(at) == Some(Kind::Quoted);
        let spelling = self.spelling(at).trim_start_matches(':').to_owned();
        if self.kind(at + 1) == Some(Kind::Mark(b'(')) {
            let close = self.close(at + 1, end)?;
            let texts = self.call(&spelling.to_ascii_lowercase(), at + 2..close, depth)?;
            return Some((texts, self.behind_cast(close + 1)));
        }
        let name = if is_quoted { self.names.exact(&names::unquote(&spelling)) } else { self.names.bare(&spelling) };
        let texts = self.constants.get(&name.key)?.clone()?;
        Some((texts, self.behind_cast(at + 1)))
    }

    fn call(&mut self, name: &str, range: Range<usize>, depth: usize) -> Option<Vec<Literal>> {
        let arguments = self.arguments(range);
        match name {
            "concat" => {
                let mut joined = vec![Literal::made("", 0)];
                for argument in arguments {
                    let texts = self.sum(argument, depth + 1)?;
                    joined = Literal::product(joined, &texts)?;
                }
                Some(joined)
            }
            "format" => self.format(arguments, depth),
            "quote_ident" | "quotename" | "trim" | "to_char" => match <[_; 1]>::try_from(arguments) {
                Ok([argument]) => self.sum(argument, depth + 1),
                Err(_) => None,
            },
            _ => None,
        }
    }

    /// PostgreSQL's `format('… %I …', name)`.
    fn format(&mut self, arguments: Vec<Range<usize>>, depth: usize) -> Option<Vec<Literal>> {
        let mut arguments = arguments.into_iter();
        let [template] = <[Literal; 1]>::try_from(self.sum(arguments.next()?, depth + 1)?).ok()?;
        let mut joined = vec![Literal::made("", 0)];
        let mut from = 0;
        while let Some(at) = template.text[from..].find('%').map(|at| at + from) {
            let mark = template.text[at + 1..].chars().next()?;
            joined = Literal::product(joined, &[template.slice(from..at)])?;
            let mut texts = match mark {
                '%' => vec![Literal::made("%", template.map.outer(at))],
                'I' | 's' | 'L' => self.sum(arguments.next()?, depth + 1)?,
                _ => return None,
            };
            if mark == 'L' {
                for text in &mut texts {
                    let quoted = format!("'{}'", text.text.replace('\'', "''"));
                    *text = Literal::made(&quoted, text.map.outer(0));
                }
            }
            joined = Literal::product(joined, &texts)?;
            from = at + 1 + mark.len_utf8();
        }
        Literal::product(joined, &[template.slice(from..template.text.len())])
    }

    fn arguments(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut list = Vec::new();
        let (mut from, mut depth) = (range.start, 0_usize);
        for at in range.clone() {
            match self.kind(at) {
                Some(Kind::Mark(b'(')) => depth += 1,
                Some(Kind::Mark(b')')) => depth = depth.saturating_sub(1),
                Some(Kind::Mark(b',')) if depth == 0 => {
                    list.push(from..at);
                    from = at + 1;
                }
                _ => {}
            }
        }
        list.push(from..range.end);
        list
    }
}

//! Which brackets belong together, and which of them hold a query: found once for a statement, before it is read.

use crate::sql::tokens::{Kind, Token};
use crate::sql::words::Word;

/// For each opening bracket the place of its partner, else the number of tokens.
pub(super) fn find_partners(tokens: &[Token]) -> Vec<u32> {
    let none = u32::try_from(tokens.len()).unwrap_or(u32::MAX);
    let mut partners = vec![none; tokens.len()];
    let mut open: Vec<(usize, u8)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark(b'(') => open.push((at, b')')),
            Kind::Mark(b'[') => open.push((at, b']')),
            Kind::Mark(b'{') => open.push((at, b'}')),
            Kind::Mark(close @ (b')' | b']' | b'}')) => {
                let is_open = open.last().is_some_and(|(_, expected)| *expected == close);
                // A stray `]` or `}` closes nothing, a `)` also closes what was left open inside.
                if is_open || close == b')' {
                    while let Some((start, expected)) = open.pop() {
                        partners[start] = u32::try_from(at).unwrap_or(none);
                        if expected == close {
                            break;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    partners
}

/// For each opening parenthesis, whether a query fills it; from the inside out, so that each is looked at once.
pub(super) fn find_queries(tokens: &[Token], partners: &[u32]) -> Vec<bool> {
    let mut holds = vec![false; tokens.len()];
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    for at in (0..tokens.len()).rev() {
        if kind(at) != Some(Kind::Mark(b'(')) {
            continue;
        }
        holds[at] = match kind(at + 1) {
            Some(Kind::Word(Word::Select | Word::With)) => true,
            Some(Kind::Word(Word::Values)) => {
                kind(at + 2) == Some(Kind::Mark(b'(')) || kind(at + 2) == Some(Kind::Word(Word::Row))
            }
            Some(Kind::Word(Word::Table)) => match kind(at + 2) {
                Some(Kind::Word(word)) => !word.is_reserved(),
                Some(Kind::Quoted) => true,
                _ => false,
            },
            // DuckDB starts queries with these; elsewhere nothing else does.
            Some(Kind::Word(Word::From)) => true,
            Some(Kind::Word(Word::Pivot | Word::Unpivot)) => !matches!(kind(at + 2), Some(Kind::Mark(_))),
            Some(Kind::Mark(b'(')) if holds[at + 1] => {
                let after = partners[at + 1] as usize + 1;
                after >= partners[at] as usize || matches!(kind(after), Some(Kind::Word(word)) if continues_query(word))
            }
            _ => false,
        };
    }
    holds
}

/// Whether `word` after a parenthesised query makes a larger query of it.
fn continues_query(word: Word) -> bool {
    matches!(
        word,
        Word::Union
            | Word::Intersect
            | Word::Except
            | Word::Minus
            | Word::Order
            | Word::Limit
            | Word::Offset
            | Word::Fetch
    )
}

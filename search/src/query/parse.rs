//! From tokens to an [`Expression`], with bounds on size and depth.

use super::{
    Expression, Field, HAVINGS, MAX_CONDITIONS, MAX_DEPTH, MAX_QUERY_BYTES, Value,
    lex::{self, Token},
};
use crate::{
    document::STATES,
    error::{Error, Result},
};

/// Reads a question; `properties` are the custom properties that can be asked for.
///
/// # Errors
/// [`Error::Invalid`] for `query`: too long, too many conditions, too deep, an unknown field, or a value that its
/// field cannot have.
pub(crate) fn parse(text: &str, properties: &[String]) -> Result<Expression> {
    if text.len() > MAX_QUERY_BYTES {
        return Err(Error::query(format!("has {} bytes; {MAX_QUERY_BYTES} are allowed", text.len())));
    }
    let tokens = lex::tokens(text, properties)?;
    let conditions = tokens.iter().map(conditions).sum::<usize>();
    if conditions > MAX_CONDITIONS {
        return Err(Error::query(format!("has {conditions} conditions; {MAX_CONDITIONS} are allowed")));
    }
    let mut parser = Parser { tokens: tokens.into_iter().peekable() };
    let mut expression = parser.any(0)?;
    // A parenthesis that nobody opened ends nothing.
    while parser.tokens.next().is_some() {
        expression = all(vec![expression, parser.any(0)?]);
    }
    Ok(expression)
}

fn conditions(token: &Token) -> usize {
    match token {
        Token::Word(_) | Token::Phrase(_) => 1,
        Token::Field(_, values) | Token::Property(_, values) => values.len(),
        Token::Open | Token::Close | Token::Not | Token::Or => 0,
    }
}

struct Parser {
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Expression> {
        let mut alternatives = vec![self.all(depth)?];
        while self.tokens.next_if(|token| *token == Token::Or).is_some() {
            alternatives.push(self.all(depth)?);
        }
        // An `OR` with nothing on one side is a question that is still being typed.
        alternatives.retain(|alternative| !alternative.is_empty());
        Ok(if alternatives.len() > 1 {
            Expression::Any(alternatives)
        } else {
            alternatives.pop().unwrap_or_else(|| all(Vec::new()))
        })
    }

    fn all(&mut self, depth: usize) -> Result<Expression> {
        let mut parts = Vec::new();
        while self.tokens.peek().is_some_and(|token| !matches!(token, Token::Or | Token::Close)) {
            parts.push(self.one(depth)?);
        }
        Ok(all(parts))
    }

    fn one(&mut self, depth: usize) -> Result<Expression> {
        if depth >= MAX_DEPTH {
            return Err(Error::query(format!("is nested deeper than {MAX_DEPTH} levels")));
        }
        match self.tokens.next() {
            Some(Token::Not) => {
                if self.tokens.peek().is_none_or(|token| matches!(token, Token::Or | Token::Close)) {
                    return Ok(all(Vec::new()));
                }
                Ok(match self.one(depth + 1)? {
                    Expression::Not(inner) => *inner,
                    inner if inner.is_empty() => inner,
                    inner => Expression::Not(Box::new(inner)),
                })
            }
            Some(Token::Open) => {
                let inner = self.any(depth + 1)?;
                let _ = self.tokens.next_if(|token| *token == Token::Close);
                Ok(inner)
            }
            Some(Token::Word(text)) => Ok(Expression::Word(text)),
            Some(Token::Phrase(text)) => Ok(Expression::Phrase(text)),
            Some(Token::Field(field, values)) => {
                check(field, &values)?;
                Ok(Expression::Field(field, values))
            }
            Some(Token::Property(name, values)) => Ok(Expression::Property(name, values)),
            Some(Token::Or | Token::Close) | None => Ok(all(Vec::new())),
        }
    }
}

/// All of `parts`, without levels that say nothing.
fn all(parts: Vec<Expression>) -> Expression {
    let mut flat = Vec::with_capacity(parts.len());
    for part in parts {
        match part {
            Expression::All(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.len() == 1 { flat.remove(0) } else { Expression::All(flat) }
}

/// Refuses values that a field with a fixed list of them does not have.
fn check(field: Field, values: &[Value]) -> Result<()> {
    let known: Vec<&str> = match field {
        Field::Kind => catalog::AssetKind::ALL.iter().map(|kind| kind.code()).collect(),
        Field::Tier => catalog::relation::TIERS.to_vec(),
        Field::Has => HAVINGS.to_vec(),
        Field::Is => STATES.to_vec(),
        _ => return Ok(()),
    };
    for value in values.iter().filter(|value| !value.is_prefix) {
        let text = value.text.to_lowercase();
        let is_kind_word = field == Field::Kind && super::plan::kind_of_word(&text).is_some();
        if !known.contains(&text.as_str()) && !is_kind_word {
            let shown: String = value.text.chars().take(40).collect();
            let hint = if field == Field::Kind && text == "view" { "; views are found with is:view" } else { "" };
            let known = known.join(", ");
            return Err(Error::query(format!("`{shown}` is not a value of {}; known: {known}{hint}", field.code())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use catalog::{ErrorKind, Fault};
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> Result<Expression> {
        super::parse(text, &[])
    }

    fn word(text: &str) -> Expression {
        Expression::Word(text.to_owned())
    }

    fn field(field: Field, text: &str) -> Expression {
        Expression::Field(field, vec![Value { text: text.to_owned(), is_prefix: false }])
    }

    #[test]
    fn e1_query_language_reads_every_form() {
        let name = Value { text: "order".into(), is_prefix: true };
        assert_eq!(
            parse("kind:table owner:ana tag:pii name:order* \"exact phrase\" -deleted").unwrap(),
            Expression::All(vec![
                field(Field::Kind, "table"),
                field(Field::Owner, "ana"),
                field(Field::Tag, "pii"),
                Expression::Field(Field::Name, vec![name]),
                Expression::Phrase("exact phrase".into()),
                Expression::Not(Box::new(word("deleted"))),
            ])
        );
    }

    #[test]
    fn or_binds_weaker_than_neighbours() {
        assert_eq!(
            parse("a b OR (c -d)").unwrap(),
            Expression::Any(vec![
                Expression::All(vec![word("a"), word("b")]),
                Expression::All(vec![word("c"), Expression::Not(Box::new(word("d")))]),
            ])
        );
    }

    #[test]
    fn field_takes_several_values() {
        let values = ["table", "column"].map(|text| Value { text: text.into(), is_prefix: false });
        assert_eq!(parse("kind:table,column").unwrap(), Expression::Field(Field::Kind, values.to_vec()));
    }

    #[test]
    fn chinese_keyboard_is_understood() {
        assert_eq!(
            parse("标签：敏感 “用户 访问”").unwrap(),
            Expression::All(vec![field(Field::Tag, "敏感"), Expression::Phrase("用户 访问".into())])
        );
    }

    #[test]
    fn half_typed_questions_are_answered() {
        assert_eq!(parse("\"open quote").unwrap(), Expression::Phrase("open quote".into()));
        assert_eq!(parse("(a OR b").unwrap(), Expression::Any(vec![word("a"), word("b")]));
        assert_eq!(parse("a) b").unwrap(), Expression::All(vec![word("a"), word("b")]));
        for nothing in ["", "  ", "*", "-", "**", "\"\"", "()", "OR", "NOT", "name:", "kind: ", "- OR -", "((("] {
            assert!(parse(nothing).unwrap().is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn full_name_is_a_word() {
        assert_eq!(
            parse("postgres://h:5432/shop.public.orders").unwrap(),
            word("postgres://h:5432/shop.public.orders")
        );
        assert_eq!(parse("add_order(integer)").unwrap(), word("add_order(integer)"));
    }

    #[test]
    fn unknown_field_is_refused_with_the_known_ones() {
        let error = parse("colour:red").unwrap_err();
        assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("query")));
        assert_eq!(
            error.to_string(),
            "`query`: `colour` is not a field; known: kind, owner, tag, tier, domain, term, product, standard, source, schema, \
             name, description, column, type, has, is (put the text in double quotes to find it as it stands)"
        );
    }

    #[test]
    fn unknown_kind_is_refused_with_the_known_ones() {
        let error = parse("kind:view").unwrap_err().to_string();
        assert!(error.contains("`view` is not a value of kind") && error.contains("is:view"), "{error}");
    }

    #[test]
    fn hostile_questions_are_refused_with_the_field() {
        let deep = format!("{}a", "(".repeat(200));
        let negated = format!("{}a", "NOT ".repeat(200));
        for hostile in ["x".repeat(1 << 20), "a ".repeat(2000), deep, negated] {
            let error = parse(&hostile).unwrap_err();
            assert_eq!((error.kind(), error.field()), (ErrorKind::Invalid, Some("query")));
            assert!(error.to_string().len() < 200);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered_or_refused(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }

        #[test]
        fn any_mix_of_signs_is_answered_or_refused(text in "[()\"*:, a-cORNTkind-]{0,60}") {
            let _ = parse(&text);
        }
    }
}

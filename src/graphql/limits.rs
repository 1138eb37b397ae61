//! What a GraphQL document may cost before any of it runs: its length, its nesting, how many fields it has when all its
//! fragments are spread out. How many rows a list answers is limited where the list is.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    SchemaBuilder, ServerError, ServerResult, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextParseQuery},
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

/// The most bytes of a document; variables do not count.
const MOST_BYTES: usize = 128 * 1024;
/// How deep brackets may nest in a document.
const MOST_BRACKETS: usize = 48;
/// How deep fields may nest.
const MOST_DEPTH: usize = 24;
/// How many fields a document may have with its fragments spread out.
const MOST_FIELDS: u64 = 2_000;
/// How many fragments a document may have; they may lead into each other as deep as that.
const MOST_FRAGMENTS: usize = 200;
/// How many directives one field may have.
const MOST_DIRECTIVES: usize = 8;
/// The most a document may cost, where a field costs one and a list says how much more.
const MOST_COMPLEXITY: usize = 100_000;

/// Sets every limit.
#[must_use]
pub fn limits<Q, M, S>(builder: SchemaBuilder<Q, M, S>) -> SchemaBuilder<Q, M, S> {
    builder
        .limit_depth(MOST_DEPTH)
        .limit_recursive_depth(MOST_BRACKETS)
        .limit_directives(MOST_DIRECTIVES)
        .limit_complexity(MOST_COMPLEXITY)
        .extension(Spread)
}

/// Refuses a text that should not even be parsed: the parser calls itself for every bracket.
///
/// # Errors
/// Why it is refused.
pub fn check_text(text: &str) -> Result<(), String> {
    if text.len() > MOST_BYTES {
        return Err(format!(
            "is {} bytes long; at most {MOST_BYTES} are allowed, pass values as variables",
            text.len()
        ));
    }
    if deepest(text) > MOST_BRACKETS {
        return Err(format!("nests brackets deeper than {MOST_BRACKETS}"));
    }
    Ok(())
}

/// How deep brackets nest outside of strings and comments.
fn deepest(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut skipped = first.len_utf8();
        match first {
            '{' | '[' | '(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            '#' => skipped = rest.find(['\n', '\r']).unwrap_or(rest.len()),
            '"' => skipped = string_length(rest),
            _ => {}
        }
        rest = &rest[skipped..];
    }
    deepest
}

/// The length of the string at the start of `text`, quotes included.
fn string_length(text: &str) -> usize {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        let end = block.match_indices("\"\"\"").find(|(at, _)| !block[..*at].ends_with('\\'));
        return end.map_or(text.len(), |(at, _)| 3 + at + 3);
    }
    let mut is_escaped = false;
    for (at, found) in text.char_indices().skip(1) {
        match found {
            // A string cannot hold a line break; what follows is read again as it is.
            '\n' | '\r' => return at,
            '"' if !is_escaped => return at + 1,
            _ => is_escaped = found == '\\' && !is_escaped,
        }
    }
    text.len()
}

/// Refuses documents that become huge when their fragments are spread out.
struct Spread;

impl ExtensionFactory for Spread {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for Spread {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        check_text(query).map_err(|problem| ServerError::new(format!("the document {problem}"), None))?;
        let document = next.run(ctx, query, variables).await?;
        if document.fragments.len() > MOST_FRAGMENTS {
            return Err(ServerError::new(format!("the document has more than {MOST_FRAGMENTS} fragments"), None));
        }
        let fields = count(&document);
        if fields > MOST_FIELDS {
            let message = format!("the document asks for more than {MOST_FIELDS} fields; ask for less at a time");
            return Err(ServerError::new(message, None));
        }
        Ok(document)
    }
}

/// How many fields a document has, every fragment counted as often as it is spread.
fn count(document: &ExecutableDocument) -> u64 {
    let mut known = HashMap::new();
    let operations = document.operations.iter();
    operations
        .map(|(_, operation)| count_set(document, &operation.node.selection_set.node, &mut known))
        .fold(0, u64::saturating_add)
}

fn count_set<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    known: &mut HashMap<&'a str, Option<u64>>,
) -> u64 {
    let mut total = 0_u64;
    for selection in &set.items {
        total = total.saturating_add(match &selection.node {
            Selection::Field(field) => count_set(document, &field.node.selection_set.node, known).saturating_add(1),
            Selection::InlineFragment(inline) => count_set(document, &inline.node.selection_set.node, known),
            Selection::FragmentSpread(spread) => {
                count_fragment(document, spread.node.fragment_name.node.as_str(), known)
            }
        });
    }
    total
}

/// The count of a fragment, remembered. One that spreads itself counts as endless.
fn count_fragment<'a>(document: &'a ExecutableDocument, name: &str, known: &mut HashMap<&'a str, Option<u64>>) -> u64 {
    let Some((name, fragment)) = document.fragments.iter().find(|(found, _)| found.as_str() == name) else { return 0 };
    match known.get(name.as_str()) {
        Some(Some(count)) => *count,
        Some(None) => u64::MAX,
        None => {
            known.insert(name, None);
            let count = count_set(document, &fragment.node.selection_set.node, known);
            known.insert(name, Some(count));
            count
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        assert_eq!(deepest("{ a(b: \"{{{{\") # [[[[\n { c } }"), 2);
        assert_eq!(deepest("{ a(b: \"\"\"{{ \\\"\"\" {{\"\"\") }"), 2);
        assert_eq!(deepest("{ a(b: \"\\\"{{\") }"), 2);
    }

    #[test]
    fn unterminated_string_does_not_hide_what_follows_on_the_next_line() {
        assert_eq!(deepest("\"\n{{{{"), 4);
    }

    #[test]
    fn threat_11_long_and_deep_documents_are_not_parsed() {
        assert!(check_text(&"{".repeat(100_000)).is_err());
        assert!(check_text(&"a".repeat(MOST_BYTES + 1)).is_err());
        assert!(check_text("{ me { name } }").is_ok());
    }

    #[test]
    fn threat_11_fragments_are_counted_as_often_as_they_are_spread() {
        let mut text = String::from("{ ...f0 }\n");
        for at in 0..40 {
            text.push_str(&format!("fragment f{at} on Query {{ ...f{n} ...f{n} }}\n", n = at + 1));
        }
        text.push_str("fragment f40 on Query { version }");
        let document = async_graphql::parser::parse_query(&text).unwrap();
        assert_eq!(count(&document), 1 << 40);
    }

    #[test]
    fn threat_11_fragments_in_a_circle_are_endless() {
        let text = "{ ...a } fragment a on Query { version ...b } fragment b on Query { ...a }";
        let document = async_graphql::parser::parse_query(text).unwrap();
        assert_eq!(count(&document), u64::MAX);
    }
}

//! What the facts of a glossary, term, classification, tag, domain or data product may be.

use crate::{
    edit::targets,
    error::{Error, Result},
    kinds::{
        AssetKind, Details,
        domain::ProductPort,
        glossary::{TermDetails, TermReference},
    },
};

/// The longest name, in characters.
pub(super) const MAX_NAME: usize = 100;
/// The longest name of a classification or a tag, in characters; the two make one word.
const MAX_TAG_NAME: usize = 49;
/// The most entries of a list.
const MAX_LISTED: usize = 100;
/// The longest text of an entry, in bytes.
const MAX_TEXT: usize = 2_000;

/// The name as it is kept.
///
/// # Errors
/// [`Error::Invalid`] for `name`.
pub(super) fn name(kind: AssetKind, name: &str) -> Result<String> {
    let name = name.trim();
    let is_word = matches!(kind, AssetKind::Classification | AssetKind::Tag);
    let most = if is_word { MAX_TAG_NAME } else { MAX_NAME };
    if name.is_empty() || name.chars().count() > most || name.chars().any(char::is_control) {
        return Err(Error::invalid("name", format!("must be one line of 1 to {most} characters")));
    }
    if is_word && name.contains('.') {
        return Err(Error::invalid(
            "name",
            "has a dot, which stands between a classification and its tag; leave it out",
        ));
    }
    Ok(name.to_owned())
}

/// Puts the facts into order.
///
/// # Errors
/// [`Error::Invalid`] naming the field.
pub(super) fn details(details: &mut Details) -> Result<()> {
    match details {
        Details::Domain(domain) => domain.experts = people("experts", &domain.experts)?,
        Details::DataProduct(product) => {
            product.experts = people("experts", &product.experts)?;
            ports(&mut product.ports)?;
        }
        Details::Glossary(glossary) => glossary.reviewers = people("reviewers", &glossary.reviewers)?,
        Details::Term(term) => self::term(term)?,
        Details::Classification(classification) => level(classification.level)?,
        Details::Tag(tag) => level(tag.level)?,
        Details::CodeList(list) => list.check()?,
        _ => {}
    }
    Ok(())
}

fn people(field: &str, names: &[String]) -> Result<Vec<String>> {
    targets(field, names.to_vec())
}

fn level(level: Option<i32>) -> Result<()> {
    match level {
        Some(level) if !(1..=5).contains(&level) => {
            Err(Error::invalid("level", format!("is {level}; 1 (least care) to 5 are allowed")))
        }
        _ => Ok(()),
    }
}

fn term(term: &mut TermDetails) -> Result<()> {
    term.reviewers = people("reviewers", &term.reviewers)?;
    term.synonyms = targets("synonyms", std::mem::take(&mut term.synonyms))?;
    few("related", term.related.len())?;
    term.related.sort_unstable();
    term.related.dedup();
    few("references", term.references.len())?;
    for (at, reference) in term.references.iter_mut().enumerate() {
        let TermReference { title, url } = reference;
        *title = line(&format!("references[{at}].title"), title)?;
        *url = address(&format!("references[{at}].url"), url)?;
    }
    Ok(())
}

fn ports(ports: &mut [ProductPort]) -> Result<()> {
    few("ports", ports.len())?;
    for (at, port) in ports.iter_mut().enumerate() {
        port.name = line(&format!("ports[{at}].name"), &port.name)?;
        for (field, text) in [("protocol", &mut port.protocol), ("location", &mut port.location)] {
            if let Some(said) = text.take().filter(|said| !said.trim().is_empty()) {
                *text = Some(line(&format!("ports[{at}].{field}"), &said)?);
            }
        }
    }
    Ok(())
}

fn few(field: &str, count: usize) -> Result<()> {
    if count > MAX_LISTED {
        return Err(Error::invalid(field, format!("has {count}; {MAX_LISTED} are allowed")));
    }
    Ok(())
}

fn line(field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_TEXT || text.chars().any(char::is_control) {
        return Err(Error::invalid(field, format!("must be one line of 1 to {MAX_TEXT} bytes")));
    }
    Ok(text.to_owned())
}

/// An address that a page may link to: never one that runs something, such as `javascript:`.
fn address(field: &str, text: &str) -> Result<String> {
    let text = line(field, text)?;
    let is_web = ["https://", "http://"].iter().any(|scheme| text.to_ascii_lowercase().starts_with(scheme));
    if !is_web || text.contains(char::is_whitespace) {
        return Err(Error::invalid(field, "must be an address that begins with `https://` or `http://`"));
    }
    Ok(text)
}

/// Refuses a parent of the wrong kind.
///
/// # Errors
/// [`Error::Invalid`] for `parent`.
pub(super) fn parent(kind: AssetKind, parent: Option<AssetKind>) -> Result<()> {
    use AssetKind::{Classification, Domain, Glossary, Tag, Term};
    let fits = match kind {
        Term => matches!(parent, Some(Glossary | Term)),
        Tag => parent == Some(Classification),
        Domain => matches!(parent, None | Some(Domain)),
        _ => parent.is_none(),
    };
    if fits {
        return Ok(());
    }
    let needs = match kind {
        Term => "must be a glossary or a term",
        Tag => "must be a classification",
        Domain => "must be a domain, or left out",
        _ => "must be left out",
    };
    Err(Error::invalid("parent", format!("of a {} {needs}", kind.words()[0])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threat_24_address_of_a_reference_that_would_run_is_refused() {
        for hostile in
            ["javascript:alert(1)", "JAVASCRIPT://%0aalert(1)", "data:text/html,x", "//host", "http:// x", ""]
        {
            assert!(address("url", hostile).is_err(), "{hostile}");
        }
        assert_eq!(address("url", " HTTPS://example.org/a?b ").unwrap(), "HTTPS://example.org/a?b");
    }

    #[test]
    fn name_of_a_tag_has_no_dot_and_fits_into_a_word() {
        assert!(name(AssetKind::Tag, "a.b").is_err());
        assert!(name(AssetKind::Tag, &"t".repeat(50)).is_err());
        assert_eq!(name(AssetKind::Term, " Net revenue (v1.2) ").unwrap(), "Net revenue (v1.2)");
        assert!(name(AssetKind::Term, "a\nb").is_err());
    }
}

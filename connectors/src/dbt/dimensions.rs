//! References of conditions and groupings to dimensions and entities, such as `{{ Dimension('order__status') }}`: which
//! part of which semantic model they mean.

use super::semantics::{Part, SemanticModel, Semantics};

/// The words that refer to a part of a semantic model.
const WORDS: [&str; 3] = ["TimeDimension", "Dimension", "Entity"];
/// The most references of one text.
const MOST: usize = 200;

/// The parts that a text refers to, as identifiers of models with names of parts.
pub(super) fn meant<'a>(semantics: &'a Semantics, text: &str) -> Vec<(&'a str, &'a str)> {
    references(text).into_iter().filter_map(|path| find(semantics, path)).collect()
}

/// What stands in quotes behind each word.
fn references(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('(').filter(|_| found.len() < MOST) {
        let (before, behind) = (rest[..at].trim_end(), rest[at + 1..].trim_start());
        let is_one = WORDS.iter().any(|word| before.ends_with(word));
        let quoted = behind.strip_prefix(['\'', '"']).and_then(|inner| inner.split(['\'', '"']).next());
        found.extend(quoted.filter(|_| is_one));
        rest = &rest[at + 1..];
    }
    // A saved query may name what it groups by without any word.
    if found.is_empty() && !text.contains('(') && text.contains("__") {
        found.push(text.trim());
    }
    found
}

/// `order__status`: the dimension `status` of the model whose entity is `order`; a granularity may follow.
fn find<'a>(semantics: &'a Semantics, path: &str) -> Option<(&'a str, &'a str)> {
    let mut parts: Vec<&str> = path.split("__").collect();
    let found = named(semantics, &parts);
    if found.is_none() && parts.len() > 2 {
        parts.pop();
        return named(semantics, &parts);
    }
    found
}

fn named<'a>(semantics: &'a Semantics, path: &[&str]) -> Option<(&'a str, &'a str)> {
    let (name, entities) = path.split_last()?;
    let part = |model: &'a SemanticModel| parts(model).find(|part| part.name == *name);
    let of = |wanted: &dyn Fn(&SemanticModel) -> bool| {
        let mut models = semantics.models.iter().filter(|(_, model)| wanted(model));
        models.find_map(|(id, model)| Some((id.as_str(), part(model)?.name.as_str())))
    };
    let Some(entity) = entities.last() else { return of(&|_| true) };
    let is_primary = |model: &SemanticModel| {
        model.primary_entity.as_deref() == Some(*entity)
            || model.entities.iter().any(|part| part.name == *entity && part.sort.as_deref() != Some("foreign"))
    };
    of(&is_primary).or_else(|| of(&|model| model.entities.iter().any(|part| part.name == *entity)))
}

fn parts(model: &SemanticModel) -> impl Iterator<Item = &Part> {
    model.dimensions.iter().chain(&model.entities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i3_references_are_found_in_conditions_and_groupings() {
        assert_eq!(references("{{ Dimension('order__status') }} = 'paid'"), ["order__status"]);
        assert_eq!(references("TimeDimension( \"order__ordered_at\", 'week')"), ["order__ordered_at"]);
        assert_eq!(references("lower({{Entity('customer')}}) = coalesce('x', 'y')"), ["customer"]);
        assert_eq!(references("order__ordered_at__week"), ["order__ordered_at__week"]);
        assert_eq!(references("metric_time > '2026'"), Vec::<&str>::new());
        assert_eq!(references(&"Dimension('a'".repeat(5000)).len(), MOST);
    }
}

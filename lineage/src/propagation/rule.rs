//! Rules: what follows column lineage, along which steps, and whether somebody has to agree first.

use async_graphql::Enum;
use catalog::{PropagationRuleId, RelationKind, governance::facts::fold};
use chrono::{DateTime, Utc};

use crate::{
    edge::{Flow, Subtype, Transformation},
    error::{Error, Result},
};

/// The most rules.
pub const MAX_RULES: usize = 200;
/// The most steps that a rule may go.
pub const MAX_STEPS: u32 = 100;
/// The longest name of a rule, and the longest pattern, in characters.
const MAX_TEXT: usize = 100;
/// The sorts of ties that can follow lineage.
pub const SORTS: &[RelationKind] = &[RelationKind::Tag, RelationKind::Term];

/// Which steps hand a tie on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Enum)]
#[graphql(name = "PropagationPassage")]
pub enum Passage {
    /// Those that copy values as they are.
    Copies,
    /// Those at whose end the values are, or something that is computed from them.
    Values,
}

impl Passage {
    pub(crate) const fn number(self) -> i16 {
        match self {
            Self::Copies => 1,
            Self::Values => 2,
        }
    }

    pub(crate) const fn from_number(number: i16) -> Self {
        match number {
            1 => Self::Copies,
            _ => Self::Values,
        }
    }
}

/// What a rule says, without who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleText {
    /// What people call it.
    pub name: String,
    /// Which sort of tie follows.
    pub sort: RelationKind,
    /// Which targets: one, `NAME.*` for everything below a name, or `*`. Large and small letters are the same. Of terms it
    /// is the identifier of one, or `*`.
    pub pattern: String,
    /// Along which steps.
    pub passes: Passage,
    /// Whether it ends where values are hidden.
    pub stops_at_masking: bool,
    /// Whether it ends where values of many rows become one.
    pub stops_at_aggregation: bool,
    /// Whether what follows holds by itself; else it is suggested.
    pub confirms: bool,
    /// How many steps far it goes from a column that has the tie of its own; 1 to [`MAX_STEPS`].
    pub max_steps: u32,
    /// Whether it is in force.
    pub is_enabled: bool,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its identifier.
    pub id: PropagationRuleId,
    /// What it says.
    pub text: RuleText,
    /// Who wrote it as it is.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl RuleText {
    /// A rule by which a tag is suggested wherever its values go.
    #[must_use]
    pub fn of(name: &str, pattern: &str) -> Self {
        Self {
            name: name.to_owned(),
            sort: RelationKind::Tag,
            pattern: pattern.to_owned(),
            passes: Passage::Values,
            stops_at_masking: true,
            stops_at_aggregation: true,
            confirms: false,
            max_steps: 20,
            is_enabled: true,
        }
    }

    /// Whether it speaks of a target.
    #[must_use]
    pub fn is_about(&self, sort: RelationKind, target: &str) -> bool {
        let (pattern, target) = (fold(&self.pattern), fold(target));
        self.sort == sort
            && match pattern.strip_suffix('*') {
                Some(beginning) => target.len() > beginning.len() && target.starts_with(beginning),
                None => target == pattern,
            }
    }

    /// Whether it hands a tie on along a step between two columns.
    #[must_use]
    pub(crate) fn passes(&self, transformation: Transformation, masking: bool) -> bool {
        let is_copy = transformation.subtype == Some(Subtype::Identity);
        let is_aggregation = transformation.subtype == Some(Subtype::Aggregation);
        transformation.flow == Flow::Direct
            && (is_copy || self.passes == Passage::Values)
            && !(masking && self.stops_at_masking)
            && !(is_aggregation && self.stops_at_aggregation)
    }

    /// The rule with everything in its place.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub fn checked(mut self) -> Result<Self> {
        self.name = line("name", &self.name)?;
        self.pattern = line("pattern", &self.pattern)?;
        let beginning = self.pattern.strip_suffix('*').unwrap_or(&self.pattern);
        if beginning.contains('*')
            || (self.pattern.ends_with('*') && !(beginning.is_empty() || beginning.ends_with('.')))
        {
            let problem =
                format!("is `{}`; write one name, `NAME.*` for everything below a name, or `*`", self.pattern);
            return Err(Error::invalid("pattern", problem));
        }
        if !SORTS.contains(&self.sort) {
            return Err(Error::invalid("sort", format!("`{}` do not follow lineage", self.sort.field())));
        }
        if self.max_steps == 0 || self.max_steps > MAX_STEPS {
            let problem = format!("is {}; 1 to {MAX_STEPS} are allowed", self.max_steps);
            return Err(Error::invalid("maxSteps", problem));
        }
        Ok(self)
    }
}

fn line(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
        return Err(Error::invalid(field, format!("must be one line of 1 to {MAX_TEXT} characters")));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn j10_pattern_speaks_of_one_tag_of_those_below_a_name_or_of_all() {
        let is_about = |pattern: &str, tag: &str| RuleText::of("r", pattern).is_about(RelationKind::Tag, tag);
        assert!(is_about("pii", "PII") && !is_about("pii", "pii.phone"));
        assert!(is_about("pii.*", "pii.phone") && !is_about("pii.*", "pii") && !is_about("pii.*", "pii."));
        assert!(is_about("*", "anything"));
        assert!(!RuleText::of("r", "*").is_about(RelationKind::Owner, "ana"));
    }

    #[test]
    fn j10_rule_that_makes_no_sense_names_the_field() {
        let wrong = |change: fn(&mut RuleText)| {
            let mut rule = RuleText::of("r", "pii");
            change(&mut rule);
            rule.checked().unwrap_err().to_string()
        };
        assert!(wrong(|rule| rule.name = "  ".into()).starts_with("`name`"));
        assert!(wrong(|rule| rule.pattern = "p*i".into()).starts_with("`pattern`"));
        assert!(wrong(|rule| rule.pattern = "pii*".into()).contains("`NAME.*`"));
        assert!(wrong(|rule| rule.sort = RelationKind::Owner).starts_with("`sort`"));
        assert!(wrong(|rule| rule.max_steps = 101).contains("1 to 100"));
    }

    #[test]
    fn j10_influence_hands_nothing_on_and_masking_and_aggregation_only_where_the_rule_says() {
        let mut rule = RuleText::of("r", "pii");
        assert!(rule.passes(Transformation::of(Subtype::Transformation), false));
        assert!(!rule.passes(Transformation::of(Subtype::Filter), false));
        assert!(!rule.passes(Transformation::of(Subtype::Identity), true));
        assert!(!rule.passes(Transformation::of(Subtype::Aggregation), false));
        (rule.stops_at_masking, rule.stops_at_aggregation) = (false, false);
        assert!(rule.passes(Transformation::of(Subtype::Identity), true));
        assert!(rule.passes(Transformation::of(Subtype::Aggregation), false));
        rule.passes = Passage::Copies;
        assert!(!rule.passes(Transformation::of(Subtype::Aggregation), false));
        assert!(!rule.passes(Transformation::UNSPECIFIED, false));
    }
}

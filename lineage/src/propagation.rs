//! Tags that follow column lineage.
//!
//! What is tied to a column by its source or by a person goes along with the values: a column has the tie too when a direct
//! edge that holds now leads to it from a column that has it, as far as a [`Rule`] lets it go on. What holds is the least
//! set of which this is true. A rule may end it where values are hidden or become one of many, and a person may refuse it
//! on a column, which also keeps it from going on through that column. A tag of a whole table stays there.
//!
//! In reading order: [`rule`], `region` and `spread` (pure: what a rule reaches), `settle` (the difference to what is stored
//! becomes commits of the catalog), `follow` (what has to be worked out because of a change), `decide` (what people
//! confirm and refuse), `explain` (by which way a tie came), `preview` (what a rule would reach).
//!
//! Ties that follow are a layer of their own in the catalog, are never taken for what they follow from, and go when it
//! goes. What is worked out is noted first and crossed out in the transaction that writes the last of it, so that whoever
//! dies in between has only to be started again.

mod decide;
mod explain;
mod follow;
mod preview;
mod region;
pub mod rule;
mod settle;
mod spread;

use catalog::{Action, PropagationRuleId, Viewer};

pub use self::{
    decide::{Decision, Followed, TiesOfAsset, Verdict},
    explain::{Explanation, WayStep},
    follow::PropagationFollower,
    preview::{Preview, Previewed},
    rule::{MAX_RULES, MAX_STEPS, Passage, Rule, RuleText, SORTS},
};
use crate::{
    error::{Error, Result},
    lineage::Lineage,
    store::propagation as store,
};

/// Tags that follow column lineage; cheap to clone.
#[derive(Debug, Clone)]
pub struct Propagation {
    lineage: Lineage,
}

impl Propagation {
    /// Over lineage.
    #[must_use]
    pub fn new(lineage: Lineage) -> Self {
        Self { lineage }
    }

    /// The follower that keeps ties as the rules say.
    #[must_use]
    pub fn follower(&self) -> PropagationFollower {
        PropagationFollower::new(self.clone())
    }

    /// Every rule, by name.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`].
    pub async fn rules(&self, viewer: &Viewer) -> Result<Vec<Rule>> {
        viewer.must(Action::ReadCatalog)?;
        store::rules(self.database().read()).await
    }

    /// Makes a rule, or writes another text over that of one. What it means for columns is worked out by the follower.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`]; [`Error::Invalid`] naming the field; [`catalog::Error::NotFound`] for a rule that is
    /// not there.
    pub async fn save_rule(&self, viewer: &Viewer, id: Option<PropagationRuleId>, text: RuleText) -> Result<Rule> {
        viewer.must(Action::ManageGovernance)?;
        let text = text.checked()?;
        let write = self.database().write().await?;
        let rules = store::rules(&*write).await?;
        if id.is_none() && rules.len() >= MAX_RULES {
            return Err(Error::invalid(
                "name",
                format!("would be that of rule {}; {MAX_RULES} are allowed", rules.len() + 1),
            ));
        }
        if let Some(id) = id.filter(|id| !rules.iter().any(|rule| rule.id == *id)) {
            return Err(catalog::Error::not_found("rule", id).into());
        }
        let folded = |name: &str| catalog::governance::facts::fold(name);
        if rules.iter().any(|rule| Some(rule.id) != id && folded(&rule.text.name) == folded(&text.name)) {
            return Err(Error::invalid("name", format!("`{}` is the name of another rule", text.name)));
        }
        let (by, at) = (viewer.name.clone(), self.lineage.catalog().clock().now());
        let rule = Rule { id: id.unwrap_or_else(PropagationRuleId::new), text, by, at };
        store::put_rule(&*write, &rule).await?;
        store::mark(&*write, [(rule.text.sort, store::ALL.to_owned())]).await?;
        write.commit().await?;
        Ok(rule)
    }

    /// Takes a rule away, and with it whatever follows by it alone.
    ///
    /// # Errors
    /// [`catalog::Error::Forbidden`]; [`catalog::Error::NotFound`].
    pub async fn delete_rule(&self, viewer: &Viewer, id: PropagationRuleId) -> Result<()> {
        viewer.must(Action::ManageGovernance)?;
        let write = self.database().write().await?;
        if !store::delete_rule(&*write, id).await? {
            return Err(catalog::Error::not_found("rule", id).into());
        }
        store::mark(&*write, everything()).await?;
        Ok(write.commit().await?)
    }

    fn database(&self) -> &catalog::Database {
        self.lineage.catalog().database()
    }

    /// The rules in force that speak of a tie.
    async fn rules_about(&self, (sort, target): &store::Key) -> Result<Vec<Rule>> {
        let mut rules = store::rules(self.database().read()).await?;
        rules.retain(|rule| rule.text.is_enabled && rule.text.is_about(*sort, target));
        // In an order that does not change with names.
        rules.sort_by_key(|rule| rule.id);
        Ok(rules)
    }
}

/// What stands for every tie that can follow.
fn everything() -> impl Iterator<Item = store::Key> {
    SORTS.iter().map(|sort| (*sort, store::ALL.to_owned()))
}

#[cfg(test)]
mod tests;

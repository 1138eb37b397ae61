//! From everything that is said about somebody to what they may: the rules that concern them, made into sights.

use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};

use super::{
    facts::Facts,
    mask::Masks,
    policy::{Effect, Permission, Policy, Subject},
    sight::{Reason, Sight, Verdict},
    test::Test,
};
use crate::id::AssetId;

/// Somebody for whom rules are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// What they go by as owners, in lower case: the account, `team:` and `department:` with names.
    pub names: BTreeSet<String>,
    /// What policies may call them, in lower case.
    pub subjects: BTreeSet<Subject>,
    /// What the data scope of each of their roles covers, with the role's name.
    pub scopes: Vec<(String, Test)>,
    /// Whether their roles permit reading the catalog.
    pub reads: bool,
    /// Whether their roles permit curating.
    pub curates: bool,
}

/// All rules for somebody.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Who they are.
    pub holder: &'a Holder,
    /// All policies.
    pub policies: &'a [Policy],
    /// The time for which it is asked.
    pub now: DateTime<Utc>,
}

impl<'a> Rules<'a> {
    fn of(&self, permission: Permission, effect: Effect) -> impl Iterator<Item = &'a Policy> {
        let Self { holder, policies, now } = *self;
        let concerns =
            move |policy: &&Policy| policy.effect == effect && policy.concerns(permission, &holder.subjects, now);
        policies.iter().filter(concerns)
    }

    fn tests(&self, permission: Permission, effect: Effect) -> impl Iterator<Item = Test> {
        let names = &self.holder.names;
        self.of(permission, effect).map(|policy| policy.target.test_for(names))
    }

    /// When the first of the policies that count now ends by itself.
    #[must_use]
    pub fn next_end(&self) -> Option<DateTime<Utc>> {
        let ends = self.policies.iter().filter(|policy| policy.is_enabled).filter_map(|policy| policy.until);
        ends.filter(|end| *end > self.now).min()
    }

    /// The places at which something is given to see; the ways to them have to be found before a [`Sight`] is made.
    #[must_use]
    pub fn given_places(&self) -> Vec<AssetId> {
        Test::any(self.tests(Permission::View, Effect::Allow)).places()
    }

    /// What they may see: what a scope covers or a policy gives, and none takes. `ways` are the containers of
    /// [`Self::given_places`], `columns` whether one of the places that rules name is a column.
    #[must_use]
    pub fn sight(&self, ways: HashSet<AssetId>, columns: bool) -> Sight {
        let scopes = self.holder.scopes.iter().map(|(_, test)| test.clone());
        let given = Test::any(scopes.chain(self.tests(Permission::View, Effect::Allow)));
        Sight::new(given, Test::any(self.tests(Permission::View, Effect::Deny)), ways, columns)
    }

    /// What they may curate, or see samples of, of what they see; none where no policy says anything about it.
    #[must_use]
    pub fn more(&self, permission: Permission) -> Option<Sight> {
        let given: Vec<Test> = self.tests(permission, Effect::Allow).collect();
        let taken: Vec<Test> = self.tests(permission, Effect::Deny).collect();
        if given.is_empty() && taken.is_empty() {
            return None;
        }
        let by_role = self.holder.curates.then_some(Test::ALWAYS);
        Some(Sight::new(Test::any(by_role.into_iter().chain(given)), Test::any(taken), HashSet::new(), true))
    }

    /// Of which samples they see no values as they are.
    #[must_use]
    pub fn masks(&self) -> Option<Masks> {
        let Self { holder, policies, now } = *self;
        let concerns = policies.iter().filter(|one| one.concerns(Permission::Sample, &holder.subjects, now));
        let masks = concerns.filter_map(|one| Some((one.effect.masking()?, one.target.test_for(&holder.names))));
        Masks::of(masks.collect())
    }

    /// The places that rules name.
    #[must_use]
    pub fn all_places(&self) -> Vec<AssetId> {
        let effects = [Effect::Allow, Effect::Deny];
        Test::any(effects.into_iter().flat_map(|effect| self.tests(Permission::View, effect))).places()
    }

    /// Why they may or may not do something with the asset with these facts: what takes it, else what gives it.
    /// `is_way` tells whether it is on the way to something that is given.
    #[must_use]
    pub fn explain(&self, permission: Permission, facts: &Facts, is_way: bool) -> Verdict {
        if !self.holder.reads {
            return Verdict { may: false, reasons: vec![Reason::NoRole] };
        }
        if permission != Permission::View {
            let seen = self.explain(Permission::View, facts, is_way);
            if !seen.may {
                return seen;
            }
        }
        let names = &self.holder.names;
        let reasons = |effect: Effect| -> Vec<Reason> {
            let holds = |policy: &&Policy| policy.target.test_for(names).holds(facts);
            let reason = |policy: &Policy| Reason::Policy(policy.id, policy.name.clone());
            self.of(permission, effect).filter(holds).map(reason).collect()
        };
        let taken = reasons(Effect::Deny);
        let mut given = reasons(Effect::Allow);
        if permission == Permission::View {
            let covering = self.holder.scopes.iter().filter(|(_, test)| test.holds(facts));
            given.extend(covering.map(|(role, _)| Reason::Scope(role.clone())));
            given.extend(is_way.then_some(Reason::Way));
        } else if self.holder.curates {
            given.extend(self.holder.scopes.iter().map(|(role, _)| Reason::Scope(role.clone())));
        }
        let may = taken.is_empty() && !given.is_empty();
        let mut all: Vec<Reason> = taken.into_iter().chain(given).collect();
        if all.is_empty() {
            all.push(Reason::Nothing);
        }
        Verdict { may, reasons: all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        governance::{Condition, Target},
        id::PolicyId,
        kinds::AssetKind,
        relation::RelationKind,
    };

    fn policy(name: &str, effect: Effect, target: Target) -> Policy {
        Policy {
            id: PolicyId::new(),
            name: name.into(),
            description: String::new(),
            effect,
            permissions: [Permission::View].into(),
            subjects: [Subject::Team("data".into())].into(),
            target,
            until: None,
            is_enabled: true,
        }
    }

    fn holder(scope: Test) -> Holder {
        Holder {
            names: ["ana".to_owned(), "team:data".to_owned()].into(),
            subjects: [Subject::User("ana".into()), Subject::Team("data".into())].into(),
            scopes: vec![("analyst".into(), scope)],
            reads: true,
            curates: false,
        }
    }

    fn within(asset: AssetId) -> Target {
        Target { assets: [asset].into(), ..Target::default() }
    }

    #[test]
    fn d3_deny_on_a_column_hides_it_although_its_database_is_given() {
        let (database, table, salary, name) = (AssetId::new(), AssetId::new(), AssetId::new(), AssetId::new());
        let policies =
            [policy("warehouse", Effect::Allow, within(database)), policy("pay", Effect::Deny, within(salary))];
        let holder = holder(Test::NEVER);
        let rules = Rules { holder: &holder, policies: &policies, now: DateTime::UNIX_EPOCH };
        let sight = rules.sight(HashSet::new(), true);
        let column = |id| Facts::bare(id, AssetKind::Column, None, vec![table, database]);
        assert!(sight.has(&Facts::bare(table, AssetKind::Table, None, vec![database])));
        assert!(sight.has(&column(name)));
        assert!(!sight.has(&column(salary)));
        let why = rules.explain(Permission::View, &column(salary), false);
        assert!(!why.may);
        assert_eq!(why.reasons[0], Reason::Policy(policies[1].id, "pay".into()), "what takes comes first");
        assert_eq!(rules.explain(Permission::View, &column(name), false).reasons.len(), 1);
        let elsewhere = Facts::bare(AssetId::new(), AssetKind::Table, None, Vec::new());
        assert_eq!(rules.explain(Permission::View, &elsewhere, false).reasons, [Reason::Nothing]);
    }

    #[test]
    fn d3_policy_that_ended_or_is_off_or_is_about_others_says_nothing() {
        let table = AssetId::new();
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        let mut policies = vec![policy("a", Effect::Allow, within(table))];
        let holder = holder(Test::NEVER);
        let sees = |policies: &[Policy]| {
            let rules = Rules { holder: &holder, policies, now };
            rules.sight(HashSet::new(), false).has(&Facts::bare(table, AssetKind::Table, None, Vec::new()))
        };
        assert!(sees(&policies));
        policies[0].until = DateTime::from_timestamp(1_000, 0);
        assert!(!sees(&policies), "the end itself is behind it");
        policies[0].until = DateTime::from_timestamp(1_001, 0);
        assert!(sees(&policies));
        policies[0].is_enabled = false;
        assert!(!sees(&policies));
        policies[0] =
            Policy { subjects: [Subject::Team("sales".into())].into(), ..policy("b", Effect::Allow, within(table)) };
        assert!(!sees(&policies));
    }

    #[test]
    fn d3_owner_may_edit_by_a_policy_over_the_condition_that_they_own_it() {
        let target = Target { condition: Some("owner:me".parse::<Condition>().unwrap()), ..Target::default() };
        let mut edits = policy("owners", Effect::Allow, target);
        edits.permissions = [Permission::Edit].into();
        let holder = holder(Test::ALWAYS);
        let rules = Rules { holder: &holder, policies: &[edits], now: DateTime::UNIX_EPOCH };
        let edits = rules.more(Permission::Edit).unwrap();
        let mut mine = Facts::bare(AssetId::new(), AssetKind::Table, None, Vec::new());
        assert!(!edits.has(&mine));
        mine.add(RelationKind::Owner, "team:Data");
        assert!(edits.has(&mine));
        assert!(rules.more(Permission::Sample).is_none());
    }
}

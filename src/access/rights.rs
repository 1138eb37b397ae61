//! What one viewer may: their roles, and all policies that concern them, made into one [`Viewer`].
//!
//! What was made is remembered until the organisation's stamp changes, which each request asks, or until a policy that
//! counts ends by itself; so a change counts from the next request on, in every process over the store.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use catalog::{
    Action, AssetId, AssetKind, Role, UserId, Viewer, Visibility,
    governance::{Holder, Masks, Permission, Rules, Subject, Verdict, facts::fold},
};
use chrono::{DateTime, Utc};

use super::{
    Access,
    error::{Error, Result},
    organisation::Organisation,
    store::{self, UserRow, organisation},
};

/// The most accounts whose rights are remembered.
const MOST_KNOWN: usize = 4_096;

/// What was made from the organisation as it was at a stamp.
#[derive(Default)]
pub(super) struct Known(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    stamp: i64,
    organisation: Option<Arc<Organisation>>,
    rights: HashMap<(UserId, Role), Arc<Rights>>,
}

impl Known {
    fn with<T>(&self, stamp: i64, read: impl FnOnce(&mut Kept) -> T) -> T {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.stamp != stamp {
            *kept = Kept { stamp, ..Kept::default() };
        }
        read(&mut kept)
    }
}

/// What somebody may.
#[derive(Debug, Clone)]
struct Rights {
    permits: Option<Arc<BTreeSet<Action>>>,
    sees: Visibility,
    edits: Option<Visibility>,
    samples: Option<Visibility>,
    masks: Option<Arc<Masks>>,
    /// When it has to be made anew because a policy ends.
    until: Option<DateTime<Utc>>,
}

impl Access {
    /// The organisation as it is.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn organisation(&self) -> Result<Arc<Organisation>> {
        let stamp = organisation::stamp(self.database().read()).await?;
        self.organisation_at(stamp).await
    }

    async fn organisation_at(&self, stamp: i64) -> Result<Arc<Organisation>> {
        if let Some(known) = self.known().with(stamp, |kept| kept.organisation.clone()) {
            return Ok(known);
        }
        let loaded = Arc::new(super::govern::load(self.database().read()).await?);
        self.known().with(stamp, |kept| kept.organisation = Some(Arc::clone(&loaded)));
        Ok(loaded)
    }

    /// The account as a viewer, with the organisation as it is at a stamp.
    pub(super) async fn viewer_of(&self, user: &UserRow, stamp: i64) -> Result<Viewer> {
        let rights = self.rights_of(user, stamp).await?;
        Ok(Viewer {
            permits: rights.permits.clone(),
            sees: rights.sees.clone(),
            edits: rights.edits.clone(),
            samples: rights.samples.clone(),
            masks: rights.masks.clone(),
            ..Viewer::person(user.id(), user.name.clone(), user.role())
        })
    }

    async fn rights_of(&self, user: &UserRow, stamp: i64) -> Result<Arc<Rights>> {
        let now = self.clock().now();
        let key = (user.id(), user.role());
        let known = self.known().with(stamp, |kept| kept.rights.get(&key).cloned());
        if let Some(known) = known.filter(|known| known.until.is_none_or(|until| now < until)) {
            return Ok(known);
        }
        let organisation = self.organisation_at(stamp).await?;
        let rights = Arc::new(self.make(&organisation, user, now).await?);
        self.known().with(stamp, |kept| {
            if kept.rights.len() >= MOST_KNOWN {
                kept.rights.clear();
            }
            kept.rights.insert(key, Arc::clone(&rights));
        });
        Ok(rights)
    }

    async fn make(&self, organisation: &Organisation, user: &UserRow, now: DateTime<Utc>) -> Result<Rights> {
        let holder = self.holder(organisation, user).await?;
        let rules = Rules { holder: &holder, policies: &organisation.policies, now };
        let ways = self.ways(&rules).await?;
        let sees = Visibility::of(rules.sight(ways, self.names_columns(&rules).await?));
        let more = |permission: Permission| rules.more(permission).map(Visibility::of);
        Ok(Rights {
            permits: permits(organisation, user),
            sees,
            edits: more(Permission::Edit),
            samples: more(Permission::Sample),
            masks: rules.masks().map(Arc::new),
            until: rules.next_end(),
        })
    }

    /// The containers on the way to what is given.
    async fn ways(&self, rules: &Rules<'_>) -> Result<HashSet<AssetId>> {
        let places = rules.given_places();
        Ok(if places.is_empty() { HashSet::new() } else { self.catalog().containers_of(&places).await? })
    }

    async fn names_columns(&self, rules: &Rules<'_>) -> Result<bool> {
        let places = rules.all_places();
        let facts = self.catalog().facts(&places).await?;
        Ok(facts.values().any(|facts| facts.kind == AssetKind::Column))
    }

    /// Everything that rules may ask about an account.
    async fn holder(&self, organisation: &Organisation, user: &UserRow) -> Result<Holder> {
        let (id, role) = (user.id(), user.role());
        let mut names: BTreeSet<String> = [fold(&user.name)].into();
        let mut subjects: BTreeSet<Subject> =
            [Subject::User(fold(&user.name)), Subject::Role(role.code().to_owned())].into();
        for team in organisation.teams_of(id) {
            names.extend(team.owner_names());
            subjects.insert(Subject::Team(fold(&team.name)));
        }
        if let Some(department) = organisation.department_of(id) {
            names.extend(department.owner_names());
            let line = organisation.above(department.id);
            subjects.extend(line.into_iter().map(|above| Subject::Department(fold(&above.name))));
        }
        let accounts = self.accounts_in(organisation, id).await?;
        let mut scopes = Vec::new();
        if role >= Role::Viewer {
            scopes.push((role.code().to_owned(), catalog::governance::Test::ALWAYS));
        }
        for role in organisation.roles_of(id) {
            subjects.insert(Subject::Role(fold(&role.name)));
            scopes.push((role.name.clone(), role.scope.test(organisation, id, &names, &accounts)));
        }
        let permits = permits(organisation, user);
        let has =
            |action: Action| permits.as_ref().map_or(role >= action.least_role(), |permits| permits.contains(&action));
        Ok(Holder { names, subjects, scopes, reads: has(Action::ReadCatalog), curates: has(Action::EditCatalog) })
    }

    /// The names of everybody in a department that a scope of somebody covers.
    async fn accounts_in(&self, organisation: &Organisation, user: UserId) -> Result<HashMap<UserId, String>> {
        let mut departments = BTreeSet::new();
        let own = organisation.department_of(user).map(|department| department.id);
        for role in organisation.roles_of(user) {
            departments.extend(role.scope.departments());
            departments.extend(organisation.below(own));
        }
        let members = departments.iter().filter_map(|id| organisation.departments.get(id)).flat_map(|d| &d.members);
        let members: BTreeSet<UserId> = members.copied().collect();
        let members: Vec<UserId> = members.into_iter().collect();
        Ok(store::account_names(self.database().read(), &members).await?.into_iter().collect())
    }

    /// Why somebody may or may not do something with an asset. Everybody may ask it of themselves.
    ///
    /// # Errors
    /// `Forbidden` when asked about another by who may not manage policies; `NotFound` for an account or an asset that is
    /// not there, and for an asset that whoever asks may not know of.
    pub async fn explain(
        &self,
        viewer: &Viewer,
        name: Option<&str>,
        asset: AssetId,
        permission: Permission,
    ) -> Result<Verdict> {
        let row = match name {
            Some(name) => store::find_user_named(self.database().read(), &name.to_lowercase()).await?,
            None => match viewer.user {
                Some(user) => store::find_user(self.database().read(), user).await?,
                None => return Err(Error::invalid("user", "is needed: you are no account yourself")),
            },
        };
        let is_self = row.as_ref().is_some_and(|row| Some(row.id()) == viewer.user);
        if !is_self {
            viewer.must(Action::ManagePolicies)?;
        }
        let row = row.ok_or_else(|| catalog::Error::not_found("user", name.unwrap_or_default()))?;
        self.catalog().must_with(viewer, Permission::View, &[asset]).await?;
        let facts = self.catalog().facts(&[asset]).await?.remove(&asset);
        let facts = facts.ok_or_else(|| catalog::Error::not_found("asset", asset))?;
        let organisation = self.organisation().await?;
        let holder = self.holder(&organisation, &row).await?;
        let rules = Rules { holder: &holder, policies: &organisation.policies, now: self.clock().now() };
        let is_way = self.ways(&rules).await?.contains(&asset);
        Ok(rules.explain(permission, &facts, is_way))
    }

    /// Somebody else as a viewer, to try policies as: what they would see, without being them.
    ///
    /// # Errors
    /// `Forbidden` for who may not manage policies; `NotFound`.
    pub async fn try_as(&self, viewer: &Viewer, name: &str) -> Result<Viewer> {
        viewer.must(Action::ManagePolicies)?;
        let row = store::find_user_named(self.database().read(), &name.to_lowercase()).await?;
        let row = row.ok_or_else(|| catalog::Error::not_found("user", name))?;
        let stamp = organisation::stamp(self.database().read()).await?;
        self.viewer_of(&row, stamp).await
    }
}

/// What the roles of an account permit, where that is not simply what the built-in one does.
fn permits(organisation: &Organisation, user: &UserRow) -> Option<Arc<BTreeSet<Action>>> {
    let mut more = organisation.roles_of(user.id()).peekable();
    more.peek()?;
    let builtin = Action::ALL.iter().copied().filter(|action| user.role() >= action.least_role());
    Some(Arc::new(builtin.chain(more.flat_map(|role| role.permits.iter().copied())).collect()))
}

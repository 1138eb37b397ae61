//! Under which names somebody owns things, who is behind an account, and what somebody else may: for decisions that
//! belong to owners.

use std::collections::BTreeSet;

use catalog::{UserId, Viewer, governance::facts::fold};

use super::{
    Access,
    error::Result,
    organisation::{Organisation, Team},
    store::{self, UserRow, organisation},
};

/// An account as others deal with it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its identifier.
    pub id: UserId,
    /// What they sign in with.
    pub name: String,
    /// Whether they can come in.
    pub is_disabled: bool,
    /// What they may.
    pub viewer: Viewer,
}

impl Access {
    /// What somebody goes by as an owner of assets: the account, and each team they are in; in lower case.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn owner_names(&self, user: UserId) -> Result<BTreeSet<String>> {
        let Some(row) = store::find_user(self.database().read(), user).await? else { return Ok(BTreeSet::new()) };
        let organisation = self.organisation().await?;
        Ok(names(&organisation, &row))
    }

    /// The accounts behind some owners, which are names of accounts and teams in lower case: at most `most`.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn people_owning(&self, owners: &BTreeSet<String>, most: usize) -> Result<Vec<UserId>> {
        let organisation = self.organisation().await?;
        let owning = organisation.teams.values().filter(|team| team.owner_names().any(|name| owners.contains(&name)));
        let mut people: BTreeSet<UserId> = owning.flat_map(Team::people).collect();
        let names: Vec<String> = owners.iter().filter(|name| !name.contains(':')).take(most).cloned().collect();
        people.extend(store::accounts_named(self.database().read(), &names).await?);
        Ok(people.into_iter().take(most).collect())
    }

    /// The account, with what it may at present; none when there is none any more.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn account(&self, user: UserId) -> Result<Option<Account>> {
        let Some(row) = store::find_user(self.database().read(), user).await? else { return Ok(None) };
        self.as_account(row).await.map(Some)
    }

    /// The account of this name, whatever its case.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn account_named(&self, name: &str) -> Result<Option<Account>> {
        let Some(row) = store::find_user_named(self.database().read(), &name.trim().to_lowercase()).await? else {
            return Ok(None);
        };
        self.as_account(row).await.map(Some)
    }

    async fn as_account(&self, row: UserRow) -> Result<Account> {
        let stamp = organisation::stamp(self.database().read()).await?;
        let viewer = self.viewer_of(&row, stamp).await?;
        Ok(Account { id: row.id(), is_disabled: row.is_disabled, viewer, name: row.name })
    }

    /// Whether two accounts are the same person's: the same, or one is a program that the other answers for.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn is_one_hand(&self, one: UserId, other: UserId) -> Result<bool> {
        if one == other {
            return Ok(true);
        }
        let db = self.database().read();
        let behind = [store::find_user(db, one).await?, store::find_user(db, other).await?];
        let hand = |row: &Option<UserRow>| row.as_ref().map(|row| row.owner_id.unwrap_or(row.id));
        Ok(hand(&behind[0]).is_some() && hand(&behind[0]) == hand(&behind[1]))
    }
}

fn names(organisation: &Organisation, row: &UserRow) -> BTreeSet<String> {
    let teams = organisation.teams_of(row.id()).flat_map(|team| team.owner_names().collect::<Vec<_>>());
    teams.chain([fold(&row.name)]).collect()
}

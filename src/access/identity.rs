//! From who somebody is elsewhere to an account here: known before, linked by a verified e-mail address, or made by rule.

use catalog::{Role, UserId};
use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::{
    Access, Caller,
    error::{Error, Result},
    store::{
        self, UserRow, group, group::GroupRow, identity, identity::IdentityRow, micros, organisation, role_number,
    },
};

/// The most groups of one person that are kept.
const MOST_GROUPS: usize = 1_000;
/// The most characters of a subject; OpenID Connect allows 255.
const MOST_SUBJECT: usize = 255;

/// What another system says of somebody who proved to it who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// The system, such as `oidc:corp`.
    pub provider: String,
    /// Who they are there; never given to anybody else.
    pub subject: String,
    /// What they would be called here.
    pub name: String,
    /// How people call them.
    pub display_name: String,
    /// Their address, only when that system says that it is verified.
    pub verified_email: Option<String>,
    /// The groups they are in; none when that system does not tell.
    pub groups: Option<Vec<String>>,
}

/// What may come of somebody who is not known yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Whether somebody with the verified e-mail address of an account is that account.
    pub links_by_email: bool,
    /// Whether accounts are made.
    pub creates_accounts: bool,
    /// Only for verified addresses of these domains; any when empty.
    pub email_domains: Vec<String>,
    /// Only for those in this group, at every sign-in.
    pub required_group: Option<String>,
    /// The role of accounts that are made.
    pub role: Role,
}

/// A linked identity, as its owner may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The system.
    pub provider: String,
    /// Who they are there.
    pub subject: String,
    /// The address it told.
    pub email: Option<String>,
    /// Since when it is known.
    pub created_at: DateTime<Utc>,
    /// When it was last used to sign in.
    pub used_at: DateTime<Utc>,
}

impl Access {
    /// The account of somebody whom another system vouches for. Their groups there are kept.
    ///
    /// # Errors
    /// [`Error::NoAccount`] when the rule gives them none; the same for an account that is disabled or a program's.
    pub(super) async fn account_of(&self, external: &External, rule: &Rule) -> Result<UserRow> {
        check(external, rule)?;
        let now = micros(self.clock().now());
        let write = self.database().write().await?;
        let known = identity::find(&*write, &external.provider, &external.subject).await?;
        let row = IdentityRow {
            provider: external.provider.clone(),
            subject: external.subject.clone(),
            user_id: known.as_ref().map_or_else(Uuid::nil, |known| known.user_id),
            email: external.verified_email.clone(),
            created_at: now,
            used_at: now,
        };
        let user = if known.is_some() {
            identity::touch(&*write, &row).await?;
            store::find_user(&*write, UserId(row.user_id)).await?.ok_or(Error::NoAccount)?
        } else {
            let user = self.first_time(&*write, external, rule).await?;
            identity::insert(&*write, &IdentityRow { user_id: user.id, ..row }).await?;
            tracing::info!(user = %user.name, provider = external.provider, "linked an identity");
            user
        };
        if user.is_disabled || user.is_service() {
            return Err(Error::NoAccount);
        }
        if let Some(groups) = &external.groups {
            // Teams and roles may be fed by them: who asks next has what the groups of now give.
            if set_groups(&*write, &external.provider, user.id, groups, now).await? {
                organisation::touch(&*write).await?;
            }
        }
        write.commit().await?;
        self.changed();
        Ok(user)
    }

    /// The account of somebody who comes for the first time.
    async fn first_time(&self, db: &impl ConnectionTrait, external: &External, rule: &Rule) -> Result<UserRow> {
        if let (true, Some(email)) = (rule.links_by_email, &external.verified_email)
            && let Some(user) = store::find_user_with_email(db, &email.to_lowercase()).await?
        {
            return Ok(user);
        }
        if !rule.creates_accounts {
            return Err(Error::NoAccount);
        }
        let name = free_name(db, &external.name).await?;
        let email = match &external.verified_email {
            Some(email) if store::find_user_with_email(db, &email.to_lowercase()).await?.is_none() => {
                Some(email.clone())
            }
            _ => None,
        };
        let display_name: String =
            external.display_name.chars().filter(|found| !found.is_control()).take(128).collect();
        let row = UserRow {
            id: UserId::new().0,
            name_key: name.to_lowercase(),
            display_name: if display_name.trim().is_empty() { name.clone() } else { display_name.trim().to_owned() },
            name,
            password_hash: None,
            role: role_number(rule.role),
            created_at: micros(self.clock().now()),
            email_key: email.as_ref().map(|email| email.to_lowercase()),
            email,
            ..UserRow::default()
        };
        store::insert_user(db, &row).await?;
        tracing::info!(user = %row.name, provider = external.provider, "made an account for somebody known elsewhere");
        Ok(row)
    }

    /// The caller's own linked identities.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for nobody.
    pub async fn identities(&self, caller: &Caller) -> Result<Vec<Linked>> {
        let user = caller.viewer.user.ok_or(Error::NotSignedIn)?;
        let rows = identity::of_user(self.database().read(), user.0).await?;
        Ok(rows.into_iter().map(Linked::from).collect())
    }

    /// Forgets one of the caller's identities: it signs them in no more.
    ///
    /// # Errors
    /// `Forbidden` for a token; `NotFound`; `Conflict` when nothing would be left to sign in with.
    pub async fn unlink_identity(&self, caller: &Caller, provider: &str, subject: &str) -> Result<()> {
        if !caller.is_browser() {
            return Err(
                catalog::Error::Forbidden { action: "change how somebody signs in without signing in".into() }.into()
            );
        }
        let user = caller.viewer.user.ok_or(Error::NotSignedIn)?;
        let write = self.database().write().await?;
        let row = store::find_user(&*write, user).await?.ok_or(Error::NotSignedIn)?;
        let others = identity::of_user(&*write, user.0).await?.len();
        if !identity::delete(&*write, user.0, provider, subject).await? {
            return Err(catalog::Error::not_found("identity", format!("{provider}/{subject}")).into());
        }
        if row.password_hash.is_none() && others < 2 {
            return Err(catalog::Error::conflict("nothing would be left to sign in with").into());
        }
        write.commit().await?;
        tracing::info!(user = %row.name, provider, "forgot a linked identity");
        Ok(())
    }

    /// The groups of elsewhere that the caller is in, with where each is from.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`] for nobody.
    pub async fn external_groups(&self, caller: &Caller) -> Result<Vec<(String, String)>> {
        let user = caller.viewer.user.ok_or(Error::NotSignedIn)?;
        let rows = group::of_user(self.database().read(), user.0, None).await?;
        Ok(rows.into_iter().map(|row| (row.origin, row.name)).collect())
    }
}

/// Refuses who has no usable name there, and who is not in the group that the rule requires.
fn check(external: &External, rule: &Rule) -> Result<()> {
    let is_usable = !external.subject.is_empty() && external.subject.chars().count() <= MOST_SUBJECT;
    let in_group = rule.required_group.as_ref().is_none_or(|required| {
        external.groups.as_ref().is_some_and(|groups| groups.iter().any(|group| group == required))
    });
    let in_domain =
        rule.email_domains.is_empty()
            || external.verified_email.as_ref().and_then(|email| email.rsplit_once('@')).is_some_and(|(_, domain)| {
                rule.email_domains.iter().any(|allowed| allowed.eq_ignore_ascii_case(domain))
            });
    if is_usable && in_group && in_domain { Ok(()) } else { Err(Error::NoAccount) }
}

/// A name that nobody has: what is wished for, without what names may not have, with a number when it is taken. Never
/// an account that is there: a name proves nothing.
async fn free_name(db: &impl ConnectionTrait, wished: &str) -> Result<String> {
    let kept: String =
        wished.chars().filter(|found| found.is_alphanumeric() || "._-@".contains(*found)).take(56).collect();
    let base = if kept.is_empty() { "user".to_owned() } else { kept };
    for number in 1..1_000 {
        let name = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        if let Ok(name) = super::account::check_name(&name)
            && store::find_user_named(db, &name.to_lowercase()).await?.is_none()
        {
            return Ok(name);
        }
    }
    Err(Error::NoAccount)
}

/// Makes the groups that a system told of somebody the ones they are in; answers whether they were others.
async fn set_groups(db: &impl ConnectionTrait, origin: &str, user: Uuid, names: &[String], now: i64) -> Result<bool> {
    let clean = |name: &String| name.chars().filter(|found| !found.is_control()).take(256).collect::<String>();
    let mut wanted: Vec<String> = names.iter().take(MOST_GROUPS).map(clean).filter(|name| !name.is_empty()).collect();
    wanted.sort();
    wanted.dedup_by_key(|name| name.to_lowercase());
    let keys: Vec<String> = wanted.iter().map(|name| name.to_lowercase()).collect();
    let known = group::named(db, origin, &keys).await?;
    let old = group::of_user(db, user, Some(origin)).await?;
    let left: Vec<Uuid> = old.iter().filter(|old| !keys.contains(&old.name_key)).map(|old| old.id).collect();
    group::leave(db, user, &left).await?;
    let mut joined = Vec::with_capacity(keys.len());
    for (name, key) in wanted.into_iter().zip(&keys) {
        let id = match known.iter().find(|row| row.name_key == *key) {
            Some(row) => row.id,
            None => {
                let (id, origin, name_key) = (catalog::TokenId::new().0, origin.to_owned(), key.clone());
                let row = GroupRow { id, origin, name, name_key, external_id: None, created_at: now, updated_at: now };
                group::insert(db, &row).await?;
                id
            }
        };
        joined.push((id, user));
    }
    let is_other = !left.is_empty() || keys.iter().any(|key| !old.iter().any(|old| old.name_key == *key));
    group::add(db, &joined).await?;
    Ok(is_other)
}

impl From<IdentityRow> for Linked {
    fn from(row: IdentityRow) -> Self {
        Self {
            provider: row.provider,
            subject: row.subject,
            email: row.email,
            created_at: catalog::clock::from_micros(row.created_at),
            used_at: catalog::clock::from_micros(row.used_at),
        }
    }
}

//! API tokens: what programs come with. A token may less than its owner: what its scopes say, on the sources it names.

use std::collections::BTreeSet;

use catalog::{Action, Scope, SourceId, TokenId, UserId, Viewer};
use chrono::{DateTime, Duration, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::{
    Access, Caller, Credential,
    error::{Error, Result},
    secret,
    store::{
        self, UserRow, micros,
        token::{self, TokenRow},
    },
};

/// What every token begins with, so that scanners of leaked secrets know one.
const PREFIX: &str = "cdt_";
/// How many characters of a token may be shown to tell it from others.
const SHOWN: usize = PREFIX.len() + 6;
/// The most tokens of one user.
const MOST: usize = 100;
/// How often the last use is written.
const TOUCH_MICROS: i64 = 60 * 1_000_000;

/// An API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its identifier.
    pub id: Uuid,
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// The sources it is bound to; none when it is not.
    pub sources: Option<BTreeSet<SourceId>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it is good; none when it does not end by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, within a minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// How it begins.
    pub prefix: String,
}

/// What a new token needs.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// The sources it is bound to.
    pub sources: Option<BTreeSet<SourceId>>,
    /// Until when it is good.
    pub expires_at: Option<DateTime<Utc>>,
}

impl Access {
    /// Makes a token for the viewer, or for a program that they answer for, and answers its secret, which is not kept.
    ///
    /// # Errors
    /// `Forbidden` for those who may not, and for tokens that are bound to sources; `Invalid`; `Conflict` when the name
    /// is taken or there are too many.
    pub async fn create_token(
        &self,
        viewer: &Viewer,
        user: Option<UserId>,
        new: NewToken,
    ) -> Result<(ApiToken, SecretString)> {
        let user = self.token_account(viewer, user).await?;
        self.create_token_of(user, new).await
    }

    /// Makes a token for the user named `name`, as whoever runs the command line on the data directory may.
    ///
    /// # Errors
    /// As [`Self::create_token`]; `NotFound` when there is no such user.
    pub async fn create_token_for(
        &self,
        viewer: &Viewer,
        name: &str,
        new: NewToken,
    ) -> Result<(ApiToken, SecretString)> {
        let user = self.user_named(viewer, name).await?;
        self.create_token_of(user.id.0, new).await
    }

    async fn create_token_of(&self, user: Uuid, new: NewToken) -> Result<(ApiToken, SecretString)> {
        let now = self.clock().now();
        check(&new, now, self.longest_token())?;
        let secret = secret::make(PREFIX)?;
        let row = TokenRow {
            id: TokenId::new().0,
            user_id: user,
            name: new.name.trim().to_owned(),
            prefix: secret.expose_secret().chars().take(SHOWN).collect(),
            secret_hash: secret::hash(&secret),
            scopes: to_json(&new.scopes),
            sources: new.sources.as_ref().map(to_json),
            created_at: micros(now),
            expires_at: new.expires_at.map(micros),
            last_used_at: None,
        };
        let write = self.database().write().await?;
        if token::of_user(&*write, user, MOST as u64).await?.len() >= MOST {
            return Err(catalog::Error::conflict(format!("there are {MOST} tokens already; revoke one first")).into());
        }
        let taken = || format!("there is a token `{}` already", row.name);
        token::insert(&*write, &row).await.map_err(|error| store::conflict(error, taken()))?;
        write.commit().await?;
        tracing::info!(token = %row.name, "made an API token");
        Ok((read(row), secret))
    }

    /// The viewer's own tokens, newest first.
    ///
    /// # Errors
    /// `Forbidden` for those who may not have any.
    pub async fn tokens(&self, viewer: &Viewer) -> Result<Vec<ApiToken>> {
        let user = own(viewer)?;
        let rows = token::of_user(self.database().read(), user, MOST as u64).await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// The tokens of the user named `name`.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users; `NotFound`.
    pub async fn tokens_of(&self, viewer: &Viewer, name: &str) -> Result<Vec<ApiToken>> {
        let user = self.user_named(viewer, name).await?;
        let rows = token::of_user(self.database().read(), user.id.0, MOST as u64).await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Revokes a token of the viewer's own, of a program that they answer for, or, for those who manage users, of anybody;
    /// what is open with it ends.
    ///
    /// # Errors
    /// `NotFound` when there is no such token for them.
    pub async fn revoke_token(&self, viewer: &Viewer, id: Uuid) -> Result<()> {
        let user = own(viewer)?;
        let owner = token::user_of(self.database().read(), id).await?;
        match owner {
            Some(owner) if owner != user && self.may_revoke_of(viewer, owner).await? => {
                self.revoke_token_of(owner, id).await
            }
            _ => self.revoke_token_of(user, id).await,
        }
    }

    /// Revokes a token of the user named `name`.
    ///
    /// # Errors
    /// `Forbidden` for those who may not manage users; `NotFound`.
    pub async fn revoke_token_for(&self, viewer: &Viewer, name: &str, id: Uuid) -> Result<()> {
        let user = self.user_named(viewer, name).await?;
        self.revoke_token_of(user.id.0, id).await
    }

    async fn revoke_token_of(&self, user: Uuid, id: Uuid) -> Result<()> {
        let write = self.database().write().await?;
        if !token::delete(&*write, user, id).await? {
            return Err(catalog::Error::not_found("token", id).into());
        }
        write.commit().await?;
        self.changed();
        tracing::info!(token.id = %id, "revoked an API token");
        Ok(())
    }

    /// Who comes with this token; nobody when it is not one of ours, was revoked or has ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn token(&self, secret: &str) -> Result<Option<Caller>> {
        if !secret.starts_with(PREFIX) || secret.len() > 256 {
            return Ok(None);
        }
        self.token_hashed(&secret::hash_text(secret)).await
    }

    pub(super) async fn token_hashed(&self, hash: &str) -> Result<Option<Caller>> {
        let now = micros(self.clock().now());
        let Some((row, user, stamp)) = token::find(self.database().read(), hash, now).await? else { return Ok(None) };
        if user.is_demo && !self.is_demo() {
            return Ok(None);
        }
        if row.last_used_at.is_none_or(|used| now - used >= TOUCH_MICROS) {
            let id = row.id;
            self.later(async move |database| {
                let write = database.write().await?;
                token::touch(&*write, id, now).await?;
                Ok(write.commit().await?)
            });
        }
        Ok(Some(self.token_caller(&user, row, stamp).await?))
    }

    async fn token_caller(&self, user: &UserRow, row: TokenRow, stamp: i64) -> Result<Caller> {
        let hash = row.secret_hash.clone();
        let token = read(row);
        let owner = self.viewer_of(user, stamp).await?;
        Ok(Caller {
            viewer: Viewer {
                name: format!("token:{}/{}", user.name, token.name),
                scopes: Some(token.scopes),
                sees: owner.sees.clone().bound_to(token.sources),
                ..owner
            },
            display_name: format!("{} ({})", user.display_name, token.name),
            is_demo: user.is_demo,
            credential: Credential::Token { hash },
        })
    }
}

/// The account whose tokens the viewer may manage. A token that is bound to sources may not make others: they would
/// free it.
pub(super) fn own(viewer: &Viewer) -> Result<Uuid> {
    viewer.must(Action::ManageOwnTokens)?;
    match (viewer.user, viewer.sees.sources()) {
        (Some(user), None) => Ok(user.0),
        _ => Err(catalog::Error::Forbidden { action: "manage API tokens with this one".into() }.into()),
    }
}

fn check(new: &NewToken, now: DateTime<Utc>, longest: Option<Duration>) -> Result<()> {
    let name = new.name.trim();
    let length = name.chars().count();
    if length == 0 || length > 64 || name.chars().any(char::is_control) {
        return Err(Error::invalid("name", "has to have 1 to 64 characters and no control characters"));
    }
    if new.scopes.is_empty() {
        return Err(Error::invalid(
            "scopes",
            "is empty; name at least one of READ, EDIT, REPORT, CRAWL, PROVISION, ADMIN",
        ));
    }
    if new.sources.as_ref().is_some_and(|sources| sources.is_empty() || sources.len() > 500) {
        return Err(Error::invalid("sources", "has to name 1 to 500 sources, or be left out for all"));
    }
    if new.expires_at.is_some_and(|at| at <= now) {
        return Err(Error::invalid("expiresAt", "is in the past"));
    }
    if let Some(longest) = longest
        && new.expires_at.is_none_or(|at| at > now + longest)
    {
        let problem = format!("has to be set, to {} days from now at the latest", longest.num_days());
        return Err(Error::invalid("expiresAt", problem));
    }
    Ok(())
}

fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("sets of enums and identifiers are JSON")
}

/// A stored token. What cannot be read of it (scopes of a newer version) gives no right.
pub(super) fn read(row: TokenRow) -> ApiToken {
    ApiToken {
        id: row.id,
        name: row.name,
        scopes: serde_json::from_str(&row.scopes).unwrap_or_default(),
        sources: row.sources.map(|sources| serde_json::from_str(&sources).unwrap_or_default()),
        created_at: catalog::clock::from_micros(row.created_at),
        expires_at: row.expires_at.map(catalog::clock::from_micros),
        last_used_at: row.last_used_at.map(catalog::clock::from_micros),
        prefix: row.prefix,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(scopes: &str, sources: Option<&str>) -> TokenRow {
        TokenRow {
            id: Uuid::nil(),
            user_id: Uuid::nil(),
            name: "ci".into(),
            prefix: "cdt_123456".into(),
            secret_hash: String::new(),
            scopes: scopes.into(),
            sources: sources.map(Into::into),
            created_at: 0,
            expires_at: None,
            last_used_at: None,
        }
    }

    #[test]
    fn stored_token_that_cannot_be_read_gives_no_right() {
        let token = read(row("[\"fly\"]", Some("broken")));
        assert!(token.scopes.is_empty());
        assert_eq!(token.sources, Some(BTreeSet::new()));
    }

    #[test]
    fn token_without_scope_or_with_a_past_end_is_refused() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let good = NewToken { name: "ci".into(), scopes: [Scope::Read].into(), sources: None, expires_at: None };
        assert!(check(&good, now, None).is_ok());
        assert!(check(&good, now, Some(Duration::days(9))).is_err(), "no end");
        let ends = |days| NewToken { expires_at: Some(now + Duration::days(days)), ..good.clone() };
        assert!(check(&ends(9), now, Some(Duration::days(9))).is_ok());
        assert!(check(&ends(10), now, Some(Duration::days(9))).is_err(), "too late");
        let field = |new: NewToken| catalog::Fault::field(&check(&new, now, None).unwrap_err()).map(str::to_owned);
        assert_eq!(field(NewToken { scopes: [].into(), ..good.clone() }).as_deref(), Some("scopes"));
        assert_eq!(field(NewToken { expires_at: Some(now), ..good.clone() }).as_deref(), Some("expiresAt"));
        assert_eq!(field(NewToken { sources: Some([].into()), ..good }).as_deref(), Some("sources"));
    }
}

//! Sessions: signing in and out, and recognising who comes back with a cookie.
//!
//! A session ends twelve hours after its last use and thirty days after it began, whichever is first. Its secret is known
//! to the browser only.

use std::net::IpAddr;

use catalog::{Role, UserId};
use chrono::Duration;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    Access, Caller, Credential,
    account::NewUser,
    error::{Error, Result},
    secret,
    store::{
        self, UserRow, micros, role_number,
        session::{self, SessionRow},
    },
};

/// How long an unused session lasts.
const IDLE: Duration = Duration::hours(12);
/// How long a session lasts at most.
const LONGEST: Duration = Duration::days(30);
/// How often the last use is written.
const TOUCH_MICROS: i64 = 60 * 1_000_000;
/// How long the link of the first start is good.
const SETUP: Duration = Duration::hours(1);
/// The name of the demonstration's user.
const DEMO: &str = "demo";

/// Where somebody signs in from; shown to them, never used to decide.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The address of the connection.
    pub address: Option<IpAddr>,
    /// What the browser calls itself.
    pub agent: Option<String>,
}

/// A session that was just begun.
#[derive(Debug)]
pub struct SignedIn {
    /// What the cookie holds.
    pub secret: SecretString,
    /// Who it is.
    pub caller: Caller,
}

impl Access {
    /// Begins a session for the user with this name and password.
    ///
    /// # Errors
    /// [`Error::WrongCredentials`], after the same time whether or not the name is known; [`Error::Throttled`].
    pub async fn sign_in(&self, name: &str, password: SecretString, client: Client) -> Result<SignedIn> {
        let key = name.trim().to_lowercase();
        self.throttle().attempt(&*key, client.address, self.clock().now())?;
        let found = store::find_user_named(self.database().read(), &key).await?;
        let stored = found.as_ref().and_then(|row| row.password_hash.clone());
        let is_right = self.hasher().is_right(password.clone(), stored).await?;
        match found {
            Some(row) if is_right && !row.is_disabled && !row.is_service() => {
                self.throttle().succeed(&key);
                self.begin_session(row, client).await
            }
            // A local password is the only one of its account: a directory cannot overrule it.
            None | Some(UserRow { password_hash: None, is_demo: false, .. })
                if let Some(row) = self.directory_account(name.trim(), &password).await? =>
            {
                self.throttle().succeed(&key);
                self.begin_session(row, client).await
            }
            _ => {
                metrics::counter!("cadastre_sign_ins_total", "outcome" => "refused").increment(1);
                tracing::warn!(address = ?client.address, "refused a sign-in");
                Err(Error::WrongCredentials)
            }
        }
    }

    /// Begins a session for the demonstration's user, which is made when it is not there.
    ///
    /// # Errors
    /// `Forbidden` unless this is a demonstration.
    pub async fn sign_in_demo(&self, client: Client) -> Result<SignedIn> {
        if !self.is_demo() {
            return Err(catalog::Error::Forbidden { action: "sign in without a password".into() }.into());
        }
        let write = self.database().write().await?;
        let row = match store::find_user_named(&*write, DEMO).await? {
            Some(row) => row,
            None => {
                let row = self.demo_row();
                store::insert_user(&*write, &row).await?;
                row
            }
        };
        write.commit().await?;
        self.begin_session(row, client).await
    }

    fn demo_row(&self) -> UserRow {
        UserRow {
            id: UserId::new().0,
            name: DEMO.into(),
            name_key: DEMO.into(),
            display_name: "Demo".into(),
            password_hash: None,
            role: role_number(Role::Admin),
            is_demo: true,
            created_at: micros(self.clock().now()),
            ..UserRow::default()
        }
    }

    pub(super) async fn begin_session(&self, mut user: UserRow, client: Client) -> Result<SignedIn> {
        let secret = secret::make("")?;
        let now = self.clock().now();
        let row = SessionRow {
            secret_hash: secret::hash(&secret),
            user_id: user.id,
            created_at: micros(now),
            seen_at: micros(now),
            expires_at: micros(now + IDLE),
            ends_at: micros(now + LONGEST),
            address: client.address.map(|address| address.to_string()),
            agent: client.agent.map(|agent| agent.chars().take(256).collect()),
        };
        let write = self.database().write().await?;
        session::sweep(&*write, micros(now)).await?;
        session::insert(&*write, &row).await?;
        user.last_sign_in_at = Some(micros(now));
        store::update_user(&*write, &user).await?;
        let stamp = store::organisation::stamp(&*write).await?;
        write.commit().await?;
        metrics::counter!("cadastre_sign_ins_total", "outcome" => "signed_in").increment(1);
        tracing::info!(user = %user.name, "signed in");
        Ok(SignedIn { secret, caller: self.session_caller(&user, row.secret_hash, stamp).await? })
    }

    /// Who has the session with this secret; nobody when it has ended.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn session(&self, secret: &str) -> Result<Option<Caller>> {
        self.session_hashed(&secret::hash_text(secret)).await
    }

    pub(super) async fn session_hashed(&self, hash: &str) -> Result<Option<Caller>> {
        let now = self.clock().now();
        let Some((row, user, stamp)) = session::find(self.database().read(), hash, micros(now)).await? else {
            return Ok(None);
        };
        if user.is_demo && !self.is_demo() {
            return Ok(None);
        }
        if micros(now) - row.seen_at >= TOUCH_MICROS {
            let expires_at = micros(now + IDLE).min(row.ends_at);
            let hash = row.secret_hash.clone();
            self.later(async move |database| {
                let write = database.write().await?;
                session::touch(&*write, &hash, micros(now), expires_at).await?;
                Ok(write.commit().await?)
            });
        }
        Ok(Some(self.session_caller(&user, row.secret_hash, stamp).await?))
    }

    /// Ends the session the caller came with; what they have open ends too.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out(&self, caller: &Caller) -> Result<()> {
        if let Credential::Session { hash } = &caller.credential {
            let write = self.database().write().await?;
            session::delete(&*write, hash).await?;
            write.commit().await?;
            self.changed();
            tracing::info!(user = %caller.viewer.name, "signed out");
        }
        Ok(())
    }

    /// Whether there is nobody yet who could sign in and manage users.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn needs_setup(&self) -> Result<bool> {
        Ok(!self.is_demo() && store::count_admins(self.database().read(), None).await? == 0)
    }

    /// Makes the secret of the one-time link of the first start, in the place of any earlier one; none when somebody can
    /// manage users already.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_setup(&self) -> Result<Option<SecretString>> {
        if !self.needs_setup().await? {
            return Ok(None);
        }
        let secret = secret::make("")?;
        let write = self.database().write().await?;
        store::replace_setup(&*write, &secret::hash(&secret), micros(self.clock().now() + SETUP)).await?;
        write.commit().await?;
        Ok(Some(secret))
    }

    /// Whether the one-time link with this secret is still good.
    ///
    /// # Errors
    /// [`Error::Throttled`], or when the store fails.
    pub async fn is_setup_open(&self, secret: &str, client: &Client) -> Result<bool> {
        let now = self.clock().now();
        self.throttle().attempt(None, client.address, now)?;
        let is_open = store::is_setup_open(self.database().read(), &secret::hash_text(secret), micros(now)).await?;
        Ok(is_open && self.needs_setup().await?)
    }

    /// Makes the first administrator for whoever holds the one-time link, and signs them in. The link is used up.
    ///
    /// # Errors
    /// [`Error::SetupOver`]; `Invalid` for a bad name or password, which leaves the link good.
    pub async fn set_up(&self, secret: &SecretString, new: NewUser, client: Client) -> Result<SignedIn> {
        if !self.is_setup_open(secret.expose_secret(), &client).await? {
            return Err(Error::SetupOver);
        }
        let row = self.new_row(NewUser { role: Role::Admin, ..new }).await?;
        let write = self.database().write().await?;
        // Asked again inside the transaction: of two who hold the link, one makes it.
        let now = micros(self.clock().now());
        let is_open = store::is_setup_open(&*write, &secret::hash(secret), now).await?;
        if !is_open || store::count_admins(&*write, None).await? > 0 {
            return Err(Error::SetupOver);
        }
        let taken = || format!("there is a user `{}` already", row.name);
        store::insert_user(&*write, &row).await.map_err(|error| store::conflict(error, taken()))?;
        store::delete_setup(&*write).await?;
        write.commit().await?;
        tracing::info!(user = %row.name, "made the first administrator");
        self.begin_session(row, client).await
    }

    async fn session_caller(&self, user: &UserRow, hash: String, stamp: i64) -> Result<Caller> {
        Ok(Caller {
            viewer: self.viewer_of(user, stamp).await?,
            display_name: user.display_name.clone(),
            is_demo: user.is_demo,
            credential: Credential::Session { hash },
        })
    }
}

//! The systems that know who people are, as the configuration names them, and signing in with them. One that cannot be
//! used signs nobody in; the others go on.

use catalog::Clock;
use chrono::Duration;
use connectors::Outbound;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{
    Access, Client, SignedIn,
    error::{Error, Result},
    identity::Rule,
    ldap::Ldap,
    oidc::{Oidc, Returned, Secrets},
    secret,
    store::{UserRow, identity, identity::SignInRow, micros},
};
use crate::config::{Config, identity::Kind};

/// How long somebody may be away at a provider.
const AWAY: Duration = Duration::minutes(10);

/// The systems of the configuration.
#[derive(Debug, Default)]
pub struct Providers(Vec<Provider>);

#[derive(Debug)]
struct Provider {
    name: String,
    title: String,
    rule: Rule,
    door: Result<Door, String>,
}

#[derive(Debug)]
enum Door {
    Oidc(Oidc),
    Ldap(Box<Ldap>),
}

/// A system that people may choose to sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name in addresses.
    pub name: String,
    /// How people call it.
    pub title: String,
    /// Whether people go there; otherwise it takes the password that is typed here.
    pub goes_there: bool,
    /// Why it cannot be used, for administrators.
    pub problem: Option<String>,
}

/// A sign-in that was begun.
#[derive(Debug)]
pub struct Departure {
    /// Where to go.
    pub address: Url,
    /// What only the browser keeps until it comes back.
    pub browser: SecretString,
}

impl Providers {
    /// Those of `config`; what keeps one from being used goes to the log.
    #[must_use]
    pub fn of(config: &Config, outbound: Outbound, clock: &Clock) -> Self {
        let open = |provider: &crate::config::identity::Provider| {
            let name = &provider.name;
            let door = match provider.kind.clone() {
                Err(problem) => Err(problem),
                Ok(Kind::Oidc(settings)) => {
                    let back = format!("{}/api/sign-in/{name}/callback", config.server.address());
                    Ok(Door::Oidc(Oidc::new(name, settings, back, outbound, clock.clone())))
                }
                Ok(Kind::Ldap(settings)) => Ldap::new(name, settings, outbound).map(Box::new).map(Door::Ldap),
            };
            if let Err(problem) = &door {
                tracing::error!(provider = name, "`identity.{name}` signs nobody in: {problem}");
            }
            Provider { name: name.clone(), title: provider.title.clone(), rule: provider.rule.clone(), door }
        };
        Self(config.identity.iter().map(open).collect())
    }

    fn oidc(&self, name: &str) -> Result<(&Oidc, &Rule)> {
        let provider = self.0.iter().find(|provider| provider.name == name);
        match provider.map(|provider| (&provider.door, &provider.rule)) {
            Some((Ok(Door::Oidc(oidc)), rule)) => Ok((oidc, rule)),
            Some((Err(problem), _)) => Err(Error::Provider { name: name.to_owned(), problem: problem.clone() }),
            _ => Err(catalog::Error::not_found("identity provider", name).into()),
        }
    }
}

impl Access {
    /// The systems that people may choose to sign in with, as configured.
    #[must_use]
    pub fn choices(&self) -> Vec<Choice> {
        let shown = |provider: &Provider| Choice {
            name: provider.name.clone(),
            title: provider.title.clone(),
            goes_there: !matches!(provider.door, Ok(Door::Ldap(_))),
            problem: provider.door.as_ref().err().cloned(),
        };
        self.providers().0.iter().map(shown).collect()
    }

    /// The same, after each was asked whether it answers.
    pub async fn examine_providers(&self) -> Vec<Choice> {
        let mut choices = self.choices();
        for (choice, provider) in choices.iter_mut().zip(&self.providers().0) {
            let outcome = match &provider.door {
                Err(_) => continue,
                Ok(Door::Oidc(oidc)) => oidc.check().await,
                Ok(Door::Ldap(ldap)) => ldap.check().await,
            };
            choice.problem = outcome.err();
        }
        choices
    }

    /// Begins to sign somebody in with a provider; `next` is where they go in the end.
    ///
    /// # Errors
    /// `NotFound` for a provider that is none; [`Error::Provider`]; [`Error::Throttled`].
    pub async fn depart(&self, provider: &str, next: &str, client: &Client) -> Result<Departure> {
        let now = self.clock().now();
        self.throttle().attempt(None, client.address, now)?;
        let (oidc, _) = self.providers().oidc(provider)?;
        let (browser, state) = (secret::make("")?, secret::make("")?);
        let secrets = Secrets { browser: browser.expose_secret(), state: state.expose_secret() };
        let address = oidc.begin(&secrets).await.inspect_err(told)?;
        let row = SignInRow {
            state_hash: secret::hash(&state),
            provider: provider.to_owned(),
            browser_hash: secret::hash(&browser),
            next: next.to_owned(),
            expires_at: micros(now + AWAY),
        };
        let write = self.database().write().await?;
        identity::begin(&*write, &row, micros(now)).await?;
        write.commit().await?;
        Ok(Departure { address, browser })
    }

    /// Signs in somebody who came back from a provider, and tells where they wanted to go. Whatever comes of it, the state
    /// they came back with is used up.
    ///
    /// # Errors
    /// [`Error::SignInOver`], [`Error::NotProven`], [`Error::NoAccount`], [`Error::Provider`].
    pub async fn arrive(
        &self,
        provider: &str,
        state: &str,
        browser: &str,
        returned: Option<&Returned>,
        client: Client,
    ) -> Result<(SignedIn, String)> {
        let now = micros(self.clock().now());
        let write = self.database().write().await?;
        let begun = identity::take(&*write, &secret::hash_text(state)).await?;
        write.commit().await?;
        let is_good = |row: &SignInRow| {
            row.provider == provider && row.expires_at > now && row.browser_hash == secret::hash_text(browser)
        };
        let begun = begun.filter(is_good).ok_or(Error::SignInOver)?;
        let refused = || Error::NotProven { provider: provider.to_owned(), problem: "it refused".into() };
        let returned = returned.ok_or_else(refused)?;
        let (oidc, rule) = self.providers().oidc(provider)?;
        let secrets = Secrets { browser, state };
        let external = oidc.finish(&secrets, returned).await.inspect_err(told)?;
        let user = self.account_of(&external, rule).await?;
        Ok((self.begin_session(user, client).await?, begun.next))
    }

    /// The account of somebody whom a directory knows by this name and password; none when none does.
    ///
    /// # Errors
    /// [`Error::Provider`] when a directory does not answer and no other knows them.
    pub(super) async fn directory_account(&self, name: &str, password: &SecretString) -> Result<Option<UserRow>> {
        let mut silent = None;
        for provider in &self.providers().0 {
            let Ok(Door::Ldap(ldap)) = &provider.door else { continue };
            match ldap.find(name, password).await {
                Ok(Some(external)) => match self.account_of(&external, &provider.rule).await {
                    Ok(user) => return Ok(Some(user)),
                    Err(Error::NoAccount) => {
                        tracing::warn!(provider = provider.name, "there is no account for somebody")
                    }
                    Err(other) => return Err(other),
                },
                Ok(None) => {}
                Err(error) => {
                    told(&error);
                    silent = Some(error);
                }
            }
        }
        silent.map_or(Ok(None), Err)
    }
}

/// Tells the log what the person is not told.
fn told(error: &Error) {
    match error {
        Error::Provider { name, problem } => tracing::error!(provider = name, "cannot sign anybody in: {problem}"),
        Error::NotProven { provider, problem } => tracing::warn!(provider, "refused a sign-in: {problem}"),
        _ => {}
    }
}

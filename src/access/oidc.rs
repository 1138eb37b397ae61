//! Signing in with OpenID Connect: the code flow with PKCE. What a provider says is believed only as far as its signature,
//! issuer, audience, times and the nonce of this very sign-in hold.
//!
//! Nothing secret is stored while somebody is away at the provider: what proves the return (PKCE, nonce) is derived from
//! a secret that only their browser has.

mod answer;
mod known;

use std::sync::Arc;

use catalog::Clock;
use connectors::Outbound;
use openidconnect::{PkceCodeChallenge, PkceCodeVerifier};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub(super) use self::answer::is_address;
use self::known::Knowledge;
use super::{
    error::{Error, Result},
    identity::External,
    secret,
};
use crate::config::identity;

/// A provider that people can sign in with; a cheap handle.
#[derive(Debug, Clone)]
pub(super) struct Oidc(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    config: identity::Oidc,
    redirect: String,
    clock: Clock,
    known: Knowledge,
}

/// What came back from the provider.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// The code, good once.
    pub code: String,
    /// Who says so.
    pub issuer: Option<String>,
}

/// The secrets of one sign-in.
pub(super) struct Secrets<'a> {
    /// What only the browser has.
    pub(super) browser: &'a str,
    /// What came back through the provider.
    pub(super) state: &'a str,
}

impl Secrets<'_> {
    fn derive(&self, purpose: &str) -> String {
        secret::hash_text(&format!("{purpose}:{}:{}", self.state, self.browser))
    }

    fn nonce(&self) -> String {
        self.derive("nonce")
    }

    fn verifier(&self) -> PkceCodeVerifier {
        PkceCodeVerifier::new(self.derive("pkce"))
    }
}

impl Oidc {
    /// The provider `name`; people come back to `redirect`.
    pub(super) fn new(name: &str, config: identity::Oidc, redirect: String, outbound: Outbound, clock: Clock) -> Self {
        let known = Knowledge::new(config.issuer.clone(), config.authorities.clone(), outbound);
        Self(Arc::new(Inner { name: name.to_owned(), config, redirect, clock, known }))
    }

    /// Where somebody is sent to sign in.
    ///
    /// # Errors
    /// [`Error::Provider`] when it does not answer or is not what the configuration says.
    pub(super) async fn begin(&self, secrets: &Secrets<'_>) -> Result<Url> {
        let now = self.0.clock.now();
        let metadata = self.0.known.metadata(now).await.map_err(|problem| self.broken(problem))?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&secrets.verifier());
        let mut address = metadata.authorization_endpoint.clone();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.0.config.client_id)
            .append_pair("redirect_uri", &self.0.redirect)
            .append_pair("scope", &self.0.config.scopes.join(" "))
            .append_pair("state", secrets.state)
            .append_pair("nonce", &secrets.nonce())
            .append_pair("code_challenge", challenge.as_str())
            .append_pair("code_challenge_method", "S256");
        Ok(address)
    }

    /// Who it is that came back.
    ///
    /// # Errors
    /// [`Error::NotProven`] when what the provider says does not hold; [`Error::Provider`] when it does not answer.
    pub(super) async fn finish(&self, secrets: &Secrets<'_>, returned: &Returned) -> Result<External> {
        let now = self.0.clock.now();
        let metadata = self.0.known.metadata(now).await.map_err(|problem| self.broken(problem))?;
        match &returned.issuer {
            Some(issuer) if *issuer != metadata.issuer => {
                return Err(self.not_proven("the answer comes from another issuer"));
            }
            None if metadata.tells_issuer => return Err(self.not_proven("the answer does not tell its issuer")),
            _ => {}
        }
        let form = self.form(secrets, returned);
        let tokens = self.0.known.exchange(&metadata, &self.0.config, form).await;
        let tokens = tokens.map_err(|failure| self.failed(failure))?;
        let mut claims = answer::verified(&self.0, &tokens.id_token, &secrets.nonce()).await?;
        if let (Some(endpoint), Some(token)) = (&metadata.userinfo_endpoint, &tokens.access_token) {
            let more = self.0.known.user_info(endpoint, token).await.map_err(|failure| self.failed(failure))?;
            if more.get("sub") != claims.get("sub") {
                return Err(self.not_proven("the user information is about somebody else"));
            }
            for (name, value) in more {
                claims.entry(name).or_insert(value);
            }
        }
        Ok(answer::external(&format!("oidc:{}", self.0.name), &self.0.config, &claims))
    }

    /// Whether it can be used now.
    ///
    /// # Errors
    /// Why not.
    pub(super) async fn check(&self) -> Result<(), String> {
        self.0.known.keys(self.0.clock.now(), false).await.map(drop)
    }

    fn form(&self, secrets: &Secrets<'_>, returned: &Returned) -> Vec<(&'static str, SecretString)> {
        vec![
            ("grant_type", "authorization_code".into()),
            ("code", returned.code.as_str().into()),
            ("redirect_uri", self.0.redirect.as_str().into()),
            ("code_verifier", secrets.verifier().into_secret().into()),
        ]
    }

    fn broken(&self, problem: String) -> Error {
        Error::Provider { name: self.0.name.clone(), problem }
    }

    fn not_proven(&self, problem: &str) -> Error {
        self.0.not_proven(problem)
    }

    fn failed(&self, failure: known::Failure) -> Error {
        match failure {
            known::Failure::Refused(problem) => self.not_proven(&problem),
            known::Failure::Unreachable(problem) => self.broken(problem),
        }
    }
}

impl Inner {
    fn not_proven(&self, problem: &str) -> Error {
        Error::NotProven { provider: self.name.clone(), problem: problem.to_owned() }
    }
}

/// The address of a client secret is nobody's business but the request's.
fn basic(id: &str, secret: &SecretString) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encode(id), encode(secret.expose_secret()));
    format!("Basic {}", base64(pair.as_bytes()))
}

/// Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, at| word << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let is_there = at <= chunk.len();
            let digit = DIGITS[(word >> (18 - 6 * at) & 63) as usize];
            text.push(if is_there { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn secrets_of_one_sign_in_are_those_of_no_other() {
        let secrets = Secrets { browser: "b", state: "s" };
        let other = Secrets { browser: "b", state: "t" };
        assert_ne!(secrets.nonce(), other.nonce());
        assert_ne!(secrets.nonce(), *secrets.verifier().secret());
        assert_eq!(secrets.verifier().secret().len(), 64, "RFC 7636 wants 43 to 128");
    }
}

//! What a provider says of somebody: whether it holds, and what it comes to.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, IdToken, IdTokenVerifier, IssuerUrl, Nonce,
    SignatureVerificationError,
    core::{
        CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Inner;
use crate::{
    access::{
        error::{Error, Result},
        identity::External,
    },
    config::identity,
};

/// How far clocks may differ.
const SKEW: Duration = Duration::minutes(2);
/// How old a token may be that was made for the sign-in that ends now.
const OLDEST: Duration = Duration::minutes(15);
/// The most bytes of a token.
const MOST_BYTES: usize = 64 * 1024;
/// How tokens may be signed: by a key whose other half only the provider has.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// The claims that OpenID Connect itself does not name.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct More {
    #[serde(flatten)]
    claims: HashMap<String, Value>,
}

impl AdditionalClaims for More {}

type Token = IdToken<More, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// The claims of a token that holds.
pub(super) async fn verified(provider: &Inner, text: &str, nonce: &str) -> Result<Map<String, Value>> {
    let now = provider.clock.now();
    if text.len() > MOST_BYTES {
        return Err(provider.not_proven("its token is too long"));
    }
    let token: Token = serde_json::from_value(Value::String(text.to_owned()))
        .map_err(|_| provider.not_proven("its token cannot be read"))?;
    let unknown = |problem| Error::Provider { name: provider.name.clone(), problem };
    let issuer = provider.known.metadata(now).await.map_err(unknown)?.issuer.clone();
    let keys = provider.known.keys(now, false).await.map_err(unknown)?;
    let expected = Expected { issuer, client: provider.config.client_id.clone(), nonce: nonce.to_owned(), now };
    let outcome = match claims(&token, &keys, &expected) {
        // The provider has a new key, or somebody made one up: its keys tell which.
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
            let keys = provider.known.keys(now, true).await.map_err(unknown)?;
            claims(&token, &keys, &expected)
        }
        outcome => outcome,
    };
    outcome.map_err(|error| provider.not_proven(&crate::telemetry::chain(&error)))
}

/// What a token has to say.
struct Expected {
    /// As the provider names itself, with or without a slash at the end; that it is the configured one is settled.
    issuer: String,
    client: String,
    nonce: String,
    now: DateTime<Utc>,
}

fn claims(
    token: &Token,
    keys: &CoreJsonWebKeySet,
    expected: &Expected,
) -> Result<Map<String, Value>, ClaimsVerificationError> {
    let now = expected.now;
    let other = |problem: &str| ClaimsVerificationError::Other(problem.to_owned());
    let issuer = IssuerUrl::new(expected.issuer.clone()).map_err(|_| other("its issuer is no address"))?;
    // As a public client: then no token signed with a shared secret is ever good.
    let verifier: IdTokenVerifier<'_, CoreJsonWebKey> =
        IdTokenVerifier::new_public_client(ClientId::new(expected.client.clone()), issuer, keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now - SKEW)
            .set_issue_time_verifier_fn(move |made| {
                if made > now + SKEW {
                    Err("it is from the future".into())
                } else if made < now - OLDEST {
                    Err("it was made long ago".into())
                } else {
                    Ok(())
                }
            });
    let claims = token.claims(&verifier, &Nonce::new(expected.nonce.clone()))?;
    let not_before = claims.additional_claims().claims.get("nbf").and_then(Value::as_f64);
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are small")]
    if not_before.is_some_and(|from| from > (now + SKEW).timestamp() as f64) {
        return Err(other("it is not good yet"));
    }
    match serde_json::to_value(claims) {
        Ok(Value::Object(claims)) => Ok(claims),
        _ => Err(other("its claims cannot be read")),
    }
}

/// What verified claims come to.
pub(super) fn external(provider: &str, config: &identity::Oidc, claims: &Map<String, Value>) -> External {
    let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned).filter(|text| !text.is_empty());
    let is_verified = claims.get("email_verified") == Some(&Value::Bool(true));
    let email = text("email").filter(|email| is_verified && is_address(email));
    let subject = text("sub").unwrap_or_default();
    let before_at = || email.as_ref().and_then(|email| email.split('@').next()).map(str::to_owned);
    let name = text(&config.name_claim).or_else(before_at).unwrap_or_else(|| subject.clone());
    External {
        provider: provider.to_owned(),
        subject,
        display_name: text("name").unwrap_or_else(|| name.clone()),
        name,
        verified_email: email,
        groups: groups(claims.get(&config.groups_claim)),
    }
}

fn groups(claim: Option<&Value>) -> Option<Vec<String>> {
    match claim? {
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        Value::String(one) => Some(vec![one.clone()]),
        _ => None,
    }
}

/// Whether it looks like an address; what it proves is the provider's word.
pub(in crate::access) fn is_address(text: &str) -> bool {
    let is_plain = text.len() <= 254 && !text.chars().any(|found| found.is_whitespace() || found.is_control());
    is_plain
        && text
            .split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

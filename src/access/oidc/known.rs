//! What is known of a provider (its endpoints and keys), and calls to it. Every call goes through the guard for outbound
//! connections, follows no redirect, and is bounded in time and size.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use connectors::{Outbound, service};
use openidconnect::{
    core::CoreJsonWebKeySet,
    http::{Method, Request, StatusCode, header},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use url::Url;

use super::basic;
use crate::config::identity;

/// How long what was learned is believed without asking again.
const FRESH: chrono::Duration = chrono::Duration::hours(1);
/// How soon keys may be asked for again because of a key that is not among them.
const KEYS_PAUSE: chrono::Duration = chrono::Duration::seconds(10);
/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of an answer.
const MOST_BYTES: u64 = 256 * 1024;

/// Why a call came to nothing.
#[derive(Debug)]
pub(super) enum Failure {
    /// The provider says no.
    Refused(String),
    /// It does not answer, or not as it should.
    Unreachable(String),
}

/// What a provider says of itself.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Metadata {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: Url,
    token_endpoint: Url,
    jwks_uri: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    #[serde(rename = "authorization_response_iss_parameter_supported", default)]
    pub(super) tells_issuer: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// What a code was exchanged for.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub(super) id_token: String,
    pub(super) access_token: Option<SecretString>,
}

/// What was learned, and when.
#[derive(Debug, Default)]
struct Learned {
    metadata: Option<(Arc<Metadata>, DateTime<Utc>)>,
    keys: Option<(Arc<CoreJsonWebKeySet>, DateTime<Utc>)>,
}

/// What is known of a provider.
#[derive(Debug)]
pub(super) struct Knowledge {
    issuer: Url,
    authorities: Option<Vec<u8>>,
    outbound: Outbound,
    learned: Mutex<Learned>,
}

impl Knowledge {
    pub(super) fn new(issuer: Url, authorities: Option<Vec<u8>>, outbound: Outbound) -> Self {
        Self { issuer, authorities, outbound, learned: Mutex::default() }
    }

    /// Its endpoints.
    pub(super) async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<Metadata>, String> {
        let mut learned = self.learned.lock().await;
        self.learn(&mut learned, now).await
    }

    /// Its keys; asked for anew when `is_missing_one`, unless that was just done.
    pub(super) async fn keys(
        &self,
        now: DateTime<Utc>,
        is_missing_one: bool,
    ) -> Result<Arc<CoreJsonWebKeySet>, String> {
        let mut learned = self.learned.lock().await;
        let metadata = self.learn(&mut learned, now).await?;
        if let Some((keys, at)) = &learned.keys {
            let age = now - *at;
            if age < if is_missing_one { KEYS_PAUSE } else { FRESH } {
                return Ok(Arc::clone(keys));
            }
        }
        let bytes = self.get(&metadata.jwks_uri).await?;
        let keys: CoreJsonWebKeySet =
            serde_json::from_slice(&bytes).map_err(|_| "its keys cannot be read".to_owned())?;
        let keys = Arc::new(keys);
        learned.keys = Some((Arc::clone(&keys), now));
        Ok(keys)
    }

    async fn learn(&self, learned: &mut Learned, now: DateTime<Utc>) -> Result<Arc<Metadata>, String> {
        if let Some((metadata, at)) = &learned.metadata
            && now - *at < FRESH
        {
            return Ok(Arc::clone(metadata));
        }
        let base = self.issuer.as_str().trim_end_matches('/');
        let address = format!("{base}/.well-known/openid-configuration");
        let address: Url = address.parse().map_err(|_| "its issuer is no address".to_owned())?;
        let bytes = self.get(&address).await?;
        let metadata: Metadata = serde_json::from_slice(&bytes)
            .map_err(|cause| format!("what it says of itself cannot be read (line {})", cause.line()))?;
        self.check(&metadata)?;
        let metadata = Arc::new(metadata);
        learned.metadata = Some((Arc::clone(&metadata), now));
        Ok(metadata)
    }

    /// Refuses a provider that is another than the configured one, or that would have secrets sent in the open.
    fn check(&self, metadata: &Metadata) -> Result<(), String> {
        if metadata.issuer.trim_end_matches('/') != self.issuer.as_str().trim_end_matches('/') {
            return Err("it says that it is another issuer than the configured one".into());
        }
        let endpoints = [&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri];
        let is_safe = |url: &Url| url.scheme() == "https" || url.scheme() == self.issuer.scheme();
        if endpoints.into_iter().chain(&metadata.userinfo_endpoint).all(is_safe) {
            Ok(())
        } else {
            Err("one of its endpoints is not https://".into())
        }
    }

    /// Exchanges a code for tokens.
    pub(super) async fn exchange(
        &self,
        metadata: &Metadata,
        config: &identity::Oidc,
        form: Vec<(&'static str, SecretString)>,
    ) -> Result<Tokens, Failure> {
        let request = Self::token_request(metadata, config, &form)?;
        let (status, bytes) = self.call(request).await.map_err(Failure::Unreachable)?;
        match status {
            StatusCode::OK => serde_json::from_slice(&bytes)
                .map_err(|_| Failure::Unreachable("its answer to a code cannot be read".into())),
            StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => {
                let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
                let told: String = answer["error"].as_str().unwrap_or("no reason").chars().take(64).collect();
                Err(Failure::Refused(format!("it does not take the code: {told}")))
            }
            other => Err(Failure::Unreachable(format!("it answers {} to a code", other.as_u16()))),
        }
    }

    /// The request for tokens, with proof of who we are in the way that the provider knows.
    fn token_request(
        metadata: &Metadata,
        config: &identity::Oidc,
        form: &[(&'static str, SecretString)],
    ) -> Result<Request<Vec<u8>>, Failure> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(metadata.token_endpoint.as_str())
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in form {
            body.append_pair(name, value.expose_secret());
        }
        let methods = metadata.token_endpoint_auth_methods_supported.as_deref();
        let knows = |method: &str| methods.is_some_and(|known| known.iter().any(|found| found == method));
        match &config.client_secret {
            Some(secret) if knows("client_secret_post") && !knows("client_secret_basic") => {
                body.append_pair("client_id", &config.client_id).append_pair("client_secret", secret.expose_secret());
            }
            Some(secret) => request = request.header(header::AUTHORIZATION, basic(&config.client_id, secret)),
            None => {
                body.append_pair("client_id", &config.client_id);
            }
        }
        let request = request.body(body.finish().into_bytes());
        request.map_err(|_| Failure::Unreachable("its token endpoint is no address".into()))
    }

    /// What it says of the person an access token is for.
    pub(super) async fn user_info(&self, endpoint: &Url, token: &SecretString) -> Result<Map<String, Value>, Failure> {
        let request = Request::builder()
            .uri(endpoint.as_str())
            .header(header::ACCEPT, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", token.expose_secret()))
            .body(Vec::new());
        let request = request.map_err(|_| Failure::Refused("its access token cannot be sent".into()))?;
        let (status, bytes) = self.call(request).await.map_err(Failure::Unreachable)?;
        if status != StatusCode::OK {
            return Err(Failure::Unreachable(format!("it answers {} for user information", status.as_u16())));
        }
        serde_json::from_slice(&bytes).map_err(|_| Failure::Unreachable("its user information cannot be read".into()))
    }

    async fn get(&self, address: &Url) -> Result<Vec<u8>, String> {
        let request = Request::builder().uri(address.as_str()).header(header::ACCEPT, "application/json");
        let request = request.body(Vec::new()).map_err(|_| "it has an endpoint that is no address".to_owned())?;
        let (status, bytes) = self.call(request).await?;
        if status == StatusCode::OK { Ok(bytes) } else { Err(format!("it answers {}", status.as_u16())) }
    }

    async fn call(&self, request: Request<Vec<u8>>) -> Result<(StatusCode, Vec<u8>), String> {
        let longer = service::Longer::Refused;
        let limits = service::Limits { most_bytes: MOST_BYTES, patience: PATIENCE, longer };
        let answer = service::exchange(request, self.outbound, limits, self.authorities.as_deref()).await;
        let answer = answer.map_err(|error| crate::telemetry::chain(&error))?;
        Ok((answer.status(), answer.into_body()))
    }
}

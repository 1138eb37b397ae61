//! The cookie of a session. Over https its name makes browsers insist that it came from this host, over https, for all
//! of it; so no neighbour under the same domain can plant one.

use axum::http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

use crate::config::Config;

/// How long a browser keeps it: as long as a session may last. The server's own clock decides.
const KEPT_SECONDS: u32 = 30 * 24 * 60 * 60;

/// Its name.
#[must_use]
pub fn name(config: &Config) -> &'static str {
    if config.server.is_https() { "__Host-cadastre" } else { "cadastre" }
}

/// The header that hands out `secret`.
#[must_use]
pub fn holding(config: &Config, secret: &SecretString) -> HeaderValue {
    let mut value = set(config, secret.expose_secret(), KEPT_SECONDS);
    value.set_sensitive(true);
    value
}

/// The header that takes it away.
#[must_use]
pub fn gone(config: &Config) -> HeaderValue {
    set(config, "", 0)
}

/// How long somebody may be away at a provider to sign in.
const AWAY_SECONDS: u32 = 10 * 60;

/// The name of the cookie of somebody who is away at a provider.
#[must_use]
pub fn departed(config: &Config) -> &'static str {
    if config.server.is_https() { "__Host-cadastre-sign-in" } else { "cadastre-sign-in" }
}

/// The header that binds a sign-in to the browser that began it.
#[must_use]
pub fn departing(config: &Config, secret: &SecretString) -> HeaderValue {
    let mut value = set_named(config, departed(config), secret.expose_secret(), AWAY_SECONDS);
    value.set_sensitive(true);
    value
}

/// The header that takes that away.
#[must_use]
pub fn arrived(config: &Config) -> HeaderValue {
    set_named(config, departed(config), "", 0)
}

fn set(config: &Config, secret: &str, seconds: u32) -> HeaderValue {
    set_named(config, name(config), secret, seconds)
}

fn set_named(config: &Config, name: &str, secret: &str, seconds: u32) -> HeaderValue {
    let secure = if config.server.is_https() { "; Secure" } else { "" };
    let text = format!("{name}={secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&text).expect("secrets are hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookie_over_https_is_bound_to_the_host() {
        let mut config = Config::for_directory("/tmp/x");
        config.server.public_url = Some("https://cadastre.example".parse().unwrap());
        assert_eq!(
            holding(&config, &"abc".into()).to_str().unwrap(),
            "__Host-cadastre=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure"
        );
    }

    #[test]
    fn cookie_over_plain_http_is_still_hidden_from_scripts() {
        let config = Config::for_directory("/tmp/x");
        assert_eq!(gone(&config).to_str().unwrap(), "cadastre=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }
}

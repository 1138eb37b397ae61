//! Passwords: what is good enough, and hashing with argon2id (19 MiB, 2 passes, 1 lane).
//!
//! Hashing is slow on purpose, so it runs beside the asynchronous threads and two at a time: a flood of sign-ins waits
//! in a line instead of taking all memory and processors.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordVerifier as _, Version,
    password_hash::{PasswordHasher as _, phc::PasswordHash},
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Semaphore;

use super::{
    error::{Error, Result},
    secret,
};

/// The fewest characters of a password; who asks for one is told, so that no other place has a rule of its own.
pub const LEAST_LENGTH: usize = 10;

/// The most bytes of a password; more would only make hashing slow.
const MOST_BYTES: usize = 1024;

/// Refuses a password that is too short, too long, or the name again.
///
/// # Errors
/// `Invalid` for `password`.
pub(super) fn check(name: &str, password: &SecretString) -> Result<()> {
    let text = password.expose_secret();
    let length = text.chars().count();
    if length < LEAST_LENGTH {
        return Err(Error::invalid("password", format!("has {length} characters; at least {LEAST_LENGTH} are needed")));
    }
    if text.len() > MOST_BYTES {
        return Err(Error::invalid("password", format!("is longer than {MOST_BYTES} bytes")));
    }
    let (folded, name) = (text.to_lowercase(), name.to_lowercase());
    if !name.is_empty() && folded.replace(&name, "").chars().count() < LEAST_LENGTH / 2 {
        return Err(Error::invalid("password", "is little more than the name; choose another one"));
    }
    Ok(())
}

/// Hashes and verifies, two at a time.
#[derive(Debug, Clone)]
pub(super) struct Hasher {
    turns: Arc<Semaphore>,
    /// The hash of a password nobody has: what an unknown name is verified against, so that it takes as long.
    nobody: Arc<str>,
}

impl Hasher {
    /// Makes a hasher.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] or [`Error::Hash`].
    pub(super) fn new() -> Result<Self> {
        let nobody = hash(&secret::make("")?)?;
        Ok(Self { turns: Arc::new(Semaphore::new(2)), nobody: nobody.into() })
    }

    /// The hash of `password`, with its parameters and a salt of its own, as text.
    ///
    /// # Errors
    /// [`Error::NoRandomness`], [`Error::Hash`] or, when the process ends, [`Error::Stopped`].
    pub(super) async fn hash(&self, password: SecretString) -> Result<String> {
        self.in_turn(move || hash(&password)).await
    }

    /// Whether `password` is the one that was hashed; without a hash (an unknown name) it is not, after the same time.
    ///
    /// # Errors
    /// [`Error::Stopped`] when the process ends, [`Error::Hash`] when what is stored is no hash.
    pub(super) async fn is_right(&self, password: SecretString, stored: Option<String>) -> Result<bool> {
        if password.expose_secret().len() > MOST_BYTES {
            return Ok(false);
        }
        let nobody = Arc::clone(&self.nobody);
        let is_known = stored.is_some();
        let is_equal = self
            .in_turn(move || {
                let stored = stored.unwrap_or_else(|| nobody.to_string());
                let parsed = PasswordHash::new(&stored).map_err(|error| Error::Hash(error.into()))?;
                Ok(argon2().verify_password(password.expose_secret().as_bytes(), &parsed).is_ok())
            })
            .await?;
        Ok(is_equal && is_known)
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::Stopped)?;
        tokio::task::spawn_blocking(move || {
            // The turn ends with the work, even when the caller has gone.
            let _turn = turn;
            work()
        })
        .await
        .map_err(|_| Error::Stopped)?
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(password: &SecretString) -> Result<String> {
    let salt = secret::random::<16>()?;
    let hashed = argon2().hash_password_with_salt(password.expose_secret().as_bytes(), &salt).map_err(Error::Hash)?;
    Ok(hashed.to_string())
}

#[cfg(test)]
mod tests {
    use catalog::Fault as _;

    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn short_password_is_refused() {
        let error = check("ana", &secret("123456789")).unwrap_err();
        assert_eq!(error.field(), Some("password"));
        assert_eq!(error.to_string(), "`password`: has 9 characters; at least 10 are needed");
    }

    #[test]
    fn characters_count_not_bytes() {
        assert!(check("ana", &secret("山水有相逢你好再见啊")).is_ok());
        assert!(check("ana", &secret("山水有相逢")).is_err());
    }

    #[test]
    fn name_as_password_is_refused() {
        assert!(check("administrator", &secret("Administrator1")).is_err());
        assert!(check("ana", &secret("correct horse battery ana")).is_ok());
    }

    #[tokio::test]
    async fn right_password_is_told_from_wrong_and_unknown() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash(secret("correct horse")).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(hasher.is_right(secret("correct horse"), Some(stored.clone())).await.unwrap());
        assert!(!hasher.is_right(secret("correct horsE"), Some(stored)).await.unwrap());
        assert!(!hasher.is_right(secret("correct horse"), None).await.unwrap());
    }
}

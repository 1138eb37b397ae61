//! Secrets that are handed out once and stored as a hash: sessions, API tokens, the setup link.
//!
//! They carry 256 random bits, so a plain SHA-256 is enough to keep them: there is nothing to guess.

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use super::error::{Error, Result};

/// Random bytes of the operating system.
///
/// # Errors
/// [`Error::NoRandomness`] when the system has none.
pub(super) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Error::NoRandomness)?;
    Ok(bytes)
}

/// Makes a secret of 64 hexadecimal digits behind `prefix`.
///
/// # Errors
/// [`Error::NoRandomness`] when the system has no random numbers.
pub(super) fn make(prefix: &str) -> Result<SecretString> {
    Ok(SecretString::from(format!("{prefix}{}", hex(&random::<32>()?))))
}

/// A number used once in a page's content policy: 128 random bits in hexadecimal.
///
/// # Errors
/// [`Error::NoRandomness`] when the system has no random numbers.
pub fn nonce() -> Result<String> {
    Ok(hex(&random::<16>()?))
}

/// A key of 256 random bits.
///
/// # Errors
/// [`Error::NoRandomness`] when the system has no random numbers.
pub fn random_key() -> Result<[u8; 32]> {
    random::<32>()
}

/// What is stored of a secret.
#[must_use]
pub(super) fn hash(secret: &SecretString) -> String {
    hash_text(secret.expose_secret())
}

/// What is stored of a secret that just came in.
#[must_use]
pub(super) fn hash_text(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_carry_their_prefix() {
        let (one, other) = (make("cdt_").unwrap(), make("cdt_").unwrap());
        assert!(one.expose_secret().starts_with("cdt_"));
        assert_eq!(one.expose_secret().len(), 68);
        assert_ne!(one.expose_secret(), other.expose_secret());
    }

    #[test]
    fn hash_is_sha_256() {
        assert_eq!(hash_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

//! Sealing of secrets at rest: XChaCha20-Poly1305 under the key of the data directory.
//!
//! Each sealed text is bound to where it belongs (its *place*, such as `source:<id>/password`), so that it cannot be moved
//! to another row by somebody who can write to the store. The key is a file of 64 hexadecimal digits that only its owner
//! may read; it is made once, from the random source of the system, and without it nothing opens.

use std::{
    fs,
    io::{ErrorKind as IoErrorKind, Write as _},
    path::Path,
    sync::Arc,
};

use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use quality::mask::MaskKey;
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    error::{Error, Result},
    secret,
};

/// What every sealed text begins with; a later form gets another number.
const PREFIX: &str = "sealed1:";
const NONCE: usize = 24;

/// Seals and opens.
#[derive(Clone)]
pub struct Sealer(Arc<Keys>);

struct Keys {
    cipher: XChaCha20Poly1305,
    /// What keys for other purposes are made of; the cipher's does not follow from it.
    root: [u8; 32],
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

impl Sealer {
    /// Reads the key of the data directory, or makes it when there is none.
    ///
    /// # Errors
    /// [`Error::KeyFile`] when the file cannot be read or made, is no key, or may be read by others than its owner.
    pub fn of_directory(data: &Path) -> Result<Self> {
        let path = data.join("secret.key");
        match fs::read_to_string(&path) {
            Ok(text) => Self::of_text(&path, &text),
            Err(error) if error.kind() == IoErrorKind::NotFound => Self::make(&path),
            Err(error) => Err(unusable(&path, error.to_string())),
        }
    }

    fn make(path: &Path) -> Result<Self> {
        let key = secret::make("")?;
        let written = create_private(path).and_then(|mut file| {
            file.write_all(key.expose_secret().as_bytes())?;
            file.sync_all()
        });
        match written {
            Ok(()) => Self::of_text(path, key.expose_secret()),
            // Somebody else made it a moment ago; theirs counts.
            Err(error) if error.kind() == IoErrorKind::AlreadyExists => {
                let text = fs::read_to_string(path).map_err(|error| unusable(path, error.to_string()))?;
                Self::of_text(path, &text)
            }
            Err(error) => Err(unusable(path, error.to_string())),
        }
    }

    fn of_text(path: &Path, text: &str) -> Result<Self> {
        check_private(path)?;
        let key = unhex(text.trim()).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let Some(key) = key else {
            return Err(unusable(
                path,
                "it does not hold 64 hexadecimal digits; put back the file that belongs to this store".into(),
            ));
        };
        let root = blake3::derive_key("cadastre 2026 keys for other purposes", &key);
        Ok(Self(Arc::new(Keys { cipher: XChaCha20Poly1305::new(&Key::from(key)), root })))
    }

    /// The key under which values are masked: the same for as long as the data directory keeps its own.
    #[must_use]
    pub fn mask_key(&self) -> MaskKey {
        MaskKey::derive(&self.0.root)
    }

    /// Seals `plain` for `place`.
    ///
    /// # Errors
    /// [`Error::NoRandomness`] when the system has no random numbers.
    pub fn seal(&self, plain: &SecretString, place: &str) -> Result<String> {
        let nonce = secret::random::<NONCE>()?;
        let payload = Payload { msg: plain.expose_secret().as_bytes(), aad: place.as_bytes() };
        let sealed = self.0.cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::WrongKey)?;
        Ok(format!("{PREFIX}{}{}", hex(&nonce), hex(&sealed)))
    }

    /// Opens what was sealed for `place`.
    ///
    /// # Errors
    /// [`Error::WrongKey`] when it was sealed with another key, for another place, or was changed.
    pub fn open(&self, sealed: &str, place: &str) -> Result<SecretString> {
        let bytes = sealed.strip_prefix(PREFIX).and_then(unhex).ok_or(Error::WrongKey)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(Error::WrongKey)?;
        let nonce = XNonce::from(<[u8; NONCE]>::try_from(nonce).map_err(|_| Error::WrongKey)?);
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let plain = self.0.cipher.decrypt(&nonce, payload).map_err(|_| Error::WrongKey)?;
        String::from_utf8(plain).map(SecretString::from).map_err(|_| Error::WrongKey)
    }
}

fn unusable(path: &Path, problem: String) -> Error {
    Error::KeyFile { path: path.to_owned(), problem }
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn check_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).map_err(|error| unusable(path, error.to_string()))?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(unusable(path, format!("others may read it (mode {:o}); run `chmod 600` on it", mode & 0o777)))
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<()> {
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer() -> (tempfile::TempDir, Sealer) {
        let directory = tempfile::tempdir().unwrap();
        let sealer = Sealer::of_directory(directory.path()).unwrap();
        (directory, sealer)
    }

    #[test]
    fn sealed_secret_opens_with_the_key_read_again() {
        let (directory, sealer) = sealer();
        let sealed = sealer.seal(&"canary-4711".into(), "source:1/password").unwrap();
        assert!(!sealed.contains("canary"));
        let again = Sealer::of_directory(directory.path()).unwrap();
        assert_eq!(again.open(&sealed, "source:1/password").unwrap().expose_secret(), "canary-4711");
    }

    #[test]
    fn wrong_key_is_a_clear_failure() {
        let ((_one, sealer), (_other, stranger)) = (sealer(), self::sealer());
        let sealed = sealer.seal(&"canary-4711".into(), "source:1/password").unwrap();
        let error = stranger.open(&sealed, "source:1/password").unwrap_err();
        assert!(error.to_string().contains("the key file is not the one"), "{error}");
    }

    #[test]
    fn sealed_secret_does_not_open_elsewhere_or_changed() {
        let (_directory, sealer) = sealer();
        let sealed = sealer.seal(&"canary-4711".into(), "source:1/password").unwrap();
        assert!(sealer.open(&sealed, "source:2/password").is_err());
        let changed = format!("{}0", &sealed[..sealed.len() - 1]);
        let changed = if changed == sealed { format!("{}1", &sealed[..sealed.len() - 1]) } else { changed };
        assert!(sealer.open(&changed, "source:1/password").is_err());
        for broken in ["", "sealed1:", "sealed1:zz", "sealed1:é0", "plain"] {
            assert!(sealer.open(broken, "source:1/password").is_err(), "{broken}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn key_is_private_and_a_public_one_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let (directory, _sealer) = sealer();
        let path = directory.path().join("secret.key");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let error = Sealer::of_directory(directory.path()).unwrap_err();
        assert!(error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn file_that_is_no_key_is_refused() {
        let (directory, _sealer) = sealer();
        fs::write(directory.path().join("secret.key"), "short").unwrap();
        assert!(Sealer::of_directory(directory.path()).is_err());
    }
}

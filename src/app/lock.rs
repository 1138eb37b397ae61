//! The lock of a data directory: one process at a time writes to it.
//!
//! The operating system frees the lock when the process ends, however it ends.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

use super::{Error, Result};

/// Held as long as it lives.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `data`.
    ///
    /// # Errors
    /// [`Error::InUse`] when another process holds it, [`Error::Directory`] when the directory cannot be written.
    pub(super) fn take(data: &Path) -> Result<Self> {
        let path = data.join("lock");
        let unusable = |cause| Error::Directory { path: data.to_owned(), cause };
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse { path: data.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(unusable(cause)),
        }
    }
}

#[cfg(test)]
mod tests {
    use catalog::{ErrorKind, Fault as _};

    use super::*;

    #[test]
    fn threat_27_second_holder_is_refused_until_the_first_has_gone() {
        let directory = tempfile::tempdir().unwrap();
        let first = Lock::take(directory.path()).unwrap();
        let error = Lock::take(directory.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert!(error.to_string().contains("another Cadastre"), "{error}");
        drop(first);
        Lock::take(directory.path()).unwrap();
    }
}

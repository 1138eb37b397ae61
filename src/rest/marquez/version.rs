//! Versions as Marquez names them: by UUID. A version of something is what it was right behind a commit that changed it;
//! its identifier is made of whose it is and the number of the last change of that commit, and can be read back. Pure.

use std::collections::{BTreeMap, HashMap};

use catalog::{AssetId, ChangeNumber, CommitId};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The bits of a UUID that the number of a change takes.
const NUMBER_BITS: u32 = 56;

/// A version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    /// The last change of the commit that made it.
    pub(super) number: ChangeNumber,
    /// When.
    pub(super) at: DateTime<Utc>,
}

/// The versions that changes of one thing came to, newest first: one for each commit.
pub(super) fn versions(
    numbers: impl IntoIterator<Item = ChangeNumber>,
    commits: &HashMap<ChangeNumber, (CommitId, DateTime<Utc>)>,
) -> Vec<Version> {
    let mut last: HashMap<CommitId, Version> = HashMap::new();
    for number in numbers {
        let Some((commit, at)) = commits.get(&number) else { continue };
        let version = last.entry(*commit).or_insert(Version { number, at: *at });
        version.number = version.number.max(number);
    }
    let sorted: BTreeMap<ChangeNumber, Version> = last.into_values().map(|version| (version.number, version)).collect();
    sorted.into_values().rev().collect()
}

/// The identifier of a version of `asset`.
pub(super) fn identifier(asset: AssetId, number: ChangeNumber) -> Uuid {
    let hash = blake3::hash(asset.0.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_bytes()[..16]);
    let high = u128::from_be_bytes(bytes) & !((1 << NUMBER_BITS) - 1);
    let number = u128::from(number.0.unsigned_abs()) & ((1 << NUMBER_BITS) - 1);
    // The bits that say that a UUID is of version 8 and of the usual variant.
    let marked = ((high | number) & !(0xF << 76) & !(0x3 << 62)) | (0x8 << 76) | (0x2 << 62);
    Uuid::from_u128(marked)
}

/// The change that an identifier of a version of `asset` names; none for another's.
pub(super) fn number_of(asset: AssetId, identifier: Uuid) -> Option<ChangeNumber> {
    let low = identifier.as_u128() & ((1 << NUMBER_BITS) - 1);
    let number = ChangeNumber(i64::try_from(low).ok()?);
    (self::identifier(asset, number) == identifier).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn i1_version_is_read_back_and_belongs_to_one_asset(number in 1..(1_i64 << 50)) {
            let (own, other) = (AssetId::new(), AssetId::new());
            let id = identifier(own, ChangeNumber(number));
            prop_assert_eq!(id.get_version_num(), 8);
            prop_assert_eq!(number_of(own, id), Some(ChangeNumber(number)));
            prop_assert_eq!(number_of(other, id), None);
        }
    }

    #[test]
    fn i1_commit_makes_one_version() {
        let (one, two) = (CommitId::new(), CommitId::new());
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let commits: HashMap<_, _> =
            [(1, one, 5), (2, one, 5), (7, two, 9)].map(|(n, commit, t)| (ChangeNumber(n), (commit, at(t)))).into();
        let found = versions([1, 7, 2, 3].map(ChangeNumber), &commits);
        let expected = [(7, 9), (2, 5)].map(|(n, t)| Version { number: ChangeNumber(n), at: at(t) });
        assert_eq!(found, expected);
    }
}

//! How often somebody may try to sign in: a bucket of attempts for each name and for each address.
//!
//! An attempt takes from both buckets, a success puts the name's back. Time comes from the caller, so a test can move it.
//! The buckets are bounded: when there are too many, the fullest ones (they forget least) go first.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};

use super::error::{Error, Result};

/// Attempts a name has at once, and how long it takes to get one back.
const NAME: Pace = Pace { burst: 10.0, seconds_each: 30.0 };
/// The same for an address, behind which many people may be.
const ADDRESS: Pace = Pace { burst: 40.0, seconds_each: 3.0 };
/// The most buckets that are kept.
const MOST_BUCKETS: usize = 10_000;

#[derive(Debug, Clone, Copy)]
struct Pace {
    burst: f64,
    seconds_each: f64,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Name(String),
    Address(IpAddr),
}

impl Key {
    const fn pace(&self) -> Pace {
        match self {
            Self::Name(_) => NAME,
            Self::Address(_) => ADDRESS,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: DateTime<Utc>,
}

impl Bucket {
    #[expect(clippy::cast_precision_loss, reason = "a bucket is full long before milliseconds lose precision")]
    fn refilled(self, pace: Pace, now: DateTime<Utc>) -> Self {
        // A clock that was set back gives nothing and takes nothing.
        let seconds = (now - self.at).num_milliseconds().max(0) as f64 / 1000.0;
        Self { left: (self.left + seconds / pace.seconds_each).min(pace.burst), at: now }
    }
}

/// The buckets of attempts.
#[derive(Debug, Default)]
pub(super) struct Throttle {
    buckets: Mutex<HashMap<Key, Bucket>>,
}

impl Throttle {
    /// Takes one attempt of `name` from `address`, each where it is known. A secret that cannot be guessed has no name,
    /// so that nobody can use up the attempts of whoever holds it.
    ///
    /// # Errors
    /// [`Error::Throttled`] when one of the two has none left; then nothing is taken.
    pub(super) fn attempt<'a>(
        &self,
        name: impl Into<Option<&'a str>>,
        address: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let keys: Vec<Key> = keys(name.into(), address).collect();
        let mut taken = Vec::with_capacity(keys.len());
        for key in keys {
            let pace = key.pace();
            let full = Bucket { left: pace.burst, at: now };
            let mut bucket = buckets.get(&key).copied().unwrap_or(full).refilled(pace, now);
            if bucket.left < 1.0 {
                let seconds = ((1.0 - bucket.left) * pace.seconds_each).ceil();
                return Err(Error::Throttled { after: Duration::from_secs_f64(seconds.max(1.0)) });
            }
            bucket.left -= 1.0;
            taken.push((key, bucket));
        }
        buckets.extend(taken);
        if buckets.len() > MOST_BUCKETS {
            shrink(&mut buckets, now);
        }
        Ok(())
    }

    /// Gives a name its attempts back after it got in.
    pub(super) fn succeed(&self, name: &str) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.remove(&Key::Name(name.to_lowercase()));
    }
}

fn keys(name: Option<&str>, address: Option<IpAddr>) -> impl Iterator<Item = Key> {
    // A very long name is as good a key when it is cut.
    let name = name.map(|name| Key::Name(name.chars().take(64).collect::<String>().to_lowercase()));
    name.into_iter().chain(address.map(|address| Key::Address(network(address))))
}

/// One household has a whole /64 of IPv6 addresses, so that counts as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address @ IpAddr::V4(_) => address,
    }
}

fn shrink(buckets: &mut HashMap<Key, Bucket>, now: DateTime<Utc>) {
    let mut all: Vec<(Key, Bucket)> =
        buckets.drain().map(|(key, bucket)| (key.clone(), bucket.refilled(key.pace(), now))).collect();
    all.retain(|(key, bucket)| bucket.left < key.pace().burst);
    all.sort_by(|(_, one), (_, other)| one.left.total_cmp(&other.left));
    all.truncate(MOST_BUCKETS / 2);
    buckets.extend(all);
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: DateTime<Utc> = DateTime::from_timestamp(1_700_000_000, 0).unwrap();

    fn address(text: &str) -> Option<IpAddr> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn eleventh_attempt_of_a_name_waits_whatever_the_address() {
        let throttle = Throttle::default();
        for at in 0..10 {
            throttle.attempt("Ana", address(&format!("10.0.0.{at}")), NOON).unwrap();
        }
        let error = throttle.attempt("ana", address("10.0.1.1"), NOON).unwrap_err();
        assert!(matches!(error, Error::Throttled { after } if after == Duration::from_secs(30)), "{error}");
        throttle.attempt("ana", address("10.0.1.1"), NOON + chrono::Duration::seconds(30)).unwrap();
    }

    #[test]
    fn many_names_from_one_address_wait() {
        let throttle = Throttle::default();
        for at in 0..40 {
            throttle.attempt(&*format!("user{at}"), address(&format!("2001:db8::{at}")), NOON).unwrap();
        }
        assert!(throttle.attempt("other", address("2001:db8::ffff"), NOON).is_err());
        assert!(throttle.attempt("other", address("2001:db8:0:1::1"), NOON).is_ok());
    }

    #[test]
    fn success_gives_the_name_its_attempts_back() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            throttle.attempt("ana", None, NOON).unwrap();
        }
        throttle.succeed("ANA");
        throttle.attempt("ana", None, NOON).unwrap();
    }

    #[test]
    fn memory_is_bounded_and_the_emptiest_buckets_stay() {
        let throttle = Throttle::default();
        for _ in 0..10 {
            throttle.attempt("ana", None, NOON).unwrap();
        }
        for at in 0..3 * MOST_BUCKETS {
            throttle.attempt(&*format!("user{at}"), None, NOON).unwrap();
        }
        assert!(throttle.buckets.lock().unwrap().len() <= MOST_BUCKETS + 1);
        assert!(throttle.attempt("ana", None, NOON).is_err());
    }
}

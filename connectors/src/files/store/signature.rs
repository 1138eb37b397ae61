//! Signatures of requests to S3 and what speaks like it: AWS Signature Version 4, for requests without a body.
//!
//! Written here because the libraries that have it bring an HTTP client of their own, which would resolve names and follow
//! redirects past the rules for addresses.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};

/// The SHA-256 of nothing, which is what these requests carry.
pub(super) const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Whose key signs, and for where.
#[derive(Debug)]
pub(in crate::files) struct Signer {
    pub(in crate::files) access_key: String,
    pub(in crate::files) secret_key: SecretString,
    pub(in crate::files) region: String,
}

/// What is signed of a request.
pub(super) struct Signed<'a> {
    pub(super) host: &'a str,
    /// Encoded, with a slash in front.
    pub(super) path: &'a str,
    /// Names and values, neither encoded nor in order.
    pub(super) query: &'a [(&'a str, &'a str)],
}

impl Signer {
    /// The header `Authorization` of a `GET`, sent with `x-amz-date` and `x-amz-content-sha256`.
    pub(super) fn authorization(&self, request: &Signed<'_>, at: DateTime<Utc>) -> String {
        let (date, time) = (at.format("%Y%m%d").to_string(), stamp(at));
        let canonical = format!(
            "GET\n{}\n{}\nhost:{}\nx-amz-content-sha256:{EMPTY}\nx-amz-date:{time}\n\n\
             host;x-amz-content-sha256;x-amz-date\n{EMPTY}",
            request.path,
            query(request.query),
            request.host,
        );
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(canonical.as_bytes())));
        let mut key = format!("AWS4{}", self.secret_key.expose_secret()).into_bytes();
        for part in [date.as_str(), &self.region, "s3", "aws4_request"] {
            key = keyed(&key, part);
        }
        let signature = hex(&keyed(&key, &text));
        format!(
            "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature={signature}",
            self.access_key
        )
    }
}

/// A time as requests carry it.
pub(super) fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// The query of an address, encoded and in order.
pub(super) fn query(pairs: &[(&str, &str)]) -> String {
    let mut encoded: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", encode(name, false), encode(value, false))).collect();
    encoded.sort_unstable();
    encoded.join("&")
}

/// Everything but letters, digits and `-._~` as `%XX`; slashes too, unless they are kept.
pub(super) fn encode(text: &str, keeps_slashes: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            b'/' if keeps_slashes => encoded.push('/'),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

fn keyed(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of this sort has any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer {
            access_key: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_key: SecretString::from("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1".into(),
        }
    }

    /// The example "GET Bucket (List Objects)" of the documentation of S3.
    #[test]
    fn b5_signature_is_the_one_of_the_published_example() {
        let at = DateTime::parse_from_rfc3339("2013-05-24T00:00:00Z").unwrap().to_utc();
        let query = [("prefix", "J"), ("max-keys", "2")];
        let request = Signed { host: "examplebucket.s3.amazonaws.com", path: "/", query: &query };
        let header = signer().authorization(&request, at);
        let expected = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
        assert!(header.ends_with(&format!("Signature={expected}")), "{header}");
        assert!(!header.contains("wJalr"));
    }

    #[test]
    fn b5_names_are_encoded_as_signatures_expect() {
        assert_eq!(encode("dt=2024 01/é+~.csv", true), "dt%3D2024%2001/%C3%A9%2B~.csv");
        assert_eq!(query(&[("prefix", "a/b"), ("list-type", "2")]), "list-type=2&prefix=a%2Fb");
    }
}

//! Signatures: of webhooks as Standard Webhooks has them, of chats as their makers have them; and the secrets for them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

use super::error::{Error, Result};
use crate::access;

/// What the secret of a webhook begins with.
const PREFIX: &str = "whsec_";

/// Makes the secret of a webhook: 256 random bits.
///
/// # Errors
/// When the system has no random numbers.
pub(super) fn new_secret() -> Result<SecretString> {
    Ok(SecretString::from(format!("{PREFIX}{}", STANDARD.encode(access::random_key()?))))
}

/// What `webhook-signature` says of a message, for every secret that is good.
pub(super) fn standard(secrets: &[SecretString], id: &str, timestamp: i64, body: &[u8]) -> Result<String> {
    let mut signed = format!("{id}.{timestamp}.").into_bytes();
    signed.extend_from_slice(body);
    let one = |secret: &SecretString| {
        let text = secret.expose_secret();
        let key = STANDARD.decode(text.strip_prefix(PREFIX).unwrap_or(text));
        let key = key.map_err(|_| Error::invalid("secret", "is no secret of a webhook; make a new one"))?;
        Ok(format!("v1,{}", hmac(&key, &signed)))
    };
    let signatures: Result<Vec<String>> = secrets.iter().map(one).collect();
    Ok(signatures?.join(" "))
}

/// What Feishu wants as `sign`, for a time in seconds: an empty text under a key made of time and secret.
pub(super) fn feishu(secret: &SecretString, seconds: i64) -> String {
    hmac(format!("{seconds}\n{}", secret.expose_secret()).as_bytes(), b"")
}

/// What DingTalk wants as `sign`, for a time in milliseconds: time and secret, under the secret.
pub(super) fn dingtalk(secret: &SecretString, milliseconds: i64) -> String {
    let secret = secret.expose_secret();
    hmac(secret.as_bytes(), format!("{milliseconds}\n{secret}").as_bytes())
}

fn hmac(key: &[u8], text: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do");
    mac.update(text);
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i10_signature_is_that_of_the_published_example() {
        let secret = SecretString::from("whsec_plJ3nmyCDGBKInavdOK15jsl");
        let body = br#"{"event_type":"ping","data":{"success":true}}"#;
        let signed = standard(&[secret], "msg_loFOjxBNrRLzqYUf", 1_731_705_121, body).unwrap();
        assert_eq!(signed, "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    }

    #[test]
    fn i10_two_secrets_give_two_signatures() {
        let (one, other) = (new_secret().unwrap(), new_secret().unwrap());
        assert_ne!(one.expose_secret(), other.expose_secret());
        let both = standard(&[one.clone(), other.clone()], "m", 1, b"{}").unwrap();
        let each = [one, other].map(|secret| standard(&[secret], "m", 1, b"{}").unwrap());
        assert_eq!(both, each.join(" "));
    }

    #[test]
    fn chats_are_signed_as_their_makers_compute_it() {
        // Both computed with Python's hmac as the makers' examples do.
        let secret = SecretString::from("SEC000");
        let python = |program: &str| {
            let run = std::process::Command::new("python3").args(["-c", program]).output().unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
            String::from_utf8(run.stdout).unwrap().trim().to_owned()
        };
        let start = "import hmac,hashlib,base64;print(base64.b64encode(hmac.new(";
        let end = ",digestmod=hashlib.sha256).digest()).decode())";
        assert_eq!(feishu(&secret, 1_700_000_000), python(&format!("{start}b'1700000000\\nSEC000'{end}")));
        let text = "b'SEC000',b'1700000000123\\nSEC000'";
        assert_eq!(dingtalk(&secret, 1_700_000_000_123), python(&format!("{start}{text}{end}")));
    }
}

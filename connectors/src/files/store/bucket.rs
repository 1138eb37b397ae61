//! A bucket of S3, or of what speaks like it (MinIO, Ceph, OSS and COS in that mode): listed and read, never written.
//!
//! The host is resolved and judged once for each listing; what is read afterwards goes to the addresses that were judged.
//! Redirects are not followed, so a bucket of another region is an error that names the field.

use std::{
    io::{self, Read},
    sync::Arc,
    time::{Duration, SystemTime},
};

use catalog::clock::Clock;
use ureq::{
    Agent, Body,
    http::Response,
    tls::{RootCerts, TlsConfig},
    unversioned::transport::DefaultConnector,
};
use url::Url;

use super::{
    super::format,
    Entries, Entry, Store,
    listing::{self, Page},
    signature::{EMPTY, Signed, Signer, encode, query, stamp},
};
use crate::{
    config::authority,
    error::{Error, Result},
    outbound::Outbound,
    web::Judged,
};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the beginning of an answer may take.
const RESPONSE: Duration = Duration::from_secs(60);
/// How long the bytes of an object may take.
const BODY: Duration = Duration::from_secs(1800);
/// The most objects that are listed.
const MOST_OBJECTS: usize = 200_000;
/// The longest page of a listing, in bytes.
const MOST_PAGE: u64 = 16 * 1024 * 1024;
/// How often a request is sent when the other side says that it is busy.
const ATTEMPTS: u32 = 3;

/// A bucket, or the part of one below a prefix.
#[derive(Debug)]
pub(in crate::files) struct Bucket {
    place: Arc<Address>,
    outbound: Outbound,
}

/// Where a bucket is, and who asks.
#[derive(Debug)]
struct Address {
    bucket: String,
    /// Without slashes around it; empty for all of the bucket.
    prefix: String,
    scheme: String,
    host: String,
    port: u16,
    /// What stands in the header `Host`.
    authority: String,
    /// Whether the bucket is a part of the path, and not of the host.
    is_in_path: bool,
    signer: Option<Signer>,
    clock: Clock,
}

/// What the operator says of a bucket besides its name.
pub(in crate::files) struct Access<'a> {
    pub(in crate::files) endpoint: Option<&'a str>,
    pub(in crate::files) is_in_path: bool,
    pub(in crate::files) region: &'a str,
    /// None for a bucket that everybody may read.
    pub(in crate::files) signer: Option<Signer>,
}

impl Bucket {
    /// The bucket of an address such as `s3://lake/sales`.
    ///
    /// # Errors
    /// `Invalid` naming the field.
    pub(in crate::files) fn new(path: &str, access: Access<'_>, outbound: Outbound) -> Result<Self> {
        let rest = path.strip_prefix("s3://").unwrap_or(path);
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
        if !is_name(bucket) || !(3..=63).contains(&bucket.len()) {
            return Err(Error::invalid("path", "names no bucket; write `s3://bucket/folder`"));
        }
        let prefix = prefix.trim_matches('/').to_owned();
        if prefix.split('/').any(is_dots) {
            return Err(Error::invalid("path", "holds `.` or `..` as a folder"));
        }
        if access.region.is_empty() || !is_name(access.region) {
            return Err(Error::invalid("region", "is no name of a region, such as `eu-central-1`"));
        }
        let usual = || format!("https://s3.{}.amazonaws.com", access.region);
        let endpoint = access.endpoint.map_or_else(usual, str::to_owned);
        let wrong = || Error::invalid("endpoint", "is no address of a server, such as `https://minio.example:9000`");
        let url = Url::parse(endpoint.trim_end_matches('/')).map_err(|_| wrong())?;
        let is_plain = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "" | "/")
            && url.query().is_none();
        let host = url.host_str().filter(|_| is_plain).ok_or_else(wrong)?;
        let host = if access.is_in_path { host.to_owned() } else { format!("{bucket}.{host}") };
        let port = url.port_or_known_default().ok_or_else(wrong)?;
        let place = Address {
            authority: url.port().map_or_else(|| host.clone(), |port| authority(&host, port)),
            bucket: bucket.to_owned(),
            prefix,
            scheme: url.scheme().to_owned(),
            host,
            port,
            is_in_path: access.is_in_path,
            signer: access.signer,
            clock: Clock::System,
        };
        Ok(Self { place: Arc::new(place), outbound })
    }

    pub(super) fn namespace(&self) -> String {
        format!("s3://{}", self.place.bucket)
    }

    pub(super) fn path(&self) -> String {
        if self.place.prefix.is_empty() { "/".to_owned() } else { self.place.prefix.clone() }
    }

    pub(super) fn shown(&self) -> String {
        self.place.shown("")
    }

    pub(super) async fn check(&self) -> Result<()> {
        let objects = self.open().await?;
        self.on_a_thread(move || objects.page(None, 1)).await.map(drop)
    }

    pub(super) async fn list(&self) -> Result<Entries> {
        let objects = Arc::new(self.open().await?);
        let store = Store::Bucket(Arc::clone(&objects));
        let (files, unread) = self.on_a_thread(move || objects.all()).await?;
        Ok(Entries { store, files, unread })
    }

    /// The bucket with the addresses of its host, resolved and judged.
    async fn open(&self) -> Result<Objects> {
        let addresses = self.outbound.resolve(&self.place.host, self.place.port).await;
        let addresses = addresses.map_err(|error| match error {
            Error::AddressDenied { address, reason, .. } => Error::AddressDenied { field: "endpoint", address, reason },
            other => other,
        })?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::WebPki).build())
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(RESPONSE))
            .timeout_recv_body(Some(BODY))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Judged(addresses));
        Ok(Objects { agent, place: Arc::clone(&self.place) })
    }

    async fn on_a_thread<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|cause| Error::Unreachable { address: self.shown(), reason: cause.to_string() })?
    }
}

impl Address {
    fn shown(&self, file: &str) -> String {
        let parts = [self.bucket.as_str(), &self.prefix, file];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("s3://{}", parts.join("/"))
    }

    /// The key of a place.
    fn key(&self, file: &str) -> String {
        if self.prefix.is_empty() { file.to_owned() } else { format!("{}/{file}", self.prefix) }
    }
}

/// A bucket that can be read.
#[derive(Debug)]
pub(in crate::files) struct Objects {
    agent: Agent,
    place: Arc<Address>,
}

/// What a listing gives: files, and what was not looked at.
type Listed = (Vec<Entry>, Vec<(String, String)>);

impl Objects {
    pub(super) fn shown(&self, file: &str) -> String {
        self.place.shown(file)
    }

    /// The bytes of an object, or those from here on, so many.
    ///
    /// # Errors
    /// What the server says.
    pub(super) fn read(&self, file: &str, part: Option<(u64, u64)>) -> io::Result<Box<dyn Read + Send>> {
        let refused = |reason: String| io::Error::other(reason);
        let answer = self.get(&self.place.key(file), &[], part).map_err(|cause| refused(cause.to_string()))?;
        let status = answer.status().as_u16();
        match (status, part) {
            (200, None) | (206, Some(_)) => {}
            // Who does not know parts sends all, whose beginning is meant.
            (200, Some((0, _))) => {}
            (404, _) => return Err(io::Error::new(io::ErrorKind::NotFound, "it is not there any more")),
            _ => return Err(refused(told(status, answer))),
        }
        let body = answer.into_body().into_reader();
        Ok(match part {
            Some((_, length)) => Box::new(body.take(length)),
            None => Box::new(body),
        })
    }

    /// Every object that may hold rows.
    fn all(&self) -> Result<Listed> {
        let (mut files, mut unread, mut seen, mut next) = (Vec::new(), Vec::new(), 0, None);
        let inner = if self.place.prefix.is_empty() { String::new() } else { format!("{}/", self.place.prefix) };
        loop {
            let page = self.page(next.as_deref(), 1000)?;
            for object in page.objects {
                seen += 1;
                let Some(path) = object.key.strip_prefix(&inner) else { continue };
                // What ends in a slash stands for a folder.
                if path.is_empty() || path.ends_with('/') || object.size_bytes == 0 || format::is_passed_over(path) {
                    continue;
                }
                if path.split('/').any(|part| part.is_empty() || is_dots(part)) {
                    unread.push((path.to_owned(), "it has a folder without a name, or `.` or `..`, in it".to_owned()));
                    continue;
                }
                let written = object.written.and_then(|micros| u64::try_from(micros).ok());
                let written = written.map(|micros| SystemTime::UNIX_EPOCH + Duration::from_micros(micros));
                files.push(Entry { path: path.to_owned(), size_bytes: object.size_bytes, written });
            }
            next = page.next;
            if next.is_none() {
                break;
            }
            if seen >= MOST_OBJECTS {
                let problem = format!("the bucket has more than {MOST_OBJECTS} objects there; the others are not read");
                unread.push((String::new(), problem));
                break;
            }
        }
        unread.truncate(100);
        files.sort_by(|left, right| left.path.cmp(&right.path));
        Ok((files, unread))
    }

    /// One page of the listing.
    fn page(&self, next: Option<&str>, most: u32) -> Result<Page> {
        let (most, prefix) = (most.to_string(), format!("{}/", self.place.prefix));
        let mut asked = vec![("list-type", "2"), ("encoding-type", "url"), ("max-keys", most.as_str())];
        if !self.place.prefix.is_empty() {
            asked.push(("prefix", &prefix));
        }
        asked.extend(next.map(|next| ("continuation-token", next)));
        let unreachable = |reason: String| Error::Unreachable { address: self.place.shown(""), reason };
        let mut answer = self.get("", &asked, None).map_err(|cause| unreachable(cause.to_string()))?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().with_config().limit(MOST_PAGE).read_to_string();
        let body = body.map_err(|cause| unreachable(cause.to_string()))?;
        if status == 200 {
            return listing::page(&body).map_err(unreachable);
        }
        let code = listing::code(&body).unwrap_or_default();
        Err(match (status, code.as_str()) {
            (404, "NoSuchBucket" | "") => {
                Error::invalid("path", format!("there is no bucket `{}` there", self.place.bucket))
            }
            (301 | 307 | 400, "PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed" | "") => {
                Error::invalid("region", "is not that of the bucket; say its region, or the endpoint of its region")
            }
            (401 | 403, _) => {
                Error::Refused { address: self.place.shown(""), answer: format!("it answers {status} {code}") }
            }
            _ => unreachable(format!("it answers {status} {code}")),
        })
    }

    /// Asks for an object, or for the bucket itself where the key is empty. Waits a little where the other side is busy.
    fn get(
        &self,
        key: &str,
        asked: &[(&str, &str)],
        part: Option<(u64, u64)>,
    ) -> Result<Response<Body>, Box<ureq::Error>> {
        let place = &self.place;
        let path = if place.is_in_path {
            format!("/{}/{}", place.bucket, encode(key, true))
        } else {
            format!("/{}", encode(key, true))
        };
        let path = if key.is_empty() && place.is_in_path { format!("/{}", place.bucket) } else { path };
        let mut url = format!("{}://{}{path}", place.scheme, place.authority);
        if !asked.is_empty() {
            url = format!("{url}?{}", query(asked));
        }
        let mut attempt = 1;
        loop {
            let now = place.clock.now();
            let mut request = self.agent.get(&url).header("x-amz-date", stamp(now));
            request = request.header("x-amz-content-sha256", EMPTY);
            if let Some(signer) = &place.signer {
                let signed = Signed { host: &place.authority, path: &path, query: asked };
                request = request.header("Authorization", signer.authorization(&signed, now));
            }
            if let Some((from, length)) = part {
                request = request.header("Range", format!("bytes={from}-{}", from.saturating_add(length) - 1));
            }
            let answer = request.call().map_err(Box::new)?;
            if !matches!(answer.status().as_u16(), 429 | 500 | 502 | 503 | 504) || attempt == ATTEMPTS {
                return Ok(answer);
            }
            std::thread::sleep(Duration::from_millis(200 * u64::from(attempt)));
            attempt += 1;
        }
    }
}

/// What a refusal says, without what it repeats of the request.
fn told(status: u16, mut answer: Response<Body>) -> String {
    let body = answer.body_mut().with_config().limit(64 * 1024).read_to_string().unwrap_or_default();
    format!("the bucket answers {status} {}", listing::code(&body).unwrap_or_default()).trim_end().to_owned()
}

fn is_dots(part: &str) -> bool {
    part == "." || part == ".."
}

#[cfg(test)]
mod tests {
    use catalog::Fault;

    use super::*;

    fn bucket(path: &str, endpoint: Option<&str>, region: &str) -> Result<Bucket> {
        let access = Access { endpoint, is_in_path: true, region, signer: None };
        Bucket::new(path, access, Outbound::default())
    }

    #[test]
    fn b5_bucket_is_named_as_openlineage_names_it() {
        let found = bucket("s3://lake/sales/2024/", None, "eu-central-1").unwrap();
        assert_eq!((found.namespace().as_str(), found.path().as_str()), ("s3://lake", "sales/2024"));
        assert_eq!(found.place.authority, "s3.eu-central-1.amazonaws.com");
        assert_eq!(found.place.key("a.csv"), "sales/2024/a.csv");
        let whole = bucket("s3://lake", Some("http://127.0.0.1:9000"), "us-east-1").unwrap();
        assert_eq!((whole.path().as_str(), whole.place.authority.as_str()), ("/", "127.0.0.1:9000"));
    }

    #[test]
    fn errors_name_the_field() {
        let field = |path, endpoint, region| bucket(path, endpoint, region).unwrap_err().field().unwrap().to_owned();
        assert_eq!(field("s3:///x", None, "us-east-1"), "path");
        assert_eq!(field("s3://a@b.c/x", None, "us-east-1"), "path");
        assert_eq!(field("s3://lake/../x", None, "us-east-1"), "path");
        assert_eq!(field("s3://lake", None, "x/y"), "region");
        for endpoint in ["ftp://h", "http://ana:canary@h", "http://h/path", "minio"] {
            assert_eq!(field("s3://lake", Some(endpoint), "us-east-1"), "endpoint");
        }
    }

    #[tokio::test]
    async fn threat_18_metadata_addresses_are_refused_as_endpoints() {
        let found = bucket("s3://lake", Some("http://169.254.169.254"), "us-east-1").unwrap();
        assert_eq!(found.check().await.unwrap_err().field(), Some("endpoint"));
        let access = Access { endpoint: Some("http://127.0.0.1:1"), is_in_path: true, region: "r", signer: None };
        let strict = Bucket::new("s3://lake", access, Outbound::new(false)).unwrap();
        assert_eq!(strict.check().await.unwrap_err().field(), Some("endpoint"));
    }
}

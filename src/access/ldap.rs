//! Signing in with a directory: somebody is looked up, and the directory is asked whether the password is theirs.
//!
//! What people type reaches a filter only with every sign of the filter language taken away, and an empty password is
//! never sent: directories take that for nobody in particular, and say yes.

use std::{sync::Arc, time::Duration};

use connectors::Outbound;
use ldap3::{
    LdapConnAsync, LdapConnSettings, LdapError, LdapResult, Scope, SearchEntry, SearchOptions, StdStream, ldap_escape,
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::net::TcpStream;

use super::{
    error::{Error, Result},
    identity::External,
    oidc::is_address,
};
use crate::config::identity;

/// How long opening a connection, and each question, may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a whole sign-in may take.
const LONGEST: Duration = Duration::from_secs(15);
/// The most groups that are asked for.
const MOST_GROUPS: i32 = 1_000;
/// The most characters of a name that is looked for.
const MOST_NAME: usize = 256;
/// The directory's word for a wrong password.
const WRONG_PASSWORD: u32 = 49;
/// The directory's word for more hits than were asked for.
const TOO_MANY: u32 = 4;

/// A directory.
#[derive(Debug)]
pub(super) struct Ldap {
    name: String,
    config: identity::Ldap,
    outbound: Outbound,
    tls: Option<Arc<ClientConfig>>,
}

/// Why a directory was not asked to the end.
type Problem = String;

impl Ldap {
    /// The directory `name`.
    ///
    /// # Errors
    /// When its certificates cannot be read.
    pub(super) fn new(name: &str, config: identity::Ldap, outbound: Outbound) -> Result<Self, Problem> {
        let tls = config.authorities.as_deref().map(trusting).transpose()?;
        Ok(Self { name: name.to_owned(), config, outbound, tls })
    }

    /// Whom the directory knows by this name and password; nobody when it knows none, or more than one.
    ///
    /// # Errors
    /// [`Error::Provider`] when it does not answer.
    pub(super) async fn find(&self, name: &str, password: &SecretString) -> Result<Option<External>> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MOST_NAME || password.expose_secret().is_empty() {
            return Ok(None);
        }
        let asked = tokio::time::timeout(LONGEST, self.ask(name, password)).await;
        let broken = |problem: String| Error::Provider { name: self.name.clone(), problem };
        asked.map_err(|_| broken("it does not answer in time".into()))?.map_err(broken)
    }

    /// Whether it answers and lets us look people up.
    ///
    /// # Errors
    /// Why not.
    pub(super) async fn check(&self) -> Result<(), Problem> {
        let opened = tokio::time::timeout(LONGEST, self.open()).await;
        let mut ldap = opened.map_err(|_| "it does not answer in time".to_owned())??;
        let _closed = ldap.unbind().await;
        Ok(())
    }

    async fn ask(&self, name: &str, password: &SecretString) -> Result<Option<External>, Problem> {
        let mut ldap = self.open().await?;
        let Some(entry) = self.person(&mut ldap, name).await? else {
            let _closed = ldap.unbind().await;
            return Ok(None);
        };
        let mut proof = self.connect().await?;
        let bound = proof.with_timeout(PATIENCE).simple_bind(&entry.dn, password.expose_secret()).await;
        let _closed = proof.unbind().await;
        let is_right = is_right(bound)?;
        let found = if is_right { Some(self.external(&mut ldap, name, &entry).await?) } else { None };
        let _closed = ldap.unbind().await;
        Ok(found)
    }

    /// A connection on which people may be looked up.
    async fn open(&self) -> Result<ldap3::Ldap, Problem> {
        let mut ldap = self.connect().await?;
        if let Some((name, password)) = &self.config.bind {
            let bound = ldap.with_timeout(PATIENCE).simple_bind(name, password.expose_secret()).await;
            if !is_right(bound)? {
                return Err("it does not take `bind_dn` and `bind_password`".into());
            }
        }
        Ok(ldap)
    }

    /// A connection to an address that was judged.
    async fn connect(&self) -> Result<ldap3::Ldap, Problem> {
        let url = &self.config.url;
        let host = url.host_str().unwrap_or_default();
        let port = url.port().unwrap_or(if url.scheme() == "ldaps" { 636 } else { 389 });
        let addresses = self.outbound.resolve(host, port).await.map_err(|error| error.to_string())?;
        let stream = tokio::time::timeout(PATIENCE, TcpStream::connect(&addresses[..])).await;
        let stream = stream.map_err(|_| "it cannot be reached in time".to_owned())?;
        let stream = stream.and_then(TcpStream::into_std).map_err(|cause| format!("it cannot be reached: {cause}"))?;
        let mut settings = LdapConnSettings::new()
            .set_conn_timeout(PATIENCE)
            .set_starttls(self.config.start_tls)
            .set_std_stream(StdStream::Tcp(stream));
        if let Some(tls) = &self.tls {
            settings = settings.set_config(Arc::clone(tls));
        }
        let (connection, ldap) =
            LdapConnAsync::with_settings(settings, url.as_str()).await.map_err(|cause| told(&cause))?;
        tokio::spawn(async move {
            if let Err(cause) = connection.drive().await {
                tracing::debug!("a connection to a directory broke off: {cause}");
            }
        });
        Ok(ldap)
    }

    async fn person(&self, ldap: &mut ldap3::Ldap, name: &str) -> Result<Option<SearchEntry>, Problem> {
        let filter = self.config.user_filter.replace("{name}", &ldap_escape(name));
        let names = &self.config.attributes;
        let wanted = [&names.id, &names.name, &names.display_name, &names.email].map(String::as_str);
        let mut found = search(ldap, &self.config.user_base, &filter, &wanted, 2).await?;
        if found.len() > 1 {
            tracing::warn!(provider = self.name, "more than one entry goes by one name; nobody is let in by it");
            return Ok(None);
        }
        Ok(found.pop())
    }

    async fn external(&self, ldap: &mut ldap3::Ldap, typed: &str, entry: &SearchEntry) -> Result<External, Problem> {
        let names = &self.config.attributes;
        let first = |name: &str| {
            let mut known = entry.attrs.iter();
            let found =
                known.find(|(found, _)| found.eq_ignore_ascii_case(name)).and_then(|(_, values)| values.first());
            found.filter(|value| !value.is_empty()).cloned()
        };
        let binary = |name: &str| {
            let mut known = entry.bin_attrs.iter();
            let found =
                known.find(|(found, _)| found.eq_ignore_ascii_case(name)).and_then(|(_, values)| values.first());
            found.map(|bytes| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        };
        let name = first(&names.name).unwrap_or_else(|| typed.to_owned());
        Ok(External {
            provider: format!("ldap:{}", self.name),
            subject: first(&names.id).or_else(|| binary(&names.id)).unwrap_or_else(|| entry.dn.to_lowercase()),
            display_name: first(&names.display_name).unwrap_or_else(|| name.clone()),
            verified_email: first(&names.email).filter(|email| is_address(email)),
            groups: self.groups(ldap, &name, &entry.dn).await?,
            name,
        })
    }

    async fn groups(&self, ldap: &mut ldap3::Ldap, name: &str, dn: &str) -> Result<Option<Vec<String>>, Problem> {
        let Some(groups) = &self.config.groups else { return Ok(None) };
        // One pass, so that nothing of a name is taken for a place of the filter.
        let mut filter = String::new();
        let mut rest = groups.filter.as_str();
        while let Some(at) = rest.find('{') {
            filter.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(behind) = rest.strip_prefix("{dn}") {
                filter.push_str(&ldap_escape(dn));
                rest = behind;
            } else if let Some(behind) = rest.strip_prefix("{name}") {
                filter.push_str(&ldap_escape(name));
                rest = behind;
            } else {
                filter.push('{');
                rest = &rest[1..];
            }
        }
        filter.push_str(rest);
        let found = search(ldap, &groups.base, &filter, &[&groups.name], MOST_GROUPS).await?;
        let named = found.into_iter().filter_map(|entry| entry.attrs.into_values().flatten().next());
        Ok(Some(named.collect()))
    }
}

async fn search(
    ldap: &mut ldap3::Ldap,
    base: &str,
    filter: &str,
    wanted: &[&str],
    most: i32,
) -> Result<Vec<SearchEntry>, Problem> {
    let options = SearchOptions::new().sizelimit(most).timelimit(5);
    let found =
        ldap.with_timeout(PATIENCE).with_search_options(options).search(base, Scope::Subtree, filter, wanted).await;
    let ldap3::SearchResult(entries, outcome) = found.map_err(|cause| told(&cause))?;
    if outcome.rc != 0 && outcome.rc != TOO_MANY {
        return Err(format!("it answers {} to a search", outcome.rc));
    }
    // Referrals lead to other servers, which nobody configured.
    Ok(entries.into_iter().filter(|entry| !entry.is_ref()).map(SearchEntry::construct).collect())
}

/// Whether a password was right.
fn is_right(bound: Result<LdapResult, LdapError>) -> Result<bool, Problem> {
    match bound.map_err(|cause| told(&cause))?.rc {
        0 => Ok(true),
        WRONG_PASSWORD => Ok(false),
        other => {
            // Locked, expired, forbidden hours: no for this person, not a fault of the directory.
            tracing::info!(code = other, "a directory refused a sign-in");
            Ok(false)
        }
    }
}

fn told(cause: &LdapError) -> Problem {
    match cause {
        LdapError::Timeout { .. } => "it does not answer in time".into(),
        LdapError::FilterParsing => "`user_filter` or `group_filter` is no filter".into(),
        other => crate::telemetry::chain(other),
    }
}

/// TLS that trusts these certificates only.
fn trusting(pem: &[u8]) -> Result<Arc<ClientConfig>, Problem> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|_| "`ca_file` cannot be read".to_owned())?;
        roots.add(certificate).map_err(|_| "`ca_file` has a certificate that cannot be trusted".to_owned())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| format!("TLS cannot be used: {cause}"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

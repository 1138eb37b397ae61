//! Systems that know who people are: tables `[identity.NAME]` of the configuration file.
//!
//! A table that cannot be used keeps nobody from starting the server: that system signs nobody in, and `cadastre doctor`
//! and the log say why. What is not understood is never guessed.

use std::path::{Path, PathBuf};

use catalog::Role;
use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::Error;
use crate::access::identity::Rule;

/// One system of the file, good or not.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its name in the file and in addresses.
    pub name: String,
    /// How people call it.
    pub title: String,
    /// What it is, or why it cannot be used.
    pub kind: Result<Kind, String>,
    /// What may come of somebody who is not known yet.
    pub rule: Rule,
}

/// A system that knows who people are.
#[derive(Debug, Clone)]
pub enum Kind {
    /// It speaks OpenID Connect.
    Oidc(Oidc),
    /// It is a directory.
    Ldap(Ldap),
}

/// A provider of OpenID Connect.
#[derive(Debug, Clone)]
pub struct Oidc {
    /// Its issuer.
    pub issuer: Url,
    /// Who we are there.
    pub client_id: String,
    /// How we prove it; none for a public client.
    pub client_secret: Option<SecretString>,
    /// What is asked for, `openid` included.
    pub scopes: Vec<String>,
    /// The claim with the groups.
    pub groups_claim: String,
    /// The claim with the name.
    pub name_claim: String,
    /// Certificates to trust instead of the usual ones, as PEM.
    pub authorities: Option<Vec<u8>>,
}

/// A directory.
#[derive(Debug, Clone)]
pub struct Ldap {
    /// Its address.
    pub url: Url,
    /// Whether the connection is encrypted once it is open.
    pub start_tls: bool,
    /// Certificates to trust instead of the system's, as PEM.
    pub authorities: Option<Vec<u8>>,
    /// Whom people are looked up as; nobody when absent.
    pub bind: Option<(String, SecretString)>,
    /// Where people are.
    pub user_base: String,
    /// How one is found; `{name}` is what they typed.
    pub user_filter: String,
    /// The attributes that tell identifier, name, what they are called, and address.
    pub attributes: Attributes,
    /// Where groups are and how those of somebody are found (`{dn}`, `{name}`); none are looked up when absent.
    pub groups: Option<Groups>,
}

/// The names of attributes of people.
#[derive(Debug, Clone)]
pub struct Attributes {
    /// What never changes and is never given to anybody else.
    pub id: String,
    /// What they are called when they sign in.
    pub name: String,
    /// How people call them.
    pub display_name: String,
    /// Their address.
    pub email: String,
}

/// Where groups are.
#[derive(Debug, Clone)]
pub struct Groups {
    /// Below what.
    pub base: String,
    /// How those of somebody are found.
    pub filter: String,
    /// The attribute with a group's name.
    pub name: String,
}

/// A table as it is written; secrets stand in it or in files of their own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: String,
    title: Option<String>,
    ca_file: Option<PathBuf>,
    link_by_email: Option<bool>,
    create_accounts: Option<bool>,
    #[serde(default)]
    email_domains: Vec<String>,
    required_group: Option<String>,
    role: Option<String>,
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret: Option<SecretString>,
    client_secret_file: Option<PathBuf>,
    scopes: Option<Vec<String>>,
    groups_claim: Option<String>,
    name_claim: Option<String>,
    url: Option<String>,
    start_tls: Option<bool>,
    bind_dn: Option<String>,
    bind_password: Option<SecretString>,
    bind_password_file: Option<PathBuf>,
    user_base: Option<String>,
    user_filter: Option<String>,
    id_attribute: Option<String>,
    name_attribute: Option<String>,
    display_name_attribute: Option<String>,
    email_attribute: Option<String>,
    group_base: Option<String>,
    group_filter: Option<String>,
    group_name_attribute: Option<String>,
}

/// Reads the tables below `identity`.
///
/// # Errors
/// When `identity` is no table of tables, or a name cannot stand in an address. What is wrong inside one is kept with it.
pub(super) fn read(path: &Path, value: toml::Value) -> Result<Vec<Provider>, Error> {
    let wrong = |problem: String| Error::Invalid {
        field: "identity".into(),
        origin: format!("in `{}`", path.display()),
        problem,
    };
    let toml::Value::Table(tables) = value else { return Err(wrong("has to hold tables `[identity.NAME]`".into())) };
    let mut providers = Vec::new();
    for (name, table) in tables {
        let is_name = |found: char| found.is_ascii_lowercase() || found.is_ascii_digit() || found == '-';
        if name.is_empty() || name.len() > 32 || !name.chars().all(is_name) {
            return Err(wrong(format!("`{name}` is no name; 1 to 32 small letters, digits and - are allowed")));
        }
        providers.push(one(name, table));
    }
    Ok(providers)
}

fn one(name: String, table: toml::Value) -> Provider {
    // What the parser says may quote a value, which may be a secret; only a field it does not know is told.
    let table: Result<Table, String> = table.try_into().map_err(|error: toml::de::Error| {
        let message = error.message();
        if message.starts_with("unknown field") || message.starts_with("missing field") {
            message.to_owned()
        } else {
            "a field has a value of a wrong type".to_owned()
        }
    });
    match table {
        Err(problem) => Provider { title: name.clone(), name, kind: Err(problem), rule: closed() },
        Ok(table) => {
            let title = table.title.clone().unwrap_or_else(|| name.clone());
            match rule(&table) {
                Ok(rule) => Provider { name, title, kind: kind(table), rule },
                Err(problem) => Provider { name, title, kind: Err(problem), rule: closed() },
            }
        }
    }
}

fn kind(table: Table) -> Result<Kind, String> {
    match table.kind.as_str() {
        "oidc" => oidc(table).map(Kind::Oidc),
        "ldap" => ldap(table).map(Kind::Ldap),
        other => Err(format!("`kind` is `{other}`; write `oidc` or `ldap`")),
    }
}

/// Lets nobody in.
fn closed() -> Rule {
    Rule {
        links_by_email: false,
        creates_accounts: false,
        email_domains: Vec::new(),
        required_group: None,
        role: Role::Viewer,
    }
}

fn rule(table: &Table) -> Result<Rule, String> {
    let role = match table.role.as_deref() {
        None | Some("viewer") => Role::Viewer,
        Some("editor") => Role::Editor,
        Some(other) => return Err(format!("`role` is `{other}`; accounts can be made as `viewer` or `editor`")),
    };
    Ok(Rule {
        links_by_email: table.link_by_email.unwrap_or(true),
        creates_accounts: table.create_accounts.unwrap_or(false),
        email_domains: table.email_domains.clone(),
        required_group: table.required_group.clone(),
        role,
    })
}

fn oidc(table: Table) -> Result<Oidc, String> {
    let issuer = address("issuer", table.issuer, &["https", "http"])?;
    if issuer.scheme() == "http" && !is_loopback(&issuer) {
        return Err("`issuer` has to be https://, unless it is on this machine".into());
    }
    let client_secret = secret("client_secret", table.client_secret, table.client_secret_file)?;
    let mut scopes = table.scopes.unwrap_or_else(|| vec!["profile".into(), "email".into()]);
    if !scopes.iter().any(|scope| scope == "openid") {
        scopes.insert(0, "openid".into());
    }
    Ok(Oidc {
        issuer,
        client_id: needed("client_id", table.client_id)?,
        client_secret,
        scopes,
        groups_claim: table.groups_claim.unwrap_or_else(|| "groups".into()),
        name_claim: table.name_claim.unwrap_or_else(|| "preferred_username".into()),
        authorities: authorities(table.ca_file)?,
    })
}

fn ldap(table: Table) -> Result<Ldap, String> {
    let url = address("url", table.url, &["ldaps", "ldap"])?;
    let start_tls = table.start_tls.unwrap_or(false);
    if url.scheme() == "ldap" && !start_tls && !is_loopback(&url) {
        return Err("`url` has to be ldaps://, or `start_tls = true`: passwords are sent there".into());
    }
    let password = secret("bind_password", table.bind_password, table.bind_password_file)?;
    let bind = match (table.bind_dn, password) {
        (Some(name), Some(password)) => Some((name, password)),
        (None, None) => None,
        _ => return Err("`bind_dn` and `bind_password` belong together".into()),
    };
    let user_filter = table.user_filter.unwrap_or_else(|| "(&(objectClass=person)(uid={name}))".into());
    if !user_filter.contains("{name}") {
        return Err("`user_filter` has no `{name}`; without it everybody would be the same person".into());
    }
    let group_filter = table.group_filter.unwrap_or_else(|| "(&(objectClass=groupOfNames)(member={dn}))".into());
    if !group_filter.contains("{dn}") && !group_filter.contains("{name}") {
        return Err("`group_filter` has neither `{dn}` nor `{name}`".into());
    }
    let name = |given: Option<String>, usual: &str| given.unwrap_or_else(|| usual.to_owned());
    let group_name = name(table.group_name_attribute, "cn");
    Ok(Ldap {
        url,
        start_tls,
        authorities: authorities(table.ca_file)?,
        bind,
        user_base: needed("user_base", table.user_base)?,
        user_filter,
        attributes: Attributes {
            id: name(table.id_attribute, "entryUUID"),
            name: name(table.name_attribute, "uid"),
            display_name: name(table.display_name_attribute, "cn"),
            email: name(table.email_attribute, "mail"),
        },
        groups: table.group_base.map(|base| Groups { base, filter: group_filter, name: group_name }),
    })
}

fn needed(field: &str, value: Option<String>) -> Result<String, String> {
    value.filter(|value| !value.is_empty()).ok_or_else(|| format!("`{field}` is missing"))
}

fn address(field: &str, value: Option<String>, schemes: &[&str]) -> Result<Url, String> {
    let url: Url = needed(field, value)?.parse().map_err(|_| format!("`{field}` is not an address"))?;
    let is_plain = url.has_host() && url.username().is_empty() && url.query().is_none() && url.fragment().is_none();
    if schemes.contains(&url.scheme()) && is_plain {
        Ok(url)
    } else {
        Err(format!("`{field}` has to be {}://HOST with nothing behind but a path", schemes[0]))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        // An address in a scheme that the standard does not know comes as text.
        Some(url::Host::Domain(name)) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        None => false,
    }
}

fn secret(field: &str, value: Option<SecretString>, file: Option<PathBuf>) -> Result<Option<SecretString>, String> {
    match (value, file) {
        (Some(_), Some(_)) => Err(format!("`{field}` and `{field}_file` are both set; keep one")),
        (value, None) => Ok(value),
        (None, Some(file)) => {
            let text = std::fs::read_to_string(&file)
                .map_err(|cause| format!("`{field}_file`: cannot read `{}`: {cause}", file.display()))?;
            Ok(Some(SecretString::from(text.lines().next().unwrap_or_default().to_owned())))
        }
    }
}

fn authorities(file: Option<PathBuf>) -> Result<Option<Vec<u8>>, String> {
    let Some(file) = file else { return Ok(None) };
    let bytes =
        std::fs::read(&file).map_err(|cause| format!("`ca_file`: cannot read `{}`: {cause}", file.display()))?;
    if bytes.windows(27).any(|part| part == b"-----BEGIN CERTIFICATE-----") {
        Ok(Some(bytes))
    } else {
        Err(format!("`ca_file`: `{}` has no certificate in PEM form", file.display()))
    }
}

/// The providers of a text like that of the file.
#[cfg(test)]
pub(crate) fn for_test(text: &str) -> Vec<Provider> {
    let table: toml::Table = text.parse().expect("a test writes TOML");
    read(Path::new("cadastre.toml"), table["identity"].clone()).expect("a test writes tables")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> String {
        for_test(&format!("[identity.corp]\n{text}")).remove(0).kind.unwrap_err()
    }

    #[test]
    fn threat_04_what_is_wrong_in_one_table_is_kept_with_it_and_lets_nobody_in() {
        for (text, told) in [
            ("kind = \"saml\"", "`kind` is `saml`"),
            ("kind = \"oidc\"", "`issuer` is missing"),
            ("kind = \"oidc\"\nissuer = \"http://idp.example\"\nclient_id = \"x\"", "`issuer` has to be https://"),
            ("kind = \"oidc\"\nissuer = \"https://idp.example?x\"\nclient_id = \"x\"", "`issuer` has to be"),
            ("kind = \"oidc\"\nissuer = \"https://idp.example\"", "`client_id` is missing"),
            ("kind = \"oidc\"\nisuer = \"https://idp.example\"", "unknown field `isuer`"),
            ("kind = \"oidc\"\nrole = \"admin\"", "`role` is `admin`"),
            ("kind = \"ldap\"\nurl = \"ldap://dc.example\"\nuser_base = \"x\"", "`url` has to be ldaps://"),
            ("kind = \"ldap\"\nurl = \"ldaps://dc.example\"\nuser_base = \"x\"\nuser_filter = \"(uid=x)\"", "`{name}`"),
            ("kind = \"ldap\"\nurl = \"ldaps://dc.example\"\nuser_base = \"x\"\nbind_dn = \"x\"", "belong together"),
        ] {
            assert!(problem(text).contains(told), "{text}: {}", problem(text));
        }
        let both = for_test(
            "[identity.bad]\nkind = 1\n[identity.good]\nkind = \"oidc\"\nissuer = \"https://idp.example\"\nclient_id = \"x\"",
        );
        assert_eq!(both.iter().map(|found| found.kind.is_ok()).collect::<Vec<_>>(), [false, true]);
        assert!(!both[0].rule.links_by_email && !both[0].rule.creates_accounts);
    }

    #[test]
    fn threat_12_secret_of_a_provider_is_in_no_message_and_no_debug_output() {
        let text =
            "kind = \"oidc\"\nissuer = \"https://idp.example\"\nclient_id = \"x\"\nclient_secret = \"canary-4711\"";
        let good = for_test(&format!("[identity.corp]\n{text}"));
        assert!(good[0].kind.is_ok() && !format!("{good:?}").contains("canary-4711"));
        let bad = problem("kind = \"oidc\"\nclient_secret = [\"canary-4711\"]");
        assert!(!bad.contains("canary-4711"), "{bad}");
    }
}

//! The list of settings, and one value with the place it came from.

use std::{ops::RangeInclusive, path::PathBuf, str::FromStr};

use super::Error;

/// One thing that can be set.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the file, with dots for tables.
    pub key: &'static str,
    /// The variable of the environment that sets it.
    pub variable: &'static str,
    /// Its value when nothing sets it.
    pub default: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// Every setting.
pub static SETTINGS: &[Setting] = &[
    Setting { key: "data", variable: "CADASTRE_DATA", default: "./cadastre-data", about: "the data directory" },
    Setting { key: "config", variable: "CADASTRE_CONFIG", default: "", about: "the configuration file" },
    Setting {
        key: "database",
        variable: "CADASTRE_DATABASE",
        default: "",
        about: "the store, when it is not in the data directory",
    },
    Setting {
        key: "demo",
        variable: "CADASTRE_DEMO",
        default: "false",
        about: "sign in a demonstration user; loopback only",
    },
    Setting { key: "server.listen", variable: "CADASTRE_LISTEN", default: "127.0.0.1:7878", about: "where to listen" },
    Setting { key: "server.public_url", variable: "CADASTRE_PUBLIC_URL", default: "", about: "the address people use" },
    Setting {
        key: "server.request_timeout_seconds",
        variable: "CADASTRE_REQUEST_TIMEOUT_SECONDS",
        default: "30",
        about: "the longest a request may take",
    },
    Setting {
        key: "server.open_metrics",
        variable: "CADASTRE_OPEN_METRICS",
        default: "false",
        about: "let callers on this machine read /metrics without a token",
    },
    Setting {
        key: "server.trusted_proxies",
        variable: "CADASTRE_TRUSTED_PROXIES",
        default: "",
        about: "proxies whose X-Forwarded-For is believed: addresses or networks such as 10.0.0.0/8, with commas between; none by default",
    },
    Setting {
        key: "sources.allow_private_addresses",
        variable: "CADASTRE_ALLOW_PRIVATE_ADDRESSES",
        default: "true",
        about: "let sources be at private and loopback addresses, or files of this machine; metadata and link-local addresses are refused in any case",
    },
    Setting { key: "log.filter", variable: "CADASTRE_LOG", default: "info", about: "which events are logged" },
    Setting { key: "log.format", variable: "CADASTRE_LOG_FORMAT", default: "text", about: "`text` or `json`" },
    Setting {
        key: "pipelines.keep_runs_days",
        variable: "CADASTRE_PIPELINES_KEEP_RUNS_DAYS",
        default: "400",
        about: "how long runs of outside pipelines are kept",
    },
    Setting {
        key: "pipelines.late_after_minutes",
        variable: "CADASTRE_PIPELINES_LATE_AFTER_MINUTES",
        default: "30",
        about: "how long behind its schedule a pipeline that has not run counts as late",
    },
    Setting {
        key: "usage.keep_days",
        variable: "CADASTRE_USAGE_KEEP_DAYS",
        default: "400",
        about: "how long is kept who used what on which day",
    },
    Setting {
        key: "quality.keep_days",
        variable: "CADASTRE_QUALITY_KEEP_DAYS",
        default: "400",
        about: "how long is kept what checks came to, and profiles",
    },
    Setting {
        key: "audit.keep_days",
        variable: "CADASTRE_AUDIT_KEEP_DAYS",
        default: "400",
        about: "how long is kept who did what",
    },
    Setting {
        key: "audit.keep_exceptions_days",
        variable: "CADASTRE_AUDIT_KEEP_EXCEPTIONS_DAYS",
        default: "90",
        about: "how long is kept what went wrong in the service",
    },
    Setting {
        key: "openlineage.keep_events_days",
        variable: "CADASTRE_OPENLINEAGE_KEEP_EVENTS_DAYS",
        default: "30",
        about: "how long OpenLineage events are kept as they came",
    },
    Setting {
        key: "openlineage.keep_events_mib",
        variable: "CADASTRE_OPENLINEAGE_KEEP_EVENTS_MIB",
        default: "1024",
        about: "how many mebibytes of them, packed, are kept at most; the oldest go first, once a day",
    },
    Setting {
        key: "tokens.longest_days",
        variable: "CADASTRE_TOKENS_LONGEST_DAYS",
        default: "0",
        about: "how many days API tokens may live; a number also makes their end a must, 0 does not",
    },
    Setting {
        key: "notify.allow_private_addresses",
        variable: "CADASTRE_NOTIFY_ALLOW_PRIVATE_ADDRESSES",
        default: "false",
        about: "let webhooks be at private and loopback addresses, and at http://; metadata and link-local addresses are refused in any case",
    },
    Setting {
        key: "notify.ca_file",
        variable: "CADASTRE_NOTIFY_CA_FILE",
        default: "",
        about: "the file with certificates (PEM) of the authorities that webhooks are trusted by, instead of the usual ones",
    },
    Setting {
        key: "notify.keep_days",
        variable: "CADASTRE_NOTIFY_KEEP_DAYS",
        default: "30",
        about: "how long events, what inboxes say of them, and deliveries are kept",
    },
    Setting {
        key: "notify.keep_events",
        variable: "CADASTRE_NOTIFY_KEEP_EVENTS",
        default: "500000",
        about: "how many events are kept at most; the oldest go first, once a day",
    },
    Setting {
        key: "smtp.host",
        variable: "CADASTRE_SMTP_HOST",
        default: "",
        about: "the server that sends mail; no mail is sent without",
    },
    Setting {
        key: "smtp.port",
        variable: "CADASTRE_SMTP_PORT",
        default: "0",
        about: "its port; 0 for the usual one: 587, 465 with `tls`, 25 with `none`",
    },
    Setting {
        key: "smtp.security",
        variable: "CADASTRE_SMTP_SECURITY",
        default: "starttls",
        about: "how the connection is encrypted: `starttls` (or not used), `tls` from the beginning, `none`",
    },
    Setting { key: "smtp.user", variable: "CADASTRE_SMTP_USER", default: "", about: "who we are there" },
    Setting { key: "smtp.password", variable: "CADASTRE_SMTP_PASSWORD", default: "", about: "our password there" },
    Setting {
        key: "smtp.from",
        variable: "CADASTRE_SMTP_FROM",
        default: "",
        about: "whom mail is from, such as Cadastre <cadastre@example.com>",
    },
    Setting {
        key: "smtp.ca_file",
        variable: "CADASTRE_SMTP_CA_FILE",
        default: "",
        about: "the file with certificates (PEM) that it is trusted by, beside the usual ones",
    },
    Setting { key: "jobs.workers", variable: "CADASTRE_WORKERS", default: "2", about: "how many runs at a time" },
];

/// Where a value came from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Default,
    File(PathBuf),
    Environment(&'static str),
    Flag,
}

/// A value that was set, and by what.
#[derive(Clone)]
pub(super) struct Value {
    pub(super) key: &'static str,
    pub(super) text: String,
    pub(super) origin: Origin,
}

impl Value {
    /// The error that this value cannot be used.
    pub(super) fn refuse(&self, problem: impl Into<String>) -> Error {
        Error::Invalid { field: self.key.to_owned(), origin: self.origin.to_string(), problem: problem.into() }
    }

    pub(super) fn parse<T: FromStr>(&self, problem: &str) -> Result<T, Error> {
        self.text.parse().map_err(|_| self.refuse(format!("`{}` {problem}", self.text)))
    }

    /// The pieces between commas, each read; none when nothing is set.
    pub(super) fn list<T: FromStr>(&self, problem: &str) -> Result<Vec<T>, Error> {
        let pieces = self.text.split(',').map(str::trim).filter(|piece| !piece.is_empty());
        pieces.map(|piece| piece.parse().map_err(|_| self.refuse(format!("`{piece}` {problem}")))).collect()
    }

    pub(super) fn boolean(&self) -> Result<bool, Error> {
        self.parse("is neither `true` nor `false`")
    }

    pub(super) fn number(&self, allowed: RangeInclusive<i64>) -> Result<i64, Error> {
        let problem = format!("is not a whole number from {} to {}", allowed.start(), allowed.end());
        let number: i64 = self.parse(&problem)?;
        if allowed.contains(&number) { Ok(number) } else { Err(self.refuse(format!("`{number}` {problem}"))) }
    }
}

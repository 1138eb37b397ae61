//! `cadastre token`: API tokens of accounts.

use std::{collections::BTreeSet, process::ExitCode};

use catalog::{Scope, SourceId};
use chrono::Duration;
use clap::{Args, Subcommand, ValueEnum};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Common, Output, failure::Failure, open};
use crate::{
    access::{ApiToken, NewToken},
    audit::Target,
};

/// Manages API tokens.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "Examples:\n  cadastre token create --user ana --name airflow --scope report --days 90\n  cadastre token list --user ana"
)]
pub(super) enum Token {
    /// Makes a token and prints it, this once.
    Create(Create),
    /// Lists the tokens of an account.
    List {
        /// The account.
        #[arg(long)]
        user: String,
    },
    /// Revokes a token; what is open with it ends.
    Revoke {
        /// The account.
        #[arg(long)]
        user: String,
        /// The token's identifier, as the list has it.
        id: Uuid,
    },
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The account.
    #[arg(long)]
    user: String,
    /// What to call the token.
    #[arg(long)]
    name: String,
    /// What it may be used for; several are allowed.
    #[arg(long, value_enum, required = true)]
    scope: Vec<TokenScope>,
    /// The names of the sources it is bound to; all without.
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// After how many days it ends; never without.
    #[arg(long, value_name = "N")]
    days: Option<u32>,
}

/// The scopes as words of the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TokenScope {
    /// Reading.
    Read,
    /// Curating.
    Edit,
    /// Reporting from a module.
    Report,
    /// Running crawls.
    Crawl,
    /// Keeping accounts and groups from outside (SCIM).
    Provision,
    /// Whatever the account may.
    Admin,
}

impl From<TokenScope> for Scope {
    fn from(scope: TokenScope) -> Self {
        match scope {
            TokenScope::Read => Self::Read,
            TokenScope::Edit => Self::Edit,
            TokenScope::Report => Self::Report,
            TokenScope::Crawl => Self::Crawl,
            TokenScope::Provision => Self::Provision,
            TokenScope::Admin => Self::Admin,
        }
    }
}

impl Token {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let app = open::for_reading(common).await?;
        let viewer = open::operator();
        match self {
            Self::Create(create) => create.run(&app, output).await?,
            Self::List { user } => {
                let tokens = app.access().tokens_of(&viewer, user).await?;
                output.answer(&Value::Array(tokens.iter().map(shown).collect()), || {
                    let rows = tokens.iter().map(|token| {
                        let scopes = token.scopes.iter().map(|scope| format!("{scope:?}").to_lowercase());
                        vec![token.id.to_string(), token.name.clone(), scopes.collect::<Vec<_>>().join(" ")]
                    });
                    output.table(&["id", "name", "scopes"], rows)
                });
            }
            Self::Revoke { user, id } => {
                let work = async { Ok(app.access().revoke_token_for(&viewer, user, *id).await?) };
                open::audited(&app, "token revoke", Target::new("token", id.to_string()), work).await?;
                output.answer(&json!({ "revoked": id }), || format!("revoked the token `{id}`"));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn run(&self, app: &crate::app::App, output: &Output) -> Result<(), Failure> {
        let viewer = open::operator();
        let mut sources: BTreeSet<SourceId> = BTreeSet::new();
        for name in &self.source {
            sources.insert(app.sources().get_by_name(&viewer, name).await?.id);
        }
        let new = NewToken {
            name: self.name.clone(),
            scopes: self.scope.iter().copied().map(Scope::from).collect(),
            sources: (!sources.is_empty()).then_some(sources),
            expires_at: self.days.map(|days| app.clock().now() + Duration::days(i64::from(days))),
        };
        let about = Target::new("token", format!("{}/{}", self.user, self.name));
        let work = async { Ok(app.access().create_token_for(&viewer, &self.user, new).await?) };
        let (token, secret) = open::audited(app, "token create", about, work).await?;
        let mut value = shown(&token);
        value["secret"] = secret.expose_secret().into();
        output.answer(&value, || secret.expose_secret().to_owned());
        output.note("this token cannot be shown again");
        Ok(())
    }
}

fn shown(token: &ApiToken) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "scopes": token.scopes,
        "sources": token.sources,
        "prefix": token.prefix,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
    })
}

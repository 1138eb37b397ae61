//! `cadastre user`: accounts, made and changed by whoever may work on the data directory.

use std::{path::PathBuf, process::ExitCode};

use catalog::{PageRequest, Role};
use clap::{Args, Subcommand};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::{Common, Output, failure::Failure, open};
use crate::{
    access::{NewUser, User as Account, UserChange},
    app::App,
    audit::Target,
};

/// Manages accounts.
#[derive(Debug, Subcommand)]
#[command(
    after_help = "A password comes from --password-file, from CADASTRE_PASSWORD, or is asked for at the terminal.\n\nExamples:\n  cadastre user create ana --admin --password-file pw\n  cadastre user disable ana"
)]
pub(super) enum User {
    /// Makes an account.
    Create(Create),
    /// Lists accounts.
    List,
    /// Keeps somebody out; their sessions and tokens end.
    Disable {
        /// The account.
        name: String,
        /// Let them in again instead.
        #[arg(long)]
        undo: bool,
    },
    /// Sets a password; their sessions end.
    Password(Password),
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// What they sign in with.
    name: String,
    /// How people call them [default: the name].
    #[arg(long, value_name = "NAME")]
    display_name: Option<String>,
    /// What they may: viewer, editor or admin.
    #[arg(long, default_value = "viewer", conflicts_with = "admin")]
    role: Role,
    /// The same as --role admin.
    #[arg(long)]
    admin: bool,
    /// The file whose first line is the password.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Password {
    /// The account.
    name: String,
    /// The file whose first line is the password.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl User {
    pub(super) async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        match self {
            Self::Create(create) => create.run(common, output).await,
            Self::List => list(common, output).await,
            Self::Disable { name, undo } => {
                let change = UserChange { is_disabled: Some(!undo), ..UserChange::default() };
                change_account(common, output, name, change).await
            }
            Self::Password(command) => {
                let password = ask_password(command.password_file.as_ref())?;
                let change = UserChange { password: Some(password), ..UserChange::default() };
                change_account(common, output, &command.name, change).await
            }
        }
    }
}

impl Create {
    async fn run(&self, common: &Common, output: &Output) -> Result<ExitCode, Failure> {
        let password = ask_password(self.password_file.as_ref())?;
        let app = open_accounts(common).await?;
        let new = NewUser {
            name: self.name.clone(),
            display_name: self.display_name.clone().unwrap_or_default(),
            password,
            role: if self.admin { Role::Admin } else { self.role },
        };
        let about = Target::new("user", &self.name);
        let work = async { Ok(app.access().create_user(&open::operator(), new).await?) };
        let account = open::audited(&app, "user create", about, work).await?;
        output.answer(&shown(&account), || format!("made the account `{}` ({})", account.name, account.role.code()));
        Ok(ExitCode::SUCCESS)
    }
}

/// Opens what accounts are kept in; beside a running server too, which notices the change at the next request.
async fn open_accounts(common: &Common) -> Result<App, Failure> {
    match open::for_writing(common).await {
        Err(failure) if failure.kind == catalog::ErrorKind::Conflict => open::for_reading(common).await,
        other => other,
    }
}

async fn change_account(common: &Common, output: &Output, name: &str, change: UserChange) -> Result<ExitCode, Failure> {
    let app = open_accounts(common).await?;
    let viewer = open::operator();
    let operation = if change.password.is_some() { "user password" } else { "user disable" };
    let work = async {
        let account = app.access().user_named(&viewer, name).await?;
        Ok(app.access().update_user(&viewer, account.id, change).await?)
    };
    let account = open::audited(&app, operation, Target::new("user", name), work).await?;
    output.answer(&shown(&account), || format!("changed the account `{}`", account.name));
    Ok(ExitCode::SUCCESS)
}

async fn list(common: &Common, output: &Output) -> Result<ExitCode, Failure> {
    let app = open::for_reading(common).await?;
    let mut accounts = Vec::new();
    let mut page = PageRequest::first(500);
    loop {
        let found = app.access().users(&open::operator(), &page).await?;
        let next = found.next().map(str::to_owned);
        accounts.extend(found.items.into_iter().map(|(_, account)| account));
        match next {
            Some(cursor) => page.after = Some(cursor),
            None => break,
        }
    }
    output.answer(&Value::Array(accounts.iter().map(shown).collect()), || {
        let rows = accounts.iter().map(|account| {
            let state = if account.is_disabled { "disabled" } else { "" };
            vec![account.name.clone(), account.display_name.clone(), account.role.code().into(), state.into()]
        });
        output.table(&["name", "called", "role", ""], rows)
    });
    Ok(ExitCode::SUCCESS)
}

fn shown(account: &Account) -> Value {
    json!({
        "id": account.id,
        "name": account.name,
        "display_name": account.display_name,
        "role": account.role,
        "disabled": account.is_disabled,
        "created_at": account.created_at,
        "last_sign_in_at": account.last_sign_in_at,
    })
}

/// The password from file, environment or terminal, where it is not shown.
fn ask_password(file: Option<&PathBuf>) -> Result<SecretString, Failure> {
    use std::io::IsTerminal as _;
    if let Some(password) = open::password(file)? {
        return Ok(password);
    }
    if !std::io::stdin().is_terminal() {
        let failure = Failure::invalid("password-file", "`password-file`: no password was given");
        return Err(failure.helped("use --password-file FILE or the variable CADASTRE_PASSWORD"));
    }
    let typed = rpassword::prompt_password("Password: ");
    typed.map(SecretString::from).map_err(|cause| Failure::unavailable(format!("cannot read the password: {cause}")))
}

//! Who is asking, and what they may see and do. Every read takes a [`Viewer`]; [`Viewer::may`] is the one decision.

use std::collections::BTreeSet;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    id::{SourceId, UserId},
};

/// A built-in role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Reads.
    Viewer,
    /// Reads, curates, and runs crawls.
    Editor,
    /// Everything.
    Admin,
}

impl Role {
    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self> {
        [Self::Viewer, Self::Editor, Self::Admin]
            .into_iter()
            .find(|role| role.code() == code)
            .ok_or_else(|| Error::invalid("role", format!("`{code}` is not a role; known: viewer, editor, admin")))
    }
}

/// Something that may be allowed or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Read the catalog: search, browse, lineage, history.
    ReadCatalog,
    /// Change what people decide: descriptions, owners, tags, tier.
    EditCatalog,
    /// Report assets, lineage and runs from a module.
    Report,
    /// See sources and their runs.
    ReadSources,
    /// Start and cancel crawls.
    RunCrawls,
    /// Make, change and delete sources and schedules.
    ManageSources,
    /// Confirm or dismiss held removals, and take commits back.
    RevertChanges,
    /// Manage accounts.
    ManageUsers,
    /// Make and revoke API tokens for oneself.
    ManageOwnTokens,
    /// Write free-form GraphQL in the browser.
    UseGraphiql,
    /// Operate the service: backup, doctor, figures.
    Operate,
    /// Read the log of who did what.
    ReadAudit,
    /// Keep accounts and groups from outside (SCIM).
    Provision,
}

impl Action {
    /// The least role that may, when no token narrows it.
    #[must_use]
    pub const fn least_role(self) -> Role {
        match self {
            Self::ReadCatalog | Self::ReadSources | Self::ManageOwnTokens => Role::Viewer,
            Self::EditCatalog | Self::RunCrawls | Self::Report => Role::Editor,
            Self::ManageSources
            | Self::RevertChanges
            | Self::ManageUsers
            | Self::UseGraphiql
            | Self::Operate
            | Self::ReadAudit
            | Self::Provision => Role::Admin,
        }
    }

    /// The scope that a token needs for it.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::ReadCatalog | Self::ReadSources => Scope::Read,
            Self::EditCatalog => Scope::Edit,
            Self::Report => Scope::Report,
            Self::Provision => Scope::Provision,
            Self::RunCrawls => Scope::Crawl,
            Self::ManageSources
            | Self::RevertChanges
            | Self::ManageUsers
            | Self::ManageOwnTokens
            | Self::UseGraphiql
            | Self::Operate
            | Self::ReadAudit => Scope::Admin,
        }
    }

    /// What it is, as a verb phrase for errors.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::ReadCatalog => "read the catalog",
            Self::EditCatalog => "edit the catalog",
            Self::Report => "report to the catalog",
            Self::ReadSources => "see sources",
            Self::RunCrawls => "run crawls",
            Self::ManageSources => "manage sources",
            Self::RevertChanges => "take changes back",
            Self::ManageUsers => "manage users",
            Self::ManageOwnTokens => "manage API tokens",
            Self::UseGraphiql => "use GraphiQL",
            Self::Operate => "operate the service",
            Self::ReadAudit => "read the audit log",
            Self::Provision => "provision accounts",
        }
    }
}

/// What an API token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Reading.
    Read,
    /// Curating.
    Edit,
    /// Reporting from a module; such a token can do nothing else.
    Report,
    /// Running crawls.
    Crawl,
    /// Keeping accounts and groups from outside.
    Provision,
    /// Whatever its owner's role may.
    Admin,
}

/// Which assets a viewer may know of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Every asset.
    Everything,
    /// Those of some sources.
    Sources(BTreeSet<SourceId>),
    /// None.
    Nothing,
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The name that history records: an account, or `token:<name>`, `system`.
    pub name: String,
    /// The account, when there is one.
    pub user: Option<UserId>,
    /// Their role; none for someone who has not signed in.
    pub role: Option<Role>,
    /// What the token they came with is for; none without a token.
    pub scopes: Option<BTreeSet<Scope>>,
    /// Which assets they may know of.
    pub sees: Visibility,
}

impl Viewer {
    /// Somebody who has not signed in: may nothing, sees nothing.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { name: "anonymous".into(), user: None, role: None, scopes: None, sees: Visibility::Nothing }
    }

    /// The service itself, or whoever runs its command line on its data directory.
    #[must_use]
    pub fn system() -> Self {
        Self { name: "system".into(), user: None, role: Some(Role::Admin), scopes: None, sees: Visibility::Everything }
    }

    /// A signed-in person.
    #[must_use]
    pub fn person(user: UserId, name: impl Into<String>, role: Role) -> Self {
        Self { name: name.into(), user: Some(user), role: Some(role), scopes: None, sees: Visibility::Everything }
    }

    /// Whether they may: the role has to reach, and where they came with a token, its scopes too. An unknown role may nothing.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        let by_role = self.role.is_some_and(|role| role >= action.least_role());
        let by_token = self
            .scopes
            .as_ref()
            .is_none_or(|scopes| scopes.contains(&action.scope()) || scopes.contains(&Scope::Admin));
        by_role && by_token
    }

    /// Refuses what they may not.
    ///
    /// # Errors
    /// [`Error::Forbidden`] naming the action.
    pub fn must(&self, action: Action) -> Result<()> {
        if self.may(action) { Ok(()) } else { Err(Error::Forbidden { action: action.phrase().to_owned() }) }
    }

    /// Whether they may know of an asset of this source.
    #[must_use]
    pub fn sees(&self, source: Option<SourceId>) -> bool {
        self.may(Action::ReadCatalog)
            && match &self.sees {
                Visibility::Everything => true,
                Visibility::Sources(sources) => source.is_some_and(|source| sources.contains(&source)),
                Visibility::Nothing => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anonymous_may_nothing() {
        assert!(!Viewer::anonymous().may(Action::ReadCatalog));
    }

    #[test]
    fn report_token_of_an_admin_only_reports() {
        let mut viewer = Viewer::system();
        viewer.scopes = Some([Scope::Report].into());
        assert!(viewer.may(Action::Report));
        assert!(!viewer.may(Action::ReadCatalog));
        assert!(!viewer.may(Action::ManageUsers));
    }

    #[test]
    fn viewer_may_not_edit() {
        let viewer = Viewer { role: Some(Role::Viewer), ..Viewer::system() };
        let error = viewer.must(Action::EditCatalog).unwrap_err();
        assert_eq!(error.to_string(), "not allowed to edit the catalog");
    }
}

//! Who is asking, and what they may see and do. Every read takes a [`Viewer`]; [`Viewer::may`] is the one decision.

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    governance::{Facts, Masking, Masks, Permission},
    id::{SourceId, UserId},
};

mod visibility;

pub use visibility::Visibility;

/// A built-in role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Signs in, and may what the roles given to them permit.
    Member,
    /// Reads.
    Viewer,
    /// Reads, curates, and runs crawls.
    Editor,
    /// Everything.
    Admin,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 4] = [Self::Member, Self::Viewer, Self::Editor, Self::Admin];

    /// The word for it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code).ok_or_else(|| {
            Error::invalid("role", format!("`{code}` is not a role; known: member, viewer, editor, admin"))
        })
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
    /// Make, change and delete glossaries, terms, classifications, domains and data products.
    ManageGovernance,
    /// Make, change, run and delete checks, and work on incidents.
    ManageQuality,
    /// Ask for access to what one may not see, or not do.
    RequestAccess,
    /// Write to others about assets: tasks, proposals, discussions.
    Discuss,
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
    /// Delete sources, with everything that was crawled from them.
    DeleteSources,
    /// Manage accounts.
    ManageUsers,
    /// See departments, teams and roles, with who is in them.
    ReadOrganisation,
    /// Make, change and delete departments and teams.
    ManageOrganisation,
    /// Make, change, delete and give roles.
    ManageRoles,
    /// Make, change and delete policies, and see why somebody may or may not.
    ManagePolicies,
    /// Make and revoke API tokens for oneself.
    ManageOwnTokens,
    /// Write free-form GraphQL in the browser.
    UseGraphiql,
    /// Operate the service: backup, doctor, figures.
    Operate,
    /// Read the log of who did what.
    ReadAudit,
    /// Make, change and delete webhooks and chats that are told of events.
    ManageWebhooks,
    /// Make, change and delete KPIs, prices, weights of health and savings plans.
    ManageKpis,
    /// Keep accounts and groups from outside (SCIM).
    Provision,
}

impl Action {
    /// Every action, in the order of the list.
    pub const ALL: &[Self] = &[
        Self::ReadCatalog,
        Self::EditCatalog,
        Self::ManageGovernance,
        Self::ManageQuality,
        Self::RequestAccess,
        Self::Discuss,
        Self::Report,
        Self::ReadSources,
        Self::RunCrawls,
        Self::ManageSources,
        Self::DeleteSources,
        Self::RevertChanges,
        Self::ManageUsers,
        Self::ReadOrganisation,
        Self::ManageOrganisation,
        Self::ManageRoles,
        Self::ManagePolicies,
        Self::ManageOwnTokens,
        Self::UseGraphiql,
        Self::Operate,
        Self::ReadAudit,
        Self::ManageWebhooks,
        Self::ManageKpis,
    ];

    /// The least role that may, when no token narrows it.
    #[must_use]
    pub const fn least_role(self) -> Role {
        match self {
            Self::RequestAccess => Role::Member,
            Self::ReadCatalog | Self::ReadSources | Self::ReadOrganisation | Self::ManageOwnTokens | Self::Discuss => {
                Role::Viewer
            }
            Self::EditCatalog | Self::ManageGovernance | Self::ManageQuality | Self::RunCrawls | Self::Report => {
                Role::Editor
            }
            // What is not said here is for those who may everything.
            _ => Role::Admin,
        }
    }

    /// The scope that a token needs for it.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::ReadCatalog | Self::ReadSources | Self::ReadOrganisation => Scope::Read,
            Self::EditCatalog | Self::ManageGovernance | Self::ManageQuality | Self::RequestAccess | Self::Discuss => {
                Scope::Edit
            }
            Self::Report => Scope::Report,
            Self::Provision => Scope::Provision,
            Self::RunCrawls => Scope::Crawl,
            Self::ManageSources
            | Self::DeleteSources
            | Self::RevertChanges
            | Self::ManageUsers
            | Self::ManageOrganisation
            | Self::ManageRoles
            | Self::ManagePolicies
            | Self::ManageOwnTokens
            | Self::UseGraphiql
            | Self::Operate
            | Self::ReadAudit
            | Self::ManageWebhooks
            | Self::ManageKpis => Scope::Admin,
        }
    }

    /// What it is, as a verb phrase for errors.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::ReadCatalog => "read the catalog",
            Self::EditCatalog => "edit the catalog",
            Self::ManageGovernance => "manage glossaries, classifications, domains and data products",
            Self::ManageQuality => "manage checks and incidents",
            Self::RequestAccess => "ask for access",
            Self::Discuss => "write about assets",
            Self::Report => "report to the catalog",
            Self::ReadSources => "see sources",
            Self::RunCrawls => "run crawls",
            Self::ManageSources => "manage sources",
            Self::RevertChanges => "take changes back",
            Self::DeleteSources => "delete sources",
            Self::ManageUsers => "manage users",
            Self::ReadOrganisation => "see the organisation",
            Self::ManageOrganisation => "manage departments and teams",
            Self::ManageRoles => "manage roles",
            Self::ManagePolicies => "manage policies",
            Self::ManageOwnTokens => "manage API tokens",
            Self::UseGraphiql => "use GraphiQL",
            Self::Operate => "operate the service",
            Self::ReadAudit => "read the audit log",
            Self::ManageWebhooks => "manage webhooks",
            Self::ManageKpis => "manage KPIs, prices and savings plans",
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

/// How somebody may see samples of data, the freest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sampling {
    /// As they are.
    Plain,
    /// With their values hidden.
    Masked(Masking),
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
    /// What their roles permit, where that is not simply what [`Viewer::role`] does.
    pub permits: Option<Arc<BTreeSet<Action>>>,
    /// What the token they came with is for; none without a token.
    pub scopes: Option<BTreeSet<Scope>>,
    /// Which assets they may know of.
    pub sees: Visibility,
    /// Which of these they may curate, where policies say so; none: all, if their roles permit curating.
    pub edits: Option<Visibility>,
    /// Of which of these they may see samples of the data, where policies say so; none: of all, if their roles permit
    /// curating.
    pub samples: Option<Visibility>,
    /// Of which samples they see no values as they are; none: of none.
    pub masks: Option<Arc<Masks>>,
}

impl Viewer {
    /// Somebody who has not signed in: may nothing, sees nothing.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { name: "anonymous".into(), role: None, sees: Visibility::Nothing, ..Self::system() }
    }

    /// The service itself, or whoever runs its command line on its data directory.
    #[must_use]
    pub fn system() -> Self {
        Self {
            name: "system".into(),
            user: None,
            role: Some(Role::Admin),
            permits: None,
            scopes: None,
            sees: Visibility::Everything,
            edits: None,
            samples: None,
            masks: None,
        }
    }

    /// A signed-in person.
    #[must_use]
    pub fn person(user: UserId, name: impl Into<String>, role: Role) -> Self {
        Self { name: name.into(), user: Some(user), role: Some(role), ..Self::system() }
    }

    /// Whether they may: the role has to reach, and where they came with a token, its scopes too. An unknown role may nothing.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        self.role.is_some_and(|role| match &self.permits {
            Some(permits) => permits.contains(&action),
            None => role >= action.least_role(),
        }) && self.has_scope(action.scope())
    }

    /// Whether the token they came with, if they did with one, is for this.
    #[must_use]
    pub fn has_scope(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope) || scopes.contains(&Scope::Admin))
    }

    /// Refuses what they may not.
    ///
    /// # Errors
    /// [`Error::Forbidden`] naming the action.
    pub fn must(&self, action: Action) -> Result<()> {
        if self.may(action) { Ok(()) } else { Err(Error::Forbidden { action: action.phrase().to_owned() }) }
    }

    /// Whether they may know of what belongs to a source and is no asset: the source itself, its runs, its holds.
    #[must_use]
    pub fn sees_source(&self, source: Option<SourceId>) -> bool {
        self.may(Action::ReadCatalog)
            && match &self.sees {
                Visibility::Everything => true,
                Visibility::Sources(sources) => source.is_some_and(|source| sources.contains(&source)),
                Visibility::Some(sight) => sight.has_source(source),
                Visibility::Nothing => false,
            }
    }

    /// The one decision: whether they may do something with the asset with these facts. Who may not know of an asset may
    /// nothing with it, and who sees its values only masked may not see samples: whoever can mask asks
    /// [`Self::sampling`].
    #[must_use]
    pub fn may_with(&self, permission: Permission, facts: &Facts) -> bool {
        match permission {
            Permission::Sample => self.sampling(facts) == Some(Sampling::Plain),
            other => self.may_but_for_masks(other, facts),
        }
    }

    /// How they may see samples of the asset with these facts; none when they may not.
    #[must_use]
    pub fn sampling(&self, facts: &Facts) -> Option<Sampling> {
        let may = self.may_but_for_masks(Permission::Sample, facts);
        may.then(|| self.masking(facts).map_or(Sampling::Plain, Sampling::Masked))
    }

    /// How policies hide values of the asset with these facts from them, whether or not they may see samples of it.
    #[must_use]
    pub fn masking(&self, facts: &Facts) -> Option<Masking> {
        self.masks.as_ref().and_then(|masks| masks.masking(facts))
    }

    fn may_but_for_masks(&self, permission: Permission, facts: &Facts) -> bool {
        let by_rule = |rule: &Option<Visibility>| match rule {
            Some(rule) => rule.has(facts) && self.has_scope(Action::EditCatalog.scope()),
            None => self.may(Action::EditCatalog),
        };
        let edits = || match &self.edits {
            // What people made to sort everything else is no single asset's business: curating it is a right of its own.
            rule if facts.kind.is_governance() => {
                self.may(Action::ManageGovernance) && rule.as_ref().is_none_or(|rule| rule.has(facts))
            }
            rule => by_rule(rule),
        };
        self.may(Action::ReadCatalog)
            && self.sees.has(facts)
            && match permission {
                Permission::View => true,
                Permission::Edit => edits(),
                Permission::Sample => by_rule(&self.samples),
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

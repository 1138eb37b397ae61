//! Departments, teams and roles.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};
use catalog::{Action, Count, Role, UserId};
use uuid::Uuid;

use super::id;
use crate::{
    access::{self, DataScope, DepartmentChange, RoleChange, TeamChange, level_of},
    graphql::{app, viewer},
};

/// Somebody in a department, a team or a role.
#[derive(SimpleObject, Clone)]
pub struct Member {
    /// The account.
    id: UserId,
    /// What they sign in with.
    name: String,
}

/// A department.
#[derive(SimpleObject)]
pub struct Department {
    /// Its identifier.
    id: String,
    /// What people call it; as an owner of assets it is `department:` and this.
    name: String,
    /// The department that it is directly below.
    parent: Option<String>,
    /// Who is in it.
    members: Vec<Member>,
}

/// A team.
#[derive(SimpleObject)]
pub struct Team {
    /// Its identifier.
    id: String,
    /// What people call it; as an owner of assets it is `team:` and this.
    name: String,
    /// What it is for.
    description: String,
    /// The department it belongs to.
    department: Option<String>,
    /// Who is in it.
    members: Vec<Member>,
    /// Groups of elsewhere whose members count as its own.
    fed_by: Vec<String>,
    /// Who is in it by one of these groups.
    fed: Vec<Member>,
}

/// Which assets a role lets its members see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "DataScope")]
pub enum ScopeKind {
    /// All of them.
    All,
    /// Those of their own department: what it owns, or a team of it, or somebody in it.
    Department,
    /// Those of their own department and of all below it.
    DepartmentAndBelow,
    /// Those of chosen departments.
    Chosen,
    /// Those that are their own, or of a team they are in.
    Own,
    /// None; what they see is for policies to say.
    Nothing,
}

/// A role.
#[derive(SimpleObject)]
pub struct RoleInfo {
    /// Its identifier; of a built-in one its code.
    id: String,
    /// What people call it.
    name: String,
    /// What it is for.
    description: String,
    /// How high it is: nobody gives or changes a role that is as high as their own highest one, or higher.
    level: i32,
    /// What it permits.
    permits: Vec<Action>,
    /// Which assets it lets its members see.
    scope: ScopeKind,
    /// The departments of a chosen scope.
    departments: Vec<String>,
    /// Who has it; of a built-in one nobody is listed here.
    members: Vec<Member>,
    /// Groups of elsewhere whose members have it.
    fed_by: Vec<String>,
    /// Who has it by one of these groups.
    fed: Vec<Member>,
    /// How many accounts have it.
    people: Count,
    /// Whether it is there in every organisation and cannot be changed.
    is_builtin: bool,
}

/// Departments, teams and roles.
#[derive(SimpleObject)]
pub struct Organisation {
    /// The departments by name.
    departments: Vec<Department>,
    /// The teams by name.
    teams: Vec<Team>,
    /// The roles, the built-in ones first.
    roles: Vec<RoleInfo>,
    /// How high whoever asks is.
    my_level: i32,
}

/// A department as it shall be.
#[derive(InputObject)]
pub struct DepartmentInput {
    /// Which one; left out for a new one.
    id: Option<String>,
    /// What people call it.
    name: String,
    /// The department that it is directly below.
    parent: Option<String>,
    /// Who is in it; left out: as they are. Whoever joins leaves the department they were in.
    members: Option<Vec<UserId>>,
}

/// A team as it shall be.
#[derive(InputObject)]
pub struct TeamInput {
    /// Which one; left out for a new one.
    id: Option<String>,
    /// What people call it.
    name: String,
    /// What it is for.
    #[graphql(default)]
    description: String,
    /// The department it belongs to.
    department: Option<String>,
    /// Who is in it; left out: as they are.
    members: Option<Vec<UserId>>,
    /// Groups of elsewhere whose members count as its own, such as `oidc:corp/analysts` or `scim/Analysts`; left out: as
    /// they are.
    fed_by: Option<Vec<String>>,
}

/// A role as it shall be.
#[derive(InputObject)]
pub struct RoleInput {
    /// Which one; left out for a new one.
    id: Option<String>,
    /// What people call it.
    name: String,
    /// What it is for.
    #[graphql(default)]
    description: String,
    /// How high it is, 1 to 99.
    level: i32,
    /// What it permits; nothing that whoever gives it may not themselves.
    permits: Vec<Action>,
    /// Which assets it lets its members see.
    scope: ScopeKind,
    /// The departments of a chosen scope.
    #[graphql(default)]
    departments: Vec<String>,
    /// Who has it; left out: as they are.
    members: Option<Vec<UserId>>,
    /// Groups of elsewhere whose members have it, such as `oidc:corp/analysts` or `scim/Analysts`; left out: as they are.
    fed_by: Option<Vec<String>>,
}

/// Names of everybody who is in something.
struct People(BTreeMap<UserId, String>);

impl People {
    async fn of(ctx: &Context<'_>, members: impl Iterator<Item = UserId>) -> Result<Self> {
        let members: BTreeSet<UserId> = members.collect();
        let members: Vec<UserId> = members.into_iter().collect();
        let names = app(ctx).access().names_of_members(viewer(ctx), &members).await?;
        Ok(Self(names.into_iter().collect()))
    }

    fn list(&self, members: &BTreeSet<UserId>) -> Vec<Member> {
        let known = members.iter().filter_map(|id| self.0.get(id).map(|name| Member { id: *id, name: name.clone() }));
        let mut found: Vec<Member> = known.collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    fn department(&self, one: &access::Department) -> Department {
        Department {
            id: one.id.to_string(),
            name: one.name.clone(),
            parent: one.parent.map(|id| id.to_string()),
            members: self.list(&one.members),
        }
    }

    fn team(&self, one: &access::Team) -> Team {
        Team {
            id: one.id.to_string(),
            name: one.name.clone(),
            description: one.description.clone(),
            department: one.department.map(|id| id.to_string()),
            members: self.list(&one.members),
            fed_by: one.fed_by.iter().cloned().collect(),
            fed: self.list(&one.fed),
        }
    }

    fn role(&self, one: &access::RoleDefinition) -> RoleInfo {
        let scope = match one.scope {
            DataScope::All => ScopeKind::All,
            DataScope::Department => ScopeKind::Department,
            DataScope::DepartmentAndBelow => ScopeKind::DepartmentAndBelow,
            DataScope::Chosen(_) => ScopeKind::Chosen,
            DataScope::Own => ScopeKind::Own,
            DataScope::Nothing => ScopeKind::Nothing,
        };
        RoleInfo {
            id: one.id.to_string(),
            name: one.name.clone(),
            description: one.description.clone(),
            level: one.level.into(),
            permits: one.permits.iter().copied().collect(),
            scope,
            departments: one.scope.departments().map(|id| id.to_string()).collect(),
            members: self.list(&one.members),
            fed_by: one.fed_by.iter().cloned().collect(),
            fed: self.list(&one.fed),
            people: count(one.people().len()),
            is_builtin: false,
        }
    }
}

fn count(people: usize) -> Count {
    Count(i64::try_from(people).unwrap_or(i64::MAX))
}

fn builtin(role: Role, people: i64) -> RoleInfo {
    RoleInfo {
        id: role.code().to_owned(),
        name: role.code().to_owned(),
        description: String::new(),
        level: level_of(role).into(),
        permits: Action::ALL.iter().copied().filter(|action| role >= action.least_role()).collect(),
        scope: if role >= Role::Viewer { ScopeKind::All } else { ScopeKind::Nothing },
        departments: Vec::new(),
        members: Vec::new(),
        fed_by: Vec::new(),
        fed: Vec::new(),
        people: Count(people),
        is_builtin: true,
    }
}

/// Questions about the organisation.
#[derive(Default)]
pub struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// Groups of elsewhere (from identity providers, directories and SCIM) whose name has a text in it, such as
    /// `oidc:corp/analysts`; at most 50.
    async fn outside_groups(&self, ctx: &Context<'_>, #[graphql(default)] text: String) -> Result<Vec<String>> {
        Ok(app(ctx).access().outside_groups(viewer(ctx), &text).await?)
    }

    /// Departments, teams and roles, with who is in them.
    #[graphql(complexity = "50 + child_complexity")]
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let found = app(ctx).access().seen_organisation(viewer(ctx)).await?;
        let mut members: BTreeSet<UserId> = BTreeSet::new();
        found.departments.values().for_each(|one| members.extend(&one.members));
        found.teams.values().for_each(|one| members.extend(one.people()));
        found.roles.values().for_each(|one| members.extend(one.people()));
        let people = People::of(ctx, members.into_iter()).await?;
        let mut departments: Vec<Department> = found.departments.values().map(|one| people.department(one)).collect();
        departments.sort_by(|a, b| a.name.cmp(&b.name));
        let mut teams: Vec<Team> = found.teams.values().map(|one| people.team(one)).collect();
        teams.sort_by(|a, b| a.name.cmp(&b.name));
        let mut roles: Vec<RoleInfo> = found.roles.values().map(|one| people.role(one)).collect();
        roles.sort_by(|a, b| (b.level, &a.name).cmp(&(a.level, &b.name)));
        let counts = app(ctx).access().accounts_by_role(viewer(ctx)).await?;
        let builtins = Role::ALL.iter().rev().map(|role| builtin(*role, counts.get(role).copied().unwrap_or(0)));
        roles.splice(0..0, builtins);
        let my_level = app(ctx).access().level(viewer(ctx)).await?.into();
        Ok(Organisation { departments, teams, roles, my_level })
    }
}

/// Changes of the organisation.
#[derive(Default)]
pub struct OrganisationMutation;

#[Object]
impl OrganisationMutation {
    /// Makes or changes a department.
    async fn save_department(&self, ctx: &Context<'_>, input: DepartmentInput) -> Result<Department> {
        let change = DepartmentChange {
            id: input.id.map(|text| id("id", &text)).transpose()?,
            name: input.name,
            parent: input.parent.map(|text| id("parent", &text)).transpose()?,
            members: input.members.map(|members| members.into_iter().collect()),
        };
        let saved = app(ctx).access().save_department(viewer(ctx), change).await?;
        Ok(People::of(ctx, saved.members.iter().copied()).await?.department(&saved))
    }

    /// Deletes a department that nothing is in or below.
    async fn delete_department(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        app(ctx).access().delete_department(viewer(ctx), self::id("id", &id)?).await?;
        Ok(true)
    }

    /// Makes or changes a team.
    async fn save_team(&self, ctx: &Context<'_>, input: TeamInput) -> Result<Team> {
        let change = TeamChange {
            id: input.id.map(|text| id("id", &text)).transpose()?,
            name: input.name,
            description: input.description,
            department: input.department.map(|text| id("department", &text)).transpose()?,
            members: input.members.map(|members| members.into_iter().collect()),
            fed_by: input.fed_by.map(|groups| groups.into_iter().collect()),
        };
        let saved = app(ctx).access().save_team(viewer(ctx), change).await?;
        Ok(People::of(ctx, saved.people().into_iter()).await?.team(&saved))
    }

    /// Deletes a team. What it owns keeps its name as an owner.
    async fn delete_team(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        app(ctx).access().delete_team(viewer(ctx), self::id("id", &id)?).await?;
        Ok(true)
    }

    /// Makes or changes a role.
    async fn save_role(&self, ctx: &Context<'_>, input: RoleInput) -> Result<RoleInfo> {
        let chosen: Result<BTreeSet<Uuid>> = input.departments.iter().map(|text| id("departments", text)).collect();
        let scope = match input.scope {
            ScopeKind::All => DataScope::All,
            ScopeKind::Department => DataScope::Department,
            ScopeKind::DepartmentAndBelow => DataScope::DepartmentAndBelow,
            ScopeKind::Chosen => DataScope::Chosen(chosen?),
            ScopeKind::Own => DataScope::Own,
            ScopeKind::Nothing => DataScope::Nothing,
        };
        let change = RoleChange {
            id: input.id.map(|text| id("id", &text)).transpose()?,
            name: input.name,
            description: input.description,
            level: u8::try_from(input.level).unwrap_or(0),
            permits: input.permits.into_iter().collect(),
            scope,
            members: input.members.map(|members| members.into_iter().collect()),
            fed_by: input.fed_by.map(|groups| groups.into_iter().collect()),
        };
        let saved = app(ctx).access().save_role(viewer(ctx), change).await?;
        Ok(People::of(ctx, saved.people().into_iter()).await?.role(&saved))
    }

    /// Deletes a role; whoever had it has it no more.
    async fn delete_role(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        app(ctx).access().delete_role(viewer(ctx), self::id("id", &id)?).await?;
        Ok(true)
    }
}

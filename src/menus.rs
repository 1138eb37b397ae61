//! The menus of the interface and the buttons on their pages, with what each needs: what a role is put together from, and
//! what somebody is shown. Whoever calls the API without a button is refused by the same action.

use catalog::{Action, Viewer};

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub struct Menu {
    /// What it is called in rules and by programs.
    pub code: &'static str,
    /// Where it leads.
    pub path: &'static str,
    /// What people read, in English and in Chinese.
    pub title: [&'static str; 2],
    /// What it takes to open it.
    pub needs: Action,
    /// What can be done there, beyond reading.
    pub buttons: &'static [Button],
}

/// Something that can be done on a page.
#[derive(Debug, Clone, Copy)]
pub struct Button {
    /// What it is called in rules and by programs.
    pub code: &'static str,
    /// What people read, in English and in Chinese.
    pub title: [&'static str; 2],
    /// What it takes.
    pub needs: Action,
}

const fn button(code: &'static str, title: [&'static str; 2], needs: Action) -> Button {
    Button { code, title, needs }
}

/// Every menu, in the order of the interface.
pub const MENUS: &[Menu] = &[
    Menu {
        code: "catalog",
        path: "/browse",
        title: ["Catalog", "数据目录"],
        needs: Action::ReadCatalog,
        buttons: &[
            button(
                "catalog:edit",
                ["Edit descriptions, owners, tags, lineage", "编辑描述、负责人、标签、血缘"],
                Action::EditCatalog,
            ),
            button("catalog:discuss", ["Tasks, proposals and discussions", "任务、建议与讨论"], Action::Discuss),
            button("catalog:report", ["Report from a module", "模块上报"], Action::Report),
            button("catalog:revert", ["Take changes back", "撤销变更"], Action::RevertChanges),
        ],
    },
    Menu {
        code: "glossary",
        path: "/glossary",
        title: ["Glossary, domains, classifications", "术语、业务域与分类"],
        needs: Action::ReadCatalog,
        buttons: &[button(
            "glossary:save",
            ["Make, change and delete terms, tags, domains and data products", "维护术语、标签、业务域与数据产品"],
            Action::ManageGovernance,
        )],
    },
    Menu {
        code: "quality",
        path: "/quality",
        title: ["Data quality", "数据质量"],
        needs: Action::ReadCatalog,
        buttons: &[button(
            "quality:save",
            ["Make and run checks, work on incidents", "维护与运行检查、处理问题"],
            Action::ManageQuality,
        )],
    },
    Menu {
        code: "kpis",
        path: "/kpis",
        title: ["KPIs, cost and health", "KPI、成本与健康度"],
        needs: Action::ReadCatalog,
        buttons: &[button(
            "kpis:save",
            ["Make and change KPIs, prices and savings plans", "维护 KPI、单价与节省计划"],
            Action::ManageKpis,
        )],
    },
    Menu {
        code: "sources",
        path: "/sources",
        title: ["Sources and runs", "数据源与运行"],
        needs: Action::ReadSources,
        buttons: &[
            button("sources:crawl", ["Start and cancel crawls", "启动与取消采集"], Action::RunCrawls),
            button("sources:save", ["Make and change sources", "新建与修改数据源"], Action::ManageSources),
            button("sources:delete", ["Delete sources", "删除数据源"], Action::DeleteSources),
        ],
    },
    Menu {
        code: "requests",
        path: "/requests",
        title: ["Access requests", "访问申请"],
        needs: Action::RequestAccess,
        buttons: &[],
    },
    Menu {
        code: "organisation",
        path: "/admin/organisation",
        title: ["Organisation", "组织架构"],
        needs: Action::ReadOrganisation,
        buttons: &[button(
            "organisation:save",
            ["Change departments and teams", "维护部门与团队"],
            Action::ManageOrganisation,
        )],
    },
    Menu {
        code: "users",
        path: "/admin/users",
        title: ["Accounts and sessions", "账号与会话"],
        needs: Action::ManageUsers,
        buttons: &[],
    },
    Menu { code: "roles", path: "/admin/roles", title: ["Roles", "角色"], needs: Action::ManageRoles, buttons: &[] },
    Menu {
        code: "policies",
        path: "/admin/policies",
        title: ["Policies", "访问策略"],
        needs: Action::ManagePolicies,
        buttons: &[],
    },
    Menu {
        code: "propagation",
        path: "/admin/propagation",
        title: ["Tag propagation", "标签传播"],
        needs: Action::ManageGovernance,
        buttons: &[],
    },
    Menu {
        code: "audit",
        path: "/admin/audit",
        title: ["Audit and exceptions", "审计与异常"],
        needs: Action::ReadAudit,
        buttons: &[],
    },
    Menu {
        code: "webhooks",
        path: "/admin/webhooks",
        title: ["Webhooks and chats", "Webhook 与群机器人"],
        needs: Action::ManageWebhooks,
        buttons: &[],
    },
    Menu {
        code: "account",
        path: "/me",
        title: ["My account", "我的账号"],
        needs: Action::ReadCatalog,
        buttons: &[button("account:tokens", ["Own API tokens", "自己的 API 令牌"], Action::ManageOwnTokens)],
    },
    Menu {
        code: "service",
        path: "/graphiql",
        title: ["Service", "系统"],
        needs: Action::UseGraphiql,
        buttons: &[button("service:operate", ["Operate the service", "运维操作"], Action::Operate)],
    },
];

/// The menus that somebody may open, each with the buttons they may press.
#[must_use]
pub fn of(viewer: &Viewer) -> Vec<(&'static Menu, Vec<&'static Button>)> {
    let may = |menu: &&Menu| viewer.may(menu.needs);
    let pressed = |menu: &'static Menu| menu.buttons.iter().filter(|button| viewer.may(button.needs)).collect();
    MENUS.iter().filter(may).map(|menu| (menu, pressed(menu))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use catalog::Role;

    use super::*;

    #[test]
    fn d2_every_action_is_a_menu_or_a_button() {
        let buttons = MENUS.iter().flat_map(|menu| menu.buttons.iter().map(|button| button.needs));
        let there: BTreeSet<Action> = MENUS.iter().map(|menu| menu.needs).chain(buttons).collect();
        for action in Action::ALL {
            assert!(there.contains(action), "{action:?} is in no menu, so no role can be given it");
        }
    }

    #[test]
    fn d2_menus_follow_what_one_may() {
        const CODES: [&str; 9] =
            ["catalog", "glossary", "quality", "kpis", "sources", "requests", "organisation", "propagation", "account"];
        let editor = Viewer { role: Some(Role::Editor), ..Viewer::system() };
        let codes: Vec<&str> = of(&editor).iter().map(|(menu, _)| menu.code).collect();
        assert_eq!(codes, CODES);
        let sources = &of(&editor)[4];
        assert_eq!(sources.1.iter().map(|button| button.code).collect::<Vec<_>>(), ["sources:crawl"]);
        assert!(of(&Viewer::anonymous()).is_empty());
    }
}

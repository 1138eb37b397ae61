//! What a new version of a contract changes for who relies on the old one.

mod columns;
mod rules;

use self::{columns::compare_columns, rules::compare_rules};
use super::{
    Contract,
    agreed::{AgreedTable, Service, Status},
    difference::{Change, Difference},
    node::Node,
    service,
};

/// Keys of the document whose differences are told by what they mean.
const UNDERSTOOD: &[&str] = &["id", "status", "schema", "slaProperties", "servers", "version", "apiVersion", "kind"];

/// Every difference, those of the whole first, then table by table. Things are the same when their `id` is, else when their
/// name is.
#[must_use]
pub fn compare(old: &Contract, new: &Contract) -> Vec<Difference> {
    let mut found = Vec::new();
    compare_whole(old, new, &mut found);
    for (before, after) in pairs(&old.agreed.tables, &new.agreed.tables, |table| (table.id.as_deref(), &table.name)) {
        compare_tables(before, after, &mut found);
    }
    compare_services(&old.agreed.services, &new.agreed.services, &mut found);
    let (before, after) = (old.document.canonical(), new.document.canonical());
    compare_servers(&before, &after, &mut found);
    for key in keys(&before, &after) {
        let is_told = UNDERSTOOD.contains(&key.as_str());
        if !is_told && before.get(&key) != after.get(&key) {
            found.push(Difference::new(&key, Change::Other, format!("`{key}` is another"), format!("`{key}` 有变化")));
        }
    }
    found
}

fn compare_whole(old: &Contract, new: &Contract, found: &mut Vec<Difference>) {
    let (before, after) = (&old.agreed, &new.agreed);
    if before.id != after.id {
        let (en, zh) = ("the identifier is another, so it is another contract", "标识不同，属于另一份合约");
        found.push(Difference::new("id", Change::OtherContract, en, zh));
    }
    if before.status != after.status {
        let holds = |status: &Status| matches!(status, Status::Active | Status::Deprecated);
        if holds(&before.status) && !holds(&after.status) {
            let (en, zh) = ("the contract holds no more", "合约不再生效");
            found.push(Difference::new("status", Change::Withdrawn, en, zh));
        } else {
            found.push(Difference::new("status", Change::Status, "the status is another", "状态有变化"));
        }
    }
}

fn compare_tables(before: Option<&AgreedTable>, after: Option<&AgreedTable>, found: &mut Vec<Difference>) {
    match (before, after) {
        (Some(table), None) => {
            let (en, zh) = (format!("the table `{}` is gone", table.name), format!("表 `{}` 已删除", table.name));
            found.push(Difference::new(&table.name, Change::TableRemoved, en, zh));
        }
        (None, Some(table)) => {
            let (en, zh) = (format!("the table `{}` is new", table.name), format!("新增表 `{}`", table.name));
            found.push(Difference::new(&table.name, Change::TableAdded, en, zh));
        }
        (Some(before), Some(after)) => {
            if before.source_name() != after.source_name() {
                let (old, new) = (before.source_name(), after.source_name());
                let (en, zh) = (format!("`{old}` is called `{new}`"), format!("`{old}` 改名为 `{new}`"));
                found.push(Difference::new(&before.name, Change::TableRenamed, en, zh));
            }
            compare_columns(&before.name, &before.columns, &after.columns, found);
            compare_rules(&before.name, &before.rules, &after.rules, found);
        }
        (None, None) => {}
    }
}

fn compare_services(old: &[Service], new: &[Service], found: &mut Vec<Difference>) {
    let same = |a: &Service, b: &Service| a.property == b.property && a.element == b.element && a.driver == b.driver;
    for before in old {
        let path = format!("slaProperties.{}", before.property);
        let Some(after) = new.iter().find(|after| same(before, after)) else {
            let (en, zh) = ("this service level is promised no more", "不再承诺该服务水平");
            found.push(Difference::new(path, Change::ServiceDropped, en, zh));
            continue;
        };
        if (&before.value, &before.unit) == (&after.value, &after.unit) {
            continue;
        }
        let said = |service: &Service| match &service.unit {
            Some(unit) => format!("{} {unit}", service.value),
            None => service.value.to_string(),
        };
        let (was, is) = (said(before), said(after));
        let what = match service::better(before, after) {
            Some(std::cmp::Ordering::Equal) => continue,
            Some(std::cmp::Ordering::Greater) => Change::ServiceTightened,
            Some(std::cmp::Ordering::Less) => Change::ServiceLoosened,
            None => Change::ServiceChanged,
        };
        found.push(Difference::new(path, what, format!("was {was}, is {is}"), format!("由 {was} 变为 {is}")));
    }
    for after in new.iter().filter(|after| !old.iter().any(|before| same(before, after))) {
        let path = format!("slaProperties.{}", after.property);
        found.push(Difference::new(path, Change::ServiceAdded, "this service level is new", "新增服务水平"));
    }
}

fn compare_servers(old: &Node, new: &Node, found: &mut Vec<Difference>) {
    let servers = |document: &Node| -> Vec<Node> {
        document.get("servers").map(|servers| servers.items().to_vec()).unwrap_or_default()
    };
    let name = |server: &Node| server.get("server").map(ToString::to_string);
    let (old, new) = (servers(old), servers(new));
    for before in &old {
        let path = format!("servers.{}", name(before).unwrap_or_default());
        match new.iter().find(|after| name(after) == name(before)) {
            None => found.push(Difference::new(
                path,
                Change::ServerRemoved,
                "the data is there no more",
                "数据不再位于此处",
            )),
            Some(after) if after != before => {
                found.push(Difference::new(
                    path,
                    Change::Other,
                    "the server is described otherwise",
                    "服务器描述有变化",
                ));
            }
            Some(_) => {}
        }
    }
    if new.len() > old.len() {
        found.push(Difference::new("servers", Change::Other, "the data is in more places", "数据位于更多位置"));
    }
}

/// What is in either list, the old order first: both where it is the same thing.
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    known_by: fn(&T) -> (Option<&str>, &String),
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut taken = vec![false; new.len()];
    let mut pairs: Vec<(Option<&T>, Option<&T>)> = Vec::with_capacity(old.len());
    // Both lists are indexed once: contracts may have thousands of columns.
    let by_id: std::collections::HashMap<&str, usize> =
        new.iter().enumerate().filter_map(|(at, item)| known_by(item).0.map(|id| (id, at))).collect();
    let by_name: std::collections::HashMap<&str, usize> =
        new.iter().enumerate().map(|(at, item)| (known_by(item).1.as_str(), at)).collect();
    for before in old {
        let (id, name) = known_by(before);
        let at = id.and_then(|id| by_id.get(id)).or_else(|| by_name.get(name.as_str())).copied();
        let at = at.filter(|at| !std::mem::replace(&mut taken[*at], true));
        pairs.push((Some(before), at.map(|at| &new[at])));
    }
    pairs.extend(new.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(after, _)| (None, Some(after))));
    pairs
}

fn keys(old: &Node, new: &Node) -> Vec<String> {
    let mut keys: Vec<String> = old.fields().iter().map(|(key, _)| key.clone()).collect();
    keys.extend(new.fields().iter().filter(|(key, _)| old.get(key).is_none()).map(|(key, _)| key.clone()));
    keys.dedup();
    keys
}

//! What of a commit concerns lineage. Pure.

use std::collections::BTreeMap;

use catalog::{AssetId, AssetKind, Change, ChangeNumber, Operation, record::LineageRecord};

/// What of a commit concerns lineage, each with the number of the last change to it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Touched {
    /// Tables whose SQL appeared or changed, and tables that are back.
    pub(super) views: BTreeMap<AssetId, ChangeNumber>,
    /// Procedures, tasks and queries whose SQL appeared or changed, or that are back.
    pub(super) bodies: BTreeMap<AssetId, ChangeNumber>,
    /// Everything but columns that came, went, or is called otherwise.
    pub(super) assets: BTreeMap<AssetId, ChangeNumber>,
    /// The same for columns.
    pub(super) columns: BTreeMap<AssetId, ChangeNumber>,
    /// What tools declared, in order.
    pub(super) declared: Vec<Declared>,
}

/// What a tool declared.
#[derive(Debug, PartialEq)]
pub(super) struct Declared {
    pub(super) at: ChangeNumber,
    pub(super) owner: AssetId,
    /// The tool and the scope.
    pub(super) scope: (String, String),
    /// The set as it was declared, in JSON; none when it was taken back.
    pub(super) record: Option<String>,
}

impl Touched {
    /// Whether lineage is not concerned, unless somebody speaks of what came and went.
    pub(super) fn declares_nothing(&self) -> bool {
        self.views.is_empty() && self.bodies.is_empty() && self.declared.is_empty()
    }

    /// Whether nothing concerns lineage.
    pub(super) fn is_empty(&self) -> bool {
        self.declares_nothing() && self.assets.is_empty() && self.columns.is_empty()
    }
}

/// Gathers what concerns lineage.
pub(super) fn gather(commit: &[Change]) -> Touched {
    let mut touched = Touched::default();
    for change in commit {
        if change.operation == Operation::LineageDeclared {
            touched.declared.extend(declared(change));
            continue;
        }
        if is_view(change) {
            touched.views.insert(change.asset, change.number);
        }
        if is_body(change) {
            touched.bodies.insert(change.asset, change.number);
        }
        if comes_or_goes(change) {
            let list = if change.kind == AssetKind::Column { &mut touched.columns } else { &mut touched.assets };
            list.insert(change.asset, change.number);
        }
    }
    touched
}

fn comes_or_goes(change: &Change) -> bool {
    change.operation != Operation::Updated || change.fields.iter().any(|field| field.field == "name")
}

fn is_view(change: &Change) -> bool {
    let tells = |name: &str| change.fields.iter().any(|field| field.field == name);
    change.kind == AssetKind::Table
        && match change.operation {
            Operation::Created => tells("details.definition"),
            Operation::Updated => tells("details.definition") || tells("details.dialect"),
            Operation::Restored => true,
            Operation::Removed | Operation::LineageDeclared => false,
        }
}

/// Whether the SQL of a procedure, a task or a query is another now, or what its names mean.
fn is_body(change: &Change) -> bool {
    const FIELDS: &[&str] = &["definition", "dialect", "language", "arguments", "namespace", "defaults", "tables"];
    let tells = |name: &str| {
        let told = |field: &str| field.strip_prefix("details.") == Some(name);
        change.fields.iter().any(|field| told(&field.field))
    };
    matches!(change.kind, AssetKind::Procedure | AssetKind::Task | AssetKind::Query)
        && match change.operation {
            Operation::Created => tells("definition"),
            Operation::Updated => FIELDS.iter().any(|field| tells(field)),
            Operation::Restored => true,
            Operation::Removed | Operation::LineageDeclared => false,
        }
}

/// A declaration that cannot be read says nothing; the log keeps it all the same.
fn declared(change: &Change) -> Option<Declared> {
    let field = change.fields.iter().find(|field| field.field == "lineage")?;
    let read = |value: &serde_json::Value| serde_json::from_value::<LineageRecord>(value.clone()).ok();
    let (before, after) = (read(&field.before), read(&field.after));
    let (at, owner) = (change.number, change.asset);
    let scope = after.as_ref().or(before.as_ref()).map(|record| (record.tool.clone(), record.scope.clone()))?;
    Some(Declared { at, owner, scope, record: after.map(|_| field.after.to_string()) })
}

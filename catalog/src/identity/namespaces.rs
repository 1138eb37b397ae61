//! Systems under several names: a host has a name, an address and what containers call it.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict,
};

use crate::{
    catalog::Catalog,
    error::{Error, Result},
    id::AssetId,
    store::{asset, namespace},
    viewer::{Action, Viewer},
};

/// The longest name of a namespace, in characters.
const MAX_NAME: usize = 500;
/// How many assets are named when an alias is refused.
const NAMED: u64 = 5;
/// The most outermost assets of a namespace that are merged at once.
const MOST_OUTERMOST: u64 = 500;

/// Another name of a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// Who added it; none where that is not known.
    pub by: Option<String>,
    /// When.
    pub at: Option<chrono::DateTime<chrono::Utc>>,
}

/// A system, with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// What it is called in names of assets.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<Alias>,
}

/// What merging two systems did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamespacesMerged {
    /// What was merged, outermost.
    pub merged: Vec<AssetId>,
    /// What has no counterpart and stays, outermost; while there is any, the name is no alias.
    pub left: Vec<AssetId>,
}

impl Catalog {
    /// Every system with its names, by name.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn namespaces_with_aliases(&self, viewer: &Viewer) -> Result<Vec<Namespace>> {
        viewer.must(Action::ManageSources)?;
        let rows = namespace::Entity::find().order_by_asc(namespace::Column::Name).all(self.database().read()).await?;
        let aliases = namespace::alias::Entity::find()
            .order_by_asc(namespace::alias::Column::Alias)
            .all(self.database().read())
            .await?;
        let of = |id: i32| {
            let own = aliases.iter().filter(move |alias| alias.namespace_id == id);
            let told = own.map(|row| Alias {
                name: row.alias.clone(),
                by: row.added_by.clone(),
                at: row.added_at.map(crate::clock::from_micros),
            });
            told.collect()
        };
        // A namespace that became another's name is not one any more.
        let is_one = |row: &namespace::Model| !aliases.iter().any(|alias| alias.alias == row.name);
        Ok(rows.into_iter().filter(is_one).map(|row| Namespace { aliases: of(row.id), name: row.name }).collect())
    }

    /// Lets another name mean a namespace, such as an address of a host, in what is said from now on.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] for an unknown namespace; [`Error::Invalid`] for a name that cannot be
    /// one; [`Error::Conflict`] when assets are called so: merge them first.
    pub async fn add_namespace_alias(&self, viewer: &Viewer, namespace: &str, alias: &str) -> Result<()> {
        viewer.must(Action::ManageSources)?;
        let alias = alias.trim();
        if alias.is_empty() || alias.chars().count() > MAX_NAME || alias.chars().any(char::is_control) {
            return Err(Error::invalid("alias", format!("must be one line of 1 to {MAX_NAME} characters")));
        }
        let id = self.find_logged_namespace(namespace).await?;
        let id = id.ok_or_else(|| Error::not_found("namespace", namespace))?;
        if namespace == alias {
            return Err(Error::invalid("alias", "is the namespace's own name"));
        }
        self.refuse_inhabited(alias, id).await?;
        let write = self.database().write().await?;
        let row = namespace::alias::ActiveModel {
            alias: Set(alias.to_owned()),
            namespace_id: Set(id),
            added_by: Set(Some(viewer.name.clone())),
            added_at: Set(Some(self.clock().now().timestamp_micros())),
        };
        use namespace::alias::Column::{AddedAt, AddedBy, Alias, NamespaceId};
        let conflict = OnConflict::column(Alias).update_columns([NamespaceId, AddedBy, AddedAt]).to_owned();
        namespace::alias::Entity::insert(row).on_conflict(conflict).exec_without_returning(&*write).await?;
        write.commit().await?;
        self.load_namespaces().await
    }

    /// Lets a name be one of its own again, for what is said from now on. What was said under it stays where it is.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when it is no alias.
    pub async fn remove_namespace_alias(&self, viewer: &Viewer, alias: &str) -> Result<()> {
        viewer.must(Action::ManageSources)?;
        let write = self.database().write().await?;
        let gone = namespace::alias::Entity::delete_by_id(alias.to_owned()).exec(&*write).await?;
        if gone.rows_affected == 0 {
            return Err(Error::not_found("alias", alias));
        }
        write.commit().await?;
        self.load_namespaces().await
    }

    /// Merges what is outermost in the system `from` into what is called the same in `into`, and lets the name mean
    /// `into` when nothing is left there.
    ///
    /// # Errors
    /// As [`Catalog::merge`] and [`Catalog::add_namespace_alias`]; what was merged before stays merged.
    pub async fn merge_namespaces(&self, viewer: &Viewer, from: &str, into: &str) -> Result<NamespacesMerged> {
        viewer.must(Action::ManageSources)?;
        let number = async |field: &str, name: &str| {
            let id = self.find_logged_namespace(name).await?;
            id.ok_or_else(|| Error::invalid(field, format!("`{name}` is not the name of a system")))
        };
        let (from_id, into_id) = (number("from", from).await?, number("into", into).await?);
        if from_id == into_id {
            return Err(Error::invalid("into", "is the system itself; name the other one"));
        }
        let theirs = self.outermost(into_id, MOST_OUTERMOST).await?;
        let ours = self.outermost(from_id, MOST_OUTERMOST).await?;
        let mut done = NamespacesMerged::default();
        for (id, kind, key) in ours {
            match theirs.iter().find(|their| (their.1, &their.2) == (kind, &key)) {
                Some((other, ..)) => {
                    self.merge(viewer, AssetId(id), AssetId(*other), Some(format!("`{from}` is `{into}`"))).await?;
                    done.merged.push(AssetId(id));
                }
                None => done.left.push(AssetId(id)),
            }
        }
        if done.left.is_empty() {
            self.add_namespace_alias(viewer, into, from).await?;
        }
        Ok(done)
    }

    async fn outermost(&self, namespace: i32, most: u64) -> Result<Vec<(uuid::Uuid, i16, String)>> {
        use asset::Column::{Folded, Id, IdentityKey, Kind, NamespaceId, ParentId, RemovedChange};
        let rows = asset::Entity::find()
            .select_only()
            .columns([Id, Kind, IdentityKey])
            .filter(ParentId.eq(uuid::Uuid::nil()))
            .filter(NamespaceId.eq(namespace))
            .filter(RemovedChange.is_null())
            .order_by_asc(Folded)
            .order_by_asc(Id)
            .limit(most);
        Ok(rows.into_tuple().all(self.database().read()).await?)
    }

    /// Refuses a name under which assets are known that were not merged.
    async fn refuse_inhabited(&self, alias: &str, id: i32) -> Result<()> {
        let Some(taken) = self.find_logged_namespace(alias).await?.filter(|taken| *taken != id) else { return Ok(()) };
        let there = self.outermost(taken, NAMED).await?;
        if there.is_empty() {
            return Ok(());
        }
        let keys: Vec<&str> = there.iter().map(|(_, _, key)| key.as_str()).collect();
        let problem = format!(
            "`{alias}` has assets of its own ({}); merge the systems, so that they become one",
            keys.join(", ")
        );
        Err(Error::conflict(problem))
    }
}

//! The handle through which everything else uses the catalog.

use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder};
use tokio::sync::watch;

use crate::{
    change::ChangeNumber,
    clock::Clock,
    database::{Database, Write},
    error::Result,
    name::Name,
    pace::Pace,
    store::{namespace, sequence},
};

/// The catalog; cheap to clone.
#[derive(Debug, Clone)]
pub struct Catalog {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    database: Database,
    clock: Clock,
    namespaces: RwLock<Namespaces>,
    last: watch::Sender<ChangeNumber>,
    pace: Pace,
}

/// Namespaces by number and by every name they go by; there are few.
#[derive(Debug, Default)]
struct Namespaces {
    by_id: HashMap<i32, Arc<str>>,
    by_name: HashMap<Arc<str>, i32>,
    /// The same without aliases. A namespace whose assets were all merged is still called so in the log.
    by_own_name: HashMap<Arc<str>, i32>,
}

impl Catalog {
    /// The catalog kept in `database`, whose tables are up to date.
    #[must_use]
    pub fn new(database: Database, clock: Clock) -> Self {
        let (last, _) = watch::channel(ChangeNumber(0));
        Self { inner: Arc::new(Inner { database, clock, namespaces: RwLock::default(), last, pace: Pace::default() }) }
    }

    /// The store.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.inner.database
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Where the followers are that are reading on.
    pub(crate) fn pace(&self) -> &Pace {
        &self.inner.pace
    }

    /// Wakes whoever waits for changes. The value is the newest number this process knows of.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<ChangeNumber> {
        self.inner.last.subscribe()
    }

    /// The number of the last change; also tells [`Catalog::watch`], so that changes of other processes are noticed.
    ///
    /// # Errors
    /// [`crate::Error::StoreUnavailable`] when the store does not answer.
    pub async fn last_change(&self) -> Result<ChangeNumber> {
        let row = sequence::Entity::find_by_id(1).one(self.database().read()).await?;
        let last = ChangeNumber(row.map_or(0, |row| row.value));
        self.announce(last);
        Ok(last)
    }

    /// Commits `write` and tells whoever waits that changes up to `last` are there.
    ///
    /// # Errors
    /// The store's own; then nothing was written.
    pub async fn commit_write(&self, write: Write, last: Option<ChangeNumber>) -> Result<()> {
        write.commit().await?;
        if let Some(last) = last {
            self.announce(last);
        }
        Ok(())
    }

    fn announce(&self, last: ChangeNumber) {
        self.inner.last.send_if_modified(|known| {
            let is_news = *known < last;
            if is_news {
                *known = last;
            }
            is_news
        });
    }

    /// The namespace with this number.
    pub(crate) async fn namespace_name(&self, id: i32) -> Result<Arc<str>> {
        if let Some(name) = self.known(|known| known.by_id.get(&id).cloned()) {
            return Ok(name);
        }
        self.load_namespaces().await?;
        Ok(self.known(|known| known.by_id.get(&id).cloned()).unwrap_or_else(|| Arc::from("unknown")))
    }

    /// The number of a namespace, by its name or an alias; none when it was never heard of.
    pub(crate) async fn find_namespace(&self, name: &str) -> Result<Option<i32>> {
        if let Some(id) = self.known(|known| known.by_name.get(name).copied()) {
            return Ok(Some(id));
        }
        self.load_namespaces().await?;
        Ok(self.known(|known| known.by_name.get(name).copied()))
    }

    /// The number of the namespace that is called so itself, aliases left out: what the change log says does not change
    /// its sense when somebody gives a namespace another name later.
    pub(crate) async fn find_logged_namespace(&self, name: &str) -> Result<Option<i32>> {
        let own = |known: &Namespaces| known.by_own_name.get(name).copied();
        if let Some(id) = self.known(own) {
            return Ok(Some(id));
        }
        self.load_namespaces().await?;
        Ok(self.known(own))
    }

    /// A name with the namespace's own name where it was said with an alias: what goes into the log.
    pub(crate) async fn without_alias(&self, name: &mut Name) -> Result<()> {
        if let Some(id) = self.find_namespace(&name.namespace).await? {
            name.namespace = self.namespace_name(id).await?;
        }
        Ok(())
    }

    /// The number of a namespace, which is made when it was never heard of.
    pub(crate) async fn ensure_namespace(&self, name: &str) -> Result<i32> {
        if let Some(id) = self.find_namespace(name).await? {
            return Ok(id);
        }
        let write = self.database().write().await?;
        let rows = namespace::Entity::find().order_by_desc(namespace::Column::Id).all(&*write).await?;
        if !rows.iter().any(|row| row.name == name) {
            let id = rows.first().map_or(1, |row| row.id + 1);
            let row = namespace::ActiveModel { id: Set(id), name: Set(name.to_owned()) };
            namespace::Entity::insert(row).exec_without_returning(&*write).await?;
        }
        write.commit().await?;
        self.find_namespace(name).await.map(|id| id.unwrap_or_default())
    }

    fn known<T>(&self, read: impl FnOnce(&Namespaces) -> T) -> T {
        read(&self.inner.namespaces.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    pub(crate) async fn load_namespaces(&self) -> Result<()> {
        let rows = namespace::Entity::find().all(self.database().read()).await?;
        let aliases = namespace::alias::Entity::find().all(self.database().read()).await?;
        let mut loaded = Namespaces::default();
        for row in rows {
            let name: Arc<str> = row.name.into();
            loaded.by_name.insert(Arc::clone(&name), row.id);
            loaded.by_own_name.insert(Arc::clone(&name), row.id);
            loaded.by_id.insert(row.id, name);
        }
        for row in aliases {
            loaded.by_name.insert(row.alias.into(), row.namespace_id);
        }
        *self.inner.namespaces.write().unwrap_or_else(std::sync::PoisonError::into_inner) = loaded;
        Ok(())
    }
}

//! Webhooks and chats that are told of events: making, changing, switching off, and their secrets.

use catalog::{
    Action, EndpointId, Page, PageRequest, UserId, Viewer,
    page::{decode_cursor, encode_cursor},
};
use chrono::{DateTime, Duration, Utc};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use super::{
    Notify, address,
    error::{Error, Result},
    event::EventKind,
    shape::{Shape, Target},
    sign,
    store::{
        delivery,
        endpoint::{self as store, EndpointRow},
        event,
    },
    words::Locale,
};

/// The most webhooks and chats of an installation.
const MOST: i64 = 200;
/// How long the secret before the newest one is still good.
const OVERLAP: Duration = Duration::hours(24);
/// The most characters of a name.
const MOST_NAME: usize = 80;

/// A webhook or a chat, without what is secret of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// Its identifier.
    pub id: EndpointId,
    /// What people call it.
    pub name: String,
    /// What is sent.
    pub shape: Shape,
    /// Where to, without what may be secret of it.
    pub url: String,
    /// Whether a secret signs what is sent.
    pub has_secret: bool,
    /// Until when the secret before the newest one signs too.
    pub old_secret_until: Option<DateTime<Utc>>,
    /// The events it is told of; all when empty.
    pub kinds: Vec<EventKind>,
    /// The account whose sight decides what it is told.
    pub reader: UserId,
    /// Who answers for it.
    pub owner: Option<UserId>,
    /// The language of its messages.
    pub locale: Locale,
    /// Whether it is told.
    pub is_enabled: bool,
    /// Why it is not, when nobody switched it off.
    pub trouble: Option<String>,
    /// The event up to which deliveries are made.
    pub position: i64,
    /// When it last took a message.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A webhook or a chat as it shall be; what is absent stays, or is the usual thing for a new one.
#[derive(Debug, Clone, Default)]
pub struct EndpointChange {
    /// Which one; none for a new one.
    pub id: Option<EndpointId>,
    /// What people call it.
    pub name: Option<String>,
    /// What is sent; of a new one only.
    pub shape: Option<Shape>,
    /// Where to.
    pub url: Option<SecretString>,
    /// What signs what is sent to a chat; empty for nothing. That of a webhook is made here.
    pub secret: Option<SecretString>,
    /// The events it is told of; all when empty.
    pub kinds: Option<Vec<EventKind>>,
    /// The account whose sight decides what it is told; their own for a new one.
    pub reader: Option<UserId>,
    /// The language of its messages.
    pub locale: Option<Locale>,
    /// Whether it is told.
    pub is_enabled: Option<bool>,
}

/// What a change came to, with a secret that is shown this once.
#[derive(Debug)]
pub struct Saved {
    /// As it is now.
    pub endpoint: Endpoint,
    /// The secret that was made.
    pub secret: Option<SecretString>,
}

pub(super) fn place_of(id: Uuid, part: &str) -> String {
    format!("endpoint:{id}/{part}")
}

impl Notify {
    /// A page of all webhooks and chats, by name.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a foreign cursor.
    pub async fn endpoints(&self, viewer: &Viewer, page: &PageRequest) -> Result<Page<Endpoint>> {
        viewer.must(Action::ManageWebhooks)?;
        let after =
            page.after.as_deref().map(|cursor| decode_cursor(cursor, 1)).transpose()?.map(|parts| parts.concat());
        let rows = store::page(self.database().read(), after.as_deref(), page.first as u64 + 1).await?;
        let page = Page::cut(rows, page.first, |row| encode_cursor(&[&row.name_key]));
        Ok(page.map(Endpoint::from))
    }

    /// One of them.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn endpoint(&self, viewer: &Viewer, id: EndpointId) -> Result<Endpoint> {
        viewer.must(Action::ManageWebhooks)?;
        Ok(self.endpoint_row(id).await?.into())
    }

    /// The accounts that a webhook of the viewer's may read with.
    ///
    /// # Errors
    /// `Forbidden`.
    pub async fn readers(&self, viewer: &Viewer) -> Result<Vec<crate::access::User>> {
        viewer.must(Action::ManageWebhooks)?;
        Ok(self.access().speakable(viewer).await?)
    }

    pub(super) async fn endpoint_row(&self, id: EndpointId) -> Result<EndpointRow> {
        let row = store::find(self.database().read(), id.0).await?;
        row.ok_or_else(|| catalog::Error::not_found("webhook", id).into())
    }

    /// Makes or changes one. A new one is told of what happens from now on.
    ///
    /// # Errors
    /// `Forbidden`, also to read with an account that the viewer does not answer for; `Invalid` naming the field;
    /// `NotFound`; `Conflict` for a name that is taken, or when there are too many.
    pub async fn save_endpoint(&self, viewer: &Viewer, change: EndpointChange) -> Result<Saved> {
        viewer.must(Action::ManageWebhooks)?;
        let old = match change.id {
            Some(id) => Some(self.endpoint_row(id).await?),
            None => None,
        };
        let is_new = old.is_none();
        let mut row = match old {
            Some(row) => row,
            None => self.new_row(viewer, &change).await?,
        };
        let was_enabled = row.is_enabled;
        let secret = self.change_row(viewer, &mut row, change, is_new).await?;
        let write = self.database().write().await?;
        if is_new {
            if store::count(&*write).await? >= MOST {
                let problem = format!("there are {MOST} webhooks already; delete one that nobody needs");
                return Err(catalog::Error::conflict(problem).into());
            }
            row.position = event::last(&*write).await?;
            store::insert(&write, &row).await.map_err(|error| taken(error, &row.name))?;
        } else {
            store::update(&write, &row).await.map_err(|error| taken(error, &row.name))?;
            if row.is_enabled && !was_enabled {
                delivery::refresh(&write, row.id, self.now_micros()).await?;
            }
        }
        write.commit().await?;
        self.wake();
        Ok(Saved { endpoint: row.into(), secret })
    }

    async fn new_row(&self, viewer: &Viewer, change: &EndpointChange) -> Result<EndpointRow> {
        let reader = change.reader.or(viewer.user);
        let reader = reader.ok_or_else(|| Error::invalid("reader", "is needed: you are no account yourself"))?;
        for (is_there, field) in [(change.name.is_some(), "name"), (change.url.is_some(), "url")] {
            if !is_there {
                return Err(Error::invalid(field, "is needed for a new one"));
            }
        }
        let now = self.now_micros();
        Ok(EndpointRow {
            id: EndpointId::new().0,
            shape: change.shape.unwrap_or(Shape::CloudEvents).code().to_owned(),
            reader: reader.0,
            owner: viewer.user.map(|user| user.0),
            locale: Locale::En.code().to_owned(),
            is_enabled: true,
            created_at: now,
            ..EndpointRow::default()
        })
    }

    /// Changes a row; gives the secret that was made, if one was.
    async fn change_row(
        &self,
        viewer: &Viewer,
        row: &mut EndpointRow,
        change: EndpointChange,
        is_new: bool,
    ) -> Result<Option<SecretString>> {
        let shape = shape_of(row)?;
        if let Some(name) = &change.name {
            row.name = check_name(name)?;
            row.name_key = row.name.to_lowercase();
        }
        if change.shape.is_some_and(|wanted| wanted != shape) {
            return Err(Error::invalid("shape", "stays as it is; make another one"));
        }
        if let Some(url) = &change.url {
            let url = address::check(url, self.outbound())?;
            row.shown_url = url.origin().ascii_serialization();
            row.url = self.sealer().seal(&SecretString::from(String::from(url)), &place_of(row.id, "url"))?;
        }
        if is_new || change.reader.is_some() {
            let reader = change.reader.map_or(row.reader, |reader| reader.0);
            if !self.access().may_speak_for(viewer, UserId(reader)).await? {
                return Err(catalog::Error::not_found("reader", reader).into());
            }
            row.reader = reader;
        }
        if let Some(kinds) = &change.kinds {
            let codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
            row.kinds = (!codes.is_empty()).then(|| serde_json::json!(codes).to_string());
        }
        if let Some(locale) = change.locale {
            locale.code().clone_into(&mut row.locale);
        }
        if let Some(is_enabled) = change.is_enabled {
            row.is_enabled = is_enabled;
            if is_enabled {
                (row.trouble, row.failures, row.pause_until) = (None, 0, 0);
            }
        }
        row.updated_at = self.now_micros();
        self.change_secret(row, shape, change.secret, is_new)
    }

    fn change_secret(
        &self,
        row: &mut EndpointRow,
        shape: Shape,
        given: Option<SecretString>,
        is_new: bool,
    ) -> Result<Option<SecretString>> {
        if shape.has_own_secret() {
            if given.is_some() {
                return Err(Error::invalid("secret", "is made here; leave it out, or make a new one"));
            }
            if !is_new {
                return Ok(None);
            }
            let secret = sign::new_secret()?;
            row.secret = Some(self.sealer().seal(&secret, &place_of(row.id, "secret"))?);
            return Ok(Some(secret));
        }
        if let Some(secret) = given {
            if secret.expose_secret().len() > 500 {
                return Err(Error::invalid("secret", "has more than 500 bytes"));
            }
            let is_empty = secret.expose_secret().is_empty();
            row.secret = match is_empty {
                true => None,
                false => Some(self.sealer().seal(&secret, &place_of(row.id, "secret"))?),
            };
        }
        Ok(None)
    }

    /// Makes a new secret for a webhook; the one before is good for another day, so that the other side can change.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a chat, whose secret its maker makes.
    pub async fn rotate_secret(&self, viewer: &Viewer, id: EndpointId) -> Result<Saved> {
        viewer.must(Action::ManageWebhooks)?;
        let mut row = self.endpoint_row(id).await?;
        if !shape_of(&row)?.has_own_secret() {
            return Err(Error::invalid("id", "is a chat; its secret is made there: save it here"));
        }
        let secret = sign::new_secret()?;
        let old = row.secret.as_deref().map(|old| self.sealer().open(old, &place_of(row.id, "secret"))).transpose()?;
        row.old_secret = old.map(|old| self.sealer().seal(&old, &place_of(row.id, "old_secret"))).transpose()?;
        row.old_until = Some((self.clock().now() + OVERLAP).timestamp_micros());
        row.secret = Some(self.sealer().seal(&secret, &place_of(row.id, "secret"))?);
        row.updated_at = self.now_micros();
        let write = self.database().write().await?;
        store::update(&write, &row).await?;
        write.commit().await?;
        Ok(Saved { endpoint: row.into(), secret: Some(secret) })
    }

    /// Deletes one, with everything that waits for it.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`.
    pub async fn delete_endpoint(&self, viewer: &Viewer, id: EndpointId) -> Result<()> {
        viewer.must(Action::ManageWebhooks)?;
        self.endpoint_row(id).await?;
        let write = self.database().write().await?;
        store::delete(&write, id.0).await?;
        Ok(write.commit().await?)
    }

    /// Where an endpoint is told, with its secrets.
    pub(super) fn target(&self, row: &EndpointRow) -> Result<Target> {
        let url = self.sealer().open(&row.url, &place_of(row.id, "url"))?;
        let is_overlap = row.old_until.is_some_and(|until| until > self.now_micros());
        let old = row.old_secret.as_deref().filter(|_| is_overlap).map(|sealed| (sealed, "old_secret"));
        let mut secrets = Vec::new();
        for (sealed, part) in row.secret.as_deref().map(|sealed| (sealed, "secret")).into_iter().chain(old) {
            secrets.push(self.sealer().open(sealed, &place_of(row.id, part))?);
        }
        Ok(Target { shape: shape_of(row)?, url, secrets, locale: Locale::of(&row.locale) })
    }
}

fn shape_of(row: &EndpointRow) -> Result<Shape> {
    Shape::of(&row.shape).ok_or_else(|| Error::invalid("shape", "is of a newer version of the service"))
}

fn check_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > MOST_NAME || name.chars().any(char::is_control) {
        return Err(Error::invalid("name", format!("needs 1 to {MOST_NAME} characters in one line")));
    }
    Ok(name.to_owned())
}

fn taken(error: catalog::Error, name: &str) -> catalog::Error {
    match &error {
        catalog::Error::Store(cause)
            if matches!(cause.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_))) =>
        {
            catalog::Error::conflict(format!("there is a webhook `{name}` already"))
        }
        _ => error,
    }
}

/// The kinds of events that a list in a row names; none for all.
pub(super) fn kinds_of(list: Option<&str>) -> Vec<EventKind> {
    let codes: Vec<String> = list.and_then(|list| serde_json::from_str(list).ok()).unwrap_or_default();
    codes.iter().filter_map(|code| code.parse().ok()).collect()
}

impl From<EndpointRow> for Endpoint {
    fn from(row: EndpointRow) -> Self {
        let time = catalog::clock::from_micros;
        Self {
            id: EndpointId(row.id),
            shape: Shape::of(&row.shape).unwrap_or(Shape::CloudEvents),
            url: row.shown_url,
            has_secret: row.secret.is_some(),
            old_secret_until: row.old_until.map(time),
            kinds: kinds_of(row.kinds.as_deref()),
            reader: UserId(row.reader),
            owner: row.owner.map(UserId),
            locale: Locale::of(&row.locale),
            is_enabled: row.is_enabled,
            trouble: row.trouble,
            position: row.position,
            last_success_at: row.last_success_at.map(time),
            created_at: time(row.created_at),
            name: row.name,
        }
    }
}

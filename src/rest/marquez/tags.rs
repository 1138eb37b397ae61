//! Tags: which there are, and giving and taking them; each is a row of the audit log. They are those that people give in the catalog; a tag is there as
//! soon as something has it, and has no description.

use std::time::Instant;

use axum::{
    Extension, Json,
    extract::{Path, Query, Request, State},
};
use catalog::{Asset, AssetKind, BulkEdit, Fault as _, Layer, PageRequest, RelationKind, Viewer};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{MOST_ITEMS, Window, datasets, jobs, not_found};
use crate::{
    access::Caller,
    app::App,
    audit::{Entry, Footprint, Target, entry::OK},
    http::{
        SMALL_BODY,
        error::{Problem, code},
        read_body,
    },
};

/// Who edits, and from where.
type Editor = (Extension<Caller>, Extension<Footprint>);

/// A page of tags, by their text.
///
/// # Errors
/// 400 for a window out of range.
pub async fn list(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    Query(part): Query<Window>,
) -> Result<Json<Value>, Problem> {
    let (limit, offset) = part.checked()?;
    let (mut tags, mut after) = (Vec::new(), None);
    while tags.len() < offset + limit {
        let first = (offset + limit - tags.len()).min(MOST_ITEMS);
        let page = app.catalog().tags(&caller.viewer, &PageRequest { first, after }).await?;
        after = page.next().map(str::to_owned);
        tags.extend(page.items.into_iter().map(|(_, tag)| tag));
        if after.is_none() {
            break;
        }
    }
    let shown: Vec<Value> = tags.into_iter().skip(offset).map(tag).collect();
    Ok(Json(json!({ "tags": shown })))
}

fn tag(name: String) -> Value {
    json!({ "name": name, "description": null })
}

/// What is said of a tag that is made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    description: Option<String>,
}

/// Answers that a tag may be given; Marquez' clients ask for it before they give one.
///
/// # Errors
/// 400 for a text that cannot be a tag, and for a description, which would be lost.
pub async fn make(Path(name): Path<String>, request: Request) -> Result<Json<Value>, Problem> {
    let body = read_body(request, SMALL_BODY).await?;
    let said: Option<Said> = if body.trim_ascii().is_empty() {
        None
    } else {
        serde_json::from_slice(&body).map_err(|cause| Problem::invalid("body", format!("is not JSON: {cause}")))?
    };
    if said.and_then(|said| said.description).is_some_and(|text| !text.trim().is_empty()) {
        return Err(Problem::invalid("description", "is not kept: a tag here is only its text; leave it out"));
    }
    let name = catalog::edit::checked_tag(&name)?;
    Ok(Json(tag(name)))
}

/// Gives a data set a tag.
///
/// # Errors
/// 404 when there is no such data set that the caller may know of; 400 for a text that cannot be a tag.
pub async fn tag_dataset(
    State(app): State<App>,
    (Extension(caller), Extension(footprint)): Editor,
    Path((namespace, name, tag)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let asset = dataset(&app, &caller.viewer, &namespace, &name).await?;
    edit(&app, (&caller.viewer, &footprint), &asset, Change::Give(tag)).await?;
    datasets::shown(&app, &caller.viewer, asset.id).await
}

/// Takes a tag of a data set back.
///
/// # Errors
/// 404 when there is no such data set that the caller may know of, or it has no such tag; 409 for a tag that its source
/// gives.
pub async fn untag_dataset(
    State(app): State<App>,
    (Extension(caller), Extension(footprint)): Editor,
    Path((namespace, name, tag)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let asset = dataset(&app, &caller.viewer, &namespace, &name).await?;
    edit(&app, (&caller.viewer, &footprint), &asset, Change::Take(tag)).await?;
    datasets::shown(&app, &caller.viewer, asset.id).await
}

/// Gives a field a tag.
///
/// # Errors
/// As [`tag_dataset`].
pub async fn tag_field(
    State(app): State<App>,
    (Extension(caller), Extension(footprint)): Editor,
    Path((namespace, name, field, tag)): Path<(String, String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let (asset, column) = self::field(&app, &caller.viewer, (&namespace, &name, &field)).await?;
    edit(&app, (&caller.viewer, &footprint), &column, Change::Give(tag)).await?;
    datasets::shown(&app, &caller.viewer, asset.id).await
}

/// Takes a tag of a field back.
///
/// # Errors
/// As [`untag_dataset`].
pub async fn untag_field(
    State(app): State<App>,
    (Extension(caller), Extension(footprint)): Editor,
    Path((namespace, name, field, tag)): Path<(String, String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let (asset, column) = self::field(&app, &caller.viewer, (&namespace, &name, &field)).await?;
    edit(&app, (&caller.viewer, &footprint), &column, Change::Take(tag)).await?;
    datasets::shown(&app, &caller.viewer, asset.id).await
}

/// Gives a job a tag.
///
/// # Errors
/// As [`tag_dataset`].
pub async fn tag_job(
    State(app): State<App>,
    (Extension(caller), Extension(footprint)): Editor,
    Path((namespace, name, tag)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let asset = job(&app, &caller.viewer, &namespace, &name).await?;
    edit(&app, (&caller.viewer, &footprint), &asset, Change::Give(tag)).await?;
    jobs::shown(&app, &caller.viewer, asset.id).await
}

/// Takes a tag of a job back.
///
/// # Errors
/// As [`untag_dataset`].
pub async fn untag_job(
    State(app): State<App>,
    (Extension(caller), Extension(footprint)): Editor,
    Path((namespace, name, tag)): Path<(String, String, String)>,
) -> Result<Json<Value>, Problem> {
    let asset = job(&app, &caller.viewer, &namespace, &name).await?;
    edit(&app, (&caller.viewer, &footprint), &asset, Change::Take(tag)).await?;
    jobs::shown(&app, &caller.viewer, asset.id).await
}

async fn dataset(app: &App, viewer: &Viewer, namespace: &str, name: &str) -> Result<Asset, Problem> {
    app.openlineage().dataset(viewer, namespace, name).await?.ok_or_else(|| not_found("dataset", name))
}

async fn job(app: &App, viewer: &Viewer, namespace: &str, name: &str) -> Result<Asset, Problem> {
    app.openlineage().job(viewer, namespace, name).await?.ok_or_else(|| not_found("job", name))
}

/// A data set and one of its columns.
async fn field(
    app: &App,
    viewer: &Viewer,
    (namespace, name, field): (&str, &str, &str),
) -> Result<(Asset, Asset), Problem> {
    let asset = dataset(app, viewer, namespace, name).await?;
    let place = (asset.name.child(field), AssetKind::Column);
    let found = app.catalog().resolve(viewer, &[place]).await?.into_iter().flatten().next();
    let id = found.ok_or_else(|| not_found("field", field))?;
    let column = app.catalog().asset(viewer, id, None).await?;
    Ok((asset, column))
}

/// What is done with a tag.
enum Change {
    Give(String),
    Take(String),
}

impl Change {
    fn operation(&self) -> &'static str {
        match self {
            Self::Give(_) => "tagAsset",
            Self::Take(_) => "untagAsset",
        }
    }

    fn tag(&self) -> &str {
        let (Self::Give(tag) | Self::Take(tag)) = self;
        tag
    }

    async fn write(&self, app: &App, viewer: &Viewer, asset: &Asset) -> catalog::Result<()> {
        let edit = match self {
            Self::Give(tag) => BulkEdit { add_tags: vec![tag.clone()], ..BulkEdit::default() },
            Self::Take(tag) => {
                is_to_take(asset, tag)?;
                BulkEdit { remove_tags: vec![tag.clone()], ..BulkEdit::default() }
            }
        };
        app.catalog().edit_all(viewer, &[asset.id], edit).await?;
        Ok(())
    }
}

/// Whether a person gave the tag, so that it can be taken back.
fn is_to_take(asset: &Asset, tag: &str) -> catalog::Result<()> {
    let given = || asset.relations.iter().filter(|tie| tie.kind == RelationKind::Tag && tie.target == tag);
    if given().any(|tie| tie.layer == Layer::Curated) {
        return Ok(());
    }
    if given().next().is_some() {
        let problem = format!("the tag `{tag}` comes from the source; it can be taken away there only");
        return Err(catalog::Error::conflict(problem));
    }
    Err(catalog::Error::not_found("tag", tag))
}

async fn edit(
    app: &App,
    (viewer, footprint): (&Viewer, &Footprint),
    asset: &Asset,
    change: Change,
) -> Result<(), Problem> {
    let began = Instant::now();
    let outcome = change.write(app, viewer, asset).await;
    let result = outcome.as_ref().map_or_else(|error| code(error.kind()), |()| OK);
    let mut entry = Entry::new(viewer, footprint, change.operation()).ending(result).taking(began.elapsed());
    entry.target = Some(Target::new(asset.kind.to_string(), asset.name.to_string()));
    entry.arguments = Some(json!({ "tag": change.tag() }));
    app.audit().write(vec![entry]).await;
    Ok(outcome?)
}

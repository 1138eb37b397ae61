//! Lineage that people write: edges between two assets, each with a note, who wrote it and when.
//!
//! Every edge is a set of its own, said by the tool [`TOOL`] for the identifiers of its ends. No source speaks for that
//! tool, so no crawl touches it, and no rename of an end loses it. What a tool says about the same two assets is another
//! set, and stays when this one goes.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    asset::Asset,
    catalog::Catalog,
    change::{ChangeNumber, Operation, Origin},
    database::Write,
    declare,
    draft::{Author, Draft},
    error::{Error, Result},
    governance::Permission,
    id::{AssetId, CommitId},
    kinds::AssetKind,
    name::Name,
    record::{ByHand, DeclaredColumnEdge, DeclaredEdge, LineageRecord},
    state,
    store::{
        ROWS, asset,
        declaration::{Column, Entity},
    },
    viewer::Viewer,
};

/// The tool that speaks for people.
pub const TOOL: &str = "manual";
/// The most edges that are written or removed at once.
pub const MAX_EDGES: usize = 500;
/// The longest note, in bytes.
pub const MAX_NOTE: usize = 4000;
/// The most edges by hand into one asset that are looked through.
const MOST_INTO_ONE: u64 = 100_000;

/// An edge as a person writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandEdge {
    /// Where data comes from: a column, or anything else as a whole.
    pub upstream: AssetId,
    /// Where data goes: a column when the upstream end is one, or anything else as a whole.
    pub downstream: AssetId,
    /// One of the words of a [`DeclaredColumnEdge`]; from a column only.
    pub subtype: Option<String>,
    /// Whether values are hidden on the way; from a column only.
    pub masking: bool,
    /// Why it is there, in Markdown.
    pub note: Option<String>,
}

/// What became of edges that were written or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rewritten {
    /// The commit; none when everything was so already.
    pub commit: Option<CommitId>,
    /// How many edges are other than before.
    pub edges: usize,
}

/// An end, with what it is a column of.
struct End {
    id: AssetId,
    whole: AssetId,
    name: Name,
    kind: AssetKind,
    column: Option<String>,
}

/// What is to be said for a scope from now on, on the asset where its data goes.
struct Wanted {
    scope: String,
    holder: AssetId,
    said: Option<ByHand>,
    edges: Vec<DeclaredEdge>,
}

impl Catalog {
    /// Adds edges, or replaces what people said about the same pairs before. All of it is one commit.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] for an end that this viewer may not know of; [`Error::Invalid`] naming
    /// the field.
    pub async fn write_lineage(&self, viewer: &Viewer, edges: Vec<HandEdge>) -> Result<Rewritten> {
        let pairs: Vec<(AssetId, AssetId)> = edges.iter().map(|edge| (edge.upstream, edge.downstream)).collect();
        let assets = self.ends(viewer, &pairs).await?;
        let (mut wanted, mut once) = (Vec::with_capacity(edges.len()), HashSet::new());
        for (place, edge) in edges.into_iter().enumerate() {
            let field = |name: &str| format!("edges[{place}].{name}");
            if !once.insert((edge.upstream, edge.downstream)) {
                return Err(Error::invalid(field("downstream"), "stands in the list twice with this upstream"));
            }
            let ends = (&assets[&edge.upstream], &assets[&edge.downstream]);
            for (name, asset) in [("upstream", ends.0), ("downstream", ends.1)] {
                if asset.removed.is_some() {
                    return Err(Error::invalid(field(name), "was removed from its source; choose what is there"));
                }
            }
            let edge = checked(edge, ends).map_err(|(name, problem)| Error::invalid(field(name), problem))?;
            wanted.push(self.said_by(viewer, edge, (end(ends.0), end(ends.1))));
        }
        self.rewrite(viewer, wanted).await
    }

    /// Takes back what people said about pairs of assets; what tools say about them stays. A pair of whole assets stands
    /// for everything that was written about the two and about their columns.
    ///
    /// # Errors
    /// As [`Catalog::write_lineage`]; [`Error::Invalid`] when nobody wrote anything about a pair.
    pub async fn remove_lineage(&self, viewer: &Viewer, pairs: &[(AssetId, AssetId)]) -> Result<Rewritten> {
        let assets = self.ends(viewer, pairs).await?;
        let mut gone: BTreeMap<String, Wanted> = BTreeMap::new();
        for (place, pair) in pairs.iter().enumerate() {
            let ends = (end(&assets[&pair.0]), end(&assets[&pair.1]));
            let meant = self.written(&ends).await?;
            if meant.is_empty() {
                let field = format!("edges[{place}].downstream");
                return Err(Error::invalid(field, "nobody wrote such an edge by hand"));
            }
            let holder = ends.1.whole;
            let wanted = |scope: String| Wanted { scope, holder, said: None, edges: Vec::new() };
            gone.extend(meant.into_iter().map(|scope| (scope.clone(), wanted(scope))));
        }
        self.rewrite(viewer, gone.into_values().collect()).await
    }

    /// What people wrote for scopes of the tool [`TOOL`], behind a change or now; what speaks of something that this
    /// viewer may not know of is absent.
    ///
    /// # Errors
    /// The store's own.
    pub async fn by_hand(
        &self,
        viewer: &Viewer,
        scopes: &[String],
        as_of: Option<ChangeNumber>,
    ) -> Result<HashMap<String, ByHand>> {
        let held = match as_of {
            None => Condition::all().add(Column::UntilChange.is_null()),
            Some(at) => Condition::all()
                .add(Column::FromChange.lte(at.0))
                .add(Condition::any().add(Column::UntilChange.is_null()).add(Column::UntilChange.gt(at.0))),
        };
        let mut found = HashMap::new();
        for chunk in scopes.chunks(ROWS) {
            let query = Entity::find()
                .filter(Column::Tool.eq(TOOL))
                .filter(Column::Scope.is_in(chunk.iter().map(String::as_str)))
                .filter(held.clone());
            for row in query.all(self.database().read()).await? {
                found.extend(read(&row.declared).map(|hand| (row.scope, hand)));
            }
        }
        let ends: Vec<AssetId> = found.values().flat_map(|hand| [hand.upstream, hand.downstream]).collect();
        let visible = self.visible(viewer, &ends).await?;
        found.retain(|_, hand| visible.contains(&hand.upstream) && visible.contains(&hand.downstream));
        Ok(found)
    }

    /// The assets of pairs, all of which must be there for the viewer.
    async fn ends(&self, viewer: &Viewer, pairs: &[(AssetId, AssetId)]) -> Result<HashMap<AssetId, Asset>> {
        if pairs.is_empty() || pairs.len() > MAX_EDGES {
            return Err(Error::invalid("edges", format!("has {}; 1 to {MAX_EDGES} are allowed", pairs.len())));
        }
        let ids: HashSet<AssetId> = pairs.iter().flat_map(|pair| [pair.0, pair.1]).collect();
        let ids: Vec<AssetId> = ids.into_iter().collect();
        let found = self.assets(viewer, &ids, None).await?;
        let found: HashMap<AssetId, Asset> = found.into_iter().map(|asset| (asset.id, asset)).collect();
        if let Some(missing) = ids.iter().find(|id| !found.contains_key(id)) {
            return Err(Error::not_found("asset", missing));
        }
        let downstream: Vec<AssetId> = pairs.iter().map(|pair| pair.1).collect();
        self.must_with(viewer, Permission::Edit, &downstream).await?;
        Ok(found)
    }

    /// The scopes of what people wrote about a pair, and, of whole assets, about their columns.
    async fn written(&self, (upstream, downstream): &(End, End)) -> Result<Vec<String>> {
        let query = Entity::find()
            .filter(Column::Tool.eq(TOOL))
            .filter(Column::AssetId.eq(downstream.whole.0))
            .filter(Column::UntilChange.is_null())
            .limit(MOST_INTO_ONE);
        let rows = query.all(self.database().read()).await?;
        let hands: Vec<(String, ByHand)> =
            rows.into_iter().filter_map(|row| Some((row.scope, read(&row.declared)?))).collect();
        let froms: Vec<AssetId> = hands.iter().map(|(_, hand)| hand.upstream).collect();
        let parents = self.parents(&froms).await?;
        let is_whole = upstream.column.is_none() && downstream.column.is_none();
        let is_meant = |hand: &ByHand| match is_whole {
            true => hand.upstream == upstream.id || parents.get(&hand.upstream) == Some(&upstream.id),
            false => (hand.upstream, hand.downstream) == (upstream.id, downstream.id),
        };
        Ok(hands.into_iter().filter(|(_, hand)| is_meant(hand)).map(|(scope, _)| scope).collect())
    }

    fn said_by(&self, viewer: &Viewer, edge: HandEdge, (upstream, downstream): (End, End)) -> Wanted {
        let column = upstream.column.map(|column| DeclaredColumnEdge {
            upstream: column,
            downstream: downstream.column.unwrap_or_default(),
            subtype: edge.subtype.clone().unwrap_or_default(),
            masking: edge.masking,
        });
        let called = DeclaredEdge {
            upstream: upstream.name,
            upstream_kind: upstream.kind,
            downstream: downstream.name,
            downstream_kind: downstream.kind,
            columns: column.into_iter().collect(),
        };
        let said = ByHand {
            upstream: edge.upstream,
            downstream: edge.downstream,
            subtype: edge.subtype,
            masking: edge.masking,
            note: edge.note,
            by: viewer.name.clone(),
            at: self.clock().now(),
        };
        let scope = format!("{}>{}", edge.upstream, edge.downstream);
        Wanted { scope, holder: downstream.whole, said: Some(said), edges: vec![called] }
    }

    async fn rewrite(&self, viewer: &Viewer, wanted: Vec<Wanted>) -> Result<Rewritten> {
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        let holders: HashSet<AssetId> = wanted.iter().map(|wanted| wanted.holder).collect();
        let holders: Vec<AssetId> = holders.into_iter().collect();
        let mut rows: HashMap<AssetId, asset::Model> = HashMap::new();
        for chunk in holders.chunks(ROWS) {
            let query = asset::Entity::find().filter(asset::Column::Id.is_in(chunk.iter().map(|id| id.0)));
            rows.extend(query.all(&*write).await?.into_iter().map(|row| (AssetId(row.id), row)));
        }
        let mut edges = 0;
        for wanted in wanted {
            let Some(row) = rows.get(&wanted.holder) else { continue };
            edges += usize::from(say(&write, &mut draft, row, wanted).await?);
        }
        let written = draft.finish().await?;
        self.commit_write(write, written.map(|written| written.last)).await?;
        Ok(Rewritten { commit: written.map(|written| written.id), edges })
    }
}

/// Says it, unless it is said already.
async fn say(write: &Write, draft: &mut Draft<'_>, row: &asset::Model, wanted: Wanted) -> Result<bool> {
    let Wanted { scope, said, edges, .. } = wanted;
    let current = declare::current(write, (TOOL, &scope)).await?;
    let before = current.as_ref().and_then(|row| read(&row.declared));
    let is_so = match (&before, &said) {
        (Some(before), Some(said)) => before.says_what(said),
        (before, said) => before.is_none() && said.is_none(),
    };
    if is_so {
        return Ok(false);
    }
    let declared = said.map(|by_hand| LineageRecord {
        tool: TOOL.to_owned(),
        scope: scope.clone(),
        through: None,
        edges,
        queries: Vec::new(),
        statements: Vec::new(),
        by_hand: Some(by_hand),
    });
    let declared = declared.as_ref().map(state::json);
    let number = draft.next();
    let before = current.as_ref().map(|row| row.declared.as_str());
    draft.note(row, Operation::LineageDeclared, declare::payload(before, declared.as_deref()));
    declare::replace(write, (TOOL.to_owned(), scope), row.id, declared, number).await?;
    Ok(true)
}

fn read(declared: &str) -> Option<ByHand> {
    serde_json::from_str::<LineageRecord>(declared).ok()?.by_hand
}

fn end(asset: &Asset) -> End {
    let whole = asset.ancestors.last().filter(|_| asset.kind == AssetKind::Column);
    End {
        id: asset.id,
        whole: whole.map_or(asset.id, |whole| whole.id),
        kind: whole.map_or(asset.kind, |whole| whole.kind),
        name: whole.and_then(|_| asset.name.parent()).unwrap_or_else(|| asset.name.clone()),
        column: whole.map(|_| asset.name.last().to_owned()),
    }
}

/// The edge with everything in its place; else the field to blame and what is wrong.
fn checked(
    edge: HandEdge,
    (upstream, downstream): (&Asset, &Asset),
) -> std::result::Result<HandEdge, (&'static str, String)> {
    let is_column = |asset: &Asset| asset.kind == AssetKind::Column;
    if edge.upstream == edge.downstream {
        return Err(("downstream", "is the same as `upstream`".to_owned()));
    }
    if is_column(downstream) && !is_column(upstream) {
        return Err(("upstream", "is no column but `downstream` is; give two columns, or two whole assets".to_owned()));
    }
    if !is_column(upstream) && (edge.subtype.is_some() || edge.masking) {
        return Err(("subtype", "and `masking` belong to edges from columns; leave them out".to_owned()));
    }
    let note = edge.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
    if note.as_ref().is_some_and(|note| note.len() > MAX_NOTE || note.contains('\0')) {
        return Err(("note", format!("must have at most {MAX_NOTE} bytes and no NUL character")));
    }
    let subtype = edge.subtype.or_else(|| is_column(upstream).then(|| "IDENTITY".to_owned()));
    Ok(HandEdge { subtype, note, ..edge })
}

//! How a term comes to be agreed upon: somebody writes it, hands it in, and somebody else accepts or declines it.
//!
//! A term that is changed again is a draft again; what was approved before is in its history.

use sea_orm::EntityTrait;

use crate::{
    asset::Asset,
    catalog::Catalog,
    change::{Operation, Origin, diff},
    draft::{Author, Draft, Step},
    error::{Error, Result},
    governance::{Permission, facts::fold},
    id::AssetId,
    kinds::{
        AssetKind, Details,
        glossary::{TermDetails, TermStatus},
    },
    state,
    store::asset,
    viewer::Viewer,
};

/// The longest note of a review, in bytes.
pub const MAX_NOTE: usize = 4_000;
/// The most authors that are remembered between two approvals.
const MAX_AUTHORS: usize = 100;

/// The account behind a viewer: a token speaks for who owns it.
fn account(viewer: &Viewer) -> &str {
    let token = viewer.name.strip_prefix("token:").and_then(|name| name.split_once('/'));
    token.map_or(viewer.name.as_str(), |(account, _)| account)
}

/// Makes a term a draft of whoever wrote it; leaves other things alone.
pub(crate) fn written(row: &mut asset::Model, viewer: &Viewer) -> Result<()> {
    if row.kind != AssetKind::Term.number() {
        return Ok(());
    }
    let mut harvested = state::harvested(row)?;
    if let Details::Term(term) = &mut harvested.details {
        term.status = TermStatus::Draft;
        (term.reviewed_by, term.review_note) = (None, None);
        let author = account(viewer);
        if term.authors.len() < MAX_AUTHORS && !term.authors.iter().any(|known| known == author) {
            term.authors.push(author.to_owned());
        }
    }
    put(row, &harvested);
    Ok(())
}

fn put(row: &mut asset::Model, harvested: &crate::asset::Harvested) {
    row.harvested = state::json(harvested);
    row.hash = state::fingerprint(&row.name, row.ordinal, &row.harvested);
}

impl Catalog {
    /// Hands a draft in for review.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] for what is no draft.
    pub async fn submit_term(&self, viewer: &Viewer, id: AssetId) -> Result<Asset> {
        self.must_with(viewer, Permission::Edit, &[id]).await?;
        self.turn_term(viewer, id, |term| {
            if term.status != TermStatus::Draft {
                return Err(Error::conflict("only a draft can be handed in; change the term to make it one"));
            }
            term.status = TermStatus::InReview;
            Ok(())
        })
        .await
    }

    /// Accepts or declines a term that was handed in. Its reviewers may, and whoever may change it; who wrote it may not.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] for a note that is too long; [`Error::Conflict`] for
    /// what was not handed in.
    pub async fn review_term(&self, viewer: &Viewer, id: AssetId, accept: bool, note: Option<String>) -> Result<Asset> {
        let asset = self.asset(viewer, id, None).await?;
        if !self.may_review(viewer, &asset).await? {
            return Err(Error::Forbidden {
                action: "review a term that one wrote oneself or is no reviewer of".into(),
            });
        }
        let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| note.len() > MAX_NOTE || note.contains('\0')) {
            return Err(Error::invalid("note", format!("must have at most {MAX_NOTE} bytes and no NUL character")));
        }
        let reviewer = account(viewer);
        self.turn_term(viewer, id, |term| {
            if term.status != TermStatus::InReview {
                return Err(Error::conflict("it does not wait for a review; it has to be handed in first"));
            }
            // Asked again on what is there now: it may have been changed meanwhile.
            if term.authors.iter().any(|author| author == reviewer) {
                return Err(Error::Forbidden { action: "review a term that one wrote oneself".into() });
            }
            term.status = if accept { TermStatus::Approved } else { TermStatus::Draft };
            if accept {
                term.authors.clear();
            }
            (term.reviewed_by, term.review_note) = (Some(reviewer.to_owned()), note.clone());
            Ok(())
        })
        .await
    }

    /// Says that a term should not be used any more. Changing it makes it a draft again.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] for what is deprecated already.
    pub async fn deprecate_term(&self, viewer: &Viewer, id: AssetId) -> Result<Asset> {
        self.must_with(viewer, Permission::Edit, &[id]).await?;
        self.turn_term(viewer, id, |term| {
            if term.status == TermStatus::Deprecated {
                return Err(Error::conflict("it is deprecated already"));
            }
            term.status = TermStatus::Deprecated;
            Ok(())
        })
        .await
    }

    /// Whether somebody may accept or decline a term, once it is handed in.
    ///
    /// # Errors
    /// The store's own.
    pub async fn may_review(&self, viewer: &Viewer, asset: &Asset) -> Result<bool> {
        let Details::Term(term) = &asset.harvested.details else { return Ok(false) };
        let own = account(viewer);
        if term.authors.iter().any(|author| author == own) || asset.removed.is_some() {
            return Ok(false);
        }
        let facts = self.facts(&[asset.id]).await?;
        let Some(facts) = facts.get(&asset.id).filter(|facts| viewer.may_with(Permission::View, facts)) else {
            return Ok(false);
        };
        if viewer.may_with(Permission::Edit, facts) {
            return Ok(true);
        }
        // A token that only reads does not decide either.
        if !viewer.has_scope(crate::viewer::Action::ManageGovernance.scope()) {
            return Ok(false);
        }
        let around: Vec<AssetId> = asset.ancestors.iter().map(|above| above.id).collect();
        let around = self.assets(&Viewer::system(), &around, None).await?;
        let named = |names: &[String]| names.iter().any(|name| fold(name) == fold(own));
        Ok(named(&term.reviewers)
            || around.iter().any(|above| match &above.harvested.details {
                Details::Glossary(glossary) => named(&glossary.reviewers),
                Details::Term(term) => named(&term.reviewers),
                _ => false,
            }))
    }

    async fn turn_term(
        &self,
        viewer: &Viewer,
        id: AssetId,
        turn: impl Fn(&mut TermDetails) -> Result<()>,
    ) -> Result<Asset> {
        let author =
            Author { actor: viewer.name.clone(), origin: Origin::Person, source: None, run: None, reverts: None };
        let write = self.database().write().await?;
        let before = asset::Entity::find_by_id(id.0).one(&*write).await?;
        let before = before.filter(|row| row.removed_change.is_none()).ok_or_else(|| Error::not_found("term", id))?;
        let old = state::harvested(&before)?;
        let mut new = old.clone();
        let Details::Term(term) = &mut new.details else {
            return Err(Error::invalid("id", format!("is a {} and no term", state::kind(before.kind))));
        };
        turn(term)?;
        let mut after = before.clone();
        put(&mut after, &new);
        let curated = state::curated(&before)?;
        let state = |harvested| diff::Comparable { name: &before.name, harvested, curated: &curated };
        let fields = diff::diff(&state(&old), &state(&new));
        let mut draft = Draft::begin(&write, &author, self.clock()).await?;
        draft.step(Step { operation: Operation::Updated, before, after, fields, relations: None });
        let last = draft.finish().await?.map(|written| written.last);
        self.commit_write(write, last).await?;
        self.asset(viewer, id, None).await
    }
}

//! What people say that the values of a column mean.

use std::collections::{BTreeMap, HashSet};

use catalog::{AssetId, Viewer, governance::Permission, kinds::code_list::MAX_CODE};

use super::{Bound, Error, Result, Standards, store};

/// The most values of a column that people say something about.
pub const MAX_MAPPINGS: usize = 2_000;

/// What a value means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// The value, exactly.
    pub value: String,
    /// The code; none takes back what was said.
    pub code: Option<String>,
}

impl Standards {
    /// Says what values of a column mean. What was said of others stays.
    ///
    /// # Errors
    /// `NotFound`; `Forbidden` for who may not edit the column or see samples of it; `Invalid` naming the value;
    /// `Conflict` when it keeps no standard, or when too much is said.
    pub async fn map(&self, viewer: &Viewer, column: AssetId, meanings: Vec<Meaning>) -> Result<Bound> {
        self.catalog.must_with(viewer, Permission::Edit, &[column]).await?;
        let bound = self.sampled(viewer, column).await?;
        let checked = checked(&bound, meanings)?;
        let at = self.now().timestamp_micros();
        let write = self.database().write().await?;
        let mut all: BTreeMap<String, String> =
            store::mappings(&*write, column.0).await?.into_iter().map(|row| (row.value, row.code)).collect();
        for (value, code) in &checked {
            match code {
                Some(code) => all.insert(value.clone(), code.clone()),
                None => all.remove(value),
            };
        }
        if all.len() > MAX_MAPPINGS {
            let problem = format!("{} values of it would mean something; {MAX_MAPPINGS} may", all.len());
            return Err(Error::conflict(problem));
        }
        store::map(&*write, column.0, &checked, (at, &viewer.name)).await?;
        write.commit().await?;
        Ok(bound)
    }

    /// What people said that values mean, whether they are there or not.
    pub(super) async fn said(&self, column: AssetId) -> Result<BTreeMap<String, String>> {
        let rows = store::mappings(self.database().read(), column.0).await?;
        Ok(rows.into_iter().map(|row| (row.value, row.code)).collect())
    }
}

fn checked(bound: &Bound, meanings: Vec<Meaning>) -> Result<Vec<(String, Option<String>)>> {
    if meanings.len() > MAX_MAPPINGS {
        let problem = format!("has {}; {MAX_MAPPINGS} are allowed", meanings.len());
        return Err(Error::invalid("meanings", problem));
    }
    let codes = bound.standard().by_code();
    let mut once = HashSet::new();
    let mut checked = Vec::with_capacity(meanings.len());
    for (at, Meaning { value, code }) in meanings.into_iter().enumerate() {
        // One more than a code has is what stands for everything longer.
        if value.chars().count() > MAX_CODE + 1 || value.contains('\0') {
            let problem = format!("must have at most {} characters and no NUL", MAX_CODE + 1);
            return Err(Error::invalid(format!("meanings[{at}].value"), problem));
        }
        if !once.insert(value.clone()) {
            return Err(Error::invalid(format!("meanings[{at}].value"), format!("`{value}` is there twice")));
        }
        if let Some(code) = code.as_deref().filter(|code| !codes.contains_key(code)) {
            let problem = format!("`{code}` is no code of `{}`", bound.list.display_name());
            return Err(Error::invalid(format!("meanings[{at}].code"), problem));
        }
        checked.push((value, code));
    }
    Ok(checked)
}

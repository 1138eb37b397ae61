//! Who is spoken to in a text: `@name` with the name of an account.

use std::collections::BTreeSet;

use catalog::{
    UserId,
    governance::{Facts, Permission},
};

use crate::collab::{Collab, Result};

/// The most accounts that one text speaks to.
const MOST: usize = 20;

impl Collab {
    /// The accounts that a text about an asset speaks to. Who may not know of the asset is not told.
    pub(super) async fn mentioned(&self, text: &str, facts: &Facts) -> Result<Vec<UserId>> {
        let mut found = Vec::new();
        for name in names(text) {
            let account = self.access.account_named(&name).await?;
            let told = account.filter(|account| !account.is_disabled);
            let told = told.filter(|account| account.viewer.may_with(Permission::View, facts));
            found.extend(told.map(|account| account.id));
        }
        Ok(found)
    }
}

/// The names behind `@` in a text, outside of words and of code.
fn names(text: &str) -> BTreeSet<String> {
    let is_of_name = |letter: char| letter.is_alphanumeric() || "._-@".contains(letter);
    let mut found = BTreeSet::new();
    for (number, prose) in text.split('`').enumerate() {
        // What stands between two of these marks is code.
        if number % 2 == 1 {
            continue;
        }
        for (at, _) in prose.match_indices('@') {
            let before = prose[..at].chars().next_back();
            let name: String = prose[at + 1..].chars().take_while(|letter| is_of_name(*letter)).take(100).collect();
            let name = name.trim_end_matches(['.', '-', '_', '@']).to_lowercase();
            if before.is_none_or(|letter| !is_of_name(letter)) && !name.is_empty() && found.len() < MOST {
                found.insert(name);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_prose_and_not_in_addresses_or_code() {
        let found = |text: &str| names(text).into_iter().collect::<Vec<_>>();
        assert_eq!(found("@Vera, see (@olaf.b) and @max."), ["max", "olaf.b", "vera"]);
        assert_eq!(found("mail a@example.com, `@code` @"), [""; 0]);
        assert_eq!(found("请看 @vera@example.com。"), ["vera@example.com"]);
        assert_eq!(names(&"@a @b @c @d @e @f @g @h @i @j @k @l @m @n @o @p @q @r @s @t @u @v".repeat(3)).len(), MOST);
    }
}

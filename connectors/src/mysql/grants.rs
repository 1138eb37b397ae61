//! What an account may see, from the server's own list of its rights.
//!
//! A right on `*.*` or on `database.*` shows everything inside; rights on single tables show only those.

/// The rights of an account, as `SHOW GRANTS` prints them.
#[derive(Debug, Default)]
pub(super) struct Grants {
    /// Patterns of databases that are seen whole; `*` is all of them.
    seen: Vec<String>,
    /// Databases that a right was taken back on.
    hidden: Vec<String>,
}

impl Grants {
    /// Reads the lines of `SHOW GRANTS`.
    pub(super) fn read<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let mut grants = Self::default();
        for line in lines {
            let Some((rights, rest)) = line.split_once(" ON ") else { continue };
            let Some(database) = database_of(rest) else { continue };
            match rights {
                "GRANT USAGE" => {}
                _ if rights.starts_with("REVOKE") => grants.hidden.push(database),
                _ => grants.seen.push(database),
            }
        }
        grants
    }

    /// Whether everything in a database is seen.
    pub(super) fn see_all_of(&self, database: &str) -> bool {
        !self.hidden.iter().any(|pattern| fits(pattern, database))
            && self.seen.iter().any(|pattern| pattern == "*" || fits(pattern, database))
    }

    /// Whether every database is seen.
    pub(super) fn see_everything(&self) -> bool {
        self.hidden.is_empty() && self.seen.iter().any(|pattern| pattern == "*")
    }
}

/// The database of a target such as `` `shop`.* `` or `*.*`; none for a single table.
fn database_of(target: &str) -> Option<String> {
    if target.starts_with("*.*") {
        return Some("*".to_owned());
    }
    let quoted = target.strip_prefix('`').or_else(|| target.strip_prefix('"'))?;
    let quote = target.chars().next()?;
    let mut database = String::new();
    let mut characters = quoted.chars().peekable();
    while let Some(character) = characters.next() {
        if character == quote && characters.next_if_eq(&quote).is_none() {
            let rest: String = characters.collect();
            return rest.starts_with(".*").then_some(database);
        }
        database.push(character);
    }
    None
}

/// Whether a name fits a pattern of rights: `%` any text, `_` one character, `\` before one that is meant as itself.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    // Where each `%` was last tried; going back only to the latest keeps this linear in practice and quadratic at worst.
    let (mut at, mut here, mut retry) = (0, 0, None);
    while here < name.len() {
        let is_escaped = pattern.get(at) == Some(&'\\') && at + 1 < pattern.len();
        let wanted = if is_escaped { pattern.get(at + 1) } else { pattern.get(at) };
        match wanted {
            Some('%') if !is_escaped => {
                retry = Some((at + 1, here));
                at += 1;
            }
            Some(&character) if character == name[here] || (character == '_' && !is_escaped) => {
                at += if is_escaped { 2 } else { 1 };
                here += 1;
            }
            _ => {
                let Some((behind, tried)) = retry else { return false };
                retry = Some((behind, tried + 1));
                (at, here) = (behind, tried + 1);
            }
        }
    }
    pattern[at..].iter().all(|&character| character == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_on_a_database_shows_all_of_it_and_nothing_else() {
        let grants = Grants::read([
            "GRANT USAGE ON *.* TO `ana`@`%`",
            r"GRANT SELECT, SHOW VIEW ON `shop\_1`.* TO `ana`@`%`",
            "GRANT SELECT ON `other`.`orders` TO `ana`@`%`",
            "GRANT SELECT (`id`) ON `third`.`orders` TO `ana`@`%`",
            "GRANT `role`@`%` TO `ana`@`%`",
            "GRANT SELECT ON `ware%`.* TO `ana`@`%`",
            "GRANT SELECT ON `a``b`.* TO `ana`@`%`",
        ]);
        for (database, expected) in [
            ("shop_1", true),
            ("shopX1", false),
            ("other", false),
            ("third", false),
            ("warehouse", true),
            ("a`b", true),
        ] {
            assert_eq!(grants.see_all_of(database), expected, "{database}");
        }
        assert!(!grants.see_everything());
    }

    #[test]
    fn right_on_everything_shows_everything_unless_some_was_taken_back() {
        let all = Grants::read(["GRANT ALL PRIVILEGES ON *.* TO `root`@`%` WITH GRANT OPTION"]);
        assert!(all.see_everything() && all.see_all_of("x"));
        let partly = Grants::read(["GRANT SELECT ON *.* TO `ana`@`%`", "REVOKE SELECT ON `secret`.* FROM `ana`@`%`"]);
        assert!(!partly.see_everything() && partly.see_all_of("x") && !partly.see_all_of("secret"));
    }

    #[test]
    fn pattern_with_many_wildcards_ends_soon() {
        assert!(!fits(&"%a".repeat(200), &"a".repeat(190)));
        assert!(fits("%a%b", "xaxxb"));
        assert!(fits("", ""));
    }
}

//! Reading files: YAML, of any number of documents, within bounds that no honest repository meets.

use std::path::Path;

use catalog::{Error, Result};

use super::declared::{Declared, Document};

/// A file's place below the directory, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its place, with slashes.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The most files.
pub const MOST_FILES: usize = 2_000;
/// The most bytes of all files together.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// How deep directories may be.
const MOST_DEPTH: usize = 16;

/// Everything that files say.
///
/// # Errors
/// `Invalid` naming the file and the place in it: what is no YAML, an unknown field, an object said twice, too much.
pub fn read(files: &[File]) -> Result<Declared> {
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    if files.len() > MOST_FILES || bytes > MOST_BYTES {
        let problem =
            format!("are {} with {bytes} bytes together; {MOST_FILES} and {MOST_BYTES} are allowed", files.len());
        return Err(Error::invalid("files", problem));
    }
    let mut declared = Declared::default();
    for file in files {
        let documents: Vec<Option<Document>> = serde_saphyr::from_multiple(&file.text)
            .map_err(|cause| Error::invalid(file.path.clone(), cause.to_string()))?;
        for document in documents.into_iter().flatten() {
            declared.add(&file.path, document)?;
        }
    }
    Ok(declared)
}

/// The `.yaml` and `.yml` files below a directory, by place. Links are not followed, and what begins with a dot is passed
/// over.
///
/// # Errors
/// `Invalid` for what cannot be read, is no text, or is too much.
pub fn below(directory: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    gather(directory, "", 0, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn gather(directory: &Path, place: &str, depth: usize, files: &mut Vec<File>) -> Result<()> {
    let unreadable = |path: &Path, cause: &std::io::Error| {
        Error::invalid("directory", format!("cannot read `{}`: {cause}", path.display()))
    };
    if depth > MOST_DEPTH {
        return Err(Error::invalid("directory", format!("is more than {MOST_DEPTH} directories deep at `{place}`")));
    }
    for entry in std::fs::read_dir(directory).map_err(|cause| unreadable(directory, &cause))? {
        let entry = entry.map_err(|cause| unreadable(directory, &cause))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|cause| unreadable(&entry.path(), &cause))?;
        if name.starts_with('.') {
            continue;
        }
        let inner = if place.is_empty() { name.clone() } else { format!("{place}/{name}") };
        if kind.is_dir() {
            gather(&entry.path(), &inner, depth + 1, files)?;
        } else if kind.is_file() && (name.ends_with(".yaml") || name.ends_with(".yml")) {
            let text = std::fs::read_to_string(entry.path()).map_err(|cause| unreadable(&entry.path(), &cause))?;
            files.push(File { path: inner, text });
            if files.len() > MOST_FILES {
                return Err(Error::invalid("directory", format!("has more than {MOST_FILES} files")));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Vec<File> {
        vec![File { path: "a.yaml".into(), text: text.into() }]
    }

    #[test]
    fn j11_documents_of_a_file_are_taken_together() {
        let declared = read(&file("departments: [{name: Sales}]\n---\nteams:\n- name: 数据\n---\n")).unwrap();
        assert!(declared.has("departments", "Sales") && declared.has("teams", "数据"));
    }

    #[test]
    fn j11_what_is_wrong_is_told_with_file_and_place() {
        let unknown = read(&file("departments:\n- name: Sales\n  boss: ada\n")).unwrap_err().to_string();
        assert!(unknown.contains("a.yaml") && unknown.contains("boss") && unknown.contains('3'), "{unknown}");
        let twice = read(&file("teams: [{name: A}, {name: A}]")).unwrap_err().to_string();
        assert!(twice.contains("teams.A") && twice.contains("twice"), "{twice}");
    }

    #[test]
    fn threat_20_aliases_that_multiply_are_refused_at_once() {
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (inner, outer) in ('a'..='h').zip('b'..='i') {
            bomb.push_str(&format!(
                "{outer}: &{outer} [*{inner},*{inner},*{inner},*{inner},*{inner},*{inner},*{inner}]\n"
            ));
        }
        assert!(read(&file(&bomb)).is_err());
        assert!(read(&file(&"[".repeat(100_000))).is_err(), "depth is bounded");
    }
}

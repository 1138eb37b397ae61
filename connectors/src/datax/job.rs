//! What a file is: a job, a half of one, or something that only lies beside jobs.

use serde_json::Value;

use crate::lenient_json;

/// What a file turned out to be.
#[derive(Debug)]
pub(super) enum Content {
    /// A job, perhaps with a half missing.
    Job(Job),
    /// Something else, and why it is left out.
    Other(String),
    /// What looks like a job and cannot be read.
    Broken(String),
}

/// A job: one reader, one writer, and what happens to rows on the way.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) reader: Option<PlugIn>,
    pub(super) writer: Option<PlugIn>,
    pub(super) transformers: Vec<Transformer>,
    /// Whether there is more content than DataX runs.
    pub(super) has_more_content: bool,
}

/// A reader or writer with its parameters, which may hold secrets: nothing of them is printed.
pub(super) struct PlugIn {
    /// Its name as the job spells it.
    pub(super) name: String,
    pub(super) parameter: Value,
}

impl std::fmt::Debug for PlugIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlugIn").field("name", &self.name).finish_non_exhaustive()
    }
}

impl PlugIn {
    /// The system that it speaks to: its name without `reader` or `writer`, in lower case.
    pub(super) fn system(&self) -> String {
        let name = self.name.to_ascii_lowercase();
        let plain = name.strip_suffix("reader").or_else(|| name.strip_suffix("writer"));
        plain.unwrap_or(&name).to_owned()
    }
}

/// A step that changes rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Transformer {
    /// Its name, such as `dx_replace`.
    pub(super) name: String,
    /// The column that it works on, from 0; none for whole rows.
    pub(super) column: Option<usize>,
}

impl Transformer {
    /// Whether values come out other than they went in.
    pub(super) fn changes(&self) -> bool {
        self.name != "dx_filter"
    }

    /// Whether values are hidden.
    pub(super) fn masks(&self) -> bool {
        ["dx_replace", "dx_digest"].contains(&self.name.as_str())
    }
}

/// Reads a file of this name.
pub(super) fn read(file: &str, text: &str) -> Content {
    let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".json").to_ascii_lowercase();
    if stem == "plugin" {
        return Content::Other("it describes a plug-in".to_owned());
    }
    if stem.ends_with("template") {
        return Content::Other("it is a template by its name".to_owned());
    }
    let value = match lenient_json::read(text) {
        Ok(value) => value,
        Err(problem) if text.contains("\"reader\"") && text.contains("\"writer\"") => return Content::Broken(problem),
        Err(problem) => return Content::Other(problem),
    };
    let job = &value["job"];
    if !job.is_object() {
        let is_parameters = value["parameter"].is_object() && value["name"].is_string();
        let reason = if is_parameters { "it has the parameters of a plug-in and no job" } else { "it has no `job`" };
        return Content::Other(reason.to_owned());
    }
    let content = &job["content"];
    let first = content.get(0).unwrap_or(content);
    if !first.is_object() {
        return Content::Other("its `job` has no `content`".to_owned());
    }
    Content::Job(Job {
        reader: plug_in(&first["reader"]),
        writer: plug_in(&first["writer"]),
        transformers: first["transformer"].as_array().into_iter().flatten().filter_map(transformer).collect(),
        has_more_content: content.get(1).is_some(),
    })
}

fn plug_in(value: &Value) -> Option<PlugIn> {
    let name = value["name"].as_str()?.trim();
    // A name is shown; what is no word is none.
    let is_word = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    let is_name = !name.is_empty() && name.len() <= 100 && name.chars().all(is_word);
    is_name.then(|| PlugIn { name: name.to_owned(), parameter: value["parameter"].clone() })
}

fn transformer(value: &Value) -> Option<Transformer> {
    let name = value["name"].as_str()?;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let name: String = name.chars().filter(|letter| is_word(*letter)).take(60).collect();
    let column = value["parameter"]["columnIndex"].as_u64().and_then(|column| usize::try_from(column).ok());
    (!name.is_empty()).then_some(Transformer { name, column })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(file: &str, text: &str) -> String {
        match read(file, text) {
            Content::Other(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn c1_what_is_no_job_is_left_out_with_its_reason() {
        for (file, text, expected) in [
            ("x/plugin.json", "{\"job\": {}}", "it describes a plug-in"),
            ("plugin_job_template.json", "{\"job\": {}}", "it is a template by its name"),
            ("a.json", "{\"name\": \"x\", \"parameter\": {}}", "it has the parameters of a plug-in and no job"),
            ("a.json", "[1]", "it has no `job`"),
            ("a.json", "{\"job\": {\"content\": []}}", "its `job` has no `content`"),
            ("a.json", "{\"job\": ", "it ends too early (line 1, column 8)"),
        ] {
            assert_eq!(reason(file, text), expected);
        }
    }

    #[test]
    fn c1_broken_job_is_not_taken_for_something_else() {
        let text = "{\"job\": {\"content\": [{\"reader\": {}, \"writer\": {} ";
        assert!(matches!(read("a.json", text), Content::Broken(_)));
    }

    #[test]
    fn c1_name_in_mixed_case_is_the_same_system() {
        let text = r#"{"job": {"content": [{"reader": {"name": "SybaseReader"}, "writer": {}}]}} // end"#;
        let Content::Job(job) = read("a.json", text) else { panic!("it is a job") };
        assert_eq!(job.reader.unwrap().system(), "sybase");
        assert!(job.writer.is_none());
    }
}

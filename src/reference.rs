//! The generated pages of `docs/reference`: checks, the command line, settings, connectors, kinds of assets. They are printed from the
//! code, so that they cannot be wrong.

use std::fmt::Write as _;

use catalog::AssetKind;
use serde_json::Value;

use crate::cli;

/// The pages, by file name.
#[must_use]
pub fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("checks.md", checks()),
        ("cli.md", command_line()),
        ("configuration.md", configuration()),
        ("connectors.md", connectors()),
        ("kinds.md", kinds()),
    ]
}

/// Every check with its settings.
fn checks() -> String {
    let mut page = String::from(
        "# Checks\n\nPrinted from the code; `make schema` writes it anew. A check may also have a condition (which\n\
         rows count), a grouping column and a tolerance.\n",
    );
    for check in quality::checks::CHECKS {
        let (title, description) = (check.title(), check.description());
        let _ = write!(
            page,
            "\n## {}: {} ({})\n\n{}\n\n{}\n",
            check.name(),
            title.en,
            title.zh,
            description.en,
            description.zh
        );
        let schema = check.schema();
        let fields = fields(&schema);
        if !fields.is_empty() {
            let _ = write!(page, "\n| setting | | what |\n|---|---|---|\n{fields}");
        }
        let examples: Vec<String> = check.examples().iter().map(|example| format!("`{example}`")).collect();
        let _ = write!(page, "\nExamples: {}\n", examples.join(", "));
        if !check.aliases().is_empty() {
            let _ = write!(page, "\nElsewhere: {}\n", check.aliases().join(", "));
        }
    }
    page
}

/// Every command with its help.
fn command_line() -> String {
    let mut page = String::from("# Command line\n\nPrinted from the code; `make schema` writes it anew.\n");
    let mut whole = cli::command();
    whole.build();
    add_command(&mut page, &mut whole);
    page
}

fn add_command(page: &mut String, command: &mut clap::Command) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name()).to_owned();
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for below in names.iter().filter(|below| *below != "help") {
        if let Some(below) = command.find_subcommand_mut(below) {
            add_command(page, below);
        }
    }
}

/// Every setting with its variable and default.
fn configuration() -> String {
    let mut page = String::from(
        "# Configuration\n\nPrinted from the code; `make schema` writes it anew. A flag goes before a variable of the environment,\n\
         a variable before the file, the file before the default.\n\n| setting | variable | default | what |\n|---|---|---|---|\n",
    );
    for setting in crate::config::SETTINGS {
        let default = if setting.default.is_empty() { String::new() } else { format!("`{}`", setting.default) };
        let _ = writeln!(page, "| `{}` | `{}` | {default} | {} |", setting.key, setting.variable, setting.about);
    }
    page.push_str(
        "\nSystems that sign people in are tables `[identity.NAME]` of the file; [Operating](../OPERATING.md) shows them.\n",
    );
    page
}

/// Every connector with the fields of its configuration.
fn connectors() -> String {
    let mut page = String::from("# Connectors\n\nPrinted from the code; `make schema` writes it anew.\n");
    for connector in connectors::CONNECTORS {
        let _ = write!(page, "\n## {}: {} ({})\n\n", connector.name, connector.title[0], connector.title[1]);
        let _ = writeln!(
            page,
            "Addresses: {}\n",
            connector.schemes.iter().map(|s| format!("`{s}://`")).collect::<Vec<_>>().join(", ")
        );
        page.push_str("| field | | what |\n|---|---|---|\n");
        page.push_str(&fields(&(connector.schema)()));
    }
    page
}

/// The rows of a table with the fields of a schema.
fn fields(schema: &Value) -> String {
    let mut rows = String::new();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut fields: Vec<(&String, &Value)> = schema["properties"].as_object().into_iter().flatten().collect();
    fields.sort_by_key(|(_, field)| field["x-order"].as_u64());
    for (name, field) in fields {
        let mut marks = Vec::new();
        if required.contains(&name.as_str()) {
            marks.push("required".to_owned());
        }
        if field["writeOnly"] == true {
            marks.push("secret".to_owned());
        }
        if !field["default"].is_null() {
            marks.push(format!("default `{}`", field["default"]));
        }
        let description = field["description"].as_str().or(field["title"].as_str()).unwrap_or_default();
        let description = description.replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(rows, "| `{name}` | {} | {description} |", marks.join(", "));
    }
    rows
}

/// Every kind of asset with its words.
fn kinds() -> String {
    let mut page = String::from(
        "# Kinds of assets\n\nPrinted from the code; `make schema` writes it anew.\n\n| code | English | Chinese |\n|---|---|---|\n",
    );
    for kind in AssetKind::ALL {
        let [english, chinese] = kind.words();
        let _ = writeln!(page, "| `{}` | {english} | {chinese} |", kind.code());
    }
    page
}

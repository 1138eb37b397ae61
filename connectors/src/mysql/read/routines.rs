//! Functions and procedures, with their bodies as far as the account may see them.

use std::collections::{HashMap, HashSet};

use catalog::{AssetRecord, Details, kinds::procedure::ProcedureDetails};
use sqlx::mysql::MySqlRow;

use super::{
    super::row::{said, text, word},
    Reading,
};
use crate::error::Result;

const ROUTINES: &str = "SELECT ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, ROUTINE_DEFINITION, ROUTINE_COMMENT,
           SPECIFIC_NAME
    FROM information_schema.ROUTINES
    WHERE ROUTINE_SCHEMA = ? AND CAST(ROUTINE_SCHEMA AS BINARY) = CAST(? AS BINARY)
      AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE')
    ORDER BY ROUTINE_TYPE, CAST(ROUTINE_NAME AS BINARY)";

const PARAMETERS: &str = "SELECT SPECIFIC_NAME, ROUTINE_TYPE, PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER
    FROM information_schema.PARAMETERS
    WHERE SPECIFIC_SCHEMA = ? AND CAST(SPECIFIC_SCHEMA AS BINARY) = CAST(? AS BINARY) AND ORDINAL_POSITION > 0
    ORDER BY ROUTINE_TYPE, CAST(SPECIFIC_NAME AS BINARY), ORDINAL_POSITION";

/// The arguments of a routine: their types, and as they are declared.
#[derive(Default)]
struct Arguments {
    types: Vec<String>,
    declared: Vec<String>,
}

pub(super) async fn say(reading: &mut Reading<'_>) -> Result<()> {
    let mut arguments: HashMap<(String, String), Arguments> = HashMap::new();
    for row in reading.rows("the arguments of routines", PARAMETERS).await? {
        let (mode, name, type_text) = (word(&row, 2), word(&row, 3), word(&row, 4));
        let of_routine = arguments.entry((word(&row, 1), word(&row, 0))).or_default();
        // Only procedures have a mode that matters; for functions it is always IN.
        let mode = if mode == "IN" || mode.is_empty() { String::new() } else { format!("{mode} ") };
        of_routine.declared.push(format!("{mode}{name} {type_text}"));
        of_routine.types.push(type_text);
    }
    let mut said = HashSet::new();
    for row in reading.rows("the functions and procedures", ROUTINES).await? {
        let arguments = arguments.remove(&(word(&row, 1), word(&row, 5))).unwrap_or_default();
        let mut name = format!("{}({})", word(&row, 0), arguments.types.join(", "));
        // A function and a procedure may share their name; the function comes first and keeps it.
        if !said.insert(name.clone()) {
            name.push_str(" procedure");
        }
        let details = Details::Procedure(details(&row, &arguments));
        let asset = AssetRecord::new(reading.root.child(name), details).described(text(&row, 4));
        reading.sink.say(asset).await;
    }
    Ok(())
}

fn details(row: &MySqlRow, arguments: &Arguments) -> ProcedureDetails {
    ProcedureDetails {
        procedure_type: word(row, 1).to_ascii_lowercase(),
        language: Some("sql".to_owned()),
        arguments: arguments.declared.join(", "),
        returns: said(row, 2),
        definition: text(row, 3),
        dialect: Some("mysql".to_owned()),
    }
}

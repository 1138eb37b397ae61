//! What a script does to the shape of tables: which columns and tables it adds, drops, renames and retypes.
//!
//! The statements are read from the same tokens as lineage and just as tolerantly: what is not understood of a statement
//! that changes a shape is noted, and everything that moves rows only is passed over. What names mean is not asked here.

mod alter;
mod create;
mod reader;
mod rename;
#[cfg(test)]
mod tests;

use super::{
    Dialect, Limits,
    split::{self, Part},
    statement::{Note, Span},
    tokens,
};
use reader::Reader;

/// The most notes of a script.
const MOST_NOTES: usize = 100;

/// What a script does to shapes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ddl {
    /// In order.
    pub steps: Vec<DdlStep>,
    /// What was not understood.
    pub notes: Vec<Note>,
}

/// One change, and the statement that makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DdlStep {
    /// Where the statement stands.
    pub span: Span,
    /// What it does.
    pub change: DdlChange,
}

/// The parts of a name, outermost first, folded as the dialect folds them.
pub type DdlName = Vec<String>;

/// What a statement does to a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DdlChange {
    /// A table or view goes.
    DropTable {
        /// Which.
        table: DdlName,
    },
    /// A schema or database goes, with everything in it.
    DropSchema {
        /// Which.
        schema: DdlName,
    },
    /// A table or view is called otherwise.
    RenameTable {
        /// Which.
        table: DdlName,
        /// Its name from then on; one part alone stays where the table is.
        to: DdlName,
    },
    /// A table goes into another schema.
    MoveTable {
        /// Which.
        table: DdlName,
        /// Where to.
        schema: String,
    },
    /// A column goes.
    DropColumn {
        /// Of which table.
        table: DdlName,
        /// Which.
        column: String,
    },
    /// A column is called otherwise.
    RenameColumn {
        /// Of which table.
        table: DdlName,
        /// Which.
        column: String,
        /// Its name from then on.
        to: String,
    },
    /// A column takes other values.
    Retype {
        /// Of which table.
        table: DdlName,
        /// Which.
        column: String,
        /// The type, as it is written.
        data_type: String,
    },
    /// A column may no longer, or may now, be without a value.
    Demand {
        /// Of which table.
        table: DdlName,
        /// Which.
        column: String,
        /// Whether it may be.
        is_nullable: bool,
    },
    /// A column comes.
    AddColumn {
        /// To which table.
        table: DdlName,
        /// What it is like.
        column: DdlColumn,
    },
    /// A table has these columns from then on.
    CreateTable {
        /// Which.
        table: DdlName,
        /// All of them.
        columns: Vec<DdlColumn>,
        /// Whether nothing happens when there is one already.
        is_kept: bool,
    },
    /// A view, or a table that a query fills; the query is that of the whole statement.
    Define {
        /// Which.
        table: DdlName,
        /// The columns that its head names; none when the query tells.
        columns: Vec<String>,
        /// Whether nothing happens when there is one already.
        is_kept: bool,
    },
}

/// A column as a statement describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DdlColumn {
    /// Its name.
    pub name: String,
    /// Its type, as it is written.
    pub data_type: String,
    /// Whether it may be without a value.
    pub is_nullable: bool,
    /// Whether rows that say nothing of it get a value.
    pub has_default: bool,
}

impl DdlChange {
    /// The table, or schema, that it changes.
    #[must_use]
    pub fn table(&self) -> &DdlName {
        match self {
            Self::DropSchema { schema: table }
            | Self::DropTable { table }
            | Self::RenameTable { table, .. }
            | Self::MoveTable { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::Retype { table, .. }
            | Self::Demand { table, .. }
            | Self::AddColumn { table, .. }
            | Self::CreateTable { table, .. }
            | Self::Define { table, .. } => table,
        }
    }
}

/// Tells what every statement in `sql` does to the shape of tables. Takes time and memory in proportion to the text.
#[must_use]
pub fn ddl(sql: &str, dialect: Dialect, limits: &Limits) -> Ddl {
    let mut ddl = Ddl::default();
    if sql.len() > limits.bytes || u32::try_from(sql.len()).is_err() {
        let message = format!("the text has {} bytes; {} are read", sql.len(), limits.bytes);
        ddl.notes.push(Note { span: Span(0, 0), code: "too_long", message });
        return ddl;
    }
    let read = tokens::read(sql, dialect, limits.tokens);
    for piece in split::pieces(sql, &read.list, dialect, false) {
        let tokens = &read.list[piece.tokens];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
        let span = Span(first.start as usize, last.end as usize);
        if piece.part != Part::Statement {
            continue;
        }
        let mut reader = Reader::new(sql, tokens, dialect);
        let is_understood = reader.statement();
        if let Some(problem) = reader.problem.take().filter(|_| !is_understood)
            && ddl.notes.len() < MOST_NOTES
        {
            ddl.notes.push(Note { span, code: "not_understood", message: problem });
        }
        ddl.steps.extend(reader.changes.into_iter().map(|change| DdlStep { span, change }));
    }
    if read.is_cut && ddl.notes.len() < MOST_NOTES {
        let message = format!("the text has more than {} tokens; the rest is not read", limits.tokens);
        ddl.notes.push(Note { span: Span(0, 0), code: "too_long", message });
    }
    ddl
}

//! The words of SQL that the parser acts on.
//!
//! A word that is missing here is an ordinary name to the parser. Being listed
//! does not reserve a word either: [`Word::is_reserved`] says which words can
//! never name a column, the rest are told apart by where they stand.

/// Defines [`Word`] from one sorted list, so that looking a word up is a binary search.
macro_rules! words {
    ($($text:literal $name:ident,)*) => {
        /// A word with a meaning of its own in some clause.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Word { /// Any other word: a name.
            Other, $(#[doc = $text] $name,)* }

        const WORDS: &[(&str, Word)] = &[$(($text, Word::$name),)*];
    };
}

words! {
    "abort" Abort, "access" Access, "after" After, "against" Against, "all" All, "alter" Alter, "analyse" Analyse,
    "analyze" Analyze, "and" And, "anti" Anti, "any" Any, "apply" Apply, "array" Array, "as" As, "asc" Asc,
    "asof" Asof, "at" At, "attach" Attach, "before" Before, "begin" Begin, "between" Between, "by" By, "cache" Cache,
    "call" Call, "case" Case, "cast" Cast, "changes" Changes, "character" Character, "clone" Clone, "close" Close,
    "cluster" Cluster, "collate" Collate, "columns" Columns, "comment" Comment, "commit" Commit, "conflict" Conflict,
    "connect" Connect, "connection" Connection, "constraint" Constraint, "copy" Copy, "corresponding" Corresponding,
    "create" Create, "cross" Cross, "cube" Cube, "current" Current, "cycle" Cycle, "data" Data,
    "deallocate" Deallocate, "declare" Declare, "deep" Deep, "default" Default, "define" Define, "del" Del,
    "delayed" Delayed, "delete" Delete, "delimiter" Delimiter, "desc" Desc, "describe" Describe,
    "directory" Directory, "distinct" Distinct, "distinctrow" Distinctrow, "distribute" Distribute, "div" Div,
    "do" Do, "double" Double, "drop" Drop, "dumpfile" Dumpfile, "duplicate" Duplicate, "dynamic" Dynamic, "else" Else,
    "emit" Emit, "end" End, "error" Error, "escape" Escape, "event" Event, "except" Except, "exclude" Exclude,
    "excluding" Excluding, "exec" Exec, "execute" Execute, "exists" Exists, "explain" Explain, "external" External,
    "false" False, "fetch" Fetch, "filter" Filter, "final" Final, "first" First, "following" Following, "for" For,
    "force" Force, "foreign" Foreign, "format" Format, "from" From, "full" Full, "function" Function, "glob" Glob,
    "global" Global, "grant" Grant, "group" Group, "groups" Groups, "having" Having, "high_priority" HighPriority,
    "identity" Identity, "if" If, "ignore" Ignore, "ilike" Ilike, "in" In, "include" Include, "including" Including,
    "index" Index, "indexed" Indexed, "inner" Inner, "input" Input, "ins" Ins, "insert" Insert, "install" Install,
    "intersect" Intersect, "interval" Interval, "into" Into, "is" Is, "isnull" Isnull, "join" Join, "key" Key,
    "kill" Kill, "last" Last, "lateral" Lateral, "left" Left, "like" Like, "limit" Limit, "list" List, "load" Load,
    "local" Local, "location" Location, "lock" Lock, "locking" Locking, "loop" Loop, "low_priority" LowPriority,
    "map" Map, "match" Match, "match_recognize" MatchRecognize, "matched" Matched, "materialized" Materialized,
    "measures" Measures, "member" Member, "merge" Merge, "minus" Minus, "mod" Mod, "msck" Msck, "multiset" Multiset,
    "name" Name, "natural" Natural, "nested" Nested, "no" No, "not" Not, "nothing" Nothing, "notnull" Notnull,
    "null" Null, "nulls" Nulls, "of" Of, "offset" Offset, "on" On, "only" Only, "operator" Operator,
    "optimize" Optimize, "option" Option, "or" Or, "order" Order, "ordinality" Ordinality, "outer" Outer,
    "outfile" Outfile, "output" Output, "over" Over, "overlaps" Overlaps, "overriding" Overriding,
    "overwrite" Overwrite, "partition" Partition, "partitioned" Partitioned, "path" Path, "pattern" Pattern,
    "percent" Percent, "pivot" Pivot, "positional" Positional, "pragma" Pragma, "preceding" Preceding,
    "precision" Precision, "prewhere" Prewhere, "primary" Primary, "prior" Prior, "procedure" Procedure, "put" Put,
    "qualify" Qualify, "range" Range, "recursive" Recursive, "reduce" Reduce, "refresh" Refresh, "regexp" Regexp,
    "remove" Remove, "rename" Rename, "repeat" Repeat, "replace" Replace, "reset" Reset, "respect" Respect,
    "returning" Returning, "revoke" Revoke, "right" Right, "rlike" Rlike, "rollback" Rollback, "rollup" Rollup,
    "row" Row, "rows" Rows, "sample" Sample, "savepoint" Savepoint, "search" Search, "sel" Sel, "select" Select,
    "semi" Semi, "separator" Separator, "sequence" Sequence, "set" Set, "settings" Settings, "shallow" Shallow,
    "share" Share, "show" Show, "similar" Similar, "some" Some, "soname" Soname, "sort" Sort, "sounds" Sounds,
    "source" Source, "sql_big_result" SqlBigResult, "sql_buffer_result" SqlBufferResult, "sql_cache" SqlCache,
    "sql_calc_found_rows" SqlCalcFoundRows, "sql_no_cache" SqlNoCache, "sql_small_result" SqlSmallResult,
    "start" Start, "statement" Statement, "straight_join" StraightJoin, "stream" Stream, "struct" Struct, "swap" Swap,
    "symmetric" Symmetric, "system_time" SystemTime, "system_user" SystemUser, "table" Table,
    "tablesample" Tablesample, "target" Target, "temp" Temp, "temporary" Temporary, "then" Then, "ties" Ties,
    "time" Time, "timestamp" Timestamp, "to" To, "top" Top, "totals" Totals, "transform" Transform,
    "transient" Transient, "trigger" Trigger, "true" True, "truncate" Truncate, "unbounded" Unbounded,
    "uncache" Uncache, "undrop" Undrop, "union" Union, "unique" Unique, "unload" Unload, "unlogged" Unlogged,
    "unpivot" Unpivot, "upd" Upd, "update" Update, "use" Use, "using" Using, "vacuum" Vacuum, "value" Value,
    "values" Values, "variadic" Variadic, "varying" Varying, "version" Version, "view" View, "virtual" Virtual,
    "volatile" Volatile, "when" When, "where" Where, "while" While, "window" Window, "with" With, "within" Within,
    "without" Without, "work" Work, "xor" Xor, "zone" Zone,
}

/// The longest entry of the list; a longer word cannot be in it.
const LONGEST: usize = 19;

impl Word {
    /// Looks `text` up, whatever its letters' case.
    pub(super) fn of(text: &str) -> Self {
        let mut lower = [0_u8; LONGEST];
        let Some(lower) = lower.get_mut(..text.len()) else { return Self::Other };
        lower.copy_from_slice(text.as_bytes());
        lower.make_ascii_lowercase();
        match WORDS.binary_search_by(|(word, _)| word.as_bytes().cmp(lower)) {
            Ok(at) => WORDS[at].1,
            Err(_) => Self::Other,
        }
    }

    /// Whether the word can name neither a column nor a table nor an alias without quotes.
    pub(super) fn is_reserved(self) -> bool {
        self.starts_clause()
            || matches!(
                self,
                Self::All
                    | Self::And
                    | Self::As
                    | Self::Between
                    | Self::By
                    | Self::Case
                    | Self::Cross
                    | Self::Distinct
                    | Self::Else
                    | Self::End
                    | Self::Exists
                    | Self::Full
                    | Self::In
                    | Self::Inner
                    | Self::Is
                    | Self::Join
                    | Self::Lateral
                    | Self::Left
                    | Self::Like
                    | Self::Natural
                    | Self::Not
                    | Self::Null
                    | Self::On
                    | Self::Or
                    | Self::Outer
                    | Self::Right
                    | Self::Set
                    | Self::StraightJoin
                    | Self::Then
                    | Self::Using
                    | Self::Values
                    | Self::When
                    | Self::With
            )
    }

    /// Whether the name of a table may follow the word at once.
    pub(super) fn precedes_table(self) -> bool {
        matches!(self, Self::From | Self::Join | Self::Into | Self::Table | Self::Update | Self::Merge | Self::View)
            || matches!(self, Self::Using | Self::Exists | Self::Insert | Self::Delete | Self::Clone | Self::Copy)
            || matches!(self, Self::Like | Self::Truncate)
    }

    /// Whether the word ends an expression of the clause before it, wherever it stands.
    pub(super) fn starts_clause(self) -> bool {
        matches!(
            self,
            Self::Except
                | Self::From
                | Self::Group
                | Self::Having
                | Self::Intersect
                | Self::Into
                | Self::Limit
                | Self::Order
                | Self::Qualify
                | Self::Returning
                | Self::Select
                | Self::Union
                | Self::Where
        )
    }

    /// Whether the word ends an expression when it follows an operand.
    pub(super) fn follows_expression(self) -> bool {
        self.starts_clause()
            || matches!(
                self,
                Self::As
                    | Self::Asc
                    | Self::Cross
                    | Self::Desc
                    | Self::Do
                    | Self::Fetch
                    | Self::For
                    | Self::Full
                    | Self::Inner
                    | Self::Join
                    | Self::Left
                    | Self::Lock
                    | Self::Loop
                    | Self::Minus
                    | Self::Natural
                    | Self::Nulls
                    | Self::Offset
                    | Self::On
                    | Self::Procedure
                    | Self::Right
                    | Self::Set
                    | Self::StraightJoin
                    | Self::Then
                    | Self::Using
                    | Self::When
                    | Self::Window
                    | Self::With
            )
    }

    /// Whether the word is an operator written after an operand.
    pub(super) fn is_infix(self) -> bool {
        matches!(
            self,
            Self::And
                | Self::At
                | Self::Between
                | Self::Div
                | Self::Escape
                | Self::Glob
                | Self::Ilike
                | Self::In
                | Self::Is
                | Self::Isnull
                | Self::Like
                | Self::Match
                | Self::Member
                | Self::Mod
                | Self::Not
                | Self::Notnull
                | Self::Or
                | Self::Overlaps
                | Self::Regexp
                | Self::Rlike
                | Self::Similar
                | Self::Sounds
                | Self::Xor
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_sorted_and_its_longest_word_fits() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0), "binary search needs a sorted list");
        assert_eq!(WORDS.iter().map(|(word, _)| word.len()).max(), Some(LONGEST));
    }

    #[test]
    fn word_is_found_whatever_its_case() {
        assert_eq!(Word::of("SeLeCt"), Word::Select);
        assert_eq!(Word::of("selects"), Word::Other);
        assert_eq!(Word::of("größe"), Word::Other);
    }
}

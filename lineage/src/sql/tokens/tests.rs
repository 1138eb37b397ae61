//! Facts about tokens.

use super::*;

fn texts(sql: &str, dialect: Dialect) -> Vec<&str> {
    read(sql, dialect, 1000).list.iter().map(|token| &sql[token.start as usize..token.end as usize]).collect()
}

fn kinds(sql: &str, dialect: Dialect) -> Vec<Kind> {
    read(sql, dialect, 1000).list.iter().map(|token| token.kind).collect()
}

#[test]
fn comments_are_left_out_by_the_rule_of_the_dialect() {
    assert_eq!(texts("a -- b\n c /* d /* e */ f */ g", Dialect::Postgres), ["a", "c", "g"]);
    assert_eq!(texts("a /* d /* e */ f", Dialect::Sqlite), ["a", "f"]);
    assert_eq!(texts("a # b\n c--1", Dialect::MySql), ["a", "c", "-", "-", "1"]);
}

#[test]
fn version_comment_of_mysql_is_run() {
    assert_eq!(texts("/*!50001 CREATE VIEW */ v /*+ hint */ x", Dialect::MySql), ["CREATE", "VIEW", "v", "x"]);
}

#[test]
fn double_quotes_name_things_except_in_mysql() {
    assert_eq!(kinds(r#""a""#, Dialect::Postgres), [Kind::Quoted]);
    assert_eq!(kinds(r#""a""#, Dialect::MySql), [Kind::Text]);
    assert_eq!(kinds("`a`", Dialect::Sqlite), [Kind::Quoted]);
}

#[test]
fn brackets_quote_in_sqlite_and_subscript_in_postgres() {
    assert_eq!(texts("[a b].c", Dialect::Sqlite), ["[a b]", ".", "c"]);
    assert_eq!(texts("a[1]", Dialect::Postgres), ["a", "[", "1", "]"]);
}

#[test]
fn backslash_escapes_in_mysql_and_in_e_texts_only() {
    assert_eq!(texts(r"'a\'b' c", Dialect::MySql), [r"'a\'b'", "c"]);
    assert_eq!(texts(r"'a\' c", Dialect::Postgres), [r"'a\'", "c"]);
    assert_eq!(texts(r"E'a\'b' c", Dialect::Postgres), [r"E'a\'b'", "c"]);
}

#[test]
fn dollar_quotes_hold_anything_and_dollar_numbers_are_parameters() {
    assert_eq!(texts("$q$ a; 'b $$ $q$ $1", Dialect::Postgres), ["$q$ a; 'b $$ $q$", "$1"]);
    assert_eq!(kinds("$$ $$ $1", Dialect::Postgres), [Kind::Body, Kind::Parameter]);
}

#[test]
fn what_does_not_end_runs_to_the_end_and_is_reported() {
    for (sql, dialect) in [("a 'b c", Dialect::Postgres), ("a /* b", Dialect::Sqlite), ("a $$ b", Dialect::Postgres)] {
        let tokens = read(sql, dialect, 1000);
        assert_eq!(tokens.unterminated, Some((2, u32::try_from(sql.len()).unwrap())), "{sql}");
    }
}

#[test]
fn numbers_with_exponents_and_dots_are_one_token() {
    assert_eq!(texts("1.5e-3+.5 0xFF t.1", Dialect::Postgres), ["1.5e-3", "+", ".5", "0xFF", "t", ".", "1"]);
}

#[test]
fn blanks_beyond_ascii_separate_words() {
    assert_eq!(texts("\u{feff}a\u{a0}b 表", Dialect::Postgres), ["a", "b", "表"]);
}

#[test]
fn reading_stops_at_the_limit_and_says_so() {
    let tokens = read("a b c d", Dialect::Postgres, 2);
    assert_eq!(tokens.list.len(), 2);
    assert!(tokens.is_cut);
}

#[test]
fn texts_are_quoted_by_the_rule_of_the_dialect() {
    assert_eq!(texts(r#"'''a 'b' c''' "d" r'e\'"#, Dialect::BigQuery), [r#"'''a 'b' c'''"#, r#""d""#, r"r'e\'"]);
    assert_eq!(texts("q'[it's]' nq'!a'b!' q", Dialect::Oracle), ["q'[it's]'", "nq'!a'b!'", "q"]);
    assert_eq!(kinds(r#""a" `b`"#, Dialect::Spark), [Kind::Text, Kind::Quoted]);
    assert_eq!(kinds(r#"[a b] "c""#, Dialect::SqlServer), [Kind::Quoted, Kind::Quoted]);
    assert_eq!(kinds("$$ a; b $$", Dialect::Snowflake), [Kind::Body]);
}

#[test]
fn names_have_the_letters_that_the_dialect_allows() {
    assert_eq!(texts("FROM my-project-1.d.t WHERE a-b", Dialect::BigQuery)[1..3], ["my-project-1", "."]);
    assert_eq!(texts("SELECT a-b.c", Dialect::BigQuery), ["SELECT", "a", "-", "b", ".", "c"]);
    assert_eq!(texts("#work ##all", Dialect::SqlServer), ["#work", "##all"]);
    assert_eq!(texts("${env}.t_${date} x", Dialect::Hive), ["${env}", ".", "t_${date}", "x"]);
    assert_eq!(texts("@~/in/a.csv @%t (@db.s.st)", Dialect::Snowflake), ["@~/in/a.csv", "@%t", "(", "@db.s.st", ")"]);
}

#[test]
fn colon_behind_an_operand_selects_where_values_have_paths() {
    assert_eq!(texts("value:x.y, :p", Dialect::Snowflake), ["value", ":", "x", ".", "y", ",", ":p"]);
    assert_eq!(texts("// c\na", Dialect::Snowflake), ["a"]);
    assert_eq!(texts("a # b\nc", Dialect::BigQuery), ["a", "c"]);
}

#[test]
fn instructions_of_a_template_yield_no_text() {
    assert_eq!(texts("{% if x %} a {{ b }} {# c #}", Dialect::Ansi), ["a", "{{ b }}"]);
}

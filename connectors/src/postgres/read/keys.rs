//! Keys, conditions and indexes of tables.

use std::collections::HashMap;

use catalog::kinds::table::{Constraint, ConstraintType, Index};
use sqlx::{Row, postgres::PgRow};

use super::{Reading, tables::KINDS};

/// `NOT NULL` constraints, which version 18 lists, are said with their columns.
pub(super) fn constraints(schemas: &str) -> String {
    format!(
        "SELECT k.conrelid::int8, k.conname::text, k.contype::text, array_to_string(k.conkey, ' '),
                rn.nspname::text, r.relname::text,
                CASE WHEN k.contype = 'f' THEN
                    (SELECT array_agg(a.attname::text ORDER BY u.place)
                     FROM unnest(k.confkey) WITH ORDINALITY u (number, place)
                     JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.number)
                END,
                CASE k.contype
                    WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid)
                    WHEN 'x' THEN pg_get_constraintdef(k.oid)
                END,
                k.confupdtype::text, k.confdeltype::text
         FROM pg_constraint k
         JOIN pg_class c ON c.oid = k.conrelid
         LEFT JOIN pg_class r ON r.oid = k.confrelid
         LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
         WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
           AND c.relkind IN {KINDS} AND c.relnamespace = ANY ('{schemas}'::oid[])
         ORDER BY k.conrelid, strpos('pufcx', k.contype::text), k.conname"
    )
}

pub(super) fn indexes(schemas: &str) -> String {
    format!(
        "SELECT i.indrelid::int8, x.relname::text, i.indisunique, am.amname::text, pg_get_expr(i.indpred, i.indrelid),
                i.indkey::text, i.indnkeyatts::int4,
                CASE WHEN i.indexprs IS NOT NULL THEN
                    ARRAY (SELECT pg_get_indexdef(i.indexrelid, n, true) FROM generate_series(1, i.indnkeyatts) n)
                END
         FROM pg_index i
         JOIN pg_class c ON c.oid = i.indrelid
         JOIN pg_class x ON x.oid = i.indexrelid
         JOIN pg_am am ON am.oid = x.relam
         WHERE c.relkind IN {KINDS} AND c.relnamespace = ANY ('{schemas}'::oid[])
         ORDER BY i.indrelid, x.relname"
    )
}

/// The columns of one table by their number.
pub(super) struct Numbers<'a>(HashMap<i32, &'a str>);

impl<'a> Numbers<'a> {
    pub(super) fn of(columns: &'a [PgRow]) -> Self {
        Self(columns.iter().map(|row| (row.get(1), row.get(2))).collect())
    }

    /// The columns of a list of numbers that blanks separate.
    fn names(&self, numbers: Option<&str>) -> Vec<String> {
        let numbers = numbers.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok());
        numbers.filter_map(|number: i32| self.0.get(&number).map(|&name| name.to_owned())).collect()
    }
}

pub(super) fn constraint(reading: &Reading<'_>, numbers: &Numbers<'_>, row: &PgRow) -> Constraint {
    let constraint_type = match row.get(2) {
        "p" => ConstraintType::PrimaryKey,
        "u" => ConstraintType::Unique,
        "f" => ConstraintType::ForeignKey,
        "x" => ConstraintType::Exclusion,
        _ => ConstraintType::Check,
    };
    let referenced: Option<(String, String)> = row.get::<Option<String>, _>(4).zip(row.get(5));
    let rules = (constraint_type == ConstraintType::ForeignKey)
        .then(|| format!("ON UPDATE {} ON DELETE {}", rule(row.get(8)), rule(row.get(9))));
    Constraint {
        name: row.get(1),
        constraint_type,
        columns: numbers.names(row.get(3)),
        referenced_table: referenced.map(|(schema, table)| reading.parts(schema, table)).unwrap_or_default(),
        referenced_columns: row.get::<Option<Vec<String>>, _>(6).unwrap_or_default(),
        expression: rules.or_else(|| row.get(7)),
    }
}

/// What a foreign key does when the other row changes.
fn rule(code: &str) -> &'static str {
    match code {
        "r" => "RESTRICT",
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        _ => "NO ACTION",
    }
}

pub(super) fn primary_key(constraints: &[Constraint]) -> &[String] {
    let mut primary = constraints.iter().filter(|key| key.constraint_type == ConstraintType::PrimaryKey);
    primary.next().map_or(&[], |key| &key.columns)
}

pub(super) fn index(numbers: &Numbers<'_>, row: &PgRow) -> Index {
    let keys = usize::try_from(row.get::<i32, _>(6)).unwrap_or_default();
    let expressions: Option<Vec<String>> = row.get(7);
    Index {
        name: row.get(1),
        // Columns that an index only carries along come behind its keys.
        columns: expressions.unwrap_or_else(|| {
            let mut columns = numbers.names(row.get(5));
            columns.truncate(keys);
            columns
        }),
        is_unique: row.get(2),
        method: row.get(3),
        predicate: row.get(4),
    }
}

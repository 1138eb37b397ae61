//! Physical types as contracts spell them: which of two takes every value of the other.

/// Families in which the later takes every value of the earlier.
const GROWING: &[&[&str]] = &[
    &["tinyint", "smallint", "mediumint", "int", "bigint"],
    &["real", "double"],
    &["char", "varchar", "text"],
    &["date"],
];
/// Other names of the same.
const SAME: &[(&str, &str)] = &[
    ("integer", "int"),
    ("int4", "int"),
    ("int8", "bigint"),
    ("int2", "smallint"),
    ("long", "bigint"),
    ("float4", "real"),
    ("float8", "double"),
    ("double precision", "double"),
    ("float", "real"),
    ("character varying", "varchar"),
    ("character", "char"),
    ("string", "text"),
    ("nvarchar", "varchar"),
    ("numeric", "decimal"),
    ("timestamp without time zone", "timestamp"),
    ("datetime", "timestamp"),
    ("timestamp with time zone", "timestamptz"),
    ("bool", "boolean"),
];

/// A type without its arguments, and those.
struct Physical {
    family: String,
    arguments: Vec<u64>,
}

/// Whether both spell the same type.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (parsed(a), parsed(b));
    a.family == b.family && (a.arguments == b.arguments || a.arguments.is_empty() || b.arguments.is_empty())
}

/// Whether every value of the first fits the second; false where that cannot be told.
pub(super) fn fits_in(narrow: &str, wide: &str) -> bool {
    let (narrow, wide) = (parsed(narrow), parsed(wide));
    if narrow.family == wide.family {
        return match (narrow.arguments.as_slice(), wide.arguments.as_slice()) {
            (_, []) => true,
            ([], _) => false,
            ([precision, scale], [wide_precision, wide_scale]) => {
                wide_scale >= scale && wide_precision.saturating_sub(*wide_scale) >= precision.saturating_sub(*scale)
            }
            (a, b) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a <= b),
        };
    }
    let place = |family: &[&str], name: &str| family.iter().position(|known| *known == name);
    GROWING.iter().any(|family| {
        let grows =
            place(family, &narrow.family).zip(place(family, &wide.family)).is_some_and(|(narrow, wide)| narrow < wide);
        let length = |physical: &Physical| physical.arguments.first().copied();
        grows && length(&wide).is_none_or(|most| length(&narrow).is_some_and(|length| length <= most))
    })
}

fn parsed(text: &str) -> Physical {
    let lower = text.trim().to_ascii_lowercase();
    let (head, rest) = lower.split_once('(').unwrap_or((&lower, ""));
    let (inside, behind) = rest.split_once(')').unwrap_or((rest, ""));
    let family = format!("{} {}", head.trim(), behind.trim());
    let family = family.split_whitespace().collect::<Vec<_>>().join(" ");
    let family = SAME.iter().find(|(other, _)| *other == family).map_or(family, |(_, one)| (*one).to_owned());
    let arguments = inside.split(',').filter_map(|argument| argument.trim().parse().ok()).collect();
    Physical { family, arguments }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i5_wider_types_take_what_narrower_ones_hold() {
        for (narrow, wide) in [
            ("int", "bigint"),
            ("integer", "int8"),
            ("varchar(10)", "varchar(20)"),
            ("varchar(10)", "text"),
            ("char(3)", "varchar(3)"),
            ("decimal(10,2)", "numeric(12,2)"),
        ] {
            assert!(fits_in(narrow, wide), "{narrow} in {wide}");
            assert!(!fits_in(wide, narrow), "{wide} in {narrow}");
        }
        assert!(!fits_in("decimal(10,2)", "decimal(10,4)"), "there is less room before the point");
        assert!(is_same("INTEGER", "int") && is_same("timestamp(6) without time zone", "TIMESTAMP"));
        assert!(!is_same("varchar(10)", "varchar(20)"));
    }
}

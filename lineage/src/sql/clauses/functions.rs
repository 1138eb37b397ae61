//! What is known of functions by name: which aggregate, which mask, which take odd arguments.
//!
//! A function that is not listed computes a value from its arguments.

use crate::sql::Dialect;

/// How a call uses its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Every argument is a value.
    Plain,
    /// Values of several rows become one.
    Aggregate,
    /// The first argument chooses among the others.
    Choice,
    /// `CAST(x AS type)`
    Cast,
    /// `CONVERT(x, type)` and `CONVERT(x USING charset)`
    Convert,
    /// The first argument is a unit of time.
    Unit,
    /// `EXTRACT(unit FROM x)`
    Extract,
    /// The arguments become elements of one array.
    Array,
}

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) shape: Shape,
    /// Whether the arguments cannot be told from the result.
    pub(super) is_masking: bool,
}

/// Functions of several rows; sorted.
const AGGREGATES: &[&str] = &[
    "any_value",
    "approx_count_distinct",
    "array_agg",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bool_and",
    "bool_or",
    "corr",
    "covar_pop",
    "covar_samp",
    "every",
    "group_concat",
    "json_agg",
    "json_arrayagg",
    "json_group_array",
    "json_group_object",
    "json_object_agg",
    "json_objectagg",
    "jsonb_agg",
    "jsonb_group_array",
    "jsonb_group_object",
    "jsonb_object_agg",
    "listagg",
    "max",
    "median",
    "min",
    "mode",
    "percentile_cont",
    "percentile_disc",
    "range_agg",
    "range_intersect_agg",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "std",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "sum",
    "total",
    "var_pop",
    "var_samp",
    "variance",
    "xmlagg",
];

/// Functions whose result hides their arguments; sorted. Names that begin with `mask` or `redact` are masking too.
const MASKING: &[&str] = &[
    "aes_encrypt",
    "crypt",
    "des_encrypt",
    "digest",
    "encode_hash",
    "encrypt",
    "encrypt_iv",
    "hash",
    "hashbytes",
    "hmac",
    "md5",
    "old_password",
    "password",
    "pgp_pub_encrypt",
    "pgp_sym_encrypt",
    "sha",
    "sha1",
    "sha2",
    "sha224",
    "sha256",
    "sha3",
    "sha384",
    "sha512",
];

/// Functions whose first argument may be a bare unit of time; sorted.
const WITH_UNIT: &[&str] = &[
    "date_add",
    "date_diff",
    "date_part",
    "date_sub",
    "date_trunc",
    "dateadd",
    "datediff",
    "datename",
    "datepart",
    "datetime_diff",
    "datetime_trunc",
    "datetrunc",
    "last_day",
    "next_day",
    "time_diff",
    "time_slice",
    "time_trunc",
    "timeadd",
    "timediff",
    "timestamp_diff",
    "timestamp_trunc",
    "timestampadd",
    "timestampdiff",
    "trunc",
];

/// What the function called `name`, in lower case, does.
pub(super) fn find(name: &str) -> Function {
    let is_listed = |list: &[&str]| list.binary_search(&name).is_ok();
    let is_masking = is_listed(MASKING) || name.starts_with("mask") || name.starts_with("redact") || name == "count";
    let shape = match name {
        "cast" | "try_cast" | "safe_cast" => Shape::Cast,
        "convert" => Shape::Convert,
        "extract" => Shape::Extract,
        "if" | "iif" | "iff" | "decode" | "nvl2" | "choose" => Shape::Choice,
        "array" | "array_construct" | "list_value" => Shape::Array,
        "count" => Shape::Aggregate,
        _ if is_listed(AGGREGATES) => Shape::Aggregate,
        _ if is_listed(WITH_UNIT) => Shape::Unit,
        _ => Shape::Plain,
    };
    Function { shape, is_masking }
}

/// Whether a bare word stands for a value that no column supplies, such as `current_date`.
pub(super) fn is_niladic(name: &str, dialect: Dialect) -> bool {
    let is_own = match dialect {
        Dialect::Oracle | Dialect::Ansi | Dialect::Snowflake | Dialect::Redshift => {
            matches!(name, "sysdate" | "systimestamp" | "rownum" | "sysdatetime")
        }
        _ => false,
    };
    is_own
        || matches!(
            name,
            "current_catalog"
                | "current_date"
                | "current_role"
                | "current_schema"
                | "current_time"
                | "current_timestamp"
                | "current_user"
                | "localtime"
                | "localtimestamp"
                | "session_user"
                | "system_user"
                | "utc_date"
                | "utc_time"
                | "utc_timestamp"
        )
}

/// Whether a bare word directly before a text tells the text's type.
pub(super) fn is_literal_type(name: &str) -> bool {
    matches!(
        name,
        "date" | "time" | "timestamp" | "timestamptz" | "datetime" | "json" | "jsonb" | "numeric" | "decimal" | "uuid"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        for list in [AGGREGATES, MASKING, WITH_UNIT] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
    }

    #[test]
    fn count_aggregates_and_masks() {
        assert_eq!(find("count"), Function { shape: Shape::Aggregate, is_masking: true });
        assert_eq!(find("upper"), Function { shape: Shape::Plain, is_masking: false });
        assert!(find("mask_email").is_masking);
    }
}

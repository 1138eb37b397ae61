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
    "any_last",
    "any_value",
    "anylast",
    "anyvalue",
    "approx_count_distinct",
    "approx_distinct",
    "approx_median",
    "approx_percentile",
    "approx_quantile",
    "approx_set",
    "approx_top_count",
    "approx_top_k",
    "arbitrary",
    "arg_max",
    "arg_min",
    "argmax",
    "argmaxif",
    "argmin",
    "argminif",
    "array_agg",
    "array_concat_agg",
    "array_union_agg",
    "array_unique_agg",
    "avg",
    "avg_if",
    "avgif",
    "bit_and",
    "bit_and_agg",
    "bit_or",
    "bit_or_agg",
    "bit_xor",
    "bitand_agg",
    "bitor_agg",
    "bool_and",
    "bool_or",
    "booland_agg",
    "boolor_agg",
    "boolxor_agg",
    "checksum",
    "collect_list",
    "collect_set",
    "corr",
    "count_big",
    "count_if",
    "countif",
    "covar_pop",
    "covar_samp",
    "every",
    "geometric_mean",
    "group_concat",
    "grouparray",
    "groupconcat",
    "groupuniqarray",
    "hash_agg",
    "histogram",
    "hll",
    "hll_count",
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
    "kurtosis",
    "listagg",
    "listaggdistinct",
    "logical_and",
    "logical_or",
    "map_agg",
    "map_union",
    "max",
    "max_by",
    "max_if",
    "maxby",
    "maxif",
    "median",
    "min",
    "min_by",
    "min_if",
    "minby",
    "minif",
    "mode",
    "multimap_agg",
    "numeric_histogram",
    "object_agg",
    "percentile",
    "percentile_approx",
    "percentile_cont",
    "percentile_disc",
    "quantile",
    "quantiles",
    "range_agg",
    "range_intersect_agg",
    "rank_corr",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "set_agg",
    "set_union",
    "skewness",
    "std",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "stdev",
    "stdevp",
    "string_agg",
    "struct_agg",
    "sum",
    "sum_distinct",
    "sum_if",
    "sumif",
    "topk",
    "total",
    "try_avg",
    "try_sum",
    "uniq",
    "uniqexact",
    "uniqif",
    "var",
    "var_pop",
    "var_samp",
    "variance",
    "variance_samp",
    "varp",
    "wm_concat",
    "xmlagg",
];

/// Functions whose result hides their arguments; sorted. Names that begin with `mask` or `redact` are masking too.
const MASKING: &[&str] = &[
    "aead_encrypt",
    "aes_encrypt",
    "binary_checksum",
    "checksum",
    "cityhash64",
    "crypt",
    "dbms_crypto_hash",
    "des_encrypt",
    "deterministic_encrypt",
    "digest",
    "encode_hash",
    "encrypt",
    "encrypt_aes",
    "encrypt_iv",
    "encrypt_raw",
    "farm_fingerprint",
    "fnv_hash",
    "halfmd5",
    "hash",
    "hash_md5",
    "hashbytes",
    "hashrow",
    "hmac",
    "hmac_sha1",
    "hmac_sha256",
    "hmac_sha512",
    "md5",
    "md5_binary",
    "md5_hex",
    "md5_number_lower64",
    "murmur3",
    "murmur_hash",
    "murmurhash3_64",
    "old_password",
    "ora_hash",
    "password",
    "pgp_pub_encrypt",
    "pgp_sym_encrypt",
    "protect",
    "sha",
    "sha1",
    "sha1_binary",
    "sha1_hex",
    "sha1hash",
    "sha2",
    "sha224",
    "sha256",
    "sha2_binary",
    "sha2_hex",
    "sha3",
    "sha384",
    "sha512",
    "sha_1",
    "siphash64",
    "standard_hash",
    "to_hash",
    "tokenize",
    "voltage_encrypt",
    "xxh3",
    "xxh64",
    "xxhash64",
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

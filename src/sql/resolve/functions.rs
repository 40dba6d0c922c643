//! The few built-in functions whose result columns matter.

use crate::sql::name::QualifiedName;

/// The columns of a built-in set-returning function in `FROM`; an empty name stands for the alias,
/// which names the column of a scalar function. `None` for any other function.
pub(super) fn result_columns(function: &QualifiedName) -> Option<&'static [&'static str]> {
    if !is_built_in(function) {
        return None;
    }
    match function.name.as_str() {
        "generate_series"
        | "generate_subscripts"
        | "regexp_matches"
        | "regexp_split_to_table"
        | "string_to_table"
        | "json_object_keys"
        | "jsonb_object_keys"
        | "jsonb_path_query" => Some(&[""]),
        "json_array_elements"
        | "jsonb_array_elements"
        | "json_array_elements_text"
        | "jsonb_array_elements_text" => Some(&["value"]),
        "json_each" | "jsonb_each" | "json_each_text" | "jsonb_each_text" => {
            Some(&["key", "value"])
        }
        _ => None,
    }
}

/// Whether a built-in function takes a row, so that `row.function` is a call of it.
pub(super) fn takes_any_row(name: &str) -> bool {
    matches!(
        name,
        "to_json"
            | "to_jsonb"
            | "row_to_json"
            | "json_agg"
            | "jsonb_agg"
            | "array_agg"
            | "count"
            | "pg_typeof"
            | "pg_column_size"
            | "hash_record"
            | "any_value"
            | "num_nulls"
            | "num_nonnulls"
    )
}

fn is_built_in(function: &QualifiedName) -> bool {
    function.schema.as_deref().is_none_or(|schema| schema == "pg_catalog")
}

//! The types of `pg_catalog`, versions 15 to 18.

/// Base, range, multirange and pseudo types by their name in `pg_type`; arrays have no names here.
const NAMES: &str = "aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange \
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange \
    bit bool box bpchar bytea char cid cidr circle cstring date datemultirange daterange \
    event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2 int2vector int4 \
    int4multirange int4range int8 int8multirange int8range internal interval json jsonb jsonpath \
    language_handler line lseg macaddr macaddr8 money name numeric nummultirange numrange oid \
    oidvector path pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_ddl_command \
    pg_dependencies pg_lsn pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot point polygon record \
    refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator \
    regproc regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz \
    timetz trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector \
    txid_snapshot unknown uuid varbit varchar void xid xid8 xml";

/// Says whether `pg_catalog` has a type of this name.
pub(super) fn is_type(name: &str) -> bool {
    NAMES.split_ascii_whitespace().any(|known| known == name)
}

/// Spells a builtin type without its modifiers as `format_type` does.
pub(super) fn spelling(name: &str) -> String {
    match name {
        "bit" => "bit",
        "varbit" => "bit varying",
        "bool" => "boolean",
        "bpchar" => "character",
        "char" => "\"char\"",
        "float4" => "real",
        "float8" => "double precision",
        "int2" => "smallint",
        "int4" => "integer",
        "int8" => "bigint",
        "varchar" => "character varying",
        "any" => "\"any\"",
        other => other,
    }
    .to_string()
}

/// Turns the words of an alias into the name in `pg_type`. Only bare words are aliases: `"integer"`
/// in quotes is a name like any other.
pub(super) fn of_alias(word: &str) -> Option<&'static str> {
    Some(match word {
        "int" | "integer" => "int4",
        "smallint" => "int2",
        "bigint" => "int8",
        "real" => "float4",
        "float" => "float8",
        "decimal" | "dec" | "numeric" => "numeric",
        "boolean" => "bool",
        _ => return None,
    })
}

/// Returns a mark that types share which `=` compares with one another in a B-tree's operator
/// family, either directly or through an implicit cast.
pub(super) fn equality_family(name: &str) -> Option<&'static str> {
    Some(match name {
        "int2" | "int4" | "int8" | "numeric" | "float4" | "float8" => "number",
        "text" | "varchar" | "bpchar" | "name" | "char" => "text",
        "date" | "timestamp" | "timestamptz" => "datetime",
        "time" | "timetz" => "time",
        "inet" | "cidr" => "network",
        "bit" | "varbit" => "bits",
        _ => return None,
    })
}

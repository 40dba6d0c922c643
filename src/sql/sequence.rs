//! Options of sequences, of identity columns and of `CREATE SEQUENCE`.

use squawk_syntax::ast::{AstNode, SequenceOption};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::name::QualifiedName;
use super::parse::{self, Frame, Place};
use super::types::{self, TypeName};
use super::{SyntaxErrors, tree};

/// What was said of a sequence; what was not said is the server's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SequenceOptions {
    /// `AS`: `smallint`, `integer` or `bigint`.
    pub type_name: Option<TypeName>,
    /// `SEQUENCE NAME`, of identity columns only.
    pub name: Option<QualifiedName>,
    /// `START WITH`.
    pub start: Option<i64>,
    /// `INCREMENT BY`; never zero.
    pub increment: Option<i64>,
    /// `MINVALUE`; `Some(None)` is `NO MINVALUE`.
    pub minimum: Option<Option<i64>>,
    /// `MAXVALUE`; `Some(None)` is `NO MAXVALUE`.
    pub maximum: Option<Option<i64>>,
    /// `CACHE`.
    pub cache: Option<i64>,
    /// `CYCLE` or `NO CYCLE`.
    pub cycle: Option<bool>,
    /// `OWNED BY`, its parts from the schema to the column; `Some` of nothing is `NONE`.
    pub owned_by: Option<Vec<String>>,
}

/// Reads the text after `CREATE SEQUENCE name`, without its parentheses where it has some.
///
/// # Errors
/// No SQL, an option given twice, numbers beyond 64 bits, `RESTART` (which changes a sequence's
/// state and is no property of it), `LOGGED` and `UNLOGGED`.
pub fn parse_sequence_options(text: &str) -> Result<SequenceOptions, SyntaxErrors> {
    const FRAME: Frame = Frame {
        before: "CREATE SEQUENCE s\n",
        after: "\n",
        expected: "a list of sequence options",
    };
    parse::fragment(text, FRAME, |statement, place| {
        if let Some(sequence) = tree::child(statement, SyntaxKind::SEQUENCE)
            && !place.range(&sequence).is_empty()
        {
            return tree::refuse(&sequence, place, "a sequence option is expected here");
        }
        read_options(statement, place)
    })
}

/// Reads the options among the children of `node`.
pub(super) fn read_options(
    node: &SyntaxNode,
    place: &Place,
) -> Result<SequenceOptions, SyntaxErrors> {
    let mut options = SequenceOptions::default();
    for option in node.children().filter_map(SequenceOption::cast) {
        read_option(&option, place, &mut options)?;
    }
    Ok(options)
}

fn read_option(
    option: &SequenceOption,
    place: &Place,
    options: &mut SequenceOptions,
) -> Result<(), SyntaxErrors> {
    use SequenceOption as O;
    let node = option.syntax();
    match option {
        O::OptionAsType(it) => {
            let Some(written) = it.ty() else {
                return tree::refuse(node, place, "a type is missing");
            };
            set(&mut options.type_name, types::read_type(&written, place)?, node, place)
        }
        O::OptionSequenceName(_) => {
            set(&mut options.name, tree::qualified_name(node, place)?, node, place)
        }
        O::OptionStart(_) => set(&mut options.start, number(node, place)?, node, place),
        O::OptionCache(_) => set(&mut options.cache, number(node, place)?, node, place),
        O::OptionIncrement(_) => match number(node, place)? {
            0 => tree::refuse(node, place, "a sequence cannot increment by zero"),
            by => set(&mut options.increment, by, node, place),
        },
        O::OptionMinValue(_) => set(&mut options.minimum, Some(number(node, place)?), node, place),
        O::OptionMaxValue(_) => set(&mut options.maximum, Some(number(node, place)?), node, place),
        O::OptionNoMinValue(_) => set(&mut options.minimum, None, node, place),
        O::OptionNoMaxValue(_) => set(&mut options.maximum, None, node, place),
        O::OptionCycle(_) => set(&mut options.cycle, true, node, place),
        O::OptionNoCycle(_) => set(&mut options.cycle, false, node, place),
        O::OptionOwnedBy(_) => set(&mut options.owned_by, owner(node, place)?, node, place),
        O::OptionRestart(_) => {
            tree::refuse(node, place, "`restart` is an act and no property: use `start`")
        }
        O::OptionLogged(_) | O::OptionUnlogged(_) => {
            tree::refuse(node, place, "logged and unlogged sequences are not supported")
        }
    }
}

fn owner(node: &SyntaxNode, place: &Place) -> Result<Vec<String>, SyntaxErrors> {
    if tree::find(node, SyntaxKind::OWNED_BY_NONE).is_some() {
        return Ok(Vec::new());
    }
    let path = tree::find(node, SyntaxKind::PATH_REF);
    let parts = path.map(|path| tree::path_parts(&path, place)).transpose()?.unwrap_or_default();
    match parts.len() {
        2 | 3 => Ok(parts),
        _ => tree::refuse(node, place, "`owned by` names a table and its column"),
    }
}

/// Sets an option that was not set before.
pub(super) fn set<T>(
    slot: &mut Option<T>,
    value: T,
    node: &SyntaxNode,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => tree::refuse(node, place, format!("`{}` is one too many", tree::words(node))),
    }
}

/// Reads the whole number that ends `node`.
fn number(node: &SyntaxNode, place: &Place) -> Result<i64, SyntaxErrors> {
    let tokens = tree::tokens(node);
    let value = tokens.iter().rposition(|token| token.kind().is_keyword()).map_or(0, |at| at + 1);
    let text: String = tokens[value..].iter().map(|token| token.text()).collect();
    let digits = text.strip_prefix('+').unwrap_or(&text).replace('_', "");
    digits
        .parse()
        .or_else(|_| tree::refuse(node, place, format!("`{text}` is no whole number of 64 bits")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        format!("{:?}", parse_sequence_options(text).expect(text)).replace(": None", ": _")
    }

    fn refused(text: &str) -> String {
        let errors = parse_sequence_options(text).expect_err(text);
        format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
    }

    #[test]
    fn reads_options() {
        insta::assert_snapshot!(read("as int start with 10 increment by -1 no maxvalue minvalue -1_000 cache 5 no cycle"), @r#"SequenceOptions { type_name: Some(TypeName { name: QualifiedName { schema: Some("pg_catalog"), name: "int4" }, modifiers: [], fields: _, array_dimensions: 0, setof: false }), name: _, start: Some(10), increment: Some(-1), minimum: Some(Some(-1000)), maximum: Some(None), cache: Some(5), cycle: Some(false), owned_by: _ }"#);
        insta::assert_snapshot!(read("start 5 increment 2 maxvalue 9 no minvalue cycle owned by sales.t.a"), @r#"SequenceOptions { type_name: _, name: _, start: Some(5), increment: Some(2), minimum: Some(None), maximum: Some(Some(9)), cache: _, cycle: Some(true), owned_by: Some(["sales", "t", "a"]) }"#);
        insta::assert_snapshot!(read("owned by none"), @"SequenceOptions { type_name: _, name: _, start: _, increment: _, minimum: _, maximum: _, cache: _, cycle: _, owned_by: Some([]) }");
    }

    #[test]
    fn refuses_options() {
        insta::assert_snapshot!(refused("start 1 start 2"), @"`start 2` is one too many `start 2`");
        insta::assert_snapshot!(refused("increment 0"), @"a sequence cannot increment by zero `increment 0`");
        insta::assert_snapshot!(refused("start 9223372036854775808"), @"`9223372036854775808` is no whole number of 64 bits `start 9223372036854775808`");
        insta::assert_snapshot!(refused("start 1 + 1"), @"expected command, found PLUS ``");
        insta::assert_snapshot!(refused("restart"), @"`restart` is an act and no property: use `start` `restart`");
        insta::assert_snapshot!(refused("owned by a"), @"`owned by` names a table and its column `owned by a`");
        insta::assert_snapshot!(refused(".b start 1"), @"a sequence option is expected here `.b`");
        insta::assert_snapshot!(refused("begin 1"), @"missing semicolon between statements ``");
        insta::assert_snapshot!(refused("start 1; drop sequence s"), @"`;` ends the text, and yet more follows `;`");
    }
}

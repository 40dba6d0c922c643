//! Reads `CREATE FUNCTION` and `CREATE PROCEDURE`.

use std::fmt;

use squawk_syntax::ast::{
    AsFuncTarget, AstNode, FuncOption, FuncType, Literal, Param, ParamMode, SetConfigParam,
};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::name::QualifiedName;
use super::parse::{self, Place};
use super::types::{TypeName, read_type};
use super::{Fragment, SyntaxErrors, tree};

/// A function or a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoutineKind {
    /// `CREATE FUNCTION`.
    Function,
    /// `CREATE PROCEDURE`.
    Procedure,
}

/// Which way an argument goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentMode {
    /// `IN`, the default.
    In,
    /// `OUT`.
    Out,
    /// `INOUT`.
    InOut,
    /// `VARIADIC`.
    Variadic,
}

/// An argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Its name, if given.
    pub name: Option<String>,
    /// Which way it goes.
    pub mode: ArgumentMode,
    /// Its type.
    pub type_name: TypeName,
    /// What stands for it where a call leaves it out.
    pub default: Option<Fragment>,
}

/// What a function returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returns {
    /// A value, or a set of values.
    Type(TypeName),
    /// A table of these columns.
    Table(Vec<(String, TypeName)>),
}

/// What a routine does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// `AS '…'`: the text, decoded, and the string that holds it.
    Text {
        /// The text without its quotes and escapes.
        text: String,
        /// The string as written.
        literal: Fragment,
    },
    /// `RETURN …` or `BEGIN ATOMIC … END`.
    Sql(Fragment),
    /// `AS 'file', 'symbol'`.
    Object {
        /// The shared library.
        file: String,
        /// The symbol in it.
        symbol: String,
    },
}

/// A function or a procedure, as its statement defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionDefinition {
    /// Function or procedure.
    pub kind: RoutineKind,
    /// Its name.
    pub name: QualifiedName,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
    /// What it returns; `None` where `OUT` arguments or a procedure leave it out.
    pub returns: Option<Returns>,
    /// The language, folded; a body in SQL may leave it out, it is then `sql`.
    pub language: String,
    /// What it does.
    pub body: Body,
    /// `SET name = …`: the setting, and its value as written; `from current` stays as it is.
    pub settings: Vec<(String, String)>,
    /// Whether it runs with the rights of its owner.
    pub security_definer: bool,
    /// All other options, in order: `stable`, `parallel safe`, `cost 10`.
    pub options: Vec<String>,
}

impl FunctionDefinition {
    /// Returns the types by which PostgreSQL tells routines of one name apart: those of `IN`,
    /// `INOUT` and `VARIADIC` arguments, without modifiers.
    pub fn signature(&self) -> Vec<TypeName> {
        let counts = |argument: &&Argument| argument.mode != ArgumentMode::Out;
        let types = self.arguments.iter().filter(counts);
        types.map(|argument| argument.type_name.without_modifiers()).collect()
    }
}

/// Spells what names the routine: `sales.total(bigint, text)`.
impl fmt::Display for FunctionDefinition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}({})", self.name, spelled(&self.signature()))
    }
}

/// Joins types as a signature shows them.
pub(super) fn spelled(types: &[TypeName]) -> String {
    types.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Reads a whole `CREATE FUNCTION` or `CREATE PROCEDURE`.
///
/// # Errors
/// No SQL, any other statement, several statements, `%TYPE` (the server resolves it, and forgets
/// it), a missing body.
pub fn parse_function(text: &str) -> Result<FunctionDefinition, SyntaxErrors> {
    parse::file(text, false, |file, place| {
        let mut statements = parse::statements(file);
        match (statements.next(), statements.next()) {
            (Some(statement), None) => read_function(&statement, place),
            (_, Some(second)) => tree::refuse(&second, place, "this is a second statement"),
            (None, None) => tree::refuse(file, place, "a statement is expected here"),
        }
    })
}

fn read_function(node: &SyntaxNode, place: &Place) -> Result<FunctionDefinition, SyntaxErrors> {
    let (kind, name) = match node.kind() {
        SyntaxKind::CREATE_FUNCTION => (RoutineKind::Function, SyntaxKind::FUNCTION_NAME),
        SyntaxKind::CREATE_PROCEDURE => (RoutineKind::Procedure, SyntaxKind::PROCEDURE_NAME),
        _ => return tree::refuse(node, place, "CREATE FUNCTION or PROCEDURE is expected here"),
    };
    let name = tree::expect(node, name, place, "the name")?;
    let parameters = tree::expect(node, SyntaxKind::PARAM_LIST, place, "the list of arguments")?;
    let mut read = FunctionDefinition {
        kind,
        name: tree::qualified_name(&name, place)?,
        arguments: read_arguments(&parameters, place)?,
        returns: read_returns(node, place)?,
        language: "sql".into(),
        body: Body::Text { text: String::new(), literal: place.fragment(node) },
        settings: Vec::new(),
        security_definer: false,
        options: Vec::new(),
    };
    let body = node.children().find(|it| squawk_syntax::ast::RoutineBody::can_cast(it.kind()));
    let mut found = body.map(|body| Body::Sql(place.fragment(&body)));
    let list = tree::child(node, SyntaxKind::FUNC_OPTION_LIST);
    for option in list.iter().flat_map(|list| list.children()).filter_map(FuncOption::cast) {
        read_option(&option, &mut read, &mut found, place)?;
    }
    match found {
        Some(body) => read.body = body,
        None => return tree::refuse(node, place, "the body is missing"),
    }
    Ok(read)
}

fn read_option(
    option: &FuncOption,
    read: &mut FunctionDefinition,
    body: &mut Option<Body>,
    place: &Place,
) -> Result<(), SyntaxErrors> {
    let node = option.syntax();
    match option {
        FuncOption::LanguageFuncOption(language) => {
            let name = language.language_name().map(|language| language.name);
            read.language = name.unwrap_or_default();
        }
        FuncOption::AsFuncOption(definition) => {
            *body = definition.as_func_target().and_then(|target| read_body(&target, place));
        }
        FuncOption::SetFuncOption(_) => {
            if let Some(set) = node.descendants().find_map(SetConfigParam::cast) {
                read.settings.push(read_setting(set.syntax(), place));
            }
        }
        FuncOption::ResetFuncOption(_) => {
            return tree::refuse(node, place, "`reset` has no meaning in a new routine");
        }
        FuncOption::SecurityDefinerFuncOption(_) => read.security_definer = true,
        _ => read.options.push(tree::words(node)),
    }
    Ok(())
}

fn read_body(target: &AsFuncTarget, place: &Place) -> Option<Body> {
    let literals: Vec<_> = target.syntax().children().filter_map(Literal::cast).collect();
    let texts: Option<Vec<_>> = literals.iter().map(Literal::string_value).collect();
    match &texts?[..] {
        [text] => {
            let literal = place.fragment(literals[0].syntax());
            Some(Body::Text { text: text.clone(), literal })
        }
        [file, symbol] => Some(Body::Object { file: file.clone(), symbol: symbol.clone() }),
        _ => None,
    }
}

fn read_setting(set: &SyntaxNode, place: &Place) -> (String, String) {
    let Some(name) = set.children().next() else { return (String::new(), String::new()) };
    let value = set.children().nth(1).map(|value| place.fragment(&value).text);
    let value = value.unwrap_or_default();
    let bare = match value.strip_prefix('=') {
        Some(rest) => rest.trim_start(),
        None if value.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("to ")) => {
            value[3..].trim_start()
        }
        None => &value,
    };
    (tree::words(&name).replace(' ', ""), bare.to_string())
}

/// Reads the arguments of a routine or an aggregate.
pub(super) fn read_arguments(
    list: &SyntaxNode,
    place: &Place,
) -> Result<Vec<Argument>, SyntaxErrors> {
    list.children().filter_map(Param::cast).map(|param| read_argument(&param, place)).collect()
}

fn read_argument(param: &Param, place: &Place) -> Result<Argument, SyntaxErrors> {
    let node = param.syntax();
    let mode = match param.mode() {
        None | Some(ParamMode::ParamIn(_)) => ArgumentMode::In,
        Some(ParamMode::ParamOut(_)) => ArgumentMode::Out,
        Some(ParamMode::ParamInOut(_)) => ArgumentMode::InOut,
        Some(ParamMode::ParamVariadic(_)) => ArgumentMode::Variadic,
    };
    let default = param.param_default().and_then(|default| default.expr());
    let name = param.name().map(|name| tree::name(name.syntax(), place)).transpose()?;
    let Some(written) = param.func_type() else {
        return tree::refuse(node, place, "the argument's type is missing");
    };
    Ok(Argument {
        name,
        mode,
        type_name: routine_type(&written, place)?,
        default: default.map(|expression| place.fragment(expression.syntax())),
    })
}

fn routine_type(written: &FuncType, place: &Place) -> Result<TypeName, SyntaxErrors> {
    match written {
        FuncType::Type(written) => read_type(written, place),
        FuncType::PercentType(copied) => {
            let message = "the server replaces `%type` by the type of the moment: write that type";
            tree::refuse(copied.syntax(), place, message)
        }
    }
}

fn read_returns(node: &SyntaxNode, place: &Place) -> Result<Option<Returns>, SyntaxErrors> {
    let Some(returns) = tree::child(node, SyntaxKind::RET_TYPE) else { return Ok(None) };
    if let Some(written) = returns.children().find_map(FuncType::cast) {
        return routine_type(&written, place).map(Returns::Type).map(Some);
    }
    let mut columns = Vec::new();
    for column in returns.descendants().filter(|it| it.kind() == SyntaxKind::RETURN_TABLE_COLUMN) {
        let name = tree::expect(&column, SyntaxKind::COLUMN_NAME, place, "the column's name")?;
        let Some(written) = column.children().find_map(FuncType::cast) else {
            return tree::refuse(&column, place, "the column's type is missing");
        };
        columns.push((tree::name(&name, place)?, routine_type(&written, place)?));
    }
    Ok(Some(Returns::Table(columns)))
}

#[cfg(test)]
mod tests;

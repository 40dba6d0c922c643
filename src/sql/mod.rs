//! Reads SQL text offline; knows PostgreSQL's grammar and nothing of this project.
//!
//! Two kinds of text come here: *fragments* (the part of a statement that stands in a YAML value,
//! read by [`column`], [`index`], [`trigger`] and their like) and whole *statements*
//! ([`syntax`], [`function`], [`object`]). Every reader returns plain values or [`SyntaxError`]s
//! with byte ranges into the text it was given; what it cannot represent it refuses by name.
//! What a text *means* (whether a column exists, which operator is called) is the server's to say.

pub mod column;
pub mod constraint;
pub mod function;
pub mod index;
pub mod name;
pub mod object;
pub mod parameters;
pub mod partition;
pub mod predicate;
pub mod quote;
pub mod references;
pub mod resolve;
pub mod role;
pub mod scanner;
pub mod sequence;
pub mod setting;
pub mod split;
pub mod syntax;
pub mod trigger;
pub mod types;

mod depth;
mod dynamic;
mod every_row;
mod glob;
mod guard;
mod highlight;
mod lenient;
mod message;
mod parse;
mod tree;

#[cfg(test)]
mod fuzz;

use std::fmt;
use std::ops::Range;

/// A defect of a piece of SQL text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong: lower case, no full stop, values in backticks.
    pub message: String,
    /// The bytes that are wrong; lies within the text that was read, on character boundaries.
    pub range: Range<usize>,
}

impl SyntaxError {
    /// Builds an error about `range`.
    pub fn new(message: impl Into<String>, range: Range<usize>) -> Self {
        Self { message: message.into(), range }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// The defects of one text, in the order in which they stand; never empty in an `Err`.
pub type SyntaxErrors = Vec<SyntaxError>;

/// A piece of the text that was read, kept as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// The SQL as written, without surrounding white space.
    pub text: String,
    /// Where it stood in the text that was read, in bytes.
    pub range: Range<usize>,
}

pub use column::{ColumnDefinition, parse_column};
pub use constraint::{
    Action, Check, ForeignKeyDefinition, KeyConstraint, TableConstraint, Timing, parse_exclusion,
    parse_table_constraint, without_timing,
};
pub use dynamic::has_dynamic_commands;
pub use every_row::on_every_row;
pub use function::{FunctionDefinition, RoutineKind, parse_function};
pub use glob::glob;
pub use highlight::highlight;
pub use index::{IndexDefinition, parse_index, without_tablespace};
pub use name::{MAX_IDENTIFIER_BYTES, QualifiedName, fold_identifier, has_word};
pub use object::{CreatedObject, ObjectKind, StatementRole, Verb, parse_statement};
pub use parameters::{find_parameters, mask_parameters, number_parameters, replace_parameters};
pub use partition::{parse_partition_bound, parse_partition_by};
pub use quote::{dollar_quote, quote_identifier, quote_literal, quote_qualified};
pub use references::{Access, References, references};
pub use resolve::{
    Catalog, ColumnInfo, OutputColumn, Problem, ProblemKind, Relation, RelationAccess, Resolution,
    Row, resolve_expression, resolve_query, unknown_parameters,
};
pub use role::{act_as, make_role};
pub use scanner::{line_comments, replace_words};
pub use sequence::SequenceOptions;
pub use setting::setting_value;
pub use split::{runs_outside_transaction, split, transaction_control};
pub use syntax::{
    StatementText, check_expression, check_expression_of_row, check_query, check_routine_body,
    check_select, check_select_with_parameters, check_statements,
};
pub use trigger::{TriggerDefinition, parse_trigger, trigger_on};
pub use types::{TypeName, builtin_types, has_equality, parse_type};

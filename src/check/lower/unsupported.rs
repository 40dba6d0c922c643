//! What the SQL readers understand and the model has no place for: refused by name, so that nothing
//! that was written is dropped in silence.

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::sql;

/// Reports one such thing in a piece of SQL, underlined where its words stand.
pub(super) fn report(
    context: &mut Context,
    text: &Spanned<String>,
    words: &str,
    what: &str,
    help: &str,
) {
    let at = text.to_lowercase().find(words);
    let range = at.map_or(0..text.len(), |at| at..at + words.len());
    let span = context.within(text, range);
    let message = format!("{what} cannot be declared here");
    context.report(Diagnostic::error("not_supported_here", span, message).with_help(help));
}

/// Reports what a column's short form says beyond the model.
pub(super) fn column(
    context: &mut Context,
    text: &Spanned<String>,
    column: &sql::ColumnDefinition,
) {
    if let Some(not_null) = &column.not_null {
        if not_null.name.is_some() {
            let help = "leave `constraint NAME` before `not null` out";
            report(context, text, "constraint", "the name of a not-null constraint", help);
        }
        if not_null.no_inherit {
            let help = "leave `no inherit` out";
            report(context, text, "no inherit", "a not-null constraint without heirs", help);
        }
    }
    let Some(identity) = &column.identity else { return };
    if identity.options.owned_by.is_some() {
        let help = "leave `owned by …` out: an identity column owns its sequence";
        report(context, text, "owned by", "the owner of an identity's sequence", help);
    }
}

/// Reports what the type of a domain or attribute says that only a column has.
pub(super) fn beyond_type(
    context: &mut Context,
    text: &Spanned<String>,
    column: &sql::ColumnDefinition,
    what: &str,
    may_have: bool,
) -> bool {
    let never = column.primary_key.is_some()
        || !column.unique.is_empty()
        || !column.references.is_empty()
        || column.identity.is_some()
        || column.generated.is_some()
        || column.serial
        || column.storage.is_some()
        || column.compression.is_some();
    let of_domain = column.default.is_some()
        || column.not_null.is_some()
        || column.null
        || !column.checks.is_empty();
    let beyond = never || of_domain && !may_have;
    if beyond {
        let message = format!("{what}, nothing else");
        context.report(
            Diagnostic::error("not_supported_here", text.span, message)
                .with_help("what belongs to a column is declared where a table uses the type"),
        );
    }
    beyond
}

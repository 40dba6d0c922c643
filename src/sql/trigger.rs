//! Reads triggers: what stands after `CREATE TRIGGER name`, with or without `ON table`.

use squawk_lexer::TokenKind;
use squawk_syntax::ast::{AstNode, Expr, Timing as TimingNode, TriggerEvent as EventNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::constraint::{Attributes, Timing};
use super::name::QualifiedName;
use super::parse::{self, Frame, Place};
use super::{Fragment, SyntaxErrors, guard, tree};

/// What a constraint trigger may say of its time.
const DEFERRING: &[SyntaxKind] = &[
    SyntaxKind::DEFERRABLE_CONSTRAINT_OPTION,
    SyntaxKind::NOT_DEFERRABLE_CONSTRAINT_OPTION,
    SyntaxKind::INITIALLY_DEFERRED_CONSTRAINT_OPTION,
    SyntaxKind::INITIALLY_IMMEDIATE_CONSTRAINT_OPTION,
];

/// When a trigger runs, seen from its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriggerTiming {
    /// Before the row or the statement.
    Before,
    /// After it.
    After,
    /// In its place (views).
    InsteadOf,
}

/// What sets a trigger off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriggerEvent {
    /// `INSERT`.
    Insert,
    /// `UPDATE`, of these columns alone where some are given.
    Update(Vec<String>),
    /// `DELETE`.
    Delete,
    /// `TRUNCATE`.
    Truncate,
}

/// A trigger, without its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerDefinition {
    /// Whether it is a constraint trigger: the text begins with `constraint`.
    pub constraint: bool,
    /// When a constraint trigger runs.
    pub constraint_timing: Timing,
    /// When it runs.
    pub timing: TriggerTiming,
    /// What sets it off.
    pub events: Vec<TriggerEvent>,
    /// The table, where the text names it.
    pub table: Option<QualifiedName>,
    /// Whether it runs per row, or else per statement.
    pub for_each_row: bool,
    /// `WHEN`.
    pub condition: Option<Fragment>,
    /// The name of the table of old rows.
    pub old_table: Option<String>,
    /// The name of the table of new rows.
    pub new_table: Option<String>,
    /// The function that it runs.
    pub function: QualifiedName,
    /// Where the function's name stands, in bytes.
    pub function_range: std::ops::Range<usize>,
    /// The function's arguments, as written.
    pub arguments: Vec<Fragment>,
}

/// Reads a trigger: `before insert or update of a on t for each row execute function f()`. The text
/// of a constraint trigger begins with `constraint` and may say when it is checked.
///
/// # Errors
/// No SQL, and what belongs to constraint triggers in others: `DEFERRABLE`, `FROM table`.
pub fn parse_trigger(text: &str) -> Result<TriggerDefinition, SyntaxErrors> {
    const EXPECTED: &str = "one trigger";
    const PLAIN: Frame = Frame { before: "CREATE TRIGGER t\n", after: "\n", expected: EXPECTED };
    const CONSTRAINT: Frame =
        Frame { before: "CREATE CONSTRAINT TRIGGER t\n", after: "\n", expected: EXPECTED };
    let (constraint, text) = without_constraint(text);
    let frame = if constraint { CONSTRAINT } else { PLAIN };
    let splice = place_of_missing_table(&text).map(|at| (at, " ON t "));
    let names_table = splice.is_none();
    parse::spliced(&text, frame, splice, move |statement, place| {
        let mut trigger = read_trigger(statement, place, constraint)?;
        if !names_table {
            trigger.table = None;
        }
        Ok(trigger)
    })
}

/// Returns a trigger's text as it follows `CREATE [CONSTRAINT] TRIGGER name`: on `table`, unless the
/// text names its table itself.
pub fn trigger_on(text: &str, table: &str) -> String {
    let (_, text) = without_constraint(text);
    match place_of_missing_table(&text) {
        None => text.trim().to_owned(),
        Some(at) => {
            let (event, rest) = text.split_at(at);
            format!("{} on {table} {}", event.trim(), rest.trim())
        }
    }
}

/// Blanks out a leading `constraint`, so that every place in the text stays where it is.
fn without_constraint(text: &str) -> (bool, std::borrow::Cow<'_, str>) {
    const WORD: &str = "constraint";
    let start = text.len() - text.trim_start().len();
    let word = text.get(start..start + WORD.len());
    let ends = text[start..].chars().nth(WORD.len()).is_none_or(char::is_whitespace);
    if !ends || !word.is_some_and(|word| word.eq_ignore_ascii_case(WORD)) {
        return (false, text.into());
    }
    let mut blank = text.to_owned();
    blank.replace_range(start..start + WORD.len(), &" ".repeat(WORD.len()));
    (true, blank.into())
}

/// Finds where `ON table` would stand, unless it is there.
fn place_of_missing_table(text: &str) -> Option<usize> {
    const FOLLOWING: [&str; 9] =
        ["on", "from", "not", "deferrable", "initially", "referencing", "for", "when", "execute"];
    let mut words = guard::tokens(text).filter(|(kind, _)| *kind == TokenKind::Ident);
    let (keyword, start) = words.find_map(|(_, range)| {
        let word = &text[range.clone()];
        let keyword = FOLLOWING.iter().find(|it| it.eq_ignore_ascii_case(word))?;
        Some((*keyword, range.start))
    })?;
    (keyword != "on").then_some(start)
}

fn read_trigger(
    statement: &SyntaxNode,
    place: &Place,
    constraint: bool,
) -> Result<TriggerDefinition, SyntaxErrors> {
    if statement.kind() != SyntaxKind::CREATE_TRIGGER {
        return tree::refuse(statement, place, "one trigger is expected here");
    }
    let allowed = if constraint { DEFERRING } else { &[] };
    let constraint_timing = Attributes::read(statement, allowed, place)?.timing;
    if let Some(from) = tree::child(statement, SyntaxKind::FROM_TABLE) {
        return tree::refuse(&from, place, "only constraint triggers have `from`");
    }
    let Some(timing) = statement.children().find_map(TimingNode::cast) else {
        return tree::refuse(statement, place, "`before`, `after` or `instead of` is missing");
    };
    let timing = match timing {
        TimingNode::TimingAfter(_) => TriggerTiming::After,
        TimingNode::TimingBefore(_) => TriggerTiming::Before,
        TimingNode::TimingInsteadOf(_) => TriggerTiming::InsteadOf,
    };
    let table = tree::expect(statement, SyntaxKind::ON_RELATION, place, "the table")?;
    let call = tree::expect(statement, SyntaxKind::CALL_EXPR, place, "the function")?;
    let function = call.first_child().unwrap_or_else(|| call.clone());
    let condition = tree::child(statement, SyntaxKind::WHEN_CONDITION)
        .and_then(|clause| clause.children().find(|child| Expr::can_cast(child.kind())));
    Ok(TriggerDefinition {
        constraint,
        constraint_timing,
        timing,
        events: read_events(statement, place)?,
        table: Some(tree::qualified_name(&table, place)?),
        for_each_row: tree::child(statement, SyntaxKind::FOR_EACH_ROW).is_some(),
        condition: condition.map(|expression| place.fragment(&expression)),
        old_table: transition(statement, SyntaxKind::OLD_TABLE, place)?,
        new_table: transition(statement, SyntaxKind::NEW_TABLE, place)?,
        function_range: place.range(&function),
        function: QualifiedName::parse(&place.fragment(&function).text)
            .or_else(|_| tree::refuse(&function, place, "a function's name is expected here"))?,
        arguments: arguments(&call, place),
    })
}

fn read_events(statement: &SyntaxNode, place: &Place) -> Result<Vec<TriggerEvent>, SyntaxErrors> {
    let list = tree::expect(statement, SyntaxKind::TRIGGER_EVENT_LIST, place, "what sets it off")?;
    let read = |event: EventNode| match event {
        EventNode::TriggerEventInsert(_) => Ok(TriggerEvent::Insert),
        EventNode::TriggerEventDelete(_) => Ok(TriggerEvent::Delete),
        EventNode::TriggerEventTruncate(_) => Ok(TriggerEvent::Truncate),
        EventNode::TriggerEventUpdate(it) => {
            tree::column_names(it.syntax(), place).map(TriggerEvent::Update)
        }
    };
    list.children().filter_map(EventNode::cast).map(read).collect()
}

fn transition(
    statement: &SyntaxNode,
    kind: SyntaxKind,
    place: &Place,
) -> Result<Option<String>, SyntaxErrors> {
    tree::find(statement, kind)
        .and_then(|table| tree::child(&table, SyntaxKind::TRANSITION_RELATION_NAME))
        .map(|name| tree::name(&name, place))
        .transpose()
}

fn arguments(call: &SyntaxNode, place: &Place) -> Vec<Fragment> {
    let list = tree::child(call, SyntaxKind::ARG_LIST);
    let arguments = list.iter().flat_map(|list| list.children());
    arguments
        .filter(|child| child.kind() == SyntaxKind::ARG)
        .map(|child| place.fragment(&child))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let trigger = parse_trigger(text).expect(text);
        assert!(text[trigger.function_range.clone()].starts_with(|c: char| c.is_alphabetic()));
        format!("{trigger:?}")
    }

    fn refused(text: &str) -> String {
        let errors = parse_trigger(text).expect_err(text);
        format!("{} `{}`", errors[0].message, &text[errors[0].range.clone()])
    }

    #[test]
    fn reads_triggers() {
        insta::assert_snapshot!(read("before insert or update of a, \"B\" on s.t for each row when (new.a > 0) execute function s.f()"), @r#"TriggerDefinition { constraint: false, constraint_timing: Immediate, timing: Before, events: [Insert, Update(["a", "B"])], table: Some(QualifiedName { schema: Some("s"), name: "t" }), for_each_row: true, condition: Some(Fragment { text: "new.a > 0", range: 60..69 }), old_table: None, new_table: None, function: QualifiedName { schema: Some("s"), name: "f" }, function_range: 88..91, arguments: [] }"#);
        insta::assert_snapshot!(read("before insert or update of a, b for each row when (new.a > 0) execute function f('x', 1)"), @r#"TriggerDefinition { constraint: false, constraint_timing: Immediate, timing: Before, events: [Insert, Update(["a", "b"])], table: None, for_each_row: true, condition: Some(Fragment { text: "new.a > 0", range: 51..60 }), old_table: None, new_table: None, function: QualifiedName { schema: None, name: "f" }, function_range: 79..80, arguments: [Fragment { text: "'x'", range: 81..84 }, Fragment { text: "1", range: 86..87 }] }"#);
        insta::assert_snapshot!(read("after delete or truncate execute procedure f();"), @r#"TriggerDefinition { constraint: false, constraint_timing: Immediate, timing: After, events: [Delete, Truncate], table: None, for_each_row: false, condition: None, old_table: None, new_table: None, function: QualifiedName { schema: None, name: "f" }, function_range: 43..44, arguments: [] }"#);
        insta::assert_snapshot!(read("after update referencing old table as o new table n for each statement execute function f()"), @r#"TriggerDefinition { constraint: false, constraint_timing: Immediate, timing: After, events: [Update([])], table: None, for_each_row: false, condition: None, old_table: Some("o"), new_table: Some("n"), function: QualifiedName { schema: None, name: "f" }, function_range: 88..89, arguments: [] }"#);
        insta::assert_snapshot!(read("instead of insert on v for each row execute function f()"), @r#"TriggerDefinition { constraint: false, constraint_timing: Immediate, timing: InsteadOf, events: [Insert], table: Some(QualifiedName { schema: None, name: "v" }), for_each_row: true, condition: None, old_table: None, new_table: None, function: QualifiedName { schema: None, name: "f" }, function_range: 53..54, arguments: [] }"#);
    }

    #[test]
    fn reads_constraint_triggers() {
        let text = "constraint after update deferrable initially deferred for each row execute function f()";
        let trigger = parse_trigger(text).expect("a constraint trigger");
        assert!(trigger.constraint);
        assert_eq!(trigger.constraint_timing, Timing::Deferred);
        assert_eq!(&text[trigger.function_range], "f");
        insta::assert_snapshot!(trigger_on(text, "s.t"), @"after update on s.t deferrable initially deferred for each row execute function f()");
        insta::assert_snapshot!(trigger_on("before insert on x execute function f()", "s.t"), @"before insert on x execute function f()");
    }

    #[test]
    fn refuses_triggers() {
        insta::assert_snapshot!(refused(""), @"the text is empty ``");
        insta::assert_snapshot!(refused("before insert for each row"), @"expected `execute` ``");
        insta::assert_snapshot!(refused("before insert for each row execute function f(); drop table t"), @"`;` ends the text, and yet more follows `;`");
        insta::assert_snapshot!(refused("after insert deferrable initially deferred for each row execute function f()"), @"`deferrable` has no meaning here `deferrable`");
        insta::assert_snapshot!(refused("after insert from u execute function f()"), @"only constraint triggers have `from` `from u`");
        insta::assert_snapshot!(refused("sometimes insert execute function f()"), @"expected BEFORE, AFTER, or INSTEAD OF `sometimes`");
        insta::assert_snapshot!(refused("before insert for each row when (a > ) execute function f()"), @"expected an expression, found `)` `)`");
    }
}

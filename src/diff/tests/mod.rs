//! Fates and order, on small states without a server.

use super::{Change, changes, differences};
use crate::facts::{Fact, Facts, Id, Kind, Value};

/// Builds a state of facts: kind, name, part, and attributes.
#[derive(Default)]
struct State(Facts);

impl State {
    fn with(mut self, kind: Kind, name: &str, part: &str, texts: &[(&'static str, &str)]) -> Self {
        let mut fact = Fact::default();
        // What everybody has on a new object is a privilege as any other.
        if matches!(kind, Kind::Table | Kind::View) {
            let acl: Vec<_> = ["D", "a", "d", "r", "t", "w", "x"]
                .map(|it| format!("{it}\t\u{1}\t\u{1}").into())
                .into();
            fact.set("acl", Some(Value::List(acl.into())));
        }
        for (name, value) in texts {
            fact.set(name, Some(Value::Text((*value).into())));
        }
        self.0.facts.insert(id(kind, name, part), fact);
        self
    }

    fn table(self, name: &str, columns: &[(&str, &str)]) -> Self {
        let state = self.with(Kind::Table, name, "", &[("type", "table")]);
        columns.iter().fold(state, |state, (column, data_type)| {
            let state = state.with(Kind::Column, name, column, &[("type", data_type)]);
            state.needing(id(Kind::Column, name, column), id(Kind::Table, name, ""))
        })
    }

    fn view(self, name: &str, column: Id, definition: &str) -> Self {
        let state = self.with(Kind::View, name, "", &[("definition", definition)]);
        state.needing(id(Kind::View, name, ""), column)
    }

    fn needing(mut self, id: Id, needed: Id) -> Self {
        self.0.needs.extend([(id, needed)]);
        self
    }
}

fn id(kind: Kind, name: &str, part: &str) -> Id {
    Id::new(kind, "s", name, part)
}

fn sql(current: &State, desired: &State) -> Vec<String> {
    let changes = changes(&current.0, &desired.0, false).unwrap();
    let statements = changes.into_iter().flat_map(|change: Change| change.statements);
    statements.map(|statement| statement.sql.replace('\n', " ")).collect()
}

fn items(data_type: &str) -> State {
    State::default().table("items", &[("id", data_type)])
}

fn with_view(state: State) -> State {
    state.view("ids", id(Kind::Column, "items", "id"), "select id from s.items")
}

#[test]
fn what_is_equal_needs_nothing() {
    let state = with_view(items("integer"));
    assert_eq!(sql(&state, &state), [""; 0]);
    assert_eq!(differences(&state.0, &state.0), []);
}

#[test]
fn a_view_gives_way_to_the_column_it_reads() {
    assert_eq!(
        sql(&with_view(items("integer")), &with_view(items("bigint"))),
        [
            "drop view s.ids",
            "alter table s.items alter column id type bigint",
            "create view s.ids as select id from s.items",
        ]
    );
}

#[test]
fn what_needs_goes_first_and_comes_last() {
    let nothing = State::default();
    let all = with_view(items("integer"));
    assert_eq!(
        sql(&nothing, &all),
        ["create table s.items (     id integer )", "create view s.ids as select id from s.items",]
    );
    assert_eq!(sql(&all, &nothing), ["drop view s.ids", "drop table s.items"]);
}

#[test]
fn a_name_is_free_before_it_is_given_again() {
    let view = State::default().with(Kind::View, "items", "", &[("definition", "select 1")]);
    assert_eq!(
        sql(&items("integer"), &view),
        ["drop table s.items", "create view s.items as select 1"]
    );
}

#[test]
fn objects_that_need_each_other_are_named() {
    let both = |state: State| {
        let state = state.with(Kind::View, "one", "", &[("definition", "select 1")]);
        let state = state.with(Kind::View, "other", "", &[("definition", "select 2")]);
        let (one, other) = (id(Kind::View, "one", ""), id(Kind::View, "other", ""));
        state.needing(one.clone(), other.clone()).needing(other, one)
    };
    let cycle = changes(&Facts::default(), &both(State::default()).0, false).unwrap_err();
    assert_eq!(
        cycle.to_string(),
        "these objects need each other, and no order of changes helps: `view s.one`, `view s.other`"
    );
}

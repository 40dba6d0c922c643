//! Roles: attributes, memberships, settings. What they may do is lowered by `access`.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::diagnostic::Diagnostic;
use crate::model::{self, APPLYING_ROLE, PUBLIC, PasswordSource};
use crate::source::{ShortOrLong, Spanned};
use crate::spec;

use super::{relation::names, setting, text};

/// Lowers one role; `public` and the roles that every server has are not the project's to make.
pub(super) fn lower(context: &mut Context, name: &Spanned<String>, keys: &spec::Role) {
    if model::is_predefined(name) {
        return refuse_attributes(context, name, keys);
    }
    if let Some(retired) = &keys.retired {
        return retire(context, name, keys, retired);
    }
    check_attributes(context, name, keys);
    let role = model::Role {
        login: keys.login,
        superuser: keys.superuser,
        createdb: keys.createdb,
        createrole: keys.createrole,
        inherit: keys.inherit.unwrap_or(true),
        replication: keys.replication,
        bypassrls: keys.bypassrls,
        connection_limit: keys.connection_limit.as_ref().map(|limit| limit.value),
        valid_until: text(&keys.valid_until),
        member_of: memberships(context, keys),
        settings: setting::lower(context, name, false, &keys.settings),
        settings_in_database: setting::lower(context, name, true, &keys.settings_in_database),
        password: keys
            .password
            .as_ref()
            .and_then(|password| self::password(context, name, password)),
        runs: names(&keys.runs),
        comment: text(&keys.comment),
    };
    context.database.roles.insert(name.value.clone(), role);
}

/// Takes a role that is no longer wanted, of which nothing else is said.
fn retire(
    context: &mut Context,
    name: &Spanned<String>,
    keys: &spec::Role,
    retired: &spec::Retired,
) {
    let has_grants = !(keys.grants.is_empty() && keys.deny.is_empty() && keys.profiles.is_empty());
    if has_attributes(keys) || has_grants {
        let message = format!("role `{}` is retired, and more is said of it", name.value);
        let finding = Diagnostic::error("contradicting_keys", retired.owned_to.span, message);
        context.report(finding.with_help("remove its other keys, or `retired`"));
    }
    let to = &retired.owned_to;
    if to.value != APPLYING_ROLE {
        context.check_role(to);
    }
    let to = (to.value != APPLYING_ROLE).then(|| to.value.clone());
    context.stance.retired.insert(name.value.clone(), to);
}

fn refuse_attributes(context: &mut Context, name: &Spanned<String>, keys: &spec::Role) {
    if has_attributes(keys) || keys.retired.is_some() {
        let message = match name.as_str() {
            PUBLIC => "`public` stands for every role: it has grants and nothing else".to_owned(),
            APPLYING_ROLE => {
                format!("`{APPLYING_ROLE}` stands for who applies: it has grants alone")
            }
            name => format!("every server has `{name}`: it has grants here and nothing else"),
        };
        let finding = Diagnostic::error("reserved_name", name.span, message);
        context.report(finding.with_help("declare a role of another name, or remove these keys"));
    }
}

/// Returns whether more is said of a role than what it may do.
fn has_attributes(keys: &spec::Role) -> bool {
    keys.login
        || keys.superuser
        || keys.createdb
        || keys.createrole
        || keys.replication
        || keys.bypassrls
        || keys.inherit.is_some()
        || keys.connection_limit.is_some()
        || keys.valid_until.is_some()
        || keys.comment.is_some()
        || keys.password.is_some()
        || keys.member_of.is_some()
        || !keys.settings.is_empty()
        || !keys.settings_in_database.is_empty()
        || !keys.runs.is_empty()
}

fn check_attributes(context: &mut Context, name: &Spanned<String>, keys: &spec::Role) {
    let place = keys.password.as_ref().and_then(|it| it.env.as_ref().or(it.file.as_ref()));
    if let (false, Some(place)) = (keys.login, place) {
        let message = format!("role `{}` has a password but cannot log in", name.value);
        let finding = Diagnostic::warning("password_without_login", place.span, message);
        context.report(finding.with_help("add `login: true`, or remove `password`"));
    }
    if let Some(limit) = &keys.connection_limit
        && limit.value < -1
    {
        let message = "a connection limit is 0 or more, or -1 for none";
        context.report(Diagnostic::error("unknown_value", limit.span, message));
    }
}

/// Returns where a password comes from: one of the two that may be named.
fn password(
    context: &mut Context,
    role: &Spanned<String>,
    keys: &spec::Password,
) -> Option<PasswordSource> {
    match (&keys.env, &keys.file) {
        (Some(variable), None) => {
            if !is_variable_name(variable) {
                let message = "this is not the name of an environment variable";
                let finding = Diagnostic::error("password_in_spec", variable.span, message)
                    .with_help("name the variable, such as `ANALYTICS_PASSWORD`; the password itself never stands in the spec");
                context.report(finding);
            }
            Some(PasswordSource::Environment(variable.value.clone()))
        }
        (None, Some(path)) => {
            let name = path.rsplit('/').next().unwrap_or_default();
            let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
            if name.is_empty() || !name.chars().all(fits) || name.starts_with('.') {
                let message = "this is not the path of a file that holds a password";
                let finding = Diagnostic::error("invalid_value", path.span, message)
                    .with_help("its name becomes that of a secret: use letters, digits, `-`, `_` and `.`, as in `secrets/analytics`");
                context.report(finding);
            }
            Some(PasswordSource::File(path.value.clone()))
        }
        (Some(variable), Some(_)) => {
            let message = format!("the password of `{}` comes from two places", role.value);
            let finding = Diagnostic::error("contradicting_keys", variable.span, message);
            context.report(finding.with_help("name a variable with `env`, or a file with `file`"));
            None
        }
        (None, None) => {
            let message = format!("where the password of `{}` comes from is not said", role.value);
            let finding = Diagnostic::error("missing_key", role.span, message);
            context.report(finding.with_help("name a variable with `env`, or a file with `file`"));
            None
        }
    }
}

fn is_variable_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    !text.is_empty() && text.chars().all(fits) && !text.starts_with(|c: char| c.is_ascii_digit())
}

fn memberships(context: &mut Context, keys: &spec::Role) -> BTreeMap<String, model::Membership> {
    let inherit = keys.inherit.unwrap_or(true);
    let mut members = BTreeMap::new();
    match &keys.member_of {
        None => {}
        Some(ShortOrLong::Short(list)) => {
            for role in list {
                context.check_role(role);
                let membership = model::Membership { admin: false, inherit, set: true };
                members.insert(role.value.clone(), membership);
            }
        }
        Some(ShortOrLong::Long(entries)) => {
            for (role, options) in entries {
                context.check_role(role);
                members.insert(role.value.clone(), membership(context, role, options, inherit));
            }
        }
    }
    members
}

fn membership(
    context: &mut Context,
    role: &Spanned<String>,
    options: &spec::Membership,
    inherit: bool,
) -> model::Membership {
    let needs_16 = options.inherit.is_some_and(|own| own != inherit) || options.set == Some(false);
    if needs_16 && context.target < 16 {
        context.report_version(role.span, "a membership with an `inherit` or `set` of its own", 16);
    }
    model::Membership {
        admin: options.admin,
        inherit: options.inherit.unwrap_or(inherit),
        set: options.set.unwrap_or(true),
    }
}

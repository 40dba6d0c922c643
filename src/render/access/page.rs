//! The matrix as a page for an auditor: one file that needs nothing else.

use serde::Serialize;

use crate::access::matrix::{Matrix, legend};
use crate::render::{RenderError, Templates};

#[derive(Debug, Serialize)]
struct View<'a> {
    name: &'a str,
    roles: Vec<&'a str>,
    rows: Vec<(String, Vec<String>)>,
    legend: String,
}

/// Renders the page; `name` says what was asked.
///
/// # Errors
/// Fails where the project's own template does.
pub fn page(templates: &Templates, name: &str, matrix: &Matrix<'_>) -> Result<String, RenderError> {
    let view = View { name, roles: matrix.roles(), rows: matrix.rows(), legend: legend() };
    templates.render("access/page.html", view)
}

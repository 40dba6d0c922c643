//! Pictures of boxes and arrows: on the page that they are about, and, of those that are divided, a page for each part.

use super::page::{Block, Inline, Page};
use crate::render::sheets::{Drawn, Lead, Sheet};

/// Finds the page of a node of the whole picture, by its index: its path below the root.
pub(super) type PathOf<'l> = dyn Fn(usize) -> Option<String> + 'l;

/// Draws a sheet on a page; parts of a picture have their pages in a folder.
pub(super) fn picture(page: &Page, folder: &str, sheet: &Sheet, path_of: &PathOf<'_>) -> Block {
    let link = |lead: &Lead| match lead {
        Lead::Node(node) => path_of(*node).map(|path| page.link(&path)),
        Lead::Sheet(name) => Some(page.link(&path(folder, name))),
    };
    Block::Picture {
        svg: sheet.inline(&link),
        label: sheet.title.clone(),
        file: sheet.name.clone(),
        is_map: matches!(sheet.drawn, Drawn::Overview(_)),
    }
}

/// Returns a page for each part of a picture, which leads back to the page of the whole.
pub(super) fn pages(
    whole: &Page,
    folder: &str,
    sheets: &[Sheet],
    path_of: &PathOf<'_>,
) -> Vec<Page> {
    let page = |sheet: &Sheet| {
        let mut page = Page::new(&path(folder, &sheet.name), whole.part, "picture", &sheet.title);
        let back = Inline::text(&whole.title).to(Some(page.link(&whole.path)));
        page.lead.extend([Inline::text("A part of "), back, Inline::text(".")]);
        let drawn = picture(&page, folder, sheet, path_of);
        page.section("picture", "Picture", vec![drawn]);
        let others = sheets.iter().skip(1).zip(titles(sheets));
        let others = others.map(|(other, title)| Inline {
            class: if other.name == sheet.name { "here" } else { "" },
            ..Inline::text(title).to(Some(page.link(&path(folder, &other.name))))
        });
        page.beside = others.collect();
        page
    };
    sheets.iter().skip(1).map(page).collect()
}

/// Titles of the parts, without that of the whole.
fn titles(sheets: &[Sheet]) -> Vec<&str> {
    match sheets.first().map(|sheet| &sheet.drawn) {
        Some(Drawn::Overview(overview)) => {
            overview.parts.iter().map(|it| it.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

fn path(folder: &str, name: &str) -> String {
    format!("{folder}/{name}.html")
}

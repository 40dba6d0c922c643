//! A picture of boxes and arrows as it is written: whole, or, of more than can be read, an overview and its parts.

use super::GENERATED;
use super::names::{Taken, file_stem};
use crate::picture::flow::{Domains, Flow, Shown};
use crate::picture::overview::Overview;

/// A picture of its own.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Name of its files.
    pub name: String,
    /// Title.
    pub title: String,
    /// What is drawn.
    pub drawn: Drawn,
    /// Where each of its boxes leads.
    pub leads: Vec<Lead>,
}

/// What a sheet shows.
#[derive(Debug, Clone)]
pub enum Drawn {
    /// Boxes and arrows.
    Flow(Flow),
    /// The parts of a picture that is divided.
    Overview(Overview),
}

/// Where a box leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To what it stands for: the node of the whole picture, by its index.
    Node(usize),
    /// To another sheet, by its name.
    Sheet(String),
}

/// Draws a picture whole, or an overview and each part; names that are taken are not given again.
pub fn sheets(name: &str, flow: Flow, domains: &Domains, taken: &mut Taken) -> Vec<Sheet> {
    let title = flow.heading.clone();
    if !flow.is_too_large() {
        let leads = (0..flow.nodes.len()).map(Lead::Node).collect();
        return vec![Sheet { name: name.to_owned(), title, drawn: Drawn::Flow(flow), leads }];
    }
    let (overview, parts) = flow.divide(domains);
    let named = |title: &str| taken.give(format!("{name}_{}", file_stem(title)));
    let names: Vec<String> = parts.iter().map(|part| part.title.as_str()).map(named).collect();
    let lead = |shown: &Shown| match shown {
        Shown::Node(node) => Lead::Node(*node),
        Shown::Part(part) => Lead::Sheet(names[*part].clone()),
    };
    let part = |(part, name): (crate::picture::flow::Part, &String)| Sheet {
        name: name.clone(),
        title: part.flow.heading.clone(),
        leads: part.shown.iter().map(lead).collect(),
        drawn: Drawn::Flow(part.flow),
    };
    let whole = Sheet {
        name: name.to_owned(),
        title,
        drawn: Drawn::Overview(overview),
        leads: names.iter().cloned().map(Lead::Sheet).collect(),
    };
    std::iter::once(whole).chain(parts.into_iter().zip(&names).map(part)).collect()
}

impl Sheet {
    /// Draws it as a file.
    pub fn svg(&self) -> String {
        match &self.drawn {
            Drawn::Flow(flow) => flow.svg(GENERATED),
            Drawn::Overview(overview) => overview.svg(GENERATED),
        }
    }

    /// Writes it as Mermaid.
    pub fn mermaid(&self) -> String {
        match &self.drawn {
            Drawn::Flow(flow) => flow.mermaid(GENERATED),
            Drawn::Overview(overview) => overview.mermaid(GENERATED),
        }
    }

    /// Both of its files, in a folder.
    pub fn files(&self, folder: &str) -> [(String, String); 2] {
        let path = |end: &str| format!("{folder}/{}.{end}", self.name);
        [(path("svg"), self.svg()), (path("mmd"), self.mermaid())]
    }

    /// Draws it as a part of a page, with an address for each box that has one.
    pub fn inline(&self, link: &dyn Fn(&Lead) -> Option<String>) -> String {
        let links = self.leads.iter().map(link);
        match &self.drawn {
            Drawn::Flow(flow) => {
                let mut flow = flow.clone();
                flow.nodes.iter_mut().zip(links).for_each(|(node, link)| node.link = link);
                flow.inline()
            }
            Drawn::Overview(overview) => {
                let mut overview = overview.clone();
                overview.parts.iter_mut().zip(links).for_each(|(node, link)| node.link = link);
                overview.inline()
            }
        }
    }
}

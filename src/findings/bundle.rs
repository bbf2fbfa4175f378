//! Everything that a study found, as renderers read it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::disclosure::Edition;
use super::{Finding, Findings};
use crate::exhibit::{Figure, Frame, FrameId, FrameRole, Table, TableId, TableRole};
use crate::text::Lang;

/// Everything a renderer may read.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// findings.json.
    pub findings: Findings,
    /// Typed tables by id, in order.
    pub tables: Vec<Table>,
    /// Frames by id, in order (internal).
    pub frames: Vec<Frame>,
    /// Figures by id, in order.
    pub figures: Vec<Figure>,
    /// Report templates of the user's own.
    pub templates: UserTemplates,
    /// Sets of units that the public edition counts; for the house.
    pub published: Edition,
}

/// Report templates of the user's own, which are stored with the outputs so that these can be made again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserTemplates {
    /// Folder that they were read from, for messages.
    pub folder: String,
    /// Path inside the folder, with `/`, and text; in order of paths.
    pub files: Vec<(String, String)>,
    /// Word documents that are filled.
    pub documents: Vec<WordTemplate>,
}

/// A Word document of the user's own, whose places are filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordTemplate {
    /// File as the user named it.
    pub name: String,
    /// Language of what is filled in; the first of the outputs where absent.
    pub lang: Option<Lang>,
    /// The file.
    pub bytes: Arc<[u8]>,
}

impl Bundle {
    /// The table of a question that has a role.
    pub fn table_of(&self, question: &str, role: TableRole) -> Option<&Table> {
        self.table(&TableId::of(question, role))
    }

    /// The table with an id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The findings of the whole and of its parts.
    pub fn every_finding(&self) -> impl Iterator<Item = &Finding> {
        self.findings.findings.iter().chain(self.findings.groups.iter().flat_map(|group| &group.findings))
    }

    /// Every finding with its row in the table `<question>/cases`.
    pub fn case_rows(&self) -> impl Iterator<Item = (&Finding, usize)> {
        let mut next: BTreeMap<&str, usize> = BTreeMap::new();
        self.every_finding().map(move |finding| {
            let at = next.entry(&finding.question).or_default();
            *at += 1;
            (finding, *at - 1)
        })
    }

    /// Tables that belong to no report of a part, in order.
    pub fn whole_tables(&self) -> impl Iterator<Item = &Table> {
        let of_groups = self.of_groups();
        self.tables.iter().filter(move |table| !of_groups.contains(table.id.as_str()))
    }

    /// Figures that belong to no report of a part, in order.
    pub fn whole_figures(&self) -> impl Iterator<Item = &Figure> {
        let of_groups = self.of_groups();
        self.figures.iter().filter(move |figure| !of_groups.contains(figure.id.as_str()))
    }

    /// Ids of tables and figures that belong to reports of parts.
    fn of_groups(&self) -> BTreeSet<&str> {
        let groups = self.findings.groups.iter();
        groups.flat_map(|group| group.tables.iter().chain(&group.figures)).map(String::as_str).collect()
    }

    /// The frame of a question that has a role.
    pub fn frame_of(&self, question: &str, role: FrameRole) -> Option<&Frame> {
        self.frame(&FrameId::of(question, role))
    }

    /// The frame with an id.
    pub fn frame(&self, id: &str) -> Option<&Frame> {
        self.frames.iter().find(|frame| frame.id == id)
    }
}

//! The methods appendix: twenty numbered sections in the order in which STROBE and TREND ask for them, filled from the bundle.
//! What only a person can say is marked as open.

mod asked;
mod limits;
mod method;
mod results;

use std::cell::Cell;

use serde::Serialize;

use crate::exhibit::{Figure, Table, TableId, TableRole};
use crate::findings::QuestionInfo;
use crate::phrase;
use crate::text::{Lang, Phrase};

use super::block::Block;
use super::cells::{MOST_ROWS_IN_ALL, fits, view};
use super::chart::{Charts, MOST_CHARTS, chart_view};
use super::question::MOST_TABLES;
use super::scope::{PageScope, PagesBeside};
use super::shared::anchor;
use super::sources::{MethodView, methods};

/// The appendix.
#[derive(Serialize)]
pub struct Appendix {
    /// Language code.
    pub lang: &'static str,
    /// Which other pages are written.
    pub beside: PagesBeside,
    /// Id of the study.
    pub id: String,
    /// Title of the study.
    pub title: String,
    /// Name of the part it is about.
    pub part: Option<String>,
    /// Whether it stays with those who hold the data.
    pub internal: bool,
    /// Program and version.
    pub engine: String,
    /// Sections, in order.
    pub sections: Vec<Section>,
    /// How many places are open.
    pub open: usize,
}

/// A section.
#[derive(Serialize)]
pub struct Section {
    /// Number.
    pub number: usize,
    /// Anchor.
    pub anchor: String,
    /// Title.
    pub title: String,
    /// Items of the reporting guidelines that it answers.
    pub items: &'static str,
    /// Content.
    pub blocks: Vec<Block>,
}

/// The appendix of a scope.
pub fn appendix(scope: &PageScope<'_>, lang: Lang, charts: Charts<'_>) -> Appendix {
    let findings = &scope.bundle.findings;
    let writer = AppendixWriter::new(scope, lang, charts);
    let made = sections().into_iter().enumerate().map(|(at, (title, items, blocks))| Section {
        number: at + 1,
        anchor: anchor("section", &(at + 1).to_string()),
        title: title.render(lang),
        items,
        blocks: blocks(&writer),
    });
    let sections: Vec<Section> = made.collect();
    let open = sections.iter().flat_map(|section| &section.blocks).filter(|block| matches!(block, Block::Open(_)));
    Appendix {
        lang: lang.code(),
        beside: PagesBeside::of(scope.bundle),
        id: findings.study.id.clone(),
        title: findings.study.title.get(lang).to_string(),
        part: scope.name.map(|name| name.get(lang).to_string()),
        internal: scope.internal(),
        engine: findings.manifest.engine.clone(),
        open: open.count(),
        sections,
    }
}

type SectionMaker = fn(&AppendixWriter<'_, '_>) -> Vec<Block>;

/// Title, items and content of each section. Numbers of items are those of STROBE (2007) and TREND (2004).
fn sections() -> [(Phrase, &'static str, SectionMaker); 20] {
    [
        (phrase!("Question and what is estimated"), "STROBE 3 · TREND 5", asked::questions),
        (phrase!("Setting, program and dose"), "STROBE 5 · TREND 4", asked::setting),
        (phrase!("Data sources, linkage and response"), "STROBE 8 · TREND 13", asked::sources),
        (phrase!("Who was eligible, and who was lost"), "STROBE 6, 13 · TREND 3, 12", asked::flow),
        (phrase!("Outcomes and how they were measured"), "STROBE 7, 11 · TREND 6", asked::outcomes),
        (phrase!("Covariates, and why these"), "STROBE 7, 9 · TREND 8", asked::covariates),
        (phrase!("How groups were compared"), "STROBE 4, 12a · TREND 8, 11", method::comparison),
        (phrase!("How sure: inference"), "STROBE 10, 12 · TREND 7, 10", method::inference),
        (phrase!("Missing data"), "STROBE 12c · TREND 11, 16", method::missing),
        (phrase!("Several outcomes"), "STROBE 12b · TREND 11", method::several),
        (phrase!("Balance and overlap"), "STROBE 14 · TREND 14, 15", results::balance),
        (phrase!("Results, unadjusted and adjusted"), "STROBE 15, 16 · TREND 17", results::results),
        (phrase!("Sensitivity"), "STROBE 12e, 17 · TREND 18", results::sensitivity),
        (phrase!("Deviations from the plan"), "TREND 2, 11", limits::deviations),
        (phrase!("Disclosure control"), "–", limits::disclosure),
        (phrase!("Limits"), "STROBE 19–21 · TREND 20–22", limits::limits),
        (phrase!("Software and agreement with other programs"), "STROBE 12", limits::software),
        (phrase!("Ethics, consent, funding, conflicts of interest"), "STROBE 22", limits::ethics),
        (phrase!("References"), "–", limits::references),
        (phrase!("How to get the same numbers again"), "–", limits::reproduce),
    ]
}

/// Writes sections of one appendix.
struct AppendixWriter<'s, 'b> {
    scope: &'s PageScope<'b>,
    /// With the words of the question that is being written about.
    lang: Cell<Lang>,
    charts: Charts<'s>,
    /// The methods of all questions.
    methods: Vec<MethodView>,
    /// Rows of tables that the page still has room for.
    room: Cell<usize>,
    /// Charts that the page still has room for.
    charts_left: Cell<usize>,
}

impl<'s, 'b> AppendixWriter<'s, 'b> {
    fn new(scope: &'s PageScope<'b>, lang: Lang, charts: Charts<'s>) -> AppendixWriter<'s, 'b> {
        let methods = methods(&scope.questions, lang);
        let (room, charts_left) = (Cell::new(MOST_ROWS_IN_ALL), Cell::new(MOST_CHARTS));
        AppendixWriter { scope, lang: Cell::new(lang), charts, methods, room, charts_left }
    }

    fn say(&self, phrase: &Phrase) -> String {
        phrase.render(self.lang.get())
    }

    fn text(&self, phrase: &Phrase) -> Block {
        Block::Text(self.say(phrase))
    }

    fn open(&self, phrase: &Phrase) -> Block {
        Block::Open(self.say(phrase))
    }

    fn title(&self, question: &QuestionInfo) -> Block {
        Block::Head(question.title.get(self.lang.get()).to_string())
    }

    /// What is written in the words of a question.
    fn in_words_of<T>(&self, question: &str, write: impl FnOnce() -> T) -> T {
        let before = self.lang.replace(self.lang.get().about(question));
        let written = write();
        self.lang.set(before);
        written
    }

    /// For each question its blocks under its title; questions without any are left out.
    fn by_question(&self, blocks: impl Fn(&'b QuestionInfo) -> Vec<Block>) -> Vec<Block> {
        let one = |question: &&'b QuestionInfo| {
            let own = self.in_words_of(&question.id, || blocks(question));
            let title = (!own.is_empty()).then(|| self.title(question));
            title.into_iter().chain(own).collect::<Vec<_>>()
        };
        self.scope.questions.iter().flat_map(one).collect()
    }

    /// The charts and tables of a question (of none where it is empty) that belong to a section; a chart's numbers are not shown twice.
    fn exhibits(&self, question: &str, place: AppendixSection) -> Vec<Block> {
        let mine = |table: &TableId| table.question() == question && self::place(table.role()) == place;
        let figures =
            self.scope.figures.iter().copied().filter(|figure| mine(&figure.table) && self.scope.shows(figure));
        let figures: Vec<&Figure> = figures.take(self.charts_left.get()).collect();
        self.charts_left.set(self.charts_left.get() - figures.len());
        let mut blocks = Vec::new();
        for figure in &figures {
            let chart = chart_view(self.scope, figure, self.lang.get(), self.charts);
            blocks.extend(chart.map(|chart| Block::Chart(Box::new(chart))));
        }
        let drawn = |table: &Table| !blocks.is_empty() && figures.iter().any(|figure| figure.table == table.id);
        let own = self.scope.tables.iter().filter(|table| mine(&table.id) && !drawn(table));
        let own: Vec<Block> = own
            .filter(|table| {
                let mut room = self.room.get();
                let fits = fits(table, &mut room);
                self.room.set(room);
                fits
            })
            .take(MOST_TABLES)
            .filter_map(|table| view(table, self.scope.internal(), self.lang.get()))
            .map(Block::Table)
            .collect();
        blocks.extend(own);
        blocks
    }
}

/// The section that a table belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AppendixSection {
    Flow,
    Measures,
    Balance,
    Results,
    Sensitivity,
}

fn place(role: &TableRole) -> AppendixSection {
    match role {
        TableRole::Flow | TableRole::Files | TableRole::Missing => AppendixSection::Flow,
        TableRole::TableOne
        | TableRole::Balance
        | TableRole::BalanceTerms
        | TableRole::BalanceParts
        | TableRole::Overlap => AppendixSection::Balance,
        TableRole::Sensitivity(_) => AppendixSection::Sensitivity,
        TableRole::Measure(_) => AppendixSection::Measures,
        _ => AppendixSection::Results,
    }
}

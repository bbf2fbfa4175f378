//! What a name gives: the texts, tables and charts of our own reports.

use crate::exhibit::Figure;
use crate::findings::Finding;
use crate::phrase;
use crate::render::report::PageScope;
use crate::render::report::answers::{self, AnswerRow};
use crate::render::report::brief::picture;
use crate::render::report::cells::{self, TableView};
use crate::render::report::chart::WORKINGS;
use crate::render::report::claims;
use crate::render::report::estimates::means_shown;
use crate::render::report::page::{self, FindingView};
use crate::render::report::question::MOST_FINDINGS;
use crate::render::report::shared::shown_effect;
use crate::render::word::{brief::glance_texts, table::MOST_ROWS};
use crate::study::Imprint;
use crate::text::{Lang, Phrase, WITHHELD};

use super::names::{FindingPart, Name, NameCatalog, QuestionPart, StudyPart};

/// What stands where there is nothing to say.
const NONE: &str = "–";
/// Characters of a text in the list of all names.
const EXCERPT: usize = 90;

/// What is put in a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text.
    Text(String),
    /// Several lines, each a paragraph where there is room.
    Lines(Vec<String>),
    /// A chart.
    Picture(PictureOf),
    /// A table.
    Table(Grid),
}

/// A chart with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureOf {
    /// Id of the figure.
    pub figure: String,
    /// What it shows, in words.
    pub alt: String,
}

/// A table of texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Headings.
    pub heads: Vec<String>,
    /// Whether each column holds numbers.
    pub numeric: Vec<bool>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
    /// What is said under it.
    pub notes: Vec<String>,
    /// Shares of the width that the columns take; by what stands in them where there are none.
    pub shares: &'static [usize],
}

/// What names give in an edition and a language.
pub struct Contents<'b> {
    /// What is shown.
    pub scope: PageScope<'b>,
    /// The language.
    pub lang: Lang,
}

impl Contents<'_> {
    /// What a name gives.
    ///
    /// # Errors
    /// What the study must say first.
    pub fn of(&self, name: &Name, catalog: &NameCatalog) -> Result<Content, Phrase> {
        Ok(match name {
            Name::Study(part) => return self.study(*part).map(Content::Text),
            Name::Finding(at, part) => self.finding(*at, *part),
            Name::Question(at, part) => self.question(*at, *part),
            Name::Chart(id) => self.chart(self.scope.figures.iter().find(|figure| figure.id == *id).copied()),
            Name::Table(id) => self.table(id),
            Name::Answers => Content::Table(self.answers()),
            Name::Evidence => match claims::view(&self.scope, self.lang) {
                Some(view) => Content::Table(Grid { shares: &claims::SHARES, ..grid(&view, self.lang) }),
                None => self.missing(),
            },
            Name::Names => Content::Table(self.names(catalog)),
        })
    }

    fn study(&self, part: StudyPart) -> Result<String, Phrase> {
        let study = &self.scope.bundle.findings.study;
        let Imprint { date, organisation, author, contact, .. } = &study.imprint;
        let said = |words: &crate::text::Words| Some(words.get(self.lang).to_string()).filter(|it| !it.is_empty());
        let (text, key) = match part {
            StudyPart::Title => (said(&study.title), "title"),
            StudyPart::Date => (date.map(|date| date.said(self.lang)), "date"),
            StudyPart::Organisation => (said(organisation), "organisation"),
            StudyPart::Author => (said(author), "author"),
            StudyPart::Contact => (said(contact), "contact"),
            StudyPart::Edition => (Some(self.edition()), ""),
        };
        text.ok_or_else(|| phrase!("Add `{key}` to `[study]`, and run the study again", key = key))
    }

    fn edition(&self) -> String {
        let edition = match self.scope.internal() {
            true => phrase!("Internal edition: for those who hold the data"),
            false => phrase!("Public edition: small numbers are withheld (χ), others are rounded"),
        };
        edition.render(self.lang)
    }

    fn finding(&self, at: usize, part: FindingPart) -> Content {
        let Some(&finding) = self.scope.findings.get(at) else { return self.missing() };
        let lang = self.lang.about(&finding.question);
        if part == FindingPart::Chart {
            return self.chart(picture::own(&self.scope, finding));
        }
        let (row, view) = (answers::row(&self.scope, finding, lang), page::finding_view(&self.scope, finding, lang));
        let lines = |lines: Vec<String>| match lines.is_empty() {
            true => Content::Text(NONE.into()),
            false => Content::Lines(lines),
        };
        match part {
            FindingPart::Can => lines(view.can_say),
            FindingPart::Cannot => lines(view.cannot_say),
            part => {
                let text = text_of(part, finding, (row, view), lang);
                Content::Text(if text.is_empty() { NONE.into() } else { text })
            }
        }
    }

    fn question(&self, at: usize, part: QuestionPart) -> Content {
        let Some(&question) = self.scope.questions.get(at) else { return self.missing() };
        let lang = self.lang.about(&question.id);
        Content::Text(match part {
            QuestionPart::Title => question.title.get(lang).to_string(),
            QuestionPart::Design => question.design_title.render(lang),
            QuestionPart::Population => question.population.render(lang),
            QuestionPart::Chart => {
                let own = |figure: &&&Figure| figure.table.question() == question.id;
                let answer = |figure: &&&Figure| !WORKINGS.contains(figure.table.role());
                return self.chart(self.scope.figures.iter().filter(own).find(answer).copied());
            }
        })
    }

    fn chart(&self, figure: Option<&Figure>) -> Content {
        match figure.filter(|figure| self.scope.shows(figure)) {
            Some(figure) => {
                let alt = figure.alt.render(self.lang.about(figure.table.question()));
                Content::Picture(PictureOf { figure: figure.id.clone(), alt })
            }
            None => self.missing(),
        }
    }

    fn table(&self, id: &str) -> Content {
        let shown = self.scope.table(id).and_then(|table| cells::view(table, self.scope.internal(), self.lang));
        shown.map_or_else(|| self.missing(), |view| Content::Table(grid(&view, self.lang)))
    }

    fn answers(&self) -> Grid {
        let ordered = answers::ordered(&self.scope);
        let shown = ordered.iter().take(MOST_FINDINGS);
        let rows: Vec<AnswerRow> = shown.map(|finding| answers::row(&self.scope, finding, self.lang)).collect();
        let (heads, rows) = glance_texts(&rows, self.lang);
        let more = further(ordered.len().saturating_sub(MOST_FINDINGS), self.lang);
        let notes = answers::legend(&self.scope.findings, self.lang).into_iter().chain(more).collect();
        Grid { heads: heads.to_vec(), numeric: vec![false; 4], rows, notes, shares: &[] }
    }

    /// All names with what they give here.
    fn names(&self, catalog: &NameCatalog) -> Grid {
        let gives = |name: &String| {
            let content = catalog.resolve(name).ok().filter(|it| *it != Name::Names)?;
            let text = match self.of(&content, catalog) {
                Ok(Content::Text(text)) => text,
                Ok(Content::Lines(lines)) => lines.join(" "),
                Ok(Content::Picture(picture)) => phrase!("chart: {alt}", alt = picture.alt).render(self.lang),
                Ok(Content::Table(_)) => phrase!("a table").render(self.lang),
                Err(_) => NONE.into(),
            };
            Some(vec![format!("{{{{{name}}}}}"), text.chars().take(EXCERPT).collect()])
        };
        let heads = [phrase!("Name"), phrase!("What it gives")].map(|head| head.render(self.lang));
        let rows = catalog.all().iter().filter_map(gives).collect();
        Grid { heads: heads.to_vec(), numeric: vec![false; 2], rows, notes: Vec::new(), shares: &[] }
    }

    /// What stands for something that this edition does not have.
    pub fn missing(&self) -> Content {
        let text = match self.scope.internal() {
            true => phrase!("(nothing to show here)"),
            false => phrase!("(not shown in the public edition)"),
        };
        Content::Text(text.render(self.lang))
    }
}

/// The text of a part of a finding; empty where there is none.
fn text_of(part: FindingPart, finding: &Finding, (row, view): (AnswerRow, FindingView), lang: Lang) -> String {
    let mean = |which: usize| {
        let said = finding.as_said();
        let mean = shown_effect(&said).and_then(|effect| means_shown(&said, effect, lang)[which].clone());
        mean.unwrap_or_default()
    };
    match part {
        FindingPart::Sentence => view.sentence,
        FindingPart::Estimate => row.estimate,
        FindingPart::Interval => row.interval,
        FindingPart::Verdict => row.word,
        FindingPart::Matters => row.matters,
        FindingPart::Strength => row.strength,
        FindingPart::Reason => row.because,
        FindingPart::Label => row.label,
        FindingPart::Question => row.question,
        FindingPart::Design => view.design,
        FindingPart::Cases => row.cases,
        FindingPart::N => view.treated,
        FindingPart::Others if finding.sample.withheld => WITHHELD.into(),
        FindingPart::Others => view.comparison.unwrap_or_default(),
        FindingPart::After | FindingPart::MeanParticipants => mean(0),
        FindingPart::Before | FindingPart::MeanOthers => mean(1),
        // They are no texts.
        FindingPart::Can | FindingPart::Cannot | FindingPart::Chart => String::new(),
    }
}

/// A table of a report as texts.
fn grid(view: &TableView, lang: Lang) -> Grid {
    let shown = view.rows.iter().take(MOST_ROWS);
    let more = further(view.more + view.rows.len().saturating_sub(MOST_ROWS), lang);
    Grid {
        heads: view.columns.iter().map(|column| column.title.clone()).collect(),
        numeric: view.columns.iter().map(|column| column.numeric).collect(),
        rows: shown.map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect(),
        notes: view.notes.iter().cloned().chain(more).collect(),
        shares: &[],
    }
}

fn further(n: usize, lang: Lang) -> Option<String> {
    (n > 0).then(|| phrase!("{n} further rows are in the workbook.", n = n).render(lang))
}

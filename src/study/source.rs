//! What a study says of a source.

use serde::{Deserialize, Serialize};

use super::Located;

/// `[sources.NAME]`: a sheet of a workbook or a text file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Source {
    /// NAME.
    pub name: Located<String>,
    /// File, relative to the study file.
    pub file: Located<String>,
    /// Sheet by name; the first one with a table by default.
    pub sheet: Option<Located<String>>,
    /// Several sheets, by name or with `*`; each becomes a part of its own (see [`Source::part`]).
    pub sheets: Vec<Located<String>>,
    /// Which file or sheet this is of a source that has several; empty for a source that has one.
    pub part: String,
    /// Rows of the header, 1-based and inclusive, where it is not to be found automatically (`header = "2:3"`, `header = 3`); 0 and 0
    /// where it has none (`header = "none"`).
    pub header: Option<Located<(u32, u32)>>,
    /// Cells of the table, where not to be found automatically (`B4:Z900`): first row, first column, last row, last
    /// column, all 0-based and inclusive.
    pub range: Option<Located<(u32, u32, u32, u32)>>,
    /// Encoding of a text file, where it is not to be guessed.
    pub encoding: Option<Located<String>>,
    /// Column that identifies the unit; sources are joined on it. Of a linked source the first column it is linked by; empty where
    /// the source is anonymous, or where the unit is still to be found.
    pub unit: Located<String>,
    /// Further columns, where several identify the unit together (`unit = ["class", "page"]`).
    pub unit_with: Vec<Located<String>>,
    /// Whether each row is a respondent of its own, whom nobody can find again in another source or period.
    pub anonymous: bool,
    /// Columns that a unit standing beside the table counts for; absent where the study does not say.
    pub amounts: Option<Vec<Located<String>>>,
    /// Units that the numbers of columns are written in, where their headings do not say so: column, unit.
    pub units: Vec<(Located<String>, Located<String>)>,
    /// Which source its rows belong to, where they are not units themselves.
    pub link: Option<SourceLink>,
    /// What says the period of a part.
    pub period_from: Option<Located<PeriodFrom>>,
    /// The period of all rows of this source (`period = 2021`, `period = "before"`).
    pub period: Option<Located<String>>,
    /// Column that says the period of each row.
    pub period_column: Option<Located<String>>,
    /// Renames on the way in: new name, heading in the file. A name that stands several times has several headings, of which the
    /// first that a file has counts.
    pub columns: Vec<(Located<String>, Located<String>)>,
    /// What becomes of several rows of one unit and period.
    pub rows: Repeats,
    /// Columns whose blank cells take the value above.
    pub fill_down: Vec<Located<String>>,
    /// What becomes of rows that are hidden or filtered out in the workbook.
    pub hidden: Option<Located<Marked>>,
    /// What becomes of cells that are struck out.
    pub struck_out: Option<Located<Marked>>,
    /// Which of several rows of one unit and period counts.
    pub duplicates: Duplicates,
    /// The known layout that the table follows, by name, or `none`; recognised by itself where the study does not say.
    pub layout: Option<Located<String>>,
    /// File that says what codes mean: an XLSForm, or a list of codes.
    pub codebook: Option<Located<String>>,
    /// Of a source whose rows are ties: the columns of their two ends.
    #[serde(default)]
    pub ends: Option<TieEnds>,
    /// Of a source whose rows are events: when each was, and when there can be any.
    #[serde(default)]
    pub events: Option<EventRows>,
    /// Whether its units are indicators (`kind = "indicators"`), which are none of the study's units.
    #[serde(default)]
    pub indicators: bool,
}

/// `kind = "log"` or `"ledger"`: each row is something that happened. They are no units and come into no panel.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EventRows {
    /// Columns of the date and of the time, or one of both.
    pub time: Vec<Located<String>>,
    /// Hour at which a day begins: earlier ones belong to the day before.
    pub day_starts: u32,
    /// Days on which there may be events; all where empty.
    pub open: Vec<DayRule>,
    /// Days on which there are none.
    pub closed: Vec<DayRule>,
    /// Of a ledger: the column of amounts.
    pub amount: Option<Located<String>>,
    /// Column that says whom or what a row is about.
    pub who: Option<Located<String>>,
}

/// Days by what is said of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DayRule {
    /// Day of the week, 0 for Monday.
    Weekday(u8),
    /// First and last day, since 1970-01-01.
    Days(i32, i32),
}

impl DayRule {
    /// Whether a day is one of these.
    pub fn holds(self, day: i32) -> bool {
        match self {
            // 1970-01-01 was a Thursday.
            DayRule::Weekday(weekday) => (day + 3).rem_euclid(7) == i32::from(weekday),
            DayRule::Days(first, last) => (first..=last).contains(&day),
        }
    }
}

/// `kind = "ties"`, `from`, `to`: each row says that one organisation has a tie to another. Both are found in the source that `link` names, by
/// its columns `by` in the same order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TieEnds {
    /// Columns that say who reports the tie.
    pub from: Vec<Located<String>>,
    /// Columns that say to whom it is.
    pub to: Vec<Located<String>>,
}

/// What becomes of several rows of one unit and period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repeats {
    /// A unit has one row: two are a mistake.
    #[default]
    One,
    /// They are put together: numbers added, texts listed.
    Sum,
    /// They are put together: numbers averaged, texts listed.
    Mean,
}

/// Which row counts where a unit (and period) stands in several with other values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Duplicates {
    /// None: it is a mistake.
    #[default]
    Error,
    /// The last one.
    Last,
    /// The first one.
    First,
}

/// What becomes of rows and cells that a workbook hides or strikes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Marked {
    /// They are read like the others.
    Read,
    /// They are left out.
    LeaveOut,
}

impl Source {
    /// The heading in the file of the column that identifies the unit.
    pub fn unit_heading(&self) -> &str {
        let renamed = self.columns.iter().find(|(new, _)| new.value == self.unit.value);
        renamed.map_or(&self.unit.value, |(_, heading)| &heading.value)
    }

    /// A source of which nothing is known but its file.
    pub fn plain(name: Located<String>, file: Located<String>) -> Source {
        let unit = Located { value: String::new(), place: name.place.clone() };
        Source {
            name,
            file,
            sheet: None,
            sheets: Vec::new(),
            part: String::new(),
            header: None,
            range: None,
            encoding: None,
            unit,
            unit_with: Vec::new(),
            anonymous: false,
            amounts: None,
            units: Vec::new(),
            link: None,
            period_from: None,
            period: None,
            period_column: None,
            columns: Vec::new(),
            rows: Repeats::One,
            fill_down: Vec::new(),
            hidden: None,
            struck_out: None,
            duplicates: Duplicates::Error,
            layout: None,
            codebook: None,
            ends: None,
            events: None,
            indicators: false,
        }
    }

    /// Whether the study does not say what identifies the rows, so that it is to be found.
    pub fn lacks_unit(&self) -> bool {
        self.unit.value.is_empty() && !self.anonymous && self.link.is_none() && self.events.is_none()
    }

    /// Whether its rows are of the study's units, or tied to them.
    pub fn is_of_units(&self) -> bool {
        self.events.is_none() && !self.indicators
    }

    /// The columns of the own table by which a linked source is joined, in the order in which they are tried.
    pub fn own_keys(&self) -> &[Located<String>] {
        match (&self.ends, &self.link) {
            (Some(ends), _) => &ends.from,
            (None, Some(link)) => &link.by,
            (None, None) => &[],
        }
    }

    /// The source as the other ends of its ties see it.
    pub fn other_ends(&self) -> Option<Source> {
        let to = &self.ends.as_ref()?.to;
        let part = if self.part.is_empty() { to[0].value.clone() } else { format!("{} / {}", self.part, to[0].value) };
        Some(Source {
            unit: to[0].clone(),
            part,
            ends: Some(TieEnds { from: to.clone(), to: Vec::new() }),
            ..self.clone()
        })
    }

    /// The columns that identify its units, as messages name them.
    pub fn unit_title(&self) -> String {
        let columns = std::iter::once(&self.unit).chain(&self.unit_with);
        columns.map(|column| column.value.as_str()).collect::<Vec<_>>().join(" + ")
    }

    /// How messages call it: its name, with the part where it has several.
    pub fn title(&self) -> String {
        if self.part.is_empty() { self.name.value.clone() } else { format!("{} / {}", self.name.value, self.part) }
    }
}

/// `link = { to = "register", by = ["法人番号", "団体名"] }`: rows describe what a row of another source stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SourceLink {
    /// The other source.
    pub to: Located<String>,
    /// Columns that both have, in the order in which they are tried.
    pub by: Vec<Located<String>>,
    /// Columns that both have and that say where an organisation is: names are joined only where these do not contradict.
    pub place: Vec<Located<String>>,
}

/// What says the period of a file or sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodFrom {
    /// The sheet's name.
    Sheet,
    /// The file's name.
    File,
    /// Each column's heading: `income 2021`, `income 2022`.
    Heading,
}

//! Tables with planted headings, sections, totals, notes, page headers, merged groups and units: what was planted comes back.

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Worksheet};
use tashika::ingest::AsideReason;

use super::ingest::{Case, codes, headings};

/// What stands below the headings.
#[derive(Clone, Copy, Debug)]
enum Below {
    Nothing,
    Codes,
    Translation,
    Tags,
    Types,
    Units,
    Example,
}

/// A table to be written.
#[derive(Clone, Debug)]
struct Plan {
    japanese: bool,
    /// Numbers of each row of data, as many as there are columns of numbers.
    values: Vec<Vec<u16>>,
    titles: usize,
    below: Below,
    /// Rows of data before each of which a section begins; the first one is 0.
    sections: Vec<usize>,
    section_mark: usize,
    subtotals: bool,
    /// Rows of data before each of which a page begins.
    pages: Vec<usize>,
    /// Whether the place is merged over rows of one place that follow each other.
    merged: bool,
    total: usize,
    mean: bool,
    notes: usize,
    gap: bool,
}

fn plan() -> impl Strategy<Value = Plan> {
    let below = prop_oneof![
        Just(Below::Nothing),
        Just(Below::Codes),
        Just(Below::Translation),
        Just(Below::Tags),
        Just(Below::Types),
        Just(Below::Units),
        Just(Below::Example)
    ];
    let values = (6usize..24, 2usize..5)
        .prop_flat_map(|(rows, columns)| prop::collection::vec(prop::collection::vec(11u16..9000, columns), rows));
    let around = (0usize..3, 0usize..4, any::<bool>(), 0usize..4, any::<bool>());
    let inside = (prop::collection::btree_set(1usize..6, 0..3), any::<bool>(), 0usize..4, any::<bool>(), any::<bool>());
    (any::<bool>(), values, below, around, inside, prop::collection::btree_set(2usize..6, 0..2)).prop_map(
        |(japanese, values, below, around, (cuts, sectioned, section_mark, subtotals, merged), pages)| {
            let sections: Vec<usize> = if sectioned {
                std::iter::once(0).chain(cuts.into_iter().filter(|it| it + 1 < values.len())).collect()
            } else {
                Vec::new()
            };
            let (titles, total, mean, notes, gap) = around;
            let subtotals = subtotals && !sections.is_empty();
            Plan {
                japanese,
                values,
                titles,
                below,
                sections,
                section_mark,
                subtotals,
                pages: pages.into_iter().collect(),
                merged,
                total,
                mean,
                notes,
                gap,
            }
        },
    )
}

/// What was planted.
#[derive(Default)]
struct Truth {
    row: u32,
    data: Vec<u32>,
    aside: Vec<(u32, AsideReason)>,
    header: Vec<u32>,
    sections: Vec<String>,
    /// Of each row of data: the place.
    places: Vec<String>,
}

struct Writer<'w> {
    sheet: &'w mut Worksheet,
    truth: Truth,
}

impl Writer<'_> {
    fn row(&mut self, texts: &[&str], numbers: &[f64]) -> u32 {
        let row = self.truth.row;
        for (col, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            self.sheet.write_string(row, col as u16, *text).unwrap();
        }
        for (col, number) in numbers.iter().enumerate().filter(|(_, number)| number.is_finite()) {
            self.sheet.write_number(row, (texts.len() + col) as u16, *number).unwrap();
        }
        self.truth.row += 1;
        row
    }

    fn aside(&mut self, why: AsideReason, texts: &[&str], numbers: &[f64]) {
        let row = self.row(texts, numbers);
        self.truth.aside.push((row, why));
    }
}

impl Plan {
    fn columns(&self) -> usize {
        self.values[0].len()
    }

    /// Name, place and numbers, in the language of the table.
    fn headings(&self) -> Vec<String> {
        let (head, number): ([&str; 2], [&str; 4]) = match self.japanese {
            true => (["団体名", "所在地"], ["会員数", "職員数", "収入", "支出"]),
            false => (["Organisation", "Place"], ["Members", "Staff", "Income", "Spending"]),
        };
        head.iter().chain(&number[..self.columns()]).map(|it| it.to_string()).collect()
    }

    fn below(&self) -> Option<(AsideReason, Vec<String>)> {
        let n = self.columns();
        let filled = |head: [&str; 2], numbers: [&str; 4]| -> Vec<String> {
            head.iter().chain(&numbers[..n]).map(|it| it.to_string()).collect()
        };
        Some(match self.below {
            Below::Nothing => return None,
            Below::Codes => (AsideReason::SecondHeading, filled(["org_id", "q0"], ["q1", "q2", "q3", "q4"])),
            Below::Translation if self.japanese => (
                AsideReason::SecondHeading,
                filled(["Organisation", "Place"], ["Members", "Staff", "Income", "Spending"]),
            ),
            Below::Translation => {
                (AsideReason::SecondHeading, filled(["団体名", "所在地"], ["会員数", "職員数", "収入", "支出"]))
            }
            Below::Tags => (
                AsideReason::SecondHeading,
                filled(["#org+name", "#adm1"], ["#reached", "#staff", "#value+in", "#value+out"]),
            ),
            Below::Types if self.japanese => {
                (AsideReason::SecondHeading, filled(["文字列", "選択"], ["整数", "整数", "数値（円）", "数値"]))
            }
            Below::Types => {
                (AsideReason::SecondHeading, filled(["text", "category"], ["integer", "integer", "number", "number"]))
            }
            Below::Units if self.japanese => (AsideReason::Units, filled(["", ""], ["人", "人", "千円", "千円"])),
            Below::Units => (AsideReason::Units, filled(["", ""], ["people", "people", "£000", "£000"])),
            Below::Example => (
                AsideReason::Example,
                filled(
                    [if self.japanese { "例：みどりの会" } else { "e.g. Green Street" }, ""],
                    ["'10", "'2", "'300", "'200"],
                ),
            ),
        })
    }

    fn section(&self, at: usize) -> (String, String) {
        let year = 3 + at;
        match (self.japanese, self.section_mark) {
            (true, 0) => (format!("令和{year}年度"), format!("令和{year}年度")),
            (true, 1) => (format!("■{year}区"), format!("{year}区")),
            (true, 2) => (format!("【第{year}期】"), format!("第{year}期")),
            (true, _) => (
                format!("{}部門", ["環境", "福祉", "文化", "教育"][at % 4]),
                format!("{}部門", ["環境", "福祉", "文化", "教育"][at % 4]),
            ),
            (false, 0) => (format!("FY202{at}"), format!("FY202{at}")),
            (false, 1) => (format!("■ Region {at}"), format!("Region {at}")),
            (false, _) => {
                let name = format!("{} PROGRAM", ["NORTH", "SOUTH", "EAST", "WEST"][at % 4]);
                (name.clone(), name)
            }
        }
    }

    fn sum(&self, rows: std::ops::Range<usize>) -> Vec<f64> {
        (0..self.columns())
            .map(|column| self.values[rows.clone()].iter().map(|row| f64::from(row[column])).sum())
            .collect()
    }

    fn write(&self, sheet: &mut Worksheet) -> Truth {
        let mut to = Writer { sheet, truth: Truth::default() };
        let titles = if self.japanese {
            ["助成団体の一覧", "（令和5年4月1日現在）"]
        } else {
            ["Grantees of the fund", "(as of 1 April 2023)"]
        };
        titles.iter().take(self.titles).for_each(|title| to.aside(AsideReason::Title, &[title], &[]));
        to.truth.row += u32::from(self.titles > 0);
        let names = self.headings();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let header = to.row(&names, &[]);
        to.truth.header.push(header);
        if let Some((why, cells)) = self.below() {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.trim_start_matches('\'')).collect();
            to.aside(why, &cells, &[]);
        }
        let total = if self.japanese {
            ["合計", "総数", "全体（計）", ""]
        } else {
            ["Total", "Overall", "Grand total", ""]
        }[self.total];
        let mut section = String::new();
        let mut begun = 0;
        for (at, values) in self.values.iter().enumerate() {
            if at > 0 && self.pages.contains(&at) {
                to.aside(AsideReason::PageHeader, &[titles[0]], &[]);
                to.aside(AsideReason::HeadingAgain, &names, &[]);
            }
            if let Some(number) = self.sections.iter().position(|start| *start == at) {
                self.subtotal(&mut to, begun..at);
                begun = at;
                let (text, name) = self.section(number);
                to.aside(AsideReason::Section, &[&text], &[]);
                section = name;
            }
            let name = self.name(at);
            let place = ["北", "南", "東"][if self.merged { at / 2 % 3 } else { at % 3 }];
            let row = to.row(&[&name, place], &values.iter().map(|it| f64::from(*it)).collect::<Vec<_>>());
            // The cell above of the same place takes this one in.
            if self.merged && at % 2 == 1 && to.truth.data.last().is_some_and(|above| above + 1 == row) {
                to.sheet.merge_range(row - 1, 1, row, 1, place, &Format::new()).unwrap();
            }
            to.truth.data.push(row);
            to.truth.places.push(place.to_string());
            to.truth.sections.push(section.clone());
        }
        self.subtotal(&mut to, begun..self.values.len());
        let all = self.sum(0..self.values.len());
        if !total.is_empty() {
            to.aside(AsideReason::Total, &[total, ""], &all);
        }
        if self.mean {
            let n = self.values.len() as f64;
            let mean: Vec<f64> = all.iter().map(|sum| (10.0 * sum / n).round() / 10.0).collect();
            to.aside(AsideReason::Figure, &[if self.japanese { "平　均" } else { "Average" }, ""], &mean);
        }
        to.truth.row += u32::from(self.gap);
        let notes = ["※ 金額は決算による", "a) 推計値", "Source: annual reports"];
        notes.iter().take(self.notes).for_each(|note| to.aside(AsideReason::Note, &[note], &[]));
        to.truth
    }

    fn subtotal(&self, to: &mut Writer<'_>, rows: std::ops::Range<usize>) {
        if self.subtotals && !rows.is_empty() {
            to.aside(AsideReason::Total, &[if self.japanese { "小計" } else { "Subtotal" }, ""], &self.sum(rows));
        }
    }

    fn name(&self, at: usize) -> String {
        let (a, b) = (at % 6, at / 6);
        match self.japanese {
            true => format!(
                "{}{}の会",
                ["みどり", "あおば", "かわべ", "やまびこ", "ともしび", "ひだまり"][a],
                ["", "東", "西", "南"][b]
            ),
            false => format!(
                "{} {}",
                ["Green", "Hill", "Brook", "Dale", "Oak", "Mill"][a],
                ["Trust", "Centre", "Hall", "Society"][b]
            ),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_planted_comes_back(plan in plan()) {
        let mut truth = Truth::default();
        let case = Case::new().sheet("a.xlsx", |sheet| truth = plan.write(sheet));
        let unit = if plan.japanese { "団体名" } else { "Organisation" };
        let (table, sink) = case.table(&format!("[sources.people]\nfile = \"a.xlsx\"\nunit = \"{unit}\"\n"));
        prop_assert_eq!(&table.rows, &truth.data, "data; {:?}", codes(&sink));
        prop_assert_eq!(&table.header_rows, &truth.header);
        let aside: Vec<(u32, AsideReason)> = table.set_aside.iter().map(|it| (it.row, it.why)).collect();
        prop_assert_eq!(aside, truth.aside);
        let found = headings(&table);
        let names = plan.headings();
        let unit_of = |text: &str| text.split(['（', '(']).next().unwrap_or_default().trim().to_string();
        let bare: Vec<String> = found.iter().take(names.len()).map(|text| unit_of(text)).collect();
        prop_assert_eq!(bare, names);
        let text = |row: usize, column: usize| match table.get(row, column) {
            tashika::ingest::Raw::Text(text) => text.to_string(),
            other => format!("{other:?}"),
        };
        let places: Vec<String> = (0..table.rows.len()).map(|row| text(row, 1)).collect();
        prop_assert_eq!(places, truth.places);
        if !plan.sections.is_empty() {
            let column = table.headings.len() - 1;
            let said: Vec<String> = (0..table.rows.len()).map(|row| text(row, column)).collect();
            prop_assert_eq!(said, truth.sections);
        }
        let asked = codes(&sink).into_iter().filter(|code| ["lone-text", "total-unnamed", "second-heading-unclear"].contains(code)).count();
        prop_assert_eq!(asked, 0, "{:?}", codes(&sink));
    }
}

//! Tables as statements about populations.

mod answers;
mod flow;
mod levels;
mod parts;
mod scores;
mod words;

use std::collections::BTreeMap;

use serde_json::Value;

use super::edition::{Edition, Table, list, whose};
use super::people::Pop;
use super::say::said;
use super::world::World;

/// A question, of all or of a part, and the populations that its tables speak of.
pub struct Scope<'e> {
    pub part: String,
    pub question: String,
    /// Whether everybody is compared with himself.
    pub paired: bool,
    /// What decides who took part.
    pub treatment: String,
    /// Those of whom the flow first says who took part.
    pub start: Pop,
    /// Those with all that they are compared on, and those of them that were matched.
    pub complete: Option<Pop>,
    pub matched: Option<Pop>,
    /// The parts that have pages.
    pub pages: Vec<String>,
    /// Its answers.
    pub answers: Vec<Of<'e>>,
}

/// An answer: what it is about and who is in it.
pub struct Of<'e> {
    pub json: &'e Value,
    pub outcome: String,
    pub baseline: Option<String>,
    pub label: String,
    pub treated: Pop,
    pub comparison: Pop,
}

impl Of<'_> {
    /// The name of the change that it is about, the same in all questions.
    pub fn change(&self) -> String {
        format!("{} − {}", self.outcome, self.baseline.as_deref().unwrap_or("0"))
    }
}

impl Scope<'_> {
    /// The condition of having taken part.
    pub fn took(&self) -> String {
        format!("took:{}", self.treatment)
    }

    /// The condition of not having taken part.
    pub fn not(&self) -> String {
        format!("not:{}", self.treatment)
    }

    /// Both sides of a population.
    pub fn sides(&self, world: &mut World, pop: Pop) -> (Pop, Pop) {
        (world.people.with(pop, &self.took()), world.people.with(pop, &self.not()))
    }
}

/// Everything that the tables of an edition say.
pub fn read(edition: &Edition) -> World {
    let mut world = World::new(edition);
    let mut owners: Vec<&str> = Vec::new();
    for table in &edition.tables {
        let owner = table.id.split_once('/').map_or("", |(owner, _)| owner);
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    for owner in owners {
        let of = |table: &&Table| table.id.split_once('/').map_or("", |(own, _)| own) == owner;
        let tables: Vec<&Table> = edition.tables.iter().filter(of).collect();
        let scope = scope(edition, owner, &tables, &mut world);
        for table in &tables {
            one(&scope, table, &mut world);
        }
        words::answers(&scope, &mut world);
    }
    world.means_of_yes();
    rest(edition, &mut world);
    said_sums(edition, &mut world);
    words::cells(edition, &mut world);
    world
}

fn one(scope: &Scope<'_>, table: &Table, world: &mut World) {
    let name = table.name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
    match name {
        "effects" | "forest" | "cases" => answers::rows(scope, table, world),
        "missing" => flow::missing(scope, table, world),
        "parts" => parts::fifths(scope, table, world),
        "subgroups" | "groups" => parts::subgroups(scope, table, world),
        "levels" => levels::levels(scope, table, world),
        "before-after-counts" => levels::crossed(scope, table, world),
        "before-and-after" => answers::before_and_after(scope, table, world),
        "over-time" => answers::over_time(scope, table, world),
        "overlap" => scores::overlap(scope, table, world),
        "table1" => scores::characteristics(scope, table, world),
        _ => (),
    }
}

/// The question that an owner of tables is.
fn scope<'e>(edition: &'e Edition, owner: &str, tables: &[&Table], world: &mut World) -> Scope<'e> {
    let (part, question) = whose(&edition.json, owner);
    let info = every(&edition.json, "questions").into_iter().find(|info| info["id"] == owner);
    let own = every(&edition.json, "findings").into_iter().filter(|finding| finding["question"] == owner);
    let findings: Vec<&Value> = own.collect();
    let design = info.map_or("", |info| info["design"].as_str().unwrap_or(""));
    let treatment = treatment(edition, info, &question, design == "before-after");
    let everybody = world.people.all();
    let mut scope = Scope {
        paired: design == "before-after",
        part,
        question,
        treatment,
        start: everybody,
        complete: None,
        matched: None,
        pages: list(&edition.json["groups"]).iter().filter_map(|group| Some(group["id"].as_str()?.into())).collect(),
        answers: Vec::new(),
    };
    let analysed = flow::flow(&mut scope, tables, &findings, world);
    for (at, json) in findings.into_iter().enumerate() {
        let (outcome, baseline) = variables(json);
        let label = said(&json["label"]);
        let condition = format!("analysed:{owner}/{outcome}");
        let all = analysed.get(&at).copied().unwrap_or_else(|| world.people.with(everybody, &condition));
        let (treated, comparison) = scope.sides(world, all);
        scope.answers.push(Of { json, outcome, baseline, label, treated, comparison });
    }
    scope
}

/// What decides who took part in a question. Where nothing does, everybody is compared with himself.
fn treatment(edition: &Edition, info: Option<&Value>, question: &str, paired: bool) -> String {
    let whole = list(&edition.json["questions"]).iter().find(|info| info["id"] == question);
    let told = [info, whole].into_iter().flatten().find_map(|info| info["treatment"].as_str());
    match (told, paired) {
        (Some(told), _) => told.into(),
        (None, true) => "everybody".into(),
        (None, false) => format!("question {question}"),
    }
}

/// All questions or findings, those of parts too.
pub fn every<'e>(json: &'e Value, what: &str) -> Vec<&'e Value> {
    let parts = list(&json["groups"]).iter().flat_map(|group| list(&group[what]));
    list(&json[what]).iter().chain(parts).collect()
}

/// What a finding is about: variables as they are called in every question.
pub fn variables(finding: &Value) -> (String, Option<String>) {
    let outcome = finding["outcome"].as_str().unwrap_or("").to_string();
    let baseline = finding["baseline"].as_str().map(|name| name.replace("_at_", "@"));
    (outcome, baseline)
}

/// Counts that no reader knows are unknowns of their own.
fn rest(edition: &Edition, world: &mut World) {
    for table in &edition.tables {
        for (row, cells) in table.rows.iter().enumerate() {
            // Rows of files that hold a title or a note are no units.
            let reason = table.text(row, "reason");
            if table.id == "flow" && !reason.is_empty() && !reason.starts_with("no row") {
                continue;
            }
            for (cell, key) in cells.iter().zip(&table.columns).filter(|(cell, _)| cell.counts && cell.is_there()) {
                let place = table.place(row, key);
                if !world.cells.contains_key(&place) {
                    let everybody = world.people.all();
                    let own = world.people.with(everybody, &format!("cell:{}[{row}].{key}", table.id));
                    world.count(place, Some(cell), own);
                }
            }
        }
    }
}

/// What the edition itself says of sums.
fn said_sums(edition: &Edition, world: &mut World) {
    let own = edition.tables.iter().flat_map(|table| &table.sums).chain(&edition.links);
    let mut found: Vec<(Pop, Vec<Pop>)> = Vec::new();
    let shares: BTreeMap<_, Pop> = world.shares.iter().map(|share| (share.place.clone(), share.part)).collect();
    let pop = |place| world.cells.get(place).or_else(|| shares.get(place)).copied();
    for (whole, parts) in own {
        let parts: Option<Vec<Pop>> = parts.iter().map(pop).collect();
        if let Some((whole, parts)) = pop(whole).zip(parts) {
            found.push((whole, parts));
        }
    }
    for (whole, parts) in found {
        match parts[..] {
            [part] => world.people.same(whole, part),
            _ => world.sum(whole, &parts),
        }
    }
}

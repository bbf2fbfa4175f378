//! Made studies: small spreadsheets with what tends to tell: categories of one to three units, questions within questions, parts,
//! two designs over the same units, losses of few, outcomes that hardly change, an amount that outweighs all others.

use std::fmt::Write;

/// A made study: its table and its study file, without the profile.
pub struct Made {
    pub seed: u64,
    pub table: String,
    pub study: String,
    /// What it is made of, in a few words.
    pub about: String,
}

/// Numbers that only the seed decides (SplitMix64).
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }

    /// True in so many of a hundred cases.
    pub fn of_hundred(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// So many different numbers below `n`.
    fn some(&mut self, count: usize, n: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..n).collect();
        (0..count.min(n)).for_each(|at| all.swap(at, at + self.next() as usize % (n - at)));
        all.truncate(count);
        all
    }
}

/// An outcome: its name, its kind, and its values before and after.
struct Outcome {
    name: &'static str,
    kind: &'static str,
    unit: &'static str,
    before: Vec<Option<i64>>,
    after: Vec<Option<i64>>,
}

/// The study of a seed.
pub fn made(seed: u64) -> Made {
    let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(11));
    let n = dice.between(14, 90) as usize;
    let program = categories(&mut dice, n, &["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"]);
    let region = categories(&mut dice, n, &["east", "west", "north", "isle"]);
    let funded: Vec<bool> = (0..n).map(|unit| unit % 5 < 2).collect();
    let score: Vec<i64> = (0..n).map(|_| dice.between(30, 80)).collect();
    let mut outcomes = outcomes(&mut dice, n);
    for outcome in &mut outcomes {
        lose(&mut dice, &mut outcome.after, 55);
        lose(&mut dice, &mut outcome.before, 35);
    }
    let mut table = String::from("id,program,region,funded,score,size");
    outcomes.iter().for_each(|it| table.push_str(&format!(",{0}_b,{0}_a", it.name)));
    table.push('\n');
    for unit in 0..n {
        let size = 20 + score[unit] / 3 + dice.between(0, 25);
        let yes = u8::from(funded[unit]);
        let _ = write!(table, "U{unit:03},{},{},{yes},{},{size}", program[unit], region[unit], score[unit]);
        for outcome in &outcomes {
            for value in [outcome.before[unit], outcome.after[unit]] {
                table.push(',');
                table.push_str(&value.map_or_else(String::new, |value: i64| value.to_string()));
            }
        }
        table.push('\n');
    }
    let (study, about) = study(&mut dice, &outcomes, &score);
    Made { seed, table, study, about: format!("{n} units; {about}") }
}

/// Categories of which the first are large and the last have one to three units.
fn categories(dice: &mut Dice, n: usize, names: &[&'static str]) -> Vec<&'static str> {
    let large = dice.between(1, 2) as usize;
    let kinds = dice.between(large as i64 + 1, names.len() as i64) as usize;
    let mut all: Vec<&str> = (0..n).map(|unit| names[unit % large]).collect();
    for name in &names[large..kinds] {
        let few = if dice.of_hundred(70) { dice.between(1, 3) } else { dice.between(3, 12) };
        dice.some(few as usize, n).into_iter().for_each(|unit| all[unit] = name);
    }
    all
}

fn outcomes(dice: &mut Dice, n: usize) -> Vec<Outcome> {
    let mut all = vec![yes(dice, n), scale(dice, n), visits(dice, n), income(dice, n)];
    let count = dice.between(1, 3) as usize;
    let chosen = dice.some(count, all.len());
    let mut at = 0..;
    all.retain(|_| at.next().is_some_and(|at| chosen.contains(&at)));
    all
}

/// Yes or no; one or two change, or many.
fn yes(dice: &mut Dice, n: usize) -> Outcome {
    let before: Vec<Option<i64>> = (0..n).map(|_| Some(dice.between(0, 1))).collect();
    let few = if dice.of_hundred(60) { dice.between(0, 2) } else { dice.between(3, n as i64 / 2) };
    let changed = dice.some(few as usize, n);
    let after = (0..n).map(|unit| before[unit].map(|it| if changed.contains(&unit) { 1 - it } else { it })).collect();
    Outcome { name: "joined", kind: "yes-no", unit: "", before, after }
}

/// A scale of five steps.
fn scale(dice: &mut Dice, n: usize) -> Outcome {
    let before: Vec<Option<i64>> = (0..n).map(|_| Some(dice.between(1, 5))).collect();
    let still = dice.between(20, 90);
    let after = before.iter().map(|it| {
        let by = if dice.of_hundred(still) { 0 } else { dice.between(-2, 3) };
        it.map(|it| (it + by).clamp(1, 5))
    });
    Outcome { name: "rating", kind: "scale", unit: "", after: after.collect(), before }
}

/// Numbers of visits of which few change.
fn visits(dice: &mut Dice, n: usize) -> Outcome {
    let before: Vec<Option<i64>> = (0..n).map(|_| Some(dice.between(0, 20))).collect();
    let still = dice.between(50, 97);
    let after = before
        .iter()
        .map(|it| it.map(|it| if dice.of_hundred(still) { it } else { (it + dice.between(-3, 6)).max(0) }));
    Outcome { name: "visits", kind: "count", unit: "visits", after: after.collect(), before }
}

/// Amounts, one of which may outweigh all others.
fn income(dice: &mut Dice, n: usize) -> Outcome {
    let mut before: Vec<Option<i64>> = (0..n).map(|_| Some(dice.between(200_000, 9_000_000))).collect();
    if dice.of_hundred(40) {
        before[dice.between(0, n as i64 - 1) as usize] = Some(180_000_000);
    }
    let after = before.iter().map(|it| it.map(|it| it + dice.between(-500_000, 900_000).max(-it)));
    Outcome { name: "income", kind: "amount", unit: "yen", after: after.collect(), before }
}

/// Takes one to three values away.
fn lose(dice: &mut Dice, values: &mut [Option<i64>], percent: i64) {
    if dice.of_hundred(percent) {
        let few = dice.between(1, 3) as usize;
        dice.some(few, values.len()).into_iter().for_each(|at| values[at] = None);
    }
}

fn study(dice: &mut Dice, outcomes: &[Outcome], score: &[i64]) -> (String, String) {
    let mut text = String::from("[study]\nid = \"made\"\ntitle = \"made\"\nlanguage = [\"en\"]\n\n");
    text.push_str("[sources.d]\nfile = \"d.csv\"\nunit = \"id\"\n\n[variables.funded]\nkind = \"yes-no\"\n\n");
    for it in outcomes {
        let unit = if it.unit.is_empty() { String::new() } else { format!("unit = \"{}\"\n", it.unit) };
        let _ = write!(text, "[variables.{}_a]\nkind = \"{}\"\n{unit}better = \"higher\"\n\n", it.name, it.kind);
    }
    let names: Vec<String> = outcomes.iter().map(|it| format!("\"{}_a\"", it.name)).collect();
    let before: Vec<String> = outcomes.iter().map(|it| format!("{0}_a = \"{0}_b\"", it.name)).collect();
    let asked = format!("outcomes = [{}]\nbaseline = {{ {} }}\n", names.join(", "), before.join(", "));
    let mut about: Vec<&str> = outcomes.iter().map(|it| it.kind).collect();
    let mut question = |id: &str, more: &str| {
        let _ = write!(text, "[[questions]]\nid = \"{id}\"\n{asked}{more}\n");
    };
    let subgroups = if dice.of_hundred(40) { "subgroups = [\"region\"]\n" } else { "" };
    question("all", &format!("design = \"before-after\"\n{subgroups}"));
    if dice.of_hundred(55) {
        let mut sorted = score.to_vec();
        sorted.sort_unstable();
        let at = sorted[sorted.len() / 3];
        question("most", &format!("design = \"before-after\"\nwhere = \"score >= {at}\"\n"));
        question("fewer", &format!("design = \"before-after\"\nwhere = \"score >= {}\"\n", at + 1));
        about.push("nested questions");
    }
    if dice.of_hundred(40) {
        question("funded", "treatment = \"funded\"\ndesign = \"before-after\"\n");
        question("matched", "treatment = \"funded\"\ncovariates = [\"size\", \"score\"]\ndesign = \"nearest\"\n");
        about.push("two designs");
    }
    let parts = dice.of_hundred(50);
    let grantees = dice.of_hundred(15);
    if parts || grantees {
        text.push_str("[reports]\n");
        if parts {
            text.push_str("by = \"program\"\n");
            about.push("parts");
        }
        let _ = writeln!(text, "grantees = {grantees}");
        about.extend(grantees.then_some("grantees"));
    }
    (text, about.join(", "))
}

//! Programmes as one plain CSV file, for a check of the truth by another program.

use std::error::Error;
use std::path::Path;

use super::generator::{Account, Answers, Application, Organisation, Program, generate};

const HEADER: [&str; 16] = [
    "seed",
    "application",
    "organisation",
    "start",
    "funded",
    "score",
    "staff",
    "age",
    "volunteers_before",
    "volunteers_after",
    "partners_before",
    "partners_after",
    "net_before",
    "net_after",
    "total_before",
    "total_after",
];

/// Writes the programmes of `count` seeds from `first` on; nothing is keyed wrongly in it.
pub fn dump(first: u64, count: u64, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(HEADER)?;
    for seed in first..first + count {
        let program = generate(seed);
        for application in &program.applications {
            writer.write_record(row(&program, application))?;
        }
    }
    Ok(writer.flush()?)
}

fn row(program: &Program, application: &Application) -> Vec<String> {
    let organisation = program.organisations.iter().find(|organisation| organisation.id == application.organisation);
    let organisation = organisation.expect("every application has its organisation");
    let start = application.start;
    let counted = |answers: &Option<Answers>, count: fn(&Answers) -> i64| {
        answers.as_ref().map_or(String::new(), |answers| count(answers).to_string())
    };
    let volunteers = |answers| counted(answers, |answers| answers.volunteers);
    let partners = |answers| counted(answers, |answers| answers.partners);
    let income = |year: i32, of: fn(&Account) -> i64| of(&account(organisation, year)).to_string();
    let total = |account: &Account| account.net() + account.evaluated_grant;
    vec![
        program.seed.to_string(),
        application.id.clone(),
        application.organisation.clone(),
        start.to_string(),
        i32::from(application.funded()).to_string(),
        application.score.to_string(),
        organisation.paid_staff.to_string(),
        (start - organisation.founded).to_string(),
        volunteers(&application.before),
        volunteers(&application.after),
        partners(&application.before),
        partners(&application.after),
        income(start - 1, Account::net),
        income(start + 1, Account::net),
        income(start - 1, total),
        income(start + 1, total),
    ]
}

fn account(organisation: &Organisation, year: i32) -> Account {
    organisation.accounts[&year].clone()
}

//! The programme 地域づくり助成, invented from a seed: pure data first, workbooks afterwards.
//!
//! [`generate`] gives a [`Program`] that may be edited like any data; [`mess::plant`] decides how people will have keyed it;
//! [`write`](write::write) writes the workbooks and `planted.json`, the list of everything unclean in them.

pub mod accounts;
pub mod corporate_number;
pub mod draw;
mod grid;
mod layout;
pub mod mess;
mod names;
mod organisations;
mod rounds;
mod scores;
mod surveys;
pub mod truth;
mod workbook;
mod write;

use std::collections::BTreeMap;

pub use mess::Mess;
pub use write::write;

/// Everything that the workbooks say.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// What it was made from.
    pub seed: u64,
    /// In the order of their ids.
    pub organisations: Vec<Organisation>,
    /// In the order of their ids.
    pub applications: Vec<Application>,
}

/// A row of the register, with the organisation's accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Organisation {
    /// `D001`.
    pub id: String,
    /// Thirteen digits.
    pub corporate_number: String,
    /// 法人格.
    pub legal_form: LegalForm,
    /// Name without 法人格; unique.
    pub core_name: String,
    /// One of eight that do not exist.
    pub municipality: String,
    /// Calendar year.
    pub founded: i32,
    /// 有給職員数.
    pub paid_staff: i64,
    /// One of five.
    pub field: String,
    /// By fiscal year.
    pub accounts: BTreeMap<i32, Account>,
}

impl Organisation {
    /// Name as the register has it.
    pub fn name(&self) -> String {
        format!("{}{}", self.legal_form.full(), self.core_name)
    }
}

/// 法人格.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegalForm {
    /// 特定非営利活動法人.
    Npo,
    /// 一般社団法人.
    GeneralAssociation,
    /// 認定NPO法人.
    CertifiedNpo,
}

impl LegalForm {
    /// As registered.
    pub fn full(self) -> &'static str {
        match self {
            LegalForm::Npo => "特定非営利活動法人",
            LegalForm::GeneralAssociation => "一般社団法人",
            LegalForm::CertifiedNpo => "認定NPO法人",
        }
    }
}

/// A year of an organisation, in yen; whole thousands.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// 受取会費.
    pub fees: i64,
    /// 受取寄附金.
    pub donations: i64,
    /// 受取助成金等, without the grant under evaluation.
    pub grants: i64,
    /// 事業収益.
    pub business: i64,
    /// その他収益.
    pub other: i64,
    /// うち本助成金: the grant under evaluation.
    pub evaluated_grant: i64,
    /// 当期正味財産増減額.
    pub surplus: i64,
}

impl Account {
    /// Income without the grant under evaluation.
    pub fn net(&self) -> i64 {
        self.fees + self.donations + self.grants + self.business + self.other
    }
}

/// 申請区分.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// 新規.
    New,
    /// 継続.
    Continuing,
}

/// An application with its decision and its surveys.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// `A001`.
    pub id: String,
    /// Id of the organisation.
    pub organisation: String,
    /// Fiscal year in which the grant starts.
    pub start: i32,
    /// 申請額, yen.
    pub requested: i64,
    /// 申請区分.
    pub category: Category,
    /// 審査点.
    pub score: i64,
    /// 交付額, yen; absent where the application was rejected.
    pub granted: Option<i64>,
    /// State in the year before the start; absent where nobody answered.
    pub before: Option<Answers>,
    /// State in the year after the start; absent where nobody answered.
    pub after: Option<Answers>,
}

impl Application {
    /// Whether it got the grant.
    pub fn funded(&self) -> bool {
        self.granted.is_some()
    }
}

/// A filled-in questionnaire.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// ボランティア実人数.
    pub volunteers: i64,
    /// 会員数.
    pub members: i64,
    /// 連携先数.
    pub partners: i64,
    /// うち異業種.
    pub other_sectors: i64,
    /// 満足, 1–5.
    pub satisfaction: i64,
    /// ウェブサイト.
    pub website: bool,
}

/// The programme of a seed.
pub fn generate(seed: u64) -> Program {
    let mut organisations = organisations::organisations(seed, rounds::ORGANISATIONS);
    let applications = rounds::applications(seed, &organisations);
    pay(&mut organisations, &applications);
    Program { seed, organisations, applications }
}

/// Half of each grant in the year of its start, half in the next.
fn pay(organisations: &mut [Organisation], applications: &[Application]) {
    for application in applications {
        let Some(granted) = application.granted else { continue };
        let organisation = organisations.iter_mut().find(|organisation| organisation.id == application.organisation);
        let accounts = &mut organisation.expect("every application has its organisation").accounts;
        for year in [application.start, application.start + 1] {
            accounts.get_mut(&year).expect("accounts cover all grants").evaluated_grant += granted / 2;
        }
    }
}

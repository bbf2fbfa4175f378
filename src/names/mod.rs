//! Names of organisations as keys: what makes two spellings one name, how alike two names are, and which names to compare.
//!
//! Nothing here changes what is shown: the original spelling stays in the data.

mod brackets;
mod cell;
mod characters;
pub(crate) mod corporate_number;
mod distinguish;
mod forms;
mod judge;
mod neighbours;
mod place;
mod similarity;

pub(crate) use cell::parts;
pub use judge::{Class, Judged, PROBABLE, PairReason, Party, judge};
pub use neighbours::Neighbours;
pub use place::{Agreement, Locality};

use brackets::{Inside, Piece};

/// A text as names are compared: small letters, characters in use, no spaces or signs, one sign where several are in use. What was
/// evened stays as it is.
pub fn even(text: &str) -> String {
    characters::compact(&characters::plain(text))
}

/// A name that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The name without its legal form: small letters, characters in use, no spaces or signs.
    pub core: String,
    /// The legal form, where the name says one.
    pub form: Option<&'static str>,
    /// The name that it bore before, where the text says one (`みどりの会（旧 青空の会）`).
    pub former: Option<String>,
    /// `core` without differences in kana.
    loose: String,
}

impl Name {
    /// From a cell's text; nothing where nothing is left of it.
    pub fn of(text: &str) -> Option<Name> {
        let plain = characters::plain(text);
        let Bare { words, form, former } = bare(&plain);
        let (words_form, english) = forms::strip_words(&worded(&words));
        let compact = characters::compact(if words_form.is_some() { &english } else { &words });
        let (own, rest) = forms::strip(&compact, form);
        let form = form.or(own).or(words_form);
        let core = if words_form.is_none() && own.is_none() { article(&words, rest) } else { rest.to_string() };
        (!core.is_empty()).then(|| Name { loose: characters::loose(&core), core, form, former })
    }

    /// Whether two names may be of one organisation: equal, and not of different legal forms.
    pub fn fits(&self, other: &Name) -> bool {
        self.core == other.core && self.forms_fit(other)
    }

    fn forms_fit(&self, other: &Name) -> bool {
        self.form == other.form || self.form.is_none() || other.form.is_none()
    }
}

/// A name without what stands in brackets and is no part of it.
struct Bare {
    words: String,
    form: Option<&'static str>,
    former: Option<String>,
}

fn bare(plain: &str) -> Bare {
    let pieces = brackets::pieces(plain);
    let outside: Vec<&str> = pieces
        .iter()
        .filter_map(|piece| if let Piece::Outside(text) = piece { Some(text.as_str()) } else { None })
        .collect();
    let name = characters::compact(&outside.concat());
    let mut bare = Bare { words: String::new(), form: None, former: None };
    for piece in &pieces {
        let text = match piece {
            Piece::Outside(text) => text,
            Piece::Inside(text) => match brackets::inside(text, &name) {
                Inside::Part => text,
                Inside::Aside => " ",
                Inside::Form(form) => {
                    bare.form = bare.form.or(Some(form));
                    " "
                }
                Inside::Former(former) => {
                    bare.former = Name::of(&former).map(|name| name.core);
                    " "
                }
            },
        };
        bare.words.push_str(text);
    }
    bare
}

/// The words of an English name, without the dots of abbreviations.
fn worded(plain: &str) -> String {
    plain.replace(['.', '\'', '’'], "").replace([',', '-', '/'], " ").replace('&', " and ")
}

/// The compact name without the article that the words begin with.
fn article(words: &str, compact: &str) -> String {
    let bare = words.trim_start().starts_with("the ").then(|| compact.strip_prefix("the")).flatten();
    bare.filter(|rest| !rest.is_empty()).unwrap_or(compact).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn core(text: &str) -> (String, Option<&'static str>) {
        let name = Name::of(text).unwrap();
        (name.core, name.form)
    }

    #[test]
    fn one_organisation_under_many_spellings() {
        for other in [
            "NPO法人 みどりの輪",
            "ＮＰＯ法人みどりの輪",
            "（特非）みどりの輪",
            "みどりの輪（特非）",
            "みどりの輪（ＮＰＯ法人）",
            "認定NPO法人みどりの輪",
            "特定非営利活動法人　みどりの　輪",
            "特定非営利活動法人「みどりの輪」",
            "みどりの輪",
        ] {
            let (a, b) = (Name::of("特定非営利活動法人みどりの輪").unwrap(), Name::of(other).unwrap());
            assert!(a.fits(&b), "{other}: {b:?}");
        }
        assert_eq!(core("㈱未来"), core("株式会社未来"));
        assert_eq!(core("The Green Circle Co., Ltd."), ("greencircle".into(), Some("株")));
        assert_eq!(core("Green Circle C.I.C."), core("Green Circle Community Interest Company"));
        assert_eq!(core("The Wellcome Trust"), core("Wellcome Trust"));
        assert_eq!(core("公益財団法人日本財団（The Nippon Foundation）"), core("（公財）日本財団"));
    }

    #[test]
    fn brackets_tell_places_and_former_names_apart() {
        assert_ne!(core("ひまわりの会（札幌）"), core("ひまわりの会（函館）"));
        let name = Name::of("NPO法人みどりの会（旧 青空の会）").unwrap();
        assert_eq!((name.core.as_str(), name.former.as_deref()), ("みどりの会", Some("青空の会")));
        assert_eq!(core("縁（えにし）"), core("縁"));
        assert_eq!(core("えん（縁）の森"), core("えん縁の森"));
        assert_eq!(core("（一社）社会福祉法人経営者協会"), core("一般社団法人社会福祉法人経営者協会"));
        assert_ne!(core("東西大学生活協同組合").0, core("東西大学").0);
        assert_eq!(core("【NPO法人みどり】"), core("NPO法人みどり"));
    }

    #[test]
    fn different_organisations_stay_apart() {
        let fits = |a, b| Name::of(a).unwrap().fits(&Name::of(b).unwrap());
        assert!(!fits("NPO法人みらい", "一般社団法人みらい"));
        assert!(!fits("NPO法人みらい東", "NPO法人みらい西"));
        assert_eq!(Name::of("（特非）"), None);
        assert_eq!(Name::of("  "), None);
    }
}

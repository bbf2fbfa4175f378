//! Names of organisations as keys: what makes two spellings one name, how alike two names are, and which names to compare.
//!
//! Nothing here changes what is shown: the original spelling stays in the data.

mod brackets;
mod cell;
mod characters;
mod forms;
mod judge;
mod neighbours;
mod place;
mod similarity;
mod telling;

pub(super) use cell::parts;
pub use judge::{Class, Judged, PROBABLE, Party, Why, judge};
pub use neighbours::Neighbours;
pub use place::{Agreement, Place};

/// A name that can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The name without its legal form: small letters, characters in use, no spaces or signs.
    pub core: String,
    /// The legal form, where the name says one.
    pub form: Option<&'static str>,
    /// The name that it bore before, where the text says one (`みどりの会（旧 青空の会）`).
    pub former: Option<String>,
}

impl Name {
    /// From a cell's text; nothing where nothing is left of it.
    pub fn of(text: &str) -> Option<Name> {
        let plain = characters::plain(text);
        let split = brackets::split(&plain);
        let (words_form, words) = forms::strip_words(&worded(&split.outside));
        let outside = characters::compact(&if words_form.is_some() { words } else { split.outside.clone() });
        let (form, rest) = forms::strip(&outside);
        let rest = if form.is_none() && words_form.is_none() { article(&split.outside, rest) } else { rest.to_string() };
        let mut name = Name { core: rest, form: form.or(words_form), former: None };
        for inside in &split.inside {
            name.add(inside);
        }
        let (form, rest) = forms::strip(&name.core);
        let rest = rest.to_string();
        (name.form, name.core) = (name.form.or(form), rest);
        (!name.core.is_empty()).then_some(name)
    }

    /// What stands in brackets: a form, a former name, how the name is read or called elsewhere, or a part of it.
    fn add(&mut self, inside: &str) {
        let compact = characters::compact(inside);
        match forms::in_brackets(&compact) {
            Some(form) => self.form = self.form.or(Some(form)),
            None if brackets::is_note(&compact) || brackets::is_reading(&compact, &self.core) => {}
            None => match brackets::former(&compact) {
                Some(former) => self.former = Name::of(former).map(|name| name.core),
                None => self.core.push_str(&compact),
            },
        }
    }

    /// Whether two names may be of one organisation: equal, and not of different legal forms.
    pub fn fits(&self, other: &Name) -> bool {
        self.core == other.core && self.forms_fit(other)
    }

    fn forms_fit(&self, other: &Name) -> bool {
        self.form == other.form || self.form.is_none() || other.form.is_none()
    }
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

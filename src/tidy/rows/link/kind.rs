//! What a column that two sources are joined by holds: a number, an id or a name.

use crate::notation::fold;

/// How the values of a key are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tidy) enum KeyKind {
    /// Corporate numbers: only those whose check digit is right.
    Number,
    /// Names of organisations: legal form, width, spaces and old characters do not count.
    Name,
    /// Any other id, as text.
    Id,
}

impl KeyKind {
    /// By the heading of the column.
    pub fn of(heading: &str) -> KeyKind {
        const NAMES: [&str; 14] = [
            "団体名",
            "法人名",
            "組織名",
            "名称",
            "交付先名",
            "支出先名",
            "助成先",
            "申請者名",
            "申請団体",
            "会社名",
            "企業名",
            "施設名",
            "事業者名",
            "商号",
        ];
        const WORDS: [&str; 5] = ["name", "organisation", "organization", "recipient", "recipientorg"];
        let folded = fold(heading);
        let holds = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let code = || holds(&["番号", "コード", "identifier", "number", "code"]) || folded.ends_with("id");
        let english = || WORDS.contains(&folded.as_str()) || folded.ends_with("name") && !folded.ends_with("username");
        if holds(&["法人番号", "corporatenumber"]) {
            KeyKind::Number
        } else if (holds(&NAMES) || english()) && !code() {
            KeyKind::Name
        } else {
            KeyKind::Id
        }
    }
}

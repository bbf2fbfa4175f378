//! Keys of a study about who says it and in which words.

use super::{TableKeys, Takes, key, needed};

/// `voice` of a study.
pub const VOICE: TableKeys = TableKeys {
    heading: "voice",
    keys: &[
        needed("text", Takes::Words, "Their words."),
        needed("who", Takes::Words, "Who they are, as they agreed to be called."),
        needed("consent", Takes::Text, "When and how they agreed to its being printed; kept, not printed."),
    ],
    later: &[],
};

/// `photo` of a study.
pub const PHOTO: TableKeys = TableKeys {
    heading: "photo",
    keys: &[
        needed("file", Takes::Text, "JPEG or PNG of at most 1.5 MB, relative to the study file."),
        needed("shows", Takes::Words, "What it shows, for those who cannot see it and as its caption."),
        needed("consent", Takes::Text, "When and how those in it agreed to its being printed; kept, not printed."),
    ],
    later: &[],
};

/// `words` of a study or of a question.
pub const WORDS: TableKeys = TableKeys {
    heading: "words",
    keys: &[
        key(
            "took_part",
            Takes::Words,
            "What those did that are compared with others, in the past: received a grant, are led by a minority; 助成を受けた.",
        ),
        key("did_not_take_part", Takes::Words, "The opposite: did not receive a grant; 助成を受けていない."),
        key("taking_part", Takes::Words, "The same as a noun: receiving a grant; 助成."),
        key("program", Takes::Words, "What was done for them, with its article: the grant; 助成."),
        key("unit", Takes::Words, "One of those asked: organisation, person; 団体."),
        key("units", Takes::Words, "Several of them: organisations, persons; not in Japanese."),
        key("unit_n", Takes::Words, "What stands behind their number in Japanese: 団体, 人."),
    ],
    later: &[],
};

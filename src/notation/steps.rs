//! Words of agreement as steps of a scale: とてもそう思う … 全くそう思わない, strongly agree … strongly disagree, `5 とても満足`.

use crate::text::even;

/// Longer texts (in characters) are sentences.
const LONGEST: usize = 40;

/// What is agreed to, and what to the contrary.
const STEMS: [(&[&str], &[&str]); 37] = [
    (&["そう思う", "思う", "そうおもう"], &["そう思わない", "思わない", "そうおもわない"]),
    (&["当てはまる", "あてはまる"], &["当てはまらない", "あてはまらない"]),
    (&["満足", "満足している", "満足した"], &["不満", "不満足", "満足していない", "満足しなかった", "不満である"]),
    (&["賛成", "賛成である"], &["反対", "反対である"]),
    (
        &["良い", "よい", "良かった", "よかった"],
        &["悪い", "わるい", "悪かった", "良くない", "よくない", "良くなかった"],
    ),
    (&["重要", "重要である", "重要だ"], &["重要でない", "重要ではない"]),
    (&["役に立った", "役立った", "役に立つ"], &["役に立たなかった", "役立たなかった", "役に立たない"]),
    (&["感じる", "そう感じる"], &["感じない", "そう感じない"]),
    (&["できる", "できた"], &["できない", "できなかった"]),
    (&["増えた", "増加した", "増加"], &["減った", "減少した", "減少"]),
    (&["向上した", "向上"], &["低下した", "低下"]),
    (&["改善した", "改善"], &["悪化した", "悪化"]),
    (&["理解できた", "理解している"], &["理解できなかった", "理解していない"]),
    (&["agree"], &["disagree"]),
    (&["satisfied"], &["dissatisfied", "unsatisfied", "not satisfied"]),
    (&["good"], &["poor", "bad"]),
    (&["likely"], &["unlikely", "not likely"]),
    (&["important"], &["unimportant", "not important"]),
    (&["helpful", "useful"], &["unhelpful", "not helpful", "not useful"]),
    (&["confident"], &["unconfident", "not confident"]),
    (&["better"], &["worse"]),
    (&["increased"], &["decreased"]),
    (&["多い"], &["少ない"]),
    (&["高い"], &["低い"]),
    (&["好き", "好きだ", "好きである"], &["嫌い", "嫌いだ", "嫌いである", "好きではない", "好きでない"]),
    (&["楽しい", "楽しかった"], &["楽しくない", "楽しくなかった", "つまらない", "つまらなかった"]),
    (&["関心がある", "興味がある"], &["関心がない", "関心はない", "興味がない", "興味はない"]),
    (&["必要", "必要である", "必要だ"], &["不要", "必要ない", "必要ではない", "必要でない"]),
    (&["そうである"], &["そうではない", "そうでない"]),
    (&["easy"], &["difficult", "hard"]),
    (&["interested"], &["uninterested", "not interested"]),
    (&["happy"], &["unhappy"]),
    (&["positive"], &["negative"]),
    (&["high"], &["low"]),
    (&["effective"], &["ineffective", "not effective"]),
    (&["improved"], &["worsened", "deteriorated"]),
    (&["comfortable"], &["uncomfortable"]),
];

/// What is good, of which some scales say more steps above than below: excellent, very good, good, fair, poor.
const GOOD: u8 = 15;
const EXCELLENT: [&str; 4] = ["excellent", "outstanding", "exceptional", "superb"];
const FAIR: [&str; 6] = ["fair", "average", "ok", "okay", "acceptable", "adequate"];

/// Scales whose steps have words of their own, from the least. Such a scale has the steps that occur.
const SERIES: [&[&[&str]]; 2] = [
    &[
        &[
            "全くない",
            "まったくない",
            "全然ない",
            "一度もない",
            "全くしない",
            "まったくしない",
            "しない",
            "never",
            "none of the time",
        ],
        &[
            "ほとんどない",
            "ほとんどしない",
            "めったにない",
            "滅多にない",
            "めったにしない",
            "rarely",
            "seldom",
            "hardly ever",
            "almost never",
            "a little of the time",
        ],
        &["あまりない", "あまりしない", "まれに", "まれにある", "たまに", "たまにある", "たまにする", "occasionally"],
        &[
            "時々",
            "ときどき",
            "時々ある",
            "ときどきある",
            "時々する",
            "ときどきする",
            "時折",
            "sometimes",
            "some of the time",
        ],
        &["よくある", "よくする", "しばしば", "しばしばある", "頻繁に", "頻繁にある", "often", "frequently"],
        &[
            "ほとんどいつも",
            "ほぼいつも",
            "たいてい",
            "ほぼ毎回",
            "usually",
            "very often",
            "most of the time",
            "almost always",
        ],
        &["いつも", "いつもある", "いつもする", "常に", "必ず", "毎回", "always", "all of the time", "every time"],
    ],
    &[
        &["not at all"],
        &["a little", "a little bit", "slightly", "very little", "to a small extent"],
        &["somewhat", "moderately", "to some extent", "a moderate amount"],
        &["quite a bit", "quite a lot", "to a large extent"],
        &["very much", "a great deal", "extremely", "completely", "entirely", "to a great extent"],
    ],
];
/// In between.
const NEUTRAL: [&str; 21] = [
    "どちらともいえない",
    "どちらとも言えない",
    "どちらでもない",
    "どちらとも",
    "普通",
    "ふつう",
    "中立",
    "変わらない",
    "変化なし",
    "変化はない",
    "neutral",
    "neither",
    "neither agree nor disagree",
    "neither agree or disagree",
    "neither satisfied nor dissatisfied",
    "neither good nor bad",
    "neither good nor poor",
    "unchanged",
    "no change",
    "about the same",
    "undecided",
];
/// Words that make it more.
const STRONG: [&str; 20] = [
    "とても",
    "非常に",
    "大変",
    "たいへん",
    "強く",
    "大いに",
    "かなり",
    "全く",
    "まったく",
    "全然",
    "極めて",
    "大きく",
    "strongly ",
    "very ",
    "extremely ",
    "completely ",
    "totally ",
    "much ",
    "not at all ",
    "大幅に",
];
/// Words that make it less.
const WEAK: [&str; 18] = [
    "やや",
    "まあ",
    "まぁ",
    "どちらかといえば",
    "どちらかと言えば",
    "どちらかというと",
    "ある程度",
    "少し",
    "すこし",
    "多少",
    "あまり",
    "それほど",
    "若干",
    "somewhat ",
    "slightly ",
    "rather ",
    "fairly ",
    "a little ",
];

/// What a text says on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScaleAnswer {
    /// What is agreed to; nothing for an answer in between.
    pub stem: Option<u8>,
    /// From 3 (strongly so) over 0 (in between) to -3 (strongly to the contrary).
    pub tier: i8,
    /// The number before the words.
    pub number: Option<u8>,
}

/// Reads a text as an answer on a scale.
pub(crate) fn answer(text: &str) -> Option<ScaleAnswer> {
    // Ids and numbered names are most of the texts of large tables.
    if text.bytes().filter(u8::is_ascii_digit).count() > 2 {
        return None;
    }
    let evened = even(text);
    let plain = evened.trim();
    if plain.is_empty() || plain.chars().count() > LONGEST {
        return None;
    }
    let plain = &plain.to_lowercase();
    let (number, words) = numbered(plain);
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if NEUTRAL.contains(&words.as_str()) {
        return Some(ScaleAnswer { stem: None, tier: 0, number });
    }
    if let Some((stem, tier)) = of_series(&words) {
        return Some(ScaleAnswer { stem: Some(stem), tier, number });
    }
    let (weight, rest) = weighed(&words);
    let (stem, sign) = stem(rest)?;
    let sign = if words.starts_with("not at all ") { -sign.abs() } else { sign };
    Some(ScaleAnswer { stem: Some(stem), tier: weight * sign, number })
}

/// A word of a scale with words of its own: which, and where on it.
fn of_series(words: &str) -> Option<(u8, i8)> {
    let graded = |words: &str| {
        let excellent = EXCELLENT.contains(&words).then_some((GOOD, 4));
        excellent.or_else(|| FAIR.contains(&words).then_some((GOOD, 0)))
    };
    let step = |steps: &&[&[&str]]| steps.iter().position(|step| step.contains(&words));
    let mut series = SERIES.iter().enumerate();
    let found = series.find_map(|(at, steps)| Some(((STEMS.len() + at) as u8, step(steps)? as i8 + 1)));
    found.or_else(|| graded(words))
}

/// `5 満足`, `5.満足`, `(5) 満足`: the number and the words.
fn numbered(text: &str) -> (Option<u8>, &str) {
    let inner = text.strip_prefix(['(', '[']).unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    match inner[..digits].parse() {
        Ok(number) if digits <= 2 => {
            let rest = inner[digits..].trim_start_matches([')', ']', '.', ':', '、', '-', '=', ' ', '\u{3000}', '\n']);
            (Some(number), rest)
        }
        _ => (None, text),
    }
}

fn weighed(words: &str) -> (i8, &str) {
    let without = |list: &[&str]| list.iter().filter_map(|word| words.strip_prefix(word)).min_by_key(|rest| rest.len());
    match (without(&STRONG), without(&WEAK)) {
        (Some(rest), _) => (3, rest.trim_start()),
        (_, Some(rest)) => (1, rest.trim_start()),
        _ => (2, words),
    }
}

fn stem(words: &str) -> Option<(u8, i8)> {
    STEMS.iter().enumerate().find_map(|(at, (so, contrary))| match (so.contains(&words), contrary.contains(&words)) {
        (true, _) => Some((at as u8, 1)),
        (_, true) => Some((at as u8, -1)),
        _ => None,
    })
}

/// Whether a scale has words of its own for its steps: it has the steps that occur, and not as many below as above.
pub(super) fn is_series(stem: u8) -> bool {
    usize::from(stem) >= STEMS.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::Ladders;

    fn steps(words: &[&str]) -> Vec<Option<f64>> {
        let answers: Vec<ScaleAnswer> =
            words.iter().map(|word| answer(word).unwrap_or_else(|| panic!("{word}"))).collect();
        let mut ladders = Ladders::default();
        ladders.add(&answers);
        let ladder = ladders.of(answers.iter().copied()).unwrap();
        answers.iter().map(|answer| ladder.step(*answer)).collect()
    }

    #[test]
    fn words_of_agreement_are_steps() {
        let five = [1.0, 2.0, 3.0, 4.0, 5.0].map(Some);
        let up = ["全くそう思わない", "そう思わない", "どちらともいえない", "そう思う", "とてもそう思う"];
        assert_eq!(steps(&up), five);
        assert_eq!(steps(&["不満", "やや不満", "普通", "やや満足", "満足"]), five);
        assert_eq!(
            steps(&["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]),
            five
        );
        assert_eq!(
            steps(&["全く思わない", "あまり思わない", "まあ思う", "とても思う"]),
            [1.0, 2.0, 3.0, 4.0].map(Some)
        );
        assert_eq!(
            steps(&["全くそう思わない", "あまりそう思わない", "まあそう思う", "そう思う"]),
            [1.0, 2.0, 3.0, 4.0].map(Some)
        );
        assert_eq!(steps(&["とても満足", "満足", "やや不満"]), [None; 3], "may have four steps or six");
        assert_eq!(
            steps(&["減った", "変わらない", "大きく増えた"]),
            [Some(2.0), Some(3.0), Some(5.0)],
            "no one said less"
        );
    }

    #[test]
    fn scales_with_words_of_their_own_have_the_steps_that_occur() {
        let up = |n: u8| (1..=n).map(|step| Some(f64::from(step))).collect::<Vec<_>>();
        assert_eq!(steps(&["全くない", "時々", "いつも"]), up(3));
        assert_eq!(steps(&["never", "rarely", "Sometimes", "often", "always"]), up(5));
        assert_eq!(steps(&["poor", "fair", "good", "very good", "excellent"]), up(5));
        assert_eq!(steps(&["Not at all", "A little", "Somewhat", "Very much"]), up(4));
        assert_eq!(steps(&["少ない", "やや少ない", "普通", "やや多い", "多い"]), up(5));
        assert_eq!(steps(&["poor", "fair", "good", "very good"]), [2.0, 3.0, 4.0, 5.0].map(Some));
        assert!(STEMS[usize::from(GOOD)].0.contains(&"good"));
    }

    #[test]
    fn a_number_before_the_words_is_the_step() {
        assert_eq!(steps(&["1.とても満足", "５：不満", "③ 普通"]), [1.0, 5.0, 3.0].map(Some));
    }

    #[test]
    fn other_words_are_no_steps() {
        for text in ["はい", "男", "60代", "とても", "わからない", "採択", "5", ""] {
            assert_eq!(answer(text), None, "{text}");
        }
    }
}

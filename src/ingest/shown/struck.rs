//! Struck-out runs of a rich text.

use memchr::memchr;

use super::tag::{Tag, says_yes};

/// How much of a text is struck out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Struck {
    Nothing,
    Partly,
    Wholly,
}

/// Where a `<t>` and its `</t>` have their letter, and whether anything but blanks stands between.
struct Text {
    letters: [usize; 2],
    filled: bool,
    struck: bool,
}

/// Calls the `<t>` of struck-out runs `<d>`, unless all runs are struck out.
pub(super) fn hide(bytes: &mut [u8]) -> Struck {
    let texts = texts(bytes);
    let any = |struck: bool| texts.iter().any(|text| text.struck == struck && text.filled);
    match (any(true), any(false)) {
        (false, _) => Struck::Nothing,
        (true, false) => Struck::Wholly,
        (true, true) => {
            let hidden = texts.iter().filter(|text| text.struck).flat_map(|text| text.letters);
            hidden.for_each(|at| bytes[at] = b'd');
            Struck::Partly
        }
    }
}

/// The texts of all runs but those that say how to pronounce them.
fn texts(bytes: &[u8]) -> Vec<Text> {
    let (mut texts, mut at) = (Vec::new(), 0);
    let (mut struck, mut phonetic, mut begun) = (false, false, None);
    while let Some(start) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let Some(end) = memchr(b'>', &bytes[start..]).map(|found| start + found) else { break };
        let tag = Tag::of(&bytes[start + 1..end]);
        let letter =
            || start + 1 + usize::from(tag.closing) + prefix(&bytes[start + 1 + usize::from(tag.closing)..end]);
        match (tag.name, tag.closing) {
            (b"r", false) => struck = false,
            (b"rPh", closing) => phonetic = !closing && !tag.whole,
            (b"strike", false) => struck = tag.attribute(b"val").is_none_or(says_yes),
            (b"t", false) if !tag.whole && !phonetic => begun = Some((letter(), end + 1)),
            (b"t", true) => {
                if let Some((first, from)) = begun.take() {
                    let filled = !bytes[from..start].trim_ascii().is_empty();
                    texts.push(Text { letters: [first, letter()], filled, struck });
                }
            }
            _ => {}
        }
        at = end + 1;
    }
    texts
}

/// How many bytes stand before the name of a tag.
fn prefix(inside: &[u8]) -> usize {
    let name = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
    inside[..name].iter().position(|&byte| byte == b':').map_or(0, |colon| colon + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> (Struck, String) {
        let mut bytes = text.as_bytes().to_vec();
        let struck = hide(&mut bytes);
        (struck, String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn only_struck_out_runs_are_hidden_and_only_beside_others() {
        let two = "<r><rPr><b/><strike/></rPr><t>300</t></r><r><rPr><b/></rPr><t>350</t></r>";
        assert_eq!(hidden(two), (Struck::Partly, two.replace("<t>300</t>", "<d>300</d>")));
        let prefixed = "<x:r><x:rPr><x:strike/></x:rPr><x:t>a</x:t></x:r><x:r><x:t>b</x:t></x:r>";
        assert_eq!(hidden(prefixed), (Struck::Partly, prefixed.replace("<x:t>a</x:t>", "<x:d>a</x:d>")));
        let all = "<r><rPr><strike/></rPr><t>300</t></r><r><rPr><strike/></rPr><t>人</t></r><r><t> </t></r>";
        assert_eq!(hidden(all), (Struck::Wholly, all.to_string()));
        let none = "<r><rPr><strike val=\"0\"/></rPr><t>300</t></r><rPh><t>サン</t></rPh>";
        assert_eq!(hidden(none), (Struck::Nothing, none.to_string()));
    }
}

//! Tags in the bytes of a part.

/// A tag: what stands between `<` and `>`.
#[derive(Clone, Copy)]
pub(super) struct Tag<'b> {
    /// Whether it ends an element.
    pub closing: bool,
    /// Whether it is an element of its own, `<c/>`.
    pub whole: bool,
    /// Name without a prefix.
    pub name: &'b [u8],
    attributes: &'b [u8],
}

impl<'b> Tag<'b> {
    pub fn of(inside: &'b [u8]) -> Tag<'b> {
        let (closing, inside) = inside.strip_prefix(b"/").map_or((false, inside), |rest| (true, rest));
        let (whole, inside) = inside.strip_suffix(b"/").map_or((false, inside), |rest| (true, rest));
        let end = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(end);
        let name = name.iter().position(|&byte| byte == b':').map_or(name, |at| &name[at + 1..]);
        Tag { closing, whole, name, attributes }
    }

    /// The value of an attribute.
    pub fn attribute(&self, key: &[u8]) -> Option<&'b [u8]> {
        let mut rest = self.attributes.trim_ascii_start();
        while let Some(equals) = rest.iter().position(|&byte| byte == b'=') {
            let (name, value) = (rest[..equals].trim_ascii_end(), rest[equals + 1..].trim_ascii_start());
            let (&mark, value) = value.split_first()?;
            let end = value.iter().position(|&byte| byte == mark)?;
            if name == key {
                return Some(&value[..end]);
            }
            rest = value[end + 1..].trim_ascii_start();
        }
        None
    }

    /// A whole number in an attribute.
    pub fn number(&self, key: &[u8]) -> Option<u32> {
        std::str::from_utf8(self.attribute(key)?).ok()?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub fn flag(&self, key: &[u8]) -> bool {
        self.attribute(key).is_some_and(says_yes)
    }
}

pub(super) fn says_yes(value: &[u8]) -> bool {
    matches!(value, b"1" | b"true" | b"on")
}

/// `B4` as 0-based row and column; nothing where it is none.
pub(super) fn address(text: &[u8]) -> Option<(u32, u32)> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = text.split_at(letters);
    if !(1..=3).contains(&letters.len()) || digits.len() > 7 {
        return None;
    }
    let row: u32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((row.checked_sub(1)?, column(letters).checked_sub(1)?))
}

/// The letters of a column as a number from 1.
pub(super) fn column(letters: &[u8]) -> u32 {
    letters.iter().fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_apart() {
        let tag = Tag::of(b"x:c r=\"B4\" s = '12' hidden=\"1\"/");
        assert!(tag.whole && !tag.closing && tag.name == b"c" && tag.flag(b"hidden"));
        assert_eq!((tag.attribute(b"r"), tag.number(b"s"), tag.attribute(b"t")), (Some(&b"B4"[..]), Some(12), None));
        assert!(Tag::of(b"/row").closing && Tag::of(b"/row").name == b"row");
        assert_eq!(Tag::of(b"c broken r").attribute(b"r"), None);
    }

    #[test]
    fn addresses_are_counted_from_zero() {
        assert_eq!(
            [address(b"B4"), address(b"AA10"), address(b"A0"), address(b"7")],
            [Some((3, 1)), Some((9, 26)), None, None]
        );
        assert_eq!(address(b"ABCD1"), None);
    }
}

//! What stands in brackets, and what does not.

/// How many brackets are open at each byte of a text (NFKC).
pub(super) fn depths(text: &str) -> Vec<u8> {
    let mut depth = 0u8;
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        let inside = match c {
            '(' | '[' | '【' | '〔' | '「' => {
                depth = depth.saturating_add(1);
                depth
            }
            ')' | ']' | '】' | '〕' | '」' => {
                let inside = depth;
                depth = depth.saturating_sub(1);
                inside
            }
            _ => depth,
        };
        out.extend(std::iter::repeat_n(inside, c.len_utf8()));
    }
    out
}

/// The text in the brackets that a text begins with, but for white space.
pub(super) fn label(text: &str) -> Option<&str> {
    let inside = text.trim_start().strip_prefix(['(', '[', '【', '〔'])?;
    inside.find([')', ']', '】', '〕']).map(|end| &inside[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted() {
        assert_eq!(depths("a(b)c"), [0, 1, 1, 1, 0]);
        assert_eq!(label(" (当初)\n1"), Some("当初"));
        assert_eq!(label("当初"), None);
    }
}

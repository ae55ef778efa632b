//! Halves of surrogate pairs in JSON: JavaScript writes them, as `\ud83d`, where a text is cut within an emoji or an input method
//! inserts one in two steps. They are no characters, and no JSON that Rust can hold. It knows nothing of messages.

/// What stands for half a character. In UTF-16 it is as long as that.
const REPLACEMENT: &[u8] = b"\\ufffd";
/// Bytes of `\ud83d`.
const LEN: usize = 6;

/// The JSON with a replacement character for each half; `None` where there is none. What is no JSON stays so.
pub(super) fn without_halves(json: &[u8]) -> Option<Vec<u8>> {
    let mut fixed = Vec::new();
    // Up to here the JSON has been taken over.
    let mut taken = 0;
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'\\', &json[at..]) {
        at += next;
        at += match (surrogate(json, at), surrogate(json, at + LEN)) {
            (Some(Half::High), Some(Half::Low)) => 2 * LEN,
            (Some(_), _) => {
                fixed.extend_from_slice(&json[taken..at]);
                fixed.extend_from_slice(REPLACEMENT);
                taken = at + LEN;
                LEN
            }
            // Whatever is escaped is no backslash that begins an escape.
            (None, _) => 2,
        };
        at = at.min(json.len());
    }
    (taken > 0).then(|| {
        fixed.extend_from_slice(&json[taken..]);
        fixed
    })
}

enum Half {
    High,
    Low,
}

/// The half that is escaped here, if one is.
fn surrogate(json: &[u8], at: usize) -> Option<Half> {
    let escape = json.get(at..at + LEN)?;
    let digits = escape.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xD800..=0xDBFF => Some(Half::High),
        0xDC00..=0xDFFF => Some(Half::Low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_replaced_and_pairs_are_not() {
        for whole in [
            r#""中😀 \ud83d\ude00 \n \\ud83d""#,
            r#""\\\ud83d\ude00""#,
            r#""\u4e2d""#,
            r#""\"#,
            r#""\u"#,
            r#""\ud83"#,
            r#"{"#,
        ] {
            assert_eq!(without_halves(whole.as_bytes()), None, "{whole}");
        }
        for (halves, expected) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\uDE00a\uD83D\n""#, r#""\ufffda\ufffd\n""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\\\ud83d\u4e2d""#, r#""\\\ufffd\u4e2d""#),
            (r#"["\ud83d", "\ude00"]"#, r#"["\ufffd", "\ufffd"]"#),
        ] {
            let fixed = without_halves(halves.as_bytes()).expect(halves);
            assert_eq!(String::from_utf8_lossy(&fixed), expected);
        }
    }
}

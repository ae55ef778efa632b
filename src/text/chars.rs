//! The one set of each: characters that nobody sees, blanks, Chinese characters. It knows texts by themselves, and nothing of what
//! they are for but whether they are names or prose.

/// A character that should go, or be another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Bytes of the text that it is in.
    pub offset: usize,
    pub character: char,
    /// A blank that looks like a space is one.
    pub is_blank: bool,
}

/// What the text around a character is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A term, a date, a key: it is compared with others.
    Name,
    /// It is read, and set in lines: a blank may hold two words together.
    Prose,
}

/// The text as everybody reads it.
pub fn stripped(text: &str, setting: Setting) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for stray in strays(text, setting) {
        out.push_str(&text[end..stray.offset]);
        end = stray.offset + stray.character.len_utf8();
        let is_end = out.is_empty() || text[end..].is_empty();
        let doubled = out.ends_with(' ') || text[end..].starts_with(' ');
        if stray.is_blank && !is_end && !doubled {
            out.push(' ');
        }
    }
    out.push_str(&text[end..]);
    out
}

/// The invisible characters that serve nothing, in order.
pub fn strays(text: &str, setting: Setting) -> Vec<Stray> {
    // Nearly all terms and dates are plain ASCII, which is told many bytes at a time.
    let is_plain = text.bytes().all(|it| matches!(it, b' '..=b'~'));
    if is_plain || !text.chars().any(is_suspect) {
        return Vec::new();
    }
    let is_rtl = text.chars().any(is_right_to_left);
    let mut found = Vec::new();
    let mut previous = None;
    let mut chars = text.char_indices().peekable();
    while let Some((offset, character)) = chars.next() {
        let next = chars.peek().map(|it| it.1);
        let around = Around {
            before: &text[..offset],
            after: &text[offset + character.len_utf8()..],
            previous,
            next,
            is_rtl,
            setting,
        };
        if let Some(is_blank) = stray(character, &around) {
            found.push(Stray {
                offset,
                character,
                is_blank,
            });
        }
        previous = Some(character);
    }
    found
}

/// Whether the character may be a stray one. Hardly any text has one, and all of each text is looked at.
fn is_suspect(character: char) -> bool {
    matches!(u32::from(character),
        0..0x20 | 0x7f..=0xa0 | 0xad | 0x61c | 0x115f | 0x1160 | 0x180e | 0x2000..=0x206f | 0x3164 | 0xfe0e | 0xfe0f
        | 0xfeff | 0xffa0 | 0xe0000..)
}

struct Around<'a> {
    before: &'a str,
    after: &'a str,
    previous: Option<char>,
    next: Option<char>,
    /// Whether the text has letters that are written from right to left.
    is_rtl: bool,
    setting: Setting,
}

/// Whether a stray character is a kind of blank. `None` for one that is in its place.
fn stray(character: char, around: &Around<'_>) -> Option<bool> {
    let stray = |is_stray: bool, is_blank: bool| is_stray.then_some(is_blank);
    match character {
        '\u{a0}' | '\u{202f}' => {
            let is_set = is_french(around) || is_thin(around) || holds_words(around);
            stray(!is_set, true)
        }
        '\u{2000}'..='\u{200a}' | '\u{205f}' => stray(!is_thin(around), true),
        '\u{180e}' | '\u{200c}' | '\u{200d}' => stray(!is_joining(around), false),
        '\u{200b}' => stray(!is_between_words(around), false),
        it if is_direction_mark(it) => stray(!around.is_rtl, false),
        '\u{fe0e}' | '\u{fe0f}' => stray(!is_selectable(around.previous), false),
        '\u{e0020}'..='\u{e007f}' => {
            let flag = |it: char| matches!(it, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}');
            stray(!around.previous.is_some_and(flag), false)
        }
        it if is_invisible(it) => stray(true, false),
        '\u{2028}' | '\u{2029}' | '\u{85}' => stray(true, true),
        '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {
            stray(true, false)
        }
        _ => None,
    }
}

/// French has such a space before its tall signs, and inside its quotes.
fn is_french(around: &Around<'_>) -> bool {
    let before = around
        .next
        .is_some_and(|it| matches!(it, ':' | ';' | '!' | '?' | '»' | '%' | '€'));
    before || around.previous == Some('«')
}

/// Typography sets dashes and figures a little apart: `1\u{2009}000`, `a\u{200a}—\u{200a}b`.
fn is_thin(around: &Around<'_>) -> bool {
    let takes = |it: char| it.is_ascii_digit() || matches!(it, '\u{2010}'..='\u{2015}' | '-');
    let (Some(previous), Some(next)) = (around.previous, around.next) else {
        return false;
    };
    let is_alone = !previous.is_whitespace() && !next.is_whitespace();
    is_alone && (takes(previous) || takes(next))
}

/// One blank between two words of prose that no line should end at, where others stand elsewhere: before the last word of a
/// heading. Chinese ends its lines anywhere.
fn holds_words(around: &Around<'_>) -> bool {
    let is_word = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() && !is_han(it));
    around.setting == Setting::Prose
        && is_word(around.previous)
        && is_word(around.next)
        && (has_blank(around.before) || has_blank(around.after))
}

/// A space between two words, not the indentation of a line.
fn has_blank(text: &str) -> bool {
    let mut places = text.as_bytes().windows(3);
    places.any(|it| it[1] == b' ' && !it[0].is_ascii_whitespace() && !it[2].is_ascii_whitespace())
}

/// `:man:`, as what stands at the end of the text before, or at the beginning of that after.
fn is_shortcode(text: &str) -> bool {
    let in_name = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'+');
    !text.is_empty() && text.bytes().all(in_name)
}

/// Arabic and Indic scripts, and sequences of emoji, which may be written as `:shortcodes:`.
fn is_joining(around: &Around<'_>) -> bool {
    let (Some(previous), Some(next)) = (around.previous, around.next) else {
        return false;
    };
    let is_script = |it: char| matches!(it, '\u{600}'..='\u{1fff}' | '\u{a840}'..='\u{abff}');
    let is_emoji = |it: char| {
        it >= '\u{2190}' && !it.is_alphanumeric() || matches!(it, '\u{fe0f}' | '©' | '®')
    };
    let name_before = around.before.strip_suffix(':');
    let name_before = name_before
        .and_then(|it| it.rsplit_once(':'))
        .map(|it| it.1);
    let name_after = around.after.strip_prefix(':');
    let name_after = name_after.and_then(|it| it.split_once(':')).map(|it| it.0);
    let emoji_before = is_emoji(previous) || name_before.is_some_and(is_shortcode);
    let emoji_after = is_emoji(next) || name_after.is_some_and(is_shortcode);
    is_script(previous) || emoji_before && emoji_after
}

/// Thai, Lao, Burmese and Khmer have no spaces between words, and a line may end where this stands.
fn is_between_words(around: &Around<'_>) -> bool {
    let is_letter = |it: char| matches!(it, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    around.previous.is_some_and(is_letter) && around.next.is_some_and(is_letter)
}

/// What can look like a text or like a picture: symbols, and the digits of key caps.
fn is_selectable(previous: Option<char>) -> bool {
    let is_letter = |it: char| it.is_ascii_alphabetic() || is_han(it);
    previous.is_some_and(|it| !it.is_whitespace() && !is_letter(it))
}

fn is_right_to_left(character: char) -> bool {
    !is_direction_mark(character)
        && matches!(character, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// What takes no room wherever it stands. Joiners are among it: whether one serves a purpose there tell [`strays`], as they do of
/// what selects among the looks of the character before it.
pub fn is_invisible(character: char) -> bool {
    is_direction_mark(character)
        || matches!(
            character,
            '\u{ad}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200d}'
                | '\u{2060}'..='\u{2064}'
                | '\u{206a}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
        )
}

/// What says in which direction text runs.
pub fn is_direction_mark(character: char) -> bool {
    turns_text(character) || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// What turns the order of the text around it, from there to its end.
pub fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A blank that people see and that is no space: of another width, or one that holds words together.
pub fn is_odd_space(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// The blanks that people type. Others are as good as invisible.
pub fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{3000}')
}

/// A term without blanks at its ends, and with one space where there are several.
pub fn tidied(text: &str) -> String {
    squeezed(text.trim_matches(is_blank))
}

fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for run in runs(text) {
        match is_stray_run(run) {
            true => out.push(' '),
            false => out.push_str(run),
        }
    }
    out
}

/// Blanks of which one space is meant.
pub fn is_stray_run(run: &str) -> bool {
    let mut blanks = run.chars();
    blanks.next().is_some_and(is_blank) && (blanks.next().is_some() || run == "\t")
}

/// Runs of blanks and of what is none, in turn.
pub fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest
            .find(|it: char| is_blank(it) != is_blank(first))
            .unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// Whether it is a Chinese character, of any script.
pub fn is_han(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// What they are, for a person.
pub fn described(strays: &[Stray]) -> Option<String> {
    let name = name_of(strays.first()?.character);
    Some(match strays.len() {
        1 => format!("an invisible character ({name})"),
        n => format!("{n} invisible characters (the first is {name})"),
    })
}

fn name_of(character: char) -> String {
    let name = match character {
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{a0}' | '\u{202f}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{feff}' => "byte order mark",
        '\u{fe0e}' | '\u{fe0f}' => "variation selector",
        it if is_direction_mark(it) => "direction mark",
        _ => return format!("U+{:04X}", u32::from(character)),
    };
    format!("{name}, U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serves_a_purpose_stays() {
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "☎\u{fe0e} ©\u{fe0f} ℹ\u{fe0f}",
            "👩🏽\u{200d}🚀",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "שלום\u{200f} (x)",
            "ภาษา\u{200b}ไทย",
            "ᠠ\u{180e}ᠠ",
            "Que faire\u{a0}? «\u{a0}Rien\u{a0}»",
            "中文\u{3000}空格 e\u{301}",
            ":man:\u{200d}:woman:",
            "👨\u{200d}:woman: x",
            "1\u{2009}000\u{202f}km",
            "甲\u{200a}—\u{200a}乙",
            "plain",
            "two\nlines\tand a tab",
        ] {
            assert_eq!(strays(text, Setting::Name), [], "{text:?}");
        }
    }

    #[test]
    fn what_serves_none_goes() {
        let check = |text: &str, expected: &str| {
            assert_eq!(stripped(text, Setting::Name), expected, "{text:?}");
        };
        check("Open\u{200b}AI", "OpenAI");
        check("\u{feff}中文\u{200d}", "中文");
        check("a\u{a0}b", "a b");
        check("a \u{a0}b\u{a0}", "a b");
        check("Open\u{ad}AI\u{fe0f}", "OpenAI");
        check("人\u{200d}工", "人工");
        check("a\u{200e}b\u{202c}", "ab");
        check("a\u{61c}b\u{206a}", "ab");
        check("a\u{2028}b", "a b");
        check("a:\u{200d}b", "a:b");
        check("1 \u{2009}000", "1 000");
        check("👨\u{200d}👩 x\u{200d}", "👨\u{200d}👩 x");
    }

    #[test]
    fn in_prose_one_blank_may_hold_two_words_together() {
        let check = |text: &str, expected: &str| {
            assert_eq!(stripped(text, Setting::Prose), expected, "{text:?}");
        };
        check("au bout de la\u{a0}nuit 😀", "au bout de la\u{a0}nuit 😀");
        check("一 la\u{a0}\u{a0}nuit", "一 la nuit");
        check("la \u{a0}nuit\u{a0}", "la nuit");
    }
}

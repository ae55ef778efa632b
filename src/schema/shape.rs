//! What one value looks like, by itself: a date, a number, a URL, prose. It knows nothing of fields.

use std::fmt;

/// The looks of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    Bool,
    Number,
    Date(DateForm),
    Url,
    /// Several lines, a sentence, or too long for a name.
    Prose,
    /// What could be a term.
    Word,
}

/// More characters than that are no name. The longest terms of a real corpus, titles of books, have about 60.
const MAX_TERM_CHARS: usize = 80;

impl Shape {
    /// `quoted`: in quotes, so that `'true'` and `'12'` are words.
    pub fn of(text: &str, quoted: bool) -> Shape {
        if !quoted && matches!(text, "true" | "false" | "True" | "False" | "TRUE" | "FALSE") {
            Shape::Bool
        } else if !quoted && is_number(text) {
            Shape::Number
        } else if let Some(date) = parse_date(text) {
            Shape::Date(date.form)
        } else if is_url(text) {
            Shape::Url
        } else if is_prose(text) {
            Shape::Prose
        } else {
            Shape::Word
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|it: char| it.is_ascii_digit() || it == '.')
        && digits.ends_with(|it: char| it.is_ascii_digit() || it == '.')
        && digits.parse::<f64>().is_ok()
}

/// An absolute URL. A path (`/img/a.png`) is none: only the site knows what it means.
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let in_scheme = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.');
    let known = rest.len() > 2 && rest.starts_with("//") || scheme == "mailto";
    known
        && scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(in_scheme)
        && !text.contains(char::is_whitespace)
}

fn is_prose(text: &str) -> bool {
    let ends_sentence = ['。', '！', '？', '；'];
    text.contains(['\n', '\r'])
        || text.contains(ends_sentence)
        || text.contains(". ")
        || text.chars().nth(MAX_TERM_CHARS).is_some()
}

/// Whether the value would be read as the same text without quotes, by every tool, at a glance: what is not, may well be.
pub fn is_plain(text: &str) -> bool {
    // Chinese characters first: for them the table of letters is searched to its end.
    let is_letter = |it: char| matches!(it, '\u{4e00}'..='\u{9fff}') || it.is_alphanumeric();
    let plain = |it: char| is_letter(it) || matches!(it, '-' | '_' | '/' | '.' | ' ');
    text.starts_with(char::is_alphanumeric)
        && !text.ends_with(' ')
        && text.chars().all(plain)
        && !is_number(text)
        && !is_typed(text)
}

/// What YAML 1.1 or 1.2 reads as a boolean or as nothing.
fn is_typed(text: &str) -> bool {
    const TYPED: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    TYPED.iter().any(|it| text.eq_ignore_ascii_case(it))
}

/// A calendar date, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Since 1970-01-01.
    pub days: i32,
    pub form: DateForm,
}

/// The form of a date. It displays as its `strftime` pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateForm {
    separator: Separator,
    /// Whether months and days below ten have a zero in front.
    padded: bool,
    /// Index into [`TIMES`].
    time: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Separator {
    Hyphen,
    Slash,
    Dot,
    /// 年, 月, 日
    Hanzi,
}

/// What can stand behind the day, as patterns of which each letter but those after `%` stands for itself.
const TIMES: [&str; 13] = [
    "",
    " %H:%M",
    " %H:%M:%S",
    " %H:%M:%S %z",
    " %H:%M:%S%:z",
    " %H:%M:%S %:z",
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%SZ",
    "T%H:%M:%S%:z",
    "T%H:%M:%S%z",
    "T%H:%M:%S%.fZ",
    "T%H:%M:%S%.f%:z",
];

impl DateForm {
    /// Whether a time with its distance from UTC stands behind the day.
    pub fn has_offset(self) -> bool {
        let time = TIMES[usize::from(self.time)];
        time.ends_with('z') || time.ends_with('Z')
    }
}

impl fmt::Display for DateForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = if self.padded { "" } else { "-" };
        let (first, second, third) = match self.separator {
            Separator::Hyphen => ("-", "-", ""),
            Separator::Slash => ("/", "/", ""),
            Separator::Dot => (".", ".", ""),
            Separator::Hanzi => ("年", "月", "日"),
        };
        let time = TIMES[usize::from(self.time)];
        write!(f, "%Y{first}%{flag}m{second}%{flag}d{third}{time}")
    }
}

/// A date with the year in front, whole and possible: `2024-02-30` is none. Days of one digit count as unpadded.
pub fn parse_date(text: &str) -> Option<Date> {
    let (year, rest) = text.split_at_checked(4)?;
    let (separator, rest) = [
        ('-', Separator::Hyphen),
        ('/', Separator::Slash),
        ('.', Separator::Dot),
        ('年', Separator::Hanzi),
    ]
    .into_iter()
    .find_map(|(it, separator)| Some((separator, rest.strip_prefix(it)?)))?;
    let (month, rest) = digits(rest)?;
    let rest = rest.strip_prefix(match separator {
        Separator::Hyphen => '-',
        Separator::Slash => '/',
        Separator::Dot => '.',
        Separator::Hanzi => '月',
    })?;
    let (day, rest) = digits(rest)?;
    let rest = match separator {
        Separator::Hanzi => rest.strip_prefix('日')?,
        _ => rest,
    };
    let time = TIMES.iter().position(|it| matches_time(rest, it))?;
    let form = DateForm {
        separator,
        padded: month.len() == 2 && day.len() == 2,
        time: u8::try_from(time).expect("there are few forms"),
    };
    let days = days(number(year, 4)?, number(month, 2)?, number(day, 2)?)?;
    Some(Date { days, form })
}

/// One or two digits, and what follows.
fn digits(text: &str) -> Option<(&str, &str)> {
    let end = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| text.split_at(end))
}

fn number(digits: &str, max_len: usize) -> Option<i16> {
    let all = digits.len() <= max_len && digits.bytes().all(|it| it.is_ascii_digit());
    digits.parse().ok().filter(|_| all)
}

fn matches_time(text: &str, pattern: &str) -> bool {
    let (mut text, mut pattern) = (text, pattern);
    while let Some(next) = pattern.chars().next() {
        let (length, matched) = match next {
            '%' if pattern.starts_with("%:z") => (3, offset(text, ":")),
            '%' if pattern.starts_with("%z") => (2, offset(text, "")),
            '%' if pattern.starts_with("%.f") => (3, fraction(text)),
            '%' if pattern.starts_with("%H") => (2, hour(text)),
            '%' => (2, below(text, 61)),
            _ => (1, text.strip_prefix(next)),
        };
        let Some(rest) = matched else {
            return false;
        };
        (text, pattern) = (rest, &pattern[length..]);
    }
    text.is_empty()
}

/// Two digits of a number below `end`, taken off.
fn below(text: &str, end: i16) -> Option<&str> {
    let (head, rest) = text.split_at_checked(2)?;
    number(head, 2).filter(|it| *it < end).map(|_| rest)
}

/// An hour, taken off: YAML's timestamps may have one digit of it.
fn hour(text: &str) -> Option<&str> {
    let one_digit = || {
        let rest = text.strip_prefix(|it: char| it.is_ascii_digit())?;
        rest.starts_with(':').then_some(rest)
    };
    below(text, 24).or_else(one_digit)
}

fn offset<'a>(text: &'a str, colon: &str) -> Option<&'a str> {
    let rest = below(text.strip_prefix(['+', '-'])?, 24)?;
    below(rest.strip_prefix(colon)?, 60)
}

fn fraction(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('.')?;
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    (end > 0).then(|| &rest[end..])
}

/// Days since 1970-01-01 in the Gregorian calendar; `None` for a day that there was not.
fn days(year: i16, month: i16, day: i16) -> Option<i32> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    Some(date.since(epoch).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_a_day_and_a_form() {
        let form = |text: &str| parse_date(text).map(|it| it.form.to_string());
        for (text, pattern) in [
            ("2024-05-14", "%Y-%m-%d"),
            ("2024/5/14", "%Y/%-m/%-d"),
            ("2024年05月04日", "%Y年%m月%d日"),
            ("2024.12.31", "%Y.%m.%d"),
            ("2024-05-14 08:30:00 +0800", "%Y-%m-%d %H:%M:%S %z"),
            ("2024-05-14 8:30:00 +0000", "%Y-%m-%d %H:%M:%S %z"),
            ("2024-05-14T08:30:00Z", "%Y-%m-%dT%H:%M:%SZ"),
            ("2024-05-14T08:30:00.123+08:00", "%Y-%m-%dT%H:%M:%S%.f%:z"),
        ] {
            assert_eq!(form(text).as_deref(), Some(pattern), "{text}");
        }
        for no_date in [
            "2024-02-30",
            "2024-13-01",
            "2024-5",
            "20240514",
            "中文-01-01",
            "2024-05-14T25:00",
            "2024-05-14x",
            "2024-05-14 8",
            "",
            "2024-05/14",
            "２０２４-05-14",
        ] {
            assert_eq!(form(no_date), None, "{no_date}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        let days = |text: &str| parse_date(text).map(|it| it.days);
        assert_eq!(days("1970-01-01"), Some(0));
        assert_eq!(days("1969-12-31"), Some(-1));
        assert_eq!(days("2024-02-29"), Some(19_782));
    }

    #[test]
    fn shapes() {
        assert_eq!(Shape::of("true", false), Shape::Bool);
        assert_eq!(Shape::of("true", true), Shape::Word);
        assert_eq!(Shape::of("-1.5", false), Shape::Number);
        assert_eq!(Shape::of("1.2.3", false), Shape::Word);
        assert_eq!(Shape::of("https://例子.cn/a?b", false), Shape::Url);
        assert_eq!(Shape::of("a: b", true), Shape::Word);
        assert_eq!(Shape::of("《华尔街日报》", false), Shape::Word);
        assert_eq!(Shape::of("好的。", false), Shape::Prose);
        assert_eq!(Shape::of("one\ntwo", true), Shape::Prose);
        assert_eq!(Shape::of(&"文".repeat(81), true), Shape::Prose);
    }
}

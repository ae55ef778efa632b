//! What day a text is, and in which form it is written: YAML's timestamps, and what people write like them.
//! It knows nothing of fields.

use std::fmt;

/// A calendar date, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Since 1970-01-01.
    pub days: i32,
    pub form: DateForm,
    /// Bytes of the text up to where the day ends and the time begins.
    pub day_len: usize,
}

/// The form of a date. It displays as its `strftime` pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateForm {
    separator: Separator,
    /// Whether months and days below ten have a zero in front.
    padded: bool,
    clock: Option<Clock>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Separator {
    Hyphen,
    Slash,
    Dot,
    /// 年, 月, 日
    Hanzi,
}

/// What stands behind the day. Where there are several blanks, they count as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Clock {
    /// A blank, `T` or `t`.
    joint: char,
    seconds: bool,
    /// Digits of the fraction of a second; 0 is none.
    fraction: u8,
    zone: Option<Zone>,
    /// Whether a blank stands before the zone.
    apart: bool,
}

/// How the distance from UTC is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Zone {
    /// `Z`
    Zulu,
    /// `+0800`
    Digits,
    /// `+08:00`
    Colon,
    /// `+8`, `+08`
    Hour,
    /// `UTC`
    Utc,
    /// `GMT`
    Gmt,
}

/// More digits of a second are more than any clock tells; the pattern says so many.
const MAX_FRACTION: usize = 9;

impl DateForm {
    /// Whether a time stands behind the day.
    pub fn has_time(self) -> bool {
        self.clock.is_some()
    }

    /// Whether a time with its distance from UTC stands behind the day.
    pub fn has_offset(self) -> bool {
        self.clock.is_some_and(|it| it.zone.is_some())
    }

    /// Whether the day is written as in ISO 8601, which every tool reads.
    pub fn is_iso(self) -> bool {
        self.separator == Separator::Hyphen && self.padded
    }

    /// The form of the day alone.
    pub fn of_day(self) -> DateForm {
        DateForm {
            clock: None,
            ..self
        }
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
        write!(f, "%Y{first}%{flag}m{second}%{flag}d{third}")?;
        self.clock.map_or(Ok(()), |it| it.fmt(f))
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%H:%M", self.joint)?;
        if self.seconds {
            f.write_str(":%S")?;
        }
        if self.fraction > 0 {
            write!(f, "%.{}f", self.fraction)?;
        }
        if self.apart {
            f.write_str(" ")?;
        }
        f.write_str(match self.zone {
            None => "",
            Some(Zone::Zulu) => "Z",
            Some(Zone::Digits) => "%z",
            Some(Zone::Colon) => "%:z",
            Some(Zone::Hour) => "%:::z",
            Some(Zone::Utc) => "UTC",
            Some(Zone::Gmt) => "GMT",
        })
    }
}

/// Whether times of a `strftime` pattern are those of UTC: it says so by a word, and not how far from UTC they are.
pub fn is_in_utc(form: &str) -> bool {
    let words = ["Z", "UTC", "GMT"];
    // `%Z` is the name of whatever zone it is.
    let is_said = words.iter().any(|it| form.ends_with(it)) && !form.ends_with("%Z");
    is_said && form.contains("%H")
}

/// The part of a `strftime` pattern that says the day.
pub fn day_form(form: &str) -> &str {
    let end = form
        .find("%H")
        .map_or(form.len(), |it| it.saturating_sub(1));
    form.get(..end).unwrap_or(form)
}

/// A date with the year in front, whole and possible: `2024-02-30` is none. Days of one digit count as unpadded.
pub fn parse_date(text: &str) -> Option<Date> {
    if !text.starts_with(|it: char| it.is_ascii_digit()) {
        return None;
    }
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
    let clock = match rest.is_empty() {
        true => None,
        false => Some(clock(rest)?),
    };
    let form = DateForm {
        separator,
        padded: month.len() == 2 && day.len() == 2,
        clock,
    };
    let days = days(number(year, 4)?, number(month, 2)?, number(day, 2)?)?;
    Some(Date {
        days,
        form,
        day_len: text.len() - rest.len(),
    })
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

/// YAML's timestamps, <https://yaml.org/type/timestamp.html>; the seconds may be left out, and the zone may be one of
/// those that tools write. None for what is left over.
fn clock(text: &str) -> Option<Clock> {
    let joint = text
        .chars()
        .next()
        .filter(|it| matches!(it, 'T' | 't' | ' ' | '\t'))?;
    let is_blank = joint.is_whitespace();
    let rest = match is_blank {
        true => text.trim_start_matches([' ', '\t']),
        false => &text[1..],
    };
    let rest = below(hour(rest)?.strip_prefix(':')?, 60)?;
    let seconds = rest.strip_prefix(':').map(|it| below(it, 61));
    let (seconds, rest) = match seconds {
        Some(rest) => (true, rest?),
        None => (false, rest),
    };
    let (fraction, rest) = match seconds {
        true => fraction(rest)?,
        false => (0, rest),
    };
    let zone_text = rest.trim_start_matches([' ', '\t']);
    let zone = match zone_text.is_empty() {
        true => None,
        false => Some(zone(zone_text)?),
    };
    Some(Clock {
        joint: if is_blank { ' ' } else { joint },
        seconds,
        fraction,
        zone,
        apart: zone.is_some() && zone_text.len() < rest.len(),
    })
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

/// How many digits a fraction has, taken off. A point without any is YAML's too.
fn fraction(text: &str) -> Option<(u8, &str)> {
    let Some(rest) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let shown = u8::try_from(end.min(MAX_FRACTION)).ok()?;
    Some((shown, &rest[end..]))
}

fn zone(text: &str) -> Option<Zone> {
    match text {
        "Z" | "z" => return Some(Zone::Zulu),
        "UTC" => return Some(Zone::Utc),
        "GMT" => return Some(Zone::Gmt),
        _ => {}
    }
    let rest = text.strip_prefix(['+', '-'])?;
    let (hours, minutes) = digits(rest)?;
    if minutes.is_empty() {
        return (number(hours, 2)? < 24).then_some(Zone::Hour);
    }
    let (zone, minutes) = match minutes.strip_prefix(':') {
        Some(minutes) => (Zone::Colon, minutes),
        None if hours.len() == 2 => (Zone::Digits, minutes),
        None => return None,
    };
    let is_whole = number(hours, 2)? < 24 && below(minutes, 60)?.is_empty();
    is_whole.then_some(zone)
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
            ("2024-05-14T08:30:00.123+08:00", "%Y-%m-%dT%H:%M:%S%.3f%:z"),
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
    fn the_timestamps_of_yaml_and_of_tools_are_dates() {
        let form = |text: &str| parse_date(text).map(|it| it.form.to_string());
        for (text, time) in [
            ("2001-12-14t21:59:43.10-05:00", "t%H:%M:%S%.2f%:z"),
            ("2001-12-14 21:59:43.10 -5", " %H:%M:%S%.2f %:::z"),
            ("2001-12-15 2:59:43.10", " %H:%M:%S%.2f"),
            ("2015-08-03 23:23:34.000000000 +09:00", " %H:%M:%S%.9f %:z"),
            (
                "2015-08-03 23:23:34.000000000000 +09:00",
                " %H:%M:%S%.9f %:z",
            ),
            ("2015-08-03 23:23 +0900", " %H:%M %z"),
            ("2015-08-03   23:23:34   Z", " %H:%M:%S Z"),
            ("2015-08-03 23:23:34Z", " %H:%M:%SZ"),
            ("2015-08-03T23:23+09", "T%H:%M%:::z"),
            ("2015-08-03T23:23Z", "T%H:%MZ"),
            ("2015-08-03 23:23:34 UTC", " %H:%M:%S UTC"),
            ("2015-08-03 23:23 GMT", " %H:%M GMT"),
            ("2015-08-03T23:23:34.123456", "T%H:%M:%S%.6f"),
            ("2015/08/03 23:23:34.", " %H:%M:%S"),
        ] {
            let day = if text.contains('/') {
                "%Y/%m/%d"
            } else {
                "%Y-%m-%d"
            };
            assert_eq!(form(text), Some(format!("{day}{time}")), "{text}");
        }
        for no_date in [
            "2015-08-03 23:60",
            "2015-08-03 23:23:61",
            "2015-08-03 23:23.5",
            "2015-08-03 23:23 +24:00",
            "2015-08-03 23:23 +900",
            "2015-08-03 23:23 +09:60",
            "2015-08-03 23:23 上午",
            "2015-08-03T 23:23",
            "2015-08-03 23:23 Z +1",
            "2015-08-03T",
            "2015-08-03 ",
        ] {
            assert_eq!(form(no_date), None, "{no_date}");
        }
    }

    #[test]
    fn the_day_ends_where_the_time_begins() {
        let day = |text: &str| parse_date(text).map(|it| text[..it.day_len].to_owned());
        assert_eq!(day("2024年5月4日 8:30").as_deref(), Some("2024年5月4日"));
        assert_eq!(day("2024-05-14T08:30Z").as_deref(), Some("2024-05-14"));
        assert_eq!(day_form("%Y年%-m月%-d日 %H:%M"), "%Y年%-m月%-d日");
        assert_eq!(day_form("%Y-%m-%dt%H:%M"), "%Y-%m-%d");
        assert_eq!(day_form("%Y.%m.%d"), "%Y.%m.%d");
    }

    #[test]
    fn a_form_that_ends_in_a_word_for_utc_tells_its_time() {
        let form = |it: &str| parse_date(it).expect("a date").form.to_string();
        for text in [
            "2024-05-31T21:08Z",
            "2024-05-31 21:08:00 Z",
            "2024-05-31T21:08:00.123Z",
            "2024-05-31 21:08 UTC",
            "2024/5/31 21:08GMT",
        ] {
            assert!(is_in_utc(&form(text)), "{text}");
        }
        for text in ["2024-05-31", "2024-05-31T21:08", "2024-05-31 21:08 +0800"] {
            assert!(!is_in_utc(&form(text)), "{text}");
        }
        assert!(!is_in_utc("%Y-%m-%d %H:%M %Z"));
    }
}

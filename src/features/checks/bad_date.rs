//! `bad-date`: the value of a date field is not a date, or not in the form of the field's other dates.

use jiff::civil::Date;

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::shape::{day_form, parse_date};
use crate::schema::{Evidence, Field, Kind};
use crate::syntax::Node;

/// How people write a day; `%m` and `%d` take one digit too.
const FORMS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y年%m月%d日",
    "%Y年%m月%d号",
    "%Y%m%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d %B, %Y",
    "%d %b, %Y",
    "%d-%B-%Y",
    "%d-%b-%Y",
    // `2024. 5. 14.`, as in Korea: what ends a number is gone by then.
    "%Y. %m %d",
    // With dots nobody writes the month first.
    "%d.%m.%Y",
];
/// The same with the day first, and with the month first: told apart only where one of them is above 12.
const DAY_FIRST: &[&str] = &["%d/%m/%Y", "%d-%m-%Y"];
const MONTH_FIRST: &[&str] = &["%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y"];

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let field = ctx.field(entry).filter(|it| it.kind == Kind::Date);
        if let (Some(field), Some(text)) = (field, entry.value.text())
            && field.evidence.is_strong()
            && !text.trim().is_empty()
        {
            acc.extend(judge(field, text, &entry.value));
        }
    }
}

fn judge(field: &Field, text: &str, value: &Node) -> Option<Diagnostic> {
    let form = field.style.date_format.as_deref();
    let finding = |message: String| Diagnostic::new(Code::BadDate, value.range, message);
    if let Some(date) = parse_date(text) {
        let written = date.form.to_string();
        // A time more or less is another precision, not another way to write a day.
        let usual = form.filter(|it| day_form(it) != day_form(&written) && has_one_form(field))?;
        if date.form.is_iso() && !field.evidence.declared {
            return None;
        }
        return Some(match rewritten(text, date.day_len, usual) {
            Some(right) => corrected(finding, text, right),
            None => finding(format!(
                "`{text}` is not in the form of the other dates: they look like `{}`",
                example(usual)
            )),
        });
    }
    let usual = form.unwrap_or("%Y-%m-%d");
    Some(match day(text).filter(|_| !has_time(usual)) {
        Some(date) => corrected(finding, text, date.strftime(usual).to_string()),
        None => finding(format!(
            "`{text}` is not a date: one looks like `{}`",
            example(usual)
        )),
    })
}

/// The date with its day in the usual form, and whatever time it has as it is. `None` where that makes no date of the usual form:
/// what is half in one form and half in another is worse than either.
fn rewritten(text: &str, day_len: usize, usual: &str) -> Option<String> {
    let (day_text, time) = text.split_at(day_len);
    let right = format!("{}{time}", day(day_text)?.strftime(day_form(usual)));
    let form = parse_date(&right)?.form.to_string();
    (form == usual).then_some(right)
}

fn corrected(finding: impl Fn(String) -> Diagnostic, text: &str, right: String) -> Diagnostic {
    let message = format!("`{text}` is not in the form of the other dates: write `{right}`");
    finding(message).suggest(Suggestion::Text(right.into()))
}

/// What day the text is, where that can be told.
fn day(text: &str) -> Option<Date> {
    let text = simplified(text);
    let is_full = |it: &Date| it.year() >= 1000;
    let parse = |form: &&str| Date::strptime(form, &text).ok().filter(is_full);
    if let Some(date) = FORMS.iter().find_map(parse) {
        return Some(date);
    }
    let day_first = DAY_FIRST.iter().find_map(parse);
    let month_first = MONTH_FIRST.iter().find_map(parse);
    match (day_first, month_first) {
        (Some(a), Some(b)) => (a == b).then_some(a),
        (a, b) => a.or(b),
    }
}

/// The text without quotes that are a part of it, names of weekdays and the endings of ordinal numbers, its characters of full width
/// as those of ASCII: `“２０２４－０３－０１”`, `Tuesday, 12th Dec. 1984`.
fn simplified(text: &str) -> String {
    let is_quote = |it: char| matches!(it, '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」');
    let text: String = text
        .trim_matches(|it: char| is_quote(it) || it.is_whitespace())
        .chars()
        .map(narrow)
        .collect();
    let words = text.split_whitespace().enumerate();
    let words = words.filter(|(index, it)| *it != "of" && (*index > 0 || !is_weekday(it)));
    let words: Vec<String> = words.map(|(_, it)| plain_word(it)).collect();
    // `2024 年 5 月 14 日`
    let between = if text.contains('年') { "" } else { " " };
    words.join(between)
}

/// A character of full width as the one of ASCII that it stands for.
fn narrow(character: char) -> char {
    let ascii = u32::from(character).wrapping_sub(0xfee0);
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(ascii).unwrap_or(character),
        '。' => '.',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        _ => character,
    }
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let word = word.trim_end_matches([',', '.']).to_lowercase();
    DAYS.iter().any(|it| word.starts_with(it)) && (word.len() <= 4 || word.ends_with("day"))
}

/// `12th` as `12`, `Dec.` as `Dec`, `Sept` as `Sep`.
fn plain_word(word: &str) -> String {
    let (bare, comma) = match word.strip_suffix(',') {
        Some(bare) => (bare, ","),
        None => (word, ""),
    };
    let is_number =
        |it: &&str| (1..3).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    let is_name = |it: &&str| it.len() >= 3 && it.bytes().all(|it| it.is_ascii_alphabetic());
    let ordinals = ["st", "nd", "rd", "th"].into_iter();
    let ordinal = ordinals
        .filter_map(|it| bare.strip_suffix(it))
        .find(is_number);
    let name = || {
        bare.strip_suffix('.')
            .filter(|it| is_name(it) || is_number(it))
    };
    let plain = ordinal.or_else(name).unwrap_or(bare);
    let plain = if plain.eq_ignore_ascii_case("sept") {
        "Sep"
    } else {
        plain
    };
    format!("{plain}{comma}")
}

/// Whether nearly all dates write the day alike. Of a field that is declared as a date, most: it may have few posts.
fn has_one_form(field: &Field) -> bool {
    const MIN_POSTS: u32 = 30;
    // `2024-5-4` among `2024-05-04` comes with time: of 400 posts of a site eight had it, and none was meant.
    const MIN_PERCENT: u32 = 95;
    let Evidence { agreeing, of, .. } = field.days;
    of >= MIN_POSTS && agreeing * 100 >= of * MIN_PERCENT
        || field.evidence.declared && agreeing * 2 > of
}

fn has_time(form: &str) -> bool {
    form.contains("%H")
}

/// How the form looks, by a day that cannot be mistaken for another.
fn example(form: &str) -> String {
    let example = jiff::civil::date(2024, 5, 31).at(21, 8, 0, 0);
    match example.to_zoned(jiff::tz::TimeZone::UTC) {
        Ok(example) => example.strftime(form).to_string(),
        Err(_) => example.date().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_where_they_can_be() {
        let date = |y, m, d| Some(jiff::civil::date(y, m, d));
        assert_eq!(day("2024-5-14"), date(2024, 5, 14));
        assert_eq!(day("2024年5月14日"), date(2024, 5, 14));
        assert_eq!(day("20240514"), date(2024, 5, 14));
        assert_eq!(day("May 14, 2024"), date(2024, 5, 14));
        assert_eq!(day("14/5/2024"), date(2024, 5, 14));
        assert_eq!(day("5/14/2024"), date(2024, 5, 14));
        assert_eq!(day("14.5.2024"), date(2024, 5, 14));
        assert_eq!(day("04.05.2024"), date(2024, 5, 4));
        assert_eq!(day("14th May 2024"), date(2024, 5, 14));
        assert_eq!(day("Tuesday, May 14th, 2024"), date(2024, 5, 14));
        assert_eq!(day("Sept. 3rd 2024"), date(2024, 9, 3));
        assert_eq!(day("14. May 2024"), date(2024, 5, 14));
        assert_eq!(day("２０２４／５／１４"), date(2024, 5, 14));
        assert_eq!(day("２０２４年５月１４日"), date(2024, 5, 14));
        assert_eq!(day("“2024-05-14”"), date(2024, 5, 14));
        assert_eq!(day("14th of May 2024"), date(2024, 5, 14));
        assert_eq!(day("14-May-2024"), date(2024, 5, 14));
        assert_eq!(day("2024. 5. 14."), date(2024, 5, 14));
        assert_eq!(day("2024. 05. 04"), date(2024, 5, 4));
        assert_eq!(day("2024 年 5 月 14 日"), date(2024, 5, 14));
        assert_eq!(day("5/4/2024"), None);
        assert_eq!(day("14/5/24"), None);
        assert_eq!(day("2024-02-30"), None);
        assert_eq!(day("昨天"), None);
        assert_eq!(day(""), None);
    }

    #[test]
    fn examples_have_every_part() {
        assert_eq!(example("%Y年%-m月%-d日"), "2024年5月31日");
        assert_eq!(example("%Y-%m-%d %H:%M:%S %z"), "2024-05-31 21:08:00 +0000");
    }
}

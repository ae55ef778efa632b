//! `date-mismatch`: the day in the file's name, or in its folders, is not that of the post.

use jiff::civil::Date;

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity, Suggestion};
use crate::schema::Kind;
use crate::schema::shape::{self, parse_date};
use crate::syntax::Field;

/// The field that a name's day is held against.
const DATE: &str = "date";

/// A time is a stamp, of when the post went out: within so many days of its file's name it was drafted on the one day and
/// published on the other. 17 of the 18 that were so near on 27 sites had one. A day alone is written by hand, and is wrong.
const DRAFTED: u32 = 10;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let Some(in_path) = day_in_path(ctx.snap.path(ctx.file).as_str()) else {
        return;
    };
    let day = days(in_path);
    let mut written: Option<(&Field<'_>, &str, shape::Date)> = None;
    for entry in ctx.entries() {
        let is_date = ctx.field(entry).is_some_and(|it| it.kind == Kind::Date);
        let text = entry.value.text().filter(|_| is_date);
        let Some((text, date)) = text.and_then(|it| Some((it, parse_date(it)?))) else {
            continue;
        };
        match date {
            // The name may tell the day of publication, and `date` that of the note.
            date if date.days == day => return,
            // With an hour and its distance from UTC: it is the day before or after, somewhere.
            date if date.form.has_offset() && date.days.abs_diff(day) == 1 => return,
            date if entry.name() == DATE => written = Some((entry, text, date)),
            _ => {}
        }
    }
    let Some((entry, text, date)) = written else {
        return;
    };
    if !is_custom(ctx) {
        return;
    }
    let message =
        format!("`{text}` is not the day in the file's name, {in_path}: one of the two is wrong");
    // Of when in the day it was, the file's name says nothing.
    let time = &text[date.day_len..];
    let right = format!(
        "{}{time}",
        in_path.strftime(&date.form.of_day().to_string())
    );
    let mut finding = Diagnostic::new(Code::DateMismatch, entry.value.range, message);
    if date.form.has_time() && date.days.abs_diff(day) <= DRAFTED {
        finding.severity = Severity::Hint;
    }
    acc.push(finding.suggest(Suggestion::Text(right.into())));
}

/// Whether the posts of this folder that have a day in their names have the same in `date`. Asked only where one differs.
fn is_custom(ctx: &Context<'_>) -> bool {
    const ENOUGH: usize = 50;
    const MIN_PERCENT: usize = 90;
    /// Of so few, one that is wrong is many.
    const FEW: usize = 10;
    let beside = ctx.snap.posts_in(ctx.snap.path(ctx.file).folder());
    let others = beside.iter().filter(|it| **it != ctx.file);
    let agrees = others.filter_map(|file| {
        let day = day_in_path(ctx.snap.path(*file).as_str())?;
        Some(days(day) == ctx.snap.summary(*file)?.date?)
    });
    let agrees: Vec<bool> = agrees.take(ENOUGH).collect();
    let n_agreeing = agrees.iter().filter(|it| **it).count();
    let min_percent = match agrees.len() {
        ..FEW => 50,
        _ => MIN_PERCENT,
    };
    n_agreeing * 100 >= agrees.len() * min_percent
}

fn days(date: Date) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).map_or(0, |it| it.get_days())
}

/// `2026-02-27-title.md`, `log_20250907.md`, `2026/02/27/title.md`
fn day_in_path(path: &str) -> Option<Date> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    leading(stem)
        .or_else(|| trailing(stem))
        .or_else(|| in_folders(folders))
}

/// Lengths of a day with separators and without.
const LENGTHS: [usize; 2] = [10, 8];

fn leading(stem: &str) -> Option<Date> {
    LENGTHS.iter().find_map(|it| {
        let (day, rest) = stem.split_at_checked(*it)?;
        let ends = !rest.starts_with(|it: char| it.is_ascii_digit());
        ends.then(|| day_of(day))?
    })
}

fn trailing(stem: &str) -> Option<Date> {
    LENGTHS.iter().find_map(|it| {
        let (rest, day) = stem.split_at_checked(stem.len().checked_sub(*it)?)?;
        let begins = !rest.ends_with(|it: char| it.is_ascii_alphanumeric());
        begins.then(|| day_of(day))?
    })
}

fn in_folders(folders: &str) -> Option<Date> {
    let mut parts = folders.rsplit('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    day_of(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// A day of our time: other runs of eight digits are numbers.
fn day_of(text: &str) -> Option<Date> {
    let digits: String = match text.len() {
        8 => text.to_owned(),
        _ => {
            let mut parts = text.split(['-', '_', '.']);
            let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
            let is_whole = year.len() == 4 && month.len() == 2 && day.len() == 2;
            is_whole.then(|| format!("{year}{month}{day}"))?
        }
    };
    let all_digits = digits.bytes().all(|it| it.is_ascii_digit());
    let date = Date::strptime("%Y%m%d", &digits)
        .ok()
        .filter(|_| all_digits)?;
    (1970..2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_told_where_they_stand_in_a_path() {
        let day = |path: &str| day_in_path(path).map(|it| it.to_string());
        let right = Some("2026-02-27".to_owned());
        assert_eq!(day("clippings/2026-02-27_x.md"), right);
        assert_eq!(day("2026-02-27.md"), right);
        assert_eq!(day("2026_02_27 标题.md"), right);
        assert_eq!(day("20260227-x.md"), right);
        assert_eq!(day("周记_20260227.md"), right);
        assert_eq!(day("周记 2026-02-27.md"), right);
        assert_eq!(day("blog/2026/02/27/x.md"), right);
        assert_eq!(day("blog/2026/2/27/x.md"), right);
        for none in [
            "20260230.md",
            "202602271.md",
            "a20260227.md",
            "12345678.md",
            "x/日记.md",
        ] {
            assert_eq!(day(none), None, "{none}");
        }
        assert_eq!(days(jiff::civil::date(1970, 1, 2)), 1);
        assert_eq!(days(jiff::civil::date(2026, 2, 27)), 20511);
    }
}

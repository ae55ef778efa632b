//! `duplicate-title`: another post has the same title.

use rustc_hash::FxHashSet;

use super::Context;
use super::duplicates::twins;
use super::section_page::{is_draft, is_section};
use crate::corpus::{FileId, RelPath};
use crate::features::cursor_target::TITLE;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Severity};

/// Of fewer titles, nobody can say that they come again as a rule.
const ENOUGH: usize = 30;
/// So many titles of a folder tell whether they come again. It is asked for each title that does.
const SAMPLE: usize = 500;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let entry = ctx.entries().filter(|it| it.name() == TITLE);
    let Some(entry) = entry.last() else {
        return;
    };
    let title = entry.value.text().filter(|it| !it.trim().is_empty());
    let Some(title) = title else {
        return;
    };
    let titles = [title.into()];
    let mut twins = twins(ctx, TITLE, &titles);
    let field = ctx.snap.root_schema().field(TITLE);
    if !twins.is_empty() && !field.is_some_and(|it| it.unique) {
        let reach = Reach::of(ctx);
        twins.retain(|it| {
            reach.holds(ctx, it) && is_another_post(ctx, it) && !is_so_in_original(ctx, it)
        });
    }
    if twins.is_empty() {
        return;
    }
    let message = match twins.len() {
        1 => "another post has this title: one of them needs another".to_owned(),
        n => format!("{n} other posts have this title: each needs its own"),
    };
    let mut finding = Diagnostic::new(Code::DuplicateTitle, entry.value.range, message);
    if twins.all(|it| are_apart(ctx, it)) {
        // A title that comes again after months is a series' or an event's more often than a copy's; a page without a date is told
        // from others by its section.
        finding.severity = finding.severity.min(Severity::Hint);
    }
    acc.push(twins.relate(ctx, finding));
}

/// Whether the posts have dates that are more than a month apart, or are pages of different folders without one.
fn are_apart(ctx: &Context<'_>, other: FileId) -> bool {
    const MONTH: u32 = 31;
    let day = |it: FileId| ctx.snap.summary(it)?.date;
    let folder = |it: FileId| ctx.snap.path(it).folder();
    match (day(ctx.file), day(other)) {
        (Some(a), Some(b)) => a.abs_diff(b) > MONTH,
        (None, None) => folder(ctx.file) != folder(other),
        _ => false,
    }
}

/// Whether the originals of two translations have one title: that is for the originals to be told.
fn is_so_in_original(ctx: &Context<'_>, other: FileId) -> bool {
    let snap = ctx.snap;
    let title = |it: FileId| {
        let original = snap.site().original(snap.path(it).as_str())?;
        let original = snap.file(&RelPath(original.into()))?;
        snap.summary(original)?.text(TITLE)
    };
    title(ctx.file).is_some_and(|it| title(other) == Some(it))
}

/// From which other posts a title tells its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// All: nearly every title of the site is another.
    Site,
    /// Those of the folder: elsewhere there is an `Overview` too.
    Folder,
    /// None: many come again and again, such as an event of every year, and nobody takes them for names.
    Nothing,
}

impl Reach {
    fn of(ctx: &Context<'_>) -> Reach {
        const SITE_PERCENT: usize = 98;
        const FOLDER_PERCENT: usize = 90;
        let field = ctx.snap.root_schema().field(TITLE);
        let distinct = field.map(|it| it.distinct).unwrap_or_default();
        let size = |it: u32| usize::try_from(it).unwrap_or(usize::MAX);
        if are_different(size(distinct.agreeing), size(distinct.of), SITE_PERCENT) {
            return Reach::Site;
        }
        let folder = ctx.snap.path(ctx.file).folder();
        let beside = ctx.snap.posts_in(folder).iter();
        let titles = beside.filter_map(|it| ctx.snap.summary(*it)?.text(TITLE));
        let titles: Vec<&str> = titles.take(SAMPLE).collect();
        let different: FxHashSet<&str> = titles.iter().copied().collect();
        match are_different(different.len(), titles.len(), FOLDER_PERCENT) {
            true => Reach::Folder,
            false => Reach::Nothing,
        }
    }

    fn holds(self, ctx: &Context<'_>, other: FileId) -> bool {
        let folder = |it: FileId| ctx.snap.path(it).folder();
        match self {
            Reach::Site => true,
            Reach::Folder => folder(other) == folder(ctx.file),
            Reach::Nothing => false,
        }
    }
}

fn are_different(n_different: usize, of: usize, percent: usize) -> bool {
    of < ENOUGH || n_different * 100 >= of * percent
}

/// Whether both are posts, and not one post in two languages. The page of a section is called as what it shows, a draft as
/// what becomes of it.
fn is_another_post(ctx: &Context<'_>, other: FileId) -> bool {
    let is_post = |file: FileId| {
        let path = ctx.snap.path(file);
        let is_partial = ctx.snap.site().is_partial(path.as_str());
        !is_section(ctx.snap, file) && !ctx.snap.is_template(file) && !is_draft(path) && !is_partial
    };
    let (own, other_path) = (ctx.snap.path(ctx.file), ctx.snap.path(other));
    !are_one(own, other_path) && is_post(ctx.file) && is_post(other)
}

/// Whether two files are one post in two languages, or of one name in parallel folders: `features/x.md`, `plugins/x.md`.
fn are_one(one: &RelPath, other: &RelPath) -> bool {
    let ((one, name), (other, other_name)) = (post_of(one), post_of(other));
    let n_different = one.iter().zip(&other).filter(|(a, b)| a != b).count();
    name == other_name && one.len() == other.len() && n_different <= 1
}

/// What `x.md`, `x.en.md`, `en/x.md` and `en/x/index.md` have in common: the folders but for those of languages, and the name.
fn post_of(path: &RelPath) -> (Vec<&str>, &str) {
    let file = path.as_str().rsplit('/').next().unwrap_or_default();
    let mut folders: Vec<&str> = path.folder().split('/').collect();
    let name = match without_language(file) {
        "index" => folders.pop().unwrap_or_default(),
        stem => stem,
    };
    folders.retain(|it| !it.is_empty() && !is_language(it));
    (folders, name)
}

/// `x.en.md` is `x`; `v1.2.md` is no more than `v1.2`.
fn without_language(file: &str) -> &str {
    let stem = file.rsplit_once('.').map_or(file, |it| it.0);
    match stem.rsplit_once('.') {
        Some((name, language)) if is_language(language) => name,
        _ => stem,
    }
}

/// `en`, `zh-cn`, `zh-Hans`
fn is_language(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let letters = |it: &str| it.bytes().all(|it| it.is_ascii_alphabetic());
    matches!(first.len(), 2 | 3) && letters(first) && parts.all(|it| letters(it) && it.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn translations_are_one_post() {
        let post = |path: &str| {
            let path = RelPath(path.into());
            let (folders, name) = post_of(&path);
            format!("{} {name}", folders.join("/"))
        };
        for path in [
            "a/书.md",
            "en/a/书.md",
            "a/zh-cn/书.md",
            "a/书.zh-Hans.md",
            "a/书/index.md",
            "en/a/书/index.en.md",
        ] {
            assert_eq!(post(path), "a 书", "{path}");
        }
        assert_eq!(post("v1.2.md"), " v1.2");
        assert_eq!(post("旧文/书.md"), "旧文 书");
        let are_one = |a: &str, b: &str| are_one(&RelPath(a.into()), &RelPath(b.into()));
        assert!(are_one("docs/features/书.md", "docs/plugins/书.md"));
        assert!(!are_one("docs/书.md", "docs/plugins/书.md"));
        assert!(!are_one("a/b/书.md", "c/d/书.md"));
    }
}

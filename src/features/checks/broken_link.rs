//! `broken-link`: a link to a post or a file that is not there. Links to the web, and addresses that the site may make by itself, are
//! not judged; which those are, `links::verdict` knows.

use percent_encoding::percent_decode_str;
use smol_str::SmolStr;

use super::Context;
use crate::corpus::{FileId, Snapshot};
use crate::features::cursor_target::TITLE;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::features::links::write::{self, relative};
use crate::features::links::{self, LinkChecker, Written};
use crate::schema::Severity;
use crate::site::WikiLinks;
use crate::syntax::LinkKind;
use crate::text::typo::{ends_otherwise, is_misspelled};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let judge = LinkChecker::new(ctx.snap);
    let body = &ctx.parsed.document.body;
    for written in links::written_links(body) {
        if judge.is_broken(ctx.file, written.target, written.kind) {
            acc.push(finding(ctx, &judge, &written));
        }
    }
}

fn finding(ctx: &Context<'_>, judge: &LinkChecker<'_>, written: &Written<'_>) -> Diagnostic {
    let range = written.before_hash(ctx.parsed.text.as_str());
    let path = written.target.split(['#', '?']).next().unwrap_or_default();
    let (what, meant) = match written.kind {
        LinkKind::Tag => ("no file is there", None),
        LinkKind::Wiki => ("no post has this name or title", page(ctx, path)),
        _ => match address(path) {
            Some(address) => (
                "this is the name of a file, which is not there",
                Some(address),
            ),
            None => ("no file is there", moved(ctx, judge, path)),
        },
    };
    let message = match &meant {
        Some(meant) => format!("{what}: did you mean `{meant}`?"),
        None => what.to_owned(),
    };
    let mut finding = Diagnostic::new(Code::BrokenLink, range, message);
    let rules = ctx.snap.site().rules_of(ctx.snap.path(ctx.file).as_str());
    let is_note = rules.wiki_links == WikiLinks::Notes || !judge.has_wiki_links();
    if written.kind == LinkKind::Wiki && is_note {
        // In a vault a link is how a note begins: <https://help.obsidian.md/links>. Where none leads anywhere, `[[Get]]` may be no link.
        finding.severity = Severity::Hint;
    }
    match meant {
        Some(meant) => finding.suggest(Suggestion::Text(meant)),
        None => finding,
    }
}

/// `www.example.org/a` and `me@example.org` lack what makes them addresses.
fn address(path: &str) -> Option<SmolStr> {
    match path.contains('@') && !path.contains('/') {
        _ if !links::is_host(path) => None,
        true => Some(format!("mailto:{path}").into()),
        false => Some(format!("https://{path}").into()),
    }
}

/// The only other post of that file name, or of one in the folder that the link names of which it is a slip: as the link would
/// name it.
fn moved(ctx: &Context<'_>, judge: &LinkChecker<'_>, path: &str) -> Option<SmolStr> {
    let written = percent_decode_str(path).decode_utf8_lossy();
    let (name, folder) = (write::name(&written), ctx.snap.path(ctx.file).folder());
    let others = |it: &FileId| *it != ctx.file;
    let stem = write::stem(name);
    // Every folder may have one of these.
    let is_of_folder = ["index", "_index", "readme"].contains(&&*stem.to_lowercase());
    // Those of a repository are called so everywhere: `CONTRIBUTING.md`, `LICENSE.md`.
    let is_of_repository = !stem.contains(char::is_lowercase) && stem.contains(char::is_uppercase);
    let may_have_moved = !is_of_folder && !is_of_repository && !is_common(ctx, &written, stem);
    let is_on_site = |it: &FileId| {
        let site = ctx.snap.site();
        let is_page = |it: FileId| site.is_page(ctx.snap.path(it).as_str());
        !is_page(ctx.file) || is_page(*it)
    };
    let named = judge.resolver.posts_named(name);
    let named = named.filter(|it| may_have_moved && is_on_site(it));
    let post = only(named.filter(others)).or_else(|| {
        let from = if written.starts_with('/') { "" } else { folder };
        let meant = write::join(from, &written)?;
        let meant = meant.rsplit_once('/').map_or("", |it| it.0);
        let beside = posts(ctx.snap).filter(|it| ctx.snap.path(*it).folder() == meant);
        let is_slip = |it: &FileId| {
            let of_post = stem_of(ctx.snap, *it);
            is_misspelled(stem, of_post, |word| ctx.says(word))
        };
        only(beside.filter(others).filter(is_slip))
    })?;
    let path = ctx.snap.path(post).as_str();
    let path = match stem.len() < name.len() {
        true => path,
        false => write::stem(path),
    };
    // What is written from the root of the site stays so.
    Some(match written.starts_with('/') {
        true => format!("/{path}").into(),
        false => relative(folder, path).into(),
    })
}

/// Whether the name alone does not tell that a post is meant: one word, in other folders than the link has it.
fn is_common(ctx: &Context<'_>, written: &str, stem: &str) -> bool {
    let folders = written.rsplit_once('/').map_or("", |it| it.0);
    let mut folders = folders.split('/').filter(|it| !matches!(*it, "" | "." | ".."));
    let is_one_word = stem.is_ascii() && !stem.contains(['-', '_', ' ', '.']);
    let is_folder = |it: &str| {
        let mut paths = posts(ctx.snap).map(|it| ctx.snap.path(it).folder());
        paths.any(|folder| folder.split('/').any(|part| part == it))
    };
    is_one_word && folders.any(|it| !is_folder(it))
}

/// The name or title of the only other post that it is a slip of. A single word that ends otherwise is another one, of a note that
/// is not written yet.
fn page(ctx: &Context<'_>, page: &str) -> Option<SmolStr> {
    let is_slip = |name: &str| {
        is_misspelled(page, name, |word| ctx.says(word))
            && (page.contains(' ') || !ends_otherwise(page, name))
    };
    let others = || posts(ctx.snap).filter(|it| *it != ctx.file);
    let named = others().filter(|it| is_slip(stem_of(ctx.snap, *it)));
    if let Some(post) = only(named) {
        return Some(stem_of(ctx.snap, post).into());
    }
    let title = |it: FileId| ctx.snap.summary(it)?.text(TITLE);
    let titled = |it: &FileId| title(*it).is_some_and(is_slip);
    only(others().filter(titled))
        .and_then(title)
        .map(SmolStr::new)
}

fn posts(snap: &Snapshot) -> impl Iterator<Item = FileId> {
    snap.files().map(|(file, _)| file)
}

fn stem_of(snap: &Snapshot, file: FileId) -> &str {
    write::stem(write::name(snap.path(file).as_str()))
}

fn only(mut posts: impl Iterator<Item = FileId>) -> Option<FileId> {
    let post = posts.next()?;
    posts.next().is_none().then_some(post)
}

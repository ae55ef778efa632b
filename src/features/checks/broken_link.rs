//! `broken-link`: a link to a post or a file that is not there. Links to the web, and addresses that the site may make by itself, are
//! not judged; which those are, `links::verdict` knows.

use percent_encoding::percent_decode_str;
use smol_str::SmolStr;

use super::Context;
use super::near::is_slip;
use crate::corpus::{FileId, Snapshot};
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::features::links::write::{self, relative};
use crate::features::links::{self, Judge, Written};
use crate::features::target::TITLE;
use crate::syntax::LinkKind;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let judge = Judge::new(ctx.snap);
    let body = &ctx.parsed.document.body;
    for written in links::written_links(body) {
        if judge.is_broken(ctx.file, written.target, written.kind) {
            acc.push(finding(ctx, &judge, &written));
        }
    }
}

fn finding(ctx: &Context<'_>, judge: &Judge<'_>, written: &Written<'_>) -> Diagnostic {
    let range = written.before_hash(ctx.parsed.text.as_str());
    let path = written.target.split(['#', '?']).next().unwrap_or_default();
    let (what, meant) = match written.kind {
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
    let finding = Diagnostic::new(Code::BrokenLink, range, message);
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

/// The path to the only post of that file name, or of one in the folder that the link names of which it is a slip.
fn moved(ctx: &Context<'_>, judge: &Judge<'_>, path: &str) -> Option<SmolStr> {
    let path = percent_decode_str(path).decode_utf8_lossy();
    let (name, folder) = (write::name(&path), ctx.snap.path(ctx.file).folder());
    let post = only(judge.resolver.posts_named(name)).or_else(|| {
        let stem = write::stem(name);
        let from = if path.starts_with('/') { "" } else { folder };
        let meant = write::join(from, &path)?;
        let meant = meant.rsplit_once('/').map_or("", |it| it.0);
        let beside = posts(ctx.snap).filter(|it| ctx.snap.path(*it).folder() == meant);
        only(beside.filter(|it| is_slip(stem, stem_of(ctx.snap, *it))))
    })?;
    Some(relative(folder, ctx.snap.path(post).as_str()).into())
}

/// The name or title of the only post that it is a slip of.
fn page(ctx: &Context<'_>, page: &str) -> Option<SmolStr> {
    let named = posts(ctx.snap).filter(|it| is_slip(page, stem_of(ctx.snap, *it)));
    if let Some(post) = only(named) {
        return Some(stem_of(ctx.snap, post).into());
    }
    let title = |it: FileId| ctx.snap.summary(it)?.text(TITLE);
    let titled = |it: &FileId| title(*it).is_some_and(|it| is_slip(page, it));
    only(posts(ctx.snap).filter(titled))
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

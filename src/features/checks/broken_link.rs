//! `broken-link`: a link to a post or file that does not exist. Links to the web, and addresses that the site may make by itself, are
//! not judged; which those are, `links::verdict` knows.

use percent_encoding::percent_decode_str;
use smol_str::SmolStr;

use super::Context;
use crate::corpus::{FileId, Snapshot};
use crate::features::cursor_target::TITLE;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::features::links::write::{self, relative};
use crate::features::links::{self, Destination, LinkChecker, Written};
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
        // In a vault a link is how a note begins: <https://help.obsidian.md/links>. Elsewhere `[[Get]]` may be no link.
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
    let may_have_moved = !is_of_folder && !is_of_repository;
    let is_on_site = |it: &FileId| {
        let site = ctx.snap.site();
        let is_page = |it: FileId| site.is_page(ctx.snap.path(it).as_str());
        !is_page(ctx.file) || is_page(*it)
    };
    let named = judge.resolver.posts_named(name);
    let named =
        named.filter(|it| may_have_moved && is_on_site(it) && !is_common(ctx, &written, stem, *it));
    let same = in_another_case(ctx, judge, &written);
    let post = same.or_else(|| only(named.filter(others))).or_else(|| {
        let meant = folders_meant(ctx, &written);
        let is_beside = |it: &FileId| meant.iter().any(|of| ctx.snap.path(*it).folder() == of);
        let beside = posts(ctx.snap).filter(is_beside);
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
    match written.strip_prefix('/') {
        Some(rooted) => address_of(ctx, judge, post, (rooted, path)),
        None => Some(relative(folder, path).into()),
    }
}

/// The folders that a link may name: from the post's, or from where the site has its pages.
fn folders_meant(ctx: &Context<'_>, written: &str) -> Vec<String> {
    let post = ctx.snap.path(ctx.file);
    let paths = match written.strip_prefix('/') {
        Some(rooted) => {
            let by_site = ctx.snap.site().rooted(post.as_str(), rooted);
            std::iter::once(rooted.to_owned()).chain(by_site).collect()
        }
        None => Vec::from_iter(write::join(post.folder(), written)),
    };
    let folder = |it: &String| it.rsplit_once('/').map_or("", |it| it.0).to_owned();
    paths.iter().map(folder).collect()
}

/// What is written from the root of the site stays so: the post's path from where the written one begins, or else its address; only
/// what leads there.
fn address_of(
    ctx: &Context<'_>,
    judge: &LinkChecker<'_>,
    post: FileId,
    (written, path): (&str, &str),
) -> Option<SmolStr> {
    let first = written.split('/').next().unwrap_or_default();
    let slash = if written.ends_with('/') { "/" } else { "" };
    let from_first =
        |at: usize| path[at..].starts_with(first) && (at == 0 || path[..at].ends_with('/'));
    let below = path
        .match_indices(first)
        .map(|it| it.0)
        .find(|it| from_first(*it));
    let below = below.map(|it| &path[it..]);
    let address = ctx.snap.site().address(path);
    let mut forms = below
        .into_iter()
        .chain([address])
        .map(|it| format!("/{it}{slash}"));
    let leads = |it: &String| {
        let to = judge.resolver.resolve(ctx.file, it, LinkKind::Inline);
        matches!(to, Some(Destination::Post(it, _)) if it == post)
    };
    forms.find(leads).map(SmolStr::from)
}

/// The post whose path is the written one but for its case.
fn in_another_case(ctx: &Context<'_>, judge: &LinkChecker<'_>, written: &str) -> Option<FileId> {
    let folder = match written.starts_with('/') {
        true => "",
        false => ctx.snap.path(ctx.file).folder(),
    };
    let meant = write::join(folder, written)?.to_lowercase();
    let is_meant = |it: &FileId| ctx.snap.path(*it).as_str().to_lowercase() == meant;
    only(
        judge
            .resolver
            .posts_named(write::name(written))
            .filter(is_meant),
    )
}

/// Whether the name alone does not tell that the post is meant: one word, in another folder than the link has it.
fn is_common(ctx: &Context<'_>, written: &str, stem: &str, post: FileId) -> bool {
    let is_one_word = stem.is_ascii() && !stem.contains(['-', '_', ' ', '.']);
    let folders = written.rsplit_once('/').map_or("", |it| it.0);
    let folder = folders
        .rsplit('/')
        .find(|it| !matches!(*it, "" | "." | ".."));
    let own = ctx.snap.path(post).folder().rsplit('/').next();
    is_one_word && folder.is_some() && folder != own
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

//! The post that has an address on the site: by a field that says so, by its slug, or by its name without the date.
//! Addresses are looked up by their parts: nothing is made of all posts.

use super::resolve::Resolver;
use crate::corpus::{FileId, Snapshot, Summary, fold};

/// A field that gives the last part of an address alone.
const SLUG: &str = "slug";

/// Of so many posts with one slug or name it is looked which has the address.
const MAX_CANDIDATES: usize = 64;

impl Resolver<'_> {
    /// The post at an address from the root of the site, without the slashes around it.
    pub(super) fn by_address(&self, from: FileId, address: &str) -> Option<FileId> {
        let rules = self.snap.site().rules_of(self.snap.path(from).as_str());
        let bare = address.strip_suffix("/index.html").unwrap_or(address);
        let bare = bare.strip_suffix(".html").unwrap_or(bare);
        // A slug with a slash is the whole address.
        let is_whole = |it: &&&str| **it != SLUG || bare.contains('/');
        let of_fields = rules.address_fields.iter().filter(is_whole);
        let said = of_fields.flat_map(|field| self.with_address(field, bare));
        if let Some(post) = self.nearest(from, said.collect()) {
            return Some(post);
        }
        if !self.snap.site().knows(self.snap.path(from).as_str()) {
            return None;
        }
        let (folders, name) = bare.rsplit_once('/').unwrap_or(("", bare));
        let slugged = self.with_value(SLUG, name);
        let key = fold(name);
        let names = [self.names().of_bare(&key), self.names().of_stem(&key)];
        let named = names
            .into_iter()
            .flat_map(|it| it.iter().copied().take(MAX_CANDIDATES));
        let candidates = slugged.into_iter().chain(named);
        let fitting = candidates.filter(|it| fits(self.snap, *it, folders));
        self.nearest(from, fitting.collect())
    }

    fn with_address(&self, field: &str, bare: &str) -> Vec<FileId> {
        let forms = [
            format!("/{bare}/"),
            format!("/{bare}"),
            bare.to_owned(),
            format!("{bare}/"),
            format!("/{bare}.html"),
            format!("/{bare}/index.html"),
        ];
        let mut found = forms.iter().map(|it| self.with_value(field, it));
        found.find(|it| !it.is_empty()).unwrap_or_default()
    }

    fn with_value(&self, field: &str, value: &str) -> Vec<FileId> {
        let values = self.snap.values(field);
        let posts = values.and_then(|it| {
            Some(
                it.term(it.get(value)?)
                    .posts
                    .iter()
                    .copied()
                    .take(MAX_CANDIDATES),
            )
        });
        posts.into_iter().flatten().collect()
    }

    /// The only one, or the first in the language of the post that the link is in.
    fn nearest(&self, from: FileId, posts: Vec<FileId>) -> Option<FileId> {
        let site = self.snap.site();
        let here = self.snap.path(from).as_str();
        let is_near = |it: &&FileId| !site.differ_in_language(here, self.snap.path(**it).as_str());
        posts
            .iter()
            .find(is_near)
            .or_else(|| posts.first())
            .copied()
    }
}

/// Whether a post may have an address below these folders: its own are among them, and the others are parts of its date or its
/// categories.
fn fits(snap: &Snapshot, post: FileId, folders: &str) -> bool {
    let Some(summary) = snap.summary(post) else {
        return false;
    };
    let site = snap.site();
    let whole = snap.path(post);
    let path = site.address(whole.as_str());
    let (own, name) = path.rsplit_once('/').unwrap_or(("", path));
    let own: Vec<&str> = own.split('/').filter(|it| is_in_address(it)).collect();
    let parts: Vec<&str> = folders.split('/').filter(|it| !it.is_empty()).collect();
    // That of a language is in some addresses.
    let is_own = |it: &str| {
        let mut folders = whole.folder().split('/');
        folders.any(|folder| folder.trim_start_matches('_').eq_ignore_ascii_case(it))
    };
    let explained = |it: &&str| {
        is_own(it)
            || is_of_date(it, name, summary)
            || is_category(it, summary)
            || site.is_in_permalinks(it)
    };
    own.iter().all(|it| {
        parts
            .iter()
            .any(|part| part.eq_ignore_ascii_case(it.trim_start_matches('_')))
    }) && parts.iter().all(explained)
}

/// `_posts` and folders of years are none that every address has.
fn is_in_address(folder: &str) -> bool {
    let is_number = folder.bytes().all(|it| it.is_ascii_digit());
    !folder.is_empty() && !is_number && !matches!(folder, "_posts" | "posts" | "_drafts")
}

fn is_of_date(part: &str, name: &str, summary: &Summary) -> bool {
    let is_number = part.bytes().all(|it| it.is_ascii_digit());
    let number = || part.trim_start_matches('0');
    let of_name = name.split(|it: char| !it.is_ascii_digit());
    let mut known = of_name.take(3).filter(|it| !it.is_empty()).peekable();
    if !is_number {
        return false;
    }
    if known.peek().is_some() {
        return known.any(|it| it.trim_start_matches('0') == number());
    }
    let date = summary.text("date").unwrap_or_default();
    let mut of_field = date.split(|it: char| !it.is_ascii_digit()).take(3);
    of_field.any(|it| it.trim_start_matches('0') == number())
}

fn is_category(part: &str, summary: &Summary) -> bool {
    let same = |it: &str| it.replace(' ', "-").eq_ignore_ascii_case(part);
    ["categories", "category"]
        .iter()
        .filter_map(|it| summary.field(it))
        .any(|it| it.items().iter().any(|it| same(it)))
}

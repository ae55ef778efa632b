//! Paths in `](`: folder by folder, and posts by their names wherever they are, written as the way from this post.

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;
use smol_str::{SmolStr, format_smolstr};

use super::context::LinkPath;
use super::names::{self, Habits, Names};
use super::request::{LinkRequest, filter};
use super::{Found, posts};
use crate::corpus::loader::Entry;
use crate::corpus::{FileId, RelPath, fold};
use crate::features::completion::{CompletionItem, CompletionKind};
use crate::features::links::write::{Escaping, escape, join, name, relative, stem};
use crate::features::related::title_of;
use crate::features::workspace_symbols::{Tier, find_posts, find_texts};

/// What `![](` can show.
const IMAGES: [&str; 9] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "heic",
];

/// With nothing typed, so many posts come before what is in the folder.
const MAX_PROPOSED: usize = 20;

/// So many posts are found by the link's text.
const MAX_BY_TEXT: usize = 5;

pub(super) fn paths(here: &LinkRequest<'_>, way: &LinkPath<'_>) -> Vec<CompletionItem> {
    let target = Target {
        names: names::names(here.snap),
        habits: names::habits(here.snap),
        escaping: if way.in_brackets {
            Escaping::Angle
        } else {
            Escaping::Needed
        },
    };
    let mut items = Vec::new();
    let is_bare = way.folder.is_empty();
    if is_bare && !way.is_image {
        items = by_name(here, way, &target);
    }
    let at = match items.is_empty() || here.typed().is_empty() {
        true => items.len(),
        // A file that is right here is nearer than a post of that name elsewhere; one that has the link's text is meant.
        false => usize::from(items[0].preselect),
    };
    let inside = in_folder(here, way, &target);
    let seen: FxHashSet<SmolStr> = items
        .iter()
        .filter_map(|it| Some(it.term.as_ref()?.1.clone()))
        .collect();
    let is_new = |it: &CompletionItem| it.term.as_ref().is_none_or(|it| !seen.contains(&it.1));
    items.splice(at..at, inside.into_iter().filter(is_new));
    items.truncate(here.limit);
    items
}

/// What it takes to write a target.
struct Target {
    names: std::sync::Arc<Names>,
    habits: std::sync::Arc<Habits>,
    escaping: Escaping,
}

impl Target {
    /// A post's path as links of this corpus write it.
    fn of_post(&self, here: &LinkRequest<'_>, path: &str) -> String {
        let path = if self.habits.bare { stem(path) } else { path };
        let written = match self.habits.from_root {
            true => {
                let below = path.strip_prefix(self.habits.site.as_str());
                format!("/{}", below.unwrap_or(path))
            }
            false => relative(here.folder(), path),
        };
        escape(&written, self.escaping)
    }
}

/// Posts by what is typed, and by the text of the link; with nothing typed those that are near.
fn by_name(here: &LinkRequest<'_>, way: &LinkPath<'_>, target: &Target) -> Vec<CompletionItem> {
    let typed = decoded(here.typed());
    let mut found = posts(here, &typed);
    if typed.is_empty() {
        found.truncate(MAX_PROPOSED);
        let by_text = posts(here, way.text).into_iter();
        let by_text = by_text
            .filter(|it| it.tier.is_some_and(|it| it <= Tier::Words))
            .take(MAX_BY_TEXT)
            .map(|it| Found { tier: None, ..it })
            .collect::<Vec<_>>();
        let known: Vec<_> = by_text.iter().map(|it| it.file).collect();
        found.retain(|it| !known.contains(&it.file));
        found.splice(0..0, by_text);
    }
    let text = fold(way.text.trim()).into_owned();
    let is_named = |it: &Found| !text.is_empty() && fold(&title_of(here.snap, it.file)) == text;
    // Stable: those whose title is the link's text come first.
    found.sort_by_key(|it| !is_named(it));
    let items = found.iter().map(|it| {
        let path = here.snap.path(it.file).as_str();
        let title = title_of(here.snap, it.file);
        CompletionItem {
            detail: Some(path.to_owned()),
            filter: filter(here.typed(), stem(&title), it.tier),
            preselect: is_named(it),
            term: Some((SmolStr::default(), path.into())),
            ..here.item(
                stem(&title),
                &target.of_post(here, path),
                CompletionKind::Post,
            )
        }
    });
    items.collect()
}

/// What is in the folder that is written so far: of the corpus, and on the disk.
fn in_folder(here: &LinkRequest<'_>, way: &LinkPath<'_>, target: &Target) -> Vec<CompletionItem> {
    let written = decoded(way.folder);
    let site = target.habits.site.trim_end_matches('/');
    let starts = match written.starts_with('/') {
        true => ["", site],
        false => [here.folder(); 2],
    };
    let mut folders: Vec<String> = starts.iter().filter_map(|it| join(it, &written)).collect();
    folders.dedup();
    let typed = decoded(here.typed());
    let mut found: Vec<(Option<Tier>, Inside)> = Vec::new();
    for folder in &folders {
        if !way.is_image {
            found.extend(posts_in(here, folder, &typed, &target.names));
        }
        found.extend(files_in(here, folder, &typed));
    }
    let kind = |it: &Inside| match it.kind {
        Kind::Image if way.is_image => 0,
        Kind::Post(_) => 1,
        Kind::Folder => 2,
        Kind::Image | Kind::File => 3,
    };
    found.sort_by(|(a_tier, a), (b_tier, b)| {
        let by_kind = a_tier.cmp(b_tier).then_with(|| kind(a).cmp(&kind(b)));
        by_kind.then_with(|| a.path.cmp(&b.path))
    });
    found.dedup_by(|a, b| a.1.path == b.1.path);
    found.truncate(here.limit);
    found
        .iter()
        .map(|(tier, it)| it.item(here, target, *tier))
        .collect()
}

/// Something in a folder.
struct Inside {
    /// From the root.
    path: SmolStr,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Post(FileId),
    Image,
    File,
    Folder,
}

/// A folder may hold the whole corpus: it is searched, and not read.
fn posts_in(
    here: &LinkRequest<'_>,
    folder: &str,
    typed: &str,
    names: &Names,
) -> Vec<(Option<Tier>, Inside)> {
    let is_here = |it: FileId| here.snap.path(it).folder() == folder && it != here.file;
    let mut found: Vec<(Option<Tier>, FileId)> = match typed.is_empty() {
        true => {
            let all = names.in_folder(here.snap, folder).into_iter();
            all.filter(|it| is_here(*it)).map(|it| (None, it)).collect()
        }
        false => {
            let hits = find_posts(here.snap, without_ending(typed)).into_iter();
            hits.filter(|it| is_here(it.file))
                .map(|it| (Some(it.tier), it.file))
                .collect()
        }
    };
    let rank = |it: &(Option<Tier>, FileId)| (it.0, here.snap.path(it.1));
    if found.len() > here.limit && here.limit > 0 {
        found.select_nth_unstable_by(here.limit - 1, |a, b| rank(a).cmp(&rank(b)));
        found.truncate(here.limit);
    }
    let inside = found.into_iter().map(|(tier, file)| {
        let inside = Inside {
            path: here.snap.path(file).as_str().into(),
            kind: Kind::Post(file),
        };
        (tier, inside)
    });
    inside.collect()
}

/// `a.m` is how one begins to write `a.md`.
fn without_ending(typed: &str) -> &str {
    match typed.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && "markdown".starts_with(ending) => stem,
        Some((stem, "md")) if !stem.is_empty() => stem,
        _ => typed,
    }
}

/// What is there besides posts.
fn files_in(here: &LinkRequest<'_>, folder: &str, typed: &str) -> Vec<(Option<Tier>, Inside)> {
    let on_disk = names::entries(here.snap, folder);
    let is_post = |it: &Entry| !it.is_folder && RelPath(it.name.as_str().into()).is_post();
    let entries: Vec<&Entry> = on_disk.iter().filter(|it| !is_post(it)).collect();
    let found = find_texts(entries.iter().map(|it| it.name.as_str()), typed);
    let inside = found.into_iter().map(|(index, tier)| {
        let entry = entries[index];
        let path = match folder {
            "" => entry.name.as_str().into(),
            _ => format_smolstr!("{folder}/{}", entry.name),
        };
        let ending = entry
            .name
            .rsplit_once('.')
            .map(|it| it.1.to_ascii_lowercase());
        let kind = match ending {
            _ if entry.is_folder => Kind::Folder,
            Some(it) if IMAGES.contains(&it.as_str()) => Kind::Image,
            _ => Kind::File,
        };
        (tier, Inside { path, kind })
    });
    inside.collect()
}

impl Inside {
    fn item(&self, here: &LinkRequest<'_>, target: &Target, tier: Option<Tier>) -> CompletionItem {
        let name = name(&self.path);
        let written = match self.kind {
            Kind::Post(_) if target.habits.bare => stem(name),
            _ => name,
        };
        let written = escape(written, target.escaping);
        let filter = filter(here.typed(), name, tier);
        match self.kind {
            Kind::Folder => CompletionItem {
                retrigger: true,
                filter,
                ..here.open_item(
                    &format!("{name}/"),
                    &format!("{written}/"),
                    CompletionKind::Folder,
                )
            },
            Kind::Post(file) => CompletionItem {
                detail: Some(title_of(here.snap, file)),
                term: Some((SmolStr::default(), self.path.clone())),
                filter,
                ..here.item(name, &written, CompletionKind::Post)
            },
            Kind::Image | Kind::File => CompletionItem {
                filter,
                ..here.item(name, &written, CompletionKind::File)
            },
        }
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

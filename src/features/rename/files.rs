//! Moving files and folders: links that lead to what moves follow it, and so do the relative links of a post that moves.
//! Each stays as it was written, as far as it can; one that cannot be kept is left alone. Of front matter only paths change.

mod link_spelling;

use std::sync::Arc;

use rayon::prelude::*;

use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, Parsed, RelPath, Snapshot, SourceChange, Summary, Unavailable};
use crate::features::cursor_target::TITLE;
use crate::features::links::write::{join, name, stem};
use crate::features::links::{Destination, Resolver};
use crate::syntax::{Link, LinkKind, is_external, parse_as};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits};
use link_spelling::Written;

/// A file or folder, and where it is going to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    pub old: RelPath,
    pub new: RelPath,
}

/// The edits, of files under their old names, and the posts that could not be looked into.
#[derive(Clone, Debug, Default)]
pub struct Moving {
    pub change: SourceChange,
    pub refused: Vec<(FileId, Refusal)>,
}

/// What has to change in all posts before these files move, all of them at once. Of a corpus whose bodies are not read yet,
/// they are read now.
pub fn move_files(snap: &Snapshot, moves: &[Move]) -> Result<Moving, Unavailable> {
    let moves = Moves::new(moves);
    let after = snap.renamed(|it| moves.path_of(it));
    let worlds = Worlds {
        before: Resolver::new(snap),
        after: Resolver::new(&after),
        snap,
        later: &after,
        moves: &moves,
    };
    let files: Vec<(FileId, &Summary)> = snap.files().collect();
    let touched = files
        .par_iter()
        .filter(|(file, summary)| worlds.may_touch(*file, summary));
    let in_post = |(file, _): &(FileId, &Summary)| {
        let edits = snap.parsed(*file).map(|it| worlds.edits(*file, &it));
        (*file, edits)
    };
    let mut moving = Moving::default();
    for (file, edits) in touched.map(in_post).collect::<Vec<_>>() {
        match edits {
            Ok(edits) if edits.is_empty() => {}
            Ok(edits) => moving.change.edits.push((file, edits)),
            Err(Unavailable::Stale) => return Err(Unavailable::Stale),
            Err(Unavailable::Unreadable(why)) => moving.refused.push((file, Refusal::new(why))),
        }
    }
    Ok(moving)
}

/// Moves that change something, the deepest first.
struct Moves(Vec<Move>);

impl Moves {
    fn new(moves: &[Move]) -> Moves {
        let mut moves: Vec<Move> = moves
            .iter()
            .filter(|it| it.old != it.new)
            .cloned()
            .collect();
        moves.sort_by_key(|it| std::cmp::Reverse(it.old.as_str().len()));
        Moves(moves)
    }

    /// Where a path is going to be; `None` where it stays.
    fn path_of(&self, path: &RelPath) -> Option<RelPath> {
        self.0.iter().find_map(|it| {
            let rest = path.as_str().strip_prefix(it.old.as_str())?;
            let inside = rest.is_empty() || rest.starts_with('/');
            inside.then(|| RelPath(smol_str::format_smolstr!("{}{rest}", it.new.as_str())))
        })
    }

    /// The file that a wiki link embeds by its name alone, if it is one that moves.
    fn named(&self, page: &str) -> Option<&Move> {
        let is_meant = |it: &&Move| !it.old.is_post() && name(it.old.as_str()) == page;
        self.0.iter().find(is_meant)
    }
}

/// The corpus before and after, with the same ids.
struct Worlds<'a> {
    before: Resolver<'a>,
    after: Resolver<'a>,
    snap: &'a Snapshot,
    later: &'a Snapshot,
    moves: &'a Moves,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq)]
enum Lead {
    To(Destination),
    /// Something without an ending that is no post: a folder, `LICENSE`.
    Path(String),
    /// An embedded file, found by its name wherever it is.
    Named(String),
}

impl Worlds<'_> {
    /// Whether a link of the post may have to change. It is told from its summary, which has them as written.
    fn may_touch(&self, file: FileId, summary: &Summary) -> bool {
        let is_touched = |(kind, target): &(LinkKind, smol_str::SmolStr)| {
            let wanted = self.wanted(file, target, *kind);
            wanted.is_some_and(|it| self.leads_now(file, target, *kind, &it) != Some(it))
        };
        let mut links = summary.links.iter().chain(&summary.html_links);
        !summary.complete || links.any(is_touched)
    }

    /// What a link has to lead to afterwards; `None` for the web, for this post's own headings and for nothing.
    fn wanted(&self, file: FileId, target: &str, kind: LinkKind) -> Option<Lead> {
        match self.before.resolve(file, target, kind) {
            Some(Destination::Here(_)) => None,
            Some(Destination::Post(post, anchor)) => {
                Some(Lead::To(Destination::Post(post, anchor)))
            }
            Some(Destination::Asset(path)) => Some(self.asset(target, kind, path)),
            None => self.other(file, target, kind),
        }
    }

    fn asset(&self, target: &str, kind: LinkKind, path: RelPath) -> Lead {
        let page = page(target);
        let by_name = kind == LinkKind::Wiki && page == path.as_str() && !page.contains('/');
        if let Some(it) = self.moves.named(page).filter(|_| by_name)
            && it.old != path
            && !self.snap.is_there(&path)
        {
            return Lead::Named(name(it.new.as_str()).to_owned());
        }
        let path = self.moves.path_of(&path).unwrap_or(path);
        match path.is_post() {
            true => Lead::Path(path.as_str().to_owned()),
            false => Lead::To(Destination::Asset(path)),
        }
    }

    /// A path to something that the corpus does not know: only what moves, or is there, is cared for.
    fn other(&self, file: FileId, target: &str, kind: LinkKind) -> Option<Lead> {
        let path = RelPath(self.path_in(self.snap, file, target, kind)?.into());
        match self.moves.path_of(&path) {
            Some(new) => Some(Lead::Path(new.as_str().to_owned())),
            None => self
                .snap
                .is_there(&path)
                .then(|| Lead::Path(path.as_str().to_owned())),
        }
    }

    /// The path from the root that a link names, whatever is there.
    fn path_in(
        &self,
        world: &Snapshot,
        file: FileId,
        target: &str,
        kind: LinkKind,
    ) -> Option<String> {
        let is_path = matches!(kind, LinkKind::Inline | LinkKind::Image) && !is_external(target);
        let path = &target[..end_of_path(target)];
        if !is_path || path.is_empty() {
            return None;
        }
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let folder = if path.starts_with('/') {
            ""
        } else {
            world.path(file).folder()
        };
        join(folder, &path).filter(|it| !it.is_empty())
    }

    /// What a target leads to afterwards, as far as that may be what is wanted.
    fn leads_now(&self, file: FileId, target: &str, kind: LinkKind, wanted: &Lead) -> Option<Lead> {
        match wanted {
            Lead::To(_) => self.after.resolve(file, target, kind).map(Lead::To),
            Lead::Path(_) => self.path_in(self.later, file, target, kind).map(Lead::Path),
            Lead::Named(_) => Some(Lead::Named(page(target).to_owned())),
        }
    }

    /// The edits of one post, verified.
    fn edits(&self, file: FileId, parsed: &Arc<Parsed>) -> Vec<TextEdit> {
        let (source, body) = (parsed.text.as_str(), &parsed.document.body);
        let links = body.links.iter().chain(&body.html_links);
        let links = links.chain(&body.head_links);
        let links = links.map(|it| (it.kind, &it.target, it.target_range));
        let definitions = body.definitions.iter();
        let definitions = definitions.map(|it| (LinkKind::Inline, &it.target, it.target_range));
        let mut edits: Vec<TextEdit> = links
            .chain(definitions)
            .filter_map(|(kind, target, range)| self.edit(file, source, (kind, target, range?)))
            .collect();
        edits.sort_by_key(|it| it.range.start());
        edits.dedup();
        if self.is_right(file, parsed, &edits) {
            return edits;
        }
        // One that would be read as something else spoils only itself.
        edits.retain(|it| self.is_right(file, parsed, std::slice::from_ref(it)));
        match self.is_right(file, parsed, &edits) {
            true => edits,
            false => Vec::new(),
        }
    }

    fn edit(
        &self,
        file: FileId,
        source: &str,
        (kind, target, range): (LinkKind, &str, TextRange),
    ) -> Option<TextEdit> {
        let wanted = self.wanted(file, target, kind)?;
        if self.leads_now(file, target, kind, &wanted).as_ref() == Some(&wanted) {
            return None;
        }
        let skipped = match kind {
            LinkKind::Wiki => target.len() - target.trim_start().len(),
            _ => 0,
        };
        let (raw, rest) = match kind {
            LinkKind::Wiki => {
                let raw = target[skipped..].split('#').next()?.trim_end();
                (raw, &target[skipped + raw.len()..])
            }
            _ => {
                let written = &source[range];
                let rest = &target[end_of_path(target)..];
                (&written[..end_of_raw_path(written)], rest)
            }
        };
        let is_wanted = |it: &&String| {
            let target = format!("{it}{rest}");
            self.leads_now(file, &target, kind, &wanted).as_ref() == Some(&wanted)
        };
        let before = &source[..usize::from(range.start())];
        // In the quotes of an attribute a blank may stand, and better does not where none did.
        let in_quotes = before.ends_with(['"', '\'']) && raw.contains(' ');
        let in_head = self
            .snap
            .parsed(file)
            .is_ok_and(|it| range.end() <= it.document.body.range.start());
        let in_brackets = before.ends_with('<') || in_quotes || in_head && !raw.contains('%');
        let candidates = self.candidates(file, (kind, raw, in_brackets), target, &wanted)?;
        let path = candidates.iter().find(is_wanted)?;
        let skipped = TextSize::of(&target[..skipped]);
        let old = TextRange::at(range.start() + skipped, TextSize::of(raw));
        Some(TextEdit::replace(old, path.as_str()))
    }

    /// What may stand for the path that is written, the likest first.
    fn candidates(
        &self,
        file: FileId,
        (kind, raw, in_brackets): (LinkKind, &str, bool),
        target: &str,
        wanted: &Lead,
    ) -> Option<Vec<String>> {
        let (old, new) = match wanted {
            Lead::To(Destination::Post(post, _)) => {
                let path = |it: &Snapshot| it.path(*post).as_str().to_owned();
                (path(self.snap), path(self.later))
            }
            Lead::To(Destination::Asset(path)) => {
                let old = self.path_in(self.snap, file, target, LinkKind::Inline)?;
                (old, path.as_str().to_owned())
            }
            Lead::Path(new) => (self.path_in(self.snap, file, target, kind)?, new.clone()),
            Lead::Named(name) => return Some(vec![name.clone()]),
            Lead::To(Destination::Here(_)) => return None,
        };
        let folders = [self.snap, self.later].map(|it| it.path(file).folder());
        Some(match kind {
            LinkKind::Tag => tagged(raw, &old, &new),
            LinkKind::Wiki => {
                let pages = link_spelling::pages(raw, (folders[0], &old), folders[1], &new);
                pages.into_iter().chain(self.title(wanted)).collect()
            }
            _ => Written::new(raw, in_brackets).leading_to(folders[0], &old, folders[1], &new),
        })
    }

    /// What a wiki link can name a post by wherever it is.
    fn title(&self, wanted: &Lead) -> Option<String> {
        let Lead::To(Destination::Post(post, _)) = wanted else {
            return None;
        };
        let title = self.snap.summary(*post)?.text(TITLE)?.trim();
        link_spelling::is_page(title).then(|| title.to_owned())
    }

    /// Whether the edited post, under its new name, has the same links as before, each leading where it should. Those that are
    /// not edited may lead elsewhere: they cannot be kept.
    fn is_right(&self, file: FileId, parsed: &Parsed, edits: &[TextEdit]) -> bool {
        let source = parsed.text.as_str();
        let Some(edited) = apply_edits(source, edits) else {
            return false;
        };
        let (before, after) = (
            &parsed.document.body,
            parse_as(&edited, parsed.document.body.dialect).body,
        );
        let is_edited = |range: Option<TextRange>| {
            let touches = |it: &TextEdit| range.is_some_and(|range| range.contains_range(it.range));
            edits.iter().any(touches)
        };
        let leads = |kind, old: &str, new: &str| {
            let wanted = self.wanted(file, old, kind);
            wanted.is_some_and(|it| self.leads_now(file, new, kind, &it) == Some(it))
        };
        let are_same = |before: &[Link], after: &[Link]| {
            let same = |(old, new): (&Link, &Link)| {
                old.kind == new.kind
                    && match is_edited(old.target_range) {
                        true => leads(old.kind, &old.target, &new.target),
                        false => old.target == new.target,
                    }
            };
            before.len() == after.len() && before.iter().zip(after).all(same)
        };
        let same_links = are_same(&before.links, &after.links)
            && are_same(&before.html_links, &after.html_links)
            && are_same(&before.head_links, &after.head_links);
        let same_definitions = before.definitions.len() == after.definitions.len()
            && before
                .definitions
                .iter()
                .zip(&after.definitions)
                .all(|(old, new)| match is_edited(old.target_range) {
                    true => leads(LinkKind::Inline, &old.target, &new.target),
                    false => old.target == new.target,
                });
        let same_headings = before.headings.len() == after.headings.len();
        same_links && same_definitions && same_headings
    }
}

/// The same part of the new path as was written of the old one, with its ending or without.
fn tagged(raw: &str, old: &str, new: &str) -> Vec<String> {
    let has_ending = stem(raw).len() < raw.len();
    let bare = |path: &str| {
        if has_ending {
            path.to_owned()
        } else {
            stem(path).to_owned()
        }
    };
    let (old, new) = (bare(old), bare(new));
    let before = old.strip_suffix(raw.trim_start_matches('/'));
    let below = before
        .and_then(|it| new.strip_prefix(it))
        .map(str::to_owned);
    let rooted = |it: String| {
        if raw.starts_with('/') {
            format!("/{it}")
        } else {
            it
        }
    };
    below
        .into_iter()
        .chain([new.clone(), name(&new).to_owned()])
        .map(rooted)
        .collect()
}

/// The page of a wiki link's target.
fn page(target: &str) -> &str {
    target.split('#').next().unwrap_or_default().trim()
}

/// The length of a target's path: up to its anchor or query.
fn end_of_path(target: &str) -> usize {
    target.find(['#', '?']).unwrap_or(target.len())
}

/// The same of a target as it stands in the source: `\#` and `&#35;` are no anchors' beginnings for the one who reads them, but
/// the `#` of an entity is none either.
fn end_of_raw_path(raw: &str) -> usize {
    let mut at = 0;
    while let Some(found) = raw[at..].find(['#', '?']) {
        let here = at + found;
        let entity = raw[..here].ends_with('&') && raw[here..].contains(';');
        if !entity {
            return here - usize::from(raw[..here].ends_with('\\'));
        }
        at = here + 1;
    }
    raw.len()
}

//! Renaming a heading or its id: the links to it follow, in every post, and those to others whose anchors it moves.

use std::sync::Arc;

use super::cursor::{NoRename, Renaming};
use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, SourceChange, Unavailable};
use crate::features::cursor_target::{Target, TargetKind};
use crate::features::links::{self, Destination, Resolver};
use crate::features::references::{Declaration, references_to};
use crate::syntax::{Body, Document, Heading, LinkKind, parse, parse_as, slugify};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits};

/// The heading that a link names, and its post.
pub(super) struct Named {
    pub(super) file: FileId,
    pub(super) parsed: Arc<Parsed>,
    /// The title, or the id if the link is by it.
    pub(super) target: Target,
    /// What names it in the link: the part behind the `#`.
    pub(super) written: TextRange,
}

/// The heading named by the link or definition under the cursor; `None` unless the cursor is behind its `#`.
pub(super) fn named_by_link(
    snap: &Snapshot,
    FilePosition { file, offset }: FilePosition,
    parsed: &Parsed,
    target: &Target,
) -> Result<Option<Named>, Unavailable> {
    let is_label = |it: usize| parsed.document.body.links[it].kind == LinkKind::Reference;
    if matches!(target.kind, TargetKind::Link(it) if is_label(it)) {
        return Ok(None);
    }
    let written = behind_hash(parsed.text.as_str(), target.range);
    let Some(written) = written.filter(|it| it.contains_inclusive(offset)) else {
        return Ok(None);
    };
    let (post, anchor) = match links::destination(&Resolver::new(snap), file, parsed, target) {
        Some(Destination::Here(anchor)) => (file, anchor),
        Some(Destination::Post(post, Some(anchor))) => (post, anchor),
        _ => return Ok(None),
    };
    let there = snap.parsed(post)?;
    let target = place(&there.document, &anchor);
    Ok(target.map(|target| Named {
        file: post,
        parsed: there,
        target,
        written,
    }))
}

/// The title or the id that an anchor names.
fn place(document: &Document, anchor: &str) -> Option<Target> {
    let index = links::heading_of(document, anchor)?;
    let heading = &document.body.headings[index];
    let id = document.body.ids_of(heading).find(|it| it.name == anchor);
    let (range, kind) = match id {
        Some(id) => (id.range, TargetKind::Id(index)),
        None => (heading.title_range, TargetKind::Heading(index)),
    };
    Some(Target { range, kind })
}

/// The heading, and in every post the anchors of links that lead to it. Its id stays, with the links by it, unless the new name
/// brings attributes of its own. Of two headings with one title the second has the anchor of the first when that gets another:
/// links to it follow too.
pub(super) fn rename_heading(
    snap: &Snapshot,
    at: (FileId, &Parsed),
    index: usize,
    new_name: &str,
) -> Result<Renaming, NoRename> {
    let (source, body) = (at.1.text.as_str(), &at.1.document.body);
    let heading = &body.headings[index];
    if &source[heading.title_range] == new_name {
        return Ok(Renaming::default());
    }
    let brings_attributes = has_attributes(new_name);
    let own = TextEdit::replace(replaced(heading, brings_attributes), new_name);
    let (edited, after) = applied(at.1, &own)?;
    let end = own.range.start() + TextSize::of(new_name);
    let new = &after.headings[index];
    if !brings_attributes && new.title_range.end() != end {
        let why = "the `#`s at its end would close the heading and not be seen: write `\\#`";
        return Err(Refusal::new(why).into());
    }
    let n_tags = |it: &Body| it.html_anchors.len();
    let is_lost = !brings_attributes && new.id().is_none() && heading.id().is_some();
    if is_lost || n_tags(&after) != n_tags(body) {
        let why =
            "an id in the title would be lost, and links to it with it: change the title by hand";
        return Err(Refusal::new(why).into());
    }
    let title = &edited[new.title_range];
    follow(snap, at, (index, own), &after, Some(title))
}

/// The id at this place of a heading's line, and in every post the anchors of links that are written with it.
pub(super) fn rename_id(
    snap: &Snapshot,
    at: (FileId, &Parsed),
    (index, id): (usize, TextRange),
    new_name: &str,
) -> Result<Renaming, NoRename> {
    let body = &at.1.document.body;
    let new_name = new_name.trim_start_matches('#');
    if &at.1.text.as_str()[id] == new_name {
        return Ok(Renaming::default());
    }
    let is_taken = body.anchors().iter().any(|it| it == new_name)
        || body.html_anchors.iter().any(|it| it.name == new_name);
    if is_taken {
        let why = format!("the post has an anchor `{new_name}` already");
        return Err(Refusal::new(why).into());
    }
    let own = TextEdit::replace(id, new_name);
    let (_, after) = applied(at.1, &own)?;
    let heading = &after.headings[index];
    let is_whole = links::has_id(&after, heading, new_name)
        && heading.title == body.headings[index].title
        && !new_name.contains(char::is_whitespace);
    if !is_whole {
        let why = "an id cannot have blanks, quotes or brackets in it";
        return Err(Refusal::new(why).into());
    }
    follow(snap, at, (index, own), &after, None)
}

/// Whether a title as it is typed ends with attributes.
fn has_attributes(title: &str) -> bool {
    let headings = parse(&format!("# {title}\n")).body.headings;
    headings.first().is_some_and(|it| it.attributes.is_some())
}

/// What a new name takes the place of.
fn replaced(heading: &Heading, with_attributes: bool) -> TextRange {
    let own = heading.attributes.as_ref().map(|it| it.range);
    own.filter(|it| with_attributes && heading.range.contains_range(*it))
        .map_or(heading.title_range, |it| heading.title_range.cover(it))
}

/// The post after an edit of a heading, which must leave all the headings there are.
fn applied(parsed: &Parsed, own: &TextEdit) -> Result<(String, Body), Refusal> {
    let source = parsed.text.as_str();
    let edited = apply_edits(source, std::slice::from_ref(own)).expect("it is part of its source");
    let after = parse_as(&edited, parsed.document.body.dialect).body;
    match after.headings.len() == parsed.document.body.headings.len() {
        true => Ok((edited, after)),
        false => Err(Refusal::new(
            "with that title the line would not be one heading",
        )),
    }
}

/// The edit of a heading, and those of links to it and to others that get another slug by it.
fn follow(
    snap: &Snapshot,
    (file, parsed): (FileId, &Parsed),
    (index, own): (usize, TextEdit),
    after: &Body,
    title: Option<&str>,
) -> Result<Renaming, NoRename> {
    let before = &parsed.document.body;
    let (old, new) = (before.slugs(), after.slugs());
    let mut edits = vec![(file, vec![own])];
    for moved in (0..old.len()).filter(|it| *it == index || old[*it] != new[*it]) {
        let names = Names::of((before, after), moved, title.filter(|_| moved == index));
        for (of_file, more) in link_edits(snap, (file, parsed), moved, &names)? {
            match edits.iter_mut().find(|it| it.0 == of_file) {
                Some((_, known)) => known.extend(more),
                None => edits.push((of_file, more)),
            }
        }
    }
    for (_, of_file) in &mut edits {
        of_file.sort_by_key(|it| it.range.start());
    }
    let change = SourceChange {
        edits,
        ..SourceChange::default()
    };
    Ok(Renaming {
        change,
        ..Renaming::default()
    })
}

/// How a heading was called by links, and how it is to be called.
struct Names<'a> {
    /// By its ids, each with what it becomes.
    ids: Vec<(String, String)>,
    old_slug: String,
    /// What takes the slug's place.
    slug: String,
    /// Its title, where that is another.
    title: Option<&'a str>,
}

impl<'a> Names<'a> {
    fn of((before, after): (&Body, &Body), index: usize, title: Option<&'a str>) -> Names<'a> {
        let (old, new) = (&before.headings[index], &after.headings[index]);
        let anchor = after.anchors().swap_remove(index);
        let mut new_ids = after.ids_of(new).map(|it| it.name.to_string());
        let old_ids = before.ids_of(old);
        let ids = old_ids.map(|it| {
            let id = new_ids.next().unwrap_or_else(|| anchor.clone());
            (it.name.to_string(), id)
        });
        Names {
            ids: ids.collect(),
            old_slug: before.slugs().swap_remove(index),
            slug: match old.id() {
                Some(_) => after.slugs().swap_remove(index),
                None => anchor.clone(),
            },
            title,
        }
    }

    /// What a link that leads to the heading is to name; `None` where it names something else of it.
    fn renamed(&self, written: &str, is_wiki: bool) -> Option<&str> {
        if let Some((_, new)) = self.ids.iter().find(|it| it.0 == written) {
            return Some(new);
        }
        let is_plain = |it: &&str| !it.contains(['[', ']', '|', '#', '^']);
        let title = self.title.filter(|it| is_wiki && is_plain(it));
        if written == self.old_slug {
            return Some(&self.slug);
        }
        (slugify(written) == self.old_slug).then_some(title.unwrap_or(&self.slug))
    }
}

/// The edits of links that lead to a heading, by post.
fn link_edits(
    snap: &Snapshot,
    (file, parsed): (FileId, &Parsed),
    index: usize,
    names: &Names<'_>,
) -> Result<Vec<(FileId, Vec<TextEdit>)>, Unavailable> {
    // Not what stands at its beginning: that may be a link, or a term.
    let heading = Target {
        range: parsed.document.body.headings[index].title_range,
        kind: TargetKind::Heading(index),
    };
    let in_post = |file: FileId, parsed: &Parsed, ranges: &[TextRange]| {
        let source = parsed.text.as_str();
        let edits = ranges
            .iter()
            .filter_map(|it| anchor_edit(source, *it, names));
        (file, edits.collect::<Vec<_>>())
    };
    let at = (file, parsed);
    let mut edits = references_to(snap, at, &heading, Declaration::LeftOut, in_post)?;
    edits.retain(|(_, it)| !it.is_empty());
    Ok(edits)
}

/// Replaces what stands behind the `#` of a link's target: the anchor by the new one; in a wiki link a title by the title, unless
/// that would end the link.
fn anchor_edit(source: &str, target: TextRange, names: &Names<'_>) -> Option<TextEdit> {
    let range = behind_hash(source, target)?;
    let written = percent_encoding::percent_decode_str(&source[range])
        .decode_utf8()
        .ok()?;
    let is_wiki = source[..usize::from(target.start())].ends_with("[[");
    let new = names.renamed(&written, is_wiki)?;
    (written != new).then(|| TextEdit::replace(range, new))
}

/// What stands behind the last `#` of a link's target.
fn behind_hash(source: &str, target: TextRange) -> Option<TextRange> {
    let at = source[target].rfind('#')? + 1;
    let start = target.start() + TextSize::try_from(at).expect("texts are shorter than 4 GiB");
    Some(TextRange::new(start, target.end()))
}

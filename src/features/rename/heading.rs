//! Renaming a heading: the links to it follow, in every post, and those to others whose anchors it moves.

use super::cursor::{NoRename, Renaming};
use crate::corpus::change::Refusal;
use crate::corpus::{FileId, Parsed, Snapshot, SourceChange, Unavailable};
use crate::features::references::{Declaration, references_to};
use crate::features::target::{Target, TargetKind};
use crate::syntax::{Document, Slugger, parse, slugify};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits, size};

/// The heading, and in every post the anchors of links that lead to it. Of two headings with one title the second has the
/// anchor of the first when that gets another: links to it follow too.
pub(super) fn rename_heading(
    snap: &Snapshot,
    (file, parsed): (FileId, &Parsed),
    index: usize,
    new_name: &str,
) -> Result<Renaming, NoRename> {
    let headings = &parsed.document.body.headings;
    let source = parsed.text.as_str();
    if &source[headings[index].title_range] == new_name {
        return Ok(Renaming::default());
    }
    let own = TextEdit::replace(headings[index].title_range, new_name);
    let edited =
        apply_edits(source, std::slice::from_ref(&own)).expect("a title is part of its source");
    let after = parse(&edited);
    if after.body.headings.len() != headings.len() {
        return Err(Refusal::new("with that title the line would not be one heading").into());
    }
    let end = own.range.start() + TextSize::of(new_name);
    if after.body.headings[index].title_range.end() != end {
        let why = "the `#`s at its end would close the heading and not be seen: write `\\#`";
        return Err(Refusal::new(why).into());
    }
    let (old, new) = (anchors(&parsed.document), anchors(&after));
    let mut edits = vec![(file, vec![own])];
    for moved in (0..headings.len()).filter(|it| *it == index || old[*it] != new[*it]) {
        let name = Name {
            old_anchor: &old[moved],
            anchor: &new[moved],
            title: (moved == index).then_some(new_name),
        };
        for (of_file, more) in link_edits(snap, (file, parsed), moved, &name)? {
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
struct Name<'a> {
    old_anchor: &'a str,
    anchor: &'a str,
    /// Its title, where that is another.
    title: Option<&'a str>,
}

/// The edits of links that lead to a heading, by post.
fn link_edits(
    snap: &Snapshot,
    (file, parsed): (FileId, &Parsed),
    index: usize,
    name: &Name<'_>,
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
            .filter_map(|it| anchor_edit(source, *it, name));
        (file, edits.collect::<Vec<_>>())
    };
    let at = (file, parsed);
    let mut edits = references_to(snap, at, &heading, Declaration::LeftOut, in_post)?;
    edits.retain(|(_, it)| !it.is_empty());
    Ok(edits)
}

fn anchors(document: &Document) -> Vec<String> {
    let mut slugger = Slugger::default();
    let headings = document.body.headings.iter();
    headings.map(|it| slugger.slug(&it.title)).collect()
}

/// Replaces what stands behind the `#` of a link's target: the anchor by the new one; in a wiki link a title by the title, unless
/// that would end the link.
fn anchor_edit(source: &str, target: TextRange, name: &Name<'_>) -> Option<TextEdit> {
    let text = &source[target];
    let at = text.rfind('#')? + 1;
    let written = percent_encoding::percent_decode_str(&text[at..])
        .decode_utf8()
        .ok()?;
    let is_wiki = source[..usize::from(target.start())].ends_with("[[");
    let title = name
        .title
        .filter(|it| is_wiki && !it.contains(['[', ']', '|', '#', '^']));
    let new = if written == name.old_anchor {
        name.anchor
    } else if slugify(&written) == name.old_anchor {
        title.unwrap_or(name.anchor)
    } else {
        return None;
    };
    let start = target.start() + size(at);
    (written != new).then(|| TextEdit::replace(TextRange::new(start, target.end()), new))
}

//! Renaming what stands under the cursor: a term in the whole corpus, a field in all posts, a heading with the links to it.

use rayon::prelude::*;
use smol_str::SmolStr;

use super::along::{self, Along};
use super::declared::{follow_field, follow_terms};
use super::{Rewrite, TermMap, rewrite_terms};
use crate::corpus::change::{Followed, FrontMatterEdit, Refusal};
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, SourceChange, Unavailable};
use crate::features::prose;
use crate::features::references::{Declaration, references};
use crate::features::target::{Target, TargetKind, TermName, target_at, vocabulary_name};
use crate::syntax::{Document, Slugger, parse, slugify};
use crate::text::{TextEdit, TextRange, TextSize, apply_edits};

/// What a rename would begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamable {
    /// Bytes of the name under the cursor.
    pub range: TextRange,
    /// The name now: of a mention by another name, the term's.
    pub name: SmolStr,
}

/// The edits of a rename, and what a person should know of it.
#[derive(Clone, Debug, Default)]
pub struct Renaming {
    pub change: SourceChange,
    /// Set where the new name is one that other posts use already: the two become one, and cannot be told apart again.
    pub merge: Option<String>,
    /// What may be renamed along, if the author wants it.
    pub along: Vec<Along>,
    /// What still has the old name in another way, or its place: a sentence each.
    pub left: Vec<String>,
    /// Posts that hold the name but are left as they are, each with the reason.
    pub refused: Vec<(FileId, Refusal)>,
}

/// What is to be done of the other spellings and names of a renamed term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Edits of their own, which the author takes or leaves.
    Offered,
    /// They stay, and the author is told of them.
    Told,
}

/// Why there is no rename.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoRename {
    /// For a reason that the person who asked can do something about.
    Refused(Refusal),
    /// A post changed on disk since it was indexed: load it and ask again.
    Stale,
}

impl From<Refusal> for NoRename {
    fn from(refusal: Refusal) -> NoRename {
        NoRename::Refused(refusal)
    }
}

impl From<Unavailable> for NoRename {
    fn from(reason: Unavailable) -> NoRename {
        match reason {
            Unavailable::Stale => NoRename::Stale,
            Unavailable::Unreadable(why) => NoRename::Refused(Refusal::new(why)),
        }
    }
}

/// What can be renamed at the position; `None` where nothing can.
pub fn prepare_rename(
    snap: &Snapshot,
    position: FilePosition,
) -> Result<Option<Renamable>, Unavailable> {
    let parsed = snap.parsed(position.file)?;
    let Some(target) = target_at(snap, position.file, &parsed, position.offset) else {
        return Ok(None);
    };
    let name = match &target.kind {
        TargetKind::Term(it) | TargetKind::Mention(it) => it.text.clone(),
        TargetKind::Field(name) => name.clone(),
        TargetKind::Heading(index) => {
            let heading = &parsed.document.body.headings[*index];
            let range = heading.title_range;
            let name = SmolStr::new(&parsed.text.as_str()[range]);
            return Ok((!name.contains(['\n', '\r'])).then_some(Renamable { range, name }));
        }
        _ => return Ok(None),
    };
    Ok(Some(Renamable {
        range: target.range,
        name,
    }))
}

/// Gives what stands at the position another name, everywhere.
pub fn rename(
    snap: &Snapshot,
    position: FilePosition,
    new_name: &str,
    others: Others,
) -> Result<Renaming, NoRename> {
    let parsed = snap.parsed(position.file)?;
    let target = target_at(snap, position.file, &parsed, position.offset);
    let Some(Target { kind, .. }) = target else {
        return Err(Refusal::new("there is nothing here that has a name").into());
    };
    let new_name = checked_name(new_name)?;
    match &kind {
        TargetKind::Term(name) | TargetKind::Mention(name) => {
            rename_term(snap, name, new_name, others)
        }
        TargetKind::Field(name) => rename_field(snap, name, new_name),
        TargetKind::Heading(index) => rename_heading(snap, position, &parsed, *index, new_name),
        TargetKind::Title(_) => {
            Err(Refusal::new("a title is this post's own: write it as you like").into())
        }
        _ => Err(Refusal::new("only terms, fields and headings can be renamed").into()),
    }
}

fn checked_name(name: &str) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::new("the new name is empty"));
    }
    match name.chars().find(|it| it.is_control()) {
        Some(it) => Err(Refusal::new(format!(
            "the new name has a control character, {}",
            it.escape_unicode()
        ))),
        None => Ok(name),
    }
}

/// In every field that shares the term's vocabulary.
fn rename_term(
    snap: &Snapshot,
    name: &TermName,
    new_name: &str,
    others: Others,
) -> Result<Renaming, NoRename> {
    let vocabulary = vocabulary_name(snap, &name.field);
    let mut map = TermMap::default();
    map.rename(&name.field, &name.text, new_name);
    let fields = snap.root_schema().fields.keys();
    for field in fields.filter(|it| vocabulary_name(snap, it) == vocabulary) {
        map.rename(field, &name.text, new_name);
    }
    if name.text == new_name {
        return Ok(Renaming::default());
    }
    let Rewrite {
        mut change,
        refused,
        stale,
        ..
    } = rewrite_terms(snap, &map);
    if !stale.is_empty() {
        return Err(NoRename::Stale);
    }
    all_refused(&change, &refused)?;
    let Followed { edits, mut left } = follow_terms(snap, &map)?;
    change.config = edits;
    let groups = along::groups(snap, name, new_name);
    let along = match others {
        Others::Offered => along::along(snap, &map, &groups, new_name)?,
        Others::Told => {
            left.extend(along::told(snap, name, &groups));
            Vec::new()
        }
    };
    Ok(Renaming {
        change,
        merge: merge(snap, name, new_name),
        along,
        left,
        refused,
    })
}

/// What is said of a rename onto a term in use.
fn merge(snap: &Snapshot, name: &TermName, new_name: &str) -> Option<String> {
    let n_posts = |term: &str| {
        let values = snap.values(&name.field)?;
        Some(values.term(values.get(term)?).posts.len())
    };
    let there = n_posts(new_name).filter(|it| *it > 0)?;
    let here = n_posts(&name.text).unwrap_or_default();
    Some(format!(
        "Merge “{}” ({}) into “{new_name}” ({})",
        name.text,
        prose::posts(here),
        prose::posts(there)
    ))
}

/// A rename that changes nothing because every post refuses it is refused as a whole.
fn all_refused(change: &SourceChange, refused: &[(FileId, Refusal)]) -> Result<(), Refusal> {
    match refused {
        [(_, why), ..] if change.edits.is_empty() => Err(why.clone()),
        _ => Ok(()),
    }
}

fn rename_field(snap: &Snapshot, name: &str, new_name: &str) -> Result<Renaming, NoRename> {
    let posts: Vec<FileId> = snap
        .files()
        .filter(|(_, it)| it.field(name).is_some())
        .map(|(file, _)| file)
        .collect();
    let in_post = |&file: &FileId| {
        let edits = match snap.parsed_head(file) {
            Ok(parsed) => rename_key(&parsed, name, new_name),
            Err(Unavailable::Stale) => return Err(NoRename::Stale),
            Err(Unavailable::Unreadable(why)) => Err(Refusal::new(why)),
        };
        Ok((file, edits))
    };
    let edited: Result<Vec<_>, NoRename> = posts.par_iter().map(in_post).collect();
    let mut renaming = Renaming::default();
    for (file, edits) in edited? {
        match edits {
            Ok(edits) if edits.is_empty() => {}
            Ok(edits) => renaming.change.edits.push((file, edits)),
            Err(why) => renaming.refused.push((file, why)),
        }
    }
    all_refused(&renaming.change, &renaming.refused)?;
    let Followed { edits, left } = follow_field(snap, name, new_name)?;
    (renaming.change.config, renaming.left) = (edits, left);
    let n_there = snap
        .files()
        .filter(|(_, it)| it.field(new_name).is_some())
        .count();
    renaming.merge = (n_there > 0 && name != new_name).then(|| {
        format!(
            "“{new_name}” is a field of {} already",
            prose::posts(n_there)
        )
    });
    Ok(renaming)
}

fn rename_key(parsed: &Parsed, name: &str, new_name: &str) -> Result<Vec<TextEdit>, Refusal> {
    let Some(front_matter) = &parsed.document.front_matter else {
        return Ok(Vec::new());
    };
    if front_matter.entry(new_name).is_some() && name != new_name {
        return Err(Refusal::new(format!("it has a field `{new_name}` already")));
    }
    let mut edit = FrontMatterEdit::new(parsed.text.as_str(), front_matter);
    for (index, entry) in front_matter.entries.iter().enumerate() {
        if entry.key.text() == Some(name) && !entry.is_merged() {
            edit.rename_key(index, new_name);
        }
    }
    edit.finish()
}

/// The heading, and in every post the anchors of links that lead to it.
fn rename_heading(
    snap: &Snapshot,
    position: FilePosition,
    parsed: &Parsed,
    index: usize,
    new_name: &str,
) -> Result<Renaming, NoRename> {
    let heading = &parsed.document.body.headings[index];
    let own = TextEdit::replace(heading.title_range, new_name);
    let source = parsed.text.as_str();
    let edited =
        apply_edits(source, std::slice::from_ref(&own)).expect("a title is part of its source");
    let after = parse(&edited);
    if after.body.headings.len() != parsed.document.body.headings.len() {
        return Err(Refusal::new("with that title the line would not be one heading").into());
    }
    let (old_anchor, new_anchor) = (anchor(&parsed.document, index), anchor(&after, index));
    let at_title = FilePosition {
        file: position.file,
        offset: heading.title_range.start(),
    };
    let to_anchors = |file: FileId, parsed: &Parsed, ranges: &[TextRange]| {
        let source = parsed.text.as_str();
        let edits = ranges
            .iter()
            .filter_map(|it| anchor_edit(source, *it, &old_anchor, (&new_anchor, new_name)));
        (file, edits.collect::<Vec<_>>())
    };
    let mut edits =
        references(snap, at_title, Declaration::LeftOut, to_anchors)?.unwrap_or_default();
    edits.retain(|(_, it)| !it.is_empty());
    if !edits.iter().any(|(file, _)| *file == position.file) {
        edits.push((position.file, Vec::new()));
    }
    for (_, of_file) in edits.iter_mut().filter(|(file, _)| *file == position.file) {
        of_file.push(own.clone());
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

fn anchor(document: &Document, index: usize) -> String {
    let mut slugger = Slugger::default();
    let mut slugs = document
        .body
        .headings
        .iter()
        .map(|it| slugger.slug(&it.title));
    slugs.nth(index).unwrap_or_default()
}

/// Replaces what stands behind the `#` of a link's target: the anchor by the new one, a title, as wiki links have it, by the title.
fn anchor_edit(source: &str, target: TextRange, old: &str, new: (&str, &str)) -> Option<TextEdit> {
    let text = &source[target];
    let at = text.rfind('#')? + 1;
    let written = percent_encoding::percent_decode_str(&text[at..])
        .decode_utf8()
        .ok()?;
    let new = if written == old {
        new.0
    } else if slugify(&written) == old {
        new.1
    } else {
        return None;
    };
    let start = target.start() + TextSize::try_from(at).expect("texts are shorter than 4 GiB");
    Some(TextEdit::replace(TextRange::new(start, target.end()), new))
}

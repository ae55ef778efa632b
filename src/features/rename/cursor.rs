//! Renaming what stands under the cursor: a term in the whole corpus, a field in all posts, a heading with the links to it.

use rayon::prelude::*;
use smol_str::SmolStr;

use super::declared::{follow_field, follow_terms};
use super::heading::{named_by_link, rename_heading, rename_id};
use super::related_renames::{self, Along};
use super::{Rewrite, TermMap, read_for_edit, rewrite_terms};
use crate::corpus::edit::{Followed, FrontMatterEdit, Refusal};
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, SourceChange, Unavailable};
use crate::features::cursor_target::{Target, TargetKind, TermName, target_at, vocabulary_name};
use crate::features::prose;
use crate::schema::Kind;
use crate::syntax::key_of;
use crate::text::chars::described;
use crate::text::chars::{Setting, strays};
use crate::text::{TextEdit, TextRange};

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
        TargetKind::Heading(_) | TargetKind::Id(_) => {
            return Ok(renamable(&parsed, target.range, target.range));
        }
        TargetKind::Link(_) | TargetKind::Definition(_) => {
            let named = named_by_link(snap, position, &parsed, &target)?;
            return Ok(named.and_then(|it| renamable(&it.parsed, it.target.range, it.written)));
        }
        _ => return Ok(None),
    };
    Ok(Some(Renamable {
        range: target.range,
        name,
    }))
}

/// A title or an id of one line, that is changed at `range`, in this post or another.
fn renamable(parsed: &Parsed, name: TextRange, range: TextRange) -> Option<Renamable> {
    let name = SmolStr::new(&parsed.text.as_str()[name]);
    (!name.contains(['\n', '\r'])).then_some(Renamable { range, name })
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
    let Some(target) = target else {
        return Err(Refusal::new("there is nothing here that has a name").into());
    };
    if let Some(it) = named_by_link(snap, position, &parsed, &target)? {
        return rename_place(snap, (it.file, &it.parsed), &it.target, new_name);
    }
    let at = (position.file, &*parsed);
    if matches!(target.kind, TargetKind::Heading(_) | TargetKind::Id(_)) {
        return rename_place(snap, at, &target, new_name);
    }
    let new_name = checked_name(new_name)?;
    match &target.kind {
        TargetKind::Term(name) | TargetKind::Mention(name) => {
            rename_term(snap, name, new_name, others)
        }
        TargetKind::Field(name) => rename_field(snap, name, new_name),
        TargetKind::Title(_) => {
            Err(Refusal::new("a title is this post's own: write it as you like").into())
        }
        _ => Err(Refusal::new("only terms, fields and headings can be renamed").into()),
    }
}

/// A heading's title or id, with the links to it.
fn rename_place(
    snap: &Snapshot,
    at: (FileId, &Parsed),
    target: &Target,
    new_name: &str,
) -> Result<Renaming, NoRename> {
    match target.kind {
        TargetKind::Heading(index) => {
            rename_heading(snap, at, index, checked(new_name, Setting::Prose)?)
        }
        TargetKind::Id(index) => {
            rename_id(snap, at, (index, target.range), checked_name(new_name)?)
        }
        _ => Err(Refusal::new("there is no heading here").into()),
    }
}

/// The name as it will be written: without white space around it.
pub fn checked_name(name: &str) -> Result<&str, Refusal> {
    checked(name, Setting::Name)
}

fn checked(name: &str, setting: Setting) -> Result<&str, Refusal> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::new("the new name is empty"));
    }
    match name.chars().find(|it| it.is_control()) {
        Some(it) => Err(Refusal::new(format!(
            "the new name has a control character, {}",
            it.escape_unicode()
        ))),
        None => refuse_invisible(name, setting).map(|()| name),
    }
}

/// A name that reads like another and is none would be a new term that nobody can tell from it.
fn refuse_invisible(name: &str, setting: Setting) -> Result<(), Refusal> {
    match described(&strays(name, setting)) {
        Some(what) => Err(Refusal::new(format!(
            "the new name has {what}: write it without"
        ))),
        None => Ok(()),
    }
}

/// Whether what terms are to be called can be told by looking at it, as in the post that has it.
///
/// # Errors
/// The first name that cannot, and why.
pub fn check_new_names(snap: &Snapshot, map: &TermMap) -> Result<(), Refusal> {
    let is_prose = |field: &str| {
        let field = snap.root_schema().field(field);
        field.is_some_and(|it| it.kind == Kind::Text)
    };
    let mut terms: Vec<_> = map.terms().collect();
    terms.sort_unstable();
    for (field, term, new) in terms {
        let setting = match is_prose(field) {
            true => Setting::Prose,
            false => Setting::Name,
        };
        refuse_invisible(new.map_or("", |it| it), setting)
            .map_err(|why| Refusal::new(format!("`{term}` in {field}: {why}")))?;
    }
    Ok(())
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
    let groups = related_renames::groups(snap, name, new_name);
    let along = match others {
        Others::Offered => related_renames::along(snap, &map, &groups, new_name)?,
        Others::Told => {
            left.extend(related_renames::told(snap, name, &groups));
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
    if name == new_name {
        return Ok(Renaming::default());
    }
    let posts: Vec<FileId> = snap
        .files()
        .filter(|(_, it)| it.field(name).is_some())
        .map(|(file, _)| file)
        .collect();
    let in_post = |&file: &FileId| {
        let edits = match read_for_edit(snap, file) {
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
    if front_matter.field(new_name).is_some() && name != new_name {
        return Err(Refusal::new(format!("it has a field `{new_name}` already")));
    }
    let mut edit = FrontMatterEdit::new(parsed.text.as_str(), front_matter);
    for (index, entry) in front_matter.fields().iter().enumerate() {
        if entry.name() == name && !entry.is_merged() {
            let new_key = match entry.is_nested() {
                true => key_of(new_name),
                false => new_name,
            };
            edit.rename_key(index, new_key);
        }
    }
    edit.finish()
}

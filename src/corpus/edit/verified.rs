//! Edits that make broken front matter YAML again without changing what can be told of it now: quotes, bullets, fences.
//! The parser's reading of the broken text is what they are held to; it is not theirs to guess at more.

use smol_str::SmolStr;

use super::layout::{Layout, new_entry};
use super::verify::{new_error, read_alone, read_whole, value_of};
use super::{Plain, Refusal};
use crate::syntax::{Entry, FrontMatter, is_of_another_format, parse_head};
use crate::text::{TextEdit, TextSize, apply_edits};

/// The same edits, sorted, if they fix: applied in memory they leave fewer errors and no new one, every entry has the key and
/// the value that the parser could tell before, those that were touched are YAML by themselves, as an independent parser
/// reads them, and the body's bytes are the same, but for lines of a code fence that the edits delete.
pub fn verified_fix(
    source: &str,
    front_matter: &FrontMatter,
    mut edits: Vec<TextEdit>,
) -> Result<Vec<TextEdit>, Refusal> {
    if front_matter.conflicted {
        return Err(Refusal::new("the front matter has merge-conflict markers"));
    }
    edits.sort_by_key(|it| (it.range.start(), it.range.end()));
    let edited = apply_edits(source, &edits).ok_or_else(|| Refusal::new("the edits overlap"))?;
    let before = parse_head(source).1;
    let (after, errors) = parse_head(&edited);
    let after = after.ok_or_else(|| Refusal::new("the edit would break the front matter"))?;
    if let Some(error) = new_error(&before, &errors) {
        return Err(Refusal::new(format!(
            "another error would remain: {}",
            error.kind
        )));
    }
    if errors.len() >= before.len() {
        return Err(Refusal::new("the error would remain"));
    }
    let body = body(source, front_matter, &edits);
    let same_body = body.as_deref() == Some(&edited[usize::from(after.range.end())..]);
    if after.entries.len() != front_matter.entries.len() || !same_body {
        return Err(Refusal::new(
            "other lines of the front matter would be read differently",
        ));
    }
    for (old, new) in front_matter.entries.iter().zip(&after.entries) {
        check_entry(old, new, &after, &edited, &edits)?;
    }
    Ok(edits)
}

/// What the body should be: as it is, without the lines that stand around the post as a code block.
fn body(source: &str, front_matter: &FrontMatter, edits: &[TextEdit]) -> Option<String> {
    let start = front_matter.range.end();
    let is_fence = |it: &&TextEdit| {
        let range = std::ops::Range::<usize>::from(it.range);
        let is_line = source[..range.start].ends_with(['\n', '\r']);
        let text = source[range].trim();
        it.range.start() >= start
            && it.new_text.is_empty()
            && is_line
            && text.len() >= 3
            && text.bytes().all(|it| it == b'`')
    };
    let fences = edits.iter().filter(is_fence);
    let fences: Vec<_> = fences
        .map(|it| TextEdit::delete(it.range - start))
        .collect();
    apply_edits(&source[usize::from(start)..], &fences)
}

fn check_entry(
    old: &Entry,
    new: &Entry,
    after: &FrontMatter,
    edited: &str,
    edits: &[TextEdit],
) -> Result<(), Refusal> {
    let name = old.key.text().unwrap_or("it");
    let (key, value) = (Plain::of(&new.key), Plain::of(&new.value));
    if !key.says_the_same(&Plain::of(&old.key)) || !value.says_the_same(&Plain::of(&old.value)) {
        return Err(Refusal::new(format!("`{name}` would be read differently")));
    }
    let touched = edits
        .iter()
        .any(|it| old.range.intersect(it.range).is_some());
    if !touched {
        return Ok(());
    }
    if new.broken {
        return Err(Refusal::new(format!(
            "`{name}` would still not be {}",
            after.format
        )));
    }
    let alone = read_alone(edited, after.format, new);
    let whole = || read_whole(edited, after);
    let is_meant =
        |map: &serde_yaml::Mapping| value_of(map, &key).is_some_and(|it| value.is_read_as(it));
    match alone.is_some_and(|it| is_meant(&it)) || whole().is_some_and(|it| is_meant(&it)) {
        true => Ok(()),
        false => Err(Refusal::new(format!(
            "`{name}` would not be read as it is meant"
        ))),
    }
}

/// The edit that puts a front matter of these fields at the top of a post that has none, checked as above.
pub fn verified_head(source: &str, fields: &[(SmolStr, Plain)]) -> Result<Vec<TextEdit>, Refusal> {
    if parse_head(source).0.is_some() {
        return Err(Refusal::new("the post has a front matter already"));
    }
    if is_of_another_format(source) {
        return Err(Refusal::new("the post has front matter in another format"));
    }
    let layout = Layout::new(source);
    let bom = TextSize::of('\u{feff}');
    let at = if source.starts_with('\u{feff}') {
        bom
    } else {
        TextSize::new(0)
    };
    let entries: String = fields
        .iter()
        .map(|(key, value)| new_entry(&layout, 0, key, value))
        .collect();
    let eol = layout.eol();
    let edits = vec![TextEdit::insert(at, format!("---{eol}{entries}---{eol}"))];
    let unread = || Refusal::new("the new front matter would not be read as it is meant");
    let edited = apply_edits(source, &edits).ok_or_else(unread)?;
    let (after, errors) = parse_head(&edited);
    let after = after.filter(|_| errors.is_empty()).ok_or_else(unread)?;
    let map = read_whole(&edited, &after).ok_or_else(unread)?;
    let is_meant = |(key, value): &(SmolStr, Plain)| {
        value_of(&map, &Plain::string(key)).is_some_and(|it| value.is_read_as(it))
    };
    let same_body = edited[usize::from(after.range.end())..] == source[usize::from(at)..];
    match map.len() == fields.len() && fields.iter().all(is_meant) && same_body {
        true => Ok(edits),
        false => Err(unread()),
    }
}

//! Terms and posts that the body names: the longest known one at a place. Chinese has no word breaks; a name in letters
//! stands as a word. It does not know what is done with them.

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::{TITLE, Target, TargetKind, TermName, vocabulary_name};
use crate::corpus::{FileId, Parsed, Snapshot, Vocabulary, fold};
use crate::schema::Kind;
use crate::text::{TextRange, TextSize, range};

/// No name is longer; in characters, to either side of the cursor.
const MAX_CHARS: usize = 64;
/// A name of so few letters is a word like any other unless its case is right: `US`, `AI`.
const MAX_CASED: usize = 3;

/// A vocabulary whose terms a body can name.
pub(in crate::features) struct Known<'a> {
    /// One of the fields that share it.
    field: &'a SmolStr,
    vocabulary: &'a Vocabulary,
    /// Declared canonical forms, by their folded aliases.
    aliases: FxHashMap<String, &'a SmolStr>,
}

/// The vocabularies of lists, and of single values unless they are a closed set: nobody means `inbox` the status when
/// writing of an inbox.
pub(in crate::features) fn mentionable(snap: &Snapshot) -> Vec<Known<'_>> {
    let schema = snap.root_schema();
    let mut seen = FxHashSet::default();
    let mut known = Vec::new();
    for field in &schema.order {
        let open = schema.field(field).is_some_and(|it| match it.kind {
            Kind::List => true,
            Kind::Term => !it.closed,
            _ => false,
        });
        if let (true, Some(vocabulary)) = (open, snap.vocabulary(field))
            && seen.insert(vocabulary_name(snap, field))
        {
            let aliases = aliases(snap, field);
            known.push(Known {
                field,
                vocabulary,
                aliases,
            });
        }
    }
    known
}

fn aliases<'a>(snap: &'a Snapshot, field: &str) -> FxHashMap<String, &'a SmolStr> {
    let declared = snap.config().vocabularies.get(vocabulary_name(snap, field));
    let declared = declared.into_iter().flat_map(|it| &it.aliases);
    let pairs =
        declared.flat_map(|(canonical, others)| others.iter().map(move |it| (it, canonical)));
    pairs
        .map(|(alias, canonical)| (fold(alias).into_owned(), canonical))
        .collect()
}

/// The post or the term that the body names at the offset.
pub(super) fn mention_at(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    offset: TextSize,
) -> Option<Target> {
    let source = parsed.text.as_str();
    let known = mentionable(snap);
    let title = quoted_title(source, offset);
    if let Some(range) = title {
        let with_marks = TextRange::new(
            range.start() - TextSize::of('《'),
            range.end() + TextSize::of('》'),
        );
        for range in [with_marks, range] {
            if let Some(name) = best(snap, file, &known, &source[range]) {
                return Some(Target {
                    range,
                    kind: TargetKind::Mention(name),
                });
            }
        }
        if let Some(post) = post_of_title(snap, &source[range]) {
            return Some(Target {
                range,
                kind: TargetKind::Post(post),
            });
        }
    }
    let spans = spans_around(snap, source, parsed.document.body.range, offset);
    spans.into_iter().find_map(|range| {
        let name = best(snap, file, &known, &source[range])?;
        Some(Target {
            range,
            kind: TargetKind::Mention(name),
        })
    })
}

/// The post of exactly this title, or of one that differs in case and width only.
pub(in crate::features) fn post_of_title(snap: &Snapshot, title: &str) -> Option<FileId> {
    let titles = snap.values(TITLE)?;
    let id = titles
        .get(title)
        .or_else(|| titles.spellings(title).next())?;
    titles.term(id).posts.first().copied()
}

/// The inside of the 《》 around the offset, on one line.
fn quoted_title(source: &str, offset: TextSize) -> Option<TextRange> {
    let offset = usize::from(offset);
    let before = source[..offset].chars().rev().take(MAX_CHARS);
    let mut start = offset;
    // Right before the opening mark counts too.
    if source[offset..].starts_with('《') {
        start += '《'.len_utf8();
    } else {
        for c in before {
            match c {
                '《' => break,
                '》' if start < offset => return None,
                '\n' | '\r' => return None,
                _ => start -= c.len_utf8(),
            }
        }
        if !source[..start].ends_with('《') {
            return None;
        }
    }
    let rest = &source[start..];
    let end = start + rest.find(['》', '《', '\n', '\r'])?;
    let closed = source[end..].starts_with('》') && end > start;
    closed.then(|| range(start, end))
}

/// Stretches of the offset's line that could be a name and that hold the offset, the longest first.
fn spans_around(
    snap: &Snapshot,
    source: &str,
    within: TextRange,
    offset: TextSize,
) -> Vec<TextRange> {
    let at = usize::from(offset);
    let before = &source[usize::from(within.start())..at];
    let before = before.char_indices().rev().take(MAX_CHARS);
    let before = before.take_while(|(_, c)| !matches!(c, '\n' | '\r'));
    let n_before: usize = before.map(|(_, c)| c.len_utf8()).sum();
    let after = source[at..usize::from(within.end())]
        .chars()
        .take(MAX_CHARS);
    let after = after.take_while(|c| !matches!(c, '\n' | '\r'));
    let n_after: usize = after.map(char::len_utf8).sum();
    let start = at - n_before;
    let line = &source[start..at + n_after];
    let spans = match line.contains(is_cased_elsewhere) {
        true => None,
        false => snap.terms_around(line, n_before),
    };
    let spans = spans.unwrap_or_else(|| all_around(line, n_before));
    let spans = spans.into_iter().map(|it| it.start + start..it.end + start);
    let mut spans: Vec<_> = spans
        .filter(|it| is_break(source, it.start) && is_break(source, it.end))
        .map(|it| range(it.start, it.end))
        .collect();
    spans.retain(|it| {
        let text = &source[*it];
        !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace)
    });
    spans.sort_by_key(|it| (std::cmp::Reverse(it.len()), it.start()));
    spans.dedup();
    spans
}

/// Whether a letter or digit outside of ASCII has another case or width: the automaton does not know of these, and where one is,
/// every stretch is tried. That takes a hundred times as long.
fn is_cased_elsewhere(c: char) -> bool {
    let is_other = |c: char| fold(c.encode_utf8(&mut [0; 4])).chars().ne([c]);
    !c.is_ascii() && c.is_alphanumeric() && is_other(c)
}

fn all_around(line: &str, at: usize) -> Vec<std::ops::Range<usize>> {
    let breaks = || {
        let starts = line.char_indices().map(|it| it.0);
        starts.chain([line.len()])
    };
    let starts = breaks().filter(|it| *it <= at);
    let pairs = starts.flat_map(|start| {
        let ends = breaks().filter(move |it| *it >= at && *it > start);
        ends.map(move |end| start..end)
    });
    pairs.collect()
}

/// Whether a name can begin or end here: not between two letters of one word.
pub(in crate::features) fn is_break(source: &str, at: usize) -> bool {
    let before = source[..at].chars().next_back();
    let after = source[at..].chars().next();
    !(before.is_some_and(joins) && after.is_some_and(joins))
}

/// Letters and digits of scripts that put spaces between words, and the marks on them.
fn joins(c: char) -> bool {
    c < '\u{2e80}' && (c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c))
}

/// The term that a text names. Where several vocabularies have it, the one of which this post lists it is meant, then the
/// one that spells it just so, then the one that uses it most.
fn best(snap: &Snapshot, file: FileId, known: &[Known<'_>], text: &str) -> Option<TermName> {
    if text.chars().nth(1).is_none() || !text.contains(char::is_alphabetic) {
        return None;
    }
    let found = known.iter().filter_map(|it| {
        let term = it.find(text)?;
        let id = it.vocabulary.get(term);
        let posts = id.map_or(&[][..], |id| &it.vocabulary.term(id).posts);
        let listed = snap.summary(file).is_some() && posts.binary_search(&file).is_ok();
        let name = TermName {
            field: it.field.clone(),
            text: term.clone(),
        };
        Some(((listed, term == text, posts.len()), name))
    });
    found.max_by_key(|it| it.0).map(|(_, name)| name)
}

impl<'a> Known<'a> {
    /// The term that is written like this, but for case, width, hyphens and 《》, or has it for an alias.
    fn find(&self, text: &str) -> Option<&'a SmolStr> {
        let joined = text.contains(' ').then(|| text.replace(' ', "-"));
        let is_title = !text.is_ascii() && !text.starts_with('《');
        let marked = is_title.then(|| format!("《{text}》"));
        let forms = [Some(text), joined.as_deref(), marked.as_deref()];
        let term = forms.into_iter().flatten().find_map(|it| self.spelled(it));
        term.or_else(|| self.aliases.get(&*fold(text)).copied())
    }

    fn spelled(&self, text: &str) -> Option<&'a SmolStr> {
        let exact = self.vocabulary.get(text);
        let cased = text.chars().count() <= MAX_CASED && text.is_ascii();
        let id = exact.or_else(|| {
            let spellings = self.vocabulary.spellings(text).filter(|_| !cased);
            spellings.max_by_key(|it| self.vocabulary.term(*it).posts.len())
        })?;
        Some(&self.vocabulary.term(id).text)
    }
}

/// Where the body names this term, in any spelling and by any alias, code and HTML left out. What is part of a longer
/// name that the corpus knows does not count: `Trump` in `Donald Trump`.
pub(in crate::features) fn mentions_of(
    snap: &Snapshot,
    parsed: &Parsed,
    name: &TermName,
) -> Vec<TextRange> {
    if name.text.chars().nth(MAX_CHARS).is_some() {
        return Vec::new();
    }
    let forms = forms(snap, name);
    let known = mentionable(snap);
    let longer = longer_terms(&known, &forms);
    let patterns: Vec<&str> = forms.iter().map(String::as_str).chain(longer).collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(true)
        .build(&patterns);
    let Ok(automaton) = automaton else {
        return Vec::new();
    };
    let body = &parsed.document.body;
    let source = &parsed.text.as_str()[..usize::from(body.range.end())];
    let base = usize::from(body.range.start());
    let mut found: Vec<(TextRange, usize)> = automaton
        .find_overlapping_iter(&source[base..])
        .map(|it| {
            (
                range(base + it.start(), base + it.end()),
                it.pattern().as_usize(),
            )
        })
        .filter(|(it, pattern)| {
            stands_alone(source, *it) && has_case(&source[*it], patterns[*pattern])
        })
        .collect();
    // The leftmost, and of those the longest.
    found.sort_by_key(|(it, pattern)| (it.start(), std::cmp::Reverse(it.end()), *pattern));
    let mut end = TextSize::new(0);
    found.retain(|(it, _)| {
        let free = it.start() >= end;
        end = if free { it.end() } else { end };
        free
    });
    let ours = found
        .into_iter()
        .filter(|(it, pattern)| *pattern < forms.len() && !body.is_opaque(it.start()));
    ours.map(|(it, _)| it).collect()
}

/// How a body may write a term.
fn forms(snap: &Snapshot, name: &TermName) -> Vec<String> {
    let mut forms = vec![name.text.to_string()];
    if let Some(vocabulary) = snap.vocabulary(&name.field) {
        let spellings = vocabulary.spellings(&name.text);
        forms.extend(spellings.map(|it| vocabulary.term(it).text.to_string()));
    }
    let declared = snap
        .config()
        .vocabularies
        .get(vocabulary_name(snap, &name.field));
    let aliases = declared.and_then(|it| {
        it.aliases
            .iter()
            .find(|(canonical, _)| *canonical == name.text)
    });
    forms.extend(
        aliases
            .into_iter()
            .flat_map(|(_, others)| others.iter().map(SmolStr::to_string)),
    );
    for index in 0..forms.len() {
        let bare = forms[index].trim_matches(['《', '》']).to_owned();
        forms.push(bare.replace('-', " "));
        forms.push(bare);
    }
    forms.sort();
    forms.dedup();
    forms.retain(|it| it.chars().nth(1).is_some());
    forms
}

/// Terms of which one of the forms is a part.
fn longer_terms<'a>(known: &[Known<'a>], forms: &[String]) -> Vec<&'a str> {
    let parts = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(forms);
    let Ok(parts) = parts else {
        return Vec::new();
    };
    let is_form = |it: &str| forms.iter().any(|form| fold(form) == fold(it));
    let terms = known.iter().flat_map(|it| it.vocabulary.terms());
    let terms = terms.map(|(_, it)| it.text.as_str());
    terms
        .filter(|it| parts.is_match(*it) && !is_form(it) && !is_form(it.trim_matches(['《', '》'])))
        .collect()
}

fn stands_alone(source: &str, it: TextRange) -> bool {
    is_break(source, it.start().into()) && is_break(source, it.end().into())
}

fn has_case(found: &str, form: &str) -> bool {
    found == form || form.chars().count() > MAX_CASED || !form.is_ascii()
}

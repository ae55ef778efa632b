//! Find references: every post that uses the term, field or value under the cursor, every link to the heading or the post.
//! Only posts that are in the answer are read, in parallel.

use rayon::prelude::*;
use smol_str::SmolStr;

use super::cursor_target::{self, Target, TargetKind, TermName, vocabulary_name};
use super::links::{self, Destination, Resolver};
use crate::corpus::{FileId, FilePosition, Parsed, Snapshot, Summary, Unavailable};
use crate::syntax::LinkKind;
use crate::text::TextRange;

/// Whether the place that others refer to is in the answer: a heading among the links to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declaration {
    Included,
    LeftOut,
}

/// What refers to the thing under the cursor: for each post, in the order of their paths, whatever `show` makes of it and
/// of the ranges in it. `show` is called from several threads while the post is at hand: a term may be in thousands of
/// posts, which are not kept. A post that cannot be read is left out. `None` if the cursor is on nothing that has a name.
pub fn references<T: Send>(
    snap: &Snapshot,
    position: FilePosition,
    declaration: Declaration,
    show: impl Fn(FileId, &Parsed, &[TextRange]) -> T + Sync,
) -> Result<Option<Vec<T>>, Unavailable> {
    let parsed = snap.parsed(position.file)?;
    match cursor_target::target_at(snap, position.file, &parsed, position.offset) {
        Some(target) => {
            references_to(snap, (position.file, &parsed), &target, declaration, show).map(Some)
        }
        None => Ok(None),
    }
}

/// The same of what is known to stand in that post.
pub(super) fn references_to<T: Send>(
    snap: &Snapshot,
    (file, parsed): (FileId, &Parsed),
    target: &Target,
    declaration: Declaration,
    show: impl Fn(FileId, &Parsed, &[TextRange]) -> T + Sync,
) -> Result<Vec<T>, Unavailable> {
    let subject = Subject::of(snap, file, parsed, target);
    let mut posts = subject.posts(snap);
    posts.sort_by_key(|it| snap.path(*it));
    let in_post = |&post: &FileId| {
        let read = match subject.is_in_head() {
            true => snap.parsed_head(post),
            false => snap.parsed(post),
        };
        let parsed = match read {
            Err(Unavailable::Unreadable(_)) => return Ok(None),
            parsed => parsed?,
        };
        let mut ranges = subject.ranges(snap, post, &parsed);
        if declaration == Declaration::LeftOut && post == file {
            let declared = declaration_of(target, &parsed);
            ranges.retain(|it| Some(*it) != declared);
        }
        Ok((!ranges.is_empty()).then(|| show(post, &parsed, &ranges)))
    };
    let shown: Result<Vec<Option<T>>, Unavailable> = posts.par_iter().map(in_post).collect();
    Ok(shown?.into_iter().flatten().collect())
}

/// What is referred to, and how.
enum Subject<'a> {
    /// By its value in front matter: a term in all its spellings and by all its names, whatever else as it stands.
    Value(&'a SmolStr, Vec<SmolStr>),
    Field(&'a SmolStr),
    /// A heading of a post, by its index, or a post, by links.
    Post(Resolver<'a>, FileId, Option<usize>),
    /// Something else that links name.
    Asset(Resolver<'a>, Destination),
    /// By links of one post with this target as written: a label, a URL.
    Target(FileId, SmolStr),
}

impl<'a> Subject<'a> {
    fn of(snap: &'a Snapshot, file: FileId, parsed: &Parsed, target: &'a Target) -> Subject<'a> {
        let resolver = Resolver::new(snap);
        match &target.kind {
            TargetKind::Term(name) | TargetKind::Mention(name) => {
                return Subject::Value(&name.field, labels(snap, name));
            }
            TargetKind::Value(name) => {
                return Subject::Value(&name.field, vec![name.text.clone()]);
            }
            TargetKind::Field(name) => return Subject::Field(name),
            TargetKind::Title(_) => return Subject::Post(resolver, file, None),
            TargetKind::Post(post) => return Subject::Post(resolver, *post, None),
            TargetKind::Heading(index) | TargetKind::Id(index) => {
                return Subject::Post(resolver, file, Some(*index));
            }
            TargetKind::Link(_) | TargetKind::Definition(_) => {}
        }
        let heading = |post: FileId, anchor: &str| {
            let there = snap.parsed(post).ok()?;
            links::heading_of(&there.document, anchor)
        };
        let destination = links::destination(&resolver, file, parsed, target);
        match destination {
            Some(Destination::Here(anchor)) => {
                Subject::Post(resolver, file, heading(file, &anchor))
            }
            Some(Destination::Post(post, anchor)) => {
                let heading = anchor.and_then(|it| heading(post, &it));
                Subject::Post(resolver, post, heading)
            }
            Some(asset) => Subject::Asset(resolver, asset),
            None => Subject::Target(file, written_target(parsed, target)),
        }
    }

    /// Whether it is referred to in front matter only, so that no body need be read.
    fn is_in_head(&self) -> bool {
        matches!(self, Subject::Value(..) | Subject::Field(_))
    }

    /// Posts that may refer to it.
    fn posts(&self, snap: &Snapshot) -> Vec<FileId> {
        let posts_where = |holds: &dyn Fn(FileId, &Summary) -> bool| {
            let posts = snap.files().filter(|(file, it)| holds(*file, it));
            posts.map(|(file, _)| file).collect()
        };
        match self {
            Subject::Value(field, labels) => posts_of_all(snap, field, labels),
            Subject::Field(name) => posts_where(&|_, it| it.field(name).is_some()),
            Subject::Post(resolver, post, _) => posts_where(&|file, it| {
                let leads = |(kind, target): &(LinkKind, SmolStr)| {
                    leads_to(resolver, file, target, *kind, *post)
                };
                file == *post || it.links.iter().any(leads)
            }),
            Subject::Asset(resolver, asset) => posts_where(&|file, it| {
                it.links.iter().any(|(kind, target)| {
                    resolver.resolve(file, target, *kind).as_ref() == Some(asset)
                })
            }),
            Subject::Target(file, _) => vec![*file],
        }
    }

    /// Where a post refers to it.
    fn ranges(&self, snap: &Snapshot, file: FileId, parsed: &Parsed) -> Vec<TextRange> {
        let document = &parsed.document;
        match self {
            Subject::Value(field, labels) => uses_of_all(snap, parsed, field, labels),
            Subject::Field(name) => keys_in(parsed, name),
            Subject::Post(resolver, post, heading) => {
                let own = heading
                    .filter(|_| file == *post)
                    .map(|it| document.body.headings[it].title_range);
                let leads = |target: &str, kind| match resolver.resolve(file, target, kind) {
                    // A post that links within itself does not speak of itself as a whole.
                    Some(Destination::Here(anchor)) => {
                        file == *post && heading.is_some() && self.is_anchor(snap, &anchor)
                    }
                    Some(Destination::Post(it, anchor)) => {
                        it == *post && self.is_anchor(snap, &anchor.unwrap_or_default())
                    }
                    _ => false,
                };
                own.into_iter().chain(links_in(parsed, leads)).collect()
            }
            Subject::Asset(resolver, asset) => links_in(parsed, |target, kind| {
                resolver.resolve(file, target, kind).as_ref() == Some(asset)
            }),
            Subject::Target(_, wanted) => links_in(parsed, |target, _| target == wanted),
        }
    }

    /// Whether an anchor of the post is meant: any if the whole post is.
    fn is_anchor(&self, snap: &Snapshot, anchor: &str) -> bool {
        match self {
            Subject::Post(_, post, Some(heading)) => {
                let there = snap.parsed(*post).ok();
                there.is_some_and(|it| links::heading_of(&it.document, anchor) == Some(*heading))
            }
            _ => true,
        }
    }
}

/// The title of the heading under the cursor.
fn declaration_of(target: &Target, parsed: &Parsed) -> Option<TextRange> {
    let (TargetKind::Heading(index) | TargetKind::Id(index)) = target.kind else {
        return None;
    };
    let heading = parsed.document.body.headings.get(index);
    heading.map(|it| it.title_range)
}

fn leads_to(
    resolver: &Resolver<'_>,
    file: FileId,
    target: &str,
    kind: LinkKind,
    post: FileId,
) -> bool {
    match resolver.resolve(file, target, kind) {
        Some(Destination::Post(it, _)) => it == post,
        _ => false,
    }
}

/// What a link or definition names, as written; references by labels have the target of the label.
pub(super) fn written_target(parsed: &Parsed, target: &Target) -> SmolStr {
    let body = &parsed.document.body;
    match target.kind {
        TargetKind::Link(index) => links::written(&body.links[index], body).0.into(),
        TargetKind::Definition(index) => body.definitions[index].target.clone(),
        _ => SmolStr::default(),
    }
}

/// Links and definitions with such a target, in the order of the source.
pub(super) fn links_in(parsed: &Parsed, leads: impl Fn(&str, LinkKind) -> bool) -> Vec<TextRange> {
    let body = &parsed.document.body;
    let links = body.links.iter().filter(|it| {
        let (target, kind) = links::written(it, body);
        leads(target, kind)
    });
    let definitions = body
        .definitions
        .iter()
        .filter(|it| leads(&it.target, LinkKind::Inline));
    let links = links.map(|it| it.target_range.unwrap_or(it.range));
    let mut ranges: Vec<_> = links
        .chain(definitions.map(|it| it.target_range.unwrap_or(it.range)))
        .collect();
    ranges.sort_by_key(|it| it.start());
    ranges
}

/// The texts that mean a term: its own, its spellings and its other names, as far as posts use them.
pub(super) fn labels(snap: &Snapshot, name: &TermName) -> Vec<SmolStr> {
    let mut labels = vec![name.text.clone()];
    if let Some(thesaurus) = snap.thesaurus(&name.field) {
        let ids = thesaurus.labels(&name.text).into_iter();
        let texts = ids.map(|it| thesaurus.vocabulary.term(it).text.clone());
        labels.extend(texts.filter(|it| *it != name.text));
    }
    labels
}

fn posts_of_all(snap: &Snapshot, field: &SmolStr, labels: &[SmolStr]) -> Vec<FileId> {
    let of_label = |text: &SmolStr| {
        let (field, text) = (field.clone(), text.clone());
        posts_of(snap, &TermName { field, text })
    };
    let mut posts: Vec<FileId> = labels.iter().flat_map(of_label).collect();
    posts.sort_unstable();
    posts.dedup();
    posts
}

/// The posts that have this value, in any field that shares its vocabulary.
pub(super) fn posts_of(snap: &Snapshot, name: &TermName) -> Vec<FileId> {
    let values = snap.values(&name.field);
    let id = values.and_then(|it| it.get(&name.text));
    let posts = values
        .zip(id)
        .map(|(values, id)| values.term(id).posts.to_vec());
    posts.unwrap_or_default()
}

/// Where a front matter has this value, in any field that shares its vocabulary. The text is compared as it stands: other
/// spellings are other terms.
pub(super) fn uses_in(snap: &Snapshot, parsed: &Parsed, name: &TermName) -> Vec<TextRange> {
    uses_of_all(snap, parsed, &name.field, std::slice::from_ref(&name.text))
}

/// Where a front matter has one of these values, in any field that shares the vocabulary of this one.
pub(super) fn uses_of_all(
    snap: &Snapshot,
    parsed: &Parsed,
    field: &str,
    texts: &[SmolStr],
) -> Vec<TextRange> {
    let wanted = vocabulary_name(snap, field);
    let mut ranges = Vec::new();
    for entry in parsed.fields() {
        let field = entry.name();
        if vocabulary_name(snap, field) == wanted {
            let uses = cursor_target::uses_of(
                parsed.text.as_str(),
                &entry,
                cursor_target::is_list(snap, field),
            );
            ranges.extend(
                uses.into_iter()
                    .filter(|it| texts.contains(&it.text))
                    .map(|it| it.range),
            );
        }
    }
    ranges
}

pub(super) fn keys_in(parsed: &Parsed, name: &str) -> Vec<TextRange> {
    let fields = parsed.fields().into_iter();
    fields
        .filter(|it| it.name() == name && !it.is_merged())
        .map(|it| cursor_target::inner_range(parsed.text.as_str(), &it.key))
        .collect()
}

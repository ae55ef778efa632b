//! Other posts that have the same value in a field.

use smol_str::SmolStr;

use super::Context;
use crate::corpus::{FileId, FileRange, Snapshot};
use crate::features::finding::Diagnostic;
use crate::syntax::Node;

/// The others, and where to look in each.
pub(super) struct Twins<'a> {
    field: &'a str,
    texts: &'a [SmolStr],
    /// In the order of their paths.
    files: Vec<FileId>,
}

/// The posts other than this one that have one of these texts in the field.
pub(super) fn twins<'a>(ctx: &Context<'_>, field: &'a str, texts: &'a [SmolStr]) -> Twins<'a> {
    let vocabulary = ctx.snap.values(field).into_iter();
    let terms = vocabulary.flat_map(|it| {
        let ids = texts.iter().filter_map(|text| it.get(text));
        ids.map(|id| it.term(id))
    });
    let files = terms.flat_map(|it| it.posts.iter().copied());
    // Fields may share a vocabulary: another field's use of it is none of this one's.
    let has = |it: &FileId| {
        let value = ctx.snap.summary(*it).and_then(|it| it.field(field));
        value.is_some_and(|it| it.items().iter().any(|it| texts.contains(it)))
    };
    let mut files: Vec<FileId> = files.filter(|it| *it != ctx.file && has(it)).collect();
    files.sort_by_key(|it| ctx.snap.path(*it));
    files.dedup();
    Twins {
        field,
        texts,
        files,
    }
}

impl Twins<'_> {
    pub(super) fn retain(&mut self, is_meant: impl Fn(FileId) -> bool) {
        self.files.retain(|it| is_meant(*it));
    }

    pub(super) fn all(&self, is_so: impl Fn(FileId) -> bool) -> bool {
        self.files.iter().all(|it| is_so(*it))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Names the places. One that cannot be read just now is left out.
    pub(super) fn relate(&self, ctx: &Context<'_>, finding: Diagnostic) -> Diagnostic {
        self.relate_as("it is here too", ctx, finding)
    }

    /// The same with other words for what stands there.
    pub(super) fn relate_as(
        &self,
        label: &str,
        ctx: &Context<'_>,
        finding: Diagnostic,
    ) -> Diagnostic {
        let files = self.files.iter();
        let places = files.filter_map(|it| self.place(ctx.snap, *it));
        finding.relate(label, self.files.len(), places)
    }

    fn place(&self, snap: &Snapshot, file: FileId) -> Option<FileRange> {
        let parsed = snap.parsed_head(file).ok()?;
        let entry = parsed.document.front_matter.as_ref()?.entry(self.field)?;
        let is_same = |it: &&Node| {
            it.text()
                .is_some_and(|it| self.texts.iter().any(|t| t == it))
        };
        let node = std::iter::once(&entry.value)
            .chain(entry.value.items())
            .find(is_same)?;
        let range = node.range;
        Some(FileRange { file, range })
    }
}

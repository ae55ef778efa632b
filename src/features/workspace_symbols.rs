//! Search over the whole corpus: titles, headings and terms by what is typed of them.
//! A search reads no file; where exactly a result stands is found when it is asked for, by [`locate`].

mod index;
mod posts;
mod query;
mod segment;
mod texts;

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;
use smol_str::SmolStr;

use super::cursor_target::{TITLE, TermName};
use super::references;
use super::{prose, related};
use crate::corpus::{FileId, Parsed, Snapshot, TermId, Unavailable};
use crate::text::TextRange;
use index::{Index, Terms};
use query::{Effort, Query};
use segment::Posts;

pub(super) use posts::{PostHit, find_posts, find_texts};
pub(super) use query::Tier;

#[derive(Clone, Debug, PartialEq)]
pub struct WorkspaceSymbol {
    pub name: SmolStr,
    /// The post of a heading, the path of a post, the field and count of a term.
    pub container: String,
    pub file: FileId,
    pub kind: SymbolKind,
}

/// What was found, and what finds its place again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    Post,
    /// Index among the headings of the post.
    Heading(usize),
    /// A field that has the term; the file is the latest post that uses it.
    Term(SmolStr),
}

/// The best answers to a query, the best first; for an empty query the latest posts.
pub fn workspace_symbols(snap: &Snapshot, query: &str, limit: usize) -> Vec<WorkspaceSymbol> {
    let Some(query) = Query::new(query) else {
        return latest_posts(snap, limit);
    };
    let index = snap.kept::<Index>();
    let (posts, terms) = (index.posts(snap), index.terms(snap));
    let mut hits = Vec::new();
    for effort in query.efforts() {
        hits.extend(search(snap, &posts, &terms, &query, effort));
        if hits.len() >= limit {
            break;
        }
    }
    let best = best(hits, limit);
    best.iter().map(|it| symbol(snap, &terms, it)).collect()
}

/// Makes what a search needs, so that the first one need not wait for it.
pub fn prepare(snap: &Snapshot) {
    let index = snap.kept::<Index>();
    index.posts(snap);
    index.terms(snap);
    let names = index.names(snap);
    names.par_iter().for_each(|it| it.texts.prepare_pinyin());
}

/// The post of a result, and where it stands there; of a closed post it may be the head alone. The post may have changed
/// since: then it is the heading of that name that is nearest, or the beginning.
pub fn locate(
    snap: &Snapshot,
    file: FileId,
    name: &str,
    kind: &SymbolKind,
) -> Result<(Arc<Parsed>, TextRange), Unavailable> {
    let parsed = match kind {
        SymbolKind::Heading(_) => snap.parsed(file)?,
        SymbolKind::Post | SymbolKind::Term(_) => snap.parsed_head(file)?,
    };
    let document = &parsed.document;
    let range = match kind {
        SymbolKind::Heading(index) => {
            let headings = document.body.headings.iter().enumerate();
            let named = headings.filter(|(_, it)| it.title == name);
            let nearest = named.min_by_key(|(it, _)| it.abs_diff(*index));
            nearest.map(|(_, it)| it.title_range)
        }
        SymbolKind::Post => {
            let title = document
                .front_matter
                .as_ref()
                .and_then(|it| it.entry(TITLE));
            title.map(|it| it.value.range)
        }
        SymbolKind::Term(field) => {
            let name = TermName {
                field: field.clone(),
                text: name.into(),
            };
            references::uses_in(snap, &parsed, &name).first().copied()
        }
    };
    Ok((parsed, range.unwrap_or_default()))
}

/// One answer, and what ranks it.
#[derive(Clone, Copy, Debug)]
struct Hit {
    tier: Tier,
    of: Of,
    /// The date of a post, the number of posts of a term: more is better.
    weight: i64,
    /// Bytes: less is better.
    len: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// Index into the vocabularies.
    Term(usize, TermId),
    Title(FileId),
    Heading(FileId, usize),
}

impl Of {
    fn kind(self) -> usize {
        match self {
            Of::Term(..) => 0,
            Of::Title(_) => 1,
            Of::Heading(..) => 2,
        }
    }
}

impl Hit {
    fn rank(&self) -> impl Ord + use<> {
        (
            self.tier,
            self.of.kind(),
            Reverse(self.weight),
            self.len,
            self.of,
        )
    }
}

/// What this effort finds that lesser ones did not.
fn search(
    snap: &Snapshot,
    posts: &[Arc<Posts>],
    terms: &[Terms<'_>],
    query: &Query,
    effort: Effort,
) -> Vec<Hit> {
    let in_posts = posts.par_iter().flat_map_iter(|segment| {
        let mut hits = Vec::new();
        segment.texts.search(query, effort, |entry, tier, len| {
            let (file, heading) = segment.entry(entry);
            // The texts of an author who types may be of posts that are gone.
            let Some(summary) = snap.summary(file) else {
                return;
            };
            let of = heading.map_or(Of::Title(file), |it| Of::Heading(file, it));
            let weight = summary.date.map_or(i64::MIN, i64::from);
            hits.push(Hit {
                tier,
                of,
                weight,
                len,
            });
        });
        hits
    });
    let mut hits: Vec<Hit> = in_posts.collect();
    let segments: Vec<_> = terms
        .iter()
        .enumerate()
        .flat_map(|(of, it)| it.segments.iter().map(move |segment| (of, it, segment)))
        .collect();
    let in_terms = segments
        .par_iter()
        .flat_map_iter(|(index, terms, segment)| {
            let mut hits = Vec::new();
            segment.texts.search(query, effort, |entry, tier, len| {
                let id = segment.id(entry);
                let n_posts = terms.vocabulary.term(id).posts.len();
                // No post uses it any more.
                if n_posts > 0 {
                    let weight = n_posts as i64;
                    hits.push(Hit {
                        tier,
                        of: Of::Term(*index, id),
                        weight,
                        len,
                    });
                }
            });
            hits
        });
    hits.par_extend(in_terms);
    hits
}

/// The best `limit`, in order. Each kind has a third of the places if it can fill them: a thousand tags that begin with
/// `ai` should not hide the one title.
fn best(mut hits: Vec<Hit>, limit: usize) -> Vec<Hit> {
    hits.par_sort_unstable_by_key(Hit::rank);
    let share = limit / 3;
    let mut n_of_kind = [0; 3];
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for hit in hits {
        let n = &mut n_of_kind[hit.of.kind()];
        *n += 1;
        if *n <= share {
            first.push(hit)
        } else {
            rest.push(hit)
        }
    }
    rest.truncate(limit.saturating_sub(first.len()));
    first.extend(rest);
    first.sort_unstable_by_key(Hit::rank);
    first.truncate(limit);
    first
}

fn symbol(snap: &Snapshot, terms: &[Terms<'_>], hit: &Hit) -> WorkspaceSymbol {
    match hit.of {
        Of::Title(file) => post(snap, file),
        Of::Heading(file, index) => WorkspaceSymbol {
            name: heading(snap, file, index),
            container: related::title_of(snap, file),
            file,
            kind: SymbolKind::Heading(index),
        },
        Of::Term(index, id) => {
            let Terms {
                field, vocabulary, ..
            } = &terms[index];
            let term = vocabulary.term(id);
            let posts = prose::posts(term.posts.len());
            WorkspaceSymbol {
                name: term.text.clone(),
                container: format!("{field} · {posts}"),
                file: related::latest(snap, &term.posts, 1)[0],
                kind: SymbolKind::Term((*field).clone()),
            }
        }
    }
}

fn heading(snap: &Snapshot, file: FileId, index: usize) -> SmolStr {
    let headings = snap.summary(file).map(|it| &it.headings);
    let heading = headings.and_then(|it| it.get(index));
    heading.map(|(_, title)| title.clone()).unwrap_or_default()
}

fn post(snap: &Snapshot, file: FileId) -> WorkspaceSymbol {
    WorkspaceSymbol {
        name: related::title_of(snap, file).into(),
        container: snap.path(file).as_str().to_owned(),
        file,
        kind: SymbolKind::Post,
    }
}

fn latest_posts(snap: &Snapshot, limit: usize) -> Vec<WorkspaceSymbol> {
    let files: Vec<_> = snap.files().map(|(file, _)| file).collect();
    let latest = related::latest(snap, &files, limit);
    latest.into_iter().map(|it| post(snap, it)).collect()
}

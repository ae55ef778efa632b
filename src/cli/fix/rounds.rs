//! Mends posts round by round in memory until nothing is left to mend: where spellings of a term merge in some posts, another
//! name of it may lead in all. It writes nothing.

use rayon::prelude::*;

use super::{Post, fix_file, may_write};
use crate::cli::apply::NotDone;
use crate::cli::check::shown;
use crate::cli::corpus;
use crate::corpus::{Change, FileId, Host, Parsed, Snapshot};
use crate::features::diagnostics::diagnostics;
use crate::features::fixes::{Mended, Selection, left_in_post, mend_post};
use crate::text::compose_edits;

/// Real posts take four. What takes more goes round in a circle.
pub(super) const MAX_ROUNDS: usize = 10;

/// What became of the posts.
pub(super) struct All {
    /// Those in which something was mended or found, or that are not to be written.
    pub(super) posts: Vec<(FileId, Result<Post, NotDone>)>,
    /// How many would be mended further after the last round.
    pub(super) n_unsettled: usize,
}

/// A post after a round, `None` where nothing was mended or found yet.
type Worked = (FileId, Result<Option<Post>, NotDone>);

/// Mends all that can be mended. Afterwards the host has the posts as they are mended.
pub(super) fn mend_all(host: &mut Host, wanted: &[FileId], selection: &Selection) -> All {
    mend_within(host, wanted, selection, MAX_ROUNDS)
}

fn mend_within(
    host: &mut Host,
    wanted: &[FileId],
    selection: &Selection,
    max_rounds: usize,
) -> All {
    let mut posts: Vec<Worked> = wanted.iter().map(|it| (*it, Ok(None))).collect();
    let first = |snap: &Snapshot, file, _| fix_file(snap, file, selection).map(dirty);
    posts = round(&host.snapshot(), posts, first);
    for _ in 1..max_rounds {
        if !take_in(host, &posts) {
            return finished(posts, 0);
        }
        let again = |snap: &Snapshot, file, post| mend_again(snap, file, post, selection);
        posts = round(&host.snapshot(), posts, again);
    }
    if !take_in(host, &posts) {
        return finished(posts, 0);
    }
    let look = |snap: &Snapshot, file, post| look_again(snap, file, post, selection);
    posts = round(&host.snapshot(), posts, look);
    let n_unsettled = moved(&posts).count();
    finished(posts, n_unsettled)
}

fn finished(posts: Vec<Worked>, n_unsettled: usize) -> All {
    let posts = posts.into_iter();
    let posts = posts.filter_map(|(file, it)| Some((file, it.transpose()?)));
    All {
        posts: posts.collect(),
        n_unsettled,
    }
}

/// What the last round has mended.
fn moved(posts: &[Worked]) -> impl Iterator<Item = (FileId, &Post)> {
    let known = posts.iter().filter_map(|(file, post)| {
        let post = post.as_ref().ok()?.as_ref()?;
        Some((*file, post))
    });
    known.filter(|it| it.1.moved)
}

/// Does `work` with every post that may be written.
fn round(
    snap: &Snapshot,
    posts: Vec<Worked>,
    work: impl Fn(&Snapshot, FileId, Option<Post>) -> Result<Option<Post>, NotDone> + Sync,
) -> Vec<Worked> {
    let progress = corpus::progress("mending", posts.len());
    let done = posts.into_par_iter().map(|(file, post)| {
        let post = post.and_then(|it| work(snap, file, it));
        progress.inc(1);
        (file, post)
    });
    let done = done.collect();
    progress.finish_and_clear();
    done
}

fn dirty(post: Post) -> Option<Post> {
    (!post.is_clean()).then_some(post)
}

/// Gives the corpus what the last round has mended. Returns whether that says anything else of a post than before, so that
/// other findings may come of it.
fn take_in(host: &mut Host, posts: &[Worked]) -> bool {
    let moved: Vec<(FileId, &Post)> = moved(posts).collect();
    if moved.is_empty() {
        return false;
    }
    let open = |(file, post): &(FileId, &Post)| Change::Open {
        file: *file,
        version: 0,
        text: post.mended.text.clone(),
    };
    let before = host.snapshot();
    *host = host.renewed(moved.iter().map(open).collect());
    let after = host.snapshot();
    let says_more = |it: &(FileId, _)| before.summary(it.0) != after.summary(it.0);
    moved.iter().any(says_more)
}

/// One more round of a post. Its text and what was mended in it are kept, so that only those are read again of which the last
/// round knew nothing.
fn mend_again(
    snap: &Snapshot,
    file: FileId,
    post: Option<Post>,
    selection: &Selection,
) -> Result<Option<Post>, NotDone> {
    let Some(mut post) = post else {
        return match is_wanted(snap, file, selection)? {
            true => fix_file(snap, file, selection).map(dirty),
            false => Ok(None),
        };
    };
    let now = snap.open(file).map_or(&post.old, |it| it);
    let more = mend_post(snap, file, now, selection);
    let n_bytes = post.old.text.len();
    let old = post.old.text.as_str();
    let mut edits = compose_edits(n_bytes, &post.mended.edits, &more.edits);
    edits.retain(|it| old[std::ops::Range::<usize>::from(it.range)] != *it.new_text);
    post.moved = !more.edits.is_empty();
    if !post.is_changed() && post.moved {
        may_write(snap, file)?;
    }
    post.mended.edits = edits;
    post.mended.fixed.extend(more.fixed);
    post.mended.unmended = more.unmended;
    post.mended.text = more.text;
    if !post.is_changed() {
        // It came back to where it was.
        post.mended.fixed.clear();
    }
    Ok(Some(post))
}

/// Whether there is anything to mend, or to say, in a post that is as it was read.
fn is_wanted(snap: &Snapshot, file: FileId, selection: &Selection) -> Result<bool, NotDone> {
    let findings = diagnostics(snap, file)?;
    Ok(findings.iter().any(|it| selection.wants(it.code)))
}

fn untouched(snap: &Snapshot, file: FileId) -> Result<Post, NotDone> {
    let old = snap.parsed(file)?;
    Ok(Post {
        path: shown(snap, snap.path(file)),
        path_in_root: snap.path(file).as_str().to_owned(),
        mended: Mended {
            edits: Vec::new(),
            fixed: Vec::new(),
            unmended: Vec::new(),
            text: old.text.clone(),
        },
        old: Parsed::clone(&old),
        moved: false,
    })
}

/// What is left in a post when there are no more rounds; `moved` is whether it would be mended in another one.
fn look_again(
    snap: &Snapshot,
    file: FileId,
    post: Option<Post>,
    selection: &Selection,
) -> Result<Option<Post>, NotDone> {
    let mut post = match post {
        Some(post) => post,
        None if is_wanted(snap, file, selection)? => untouched(snap, file)?,
        None => return Ok(None),
    };
    let now = snap.open(file).map_or(&post.old, |it| it);
    post.moved = !mend_post(snap, file, now, selection).edits.is_empty();
    post.mended.unmended = left_in_post(snap, file, now, selection);
    Ok(Some(post))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::corpus::loader;
    use crate::features::fixes::Unmended;

    /// Two posts in which the declared name makes way for another, and that for a third.
    fn chain(folder: &std::path::Path) -> Host {
        let names = ["Elon Musk", "马斯克", "埃隆·马斯克"];
        let bodies = ["", "马斯克（Elon Musk）说", "埃隆·马斯克（Elon Musk）说"];
        for (index, which) in [0, 0, 0, 0, 1, 1, 2, 2, 2].into_iter().enumerate() {
            let (name, body) = (names[which], bodies[which]);
            let text = format!("---\ntitle: 题{index}\npeople:\n  - {name}\n---\n{body}\n");
            fs::write(folder.join(format!("{index}.md")), text).expect("written");
        }
        loader::load(folder, &[])
    }

    fn mended(max_rounds: usize) -> All {
        let folder = tempfile::tempdir().expect("a folder");
        let mut host = chain(&folder.path().canonicalize().expect("it is there"));
        let files: Vec<FileId> = host.snapshot().files().map(|it| it.0).collect();
        let selection = Selection {
            codes: None,
            with_unsafe: true,
        };
        mend_within(&mut host, &files, &selection, max_rounds)
    }

    fn posts(all: &All) -> impl Iterator<Item = &Post> {
        let posts = all.posts.iter().map(|it| it.1.as_ref());
        posts.map(|it| it.unwrap_or_else(|_| panic!("all may be written")))
    }

    #[test]
    fn rounds_go_on_until_nothing_is_left() {
        let all = mended(MAX_ROUNDS);
        assert_eq!(all.n_unsettled, 0);
        assert_eq!(posts(&all).filter(|it| it.is_changed()).count(), 5);
        assert!(posts(&all).all(|it| it.mended.unmended.is_empty()));
    }

    #[test]
    fn what_the_last_round_leaves_is_said() {
        let all = mended(1);
        assert_eq!(all.n_unsettled, 3);
        assert_eq!(posts(&all).filter(|it| it.is_changed()).count(), 2);
        let left = posts(&all).flat_map(|it| &it.mended.unmended);
        let refused = left.filter(|it| matches!(it.1, Unmended::Refused(_)));
        assert_eq!(refused.count(), 3);
    }
}

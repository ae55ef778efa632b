//! Which posts each folder has, and how many of them have each field: kept in step with the summaries, so that what is asked of a
//! post's folder costs the same however many posts there are. It knows nothing of what is asked.

mod dates;
mod group;

use smol_str::SmolStr;

use super::chunks::ChunkVec;
use super::index::Delta;
use super::path::{FileId, RelPath};
use super::summary::Summary;
use super::vocabulary::Lookup;
use super::{FileEntry, Snapshot};
use crate::syntax::Format;
use dates::Dates;
use group::{Change, Counted, Group};

#[derive(Clone, Debug, Default)]
pub(super) struct Folders {
    by_path: Lookup<FolderId>,
    folders: ChunkVec<Folder>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FolderId(u32);

/// Most folders of some sites hold one post, `x/index.md`: an empty part takes a few bytes.
#[derive(Clone, Debug)]
struct Folder {
    path: SmolStr,
    parent: Option<FolderId>,
    /// Posts in it or below it.
    n_below: u32,
    posts: Group,
    /// Posts with a folder of their own that is in this one: `x/index.md`.
    bundles: Group,
    /// Of all posts whose top folder this is.
    dates: Dates,
}

/// Of so many posts so many have a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub n_posts: usize,
    pub n_having: usize,
}

impl Usage {
    fn plus(self, other: Usage) -> Usage {
        Usage {
            n_posts: self.n_posts + other.n_posts,
            n_having: self.n_having + other.n_having,
        }
    }
}

/// A part of a folder's posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Posts,
    Bundles,
}

impl Snapshot {
    /// The posts of a folder, without those below it, in the order of their ids.
    pub fn posts_in(&self, folder: &str) -> &[FileId] {
        let folder = self.state.folders.named(folder);
        folder.map_or(&[], |it| it.posts.files())
    }

    /// How many of the posts beside a post have a field, of those with a front matter in its format; templates are none. Beside it are the
    /// others of its folder; beside a post with a folder of its own, the others that have one there, and the posts that have none.
    pub fn usage_beside(&self, file: FileId, field: &str) -> Usage {
        let Some(entry) = self.entry(file) else {
            return Usage::default();
        };
        let folders = &self.state.folders;
        let (place, part) = folders.place(&entry.path, entry.folder);
        let Some(place) = folders.get(place) else {
            return Usage::default();
        };
        let Some(format) = entry.summary.as_deref().and_then(|it| it.format) else {
            return Usage::default();
        };
        let usage_of = |it: &Group| self.usage(it, field, |it| it == format);
        let mut usage = usage_of(&place.posts);
        if part == Part::Bundles {
            usage = usage.plus(usage_of(&place.bundles));
        }
        if let Some(own) = entry.usual() {
            usage.n_posts -= 1;
            usage.n_having -= usize::from(own.field(field).is_some());
        }
        usage
    }

    /// The same of the folder above: of all posts that are right in it, whatever their format.
    pub fn usage_above(&self, file: FileId, field: &str) -> Usage {
        let folders = &self.state.folders;
        let place = self
            .entry(file)
            .map(|it| folders.place(&it.path, it.folder).0);
        let place = place.and_then(|it| folders.get(it));
        let above = place.map(|it| above(&it.path));
        let above = above.and_then(|it| folders.named(it));
        above.map_or_else(Usage::default, |it| self.usage(&it.posts, field, |_| true))
    }

    /// Whether a post in the folder of this one, be it this one, has a front matter; templates are none.
    pub fn has_front_matter_beside(&self, file: FileId) -> bool {
        let folder = self.entry(file).map(|it| it.folder);
        let folder = folder.and_then(|it| self.state.folders.get(it));
        folder.is_some_and(|it| self.usage(&it.posts, "", |_| true).n_posts > 0)
    }

    /// Whether there is another post in the folder of this one, or below it.
    pub fn has_company(&self, file: FileId) -> bool {
        let Some(entry) = self.entry(file) else {
            return false;
        };
        let folder = self.state.folders.get(entry.folder);
        let n_own = u32::from(entry.summary.is_some());
        folder.is_some_and(|it| it.n_below > n_own)
    }

    /// The posts with a date in the top folder of this one, the latest first; templates are none.
    pub fn latest_beside(&self, file: FileId) -> impl Iterator<Item = FileId> {
        let folders = &self.state.folders;
        let top = self.entry(file).map(|it| folders.top(it.folder));
        let top = top.and_then(|it| folders.get(it));
        let dates = top.into_iter().flat_map(|it| it.dates.latest_first());
        dates.filter(move |it| !self.is_template(*it))
    }

    fn usage(&self, group: &Group, field: &str, is_wanted: impl Fn(Format) -> bool) -> Usage {
        if let Some(usage) = group.usage(field) {
            let wanted = usage.into_iter().filter(|it| is_wanted(it.0));
            return wanted.fold(Usage::default(), |all, it| all.plus(it.1));
        }
        let files = group.files().iter();
        let usual = files.filter_map(|it| self.entry(*it)?.usual());
        let wanted = usual.filter(|it| it.format.is_some_and(&is_wanted));
        wanted.fold(Usage::default(), |all, it| Usage {
            n_posts: all.n_posts + 1,
            n_having: all.n_having + usize::from(it.field(field).is_some()),
        })
    }
}

impl FileEntry {
    /// The summary of a post that tells what posts have: with a front matter, and no template.
    fn usual(&self) -> Option<&Summary> {
        let summary = self.summary.as_deref()?;
        is_usual(summary, self.template).then_some(summary)
    }
}

fn is_usual(summary: &Summary, template_by_path: bool) -> bool {
    summary.has_front_matter() && !summary.template && !template_by_path
}

impl Folders {
    /// The folder of a path, given an id if it has none yet, as have those above it.
    pub(super) fn intern(&mut self, path: &str) -> FolderId {
        if let Some(known) = self.id(path) {
            return known;
        }
        let parent = (!path.is_empty()).then(|| self.intern(above(path)));
        let id = u32::try_from(self.folders.len()).expect("folders are fewer than files");
        self.by_path.insert(path, FolderId(id));
        self.folders.push(Folder {
            path: path.into(),
            parent,
            n_below: 0,
            posts: Group::default(),
            bundles: Group::default(),
            dates: Dates::default(),
        });
        FolderId(id)
    }

    /// Takes changes of front matters in. `entry_of` tells what there is of a post after them.
    pub(super) fn apply<'a>(
        &mut self,
        deltas: &[Delta],
        entry_of: impl Fn(FileId) -> &'a FileEntry,
    ) {
        let mut uncounted = Vec::new();
        for delta in deltas {
            self.take(delta, entry_of(delta.file), &mut uncounted);
        }
        uncounted.sort_unstable();
        uncounted.dedup();
        for (folder, part) in uncounted {
            let group = self.group(folder, part);
            group.count(|it| entry_of(it).usual());
        }
    }

    fn take(&mut self, delta: &Delta, entry: &FileEntry, uncounted: &mut Vec<(FolderId, Part)>) {
        let (old, new) = (delta.old.as_deref(), delta.new.as_deref());
        if old.is_some() != new.is_some() {
            self.count_below(entry.folder, new.is_some());
        }
        let change = Change::of(delta, entry.template);
        let place = self.place(&entry.path, entry.folder);
        let bundle = (place.1 == Part::Bundles).then_some(place);
        let parts = [Some((entry.folder, Part::Posts)), bundle];
        for (folder, part) in parts.into_iter().flatten() {
            let counted = change.as_ref().map(|it| self.group(folder, part).take(it));
            if counted == Some(Counted::No) {
                uncounted.push((folder, part));
            }
        }
        let date = |it: Option<&Summary>| it.and_then(|it| it.date);
        if date(old) != date(new) {
            let top = self.top(entry.folder);
            self.folder(top)
                .dates
                .change(delta.file, date(old), date(new));
        }
    }

    /// One more post in a folder and in those above it, or one less.
    fn count_below(&mut self, folder: FolderId, has_come: bool) {
        let mut next = Some(folder);
        while let Some(id) = next {
            let it = self.folder(id);
            it.n_below = match has_come {
                true => it.n_below + 1,
                false => it.n_below - 1,
            };
            next = it.parent;
        }
    }

    /// Where a post stands among others: with a folder of its own that folder is not the place.
    fn place(&self, path: &RelPath, folder: FolderId) -> (FolderId, Part) {
        let parent = self.get(folder).and_then(|it| it.parent);
        match parent.filter(|_| is_index(path)) {
            Some(parent) => (parent, Part::Bundles),
            None => (folder, Part::Posts),
        }
    }

    /// The outermost folder of one, but for the root.
    fn top(&self, folder: FolderId) -> FolderId {
        let above = |it: FolderId| self.get(it)?.parent;
        let chain = std::iter::successors(Some(folder), |it| above(*it));
        let below_root = chain.take_while(|it| above(*it).is_some());
        below_root.last().unwrap_or(folder)
    }

    fn group(&mut self, folder: FolderId, part: Part) -> &mut Group {
        let folder = self.folder(folder);
        match part {
            Part::Posts => &mut folder.posts,
            Part::Bundles => &mut folder.bundles,
        }
    }

    fn folder(&mut self, id: FolderId) -> &mut Folder {
        let folder = self.folders.get_mut(id.0 as usize);
        folder.expect("ids come from here")
    }

    fn get(&self, id: FolderId) -> Option<&Folder> {
        self.folders.get(id.0 as usize)
    }

    fn named(&self, path: &str) -> Option<&Folder> {
        self.get(self.id(path)?)
    }

    fn id(&self, path: &str) -> Option<FolderId> {
        let mut candidates = self.by_path.candidates(path);
        candidates.find(|it| self.get(*it).is_some_and(|it| it.path == path))
    }
}

fn above(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |it| it.0)
}

fn is_index(path: &RelPath) -> bool {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    name.split('.').next() == Some("index")
}

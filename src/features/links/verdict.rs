//! Whether a link leads somewhere, as far as that can be told. Sites make addresses of their own: a class of links of which most
//! lead nowhere that we know is one that we do not understand, and nothing is said of it.
//! It asks the disk whether files that are no posts are there.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::resolve::parts;
use super::write::{join, stem};
use super::{Destination, Resolver};
use crate::corpus::{FileId, Parsed, RelPath, Snapshot, Summary};
use crate::syntax::{LinkKind, Slugger, is_external, slugify};

/// So many links of a class show whether it is understood.
const MIN_LINKS: usize = 10;

/// Pages that the site makes, of whatever.
const MADE: [&str; 6] = ["html", "htm", "php", "xml", "rss", "json"];

/// What templates begin with: what they become is not for us to know.
const TEMPLATES: [&str; 4] = ["{{", "{%", "<%", "${"];

/// Links that are alike in what the site makes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// A file, from the post's folder: `../images/a.png`, `b.md`.
    File,
    /// A file, from the root of the site: `/images/a.png`.
    RootedFile,
    /// What has no ending of a file, or one of a page: `../about/`, `b`, `b.html`.
    Page,
    RootedPage,
    Wiki,
    /// What stands behind the `#`.
    Anchor,
}

/// How many links of each class there are, and how many of them lead somewhere.
#[derive(Clone, Debug, Default)]
struct Habits([Tally; 6]);

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    n_links: usize,
    n_leading: usize,
}

/// Habits, and of how many files they are, with their bodies or without. A few links more or less are no other habit.
#[derive(Debug, Default)]
struct Kept(Mutex<Option<Counted>>);

#[derive(Debug)]
struct Counted {
    of: (usize, bool),
    habits: Arc<Habits>,
}

impl Kept {
    /// What is in there is replaced as a whole: a panic elsewhere leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, Option<Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Counts what the first check of a link would otherwise have to wait for.
pub fn prepare(snap: &Snapshot) {
    Judge::new(snap).habits();
}

/// Judges links of one snapshot, for one request.
pub(in crate::features) struct Judge<'a> {
    snap: &'a Snapshot,
    pub(in crate::features) resolver: Resolver<'a>,
    anchors: RefCell<FxHashMap<FileId, Anchors>>,
}

/// What links can name in a post.
#[derive(Debug, Default)]
struct Anchors {
    /// What its headings can be called: letters and digits alone, in lower case.
    names: FxHashSet<String>,
    /// Of titles with emoji, which some sites spell out: what stands before that.
    beginnings: Vec<String>,
    /// Ids, as they are written.
    ids: FxHashSet<SmolStr>,
}

impl<'a> Judge<'a> {
    pub(in crate::features) fn new(snap: &'a Snapshot) -> Judge<'a> {
        Judge {
            snap,
            resolver: Resolver::new(snap),
            anchors: RefCell::default(),
        }
    }

    /// Whether a link in `file` surely leads to no file and to no post.
    pub(in crate::features) fn is_broken(
        &self,
        file: FileId,
        target: &str,
        kind: LinkKind,
    ) -> bool {
        match self.to_file(file, target, kind) {
            Some((class, false)) => self.is_understood(class, target),
            _ => false,
        }
    }

    /// The post in which a link in `file` surely names no place, and the anchor. `parsed` is the text of `file`, if it is at hand.
    pub(in crate::features) fn missing_anchor(
        &self,
        (file, parsed): (FileId, Option<&Parsed>),
        target: &str,
        kind: LinkKind,
    ) -> Option<(FileId, String)> {
        let (post, anchor) = self.anchor(file, target, kind)?;
        let parsed = parsed.filter(|_| post == file);
        let is_there = self.has_heading(post, &anchor)
            || match parsed {
                Some(parsed) => is_marked(parsed, &anchor),
                // What cannot be read just now cannot be judged.
                None => self
                    .snap
                    .parsed(post)
                    .map_or(true, |it| is_marked(&it, &anchor)),
            };
        (!is_there && self.is_understood(Class::Anchor, target)).then_some((post, anchor))
    }

    /// Whether a link of a closed post may be a finding, by its summary alone.
    pub(in crate::features) fn is_doubtful(&self, file: FileId, summary: &Summary) -> bool {
        summary.links.iter().any(|(kind, target)| {
            self.is_broken(file, target, *kind)
                || self.missing_anchor((file, None), target, *kind).is_some()
        })
    }

    /// Of which class a link is, and whether it leads somewhere. `None` where that cannot be told.
    fn to_file(&self, file: FileId, target: &str, kind: LinkKind) -> Option<(Class, bool)> {
        let is_template = TEMPLATES.iter().any(|it| target.contains(it));
        match kind {
            _ if is_template => None,
            LinkKind::Wiki => self.to_page(file, target).map(|it| (Class::Wiki, it)),
            LinkKind::Inline | LinkKind::Image if !is_external(target) => {
                self.to_path(file, target)
            }
            _ => None,
        }
    }

    fn to_path(&self, file: FileId, target: &str) -> Option<(Class, bool)> {
        let (path, _) = parts(target);
        // `@/a.md` and `~/a.png` are from a folder that a program's settings name.
        if path.is_empty() || path.starts_with(['@', '~']) {
            return None;
        }
        let is_rooted = path.starts_with('/');
        let class = match (is_rooted, is_file(&path) || is_host(&path)) {
            (false, true) => Class::File,
            (true, true) => Class::RootedFile,
            (false, false) => Class::Page,
            (true, false) => Class::RootedPage,
        };
        let resolved = self.resolver.resolve(file, target, LinkKind::Inline);
        if matches!(resolved, Some(Destination::Post(..))) {
            return Some((class, true));
        }
        let leads = match is_rooted {
            true => self.snap.is_published(path.trim_start_matches('/')),
            false => self.is_beside(file, &path)?,
        };
        Some((class, leads))
    }

    /// Whether a file stands there: from the post's folder, from a folder of the post's name beside it (as Hexo has them), or, as
    /// sites resolve it from the page's address, from the site's root. `None` for a path that leaves the root.
    fn is_beside(&self, file: FileId, path: &str) -> Option<bool> {
        let post = self.snap.path(file);
        let joined = join(post.folder(), path)?;
        let own = join(stem(post.as_str()), path).filter(|_| !path.starts_with(".."));
        let climbed = path.trim_start_matches(['.', '/']);
        let leads = self.is_there(&joined)
            || own.is_some_and(|it| self.is_there(&it))
            || (is_file(path) && !is_post(path) && self.snap.is_published(climbed));
        Some(leads)
    }

    fn is_there(&self, path: &str) -> bool {
        self.snap.is_there(&RelPath(path.into()))
    }

    /// Of a wiki link that may name a post.
    fn to_page(&self, file: FileId, target: &str) -> Option<bool> {
        let page = target.split('#').next().unwrap_or_default();
        let page = page.trim_end_matches('\\').trim();
        // `[[1]]` is a citation, `[[ -f x ]]` a condition, `[["a"]]` data.
        if page.starts_with('-') || page.contains('"') || !page.contains(char::is_alphabetic) {
            return None;
        }
        match self.resolver.resolve(file, page, LinkKind::Wiki) {
            Some(Destination::Post(..)) => Some(true),
            // A picture of that name may be anywhere.
            Some(Destination::Asset(_)) => None,
            _ => Some(join("", page).is_some_and(|it| self.is_there(&it))),
        }
    }

    /// The post and the anchor that a link names, where it is one that headings could have.
    fn anchor(&self, file: FileId, target: &str, kind: LinkKind) -> Option<(FileId, String)> {
        let (post, anchor) = match self.resolver.resolve(file, target, kind)? {
            Destination::Here(anchor) => (file, anchor),
            Destination::Post(post, Some(anchor)) => (post, anchor),
            Destination::Post(_, None) | Destination::Asset(_) => return None,
        };
        // The beginning of the site may be any page.
        if target.starts_with("/#") {
            return None;
        }
        let of_others = ["fn", "cite", "user-content-", ":~:", "^", "!", "/", "?"];
        let is_ours = !anchor.is_empty()
            && anchor != "top"
            && !anchor.contains(['/', '=', '{'])
            && !of_others.iter().any(|it| anchor.starts_with(it));
        is_ours.then_some((post, anchor))
    }

    /// By any of the ways in which sites make anchors of headings: they differ in signs and in what becomes of a number before
    /// the title, hardly in letters.
    fn has_heading(&self, post: FileId, anchor: &str) -> bool {
        let Some(summary) = self.snap.summary(post).filter(|it| it.complete) else {
            return true;
        };
        let mut anchors = self.anchors.borrow_mut();
        let known = anchors.entry(post).or_insert_with(|| anchors_of(summary));
        // The last part of `Page#Outer#Inner`.
        let last = letters(anchor.rsplit('#').next().unwrap_or_default());
        known.ids.contains(anchor)
            || known.names.contains(&letters(anchor))
            || known.names.contains(&last)
            || known.beginnings.iter().any(|it| last.starts_with(it))
    }

    fn is_understood(&self, class: Class, target: &str) -> bool {
        let tally = self.habits().0[class as usize];
        let is_known = tally.n_links >= MIN_LINKS;
        let half_lead = tally.n_leading * 2 >= tally.n_links;
        match class {
            Class::File | Class::Wiki | Class::Anchor => !is_known || half_lead,
            // Where there is no such folder the site's root may be anywhere.
            Class::RootedFile => {
                let path = target.trim_start_matches('/');
                let folder = path.split_once('/').map(|(it, _)| it);
                (!is_known || half_lead) && folder.is_some_and(|it| self.snap.is_published(it))
            }
            Class::Page | Class::RootedPage => {
                is_known && tally.n_leading * 10 >= tally.n_links * 9
            }
        }
    }

    /// For an editor that waits they may be of a state with a few posts less: to count them all posts' links are followed.
    fn habits(&self) -> Arc<Habits> {
        let kept = self.snap.kept::<Kept>();
        let mut known = kept.lock();
        let of = (self.snap.n_interned(), self.snap.complete());
        match &*known {
            Some(it) if it.of == of => return it.habits.clone(),
            Some(it) if it.of.1 == of.1 && self.snap.takes_older() => {
                let habits = it.habits.clone();
                drop(known);
                self.snap.in_background(move |snap| {
                    let habits = Arc::new(Judge::new(snap).count());
                    snap.count_made();
                    *kept.lock() = Some(Counted { of, habits });
                });
                return habits;
            }
            _ => {}
        }
        // Under the lock: threads that need them at once would only count the same.
        let habits = Arc::new(self.count());
        *known = Some(Counted {
            of,
            habits: habits.clone(),
        });
        habits
    }

    fn count(&self) -> Habits {
        let mut habits = Habits::default();
        let mut add = |class: Class, leads: bool| {
            let tally = &mut habits.0[class as usize];
            tally.n_links += 1;
            tally.n_leading += usize::from(leads);
        };
        for (file, summary) in self.snap.files() {
            for (kind, target) in &summary.links {
                if let Some((class, leads)) = self.to_file(file, target, *kind) {
                    add(class, leads);
                }
                if let Some((post, anchor)) = self.anchor(file, target, *kind) {
                    add(Class::Anchor, self.has_heading(post, &anchor));
                }
            }
        }
        habits
    }
}

/// Whether the last part has an ending as files have it that are published as they are; that of a post too.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        let is_ending = (1..=8).contains(&ending.len())
            && ending.bytes().all(|it| it.is_ascii_alphanumeric())
            && ending.bytes().any(|it| it.is_ascii_alphabetic());
        !stem.is_empty() && is_ending && !MADE.iter().any(|it| ending.eq_ignore_ascii_case(it))
    })
}

/// Whether a path begins with the name of a computer, so that a scheme was forgotten before it.
pub(in crate::features) fn is_host(path: &str) -> bool {
    const TOP_LEVEL: [&str; 14] = [
        "com", "org", "net", "io", "cn", "ai", "dev", "edu", "gov", "app", "me", "co", "tv", "info",
    ];
    let host = path.split('/').next().unwrap_or_default();
    let top_level = host.rsplit_once('.').filter(|(it, _)| !it.is_empty());
    host.starts_with("www.") || top_level.is_some_and(|(_, it)| TOP_LEVEL.contains(&it))
}

fn is_post(path: &str) -> bool {
    RelPath(path.into()).is_post()
}

/// Whether something that the summary does not tell of has that name: a heading whose attributes the site takes for text, or
/// an attribute of a paragraph, a picture, a table.
fn is_marked(parsed: &Parsed, anchor: &str) -> bool {
    let source = parsed.text.as_str();
    let headings = &parsed.document.body.headings;
    let with_attributes = headings.iter().filter(|it| it.attributes.is_some());
    with_attributes
        .map(|it| letters(&source[it.range]))
        .any(|it| it == letters(anchor))
        || is_attribute(source, anchor)
}

/// Whether `{#anchor` stands somewhere, or `{: .class #anchor`, and ends there.
fn is_attribute(source: &str, anchor: &str) -> bool {
    let mark = format!("#{anchor}");
    source.match_indices(&mark).any(|(at, _)| {
        let opening = source[..at].rfind(['{', '}', '\n']);
        let is_in_braces = opening.is_some_and(|it| source[it..].starts_with('{'));
        let end = source[at + mark.len()..].chars().next();
        is_in_braces && end.is_none_or(|it| it.is_whitespace() || it == '}')
    })
}

fn anchors_of(summary: &Summary) -> Anchors {
    let mut slugger = Slugger::default();
    let mut anchors = Anchors::default();
    for (_, title) in &summary.headings {
        for slug in [slugify(title), slugger.slug(title)] {
            let name = letters(&slug);
            let bare = name.trim_start_matches(|it: char| it.is_ascii_digit());
            anchors.names.insert(bare.to_owned());
            anchors.names.insert(name);
        }
        let has_emoji = title.contains(|it: char| !it.is_alphanumeric() && it >= '\u{2190}');
        let beginning = letters(title);
        if has_emoji && !beginning.is_empty() {
            anchors.beginnings.push(beginning);
        }
    }
    anchors.names.remove("");
    anchors.ids = summary.ids.iter().cloned().collect();
    anchors
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    let text = text.to_lowercase();
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

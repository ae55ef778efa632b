//! Whether a link leads somewhere, as far as that can be told. Sites make addresses of their own: a class of links of which most
//! lead nowhere that we know is one that we do not understand, and nothing is said of it.
//! It asks the disk whether files that are no posts are there.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::anchors::Anchors;
use super::resolve::parts;
use super::write::{join, stem};
use super::{Destination, Resolver};
use crate::corpus::{FileId, Parsed, RelPath, Snapshot, Summary};
use crate::site::{WikiLinks, included, letters, may_have_anchor};
use crate::syntax::{LinkKind, is_external};
use crate::text::typo::is_slip;

/// So many links of a class show whether it is understood.
const MIN_LINKS: usize = 10;

/// So many links into a folder show whether the site makes what is in it.
const MIN_OF_PART: usize = 3;

/// So many posts that name a page show that it is there, although we do not see it.
const MIN_NAMES: usize = 5;

/// What is included may include something, and so on.
const MAX_INCLUDES: usize = 3;

/// Folders so deep are counted.
const MAX_PARTS: usize = 3;

/// What the site makes of its posts for programs.
const FEEDS: [&str; 4] = [".xml", ".rss", ".json", ".txt"];

/// Files that generators make pages of besides Markdown.
const PAGES: [&str; 12] = [
    ".njk", ".liquid", ".webc", ".html", ".11ty.js", ".astro", ".vue", ".tsx", ".jsx", ".js",
    ".hbs", ".ipynb",
];

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
    /// `{{< ref "a.md" >}}`, which the generator itself refuses where nothing is there.
    Tag,
}

/// How many links of each class there are, and how many of them lead somewhere.
#[derive(Clone, Debug, Default)]
struct Habits {
    of_class: [Tally; 7],
    /// The same by the first part of paths from the root: what the site makes by itself is in folders of its own.
    of_part: FxHashMap<SmolStr, Tally>,
    /// By the whole path, of those that lead nowhere.
    of_page: FxHashMap<SmolStr, Tally>,
}

impl Habits {
    /// Whether a page at the top of the site has nearly that name.
    fn is_slip_of_page(&self, page: &str) -> bool {
        let mut known = self.of_part.iter().filter(|it| it.1.n_leading > 0);
        known.any(|it| !it.0.contains('/') && is_slip(page, it.0))
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    n_links: usize,
    n_leading: usize,
}

impl Tally {
    fn add(&mut self, leads: bool) {
        self.n_links += 1;
        self.n_leading += usize::from(leads);
    }

    /// Whether so many in ten lead somewhere.
    fn leads(self, in_ten: usize) -> bool {
        self.n_leading * 10 >= self.n_links * in_ten
    }
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
    LinkChecker::new(snap).habits();
}

/// Judges links of one snapshot, for one request.
pub(in crate::features) struct LinkChecker<'a> {
    snap: &'a Snapshot,
    pub(in crate::features) resolver: Resolver<'a>,
    anchors: RefCell<FxHashMap<FileId, Anchors>>,
}

impl<'a> LinkChecker<'a> {
    pub(in crate::features) fn new(snap: &'a Snapshot) -> LinkChecker<'a> {
        LinkChecker {
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
            Some((class, false)) => self.is_understood(file, class, target),
            _ => false,
        }
    }

    /// Whether two brackets are a link here: in many posts one or two that lead nowhere may well be none.
    pub(in crate::features) fn has_wiki_links(&self) -> bool {
        const MANY_POSTS: usize = 100;
        let wiki = self.habits().of_class[Class::Wiki as usize];
        wiki.n_leading > 0 || wiki.n_links > 2 || self.snap.n_interned() < MANY_POSTS
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
                Some(parsed) => self.may_have(post, parsed, &anchor, MAX_INCLUDES),
                // What cannot be read just now cannot be judged.
                None => self
                    .snap
                    .parsed(post)
                    .map_or(true, |it| self.may_have(post, &it, &anchor, MAX_INCLUDES)),
            };
        let is_missing = !is_there && !self.is_in_original(post, target, &anchor);
        (is_missing && self.is_understood(file, Class::Anchor, target)).then_some((post, anchor))
    }

    /// Whether a link from the root, which may be to the default language, names a heading there.
    fn is_in_original(&self, post: FileId, target: &str, anchor: &str) -> bool {
        let site = self.snap.site();
        if !site.may_be_original(target) {
            return false;
        }
        let original = || {
            let path = site.original(self.snap.path(post).as_str())?;
            self.snap.file(&RelPath(path.into()))
        };
        original().is_some_and(|it| self.has_heading(it, anchor))
    }

    /// Whether a post may have the anchor by anything but its headings, or by what it includes.
    fn may_have(&self, post: FileId, parsed: &Parsed, anchor: &str, depth: usize) -> bool {
        if is_marked(parsed, anchor) {
            return true;
        }
        let Some(names) = included(&parsed.text.as_str()[parsed.document.body.range]) else {
            return true;
        };
        names.iter().any(|name| {
            let parts = self.resolver.included(post, name);
            parts.is_empty()
                || depth == 0
                || parts.iter().any(|it| {
                    self.has_heading(*it, anchor)
                        || self
                            .snap
                            .parsed(*it)
                            .map_or(true, |part| self.may_have(*it, &part, anchor, depth - 1))
                })
        })
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
            _ if is_template || self.is_elsewhere(file) => None,
            LinkKind::Wiki => self.to_page(file, target).map(|it| (Class::Wiki, it)),
            LinkKind::Tag => self.to_tagged(file, target).map(|it| (Class::Tag, it)),
            LinkKind::Inline | LinkKind::Image if !is_external(target) => {
                self.to_path(file, target)
            }
            _ => None,
        }
    }

    /// Whether what is in the file is shown on other pages, so that its links are from there.
    fn is_elsewhere(&self, file: FileId) -> bool {
        let site = self.snap.site();
        let path = self.snap.path(file).as_str();
        site.knows(path) && (site.is_partial(path) || self.snap.is_template(file))
    }

    fn to_path(&self, file: FileId, target: &str) -> Option<(Class, bool)> {
        let (path, _) = parts(target);
        let from = self.snap.path(file).as_str();
        let aliased = self.snap.site().aliased(from, &path);
        // `@/a.md` and `~/a.png` are from a folder that a program's settings name.
        let is_unknown = aliased.is_none() && path.starts_with(['@', '~']);
        if path.is_empty() || is_unknown {
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
        let leads = match aliased {
            Some(paths) => paths.iter().any(|it| self.is_there(it)),
            None if is_rooted => self.is_published(from, path.trim_start_matches('/')),
            None => self.is_beside(file, &path)?,
        };
        let is_feed = self.snap.site().knows(from) && FEEDS.iter().any(|it| path.ends_with(it));
        match leads {
            false if is_feed || self.is_redirected(from, &path) => None,
            _ => Some((class, leads)),
        }
    }

    /// Whether something stands there from the root of the site.
    fn is_published(&self, from: &str, path: &str) -> bool {
        let site = self.snap.site();
        let by_site = || {
            let mut paths = site
                .published(from, path)
                .into_iter()
                .filter_map(|it| join("", &it));
            paths.any(|it| self.is_there(&it) || is_page(path) && self.is_made_page(&it))
        };
        self.snap.is_published(path) || by_site()
    }

    /// Whether there is a page that is none of Markdown.
    fn is_made_page(&self, path: &str) -> bool {
        let bare = path.strip_suffix(".html").unwrap_or(path);
        PAGES.iter().any(|it| self.is_there(&format!("{bare}{it}")))
    }

    /// Whether the server sends the address on.
    fn is_redirected(&self, from: &str, path: &str) -> bool {
        let site = self.snap.site();
        if path.starts_with('/') {
            return site.is_redirected(path);
        }
        let folder = from.rsplit_once('/').map_or("", |it| it.0).to_owned();
        let folders = std::iter::once(folder).chain(site.folders(from));
        let mut paths = folders.filter_map(|it| join(&it, path));
        paths.any(|it| site.is_redirected(&it) || site.is_redirected(site.address(&it)))
    }

    /// Whether a file stands there: from the post's folder, from a folder of the post's name beside it (as Hexo has them), or, as
    /// sites resolve it from the page's address, from the site's root. `None` for a path that leaves the root.
    fn is_beside(&self, file: FileId, path: &str) -> Option<bool> {
        let post = self.snap.path(file);
        let joined = join(post.folder(), path);
        let folders = self.snap.site().folders(post.as_str());
        let mut by_site = folders.iter().filter_map(|it| join(it, path)).peekable();
        if joined.is_none() && by_site.peek().is_none() {
            return None;
        }
        let knows = self.snap.site().knows(post.as_str());
        let own = join(stem(post.as_str()), path).filter(|_| !path.starts_with(".."));
        // What has no front matter is a part of the page in the folder around it.
        let has_head = |it: &Summary| it.has_front_matter() || it.other_format;
        let is_part = self.snap.summary(file).is_some_and(|it| !has_head(it));
        let around = post.folder().rsplit_once('/').filter(|_| is_part);
        let around = around.and_then(|it| join(it.0, path));
        let climbed = path.trim_start_matches(['.', '/']);
        let leads = joined.is_some_and(|it| {
            self.is_there(&it) || knows && is_page(path) && self.is_made_page(&it)
        }) || own.is_some_and(|it| self.is_there(&it))
            || around.is_some_and(|it| self.is_there(&it))
            || by_site
                .any(|it| self.is_there(&it) || knows && is_page(path) && self.is_made_page(&it))
            || (is_file(path) && !is_post(path) && self.is_published(post.as_str(), climbed));
        Some(leads)
    }

    fn is_there(&self, path: &str) -> bool {
        self.snap.is_there(&RelPath(path.into()))
    }

    /// Of a template's tag.
    fn to_tagged(&self, file: FileId, target: &str) -> Option<bool> {
        Some(match self.resolver.resolve(file, target, LinkKind::Tag)? {
            Destination::Post(..) | Destination::Here(_) => true,
            Destination::Asset(path) => self.snap.is_there(&path),
        })
    }

    /// Of a wiki link that may name a post.
    fn to_page(&self, file: FileId, target: &str) -> Option<bool> {
        let page = target.split('#').next().unwrap_or_default();
        let page = page.trim_end_matches('\\').trim();
        // `[[1]]` is a citation, `[[ -f x ]]` a condition, `[["a"]]` data.
        if page.starts_with('-') || page.contains('"') || !page.contains(char::is_alphabetic) {
            return None;
        }
        // The markers of markdown-it's tables of contents, and of GitLab's.
        if ["toc", "_toc_"]
            .iter()
            .any(|it| page.eq_ignore_ascii_case(it))
        {
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
        if self.is_elsewhere(file) {
            return None;
        }
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
        let known = anchors.entry(post).or_insert_with(|| Anchors::of(summary));
        known.has(anchor)
    }

    /// Whether most links of the class lead somewhere, so that one which does not is a slip.
    fn is_understood(&self, file: FileId, class: Class, target: &str) -> bool {
        let habits = self.habits();
        let tally = habits.of_class[class as usize];
        let is_known = tally.n_links >= MIN_LINKS;
        let half_lead = tally.leads(5);
        let from = self.snap.path(file).as_str();
        let knows = self.snap.site().knows(from);
        let part_leads = || {
            // Of a folder deep in the site that few links name, the one around it tells.
            let mut parts =
                parts_of(target).map(|it| habits.of_part.get(it).copied().unwrap_or_default());
            let first = parts.next().unwrap_or_default();
            let is_made = |it: Tally| it.n_links >= MIN_OF_PART && !it.leads(5);
            // A page that many posts name is there, whatever makes it.
            let page = habits
                .of_page
                .get(page_of(target))
                .copied()
                .unwrap_or_default();
            let is_named_often = page.n_links >= MIN_NAMES;
            let is_known = match page_of(target).contains('/') {
                true => first.n_leading > 0 && first.leads(5),
                // What a site makes at its top may have any name, but not one so like that of a page.
                false => habits.is_slip_of_page(page_of(target)),
            };
            is_known && !parts.any(is_made) && !is_named_often
        };
        match class {
            Class::Tag => knows && (!is_known || half_lead),
            Class::File | Class::Anchor => !is_known || half_lead,
            Class::Wiki => match self.snap.site().rules_of(from).wiki_links {
                WikiLinks::None => is_known && half_lead,
                WikiLinks::Learned | WikiLinks::Notes => !is_known || half_lead,
            },
            Class::RootedFile if knows => (!is_known || half_lead) && part_leads(),
            // Where there is no such folder the site's root may be anywhere.
            Class::RootedFile => {
                let path = target.trim_start_matches('/');
                let folder = path.split_once('/').map(|(it, _)| it);
                (!is_known || half_lead) && folder.is_some_and(|it| self.snap.is_published(it))
            }
            Class::RootedPage if knows => is_known && half_lead && part_leads(),
            Class::Page if knows => is_known && tally.leads(7),
            Class::RootedPage => is_known && tally.leads(9) && part_leads(),
            Class::Page => is_known && tally.leads(9),
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
                    let habits = Arc::new(LinkChecker::new(snap).count());
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
        for (file, summary) in self.snap.files() {
            for (kind, target) in &summary.links {
                if let Some((class, leads)) = self.to_file(file, target, *kind) {
                    habits.of_class[class as usize].add(leads);
                    if matches!(class, Class::RootedFile | Class::RootedPage) {
                        if !leads {
                            let page = SmolStr::new(page_of(target));
                            habits.of_page.entry(page).or_default().add(leads);
                        }
                        for part in parts_of(target) {
                            habits.of_part.entry(part.into()).or_default().add(leads);
                        }
                    }
                }
                if let Some((post, anchor)) = self.anchor(file, target, *kind) {
                    habits.of_class[Class::Anchor as usize].add(self.has_heading(post, &anchor));
                }
            }
        }
        habits
    }
}

/// A path from the root without the slashes around it.
fn page_of(target: &str) -> &str {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    path.trim_matches('/')
}

/// The folders of a path from the root, the outermost first; the path itself of what is in none.
fn parts_of(target: &str) -> impl Iterator<Item = &str> {
    let path = page_of(target);
    let folders = path
        .match_indices('/')
        .map(|(at, _)| &path[..at])
        .take(MAX_PARTS);
    let whole = (!path.contains('/')).then_some(path);
    folders.chain(whole)
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

fn is_page(path: &str) -> bool {
    !is_file(path)
}

fn is_post(path: &str) -> bool {
    RelPath(path.into()).is_post()
}

/// Whether something that the summary does not tell of has that name: a heading whose attributes the site takes for text, an
/// attribute of a paragraph, a term of a definition list; or whether that cannot be told.
fn is_marked(parsed: &Parsed, anchor: &str) -> bool {
    let source = parsed.text.as_str();
    let body = &parsed.document.body;
    let headings = body.headings.iter();
    let with_attributes = headings.filter(|it| it.attributes.is_some());
    with_attributes
        .map(|it| letters(&source[it.range]))
        .any(|it| it == letters(anchor))
        || may_have_anchor(&source[body.range], anchor)
}

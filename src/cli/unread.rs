//! What a folder holds that might be posts and is not read: so that nobody takes silence for success.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use ignore::{DirEntry, WalkBuilder};
use smol_str::SmolStr;

use super::output::{escape_line, plural};
use crate::corpus::RelPath;

/// Texts that other tools publish. Of other files nobody would expect that a check of posts reads them.
const TEXTS: [&str; 9] = [
    "mdoc", "mdc", "org", "rst", "adoc", "asciidoc", "ipynb", "typ", "textile",
];
/// Who needs a longer walk than this has named the wrong folder anyway.
const MAX_FILES: usize = 100_000;
/// So many kinds of files are named.
const MAX_KINDS: usize = 4;

/// How many files there are of each extension, in lower case; files without one are under the empty string.
#[derive(Debug, Default)]
pub(super) struct Kinds(BTreeMap<String, usize>);

/// What there is in a folder that has no posts to check.
#[derive(Debug)]
pub(super) struct NoPosts {
    /// Files with the name of a post, which no rule ignores.
    n_excluded: usize,
    /// All files with the name of a post.
    n_ignored: usize,
    others: Kinds,
}

/// The texts of other formats in the folder.
pub(super) fn texts(folder: &Path) -> Kinds {
    let mut kinds = Kinds::default();
    for file in walk(folder, WalkBuilder::new(folder).require_git(false)) {
        let extension = extension(&file);
        if TEXTS.contains(&extension.as_str()) && !is_post(folder, &file) {
            kinds.add(extension);
        }
    }
    kinds
}

/// Why there is no post in the folder. `content`: the globs of rubric.yaml.
pub(super) fn no_posts(folder: &Path, content: &[SmolStr]) -> NoPosts {
    let kept = walk(folder, WalkBuilder::new(folder).require_git(false));
    let n_excluded = match content {
        [] => 0,
        _ => kept.filter(|it| is_post(folder, it)).count(),
    };
    let mut found = NoPosts {
        n_excluded,
        n_ignored: 0,
        others: Kinds::default(),
    };
    for file in walk(folder, WalkBuilder::new(folder).standard_filters(false)) {
        match is_post(folder, &file) {
            true => found.n_ignored += 1,
            false => found.others.add(extension(&file)),
        }
    }
    found
}

fn walk(folder: &Path, builder: &mut WalkBuilder) -> impl Iterator<Item = DirEntry> + use<> {
    builder.parents(folder.ancestors().any(|it| it.join(".git").exists()));
    let entries = builder.filter_entry(|it| it.file_name() != ".git").build();
    let files = entries.filter_map(Result::ok);
    let files = files.filter(|it| it.file_type().is_some_and(|it| it.is_file()));
    files.take(MAX_FILES)
}

fn is_post(folder: &Path, file: &DirEntry) -> bool {
    let folder = folder.parent().unwrap_or(folder);
    RelPath::new(folder, file.path()).is_some_and(|it| it.is_post())
}

fn extension(file: &DirEntry) -> String {
    let extension = file.path().extension().unwrap_or_default();
    extension.to_string_lossy().to_lowercase()
}

impl Kinds {
    fn add(&mut self, extension: String) {
        *self.0.entry(extension).or_default() += 1;
    }

    pub(super) fn merge(&mut self, other: Kinds) {
        for (extension, n) in other.0 {
            *self.0.entry(extension).or_default() += n;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn n_files(&self) -> usize {
        self.0.values().sum()
    }
}

/// `12 .mdx, 3 .rst`: the most frequent first.
impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kinds: Vec<_> = self.0.iter().collect();
        kinds.sort_by_key(|it| std::cmp::Reverse(*it.1));
        let n_more = kinds.iter().skip(MAX_KINDS).map(|it| it.1).sum::<usize>();
        let named = kinds
            .iter()
            .take(MAX_KINDS)
            .map(|(extension, n)| match extension.as_str() {
                "" => format!("{n} without an extension"),
                extension => format!("{n} .{}", escape_line(extension)),
            });
        let mut named: Vec<String> = named.collect();
        if n_more > 0 {
            named.push(format!("{n_more} others"));
        }
        f.write_str(&named.join(", "))
    }
}

impl fmt::Display for NoPosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = |n| plural(n, "Markdown file");
        if self.n_excluded > 0 {
            return write!(
                f,
                "`content` in rubric.yaml takes in none of its {}",
                files(self.n_excluded)
            );
        }
        if self.n_ignored > 0 {
            return write!(
                f,
                "{} there {} ignored (by .gitignore or .ignore, as hidden, or in _site, node_modules, dist or vendor)",
                files(self.n_ignored),
                if self.n_ignored == 1 { "is" } else { "are" },
            );
        }
        if self.others.is_empty() {
            return f.write_str("there is no file in it");
        }
        write!(
            f,
            "posts are .md, .mdx and the like, and it holds {} ({})",
            plural(self.others.n_files(), "other file"),
            self.others
        )
    }
}

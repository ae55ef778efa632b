//! From a link's path to the paths that files may have for it, and from a file's to what its relative links are from.
//! It does not know which files there are.

use smol_str::SmolStr;

use super::Site;

/// A path in a folder as seen from that folder; `None` if it is elsewhere.
pub(super) fn below<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    match folder {
        "" => Some(path),
        _ => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

/// `a/b` of `a` and `b`, either of which may be empty.
pub(super) fn joined(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        _ => format!("{folder}/{path}"),
    }
}

impl Site {
    /// The paths that may be meant by a path from the root of the site, given without its slash, in a link of the file `from`:
    /// the likeliest first, in the language of the file before others.
    pub fn rooted(&self, from: &str, path: &str) -> Vec<String> {
        if !self.knows(from) {
            return Vec::new();
        }
        let mut paths = Vec::new();
        let bare = self.prefixes.iter().filter_map(|it| below(it, path));
        let untranslated = self.untranslated(path);
        for path in std::iter::once(path).chain(bare).chain(untranslated) {
            let own = self.language_of(from).into_iter();
            let roots = match self.generator.rules().localizes_links {
                true => own.chain(&self.content).collect::<Vec<_>>(),
                false => self.content.iter().chain(own).collect(),
            };
            let roots = roots.into_iter().chain(&self.languages);
            paths.extend(roots.map(|it| joined(it, path)));
        }
        paths
    }

    /// `guide/a` of `es/guide/a`, where a page that has no translation is shown as it is.
    fn untranslated<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (first, rest) = path.split_once('/')?;
        let is_language = |it: &SmolStr| it.rsplit('/').next() == Some(first);
        let falls_back = self.generator.rules().shows_untranslated;
        (falls_back && self.languages.iter().any(is_language)).then_some(rest)
    }

    /// The same of a path in a folder that is published as it is.
    pub fn published(&self, from: &str, path: &str) -> Vec<String> {
        if !self.knows(from) {
            return Vec::new();
        }
        let bare = self.prefixes.iter().filter_map(|it| below(it, path));
        let paths = std::iter::once(path).chain(bare);
        let roots = self.published.iter().chain(&self.content);
        let roots: Vec<&SmolStr> = roots.chain(&self.languages).collect();
        paths
            .flat_map(|path| roots.iter().map(|it| joined(it, path)).collect::<Vec<_>>())
            .collect()
    }

    /// The folders that the relative links of a file may be from, besides that of the file.
    pub fn folders(&self, from: &str) -> Vec<String> {
        if !self.knows(from) {
            return Vec::new();
        }
        let (folder, name) = from.rsplit_once('/').unwrap_or(("", from));
        let stem = name.split('.').next().unwrap_or_default();
        let own = self.has_folder_address(from);
        let mut folders: Vec<String> = own.then(|| joined(folder, stem)).into_iter().collect();
        // What a translation lacks is taken from another language.
        let here: Vec<String> = std::iter::once(folder.to_owned())
            .chain(folders.clone())
            .collect();
        if let Some(language) = self.language_of(from) {
            for other in self.languages.iter().filter(|it| *it != language) {
                let moved = here.iter().filter_map(|it| match it == language.as_str() {
                    true => Some(other.to_string()),
                    false => Some(joined(other, below(language, it)?)),
                });
                folders.extend(moved);
            }
        }
        folders
    }

    /// The paths that may be meant by one that begins with a name for a folder of the site; `None` where the generator knows no
    /// such name.
    pub fn aliased(&self, from: &str, path: &str) -> Option<Vec<String>> {
        use super::Generator::{Docusaurus, Zola};
        let known = self.knows(from);
        match path.split_once('/') {
            Some(("@", rest)) if known && self.generator == Zola => {
                Some(self.content.iter().map(|it| joined(it, rest)).collect())
            }
            Some(("@site", rest)) if known && self.generator == Docusaurus => {
                Some(vec![self.from_base(rest)])
            }
            _ => None,
        }
    }

    /// The address of a file's path without its ending, below the folder of content that it is in.
    pub fn address<'a>(&self, path: &'a str) -> &'a str {
        let roots = self.languages.iter().chain(&self.content);
        let mut below = roots.filter_map(|it| below(it, path));
        below.next().unwrap_or(path)
    }

    /// A path that a template's tag names, as Jekyll's `link` does: from the folder of the settings.
    pub fn from_base(&self, path: &str) -> String {
        joined(&self.base, path.trim_start_matches('/'))
    }

    /// Whether a file is in a folder whose posts are pages, and which is not the whole repository.
    pub fn is_page(&self, path: &str) -> bool {
        let mut roots = self.content.iter().filter(|it| !it.is_empty());
        roots.any(|it| below(it, path).is_some())
    }

    /// The folder of the file's language, where languages have folders.
    fn language_of(&self, path: &str) -> Option<&SmolStr> {
        self.languages.iter().find(|it| below(it, path).is_some())
    }

    /// Whether a link may be to the default language rather than to that of its page: one from the root that names none.
    pub fn may_be_original(&self, target: &str) -> bool {
        let Some(rooted) = target.strip_prefix('/') else {
            return false;
        };
        let first = rooted.split('/').next().unwrap_or_default();
        let is_language = |it: &SmolStr| it.rsplit('/').next() == Some(first);
        self.generator.rules().localizes_links && !self.languages.iter().any(is_language)
    }

    /// The path that a translation's original has, where languages have folders: in that of the first one.
    pub fn original(&self, path: &str) -> Option<String> {
        let (own, first) = (self.language_of(path)?, self.languages.first()?);
        (own != first).then_some(joined(first, below(own, path)?))
    }

    /// Whether two files are in folders of different languages.
    pub fn differ_in_language(&self, a: &str, b: &str) -> bool {
        self.language_of(a) != self.language_of(b)
    }
}

//! Which generator makes the site, and where: by the names of files and folders that were found, and by what settings say.

use smol_str::SmolStr;

use super::language::is_code;
use super::place::{below, joined};
use super::redirects::Redirects;
use super::{Generator, Site, settings};
use crate::schema::config::GENERATORS;

/// What was found of a repository: the root of the posts, folders below it, and those above it in the same work tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The likeliest first: the root, those above it, those below it.
    pub folders: Vec<Folder>,
    /// The way from the outermost folder above the root to the root.
    pub way: SmolStr,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Folder {
    /// From the outermost folder above the root; empty for that one.
    pub path: SmolStr,
    /// What is in it, folders with a slash behind their names.
    pub names: Vec<SmolStr>,
    /// Of the files that [`is_telling`], what they say.
    pub texts: Vec<(SmolStr, SmolStr)>,
}

const REDIRECTS: [&str; 4] = [
    "_redirects",
    "netlify.toml",
    "vercel.json",
    ".openpublishing.redirection*",
];

/// Whether a file of that name may be the settings of a generator, so that a site may come or go with it.
pub fn is_settings(name: &str) -> bool {
    let generators = GENERATORS.iter().flat_map(|it| it.1.rules().settings);
    let mut names = generators.map(|it| it.rsplit('/').next().unwrap_or(it));
    names.any(|it| is_of(it, name))
}

/// Whether what is in a file of that name says something of the site.
pub fn is_telling(name: &str) -> bool {
    is_settings(name) || is_redirects(name)
}

fn is_redirects(name: &str) -> bool {
    REDIRECTS.iter().any(|it| is_of(it, name))
}

fn is_of(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name
            .get(..beginning.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(beginning)),
        None => name == pattern,
    }
}

impl Site {
    /// The site of what was found, by the generator that rubric.yaml declares or by the settings that are there.
    pub fn new(found: &Found, declared: Option<Generator>) -> Site {
        let all = GENERATORS
            .iter()
            .map(|it| it.1)
            .filter(|it| *it != Generator::None);
        let known = declared.map_or_else(|| all.collect(), |it| vec![it]);
        let recognised = found.folders.iter().find_map(|folder| {
            let mut known = known.iter().filter(|it| is_made_by(folder, **it));
            known.next().map(|it| (*it, folder))
        });
        let (generator, folder) = match (recognised, declared) {
            (Some(it), _) => it,
            (None, Some(generator)) => match found.folders.first() {
                Some(folder) => (generator, folder),
                None => {
                    return Site {
                        generator,
                        declared: true,
                        ..Site::default()
                    };
                }
            },
            (None, None) => {
                return Site {
                    redirects: redirects(found),
                    ..Site::default()
                };
            }
        };
        Site::made(found, generator, folder, declared.is_some())
    }

    fn made(found: &Found, generator: Generator, folder: &Folder, declared: bool) -> Site {
        let rules = generator.rules();
        let text: String = folder
            .texts
            .iter()
            .filter(|it| is_settings(&it.0))
            .map(|it| it.1.as_str())
            .collect();
        let said = |keys: &[&'static str]| {
            let values = keys.iter().flat_map(|key| settings::values(&text, key));
            values
                .map(|it| SmolStr::new(it.trim_start_matches("./").trim_matches('/')))
                .collect::<Vec<_>>()
        };
        let place = |it: &str| from_root(&found.way, &resolved(&folder.path, it)?);
        let mut content: Vec<SmolStr> = Vec::new();
        let named = said(rules.content_keys);
        for it in named
            .iter()
            .map(SmolStr::as_str)
            .chain(rules.content.iter().copied())
        {
            content.extend(place(it).filter(|it| !content.contains(it)));
        }
        let mut prefixes: Vec<SmolStr> = rules.prefixes.iter().map(SmolStr::new).collect();
        prefixes.extend(
            said(rules.prefix_keys)
                .into_iter()
                .filter(|it| !it.is_empty() && !it.contains(':')),
        );
        let languages = languages(found, &content);
        let published = rules
            .published
            .iter()
            .chain(&[""])
            .filter_map(|it| place(it));
        Site {
            generator,
            declared,
            base: from_root(&found.way, &folder.path).unwrap_or_default(),
            published: published.collect(),
            languages,
            content,
            prefixes,
            in_permalinks: settings::in_permalinks(&text),
            redirects: redirects(found),
            shares_labels: generator == Generator::MkDocs
                && ["autorefs", "mkdocstrings", "auto_append"]
                    .iter()
                    .any(|it| text.contains(it)),
        }
    }
}

fn is_made_by(folder: &Folder, generator: Generator) -> bool {
    let rules = generator.rules();
    let is_there = |pattern: &&&str| {
        folder
            .names
            .iter()
            .any(|it| is_of(pattern, it.trim_end_matches('/')))
    };
    let mut patterns = rules.settings.iter().filter(is_there);
    if generator == Generator::Zenn {
        let has = |it: &str| folder.names.iter().any(|name| name == it);
        return patterns.next().is_some() || has("articles/") && has("books/");
    }
    patterns.any(|pattern| {
        // Of a name that others have too, what it says tells.
        let is_shared = pattern.starts_with("config.") || pattern.starts_with("_config.");
        let texts = folder.texts.iter().filter(|it| is_of(pattern, &it.0));
        !is_shared
            || rules.says.is_empty()
            || texts
                .map(|it| it.1.to_ascii_lowercase())
                .any(|it| rules.says.iter().any(|said| it.contains(said)))
    })
}

/// A path of the settings, from the outermost folder: `../docs` leads out of theirs.
fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A folder as seen from the root of the posts: empty for one above it; `None` for one beside it.
fn from_root(way: &str, folder: &str) -> Option<SmolStr> {
    match below(way, folder) {
        Some(below) => Some(below.into()),
        None => (way == folder || folder.is_empty() || below_or_same(folder, way))
            .then(SmolStr::default),
    }
}

fn below_or_same(folder: &str, path: &str) -> bool {
    folder == path || below(folder, path).is_some()
}

/// The folders of content that are named like languages, and those of Docusaurus' translations; English, which most sites are
/// translated from, comes first.
fn languages(found: &Found, content: &[SmolStr]) -> Vec<SmolStr> {
    let mut languages = Vec::new();
    for root in content {
        let path = joined(&found.way, root);
        let Some(folder) = found.folders.iter().find(|it| it.path == path) else {
            continue;
        };
        let names = folder.names.iter().filter_map(|it| it.strip_suffix('/'));
        let names: Vec<&str> = names.filter(|it| is_code(it)).collect();
        let (english, others): (Vec<&str>, Vec<&str>) =
            names.into_iter().partition(|it| it.starts_with("en"));
        let found = english
            .into_iter()
            .chain(others)
            .map(|it| SmolStr::new(joined(root, it)));
        languages.extend(
            found
                .filter(|it| !languages.contains(it))
                .collect::<Vec<_>>(),
        );
    }
    languages
}

fn redirects(found: &Found) -> Redirects {
    let mut redirects = Redirects::default();
    let texts = found.folders.iter().flat_map(|it| &it.texts);
    for (name, text) in texts.filter(|it| is_redirects(&it.0)) {
        redirects.read(name, text);
    }
    redirects
}

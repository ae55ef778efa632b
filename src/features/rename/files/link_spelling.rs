//! How an author wrote the path of a link, and other paths written alike. It does not know where a path leads.

use percent_encoding::percent_decode_str;

use crate::corpus::RelPath;
use crate::features::links::write::{Escaping, escape, join, name, relative, stem};

/// The path of a link's target, without what stands behind `#` or `?`.
pub(super) struct Written<'a> {
    /// As it stands in the source.
    pub(super) raw: &'a str,
    decoded: String,
    escaping: Escaping,
}

/// What a site leaves out of a post's path or adds to it: the end of the file's path, and that of the link's.
const FORMS: [(&str, &str); 8] = [
    ("", ""),
    (".md", ""),
    (".markdown", ""),
    ("/index.md", ""),
    ("/README.md", ""),
    (".md", ".html"),
    (".markdown", ".html"),
    ("/index.md", ".html"),
];

impl<'a> Written<'a> {
    /// `raw` stands in the source, in angle brackets or not.
    pub(super) fn new(raw: &'a str, in_brackets: bool) -> Written<'a> {
        let decoded = percent_decode_str(raw).decode_utf8_lossy().into_owned();
        let is_ascii = raw.is_ascii() && !decoded.is_ascii();
        let escaping = match in_brackets {
            true => Escaping::Angle,
            false if is_ascii => Escaping::Ascii,
            false => Escaping::Needed,
        };
        Written {
            raw,
            decoded,
            escaping,
        }
    }

    /// What it may be replaced with to lead from a file in `folder` to `new`, the likest first. It led to `old` from `old_folder`.
    pub(super) fn leading_to(
        &self,
        old_folder: &str,
        old: &str,
        folder: &str,
        new: &str,
    ) -> Vec<String> {
        let from_root = self.decoded.starts_with('/');
        let start = if from_root { "" } else { old_folder };
        let named = join(start, &self.decoded).unwrap_or_default();
        let paths = alike(&named, old, new);
        let written = paths.iter().map(|it| match from_root {
            true => format!("/{it}"),
            false => self.from(folder, it),
        });
        let slash = if self.decoded.ends_with('/') { "/" } else { "" };
        let written = written.map(|it| self.escaped(&it) + slash);
        written.collect()
    }

    /// `./` stays where it can.
    fn from(&self, folder: &str, path: &str) -> String {
        let way = relative(folder, path);
        match self.decoded.starts_with("./") && !way.starts_with('.') {
            true => format!("./{way}"),
            false => way,
        }
    }

    /// Parts that were there before stay byte for byte.
    fn escaped(&self, path: &str) -> String {
        let known: Vec<(&str, String)> = self
            .raw
            .split('/')
            .map(|it| (it, percent_decode_str(it).decode_utf8_lossy().into_owned()))
            .collect();
        let parts = path.split('/').map(|part| {
            let known = known.iter().find(|(_, decoded)| decoded == part);
            known.map_or_else(|| escape(part, self.escaping), |(raw, _)| (*raw).to_owned())
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Paths for `new` that leave out of it and add to it what `named` does of `old`, the likest first: `/posts/a` of
/// `content/posts/a.md` makes `/posts/b` of `content/posts/b.md`.
fn alike(named: &str, old: &str, new: &str) -> Vec<String> {
    let form = FORMS.iter().find_map(|(end, added)| {
        let bare = named.strip_suffix(added)?;
        let before = old.strip_suffix(end)?.strip_suffix(bare)?;
        (before.is_empty() || before.ends_with('/')).then_some((before, *end, *added))
    });
    let Some((site, end, added)) = form else {
        return vec![new.to_owned(), stem(new).to_owned()];
    };
    let bare = match end {
        "" => new,
        "/index.md" | "/README.md" => new.strip_suffix(end).unwrap_or(stem(new)),
        _ => stem(new),
    };
    let formed = format!("{bare}{added}");
    let below = formed.strip_prefix(site).filter(|_| !site.is_empty());
    let below = below.map(str::to_owned);
    below.into_iter().chain([formed, new.to_owned()]).collect()
}

/// Pages that a wiki link may name to lead from a file in `folder` to `new`, the likest first. It named `old` as `page` from
/// `old_folder`: by the file's name, by its path or the end of it, with the ending or without.
pub(super) fn pages(
    page: &str,
    (old_folder, old): (&str, &str),
    folder: &str,
    new: &str,
) -> Vec<String> {
    let has_ending = RelPath(page.into()).is_post() || stem(old) == old;
    let bare = |path: &str| match has_ending {
        true => path.to_owned(),
        false => stem(path).to_owned(),
    };
    let target = bare(new);
    let is_relative = page.starts_with("./") || page.starts_with("../");
    let from_here = !old_folder.is_empty()
        && page.contains('/')
        && join(old_folder, page).is_some_and(|it| it == bare(old));
    let mut pages = Vec::new();
    if page.starts_with('/') {
        pages.push(format!("/{target}"));
    } else if is_relative || from_here {
        let way = relative(folder, &target);
        let dotted = is_relative && !way.starts_with('.');
        pages.push(if dotted { format!("./{way}") } else { way });
    }
    if page.contains('/') && page == bare(old) {
        pages.push(target.clone());
    }
    // A folder's page may be named by the folder.
    let folder_page =
        ["index", "README"].contains(&name(stem(old))) && name(stem(page)) != name(stem(old));
    if folder_page && let Some((of_folder, _)) = new.rsplit_once('/') {
        pages.push(of_folder.to_owned());
    }
    // As much of the path as there was of the old one, and more where that is not enough.
    let parts: Vec<&str> = target.split('/').collect();
    let n_written = page.split('/').filter(|it| !it.is_empty()).count();
    let n_parts = n_written.clamp(1, parts.len());
    pages.extend((n_parts..=parts.len()).map(|it| parts[parts.len() - it..].join("/")));
    // A post of that name in the same folder is meant first.
    pages.push(relative(folder, &target));
    pages.retain(|it| is_page(it));
    pages
}

/// Whether a wiki link can name this.
pub(super) fn is_page(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains(['[', ']', '|', '#', '\n', '\r', '\\'])
}

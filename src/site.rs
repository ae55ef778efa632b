//! Site generators: where a site keeps its pages and files, which addresses it gives them, and what its links are from.
//! It does no I/O and knows no posts: the loader hands it what it found, and whoever resolves a link asks it.

mod anchors;
mod astro;
mod detect;
mod docfx;
mod docusaurus;
mod eleventy;
mod hexo;
mod hugo;
mod jekyll;
mod language;
mod mdbook;
mod mkdocs;
mod obsidian;
mod place;
mod plain;
mod quarto;
mod redirects;
mod rules;
mod settings;
mod vitepress;
mod zenn;
mod zola;

pub use anchors::{included, letters, may_have as may_have_anchor};
pub use detect::{Folder, Found, is_settings, is_telling};
pub use rules::{Rules, WikiLinks};

use smol_str::SmolStr;

pub use crate::schema::config::Generator;

use redirects::Redirects;

impl Generator {
    /// What the generator does, as data.
    pub fn rules(self) -> &'static Rules {
        match self {
            Generator::Hugo => &hugo::RULES,
            Generator::Docusaurus => &docusaurus::RULES,
            Generator::VitePress => &vitepress::RULES,
            Generator::MkDocs => &mkdocs::RULES,
            Generator::Astro => &astro::RULES,
            Generator::Eleventy => &eleventy::RULES,
            Generator::Zola => &zola::RULES,
            Generator::Hexo => &hexo::RULES,
            Generator::Jekyll => &jekyll::RULES,
            Generator::MdBook => &mdbook::RULES,
            Generator::Quartz => &obsidian::QUARTZ,
            Generator::Quarto => &quarto::RULES,
            Generator::DocFx => &docfx::RULES,
            Generator::Zenn => &zenn::RULES,
            Generator::Obsidian => &obsidian::RULES,
            Generator::None => &plain::RULES,
        }
    }
}

/// The site that is made of the posts of one root.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    pub generator: Generator,
    /// Whether rubric.yaml says so.
    pub declared: bool,
    /// The folder of its settings, from the root of the posts; empty where it is that, or one above.
    base: SmolStr,
    /// Folders below which paths are those of addresses, the innermost first.
    content: Vec<SmolStr>,
    /// Folders whose files are published as they are.
    published: Vec<SmolStr>,
    /// Folders of one language each.
    languages: Vec<SmolStr>,
    /// What addresses begin with that is in no path.
    prefixes: Vec<SmolStr>,
    /// What the settings' patterns of permalinks have between their placeholders: `news` of `/news/:year/:title/`. Sorted.
    in_permalinks: Vec<SmolStr>,
    redirects: Redirects,
    /// Whether labels of references may be defined by other pages, as MkDocs' autorefs does.
    pub shares_labels: bool,
}

impl Site {
    /// The rules for a file: those of the generator where it reads the file, and nobody's elsewhere in the repository.
    pub fn rules_of(&self, path: &str) -> &'static Rules {
        match place::below(&self.base, path) {
            Some(_) => self.generator.rules(),
            None => &plain::RULES,
        }
    }

    /// Whether the generator is known and reads the file.
    pub fn knows(&self, path: &str) -> bool {
        self.generator != Generator::None && place::below(&self.base, path).is_some()
    }

    /// Whether the file is a part of pages, or what pages are made from: it has no address, and its links are from elsewhere.
    pub fn is_partial(&self, path: &str) -> bool {
        let Some(below) = place::below(&self.base, path) else {
            return false;
        };
        let folders = below.rsplit_once('/').map_or("", |it| it.0);
        let partials = self.generator.rules().partials;
        let is_underscored = || below.split('/').any(|it| it.starts_with('_'));
        folders.split('/').any(|it| partials.contains(&it))
            || partials.contains(&"_*") && is_underscored()
    }

    /// Whether the part of an address stands in the settings' patterns of permalinks.
    pub fn is_in_permalinks(&self, part: &str) -> bool {
        let is_same = |it: &SmolStr| it.as_str().cmp(part);
        self.in_permalinks.binary_search_by(is_same).is_ok()
    }

    /// Whether the relative links of a file are from its page's address, as browsers resolve them: `a/b.md` is `a/b/` there.
    pub fn has_folder_address(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.split('.').next().unwrap_or_default();
        self.knows(path)
            && self.generator.rules().has_folder_addresses
            && !matches!(stem, "index" | "_index" | "README")
    }

    /// Whether the site sends the address on to another place: only the server knows where that leads.
    pub fn is_redirected(&self, address: &str) -> bool {
        self.redirects.has(address)
    }
}

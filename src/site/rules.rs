//! What one generator does, as data: each has a small file that says how it differs from the default.
//! It does not know where a site is.

/// How a generator treats posts. Folders are below that of its settings.
#[derive(Debug)]
pub struct Rules {
    /// Files and folders beside its settings that nothing else has; `*` stands for any ending.
    pub settings: &'static [&'static str],
    /// What its settings say that those of another generator with a file of the same name do not, in lower case.
    pub says: &'static [&'static str],
    /// Where pages are.
    pub content: &'static [&'static str],
    /// Keys of its settings that name other such folders.
    pub content_keys: &'static [&'static str],
    /// Where files are that are published as they are.
    pub published: &'static [&'static str],
    /// Keys of its settings that say what every address begins with.
    pub prefix_keys: &'static [&'static str],
    /// The same, where the settings say nothing.
    pub prefixes: &'static [&'static str],
    /// A relative link is from the page's address, in which `a/b.md` is `a/b/`, as browsers resolve it; one to a file that the
    /// generator knows may be from the file all the same.
    pub has_folder_addresses: bool,
    pub wiki_links: WikiLinks,
    /// Whether paths lead to files whatever their case.
    pub ignores_case: bool,
    /// Fields that give a post an address.
    pub address_fields: &'static [&'static str],
    /// Names of folders with parts of pages; `_*` stands for all files and folders that begin so.
    pub partials: &'static [&'static str],
    /// Whether links from the root of the site are to pages in the language of the page that they are on.
    pub localizes_links: bool,
    /// Whether a page without a translation is shown in another language at the address of the translation.
    pub shows_untranslated: bool,
}

/// What `[[text]]` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WikiLinks {
    /// Two brackets.
    None,
    /// A link, if the posts show it.
    Learned,
    /// A link, which may name a note that is still to be written.
    Notes,
}

impl Rules {
    /// What is so unless a generator says otherwise.
    pub(super) const DEFAULT: Rules = Rules {
        settings: &[],
        says: &[],
        content: &[""],
        content_keys: &[],
        published: &["public", "static"],
        prefix_keys: &[],
        prefixes: &[],
        has_folder_addresses: false,
        wiki_links: WikiLinks::None,
        ignores_case: false,
        address_fields: &["permalink", "url", "slug", "aliases"],
        partials: &[
            "_includes",
            "_layouts",
            "includes",
            "partials",
            "archetypes",
            "layouts",
            "snippets",
            "_partials",
        ],
        localizes_links: false,
        shows_untranslated: false,
    };
}

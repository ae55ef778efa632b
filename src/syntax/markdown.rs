//! The body: headings, links, definitions and code blocks with byte ranges, from `pulldown-cmark`.
//! It does not know the front matter, other posts, or which of the facts are findings.

mod attributes;
mod collect;
mod fence;
mod html;
mod mask;
mod tags;
mod target;

use super::slug::{Slugger, slugify};
use crate::text::{TextRange, TextSize};
pub use fence::opening_fence;
use rustc_hash::FxHashSet;
use smol_str::SmolStr;

/// How a body is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    #[default]
    Markdown,
    /// Markdown with JSX: HTML in it is tags alone, and what stands between them is Markdown.
    Mdx,
}

impl Dialect {
    /// The dialect of a file, by its name.
    pub fn of(path: &str) -> Dialect {
        let ending = path.rsplit_once('.').map_or("", |it| it.1);
        match ending.eq_ignore_ascii_case("mdx") {
            true => Dialect::Mdx,
            false => Dialect::Markdown,
        }
    }
}

/// What stands after the front matter. All lists are in the order of the source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    pub range: TextRange,
    pub dialect: Dialect,
    pub headings: Vec<Heading>,
    pub links: Vec<Link>,
    /// Where a label is defined more than once, the first definition counts and the others are not here.
    pub definitions: Vec<Definition>,
    pub footnotes: Vec<Footnote>,
    pub code_blocks: Vec<CodeBlock>,
    /// HTML (blocks and tags) and inline code, in which nothing is looked for.
    pub opaque: Vec<TextRange>,
    /// `id` and `name` attributes of HTML tags: what a link's `#fragment` can name besides headings.
    pub html_anchors: Vec<ElementId>,
    /// Values of `href` attributes of HTML tags as inline links, of `src` and `poster` as pictures. They are no links of Markdown:
    /// what they are relative to is the site's affair, and nothing is found wrong with them.
    pub html_links: Vec<Link>,
    /// Values of the front matter that are paths of files, and wiki links in quotes. The post may mean something else by them:
    /// nothing is found wrong with them either.
    pub head_links: Vec<Link>,
    /// Opening tags that nothing closes, and `<!--` without `-->`. Only elements that HTML wants closed.
    pub unclosed_html: Vec<TextRange>,
    /// `[text][label]`, `[label][]` and `[^label]` whose label is not defined. A lone `[label]` is not among them:
    /// it is usually meant as it stands (`[music]`, `[主持人]`).
    pub undefined_references: Vec<UndefinedReference>,
    /// Whether some text stands in brackets and is no link: `[music]`.
    pub has_bracketed: bool,
    /// The `##` of lines that would be headings if a space followed. A single `#` is here too; it may be a hashtag.
    pub unspaced_headings: Vec<TextRange>,
}

impl Body {
    /// Whether anything in it is out of the ordinary: a heading that comes twice, skips a level, or is a second one of the
    /// first level; something that is never closed, or not defined. Cheaper than to look for what it is, and never `false` where there is any.
    pub fn is_odd(&self) -> bool {
        let own: Vec<&Heading> = self.headings.iter().filter(|it| !it.nested).collect();
        let skips = own.windows(2).any(|it| it[1].level > it[0].level + 1);
        let n_first_level = own.iter().filter(|it| it.level == 1).count();
        let mut titles = FxHashSet::default();
        let repeats = own.iter().any(|it| !titles.insert(&it.title));
        skips
            || repeats
            || n_first_level > 1
            || !self.unclosed_html.is_empty()
            || !self.undefined_references.is_empty()
            || !self.unspaced_headings.is_empty()
            || self.code_blocks.iter().any(|it| !it.closed)
    }
}

/// A heading, ATX or setext. Those in block quotes and list items are here too, as in VS Code's outline and among
/// GitHub's anchors; `nested` tells them apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The text without markup and attributes.
    pub title: SmolStr,
    /// The heading's own lines, markers included, without the last line end.
    pub range: TextRange,
    /// The title's bytes within `range`, markup included; attributes and anchors around it (`<a id="x"></a>`) are not.
    pub title_range: TextRange,
    pub attributes: Option<Attributes>,
    /// From the heading to the line of the next one of the same or a higher level, or the end of the text. Sections
    /// are nested or disjoint.
    pub section: TextRange,
    /// Underlined with `===` or `---`.
    pub setext: bool,
    /// Inside a block quote, a list item or a footnote.
    pub nested: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub range: TextRange,
    pub kind: LinkKind,
    /// As written, entities and escapes undone; a wiki link's target without its label; for references the label.
    pub target: SmolStr,
    /// The bytes of the target within `range`, where they stand there.
    pub target_range: Option<TextRange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// `[text](target)`
    Inline,
    /// `![alt](target)`
    Image,
    /// `[text][label]`, `[label][]`, `[label]`, also of an image; the label is defined.
    Reference,
    /// `<https://target>`; a mail address's target begins with `mailto:`.
    Autolink,
    /// `[[target]]`, `[[target|text]]`, `![[target]]`
    Wiki,
    /// `[^label]`, which is defined.
    Footnote,
    /// `{% link target %}`, `{{< ref "target" >}}` and the like: a template puts the address there.
    Tag,
}

/// `[label]: target`
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    pub range: TextRange,
    pub label: SmolStr,
    pub target: SmolStr,
    /// The bytes of the target within `range`, where they can be told.
    pub target_range: Option<TextRange>,
}

/// `[^label]: ...`
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    pub range: TextRange,
    pub label: SmolStr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CodeBlock {
    pub range: TextRange,
    pub fenced: bool,
    /// The first word of the info string.
    pub language: SmolStr,
    /// False for a fence that nothing closes. An indented block is always closed.
    pub closed: bool,
}

/// What site generators let an author say of a heading: `{#id .class}`, kramdown's `{: #id}`, a comment of MDX.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributes {
    /// With the braces: the end of the heading's text, or what stands in the line below it, outside the heading's range.
    pub range: TextRange,
    pub id: Option<ElementId>,
}

/// The name that an author gives a place, for links to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementId {
    /// The name alone, without quotes and `#`.
    pub range: TextRange,
    pub name: SmolStr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct UndefinedReference {
    pub range: TextRange,
    /// A footnote's begins with `^`.
    pub label: SmolStr,
}

impl Heading {
    /// The id among its attributes, which is its anchor then, instead of the slug of its title.
    pub fn id(&self) -> Option<&ElementId> {
        self.attributes.as_ref()?.id.as_ref()
    }
}

impl Body {
    /// The ids that the author gave a heading: by its attributes, and by HTML tags in its lines.
    pub fn ids_of<'a>(&'a self, heading: &'a Heading) -> impl Iterator<Item = &'a ElementId> {
        let tags = self.html_anchors.iter();
        let in_lines = tags.filter(|it| heading.range.contains_range(it.range));
        heading.id().into_iter().chain(in_lines)
    }

    /// The slug of each heading. A heading with an id is called by it, and takes no slug away from others.
    pub fn slugs(&self) -> Vec<String> {
        let mut slugger = Slugger::default();
        let slug = |it: &Heading| match it.id() {
            Some(_) => slugify(&it.title),
            None => slugger.slug(&it.title),
        };
        self.headings.iter().map(slug).collect()
    }

    /// The anchor of each heading: the id among its attributes, or else its slug.
    pub fn anchors(&self) -> Vec<String> {
        let headings = self.headings.iter().zip(self.slugs());
        headings
            .map(|(it, slug)| it.id().map_or(slug, |it| it.name.to_string()))
            .collect()
    }

    /// The definition of a label, compared as CommonMark does: without regard to case and to the amount of space.
    pub fn definition(&self, label: &str) -> Option<&Definition> {
        let label = fold_label(label);
        self.definitions
            .iter()
            .find(|it| fold_label(&it.label) == label)
    }

    /// Whether a link, a picture or a definition leads to somewhere that is not the web: whether that is there is for the rest of
    /// the corpus to tell.
    pub fn has_local_links(&self) -> bool {
        let is_local = |target: &str| !is_external(target);
        self.definitions.iter().any(|it| is_local(&it.target))
            || self.links.iter().any(|it| match it.kind {
                LinkKind::Wiki | LinkKind::Tag => true,
                LinkKind::Inline | LinkKind::Image => is_local(&it.target),
                LinkKind::Reference | LinkKind::Footnote | LinkKind::Autolink => false,
            })
    }

    /// Whether something at this offset is code or HTML, in which nothing is looked for.
    pub fn is_opaque(&self, offset: TextSize) -> bool {
        holds(&self.opaque, offset, |it| *it) || holds(&self.code_blocks, offset, |it| it.range)
    }
}

/// Parses `source[range]` as CommonMark; all offsets are those of `source`.
pub fn parse_body(source: &str, range: TextRange, dialect: Dialect) -> Body {
    collect::collect(source, range, dialect)
}

/// Whether a link's target is elsewhere on the web, so that nothing of ours can be told of it.
pub fn is_external(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(it, _)| it);
    target.starts_with("//")
        || scheme.is_some_and(|it| {
            it.len() > 1
                && it.starts_with(|it: char| it.is_ascii_alphabetic())
                && it
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"+-.".contains(&it))
        })
}

fn fold_label(label: &str) -> String {
    let words: Vec<_> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether one of the ranges, sorted and disjoint, contains the offset.
fn holds<T>(sorted: &[T], offset: TextSize, range: impl Fn(&T) -> TextRange) -> bool {
    let after = sorted.partition_point(|it| range(it).end() <= offset);
    sorted
        .get(after)
        .is_some_and(|it| range(it).contains(offset))
}

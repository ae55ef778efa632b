//! From the parser's events to a [`Body`], in one pass. It knows nothing of YAML, nor of what is right or wrong.

use std::ops::Range;

use crate::text::{TextRange, TextSize};
use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};
use smol_str::SmolStr;

use super::html::{Tags, without_anchors};
use super::mask::mask;
use super::{
    Attributes, Body, CodeBlock, Definition, Dialect, ElementId, Footnote, Heading, Link, LinkKind,
    UndefinedReference, attributes, tags, target,
};

/// What GitHub and the usual site generators understand. Not heading attributes: the parser knows one of
/// their forms, and not where they stand. Not math (`$` is money), and not metadata blocks: the parser would take any two `---`
/// rules for one.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_WIKILINKS);

const BOM: char = '\u{feff}';

pub(super) fn collect(source: &str, range: TextRange, dialect: Dialect) -> Body {
    let mut text = &source[range];
    let mut start = range.start();
    if start == TextSize::new(0) && text.starts_with(BOM) {
        text = &text[BOM.len_utf8()..];
        start += TextSize::of(BOM);
    }
    let written = text;
    let masked = mask(written, dialect);
    let text: &str = &masked.text;
    let mut undefined = Vec::new();
    let mut has_bracketed = false;
    let mut on_undefined = |link: BrokenLink<'_>| {
        // `[text][label]` and `[label][]` are meant as references; `[label]` alone hardly ever.
        let end = match link.link_type {
            LinkType::Reference => link.span.end,
            LinkType::Collapsed => link.span.end + "[]".len(),
            _ => {
                has_bracketed = true;
                return None;
            }
        };
        undefined.push((link.span.start..end, SmolStr::new(&link.reference)));
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(&mut on_undefined));
    let mut collector = Collector::new(text, start);
    let mut events = parser.into_offset_iter();
    for (event, range) in events.by_ref() {
        collector.event(event, range);
    }
    for (label, it) in events.reference_definitions().iter() {
        collector.definition(label, &it.dest, it.span.clone());
    }
    drop(events);
    for (range, label) in undefined {
        collector.undefined_reference(range, label);
    }
    collector.body.has_bracketed = has_bracketed;
    collector.body.dialect = dialect;
    for tag in masked.tags {
        collector.tags.scan(written, tag);
    }
    collector.finish(range, written)
}

struct Collector<'a> {
    /// What the parser sees; its offsets are relative to this.
    text: &'a str,
    /// Where `text` begins in the source.
    start: TextSize,
    body: Body,
    tags: Tags,
    /// Whether the events are those of a heading's title, which is the last of `body.headings`.
    in_heading: bool,
    title: String,
    /// Where the pieces of `title` come from: the offset of each in the text, and in `title`.
    title_pieces: Vec<(usize, usize)>,
    /// Of the event before this one.
    previous_end: usize,
    /// The links that are open, as indexes into `body.links`, and their type.
    open_links: Vec<(usize, LinkType)>,
    /// Where the last piece of the open code block's content ends.
    code_end: usize,
    /// How many block quotes, list items and footnotes are open.
    depth: usize,
    at_line_start: bool,
}

impl<'a> Collector<'a> {
    fn new(text: &'a str, start: TextSize) -> Collector<'a> {
        Collector {
            text,
            start,
            body: Body::default(),
            tags: Tags::new(),
            in_heading: false,
            title: String::new(),
            title_pieces: Vec::new(),
            previous_end: 0,
            open_links: Vec::new(),
            code_end: 0,
            depth: 0,
            at_line_start: false,
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let at_line_start = std::mem::take(&mut self.at_line_start);
        let end = match event {
            // What has no content ends where it begins, as far as content goes.
            Event::Start(_) => range.start,
            _ => range.end,
        };
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.plain(&text, range, at_line_start),
            Event::Code(code) => {
                self.add_to_title(&code, range.start);
                self.body.opaque.push(self.source_range(range));
            }
            Event::InlineHtml(_) => {
                self.tags.scan(self.text, range.clone());
                self.body.opaque.push(self.source_range(range));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.add_to_title(" ", range.start);
                self.at_line_start = true;
            }
            Event::FootnoteReference(label) => self.footnote_reference(&label, range),
            _ => {}
        }
        self.previous_end = end;
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.at_line_start = true,
            Tag::BlockQuote(_) => self.depth += 1,
            Tag::Item => {
                self.depth += 1;
                self.at_line_start = true;
            }
            Tag::FootnoteDefinition(label) => {
                self.depth += 1;
                self.body.footnotes.push(Footnote {
                    range: self.source_range(self.trimmed(range)),
                    label: SmolStr::new(&label),
                });
            }
            Tag::Heading { level, .. } => self.open_heading(level, range),
            Tag::CodeBlock(kind) => self.open_code_block(&kind, range),
            Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            } => self.open_link(LinkKind::Inline, link_type, &dest_url, &id, range),
            Tag::Image {
                link_type,
                dest_url,
                id,
                ..
            } => self.open_link(LinkKind::Image, link_type, &dest_url, &id, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.depth -= 1,
            TagEnd::Heading(_) => self.close_heading(),
            TagEnd::CodeBlock => self.close_code_block(range),
            TagEnd::Link | TagEnd::Image => self.close_link(range),
            TagEnd::HtmlBlock => {
                self.tags.scan(self.text, range.clone());
                let range = self.source_range(self.trimmed(range));
                self.body.opaque.push(range);
            }
            _ => {}
        }
    }

    fn plain(&mut self, text: &str, range: Range<usize>, at_line_start: bool) {
        self.add_to_title(text, range.start);
        self.code_end = range.end;
        let written = &self.text[range.start..];
        if at_line_start && written.starts_with('#') {
            self.unspaced_heading(range.start);
        }
        if text == "[" && written.starts_with("[^") {
            self.undefined_footnote(range.start);
        }
    }

    fn add_to_title(&mut self, text: &str, start: usize) {
        if self.in_heading {
            self.title_pieces.push((start, self.title.len()));
            self.title.push_str(text);
        }
    }

    fn open_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let range = self.trimmed(range);
        let written = &self.text[range.clone()];
        let n_markers = written.bytes().take_while(|it| *it == b'#').count();
        // An underlined title may itself begin with `#`s, but never with as many as make a heading.
        let after = written.as_bytes().get(n_markers);
        let setext =
            n_markers != level as usize || after.is_some_and(|it| !b" \t\r\n".contains(it));
        let title = if setext {
            written
        } else {
            &written[n_markers..]
        };
        let title_start = range.end - title.trim_start_matches([' ', '\t']).len();
        self.in_heading = true;
        self.title.clear();
        self.title_pieces.clear();
        let range = self.source_range(range);
        self.body.headings.push(Heading {
            level: level as u8,
            title: SmolStr::default(),
            range,
            title_range: TextRange::empty(self.offset(title_start)),
            attributes: None,
            section: range,
            setext,
            nested: self.depth > 0,
        });
    }

    fn close_heading(&mut self) {
        self.in_heading = false;
        let heading = self.body.headings.last().expect("a heading is open");
        let start = usize::from(heading.title_range.start() - self.start);
        let written = &self.text[start..self.previous_end.max(start)];
        let (title, found) = match attributes::behind_title(written) {
            Some(found) => {
                let title = without_closing(&written[..found.range.start]);
                self.cut_title(start + title.len());
                (title, Some(self.attributes(found, start)))
            }
            None => (written, self.attributes_below(heading)),
        };
        let inner = without_anchors(title);
        let start = inner.as_ptr() as usize - self.text.as_ptr() as usize;
        let title_range = self.source_range(start..start + inner.len());
        let heading = self.body.headings.last_mut().expect("a heading is open");
        heading.title = SmolStr::new(self.title.trim());
        heading.title_range = title_range;
        heading.attributes = found;
    }

    /// Takes back what the title has from behind this offset.
    fn cut_title(&mut self, end: usize) {
        let n_before = self.title_pieces.partition_point(|it| it.0 < end);
        let Some((place, start)) = self.title_pieces[..n_before].last() else {
            return;
        };
        let next = self.title_pieces.get(n_before).map(|it| it.1);
        let len = start + (end - place);
        let len = len.min(next.unwrap_or(self.title.len()));
        if self.title.is_char_boundary(len) {
            self.title.truncate(len);
        }
    }

    fn attributes_below(&self, heading: &Heading) -> Option<Attributes> {
        let end = usize::from(heading.range.end() - self.start);
        let rest = &self.text[end..];
        let line = rest
            .strip_prefix("\r\n")
            .or_else(|| rest.strip_prefix(['\n', '\r']))?;
        let start = self.text.len() - line.len();
        let line = line.split(['\n', '\r']).next().unwrap_or_default();
        let found = attributes::below(line).filter(|_| !heading.nested)?;
        Some(self.attributes(found, start))
    }

    fn attributes(&self, found: attributes::Found, start: usize) -> Attributes {
        let place = |it: Range<usize>| it.start + start..it.end + start;
        Attributes {
            range: self.source_range(place(found.range)),
            id: found.id.map(|it| self.element_id(place(it))),
        }
    }

    fn element_id(&self, range: Range<usize>) -> ElementId {
        ElementId {
            name: SmolStr::new(&self.text[range.clone()]),
            range: self.source_range(range),
        }
    }

    fn open_code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let (fenced, info) = match kind {
            CodeBlockKind::Fenced(info) => (true, &**info),
            CodeBlockKind::Indented => (false, ""),
        };
        let opening = &self.text[range.clone()];
        self.code_end = range.start + opening.find(['\n', '\r']).unwrap_or(opening.len());
        self.body.code_blocks.push(CodeBlock {
            range: self.source_range(self.trimmed(range)),
            fenced,
            language: SmolStr::new(info.split_whitespace().next().unwrap_or_default()),
            closed: !fenced,
        });
    }

    fn close_code_block(&mut self, range: Range<usize>) {
        let closing = &self.text[self.code_end.min(range.end)..range.end];
        let block = self
            .body
            .code_blocks
            .last_mut()
            .expect("a code block is open");
        // The content ends before the closing fence, so that only a fence can follow it.
        block.closed |= closing.contains(['`', '~']);
    }

    fn open_link(
        &mut self,
        kind: LinkKind,
        link_type: LinkType,
        destination: &CowStr<'a>,
        label: &CowStr<'a>,
        range: Range<usize>,
    ) {
        let (kind, written) = match link_type {
            LinkType::Inline => (kind, destination),
            LinkType::Autolink | LinkType::Email => (LinkKind::Autolink, destination),
            LinkType::WikiLink { .. } => (LinkKind::Wiki, destination),
            _ => (LinkKind::Reference, label),
        };
        let written = match kind {
            LinkKind::Wiki => &target::before_label(written),
            _ => written,
        };
        let target = match link_type {
            LinkType::Email => smol_str::format_smolstr!("mailto:{written}"),
            _ => SmolStr::new(written),
        };
        let target_range = target::place(self.text, written).filter(|it| within(it, &range));
        self.open_links.push((self.body.links.len(), link_type));
        self.body.links.push(Link {
            range: self.source_range(range),
            kind,
            target,
            target_range: target_range.map(|it| self.source_range(it)),
        });
    }

    fn close_link(&mut self, range: Range<usize>) {
        let (index, link_type) = self.open_links.pop().expect("a link is open");
        let link = &mut self.body.links[index];
        match link_type {
            LinkType::Inline if link.target_range.is_none() => {
                let opening = if self.text[range.start..].starts_with('!') {
                    "!["
                } else {
                    "["
                };
                let text_end = self.previous_end.max(range.start + opening.len());
                link.target_range = target::after_text(self.text, text_end..range.end)
                    .map(|it| shifted(it, self.start));
            }
            // `[[1]](url)` is a citation, and no wiki link to a post "1".
            LinkType::WikiLink { .. } => {
                let rest = range.end - 1..self.text.len();
                if let Some(it) = target::after_text(self.text, rest) {
                    let end = target::closing(self.text, it.end).unwrap_or(it.end);
                    link.kind = LinkKind::Inline;
                    link.target = SmolStr::new(&self.text[it.clone()]);
                    link.target_range = Some(shifted(it, self.start));
                    link.range = shifted(range.start..end, self.start);
                }
            }
            _ => {}
        }
    }

    fn footnote_reference(&mut self, label: &str, range: Range<usize>) {
        let label_range = range.start + "[^".len()..range.end - "]".len();
        self.body.links.push(Link {
            range: self.source_range(range),
            kind: LinkKind::Footnote,
            target: SmolStr::new(label),
            target_range: Some(self.source_range(label_range)),
        });
    }

    fn definition(&mut self, label: &str, destination: &CowStr<'_>, range: Range<usize>) {
        let target_range = target::place(self.text, destination).filter(|it| within(it, &range));
        self.body.definitions.push(Definition {
            range: self.source_range(self.trimmed(range)),
            label: SmolStr::new(label),
            target: SmolStr::new(destination),
            target_range: target_range.map(|it| self.source_range(it)),
        });
    }

    fn undefined_reference(&mut self, range: Range<usize>, label: SmolStr) {
        let range = self.source_range(range);
        let reference = UndefinedReference { range, label };
        self.body.undefined_references.push(reference);
    }

    /// The parser leaves `[^label]` as text where the label is not defined.
    fn undefined_footnote(&mut self, start: usize) {
        let rest = &self.text[start..];
        let label = &rest["[".len()..];
        let Some(len) = label.find([']', ' ', '\t', '\n', '\r', '[']) else {
            return;
        };
        let after = &label[len..];
        if len > "^".len() && after.starts_with(']') && !after.starts_with("](") {
            let range = start..start + "[".len() + len + "]".len();
            self.undefined_reference(range, SmolStr::new(&label[..len]));
        }
    }

    fn unspaced_heading(&mut self, start: usize) {
        let rest = &self.text.as_bytes()[start..];
        let n_markers = rest.iter().take_while(|it| **it == b'#').count();
        let escaped = start > 0 && self.text.as_bytes()[start - 1] == b'\\';
        let followed = rest
            .get(n_markers)
            .is_some_and(|it| !b" \t\r\n".contains(it));
        if n_markers <= 6 && followed && !escaped {
            let range = self.source_range(start..start + n_markers);
            self.body.unspaced_headings.push(range);
        }
    }

    /// `written` is the text with what the parser did not see: the names of ids may be there.
    fn finish(mut self, range: TextRange, written: &str) -> Body {
        let found = std::mem::replace(&mut self.tags, Tags::new()).finish();
        let id = |it: Range<usize>| ElementId {
            name: SmolStr::new(&written[it.clone()]),
            range: self.source_range(it),
        };
        let anchors = found.anchors.into_iter().map(id);
        let anchors: Vec<ElementId> = anchors.collect();
        self.add_tags();
        let mut body = self.body;
        body.range = range;
        let unclosed = found.unclosed.into_iter();
        body.unclosed_html = unclosed.map(|it| shifted(it, self.start)).collect();
        body.html_anchors = anchors;
        let link = |(kind, it): (LinkKind, Range<usize>)| Link {
            target: written[it.clone()].replace("&amp;", "&").into(),
            range: shifted(it.clone(), self.start),
            target_range: Some(shifted(it, self.start)),
            kind,
        };
        body.html_links = found.links.into_iter().map(link).collect();
        body.definitions.sort_by_key(|it| it.range.start());
        body.undefined_references.sort_by_key(|it| it.range.start());
        let line_start = |heading: &Heading| {
            let start = usize::from(heading.range.start() - self.start);
            let before = self.text[..start].rfind(['\n', '\r']);
            self.start + TextSize::of(&self.text[..before.map_or(0, |it| it + 1)])
        };
        close_sections(&mut body.headings, range.end(), line_start);
        body
    }

    /// The parser takes the tags of templates for text.
    fn add_tags(&mut self) {
        for tag in tags::find(self.text) {
            let range = self.source_range(tag.range);
            if !self.body.is_opaque(range.start()) {
                self.body.links.push(Link {
                    range,
                    kind: LinkKind::Tag,
                    target: SmolStr::new(&self.text[tag.target.clone()]),
                    target_range: Some(self.source_range(tag.target)),
                });
            }
        }
        self.body.links.sort_by_key(|it| it.range.start());
    }

    fn offset(&self, offset: usize) -> TextSize {
        shifted(offset..offset, self.start).start()
    }

    fn source_range(&self, range: Range<usize>) -> TextRange {
        shifted(range, self.start)
    }

    /// Blocks end after their last line end for the parser, before it for us.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let written = self.text[range.clone()].trim_end_matches(['\n', '\r']);
        range.start..range.start + written.len()
    }
}

/// Gives each heading its section: to the next one of the same or a higher level, or to `end`.
fn close_sections(
    headings: &mut [Heading],
    end: TextSize,
    line_start: impl Fn(&Heading) -> TextSize,
) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..headings.len() {
        let level = headings[index].level;
        let next = line_start(&headings[index]);
        while let Some(last) = open.pop_if(|it| headings[*it].level >= level) {
            headings[last].section = TextRange::new(headings[last].range.start(), next);
        }
        open.push(index);
    }
    for index in open {
        headings[index].section = TextRange::new(headings[index].range.start(), end);
    }
}

/// A title without the `##` that closes it before its attributes, and without blanks.
fn without_closing(title: &str) -> &str {
    let title = title.trim_end();
    let bare = title.trim_end_matches('#');
    match bare.ends_with([' ', '\t']) {
        true => bare.trim_end(),
        false => title,
    }
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn shifted(range: Range<usize>, by: TextSize) -> TextRange {
    crate::text::range(range.start, range.end) + by
}

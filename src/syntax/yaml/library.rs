//! YAML by the library: any YAML at all becomes nodes with ranges, or one fault where it stops.
//! What front matter is, and what to do about a fault, it does not know.

use std::rc::Rc;

use crate::text::{TextRange, range};
use granit_parser::{
    ErrorKind, Event, Options, Parser, ScalarStyle as Style, ScanError, Span, StructureStyle, Tag,
};
use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;

use super::is_null;
use crate::syntax::tree::{Entry, Node, NodeKind, ScalarStyle, null, scalar};

/// Why, and where, the library gave up.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Bytes from the start of the source.
    pub(crate) at: usize,
    pub(crate) kind: FaultKind,
}

#[derive(Debug)]
pub(crate) enum FaultKind {
    Library(ErrorKind),
    /// `*name` without a `&name` before it.
    UnknownAlias,
    /// Aliases that multiply beyond any use, or stand for themselves.
    AliasBomb,
    SecondDocument,
    /// A character that no YAML may hold.
    Unprintable(char),
}

/// The anchored nodes of the parts of one block that were read so far, and how much was copied for them.
#[derive(Default)]
pub(crate) struct Anchors {
    by_name: FxHashMap<SmolStr, Rc<Anchored>>,
    n_aliased: usize,
    n_anchored: usize,
}

struct Anchored {
    node: Node,
    /// How many nodes it is to a reader that puts them in the place of aliases first and merges maps after that.
    n_nodes: usize,
}

/// Nodes that aliases may stand for in one block, however often it is read; a real front matter has a few dozens.
pub(crate) const ALIASED_NODES_LIMIT: usize = 10_000;

/// Nodes that anchors may hold in one block: in those within others they count again for each.
const ANCHORED_NODES_LIMIT: usize = 100_000;

/// Reads `source[start..end]` as one document of YAML; `None` where there is nothing but blank lines and comments.
pub(crate) fn read(
    source: &str,
    start: usize,
    end: usize,
    anchors: &mut Anchors,
) -> Result<Option<Node>, Fault> {
    // The library takes some of them for the end of the text.
    if let Some((at, character)) = first_unprintable(&source[start..end]) {
        let kind = FaultKind::Unprintable(character);
        return Err(Fault {
            at: start + at,
            kind,
        });
    }
    let mut builder = Builder {
        source: &source[..end],
        base: start,
        frames: Vec::new(),
        root: None,
        anchors,
        anchored: FxHashMap::default(),
        names: FxHashMap::default(),
        cursor: start,
    };
    let mut documents = 0;
    for next in Parser::new_from_str_with_options(&source[start..end], options()) {
        let (event, span) = next.map_err(|it| builder.fault(&it))?;
        let span = builder.range(&span);
        if let Event::DocumentStart(explicit, _) = event {
            documents += 1;
            if documents > 1 || explicit {
                return Err(Fault {
                    at: span.0,
                    kind: FaultKind::SecondDocument,
                });
            }
        }
        builder.event(event, span)?;
    }
    Ok(builder.root)
}

/// Whether aliases in it stand for so little that every reader may put nodes in their places.
pub(crate) fn is_bounded(text: &str) -> bool {
    let root = || read(text, 0, text.len(), &mut Anchors::default());
    !may_alias(text) || !matches!(root(), Err(it) if it.kind.is_bomb())
}

/// Whether there may be aliases in it.
pub(crate) fn may_alias(text: &str) -> bool {
    text.contains('&') && text.contains('*')
}

impl FaultKind {
    pub(crate) fn is_bomb(&self) -> bool {
        matches!(self, FaultKind::AliasBomb)
    }
}

/// The first character that is not `c-printable` (YAML 1.2, 5.1), and its offset.
pub(crate) fn first_unprintable(text: &str) -> Option<(usize, char)> {
    let is_unprintable = |it: char| {
        matches!(
            it,
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    text.char_indices().find(|it| is_unprintable(it.1))
}

fn options() -> Options {
    let mut options = granit_parser::options! {
        // Where libyaml, which most tools are built on, reads more than the specification allows, so do we.
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
        emit_anchor_events: true,
        // Anchors of parts that were read before are resolved by name.
        emit_unresolved_aliases: true,
    };
    options.set_emit_comments(false);
    options
}

/// Turns events into nodes without recursion: a hostile post may nest hundreds of levels deep.
struct Builder<'a> {
    /// Cut off behind what is read.
    source: &'a str,
    base: usize,
    frames: Vec<Frame>,
    root: Option<Node>,
    anchors: &'a mut Anchors,
    /// The anchored nodes of this reading by the library's numbers.
    anchored: FxHashMap<usize, Rc<Anchored>>,
    /// The names of anchored lists and maps that are not complete yet.
    names: FxHashMap<usize, SmolStr>,
    /// The end of the last scalar, bracket or alias.
    cursor: usize,
}

struct Frame {
    start: usize,
    flow: bool,
    anchor: usize,
    /// In it so far, as [`Anchored::n_nodes`] counts.
    n_nodes: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<Node>),
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, (start, end): (usize, usize)) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, tag.as_deref(), (start, end));
                self.cursor = self.cursor.max(node.range.end().into());
                if anchor > 0 {
                    self.anchor(anchor, &node, 1)?;
                }
                self.push(node, 1);
            }
            Event::SequenceStart(style, anchor, _) => {
                let flow = style == StructureStyle::Flow;
                let start = if flow { start } else { self.first_dash(start) };
                self.open(start, flow, anchor, Content::List(Vec::new()));
            }
            Event::MappingStart(style, anchor, _) => {
                let flow = style == StructureStyle::Flow;
                self.open(start, flow, anchor, Content::Map(Vec::new(), None));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close((start, end))?,
            Event::Anchor(id, name) => self.name(id, &name),
            Event::Alias(id) => {
                let target = self.anchored.get(&id).cloned();
                self.alias(target, FaultKind::AliasBomb, (start, end))?;
            }
            Event::UnresolvedAlias(name) => {
                let target = self.anchors.by_name.get(&*name).cloned();
                self.alias(target, FaultKind::UnknownAlias, (start, end))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(
        &self,
        text: &str,
        style: Style,
        tag: Option<&Tag>,
        (start, end): (usize, usize),
    ) -> Node {
        let is_string = tag.is_some_and(|it| it.is_yaml_core_schema_tag("str"));
        let style = match style {
            Style::Plain if start == end => {
                let at = self.empty_place(start);
                return match is_string {
                    true => scalar(at, at, SmolStr::default(), ScalarStyle::Plain),
                    false => null(at, at),
                };
            }
            Style::Plain if is_null(text) && !is_string => return null(start, end),
            Style::Plain => ScalarStyle::Plain,
            Style::SingleQuoted => ScalarStyle::SingleQuoted,
            Style::DoubleQuoted => ScalarStyle::DoubleQuoted,
            Style::Literal => ScalarStyle::Literal,
            Style::Folded => ScalarStyle::Folded,
        };
        let (start, end) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block_scalar_range(start, end),
            _ => (start, end),
        };
        scalar(start, end, SmolStr::new(text), style)
    }

    /// Where a value would stand that is not there: behind its colon or dash, and one space.
    fn empty_place(&self, reported: usize) -> usize {
        let indicator = match self.frames.last() {
            Some(Frame {
                content: Content::Map(_, Some(_)),
                ..
            }) => {
                let after = &self.source[self.cursor..];
                let blank = after.len() - after.trim_start().len();
                match after[blank..].starts_with(':') {
                    true => Some(self.cursor + blank),
                    false => return self.cursor,
                }
            }
            Some(Frame {
                content: Content::List(items),
                flow: false,
                start,
                ..
            }) => self.dash_from(items.last().map_or(*start, |it| it.range.end().into())),
            _ => None,
        };
        match indicator {
            Some(at) => at + 1 + usize::from(self.source.as_bytes().get(at + 1) == Some(&b' ')),
            // An empty key, or an empty item of a flow list: the library may report it lines further down.
            None => self.source[..reported].trim_end().len().max(self.cursor),
        }
    }

    /// The library reports a list that is not indented below its key behind its first dash, others at it.
    fn first_dash(&self, reported: usize) -> usize {
        if !matches!(
            self.frames.last().map(|it| &it.content),
            Some(Content::Map(_, Some(_)))
        ) {
            return reported;
        }
        self.dash_from(self.cursor).unwrap_or(reported)
    }

    /// The first dash behind `at`, over blanks, comments, anchors, tags and a colon.
    fn dash_from(&self, mut at: usize) -> Option<usize> {
        loop {
            let rest = &self.source[at..];
            let token = rest.trim_start();
            at += rest.len() - token.len();
            at += match token.chars().next()? {
                ':' => 1,
                '#' => token.find(['\n', '\r'])?,
                '&' | '!' => token.find(char::is_whitespace)?,
                '-' => return Some(at),
                _ => return None,
            };
        }
    }

    /// From the header to the end of the last line that has text; the library reports the text alone, with the blank lines
    /// behind it.
    fn block_scalar_range(&self, start: usize, end: usize) -> (usize, usize) {
        let header = self.block_scalar_header(start);
        let last = self.source[header..end.max(header)].trim_end().len();
        (header, header + last)
    }

    fn block_scalar_header(&self, start: usize) -> usize {
        let mut before = &self.source[self.cursor..start.max(self.cursor)];
        loop {
            let line = before.rfind(['\n', '\r']).map_or(0, |it| it + 1);
            let header = before[line..].char_indices().find(|(at, it)| {
                matches!(it, '|' | '>') && before[..line + at].ends_with([' ', '\t', '\n', '\r'])
            });
            if let Some((at, _)) = header {
                return self.cursor + line + at;
            }
            if line == 0 {
                return start;
            }
            before = &before[..line - 1];
        }
    }

    fn open(&mut self, start: usize, flow: bool, anchor: usize, content: Content) {
        if flow && self.source[start..].starts_with(['[', '{']) {
            self.cursor = start + 1;
        }
        self.frames.push(Frame {
            start,
            flow,
            anchor,
            n_nodes: 1,
            content,
        });
    }

    /// The library reports the end of a block collection where the next token begins: its last child's end is taken.
    fn close(&mut self, (start, end): (usize, usize)) -> Result<(), Fault> {
        let frame = self
            .frames
            .pop()
            .expect("the library closes what it opened");
        let is_bracket = |at: usize| {
            matches!(
                self.source.as_bytes().get(at),
                Some(b'[' | b']' | b'{' | b'}')
            )
        };
        let bracketed = frame.flow && start < end && is_bracket(frame.start) && is_bracket(start);
        let end = bracketed.then_some(end);
        if let Some(end) = end {
            self.cursor = end;
        }
        let (anchor, n_nodes) = (frame.anchor, frame.n_nodes);
        let node = frame.finish(end);
        if anchor > 0 {
            self.anchor(anchor, &node, n_nodes)?;
        }
        self.push(node, n_nodes);
        Ok(())
    }

    /// Keeps a copy of the node for its aliases.
    fn anchor(&mut self, id: usize, node: &Node, n_nodes: usize) -> Result<(), Fault> {
        self.anchors.n_anchored += n_nodes;
        if self.anchors.n_anchored > ANCHORED_NODES_LIMIT {
            return Err(Fault {
                at: node.range.start().into(),
                kind: FaultKind::AliasBomb,
            });
        }
        let node = node.clone();
        let anchored = Rc::new(Anchored { node, n_nodes });
        if let Some(name) = self.names.remove(&id) {
            self.anchors.by_name.insert(name, anchored.clone());
        }
        self.anchored.insert(id, anchored);
        Ok(())
    }

    fn push(&mut self, node: Node, n_nodes: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.n_nodes += n_nodes;
        }
        match self.frames.last_mut().map(|it| &mut it.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map(entries, key)) => match key.take() {
                None => *key = Some(as_key(self.source, node)),
                Some(key) => entries.push(Entry::new(key, node)),
            },
        }
    }

    /// The library tells the name of an anchor behind the start of its node.
    fn name(&mut self, id: usize, name: &str) {
        match self.anchored.get(&id) {
            Some(anchored) => {
                let anchored = anchored.clone();
                self.anchors.by_name.insert(name.into(), anchored);
            }
            None => {
                self.names.insert(id, name.into());
            }
        }
    }

    fn alias(
        &mut self,
        target: Option<Rc<Anchored>>,
        missing: FaultKind,
        (start, end): (usize, usize),
    ) -> Result<(), Fault> {
        let fault = |kind| Fault { at: start, kind };
        let n_aliased = &mut self.anchors.n_aliased;
        *n_aliased += target.as_ref().map_or(0, |it| it.n_nodes);
        // Where it is too much already, what is missing was too much itself.
        if *n_aliased > ALIASED_NODES_LIMIT {
            return Err(fault(FaultKind::AliasBomb));
        }
        let target = target.ok_or(fault(missing))?;
        let mut node = target.node.clone();
        as_alias(&mut node, range(start, end));
        self.cursor = end;
        self.push(node, target.n_nodes);
        Ok(())
    }

    fn range(&self, span: &Span) -> (usize, usize) {
        let range = span.byte_range().expect("the library was given a string");
        (self.base + range.start, self.base + range.end)
    }

    fn fault(&self, error: &ScanError) -> Fault {
        let at = error
            .marker()
            .byte_offset()
            .expect("the library was given a string");
        Fault {
            at: (self.base + at).min(self.source.len()),
            kind: FaultKind::Library(error.kind().clone()),
        }
    }
}

impl Frame {
    fn finish(self, end: Option<usize>) -> Node {
        let (first, last, kind) = match self.content {
            Content::List(items) => (
                items.first().map(|it| it.range),
                items.last().map(|it| it.range),
                NodeKind::List {
                    items,
                    flow: self.flow,
                },
            ),
            Content::Map(entries, _) => (
                entries.first().map(|it| it.key.range),
                entries.last().map(|it| it.range),
                NodeKind::Map {
                    entries: merged(entries),
                    flow: self.flow,
                },
            ),
        };
        let start = first.map_or(self.start, |it| self.start.min(it.start().into()));
        let end = end.or(last.map(|it| it.end().into())).unwrap_or(start);
        Node {
            range: range(start, end.max(start)),
            kind,
        }
    }
}

/// A key as a scalar of some text, whatever it is.
fn as_key(source: &str, node: Node) -> Node {
    match node.kind {
        NodeKind::Scalar { .. } => node,
        _ => {
            let text = SmolStr::new(&source[node.range]);
            Node {
                range: node.range,
                kind: NodeKind::Scalar {
                    text,
                    style: ScalarStyle::Plain,
                },
            }
        }
    }
}

/// Makes a copy of an anchored node stand for an alias.
fn as_alias(node: &mut Node, range: TextRange) {
    node.range = range;
    match &mut node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar { style, .. } => *style = ScalarStyle::Alias,
        NodeKind::List { items, .. } => items.iter_mut().for_each(|it| as_alias(it, range)),
        NodeKind::Map { entries, .. } => {
            for entry in entries {
                entry.range = range;
                as_alias(&mut entry.key, range);
                as_alias(&mut entry.value, range);
            }
        }
    }
}

/// The entries with each `<<` replaced by the entries of its map or maps that are not given otherwise: a map's own entries
/// come before merged ones, and of several maps the first counts.
pub(crate) fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    if !entries.iter().any(is_merge) {
        return entries;
    }
    let mut known: FxHashSet<SmolStr> = entries
        .iter()
        .filter_map(|it| it.key.text())
        .map(SmolStr::new)
        .collect();
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        if !is_merge(&entry) {
            all.push(entry);
            continue;
        }
        let maps = match entry.value.kind {
            NodeKind::List { items, .. } => items,
            _ => vec![entry.value],
        };
        for map in maps {
            let NodeKind::Map { entries, .. } = map.kind else {
                continue;
            };
            all.extend(
                entries
                    .into_iter()
                    .filter(|it| known.insert(it.key.text().unwrap_or_default().into())),
            );
        }
    }
    all
}

/// `<<` with a map or a list of maps; with anything else it is a key like any other.
fn is_merge(entry: &Entry) -> bool {
    let is_maps = |it: &Node| matches!(&it.kind, NodeKind::List { items, .. } if items.iter().all(Node::is_map));
    let plain = matches!(&entry.key.kind, NodeKind::Scalar { text, style: ScalarStyle::Plain } if text == "<<");
    plain && (entry.value.is_map() || is_maps(&entry.value))
}

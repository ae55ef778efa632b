//! Where in half-typed YAML, TOML or JSON the cursor is: under which keys, and whether a key or a value goes there. It reads
//! tokens, not a tree: what is being typed is hardly ever valid. It does not know what the keys mean.

pub(crate) mod token;

use smol_str::{SmolStr, format_smolstr};

use super::tree::Format;
use crate::text::{TextRange, TextSize, range};

/// The cursor's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The keys that lead there, from the outermost; `[]` behind one whose list has the map in which the cursor is.
    pub path: Vec<SmolStr>,
    pub role: Role,
    /// The word at the cursor, its quotes included; empty where there is none.
    pub range: TextRange,
    /// Its text, without quotes.
    pub word: SmolStr,
    /// Whether it stands in brackets.
    pub in_flow: bool,
    /// Whether it is an item of a list.
    pub is_item: bool,
    /// What stands there beside it: the other keys of the map, or the other items of the list.
    pub siblings: Vec<SmolStr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `colon`: a colon, or in TOML an equals sign, stands behind it already.
    Key {
        colon: bool,
    },
    Value,
}

impl Role {
    fn is_key(self) -> bool {
        matches!(self, Role::Key { .. })
    }
}

/// The slot at an offset of a text that is one map of this format. `None` in a comment.
pub fn slot_at(source: &str, format: Format, offset: TextSize) -> Option<Slot> {
    let offset = usize::from(offset);
    let scan = Scan::of(source, format);
    if scan
        .comments
        .iter()
        .any(|(start, end)| *start < offset && offset <= *end)
    {
        return None;
    }
    let touches = |it: &&Token| it.start <= offset && offset <= it.end;
    let token = scan.tokens.iter().find(touches).cloned();
    let token = token.unwrap_or_else(|| {
        let before = Scan::of(&source[..offset], format);
        before.pending(source, offset)
    });
    let siblings = scan.tokens.iter().filter(|it| {
        it.group == token.group
            && it.path == token.path
            && it.role.is_key() == token.role.is_key()
            && it.start != token.start
    });
    Some(Slot {
        siblings: siblings
            .map(|it| unquoted(&source[it.start..it.end]))
            .collect(),
        range: range(token.start, token.end),
        word: unquoted(&source[token.start..token.end]),
        in_flow: token.in_flow,
        is_item: token.is_item,
        role: token.role,
        path: token.path,
    })
}

/// A word, by bytes of the source.
#[derive(Clone, Debug)]
struct Token {
    start: usize,
    end: usize,
    path: Vec<SmolStr>,
    role: Role,
    in_flow: bool,
    is_item: bool,
    /// Which map or list it belongs to: two of one path are two.
    group: usize,
}

/// A bracket that is open.
#[derive(Debug)]
struct Flow {
    is_map: bool,
    /// The key whose value comes next.
    key: Option<SmolStr>,
    group: usize,
}

/// A key, or an item that is a map, of a block that is open.
#[derive(Debug)]
struct Open {
    /// Bytes before it on its line.
    indent: usize,
    /// `None` for an item.
    key: Option<SmolStr>,
    group: usize,
}

#[derive(Debug, Default)]
struct Scan<'a> {
    source: &'a str,
    format: Format,
    at: usize,
    tokens: Vec<Token>,
    /// From the `#` to the end of its line.
    comments: Vec<(usize, usize)>,
    block: Vec<Open>,
    flow: Vec<Flow>,
    n_groups: usize,
}

impl<'a> Scan<'a> {
    fn of(source: &'a str, format: Format) -> Scan<'a> {
        let mut scan = Scan {
            source,
            format,
            ..Scan::default()
        };
        while scan.at < source.len() {
            scan.line();
        }
        scan
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn line(&mut self) {
        let start = self.at;
        self.at += self.rest().len()
            - self
                .rest()
                .trim_start_matches([' ', '\t', '\u{feff}'])
                .len();
        let indent = self.at - start;
        let first = self.rest().chars().next();
        let is_content = first.is_some_and(|it| !matches!(it, '\n' | '\r' | '#'));
        // A bracket that nobody closed must not swallow the rest of the file.
        if indent == 0 && is_content && self.ends_brackets(first) {
            self.flow.clear();
        }
        if self.flow.is_empty() && is_content {
            match self.format {
                Format::Yaml => self.begin_block_line(indent),
                Format::Toml => self.begin_toml_line(),
                Format::Json => {}
            }
        }
        while !self.rest().is_empty() && !self.rest().starts_with(['\n', '\r']) {
            self.next();
        }
        self.at += self.rest().len() - self.rest().trim_start_matches('\r').len();
        self.at += usize::from(self.rest().starts_with('\n'));
    }

    /// Whether a line that begins so at the margin is none within brackets.
    fn ends_brackets(&self, first: Option<char>) -> bool {
        match self.format {
            Format::Yaml => !matches!(first, Some(']' | '}')),
            Format::Toml => {
                let line = self.rest().lines().next().unwrap_or_default();
                let key = line.split('=').next().unwrap_or_default();
                let is_key = |it: char| it.is_alphanumeric() || "_-. \"'".contains(it);
                key.len() < line.len() && !key.is_empty() && key.chars().all(is_key)
                    || line.starts_with('[')
                        && line.trim_end().ends_with(']')
                        && !line.contains(',')
            }
            Format::Json => false,
        }
    }

    fn new_group(&mut self) -> usize {
        self.n_groups += 1;
        self.n_groups
    }

    /// Closes the keys that are not above this line.
    fn begin_block_line(&mut self, mut indent: usize) {
        while self.rest().starts_with("- ")
            || self.rest().lines().next().unwrap_or_default().trim_end() == "-"
        {
            // The items of a list may stand at the indentation of its key.
            self.block
                .retain(|it| it.indent < indent || it.indent == indent && it.key.is_some());
            self.at += 1;
            let blanks = self.rest().len() - self.rest().trim_start_matches(' ').len();
            let inner = self.at + blanks;
            let is_map = {
                let end = self.word_end_from(inner);
                end > inner && self.is_colon(end)
            };
            if !is_map {
                return;
            }
            let group = self.new_group();
            self.block.push(Open {
                indent,
                key: None,
                group,
            });
            self.at = inner;
            indent += 1 + blanks;
        }
        self.block.retain(|it| it.indent < indent);
        let end = self.word_end();
        let colon = self.is_colon(end);
        let path = self.path();
        let key = unquoted(&self.source[self.at..end]);
        // A bracket begins no key that we know.
        if end > self.at {
            self.push(self.at, end, path, Role::Key { colon });
            self.at = end;
        }
        if colon {
            self.open_key(indent, key);
        }
    }

    /// What follows the colon, or the equals sign, belongs to the key.
    fn open_key(&mut self, indent: usize, key: SmolStr) {
        let space = self.rest().find(self.format.separator());
        self.at += space.expect("there is one behind the word") + 1;
        let group = self.new_group();
        self.block.push(Open {
            indent,
            key: Some(key),
            group,
        });
    }

    /// `key = value`, `a.b = value`, `[table]` or `[[list]]`. Tables are open from indentation 0 on, keys of a line from 1.
    fn begin_toml_line(&mut self) {
        if self.rest().starts_with('[') {
            return self.toml_header();
        }
        self.block.retain(|it| it.indent == 0);
        loop {
            let end = self.word_end();
            let colon = self.is_colon(end);
            if end > self.at {
                let path = self.path();
                self.push(self.at, end, path, Role::Key { colon });
            }
            let key = unquoted(&self.source[self.at..end]);
            self.at = end;
            if colon {
                return self.open_key(1, key);
            }
            let Some(rest) = self.rest().trim_start_matches(' ').strip_prefix('.') else {
                return;
            };
            self.at = self.source.len() - rest.trim_start_matches(' ').len();
            let group = self.new_group();
            self.block.push(Open {
                indent: 1,
                key: Some(key),
                group,
            });
        }
    }

    fn toml_header(&mut self) {
        self.block.clear();
        let line = self.rest().lines().next().unwrap_or_default();
        let is_list = line.starts_with("[[");
        let inner = line.trim_start_matches('[');
        let inner = inner.split(']').next().unwrap_or_default();
        for key in inner.split('.') {
            let group = self.new_group();
            self.block.push(Open {
                indent: 0,
                key: Some(unquoted(key.trim())),
                group,
            });
        }
        if is_list {
            let group = self.new_group();
            self.block.push(Open {
                indent: 0,
                key: None,
                group,
            });
        }
        self.at += line.len();
    }

    /// The next token of a value.
    fn next(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        match first {
            '#' if self.format != Format::Json && self.is_after_space() => {
                let end = self.at + self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
                self.comments.push((self.at, end));
                self.at = end;
                return;
            }
            '[' | '{' => {
                let group = self.new_group();
                self.flow.push(Flow {
                    is_map: first == '{',
                    key: None,
                    group,
                });
            }
            ']' | '}' => {
                self.flow.pop();
            }
            ',' => {
                if let Some(flow) = self.flow.last_mut() {
                    flow.key = None;
                }
            }
            it if it.is_whitespace() || it == self.format.separator() => {}
            _ => return self.word(),
        }
        self.at += first.len_utf8();
    }

    fn is_after_space(&self) -> bool {
        let before = self.source[..self.at].chars().next_back();
        before.is_none_or(char::is_whitespace)
    }

    fn word(&mut self) {
        let end = self.word_end().max(self.at + 1);
        let end = (end..=self.source.len())
            .find(|it| self.source.is_char_boundary(*it))
            .unwrap_or(self.source.len());
        let (path, colon) = (self.path(), self.is_colon(end));
        let is_key = matches!(
            self.flow.last(),
            Some(Flow {
                is_map: true,
                key: None,
                ..
            })
        );
        let role = if is_key {
            Role::Key { colon }
        } else {
            Role::Value
        };
        self.push(self.at, end, path, role);
        if let Some(flow) = self.flow.last_mut().filter(|_| is_key && colon) {
            flow.key = Some(unquoted(&self.source[self.at..end]));
        }
        self.at = end;
    }

    fn push(&mut self, start: usize, end: usize, path: Vec<SmolStr>, role: Role) {
        let token = Token {
            start,
            end,
            path,
            role,
            in_flow: !self.flow.is_empty(),
            is_item: self.is_item(role),
            group: self.group(),
        };
        self.tokens.push(token);
    }

    /// Whether a value that stands here is an item.
    fn is_item(&self, role: Role) -> bool {
        let line = self.source[..self.at]
            .rfind(['\n', '\r'])
            .map_or(0, |it| it + 1);
        let before = self.source[line..self.at].trim_start_matches([' ', '\t']);
        !role.is_key()
            && match self.flow.last() {
                Some(flow) => !flow.is_map,
                None => before.starts_with('-') && before.trim_matches(['-', ' ']).is_empty(),
            }
    }

    /// The innermost map or list that is open.
    fn group(&self) -> usize {
        let of_block = self.block.last().map_or(0, |it| it.group);
        self.flow.last().map_or(of_block, |it| it.group)
    }

    /// Where the word that begins here ends: at its second quote, or where YAML would end a plain scalar.
    fn word_end(&self) -> usize {
        self.word_end_from(self.at)
    }

    fn word_end_from(&self, at: usize) -> usize {
        let rest = &self.source[at..];
        if let Some(quote) = rest.chars().next().filter(|it| matches!(it, '"' | '\'')) {
            let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
            return at + closing_quote(&rest[..line], quote).map_or(line, |it| it + 1);
        }
        let separator = self.format.separator();
        let is_toml_key =
            self.format == Format::Toml && self.flow.is_empty() && !self.is_behind_key();
        let in_flow = !self.flow.is_empty();
        let mut before = ' ';
        for (index, it) in rest.char_indices() {
            let next = rest[index + it.len_utf8()..].chars().next();
            let after_colon =
                next.is_none_or(|it| it.is_whitespace() || in_flow && ",[]{}".contains(it));
            let is_separator = it == separator && (self.format != Format::Yaml || after_colon);
            let ends = matches!(it, '\n' | '\r')
                || in_flow && ",[]{}".contains(it)
                || !in_flow && index == 0 && "[]{}".contains(it)
                || is_toml_key && it == '.'
                || is_separator
                || it == '#' && before.is_whitespace() && index > 0;
            if ends {
                return at + rest[..index].trim_end().len();
            }
            before = it;
        }
        at + rest.trim_end().len()
    }

    /// Whether the equals sign of this line of TOML is behind us.
    fn is_behind_key(&self) -> bool {
        let line = self.source[..self.at]
            .rfind(['\n', '\r'])
            .map_or(0, |it| it + 1);
        self.source[line..self.at].contains(self.format.separator())
    }

    fn is_colon(&self, end: usize) -> bool {
        let separator = self.format.separator();
        self.source[end..]
            .trim_start_matches(' ')
            .starts_with(separator)
    }

    fn path(&self) -> Vec<SmolStr> {
        let mut path: Vec<SmolStr> = Vec::new();
        for open in &self.block {
            match &open.key {
                Some(key) => path.push(key.clone()),
                None => of_items(&mut path),
            }
        }
        for (index, flow) in self.flow.iter().enumerate() {
            // The object that is the front matter itself has no name, nor has a list by itself.
            if flow.is_map && index > 0 && !self.flow[index - 1].is_map {
                of_items(&mut path);
            }
            path.extend(flow.key.clone());
        }
        path
    }

    /// What would stand at the end of the text: nothing does yet.
    fn pending(mut self, source: &str, offset: usize) -> Token {
        let line = self.source.rfind(['\n', '\r']).map_or(0, |it| it + 1);
        let is_blank = self.source[line..].trim().is_empty();
        let role = match self.flow.last() {
            Some(Flow {
                is_map: true,
                key: None,
                ..
            }) => Role::Key { colon: false },
            Some(_) => Role::Value,
            None if is_blank => {
                let indent = offset - line;
                let is_toml = self.format == Format::Toml;
                self.block.retain(|it| match is_toml {
                    true => it.indent == 0,
                    false => it.indent < indent,
                });
                Role::Key { colon: false }
            }
            None => Role::Value,
        };
        let separator = self.format.separator();
        let after = source[offset..].trim_start_matches(' ');
        let colon = is_blank && after.starts_with(separator);
        let role = if colon { Role::Key { colon } } else { role };
        self.at = self.source.len();
        Token {
            start: offset,
            end: offset,
            path: self.path(),
            role,
            in_flow: !self.flow.is_empty(),
            is_item: self.is_item(role),
            group: self.group(),
        }
    }
}

/// Marks the last key as one whose list has maps.
fn of_items(path: &mut [SmolStr]) {
    if let Some(last) = path.last_mut() {
        *last = format_smolstr!("{last}[]");
    }
}

/// The quote that closes the one at the start of the text, escapes passed over.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let mut chars = text.char_indices().skip(1);
    let close = chars.find(|(_, it)| {
        let ends = *it == quote && !escaped;
        escaped = quote == '"' && *it == '\\' && !escaped;
        ends
    });
    close.map(|it| it.0)
}

fn unquoted(text: &str) -> SmolStr {
    let quote = text.chars().next().filter(|it| matches!(it, '"' | '\''));
    let inner = quote.and_then(|it| Some(text.strip_prefix(it)?.trim_end_matches(it)));
    inner.unwrap_or(text).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of `$0`, as `fields.tags| <role> word`.
    #[track_caller]
    fn check(source: &str, expected: &str) {
        let offset = source.find("$0").expect("a cursor");
        let source = source.replacen("$0", "", 1);
        let at = slot_at(&source, Format::Yaml, TextSize::try_from(offset).unwrap());
        let shown = at.map_or("none".to_owned(), |it| {
            format!(
                "{} {:?} <{}>",
                it.path.join("."),
                it.role,
                &source[it.range]
            )
        });
        assert_eq!(shown, expected, "{source}");
    }

    #[test]
    fn places_in_blocks() {
        check("fie$0", " Key { colon: false } <fie>");
        check("$0", " Key { colon: false } <>");
        check(
            "fields:\r\n  $0\r\nrules:\r\n",
            "fields Key { colon: false } <>",
        );
        check(
            "fields:\n  tags:\n    ty$0pe: list\n",
            "fields.tags Key { colon: true } <type>",
        );
        check(
            "fields:\n  中文 😀:\n    type: $0\n",
            "fields.中文 😀.type Value <>",
        );
        check(
            "fields:\n  x:\n    values:\n    - e\u{301}$0\n",
            "fields.x.values Value <e\u{301}>",
        );
        check(
            "fields:\n  x:\n    values:\n      - $0",
            "fields.x.values Value <>",
        );
        check(
            "rules:\n  'a: b': off\n  $0",
            "rules Key { colon: false } <>",
        );
        check("fields:\n  x: # no$0te", "none");
        check("\u{feff}slug: pin$0yin # x", "slug Value <pinyin>");
        check("fields:\n  x:\n    max: 3\n$0", " Key { colon: false } <>");
    }

    #[test]
    fn places_in_brackets() {
        check("fields:\n  x: { $0 }", "fields.x Key { colon: false } <>");
        check("fields:\n  x: { type: li$0", "fields.x.type Value <li>");
        check(
            "fields:\n  x: { type: list, cl$0: true }",
            "fields.x Key { colon: true } <cl>",
        );
        check(
            "fields: { x: { values: [a, 《b》$0] } }",
            "fields.x.values Value <《b》>",
        );
        check(
            "fields: { x: { values: [a,\n   $0] } }",
            "fields.x.values Value <>",
        );
        check(
            "fields:\n  x: { type: \nrules: { $0",
            "rules Key { colon: false } <>",
        );
        check("content: ['a/*.md', \"b$0\"]", "content Value <\"b\">");
    }

    #[track_caller]
    fn check_in(format: Format, source: &str, expected: &str) {
        let offset = source.find("$0").expect("a cursor");
        let source = source.replacen("$0", "", 1);
        let at = slot_at(&source, format, TextSize::try_from(offset).unwrap());
        let shown = at.map_or("none".to_owned(), |it| {
            let siblings = it.siblings.join("/");
            let item = if it.is_item { " item" } else { "" };
            let path = it.path.join(".");
            format!(
                "{path} {:?}{item} <{}> {siblings}",
                it.role, &source[it.range]
            )
        });
        assert_eq!(shown, expected, "{source}");
    }

    #[test]
    fn places_in_maps_of_lists() {
        let yaml = |source, expected| check_in(Format::Yaml, source, expected);
        yaml(
            "authors:\n  - name: 张$0三\n    url: x\n",
            "authors[].name Value <张三> ",
        );
        yaml(
            "authors:\n- name: a\n- name: b\n  $0",
            "authors[] Key { colon: false } <> name",
        );
        yaml(
            "authors: [{ name: a }, { name: b, ur$0 }]",
            "authors[] Key { colon: false } <ur> name",
        );
        yaml("tags:\n- a\n- b$0\n", "tags Value item <b> a");
        yaml("image:\n  alt: $0\n", "image.alt Value <> ");
        yaml("image: { alt: \"a$0\" }\n", "image.alt Value <\"a\"> ");
    }

    #[test]
    fn places_in_toml() {
        let toml = |source, expected| check_in(Format::Toml, source, expected);
        toml("ti$0", " Key { colon: false } <ti> ");
        toml("title = \"中$0\"\n", "title Value <\"中\"> ");
        toml("tags = [\"a\", \"b$0\"]\n", "tags Value item <\"b\"> a");
        toml("tags = [\n  \"a\",\n  $0\n]\n", "tags Value item <> a");
        toml("[params]\nalt = $0\n", "params.alt Value <> ");
        toml(
            "a = 1\n[params]\nx = 1\n$0",
            "params Key { colon: false } <> x",
        );
        toml("[[authors]]\nname = 'a$0'\n", "authors[].name Value <'a'> ");
        toml("params.cover.alt = $0", "params.cover.alt Value <> ");
        toml("image = { alt = $0 }", "image.alt Value <> ");
        toml("tags = [\"a\", \ntitle = $0", "title Value <> ");
        toml("a = 1 # no$0te", "none");
    }

    #[test]
    fn places_in_json() {
        let json = |source, expected| check_in(Format::Json, source, expected);
        json("{\n  \"ti$0\n}", " Key { colon: false } <\"ti> ");
        json("{ \"a\": 1, $0 }", " Key { colon: false } <> a");
        json(
            "{\"tags\": [\"a\", \"b\\\"c$0\"]}",
            "tags Value item <\"b\\\"c\"> a",
        );
        json("{\"image\": {\"alt\": \"$0\"}}", "image.alt Value <\"\"> ");
        json(
            "{\"a\": [{\"b\": 1}, {$0}]}",
            "a[] Key { colon: false } <> ",
        );
    }

    #[test]
    fn others_of_the_map_are_known() {
        let source = "fields:\n  x: { type: list, , max: 3 }\n";
        let offset = TextSize::of("fields:\n  x: { type: list, ");
        let place = slot_at(source, Format::Yaml, offset).expect("a place");
        assert_eq!(place.siblings, ["type", "max"]);
    }

    #[test]
    fn every_place_of_any_text_is_one() {
        let text = "\u{feff}---\r\nfields: { 中: [a, \"b\n  e\u{301}: '😀\r\n- - x: }\r# n\n: :\n\t{[,:#]} #\n\"";
        for end in (0..=text.len()).filter(|it| text.is_char_boundary(*it)) {
            for offset in (0..=end).filter(|it| text.is_char_boundary(*it)) {
                let source = &text[..end];
                let at = slot_at(source, Format::Yaml, TextSize::try_from(offset).unwrap());
                let range = at.map_or(TextRange::default(), |it| it.range);
                assert!(source.get(std::ops::Range::<usize>::from(range)).is_some());
            }
        }
    }
}

//! Where in a rubric.yaml the cursor is: under which keys, and whether a key or a value goes there. It reads tokens, not a
//! tree: what is being typed is hardly ever YAML. It does not know what the keys mean.

use smol_str::SmolStr;

use crate::text::{TextRange, TextSize, range};

/// The cursor's place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// The keys that lead there, from the outermost.
    pub(super) path: Vec<SmolStr>,
    pub(super) role: Role,
    /// The word at the cursor; empty where there is none.
    pub(super) range: TextRange,
    /// Its text, without quotes.
    pub(super) word: SmolStr,
    pub(super) in_flow: bool,
    /// What stands there beside it: the other keys of the map, or the other items of the list.
    pub(super) siblings: Vec<SmolStr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `colon`: one stands behind it already.
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

/// `None` in a comment.
pub(super) fn place(source: &str, offset: TextSize) -> Option<Place> {
    let offset = usize::from(offset);
    let scan = Scan::of(source);
    if scan
        .comments
        .iter()
        .any(|(start, end)| *start < offset && offset <= *end)
    {
        return None;
    }
    let touches = |it: &&Token| it.start <= offset && offset <= it.end;
    let token = scan.tokens.iter().find(touches).cloned();
    let token = token.unwrap_or_else(|| Scan::of(&source[..offset]).pending(source, offset));
    let siblings = scan.tokens.iter().filter(|it| {
        it.path == token.path && it.role.is_key() == token.role.is_key() && it.start != token.start
    });
    Some(Place {
        siblings: siblings
            .map(|it| unquoted(&source[it.start..it.end]))
            .collect(),
        range: range(token.start, token.end),
        word: unquoted(&source[token.start..token.end]),
        in_flow: token.in_flow,
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
}

/// A bracket that is open.
#[derive(Debug)]
struct Flow {
    is_map: bool,
    /// The key whose value comes next.
    key: Option<SmolStr>,
}

#[derive(Debug, Default)]
struct Scan<'a> {
    source: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// From the `#` to the end of its line.
    comments: Vec<(usize, usize)>,
    /// Block keys that are open, with their indentation in bytes.
    block: Vec<(usize, SmolStr)>,
    flow: Vec<Flow>,
}

impl<'a> Scan<'a> {
    fn of(source: &'a str) -> Scan<'a> {
        let mut scan = Scan {
            source,
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
        if indent == 0 && is_content && !matches!(first, Some(']' | '}')) {
            self.flow.clear();
        }
        if self.flow.is_empty() && is_content {
            self.begin_block_line(indent);
        }
        while !self.rest().is_empty() && !self.rest().starts_with(['\n', '\r']) {
            self.next();
        }
        self.at += self.rest().len() - self.rest().trim_start_matches('\r').len();
        self.at += usize::from(self.rest().starts_with('\n'));
    }

    /// Closes the keys that are not above this line.
    fn begin_block_line(&mut self, indent: usize) {
        let is_item = self.rest().starts_with("- ") || self.rest().trim_end() == "-";
        // The items of a list may stand at the indentation of its key.
        self.block
            .retain(|(it, _)| *it < indent || is_item && *it == indent);
        if is_item {
            self.at += 1;
            return;
        }
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
            let space = self.rest().find(':').expect("there is one behind the word");
            self.at += space + 1;
            self.block.push((indent, key));
        }
    }

    /// The next token of a value.
    fn next(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            return;
        };
        match first {
            '#' if self.is_after_space() => {
                let end = self.at + self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
                self.comments.push((self.at, end));
                self.at = end;
                return;
            }
            '[' | '{' => self.flow.push(Flow {
                is_map: first == '{',
                key: None,
            }),
            ']' | '}' => {
                self.flow.pop();
            }
            ',' => {
                if let Some(flow) = self.flow.last_mut() {
                    flow.key = None;
                }
            }
            it if it.is_whitespace() || it == ':' => {}
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
                key: None
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
        let in_flow = !self.flow.is_empty();
        self.tokens.push(Token {
            start,
            end,
            path,
            role,
            in_flow,
        });
    }

    /// Where the word that begins here ends: at its second quote, or where YAML would end a plain scalar.
    fn word_end(&self) -> usize {
        let rest = self.rest();
        if let Some(quote) = rest.chars().next().filter(|it| matches!(it, '"' | '\'')) {
            let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
            let close = rest[1..line].find(quote);
            return self.at + close.map_or(line, |it| it + 2);
        }
        let in_flow = !self.flow.is_empty();
        let mut before = ' ';
        for (index, it) in rest.char_indices() {
            let next = rest[index + it.len_utf8()..].chars().next();
            let after_colon =
                next.is_none_or(|it| it.is_whitespace() || in_flow && ",[]{}".contains(it));
            let ends = matches!(it, '\n' | '\r')
                || in_flow && ",[]{}".contains(it)
                || !in_flow && index == 0 && "[]{}".contains(it)
                || it == ':' && after_colon
                || it == '#' && before.is_whitespace() && index > 0;
            if ends {
                return self.at + rest[..index].trim_end().len();
            }
            before = it;
        }
        self.at + rest.trim_end().len()
    }

    fn is_colon(&self, end: usize) -> bool {
        self.source[end..].trim_start_matches(' ').starts_with(':')
    }

    fn path(&self) -> Vec<SmolStr> {
        let block = self.block.iter().map(|it| it.1.clone());
        block
            .chain(self.flow.iter().filter_map(|it| it.key.clone()))
            .collect()
    }

    /// What would stand at the end of the text: nothing does yet.
    fn pending(mut self, source: &str, offset: usize) -> Token {
        let line = self.source.rfind(['\n', '\r']).map_or(0, |it| it + 1);
        let is_blank = self.source[line..].trim().is_empty();
        let role = match self.flow.last() {
            Some(Flow {
                is_map: true,
                key: None,
            }) => Role::Key { colon: false },
            Some(_) => Role::Value,
            None if is_blank => {
                let indent = offset - line;
                self.block.retain(|(it, _)| *it < indent);
                Role::Key { colon: false }
            }
            None => Role::Value,
        };
        let colon = is_blank && source[offset..].trim_start_matches(' ').starts_with(':');
        Token {
            start: offset,
            end: offset,
            path: self.path(),
            role: if colon { Role::Key { colon } } else { role },
            in_flow: !self.flow.is_empty(),
        }
    }
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
        let at = place(&source, TextSize::try_from(offset).unwrap());
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

    #[test]
    fn others_of_the_map_are_known() {
        let source = "fields:\n  x: { type: list, , max: 3 }\n";
        let offset = TextSize::of("fields:\n  x: { type: list, ");
        let place = place(source, offset).expect("a place");
        assert_eq!(place.siblings, ["type", "max"]);
    }

    #[test]
    fn every_place_of_any_text_is_one() {
        let text = "\u{feff}---\r\nfields: { 中: [a, \"b\n  e\u{301}: '😀\r\n- - x: }\r# n\n: :\n\t{[,:#]} #\n\"";
        for end in (0..=text.len()).filter(|it| text.is_char_boundary(*it)) {
            for offset in (0..=end).filter(|it| text.is_char_boundary(*it)) {
                let source = &text[..end];
                let at = place(source, TextSize::try_from(offset).unwrap());
                let range = at.map_or(TextRange::default(), |it| it.range);
                assert!(source.get(std::ops::Range::<usize>::from(range)).is_some());
            }
        }
    }
}

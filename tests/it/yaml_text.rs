//! Random front matter: entries of every form that YAML has, and soup of its punctuation.

use crate::generator::Generator;

/// Scalars as they may stand behind `key: ` or `- `, all on one line.
#[rustfmt::skip]
const SCALARS: &[&str] = &[
    "a", "b c", "中文", "李 明", "😀", "e\u{301}", "《甲》，乙", "null", "~", "Null", "true", "no", "2024", "1.5", "2025-07-10", "12:30", "'a'",
    "'it''s'", "''", "\"b\"", "\"\"", "\"q \\\" \\\\ \\n\"", "\"\\u4e2d\"", "\"a: b\"", "'a # b'", "a#b", "https://a.cn/?q=1#x", "a:b", "-a", "C++",
    "“引号”", "a, b", "a [b]", "a 'b'", "x # comment", "'y' # comment", "[] # none", "# comment", "", " ", "a  b", "null # c", "a\u{3000}b",
    "k=v", "50%", "a & b", "a|b", "...", "!x", "<<", "!!str 1", "! a", "&n a", "--- a",
];

#[rustfmt::skip]
const FLOWS: &[&str] = &[
    "[]", "[ ]", "{}", "[a]", "[a, b]", "['a', \"b\", c d]", "[中文, ~, null]", "[a, ]", "[[a], b]", "[a, {b: c}]", "{a: b}", "{a: 1, b: [c]}",
    "{a, b: }", "[a: b]", "[https://a.cn, b]", "[\"a\": b]", "[a#b]", "[-a]", "[ a , b ] # c", "[a b, 'c''d']", "['']", "[a,\n  b]", "{a: b,\n c: d\n}",
    "[a,\nb]", "[2024-01-01, 1]", "[\"\\n\"]", "[“a”]", "[a?b]", "[?]",
];

#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "|\n  a\n  b", ">\n  a\n  b", "|-\n  a: b\n\n  - c\n", ">-\n  中\n  文\n", "|+\n  a\n\n", "|2\n   a", "> # c\n  a", "|\n\n  a", "|", ">-",
    "\n  a\n  b", "\n  'a\n  b'", "a\n  b", "a\n\n  b", "a\n  - b", "a\n  # c", "'a\n  b'", "\"a\n  b\"", "\"a \\\n  b\"", "'a\n\n\n  b'", "\"a\nb\"",
    "\n  k: v", "\n  k: v\n  l:\n    - m\n    - n: o\n      p: q\n", "\n  - - a\n    - b\n  - c", "\n  -\n    a: b", "\n  ? a\n  : b", "&x a", "*x",
    "&m {a: b, c: d}", "\n  <<: *m\n  a: e", "\n  <<: [*m, {z: y}]\n", "\n  - &i a\n  - *i", "&l\n  - a\n  - b", "*l", "\n  # c\n  a", "\n  # c\n  - a\n  # d\n  - b",
    "!!set {a, b}", "!t\n  - a", "\n\n  - a\n\n  - b\n\n", "a\n  b\n   c # d", "\n- a\n  b", "\n- a: b\n  c: d", "\n  - a: b\n    c:\n    - d",
];

#[rustfmt::skip]
const KEYS: &[&str] = &[
    "title", "tags", "people", "date", "a-b", "a_b", "a.b", "a/b", "2024", "null", "标题", "é", "a b", "'q'", "\"w\"", "? k\n", "k ", "~", "C++", "a,b", "a#b", "&k m", "<<",
];

#[rustfmt::skip]
const SOUP: &[&str] = &[
    "\n", "\n", "\n", "\n  ", "\n  ", "\n    ", "\r\n", "\r", " ", " ", "  ", "\t", "- ", "- ", "-", "\n- ", "\n  - ", "a", "b", "a: ", "b: ", "c:", "\nk: ", "\nl: ", "\nm:",
    ": ", ":", "'", "\"", "''", "[", "]", "{", "}", ", ", ",", "#", " # ", "|", ">", "|-\n  ", "&a ", "*a", "!", "!!str ", "? ", "@", "`", "%", "~", "null", "\\", "\\n",
    "---", "...", "<<: ", "=", "中", "文", "《", "：", "，", "😀", "👨\u{200d}👩", "e\u{301}", "\u{feff}", "\u{85}", "\u{2028}", "\u{a0}", "\u{200b}", "\0", "\u{7}",
    "tags:\n  - a\n", "title: \"x\"\n", "people: []\n", "---\n", "--", "<<<<<<< a\n", "=======\n", "* a", "“", "”", "–", "—", "# h\n", "\\\n",
];

impl Generator {
    fn entry(&mut self, eol: &str) -> String {
        let key = self.pick(KEYS);
        let value = match self.below(8) {
            0..3 => format!(" {}", self.pick(SCALARS)),
            3 => format!(" {}", self.pick(FLOWS)),
            4 => format!(" {}", self.pick(BLOCKS)),
            _ => self.list(),
        };
        let comment = ["", "", "", "", "\n", "\n# comment", "\n  # comment", "\n\n"];
        format!("{key}:{value}{}\n", self.pick(&comment)).replace('\n', eol)
    }

    /// A block list below its key.
    fn list(&mut self) -> String {
        let indent = self.pick(&["", "  ", "  ", " ", "    "]);
        let items = (0..self.below(5)).map(|_| {
            let value = match self.below(9) {
                0 => self.pick(FLOWS),
                1 => "",
                _ => self.pick(SCALARS),
            };
            let dash = self.pick(&["- ", "- ", "- ", "-   ", "-"]);
            let dash = if value.is_empty() { "-" } else { dash };
            format!("\n{indent}{dash}{value}")
        });
        items.collect()
    }

    /// The block of a front matter, mostly YAML, with up to `n_entries` entries.
    pub(crate) fn yaml(&mut self, n_entries: usize) -> String {
        let eol = self.pick(&["\n", "\n", "\r\n"]);
        (0..self.below(n_entries + 1))
            .map(|_| self.entry(eol))
            .collect()
    }

    /// Punctuation of YAML and whatever stands between it, hardly ever YAML, with up to `n_pieces` pieces.
    pub(crate) fn soup(&mut self, n_pieces: usize) -> String {
        (0..self.below(n_pieces + 1))
            .map(|_| self.pick(SOUP))
            .collect()
    }
}

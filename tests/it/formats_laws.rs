//! Laws of front matter in TOML and JSON: what the independent parsers accept is read with their values, whatever else is written
//! is read without a panic, and what is broken spoils only itself.

use rubric::syntax::{Entry, Node, NodeKind, ScalarStyle, SyntaxError, json, toml};
use rubric::text::{TextRange, range, size};
use serde_yaml::{Mapping, Value};

use crate::generator::Generator;
use crate::toml::{MISTAKES, show, show_node};
use crate::yaml_laws::n_seeds;

type Parsed = (Vec<Entry>, Vec<SyntaxError>);

/// One of the two formats.
struct Format {
    is_toml: bool,
    parse: fn(&str, TextRange) -> Parsed,
    independent: fn(&str) -> Option<Mapping>,
    posts: &'static [&'static str],
    pieces: &'static [&'static str],
}

const TOML: Format = Format {
    is_toml: true,
    parse: toml::parse,
    independent: toml::independent,
    posts: TOML_POSTS,
    pieces: TOML_PIECES,
};

const JSON: Format = Format {
    is_toml: false,
    parse: json::parse,
    independent: json::independent,
    posts: JSON_POSTS,
    pieces: JSON_PIECES,
};

const TOML_POSTS: &[&str] = &[
    "title = \"《纸飞机》：怎样折得更远 ✈️\"\ndate = 2024-05-01T07:32:00+08:00\ndraft = false\ntags = [\"折纸\", 'air']\n\"分类\" = 'how-to'\n\n[params]\n  author = \"李 明\"\n  weight = 1_000\n  [params.social]\n    x = '👩\u{200d}🚀'\n    y = \"e\u{301}\"\n[menu.main]\nname = \"a\"\n[[authors]]\nname = \"Ann\"\nlinks = [1, 2]\n[[authors]]\nname = \"Lei\"\n",
    "\u{feff}title = \"She said: \\\"fly\\\"\"\r\n# 注释\r\nlist = [\r\n  \"a\", # one\r\n  \"b\",\r\n]\r\nsummary = \"\"\"\r\n折\r\n\r\nlong text\"\"\"\r\nraw = '''\r\nC:\\new\r\n'''\r\ncover = { image = \"x.png\", alt = '中' }\r\nseo.title = 'x'\r\nseo.\"描述\" = 'y'\r\n\r\n[build]\r\nrender = 'never' # 不\r\npi = 3.14\r\n",
];

const JSON_POSTS: &[&str] = &[
    "{\n  \"title\": \"《纸飞机》：怎样折得更远 ✈️\",\n  \"date\": \"2024-05-01\",\n  \"draft\": false,\n  \"tags\": [\"折纸\", \"air\"],\n  \"分类\": null,\n  \"weight\": -1.5e3,\n  \"cover\": {\n    \"image\": \"x.png\",\n    \"alt\": \"👩\u{200d}🚀\"\n  },\n  \"authors\": [\n    {\"name\": \"Ann\"},\n    {\"name\": \"Lei\"}\n  ],\n  \"last\": \"e\u{301}\"\n}",
    "\u{feff}{\r\n\t\"title\": \"She said: \\\"fly\\\" {\\\"}\",\r\n\t\"list\": [\r\n\t\t\"a\",\r\n\t\t\"b\"\r\n\t],\r\n\t\"empty\": {},\r\n\t\"none\": [],\r\n\t\"u\": \"\\u4e2d\\ud83d\\ude00\"\r\n}\r\n",
];

#[rustfmt::skip]
const TOML_PIECES: &[&str] = &[
    "a", "b", "c", "a", "b", "title", "\"标\"", "'d e'", "=", " = ", " = ", " = ", " = ", ".", ",", ", ", "\n", "\n", "\n", "\n", "\r\n", "\r", " ", "\t",
    "[", "]", "[[", "]]", "{", "}", "[]", "{}", "[a]\n", "[b]\n", "[a.b]\n", "[[c]]\n", "[[c.d]]\n", "\"", "'", "\"\"\"", "'''", "\"x\"", "'中'", "\"\\u4e2d\"",
    "\\", "\"\\", "# 注\n", "#", "1", "0x1F", "1_0", "1.5", "-inf", "nan", "true", "false", "2024-05-01", "2024-05-01 07:32:00", "07:32:00", ":", "a = 1\n",
    "b = 'x'\n", "c = [1, \"y\"]\n", "d = {a = 1}\n", "e.f = 2\n", "g = \"\"\"\nx\n\"\"\"\n", "\u{feff}", "\0", "😀", "e\u{301}", "\u{2028}", "1e999", "é = 1\n", "+", "-",
];

#[rustfmt::skip]
const JSON_PIECES: &[&str] = &[
    "{", "}", "[", "]", ":", ": ", ",", ", ", "\n", "\r\n", "\r", " ", "\t", "\"a\"", "\"b\"", "\"中\"", "\"a\": ", "\"b\": ", "\"c\": ", "\"", "'", "\\",
    "\\u4e2d", "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\\n", "1", "-1.5e3", "01", "1.", "1e999", "true", "false", "null", "//", "/*", "*/", "# x", "=", "x", "标题",
    "\u{feff}", "\0", "😀", "e\u{301}", "\u{2028}", "\"x\",\n", "\"d\": [1, \"y\"],\n", "\"e\": {\"f\": 1},\n", "“q”",
];

impl Generator {
    /// Text of up to `n` pieces, which is hardly ever sound.
    fn soup_of(&mut self, pieces: &[&str], n: usize) -> String {
        (0..self.below(n + 1)).map(|_| self.pick(pieces)).collect()
    }

    /// Sound TOML, but for keys that stand twice.
    fn toml(&mut self) -> String {
        let eol = self.pick(&["\n", "\n", "\r\n"]);
        let mut text = self.pick(&["", "", "\u{feff}"]).to_owned();
        for _ in 0..self.below(9) {
            let line = match self.below(8) {
                0 => format!("[{}]{}", self.toml_key(), self.pick(&["", " # 注"])),
                1 => format!("[[{}]]", self.toml_key()),
                2 => self.pick(&["", "# 注: \"", "  \t"]).to_owned(),
                _ => {
                    let (key, value) = (self.toml_key(), self.toml_value(3));
                    format!("{key} = {value}{}", self.pick(&["", "", " # 'x"]))
                }
            };
            text += &line.replace('\n', eol);
            text += eol;
        }
        text
    }

    fn toml_key(&mut self) -> String {
        let parts = 1 + self.below(5) / 3;
        let keys: Vec<_> = (0..parts).map(|_| self.toml_simple_key()).collect();
        keys.join(self.pick(&[".", ".", " . "]))
    }

    fn toml_simple_key(&mut self) -> String {
        match self.below(4) {
            0 => toml::write_key(&self.text(2)),
            _ => format!("{}{}", self.pick(&["a", "b", "k-_"]), self.below(6)),
        }
    }

    fn toml_value(&mut self, depth: usize) -> String {
        let simple = [
            "1",
            "-0",
            "+1_000",
            "0xFf",
            "0o17",
            "0b1",
            "1.5",
            "-1e-3",
            "inf",
            "nan",
            "true",
            "false",
            "2024-05-01",
            "2024-05-01 07:32:00.5",
            "1979-05-27t00:32:00-07:00",
            "07:32",
            "''",
            "\"\"",
            "'''x'''",
            "\"\"\"\n中\\\n   x \"\" \"\"\"\"",
            "'''\n''中'''''",
        ];
        let styles = [ScalarStyle::SingleQuoted, ScalarStyle::DoubleQuoted];
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 | 1 => self.pick(&simple).to_owned(),
            2 | 3 => {
                let style = styles[self.below(2)];
                toml::write_string(&self.markdown(3), style)
            }
            4 => {
                let items: Vec<_> = (0..self.below(4))
                    .map(|_| self.toml_value(depth - 1))
                    .collect();
                let (gap, end) = (
                    self.pick(&[", ", ",\n  ", ", # 注\n"]),
                    self.pick(&["", " ", "\n"]),
                );
                format!("[{}{end}]", items.join(gap))
            }
            _ => {
                let pair = |it: &mut Generator| {
                    format!("{} = {}", it.toml_key(), it.toml_value(depth - 1))
                };
                let pairs: Vec<_> = (0..self.below(4)).map(|_| pair(self)).collect();
                format!("{{{}}}", pairs.join(self.pick(&[", ", ",\n  ", ",\n"])))
            }
        }
    }

    fn json(&mut self, depth: usize) -> String {
        let gap = self.pick(&["", " ", "\n  ", "\r\n\t"]);
        let simple = [
            "1",
            "-0",
            "1.5E+3",
            "true",
            "false",
            "null",
            "\"\"",
            "\"\\u4e2d\\/\"",
            "18446744073709551615",
        ];
        match self.below(if depth == 0 { 3 } else { 5 }) {
            0 => self.pick(&simple).to_owned(),
            1 | 2 => json::write_string(&self.markdown(3)),
            3 => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.json(depth - 1)).collect();
                format!("[{gap}{}{gap}]", items.join(&format!(",{gap}")))
            }
            _ => self.json_object(depth),
        }
    }

    fn json_object(&mut self, depth: usize) -> String {
        let gap = self.pick(&["", " ", "\n  ", "\r\n\t"]);
        let pair = |it: &mut Generator, index: usize| {
            let key = json::write_string(&format!("{index}{}", it.text(2)));
            format!(
                "{key}{}:{gap}{}",
                it.pick(&["", " "]),
                it.json(depth.saturating_sub(1))
            )
        };
        let pairs: Vec<_> = (0..self.below(5)).map(|it| pair(self, it)).collect();
        format!("{{{gap}{}{gap}}}", pairs.join(&format!(",{gap}")))
    }
}

/// Sound texts, mixed ones, and those with a piece put in, taken out or cut off.
fn documents(format: &Format, n_seeds: u64) -> impl Iterator<Item = String> {
    (0..n_seeds).map(|seed| {
        let mut generator = Generator::new(seed);
        let sound = match format.is_toml {
            true => generator.toml(),
            false => generator.json_object(3),
        };
        match generator.below(5) {
            0 | 1 => sound,
            2 => generator.soup_of(format.pieces, 20),
            _ => mutated(&mut generator, &sound, format.pieces),
        }
    })
}

fn mutated(generator: &mut Generator, text: &str, pieces: &[&str]) -> String {
    let ends: Vec<_> = text
        .char_indices()
        .map(|it| it.0)
        .chain([text.len()])
        .collect();
    let (from, to) = (generator.below(ends.len()), generator.below(3));
    let end = ends[(from + to).min(ends.len() - 1)];
    let piece = generator.soup_of(pieces, 1);
    format!("{}{piece}{}", &text[..ends[from]], &text[end..])
}

fn whole(text: &str) -> TextRange {
    range(0, text.len())
}

/// Whether a node says what an independent parser read.
fn says(node: &Node, value: &Value) -> bool {
    match (&node.kind, value) {
        (NodeKind::Null, Value::Null) => true,
        (
            NodeKind::Scalar {
                text,
                style: ScalarStyle::Plain,
            },
            value,
        ) => match value {
            Value::Bool(it) => *text == it.to_string(),
            Value::Number(it) => is_number(text, it),
            // Dates.
            Value::String(it) => text == it,
            _ => false,
        },
        (NodeKind::Scalar { text, .. }, Value::String(it)) => text == it,
        (NodeKind::List { items, .. }, Value::Sequence(values)) => {
            items.len() == values.len() && items.iter().zip(values).all(|it| says(it.0, it.1))
        }
        (NodeKind::Map { entries, .. }, Value::Mapping(map)) => say(entries, map),
        _ => false,
    }
}

fn say(entries: &[Entry], map: &Mapping) -> bool {
    let said = |it: &Entry| {
        let value = it.key.text().and_then(|key| map.get(key));
        value.is_some_and(|value| says(&it.value, value))
    };
    entries.len() == map.len() && entries.iter().all(said)
}

fn is_number(text: &str, number: &serde_yaml::Number) -> bool {
    let digits = text.replace('_', "");
    let radix = [("0x", 16), ("0o", 8), ("0b", 2)];
    let of_radix = radix
        .iter()
        .find_map(|(prefix, radix)| i64::from_str_radix(digits.strip_prefix(prefix)?, *radix).ok());
    if let Some(it) = of_radix.or(digits.parse().ok())
        && let Some(number) = number.as_i64()
    {
        return number == it;
    }
    let float: f64 = digits.parse().expect("it is a number");
    let other = number.as_f64().expect("it is a number");
    float == other || float.is_nan() && other.is_nan()
}

fn check_node(text: &str, node: &Node, parent: TextRange) {
    assert!(
        parent.contains_range(node.range),
        "{node:?} outside {parent:?} in {text:?}"
    );
    let source = text.get(std::ops::Range::from(node.range));
    let source = source.unwrap_or_else(|| panic!("{node:?} splits a character in {text:?}"));
    if let NodeKind::Scalar {
        text: value,
        style: ScalarStyle::Plain,
    } = &node.kind
    {
        assert!(
            value == source || source.starts_with(&**value),
            "{node:?} in {text:?}"
        );
    }
    for item in node.items() {
        check_node(text, item, node.range);
    }
    check_entries(text, node.map_entries(), node.range);
}

fn check_entries(text: &str, entries: &[Entry], parent: TextRange) {
    let mut last = parent.start();
    for entry in entries {
        assert!(
            last <= entry.range.start() && parent.contains_range(entry.range),
            "{entry:?} in {text:?}"
        );
        assert!(entry.key.text().is_some(), "{entry:?} in {text:?}");
        last = entry.range.start();
        check_node(text, &entry.key, entry.range);
        check_node(text, &entry.value, entry.range);
    }
}

fn check_errors(text: &str, errors: &[SyntaxError], block: TextRange) {
    let mut last = block.start();
    for error in errors {
        assert!(
            text.get(std::ops::Range::from(error.range)).is_some(),
            "{error:?} in {text:?}"
        );
        assert!(
            block.contains_range(error.range) && last <= error.range.start(),
            "{errors:?} in {text:?}"
        );
        assert!(error.kind.is_of_entry());
        last = error.range.start();
    }
}

/// What is refused by the crates and is none of our errors: what stands twice.
fn stands_twice(format: &Format, text: &str) -> bool {
    let messages = match format.is_toml {
        true => ::toml::from_str::<::toml::Table>(text)
            .expect_err("it is refused")
            .to_string(),
        false => serde_json::from_str::<Mapping>(text)
            .expect_err("it is refused")
            .to_string(),
    };
    ["duplicate", "cannot extend", "already"]
        .iter()
        .any(|it| messages.contains(it))
}

fn check_against_independent(format: &Format, n: u64) {
    let mut n_accepted = 0;
    for text in documents(format, n_seeds(n)) {
        let (entries, errors) = (format.parse)(&text, whole(&text));
        check_errors(&text, &errors, whole(&text));
        check_entries(&text, &entries, whole(&text));
        // The crate lets a value begin on the line below its key, which TOML does not.
        if text.lines().any(|it| it.trim_end().ends_with('=')) && !errors.is_empty() {
            continue;
        }
        let Some(map) = (format.independent)(&text) else {
            let is_told = !errors.is_empty()
                || text.trim().trim_matches('\u{feff}').is_empty()
                || stands_twice(format, &text);
            assert!(is_told, "{} in {text:?}", show(&entries));
            continue;
        };
        n_accepted += u64::from(!map.is_empty());
        assert_eq!(errors, [], "in {text:?}");
        assert!(
            say(&entries, &map),
            "{} is not {map:?} in {text:?}",
            show(&entries)
        );
        assert!(entries.iter().all(|it| !it.broken), "in {text:?}");
    }
    assert!(n_accepted > n_seeds(n) / 5, "{n_accepted}");
}

#[test]
fn toml_is_read_as_the_independent_parser_reads_it() {
    check_against_independent(&TOML, 5_000);
}

#[test]
fn json_is_read_as_the_independent_parser_reads_it() {
    check_against_independent(&JSON, 5_000);
}

#[test]
fn what_stands_around_the_block_does_not_matter() {
    for format in [TOML, JSON] {
        for text in documents(&format, n_seeds(1_000)) {
            let source = format!("+++\n{text}\n+++\n\"]}}");
            let block = range(4, 4 + text.len());
            let (entries, errors) = (format.parse)(&source, block);
            check_errors(&source, &errors, block);
            check_entries(&source, &entries, block);
            let (alone, _) = (format.parse)(&text, whole(&text));
            assert_eq!(show(&entries), show(&alone), "in {text:?}");
        }
    }
}

/// A value that stands by itself, with the path to it.
type Leaf = (String, String, TextRange);

/// All leaves; what is in brackets is one.
fn leaves(entries: &[Entry]) -> Vec<Leaf> {
    let mut found = Vec::new();
    collect(entries, "", &mut found);
    found
}

fn collect(entries: &[Entry], path: &str, found: &mut Vec<Leaf>) {
    for Entry {
        key, value, range, ..
    } in entries
    {
        let path = format!("{path}/{}", key.text().unwrap_or_default());
        match &value.kind {
            NodeKind::Map {
                entries,
                flow: false,
            } => collect(entries, &path, found),
            NodeKind::List { items, flow: false } => {
                for (index, item) in items.iter().enumerate() {
                    collect(item.map_entries(), &format!("{path}/{index}"), found);
                }
            }
            _ => found.push((path, show_node(value), *range)),
        }
    }
}

/// All leaves but that of the range are found with their paths and values.
fn check_kept(format: &Format, whole_text: &[Leaf], spoiled: TextRange, text: &str) {
    let (entries, errors) = (format.parse)(text, whole(text));
    check_errors(text, &errors, whole(text));
    check_entries(text, &entries, whole(text));
    let found = leaves(&entries);
    for (path, value, range) in whole_text.iter().filter(|it| it.2 != spoiled) {
        let is_kept = found.iter().any(|it| it.0 == *path && it.1 == *value);
        assert!(
            is_kept,
            "{path} = {value} at {range:?} is lost in {text:?}\n{found:#?}\n{errors:#?}"
        );
    }
}

#[test]
fn a_post_cut_off_anywhere_keeps_the_entries_before_the_cut() {
    for format in [TOML, JSON] {
        for post in format.posts {
            let all = leaves(&(format.parse)(post, whole(post)).0);
            for cut in (0..=post.len()).filter(|it| post.is_char_boundary(*it)) {
                let before: Vec<_> = all
                    .iter()
                    .filter(|it| it.2.end() < size(cut))
                    .cloned()
                    .collect();
                check_kept(&format, &before, range(0, 0), &post[..cut]);
            }
        }
    }
}

#[test]
fn an_entry_without_one_of_its_characters_spoils_no_other() {
    for format in [TOML, JSON] {
        for post in format.posts {
            let all = leaves(&(format.parse)(post, whole(post)).0);
            for (_, _, spoiled) in &all {
                let (start, end) = (usize::from(spoiled.start()), usize::from(spoiled.end()));
                for (at, character) in post[start..end].char_indices() {
                    let (at, behind) = (start + at, start + at + character.len_utf8());
                    let without = format!("{}{}", &post[..at], &post[behind..]);
                    check_kept(&format, &all, *spoiled, &without);
                    let typed = format!("{}{}", &post[..at], &post[end..]);
                    check_kept(&format, &all, *spoiled, &typed);
                }
            }
        }
    }
}

#[test]
fn a_mistake_in_toml_spoils_no_other_entry_wherever_it_stands() {
    for post in TOML_POSTS {
        let eol = if post.contains("\r\n") { "\r\n" } else { "\n" };
        let all = leaves(&toml::parse(post, whole(post)).0);
        for (_, _, spoiled) in &all {
            let (start, end) = (usize::from(spoiled.start()), usize::from(spoiled.end()));
            for (mistake, ..) in MISTAKES {
                let text = format!(
                    "{}{}{}",
                    &post[..start],
                    mistake.replace('\n', eol),
                    &post[end..]
                );
                check_kept(&TOML, &all, *spoiled, &text);
            }
        }
    }
}

#[test]
fn what_is_written_is_read_as_this_text() {
    let styles = [
        ScalarStyle::Plain,
        ScalarStyle::SingleQuoted,
        ScalarStyle::DoubleQuoted,
    ];
    for seed in 0..n_seeds(2_000) {
        let mut generator = Generator::new(seed);
        let text = match seed % 2 {
            0 => generator.text(8),
            _ => generator.markdown(5),
        };
        let expected = Value::from(&*text);
        for style in styles {
            let written = toml::write_string(&text, style);
            check_toml(
                &format!("{} = {written}\n", toml::write_key(&text)),
                &text,
                &expected,
            );
            let inside = toml::write_inside_quotes(&text, style);
            let quote = if style == ScalarStyle::SingleQuoted {
                '\''
            } else {
                '"'
            };
            if let Some(it) = inside {
                check_toml(
                    &format!("{} = {quote}{it}{quote}\n", toml::write_key(&text)),
                    &text,
                    &expected,
                );
            }
        }
        let string = json::write_string(&text);
        let inside = json::write_inside_quotes(&text, ScalarStyle::DoubleQuoted);
        assert_eq!(inside.map(|it| format!("\"{it}\"")), Some(string.clone()));
        let document = format!("{{{string}: {string}}}");
        let map = json::independent(&document).expect("it is JSON");
        assert_eq!(map.get(&*text), Some(&expected), "in {document:?}");
        assert_eq!(
            json::object_end(&document, 0.into()),
            Some(size(document.len()))
        );
    }
}

fn check_toml(document: &str, key: &str, expected: &Value) {
    let map = toml::independent(document).unwrap_or_else(|| panic!("refused: {document:?}"));
    assert_eq!(map.get(key), Some(expected), "in {document:?}");
    let (entries, errors) = toml::parse(document, whole(document));
    assert_eq!(errors, [], "in {document:?}");
    assert!(say(&entries, &map), "in {document:?}");
}

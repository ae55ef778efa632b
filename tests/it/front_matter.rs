//! Front matter: fences, entries, and what is told of broken ones.

use expect_test::{Expect, expect};
use rubric::syntax::front_matter::{Route, parse_head_by};
use rubric::syntax::{Node, NodeKind, ScalarStyle, parse_head};

/// A value as it would be written in one line.
pub(crate) fn show_value(node: &Node) -> String {
    let join = |parts: Vec<String>| parts.join(", ");
    match &node.kind {
        NodeKind::Null => "null".to_owned(),
        NodeKind::Scalar { text, style } => match style {
            ScalarStyle::Plain => text.to_string(),
            ScalarStyle::SingleQuoted => format!("'{text}'"),
            ScalarStyle::DoubleQuoted => format!("{text:?}"),
            ScalarStyle::Literal => format!("|{text:?}"),
            ScalarStyle::Folded => format!(">{text:?}"),
            ScalarStyle::Alias => format!("*{text}"),
        },
        NodeKind::List { items, .. } => {
            format!("[{}]", join(items.iter().map(show_value).collect()))
        }
        NodeKind::Map { entries, .. } => {
            let pair =
                |(key, value): &(Node, Node)| format!("{}: {}", show_value(key), show_value(value));
            format!("{{{}}}", join(entries.iter().map(pair).collect()))
        }
    }
}

/// Entries, one a line, broken ones with `!`; then the errors with the text they point at; then where the body begins.
fn show(source: &str) -> String {
    let (front_matter, errors) = parse_head(source);
    let mut lines = Vec::new();
    match &front_matter {
        None => lines.push("no front matter".to_owned()),
        Some(front_matter) => {
            for entry in &front_matter.entries {
                let mark = if entry.broken { "! " } else { "" };
                let key = entry.key.text().expect("a key is a scalar");
                lines.push(format!("{mark}{key} = {}", show_value(&entry.value)));
            }
            let body = &source[usize::from(front_matter.range.end())..];
            lines.push(format!(
                "body {:?}",
                body.lines().next().unwrap_or_default()
            ));
        }
    }
    for error in errors {
        lines.push(format!(
            "{:?} «{}»: {}",
            error.kind,
            source[error.range].escape_debug(),
            error.message
        ));
    }
    lines.join("\n") + "\n"
}

fn check(source: &str, expected: Expect) {
    expected.assert_eq(&show(source));
}

/// The same, with the body that every fixture has.
fn check_block(block: &str, expected: Expect) {
    check(&format!("---\n{block}---\nBody\n"), expected);
}

#[test]
fn a_plain_front_matter() {
    check_block(
        "title: 纸飞机 🛩️\ndate: '2025-07-10'\ntags:\n  - a b\n  - \"引号\"\npeople:\n- 李\nempty: []\nnone:\ntilde: ~\nlist: [a, 'b', \"c\"]\n",
        expect![[r#"
            title = 纸飞机 🛩️
            date = '2025-07-10'
            tags = [a b, "引号"]
            people = [李]
            empty = []
            none = null
            tilde = null
            list = [a, 'b', "c"]
            body "Body"
        "#]],
    );
}

#[test]
fn whatever_else_yaml_allows() {
    check_block(
        "summary: >-\n  one\n  two\nnote: |\n  lit\n  é\nbase: &b {x: 1}\ncopy: *b\nmap:\n  <<: *b\n  k: v # c\n\"quoted key\": 1\nlong: 'a\n  b'\n",
        expect![[r#"
            summary = >"one two"
            note = |"lit\né\n"
            base = {x: 1}
            copy = {*x: *1}
            map = {*x: *1, k: v}
            quoted key = 1
            long = 'a b'
            body "Body"
        "#]],
    );
    check(
        "---\n{a: 1, b: [x]}\n---\n",
        expect![[r#"
        a = 1
        b = [x]
        body ""
    "#]],
    );
}

#[test]
fn fences_of_every_kind() {
    check(
        "\u{feff}---  \r\na: 1\r\n...\r\nBody\r\n",
        expect![[r#"
        a = 1
        body "Body"
    "#]],
    );
    check(
        "---\n---\nBody",
        expect![[r#"
        body "Body"
    "#]],
    );
    check(
        "---\n\nA rule above, and one below.\n\n---\n",
        expect![[r#"
        no front matter
    "#]],
    );
    check(
        "# No\n\n---\na: 1\n---\n",
        expect![[r#"
        no front matter
    "#]],
    );
}

#[test]
fn fences_that_were_meant_as_fences() {
    check(
        "---\\\ntitle: A\ntags:\n  - b\n---\\\nBody\n",
        expect![[r#"
        title = A
        tags = [b]
        body "Body"
        BadFence «---\\»: `---\` does not open a front matter: write `---` and nothing else
        BadFence «---\\»: `---\` does not close the front matter: write `---` and nothing else
    "#]],
    );
    check(
        "———\ntitle: 甲\n–––\nBody\n\n---\n",
        expect![[r#"
        title = 甲
        body "Body"
        BadFence «———»: `———` does not open a front matter: write `---` and nothing else
        BadFence «–––»: `–––` does not close the front matter: write `---` and nothing else
    "#]],
    );
    check(
        "---\ntitle: A\ntags:\n  - b\n\n# Heading\n\nProse: and more\n",
        expect![[r##"
        title = A
        tags = [b]
        body ""
        Unclosed «---»: the front matter is never closed: write `---` on a line of its own below its last entry
    "##]],
    );
}

#[test]
fn a_broken_entry_spoils_only_itself() {
    check_block(
        "title: A: B\nauthor: 李\npeople: []\n- 三个\ntags:\n  - a\n  -- \"b\"\nspeaker: \"x\nquote: \"a \"b\" c\"\ncat\nlast: [x, y\n",
        expect![[r#"
            ! title = A: B
            author = 李
            ! people = [三个]
            ! tags = [a, "b"]
            ! speaker = "x"
            ! quote = "a \"b\" c"
            ! cat = null
            ! last = [x, y]
            body "Body"
            Yaml «A: B»: a value that contains ': ' needs quotes
            Yaml «[]»: `[]` and items below it: remove `[]`, or the items
            Yaml «--»: one dash begins an item: write `- `
            Yaml «\"x»: the quote is never closed
            Yaml «\"b\" c»: quotes within double quotes are written `\"`, or the value in single quotes
            Yaml «cat»: a colon is missing behind the key: write `cat: `
            Yaml «[»: the list is never closed: `]` is missing
        "#]],
    );
}

#[test]
fn the_route_cannot_be_told_from_the_result() {
    let source = "---\na: 1\nb:\n  - x\n  -\nc: 'it''s' # no\n---\n";
    let fast = parse_head_by(source, Route::Fast);
    let library = parse_head_by(source, Route::Library);
    assert_eq!((fast.2, library.2), (Route::Fast, Route::Library));
    assert_eq!((fast.0, fast.1), (library.0, library.1));
}

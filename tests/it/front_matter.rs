//! Front matter: fences, entries, and what is told of broken ones.

use expect_test::{Expect, expect};
use rubric::syntax::front_matter::{Route, parse_head_by};
use rubric::syntax::{Entry, Node, NodeKind, ScalarStyle, SyntaxErrorKind, parse_head};

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
            let pair = |it: &Entry| format!("{}: {}", show_value(&it.key), show_value(&it.value));
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
        let code = match error.kind {
            SyntaxErrorKind::Unclosed(_) => "Unclosed",
            SyntaxErrorKind::Fence(_) => "BadFence",
            _ => "Yaml",
        };
        lines.push(format!(
            "{code} «{}»: {}",
            source[error.range].escape_debug(),
            error.kind
        ));
    }
    let is_invisible = |it: char| {
        it != '\n' && (it.is_control() || matches!(it, '\u{200b}' | '\u{2028}' | '\u{feff}'))
    };
    let show = |it: char| {
        if is_invisible(it) {
            it.escape_unicode().to_string()
        } else {
            it.to_string()
        }
    };
    let text: String = (lines.join("\n") + "\n").chars().map(show).collect();
    text
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

#[test]
fn a_front_matter_that_nothing_closes_ends_where_prose_begins() {
    check(
        "---\ntitle: 甲\ntags:\n- a\n\n正文的第一段。\n\n---\n\nMore.\n",
        expect![[r#"
            title = 甲
            tags = [a]
            body ""
            Unclosed «---»: the front matter is never closed: write `---` on a line of its own below its last entry
        "#]],
    );
    check(
        "---\ntitle: A\n# a comment\ndate: 2025\n\n## Heading\n\nText: more\n",
        expect![[r#"
            title = A
            date = 2025
            body ""
            Unclosed «---»: the front matter is never closed: write `---` on a line of its own below its last entry
        "#]],
    );
    check(
        "---\ntitle: A\ncat",
        expect![[r#"
        title = A
        ! cat = null
        body ""
        Unclosed «---»: the front matter is never closed: write `---` on a line of its own below its last entry
        Yaml «cat»: a colon is missing behind the key: write `cat: `
    "#]],
    );
    check(
        "---\ntit",
        expect![[r#"
        ! tit = null
        body ""
        Unclosed «---»: the front matter is never closed: write `---` on a line of its own below its last entry
        Yaml «tit»: a colon is missing behind the key: write `tit: `
    "#]],
    );
    check(
        "---\n",
        expect![[r#"
        no front matter
    "#]],
    );
    check(
        "---\n\nNote: a rule, then prose.\n",
        expect![[r#"
        no front matter
    "#]],
    );
}

#[test]
fn a_rule_in_the_body_does_not_close_an_open_front_matter() {
    check(
        "---\ntitle: A\ntags:\n  - b\n\nFirst paragraph, long enough.\n\n# Heading\n\nSecond paragraph.\n\n---\n\nThird.\n",
        expect![[r#"
            title = A
            tags = [b]
            body ""
            Unclosed «---»: the front matter is never closed: write `---` on a line of its own below its last entry
        "#]],
    );
    check(
        "---\ntitle: \"open\n\na stray line\n\nlast: b\n---\nBody\n",
        expect![[r#"
            ! title = "open"
            last = b
            body "Body"
            Yaml «\"open»: the quote is never closed
            Yaml «a stray line»: this line belongs to no key: an entry is written `key: value`
        "#]],
    );
}

#[test]
fn a_front_matter_without_its_first_fence() {
    check(
        "title: A\r\ndate: '2025-01-02'\r\ntags:\r\n  - b\r\n---\r\nBody\r\n",
        expect![[r#"
            title = A
            date = '2025-01-02'
            tags = [b]
            body "Body"
            BadFence «title: A»: the front matter's first fence is missing: write `---` on a line of its own above
        "#]],
    );
    check(
        "\n\n---\ntitle: A\n---\nBody\n",
        expect![[r#"
        title = A
        body "Body"
        BadFence «---»: the front matter must begin on the first line: remove the lines above `---`
    "#]],
    );
    check(
        "Term: a definition\nOther: another\n---\n\nProse.\n",
        expect![[r#"
            no front matter
        "#]],
    );
}

#[test]
fn fences_that_nobody_meant() {
    check(
        "---\ntitle: A\n---\n\n----\n\nk: v\n---\n",
        expect![[r#"
        title = A
        body ""
    "#]],
    );
    check(
        "--- # a comment\ntitle: A\n--- end\nBody\n",
        expect![[r#"
        title = A
        body "Body"
        BadFence «--- # a comment»: `--- # a comment` does not open a front matter: write `---` and nothing else
        BadFence «--- end»: `--- end` does not close the front matter: write `---` and nothing else
    "#]],
    );
    check(
        "--\n\nProse\n",
        expect![[r#"
        no front matter
    "#]],
    );
    check(
        "---|---\na: b\n",
        expect![[r#"
        no front matter
    "#]],
    );
    check(
        "--- a: b\n",
        expect![[r#"
        no front matter
    "#]],
    );
}

#[test]
fn prose_between_rules_is_no_front_matter() {
    check(
        "---\n\nSome words: a colon,\nand a line below.\n\n---\n",
        expect![[r#"
            no front matter
        "#]],
    );
    check(
        "---\n\n# Heading\n\n---\n",
        expect![[r#"
        no front matter
    "#]],
    );
    check(
        "---\n- a\n- b\n---\n",
        expect![[r#"
        no front matter
    "#]],
    );
    check(
        "---\n# only a comment\n---\nBody\n",
        expect![[r#"
        body "Body"
    "#]],
    );
    check(
        "---\n\n\n---\nBody\n",
        expect![[r#"
        body "Body"
    "#]],
    );
    check(
        "---\nti\n---\nBody\n",
        expect![[r#"
        ! ti = null
        body "Body"
        Yaml «ti»: a colon is missing behind the key: write `ti: `
    "#]],
    );
}

#[test]
fn lines_that_belong_nowhere() {
    check_block(
        "a stray line\ntitle: A\n- item\nhttps://a.cn\nlast: b\n",
        expect![[r#"
            ! title = A
            last = b
            body "Body"
            Yaml «a stray line»: this line belongs to no key: an entry is written `key: value`
            Yaml «- item»: a list item below a key that has a value already
            Yaml «https://a.cn»: this line belongs to no key: an entry is written `key: value`
        "#]],
    );
    check_block(
        "tags:\n  - a\nb c d\n  - e\n\ttitle: x\n",
        expect![[r#"
        ! tags = [a, e]
        title = x
        body "Body"
        Yaml «b c d»: this line is no item of the list: an item is written `- item`
        Yaml «\t»: this key is indented, but the one above it has a value already: remove the spaces
    "#]],
    );
    check_block(
        " title: A\ndate: b\n",
        expect![[r#"
        title = A
        date = b
        body "Body"
        Yaml « »: this key is not indented like the others
    "#]],
    );
    check_block(
        ": x\nb: c\n",
        expect![[r#"
        !  = x
        b = c
        body "Body"
        Yaml «: x»: a key is missing before the colon
    "#]],
    );
    check_block(
        "{title: A\n`date: b\n",
        expect![[r#"
            ! title = A
            ! date = b
            body "Body"
            Yaml «{»: a stray '{' before the key: remove it
            Yaml «`»: a stray '`' before the key: remove it
        "#]],
    );
}

#[test]
fn merge_conflicts_are_told_and_both_sides_kept() {
    let source = "---\ntitle: A\n<<<<<<< HEAD\ntags:\n  - a\n=======\ntags:\n  - b\n>>>>>>> theirs\nlast: c\n---\nBody\n";
    check(
        source,
        expect![[r#"
        title = A
        tags = [a]
        tags = [b]
        last = c
        body "Body"
        Yaml «<<<<<<< HEAD»: a merge conflict is not resolved: keep one side and remove the marker lines
    "#]],
    );
    assert!(parse_head(source).0.is_some_and(|it| it.conflicted));
    check_block(
        "tags:\n  - a\n<<<<<<< HEAD\n  - b\n=======\n  - c\n>>>>>>> theirs\n  - d\n",
        expect![[r#"
            ! tags = [a, b, c, d]
            body "Body"
            Yaml «<<<<<<< HEAD»: a merge conflict is not resolved: keep one side and remove the marker lines
        "#]],
    );
}

#[test]
fn invisible_characters_have_exact_ranges() {
    check_block(
        "title: 甲\u{2028}乙\nb: c\n",
        expect![[r#"
            ! title = 甲\u{2028}乙
            b = c
            body "Body"
            Yaml «\u{2028}»: an invisible U+2028, a separator that ends the line for many tools: remove it
        "#]],
    );
    check_block(
        "title: \"甲\u{85}乙\"\nb: c\n",
        expect![[r#"
        title = *甲 乙
        b = c
        body "Body"
    "#]],
    );
    check_block(
        "title: a\0b\nb: c\n",
        expect![[r#"
            ! title = a\u{0}b
            b = c
            body "Body"
            Yaml «\0»: an invisible control character, U+0000: remove it
        "#]],
    );
    check_block(
        "title: |\n  a\u{1b}b\nb: c\n",
        expect![[r#"
        ! title = |"a\u{1b}b\n"
        b = c
        body "Body"
        Yaml «\u{1b}»: an invisible control character, U+001B: remove it
    "#]],
    );
    check_block(
        "\u{feff}title: a\nb: c\n",
        expect![[r#"
            title = a
            b = c
            body "Body"
            Yaml «\u{feff}»: an invisible U+FEFF, a byte order mark inside the text: remove it
        "#]],
    );
    check_block(
        "title: a\u{200b}b\n",
        expect![[r#"
            title = a\u{200b}b
            body "Body"
        "#]],
    );
}

#[test]
fn lone_carriage_returns_end_lines() {
    check(
        "---\rtitle: A\rtags:\r- b\r---\rBody\r",
        expect![[r#"
        title = A
        tags = [b]
        body "Body\r"
    "#]],
    );
}

#[test]
fn yaml_that_the_libraries_disagree_on_is_what_tools_read() {
    check_block(
        "a: 'x'# no space\nb: [c]\n",
        expect![[r#"
        a = 'x'
        b = [c]
        body "Body"
    "#]],
    );
    check_block(
        "a: {{ title }}\n",
        expect![[r#"
        a = {{ title }: null}
        body "Body"
    "#]],
    );
    check_block(
        "on: yes\ny: 0o17\n",
        expect![[r#"
        on = yes
        y = 0o17
        body "Body"
    "#]],
    );
}

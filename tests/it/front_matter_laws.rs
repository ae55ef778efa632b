//! Laws of front matter: ranges are sound whatever somebody writes, and nothing is lost while it is being written.

use rubric::syntax::{Entry, FrontMatter, Node, NodeKind, ScalarStyle, SyntaxError, parse_head};
use rubric::text::TextRange;

use crate::front_matter::show_value;
use crate::generator::Generator;
use crate::yaml_laws::n_seeds;

/// Documents that begin like a front matter, nearly like one, or not at all.
fn documents(n_seeds: u64) -> impl Iterator<Item = String> {
    (0..n_seeds).map(|seed| {
        let mut generator = Generator::new(seed);
        let open = generator.pick(&[
            "---\n",
            "---\n",
            "---\r\n",
            "\u{feff}---\n",
            "----\n",
            "---\\\n",
            "———\n",
            "\n---\n",
            "--- x\n",
            "--- \r",
            "",
        ]);
        let block = match generator.below(3) {
            0 => generator.yaml(5),
            1 => generator.soup(30),
            _ => generator.yaml(3) + &generator.soup(10) + &generator.yaml(3),
        };
        let close = generator.pick(&[
            "---\n",
            "---",
            "...\r\n",
            "---\\\n",
            "----\n",
            "–––\n",
            "",
            "",
        ]);
        format!("{open}{block}{close}{}", generator.markdown(10))
    })
}

fn check_node(source: &str, node: &Node, parent: TextRange) {
    assert!(
        parent.contains_range(node.range),
        "{node:?} outside {parent:?} in {source:?}"
    );
    let text = source
        .get(std::ops::Range::from(node.range))
        .unwrap_or_else(|| panic!("{node:?} splits a character in {source:?}"));
    match &node.kind {
        NodeKind::Scalar {
            text: value,
            style: ScalarStyle::Plain,
        } if !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) => {
            assert_eq!(value, text, "in {source:?}");
        }
        NodeKind::Null | NodeKind::Scalar { .. } => {}
        NodeKind::List { items, .. } => items
            .iter()
            .for_each(|it| check_node(source, it, node.range)),
        NodeKind::Map { entries, .. } => {
            for Entry { key, value, .. } in entries {
                check_node(source, key, node.range);
                check_node(source, value, node.range);
            }
        }
    }
}

fn check_front_matter(source: &str, front_matter: &FrontMatter) {
    let FrontMatter {
        range,
        open,
        block,
        close,
        ..
    } = front_matter;
    let parts = [Some(*open), Some(*block), *close];
    let mut at = range.start();
    for part in parts.into_iter().flatten() {
        assert!(
            at <= part.start() && range.contains_range(part),
            "{front_matter:?} in {source:?}"
        );
        at = part.end();
    }
    let mut last = block.start();
    for entry in &front_matter.entries {
        assert!(
            last <= entry.range.start() && block.contains_range(entry.range),
            "{entry:?} in {source:?}"
        );
        last = entry.range.start();
        check_node(source, &entry.key, entry.range);
        check_node(source, &entry.value, entry.range);
        assert!(entry.key.text().is_some(), "{entry:?} in {source:?}");
    }
}

fn check_errors(source: &str, errors: &[SyntaxError]) {
    let mut last = 0.into();
    for error in errors {
        assert!(
            source.get(std::ops::Range::from(error.range)).is_some(),
            "{error:?} in {source:?}"
        );
        assert!(last <= error.range.start(), "{errors:?} in {source:?}");
        last = error.range.start();
    }
}

#[test]
fn ranges_are_sound_whatever_is_written() {
    for source in documents(n_seeds(6_000)) {
        let (front_matter, errors) = parse_head(&source);
        check_errors(&source, &errors);
        if let Some(front_matter) = front_matter {
            check_front_matter(&source, &front_matter);
        }
    }
}

#[test]
fn what_follows_the_closing_fence_does_not_matter() {
    let mut n_closed = 0;
    for source in documents(n_seeds(2_000)) {
        let whole = parse_head(&source);
        let Some(FrontMatter {
            range,
            close: Some(_),
            ..
        }) = whole.0
        else {
            continue;
        };
        n_closed += 1;
        assert_eq!(
            parse_head(&source[..range.end().into()]),
            whole,
            "in {source:?}"
        );
    }
    assert!(n_closed > 200);
}

/// Front matter as authors write it, in every style of list and quote.
const POSTS: &[&str] = &[
    "---\ntitle: 《纸飞机》：怎样折得更远 ✈️\nsummary: null\ndate: '2025-07-10'\ncategory: how-to\ntags:\n  - paper\n  - 折纸\n  - 'air'\npeople:\n- 李明\n- Ann Lee\nmedia: []\nspeaker: ''\nsource: https://例.cn/watch?v=a_B&t=1#x\ndraft: true\n---\n# 标题\n\nBody: text\n",
    "\u{feff}---\r\ntitle: \"She said: \\\"fly\\\" 👩\u{200d}🚀\"\r\nauthor: e\u{301}lan\r\nlist: [a, 'b c', \"d\"]\r\ntags:\r\n- one\r\n\r\n- two # second\r\n\r\n# a comment\r\nlast: 2024\r\n...\r\n\r\n## Body\r\n\r\nWord: more\r\n",
    "---\nsummary: >-\n  A folded text\n  over two lines\nnotes: |\n  literal: yes\n\n  - kept\nlong: this goes on\n  over lines that are\n  indented\ndata:\n  author: \"Lei\"\n  links:\n    - a\n    - name: b\n      url: c\nmap: {a: 1, b: [c]}\nitems:\n  - k: v\n    l: w\n  - m\nquoted: 'it''s\n  folded'\nend: ~\n---\n\nBody\n",
];

#[test]
fn a_post_cut_off_anywhere_keeps_the_entries_before_the_cut() {
    for post in POSTS {
        let whole = parse_head(post).0.expect("it has a front matter");
        for cut in (0..whole.range.end().into()).filter(|it| post.is_char_boundary(*it)) {
            let (front_matter, errors) = parse_head(&post[..cut]);
            check_errors(&post[..cut], &errors);
            // A block scalar's value ends with a line end, if there is one.
            let is_block = |it: &Entry| {
                matches!(
                    it.value.style(),
                    Some(ScalarStyle::Literal | ScalarStyle::Folded)
                )
            };
            let kept: Vec<&Entry> = whole
                .entries
                .iter()
                .filter(|it| usize::from(it.range.end()) + usize::from(is_block(it)) <= cut)
                .collect();
            let entries = front_matter.as_ref().map_or(&[][..], |it| &it.entries);
            if let Some(front_matter) = &front_matter {
                check_front_matter(&post[..cut], front_matter);
            }
            for (index, entry) in kept.iter().enumerate() {
                assert_eq!(entries.get(index), Some(*entry), "in {:?}", &post[..cut]);
            }
        }
    }
}

fn shown(entry: &Entry) -> String {
    format!(
        "{}: {}",
        entry.key.text().unwrap_or_default(),
        show_value(&entry.value)
    )
}

#[test]
fn typing_an_entry_loses_no_other() {
    for post in POSTS {
        let whole = parse_head(post).0.expect("it has a front matter");
        for typed in 0..whole.entries.len() {
            let range = std::ops::Range::<usize>::from(whole.entries[typed].range);
            for cut in range.clone().filter(|it| post.is_char_boundary(*it)) {
                let text = format!("{}{}", &post[..cut], &post[range.end..]);
                let (front_matter, errors) = parse_head(&text);
                let entries = front_matter
                    .unwrap_or_else(|| panic!("none in {text:?}"))
                    .entries;
                check_errors(&text, &errors);
                let mut found: Vec<String> = entries.iter().map(shown).collect();
                for (index, entry) in whole.entries.iter().enumerate().filter(|it| it.0 != typed) {
                    let at = found.iter().position(|it| *it == shown(entry));
                    let at = at.unwrap_or_else(|| {
                        panic!(
                            "entry {index} {} is lost in {text:?}\n{found:#?}\n{errors:?}",
                            shown(entry)
                        )
                    });
                    found.remove(at);
                }
                assert!(found.len() <= 1, "{found:?} too much in {text:?}");
            }
        }
    }
}

/// What authors type, or leave, in the middle of a front matter, and what is told of it.
#[rustfmt::skip]
const HALF_TYPED: &[(&str, &str)] = &[
    ("cat", "cat: null"), ("cat:", "cat: null"), ("cat: ", "cat: null"), ("cat:x", "cat: x"), ("cat：甲", "cat: 甲"), ("cat : x", "cat: x"),
    ("cat: \"", "cat: \"\""), ("cat: '", "cat: ''"), ("cat: \"a b", "cat: \"a b\""), ("cat: 'it''s", "cat: 'it's'"), ("cat: 'it's'", "cat: 'it's'"),
    ("cat: \"a \"b\" c\"", "cat: \"a \\\"b\\\" c\""), ("cat: \"a\"\"", "cat: \"a\""), ("cat: \"a\" b", "cat: \"a\" b"), ("cat: a: b", "cat: a: b"),
    ("cat: “a: b”", "cat: “a: b”"), ("cat: a:", "cat: a:"), ("cat: @a", "cat: @a"), ("cat: `a`", "cat: `a`"), ("cat: %a", "cat: %a"), ("cat: *a* b", "cat: *a* b"),
    ("cat: {a", "cat: {a"), ("cat: [a] b", "cat: [a] b"), ("cat: [", "cat: []"), ("cat: [a, b", "cat: [a, b]"), ("cat: [a, \"b", "cat: [a, \"b\"]"),
    ("cat: [a, ", "cat: [a]"), ("cat: ]", "cat: ]"), ("cat: - a", "cat: [a]"), ("cat: a # b: c: d", "cat: a"), ("cat: | text", "cat: | text"), ("cat: > text", "cat: > text"),
    ("cat: \"C:\\path\"", "cat: \"C:\\\\path\""), ("cat: !!x: y", "cat: y"),
    ("cat:\n  - ", "cat: [null]"), ("cat:\n  -", "cat: [null]"), ("cat:\n  - a\n  - \"b", "cat: [a, \"b\"]"), ("cat:\n  - a: b: c", "cat: [a: b: c]"),
    ("cat:\n- a\n- 'b", "cat: [a, 'b']"), ("cat:\n  - a\n  -b\n  - c: d: e", "cat: [a, b, c: d: e]"), ("cat:\n  - z\n  -- a\n  - b", "cat: [z, a, b]"), ("cat:\n* a\n* b", "cat: [a, b]"),
    ("cat:\n\n* a\n\n* b", "cat: [a, b]"), ("cat:\n  - z\n  • 甲\n  • 乙", "cat: [z, 甲, 乙]"), ("cat:\n– a", "cat: [a]"), ("cat: []\n- a", "cat: [a]"), ("cat: []\n  - a\n  - b", "cat: [a, b]"),
    ("cat: ''\n  - a", "cat: [a]"), ("cat: null\n- a", "cat: [a]"), ("cat: ''\n  a", "cat: ''"), ("cat: []\n  a", "cat: []"), ("cat: a\n- b", "cat: a"),
    ("cat:\n  - a\n - b", "cat: [a, b]"), ("cat:\n    - a\n  - b", "cat: [a, b]"), ("cat:\n\t- a\n\t- b", "cat: [a, b]"), ("cat:\n  - a\n\t- b", "cat: [a, b]"),
    ("cat:\n  - a\n  b", "cat: [a]"), ("cat:\n  - [a, b", "cat: [[a, b]]"), ("cat:\n  - @a\n  - b", "cat: [@a, b]"), ("cat:\n  k: \"v\n  l: w", "cat: {k: \"v\", l: w}"),
    ("cat:\n  k: v\n  l", "cat: {k: v, l: null}"), ("cat:\n  k: a: b\n  l:\n    - c\n    -", "cat: {k: a: b, l: [c, null]}"), ("cat: \"a\n  b", "cat: \"a b\""),
    ("cat: [a,\n  b", "cat: [a, b]"), ("cat:\n  a: b\n c: d", "cat: {a: b, c: d}"), ("<<<<<<< HEAD\ncat: a\n=======\n>>>>>>> b", "cat: a"), ("cat: a\u{7}b", "cat: a\u{7}b"),
    ("cat: \"a\\", "cat: \"a\\\\\""), ("cat: \"\"\"", "cat: \"\""), ("cat: ''a''", "cat: ''a''"), ("cat: \"a\", \"b\"", "cat: [\"a\", \"b\"]"),
];

#[test]
fn what_is_half_typed_is_told_and_spoils_nothing_else() {
    for post in POSTS {
        let eol = if post.contains("\r\n") { "\r\n" } else { "\n" };
        let whole = parse_head(post).0.expect("it has a front matter");
        let starts = whole.entries.iter().map(|it| usize::from(it.range.start()));
        for (index, start) in starts.enumerate() {
            for (snippet, expected) in HALF_TYPED {
                let snippet = snippet.replace('\n', eol);
                let text = format!("{}{snippet}{eol}{}", &post[..start], &post[start..]);
                let (front_matter, errors) = parse_head(&text);
                let found: Vec<String> = front_matter
                    .iter()
                    .flat_map(|it| &it.entries)
                    .map(shown)
                    .collect();
                let mut all: Vec<String> = whole.entries.iter().map(shown).collect();
                all.insert(index, (*expected).to_owned());
                assert_eq!(found, all, "{errors:#?}\nin {text:?}");
            }
        }
    }
}

/// The nodes of all entries.
fn n_nodes(entries: &[Entry]) -> usize {
    fn of(node: &Node) -> usize {
        let items: usize = node.items().iter().map(of).sum();
        let pairs = node.map_entries().iter();
        1 + items + pairs.map(|it| of(&it.key) + of(&it.value)).sum::<usize>()
    }
    entries.iter().map(|it| 1 + of(&it.value)).sum()
}

#[test]
fn what_aliases_stand_for_is_bounded_however_they_are_chained() {
    let chain = |n: usize, eol: &str| -> String {
        let entry = |it: usize| match it {
            0 => format!("题0: &a0 {{x0: 中}}{eol}"),
            it => format!("题{it}: &a{it}{eol}  <<: *a{}{eol}  x{it}: 中{eol}", it - 1),
        };
        (0..n).map(entry).collect()
    };
    let wide = |n: usize| -> String {
        let keys: String = (0..n).map(|it| format!("  k{it}: 中\n")).collect();
        let uses: String = (0..n).map(|it| format!("u{it}: {{ <<: *a }}\n")).collect();
        format!("a: &a\n{keys}{uses}")
    };
    // Merged, these maps stay small; a reader that merges at the end makes twice as many of each.
    let doubled: String = (1..60)
        .map(|it| format!("d{it}: &d{it} {{ <<: [*d{0}, *d{0}], x: 中 }}\n", it - 1))
        .collect();
    let nested = format!("n: {}x{}\n", "&n [".repeat(100), "]".repeat(100));
    for (block, n_sound) in [
        (chain(750, "\n"), 60),
        (chain(2500, "\r\n"), 60),
        (wide(2000), 1),
        (format!("d0: &d0 {{ x: 中 }}\n{doubled}"), 5),
        (format!("{nested}last: 末\n"), 2),
        (format!("x: 'a'# 注\n{}", chain(2500, "\n")), 60),
    ] {
        let source = format!("---\n{block}---\n正文\n");
        let (front_matter, errors) = parse_head(&source);
        let entries = front_matter.expect("it has entries").entries;
        let n_written = block.len() / 4;
        assert!(
            n_nodes(&entries) <= 10_000 + n_written,
            "{}",
            n_nodes(&entries)
        );
        let sound = entries.iter().filter(|it| !it.broken).count();
        assert!(sound >= n_sound, "{sound} of {}", entries.len());
        let is_told = errors
            .iter()
            .any(|it| it.kind.to_string().contains("stand for too much"));
        assert_eq!(is_told, sound < entries.len(), "{errors:?}");
    }
}

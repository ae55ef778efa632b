//! Names of fields and items of lists, as they are written: what is accepted leaves the block YAML, with exactly that key or
//! item in it, and nothing else lost.

use rubric::corpus::{FilePosition, RelPath};
use rubric::features::completion::{CompletionItem, Options, completion};
use rubric::text::{TextSize, apply_edits};

use crate::completion::corpus;
use crate::generator::Generator;

/// The items at `|` beside the other posts, and the draft without the mark.
fn items(posts: &[(&str, &str)], draft: &str) -> (String, Vec<CompletionItem>) {
    let at = draft.find('|').expect("a cursor");
    let source = draft.replacen('|', "", 1);
    let files: Vec<_> = posts.iter().copied().chain([("x.md", &*source)]).collect();
    let snap = corpus(&files);
    let file = snap.file(&RelPath("x.md".into())).expect("it is open");
    let offset = TextSize::try_from(at).expect("a short text");
    let options = Options {
        limit: 100,
        body: true,
    };
    let list = completion(&snap, FilePosition { file, offset }, options);
    (source, list.unwrap_or_default().items)
}

fn accepted(posts: &[(&str, &str)], draft: &str, label: &str) -> Option<String> {
    let (source, items) = items(posts, draft);
    let item = items.into_iter().find(|it| it.label == label)?;
    let start = usize::from(item.edit.range.start());
    let typed = &source[start..draft.find('|')?];
    assert!(
        item.filter.starts_with(typed),
        "{typed:?} finds {:?}",
        item.filter
    );
    apply_edits(&source, &[item.edit])
}

fn block(text: &str) -> serde_yaml::Mapping {
    let block = text.split("---").nth(1).expect("a front matter");
    serde_yaml::from_str(block).unwrap_or_else(|it| panic!("{it} in {text:?}"))
}

const PIECES: [&str; 24] = [
    ": ", ":", "#", " #", "@", "&", "*", "!", "%", "`", "'", "\"", "?", "- ", "-", ",", "[", "}",
    "|", ">", "=", "备注", "a", "\\",
];

/// Names that YAML would take for something else.
#[rustfmt::skip]
const NAMES: [&str; 21] = [
    "备注: 一", "@type", "key: x", "a #b", "true", "null", "~", "123", "- x", "-", "yes", "2024-01-01", "? a", "{a}", "[b]", "*c",
    "'d'", "\"e\"", "%f", "...", "plain",
];

/// Such a name is offered on a blank line, behind its first character, and before a colon; and accepted it is that key.
fn check_name(name: &str) -> bool {
    let key = serde_yaml::to_string(
        &[(name, 1)]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>(),
    );
    let key = key.expect("a map is YAML");
    let other = format!("---\n{key}---\n");
    let posts = [("a.md", &*other), ("b.md", &*other), ("c.md", &*other)];
    let mut drafts = vec![
        "---\nk: v\n|\n---\n".to_owned(),
        "---\r\nk: v\r\n|\r\nz: 1\r\n---\r\n".to_owned(),
    ];
    if let Some(first) = name
        .chars()
        .next()
        .filter(|it| it.is_alphabetic() || *it == '@')
    {
        drafts.push(format!("---\nk: v\n{first}|\n---\n"));
        drafts.push(format!("---\nk: v\n{first}|: w\n---\n"));
    }
    let texts: Vec<_> = drafts
        .iter()
        .filter_map(|it| accepted(&posts, it, name))
        .collect();
    for text in &texts {
        let map = block(text);
        assert!(map.contains_key(name), "{name:?} in {text:?}");
        assert_eq!(map.get("k"), Some(&"v".into()), "{text:?}");
        let n_keys = 2 + usize::from(text.contains("z: 1"));
        assert_eq!(map.len(), n_keys, "{text:?}");
    }
    !texts.is_empty()
}

#[test]
fn a_name_that_needs_quotes_gets_them() {
    for name in NAMES {
        assert!(check_name(name), "{name:?} is offered");
    }
}

#[test]
fn any_name_is_written_as_a_key_of_that_name() {
    let mut generator = Generator::new(10);
    let mut n_offered = 0;
    for _ in 0..300 {
        let n_pieces = 1 + generator.below(4);
        let name: String = (0..n_pieces).map(|_| generator.pick(&PIECES)).collect();
        n_offered += usize::from(check_name(name.trim()));
    }
    assert!(n_offered > 200, "{n_offered}");
}

#[test]
fn a_name_that_stands_there_in_quotes_is_not_offered_again() {
    let posts = [
        ("a.md", "---\n'备注: 一': 1\n---\n"),
        ("b.md", "---\n'备注: 一': 1\n---\n"),
    ];
    let draft = "---\n'备注: 一': 2\n|\n---\n";
    assert_eq!(accepted(&posts, draft, "备注: 一"), None);
}

const TAGGED: [(&str, &str); 2] = [
    ("a.md", "---\ntitle: 一\ntags:\n  - llm\n  - 写作\n---\n"),
    ("b.md", "---\ntitle: 二\ntags:\n  - llm\n  - 写作\n---\n"),
];

#[track_caller]
fn check_tags(draft: &str, label: &str, expected: &[&str]) {
    for eol in ["\n", "\r\n"] {
        let draft = draft.replace('\n', eol);
        let text =
            accepted(&TAGGED, &draft, label).unwrap_or_else(|| panic!("{label} in {draft:?}"));
        let tags = block(&text).get("tags").cloned();
        let tags = tags.unwrap_or_else(|| panic!("no tags in {text:?}"));
        assert_eq!(tags, serde_yaml::to_value(expected).unwrap(), "{text:?}");
    }
}

#[test]
fn a_list_completed_above_its_items_gets_no_empty_one() {
    for below in [
        "- a\n- b\n",
        "  - a\n  - b\n",
        "    - a\n    - b\n",
        "\n- a\n- b\n",
        "# c\n  - a\n  - b\n",
        "  [a, b]\n",
    ] {
        check_tags(
            &format!("---\nk: v\nta|\n{below}z: 1\n---\n"),
            "tags",
            &["a", "b"],
        );
        check_tags(&format!("---\nta|\n{below}---\n"), "tags", &["a", "b"]);
    }
}

#[test]
fn an_item_stands_in_line_with_its_list() {
    for (list, typed) in [
        ("", "  "),
        ("  ", ""),
        ("    ", "  "),
        ("  ", "    "),
        ("  ", "  "),
        ("", ""),
    ] {
        for item in ["- l|", "-|", "- 'l|'", "- \"l|"] {
            let items = format!("{list}- a\n{list}- b\n");
            let above = format!("---\ntags:\n{typed}{item}\n{items}z: 1\n---\n");
            check_tags(&above, "llm", &["llm", "a", "b"]);
            let below = format!("---\ntags:\n{items}{typed}{item}\nz: 1\n---\n");
            check_tags(&below, "llm", &["a", "b", "llm"]);
        }
    }
    check_tags("---\ntags:\n  l|\n- a\n---\n", "llm", &["llm", "a"]);
    check_tags("---\ntags: l|\n- a\n---\n", "llm", &["llm", "a"]);
    check_tags("---\ntags: l|\n    - a\n---\n", "llm", &["llm", "a"]);
    check_tags(
        "---\ntags:\n  - a\n\n    # c\n    - l|\n---\n",
        "llm",
        &["a", "llm"],
    );
}

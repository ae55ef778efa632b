//! Laws of YAML: what the two routes and the independent parser must agree on, and that what is written is read again.

use rubric::syntax::front_matter::{Route, parse_head_by};
use rubric::syntax::yaml::{
    ScalarContext, is_null, write_inside_quotes, write_scalar, write_untyped,
};
use rubric::syntax::{Node, NodeKind, ScalarStyle};
use serde_yaml::{Mapping, Value};

use crate::generator::Generator;

const STYLES: [ScalarStyle; 3] = [
    ScalarStyle::Plain,
    ScalarStyle::SingleQuoted,
    ScalarStyle::DoubleQuoted,
];

/// Values that have been written wrongly by some tool.
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", " ", "a", "中文", "李 明", "👨\u{200d}👩\u{200d}👧", "e\u{301}", "a: b", "a:", "a #b", "a#b", "#b", "@a", "`a`", "%a", "*a", "&a",
    "!a", "- a", "-a", "-", "--", "---", "...", "? a", "?", ": a", ":", "|", ">", "{a}", "[a]", "[]", "{}", ", a", "a, b", "a,b",
    "'", "\"", "''", "it's", "“a”", "\"a\"", "'a'", "a\\b", "C:\\new", " a", "a ", "\ta", "a\tb", "a\n", "a\nb", "\r\n", "\0", "\u{7f}",
    "\u{85}", "a\u{2028}b", "\u{2029}", "\u{feff}a", "a\u{feff}", "\u{200b}", "\u{a0}a", "\u{3000}", "\u{fffe}", "null", "Null", "NULL",
    "~", "true", "True", "FALSE", "yes", "No", "on", "OFF", "y", "n", "1", "-1", "+1", "1.5", ".5", "5.", "1e3", "0x1F", "0o17", "017",
    "0b1", "1_000", "12:30", "12:30:45.5", ".inf", "-.INF", ".nan", "2025-07-10", "2025-7-1", "2025-07-10T21:44", "2025-07-10 21:44:00 +8",
    "2024", "1.2.3", "3Blue1Brown", "C++", "C#", "<<", "=", "a=b", "https://例.cn/?q=a&b=c#d", "key: [a, b", "title\": x", "<!--",
];

/// A document with the written scalar in the context, and what it should be read as.
fn document(written: &str, context: ScalarContext) -> String {
    match context {
        ScalarContext::BlockValue => format!("a: {written}\nb: c\n"),
        ScalarContext::BlockItem => format!("a:\n  - {written}\n  - c\n"),
        ScalarContext::FlowItem => format!("a: [{written}, c]\n"),
        ScalarContext::Key => format!("{written}: c\nb: c\n"),
    }
}

/// The scalar that [`document`] put into the text, read again by the independent parser.
fn read_again(text: &str, context: ScalarContext) -> Value {
    let value: Value = serde_yaml::from_str(text).unwrap_or_else(|it| panic!("{it} in {text:?}"));
    match context {
        ScalarContext::BlockValue => value["a"].clone(),
        ScalarContext::BlockItem | ScalarContext::FlowItem => {
            assert_eq!(value["a"][1], Value::from("c"), "in {text:?}");
            value["a"][0].clone()
        }
        ScalarContext::Key => {
            let map = value.as_mapping().expect("it is a map");
            map.keys().next().expect("it has a key").clone()
        }
    }
}

/// The listed values, and random ones.
fn values() -> impl Iterator<Item = String> {
    let random = (0..400).map(|seed| {
        let mut generator = Generator::new(seed);
        match seed % 2 {
            0 => generator.text(8),
            _ => generator.markdown(5),
        }
    });
    VALUES.iter().map(|it| (*it).to_owned()).chain(random)
}

const CONTEXTS: [ScalarContext; 4] = [
    ScalarContext::BlockValue,
    ScalarContext::BlockItem,
    ScalarContext::FlowItem,
    ScalarContext::Key,
];

#[test]
fn a_written_string_is_read_as_this_string() {
    for value in values() {
        for context in CONTEXTS {
            for style in STYLES {
                let written = write_scalar(&value, context, style);
                let text = document(&written, context);
                assert_eq!(
                    read_again(&text, context),
                    Value::from(value.as_str()),
                    "in {text:?}"
                );
            }
        }
    }
}

#[test]
fn a_written_text_is_read_as_this_text_whatever_its_type() {
    for value in values() {
        for context in CONTEXTS {
            let written = write_untyped(&value, context, ScalarStyle::Plain);
            if written == value {
                let read = read_again(&document(&written, context), context);
                let expected: Value = serde_yaml::from_str(&value).expect("a plain scalar is YAML");
                assert_eq!(read, expected, "for {value:?}");
                assert!(!read.is_null(), "for {value:?}");
            } else {
                assert_eq!(written, write_scalar(&value, context, ScalarStyle::Plain));
            }
        }
    }
    let plain = |value| write_untyped(value, ScalarContext::BlockItem, ScalarStyle::Plain);
    assert_eq!(
        ["2024", "true", "2025-07-10", "12:30"].map(plain),
        ["2024", "true", "2025-07-10", "12:30"]
    );
}

#[test]
fn what_is_written_between_quotes_is_read_as_this_string() {
    for value in values() {
        let double = write_inside_quotes(&value, ScalarStyle::DoubleQuoted)
            .expect("double quotes hold everything");
        let mut texts = vec![format!("a: \"{double}\"\n")];
        if let Some(single) = write_inside_quotes(&value, ScalarStyle::SingleQuoted) {
            texts.push(format!("a: '{single}'\n"));
        }
        for text in texts {
            assert_eq!(
                read_again(&text, ScalarContext::BlockValue),
                Value::from(value.as_str()),
                "in {text:?}"
            );
        }
    }
}

#[test]
fn plain_stays_plain_where_it_is_safe() {
    for value in [
        "a",
        "李 明",
        "3Blue1Brown",
        "C++",
        "C#",
        "it's",
        "1.2.3",
        "a, b",
        "https://例.cn/?q=a#d",
        "a=b",
        "“甲”",
    ] {
        assert_eq!(
            write_scalar(value, ScalarContext::BlockItem, ScalarStyle::Plain),
            value
        );
    }
    for (value, written) in [
        ("a: b", "'a: b'"),
        ("it's: b", "\"it's: b\""),
        ("2024", "'2024'"),
        ("yes", "'yes'"),
        ("", "''"),
        ("a\nb", "\"a\\nb\""),
    ] {
        assert_eq!(
            write_scalar(value, ScalarContext::BlockItem, ScalarStyle::Plain),
            written
        );
    }
    assert_eq!(
        write_scalar("a, b", ScalarContext::FlowItem, ScalarStyle::Plain),
        "'a, b'"
    );
}

/// How many random texts a law looks at; more where somebody hunts for the rare one.
pub(crate) fn n_seeds(usual: u64) -> u64 {
    std::env::var("RUBRIC_SEEDS").map_or(usual, |it| it.parse().expect("RUBRIC_SEEDS is a number"))
}

/// Whether a node is what the independent parser makes of the same text.
fn is_same(node: &Node, value: &Value) -> bool {
    match (&node.kind, value) {
        (_, Value::Tagged(tagged)) => is_same(node, &tagged.value),
        (NodeKind::Null, Value::Null) => true,
        (NodeKind::Scalar { text, .. }, Value::String(string)) => text == string,
        // The type of a plain scalar is not ours to tell, but its text must have that type.
        (NodeKind::Scalar { text, .. }, Value::Bool(_) | Value::Number(_)) => {
            serde_yaml::from_str::<Value>(text)
                .is_ok_and(|it| format!("{it:?}") == format!("{value:?}"))
        }
        (NodeKind::List { items, .. }, Value::Sequence(values)) => {
            items.len() == values.len()
                && items
                    .iter()
                    .zip(values)
                    .all(|(item, value)| is_same(item, value))
        }
        (NodeKind::Map { entries, .. }, Value::Mapping(mapping)) => {
            is_same_map(entries.iter().map(|it| (&it.key, &it.value)), mapping)
        }
        _ => false,
    }
}

fn is_same_map<'a>(
    entries: impl ExactSizeIterator<Item = (&'a Node, &'a Node)>,
    mapping: &Mapping,
) -> bool {
    let has = |key: &Node, value: &Node| {
        mapping
            .iter()
            .any(|(k, v)| is_same_key(key, k) && is_same(value, v))
    };
    entries.len() == mapping.len() && entries.into_iter().all(|(key, value)| has(key, value))
}

/// Keys are texts here, whatever they are for others.
fn is_same_key(key: &Node, value: &Value) -> bool {
    match value {
        Value::Null => key.text().is_some_and(is_null),
        Value::Mapping(_) | Value::Sequence(_) => true,
        Value::Tagged(tagged) => is_same_key(key, &tagged.value),
        _ => is_same(key, value),
    }
}

/// What the independent parser reads, if it is a map; merge keys resolved.
fn independent(block: &str) -> Option<Mapping> {
    let mut value: Value = serde_yaml::from_str(block).ok()?;
    let merges = value.apply_merge();
    match value {
        Value::Mapping(mapping) if merges.is_ok() => Some(mapping),
        _ => None,
    }
}

/// Whether the independent parser minds nothing but a key that stands there twice.
fn is_duplicate(block: &str) -> bool {
    let error = serde_yaml::from_str::<Value>(block).err();
    error.is_some_and(|it| it.to_string().contains("duplicate entry"))
}

/// What stands between the first two fences.
fn between_fences(source: &str) -> &str {
    let is_fence = |it: &str| matches!(it.trim_end_matches(['\n', '\r', ' ', '\t']), "---" | "...");
    let block = source.strip_prefix("---\n").expect("it was written so");
    let lines = block.split_inclusive(['\n', '\r']);
    let length = lines.take_while(|it| !is_fence(it)).map(str::len).sum();
    &block[..length]
}

/// Front matter of every form, and now and then none at all.
fn front_matters(n_seeds: u64) -> impl Iterator<Item = String> {
    (0..n_seeds).map(|seed| {
        let mut generator = Generator::new(seed);
        let block = match seed % 2 {
            0 => generator.yaml(4),
            _ => format!("k: {}\n", generator.soup(8)),
        };
        format!("---\n{block}---\n")
    })
}

#[test]
fn what_the_independent_parser_accepts_has_its_values_and_no_error() {
    let mut n_accepted = [0, 0];
    for source in front_matters(n_seeds(4_000)) {
        let (front_matter, errors, route) = parse_head_by(&source, Route::Fast);
        let block = between_fences(&source);
        let Some(mapping) = independent(block) else {
            continue;
        };
        n_accepted[usize::from(route == Route::Fast)] += 1;
        let entries = front_matter.expect("a map is a front matter").entries;
        assert_eq!(errors, [], "in {source:?}");
        let same = is_same_map(entries.iter().map(|it| (&it.key, &it.value)), &mapping);
        assert!(same, "{mapping:?}\n{entries:?}\nin {source:?}");
    }
    assert!(n_accepted.iter().all(|it| *it > 200), "{n_accepted:?}");
}

#[test]
fn what_the_independent_parser_refuses_has_an_error() {
    let mut n_refused = 0;
    for source in front_matters(n_seeds(4_000)) {
        let block = between_fences(&source);
        let accepted = serde_yaml::from_str::<Value>(block).is_ok();
        let (Some(front_matter), errors, _) = parse_head_by(&source, Route::Fast) else {
            continue;
        };
        if accepted || is_duplicate(block) {
            continue;
        }
        n_refused += 1;
        assert_ne!(errors, [], "{front_matter:?}\nin {source:?}");
    }
    assert!(n_refused > 200, "{n_refused}");
}

#[test]
fn the_fast_path_reads_what_the_library_reads() {
    let mut n_fast = 0;
    for source in front_matters(n_seeds(4_000)) {
        let fast = parse_head_by(&source, Route::Fast);
        if fast.2 == Route::Fast {
            n_fast += 1;
            let library = parse_head_by(&source, Route::Library);
            assert_eq!((fast.0, fast.1), (library.0, library.1), "in {source:?}");
        }
    }
    assert!(n_fast > 400, "{n_fast}");
}

//! Laws of YAML: what the two routes and the independent parser must agree on, and that what is written is read again.

use rubric::syntax::ScalarStyle;
use rubric::syntax::yaml::{ScalarContext, write_inside_quotes, write_scalar, write_untyped};
use serde_yaml::Value;

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

//! All that the program says, in one file: so that wording can be read and improved as a whole. It is written anew by
//! `UPDATE_EXPECT=1 cargo test`.

use std::fs;
use std::path::Path;

use expect_test::expect_file;

#[test]
fn all_that_is_said_is_in_one_file() {
    let mut files = Vec::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        "src",
        &mut files,
    );
    files.sort();
    let mut said = String::new();
    for (path, text) in files {
        let mut texts = texts(&text);
        texts.retain(|it| is_sentence(it));
        if !texts.is_empty() {
            said.push_str(&format!("{path}\n"));
            texts
                .iter()
                .for_each(|it| said.push_str(&format!("    {it}\n")));
        }
    }
    assert!(said.contains("is another name of"), "the sources are read");
    expect_file!["messages.txt"].assert_eq(&said);
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path
            .file_name()
            .and_then(|it| it.to_str())
            .expect("our names are UTF-8");
        let below = format!("{prefix}/{name}");
        if path.is_dir() {
            collect(&path, &below, files);
        } else if name.ends_with(".rs") && !name.ends_with("_tests.rs") {
            let text = fs::read_to_string(&path).expect("our sources are UTF-8");
            files.push((below, text.replace("\r\n", "\n")));
        }
    }
}

/// Two words at least.
fn is_sentence(text: &str) -> bool {
    let is_word = |it: &str| it.chars().filter(|it| it.is_ascii_lowercase()).count() > 1;
    text.split([' ', '\n']).filter(|it| is_word(it)).count() > 1
}

/// The string literals of a source, without its tests, and without what no user sees: invariants, reasons of lints, the log.
fn texts(source: &str) -> Vec<String> {
    let source = source
        .split("\n#[cfg(test)]\nmod ")
        .next()
        .unwrap_or_default();
    let mut texts = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        if from.starts_with("//") {
            rest = from.split_once('\n').map_or("", |it| it.1);
        } else if from.starts_with('\'') {
            rest = &from[character(from)..];
        } else if let Some(inside) = from.strip_prefix('"') {
            let hashes = before.len() - before.trim_end_matches('#').len();
            let is_raw = before.trim_end_matches('#').ends_with('r');
            let end = if is_raw {
                inside.find(&format!("\"{}", "#".repeat(hashes)))
            } else {
                closing(inside)
            };
            let end = end.expect("a literal is closed");
            if !is_internal(before) {
                texts.push(inside[..end].split("\\\n").map(str::trim_start).collect());
            }
            rest = &inside[end + 1..];
        } else {
            rest = &from[1..];
        }
    }
    texts
}

/// How long the character literal is that begins here; of a lifetime, its quote.
fn character(from: &str) -> usize {
    let inside = &from[1..];
    let n = match inside.strip_prefix('\\') {
        Some(escape) => 1 + escape.chars().next().map_or(0, char::len_utf8),
        None => inside.chars().next().map_or(0, char::len_utf8),
    };
    let is_unicode = inside.starts_with("\\u{");
    let end = if is_unicode {
        inside.find('}').map_or(n, |it| it + 1)
    } else {
        n
    };
    let is_closed = inside.get(end..).is_some_and(|it| it.starts_with('\''));
    if is_closed { end + 2 } else { 1 }
}

/// Where a literal that is not raw ends.
fn closing(inside: &str) -> Option<usize> {
    let mut is_escaped = false;
    inside.find(|it| {
        let is_end = it == '"' && !is_escaped;
        is_escaped = it == '\\' && !is_escaped;
        is_end
    })
}

fn is_internal(before: &str) -> bool {
    let before = before.trim_end();
    let internal = [
        ".expect(",
        "unreachable!(",
        "reason =",
        "assert!(",
        "debug!(",
        "info!(",
        "warn!(",
        "error!(",
    ];
    internal.iter().any(|it| before.ends_with(it))
}

#[test]
fn literals_are_told_from_the_rest() {
    let source = "// \"no text\"\nlet a: &'a str = \"one \\\"two\\\" three\"; x('\"'); y('\\''); b(r#\"four \"five\" six\"#);\n\
                  it.expect(\"never seen\"); \"seven {eight} \\\n     nine\";\n#[cfg(test)]\nmod tests { \"not this one\" }\n";
    assert_eq!(
        texts(source),
        [
            "one \\\"two\\\" three",
            "four \"five\" six",
            "seven {eight} nine"
        ]
    );
}

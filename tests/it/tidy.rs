//! The house rules that a machine can hold: layers, the protocol at the edge, I/O in its places, sizes of files.
//! Each rule is a function of one file, so that each is tested on a file that breaks it.

use std::fs;
use std::path::Path;

struct Source {
    /// Relative to the package, with `/` between its parts.
    path: String,
    text: String,
}

/// What is wrong with a file, a sentence each; what is right is nothing.
type Rule = fn(&Source) -> Vec<String>;

const RULES: &[Rule] = &[
    layers,
    protocol_at_the_edge,
    disk_in_its_places,
    units_in_one_file,
    rope_in_one_layer,
    module_doc,
    no_mod_rs,
    forbidden_words,
    no_bare_unwrap,
    size_of_file,
    size_of_functions,
];

#[test]
fn the_tree_is_tidy() {
    let sources = sources();
    let found = |path: &str| sources.iter().any(|it| it.path == path);
    assert!(
        found("src/text.rs") && found("tests/it/tidy.rs"),
        "the tree is read"
    );
    let complaints: Vec<_> = sources
        .iter()
        .flat_map(|source| {
            RULES
                .iter()
                .flat_map(|rule| rule(source))
                .map(|it| format!("{}: {it}", source.path))
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

/// Our own sources, not those that a build or a package manager put there.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for folder in ["src", "tests", "benches", "fuzz", "editors"] {
        collect(root, folder, &mut sources);
    }
    sources
}

fn collect(root: &Path, folder: &str, sources: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries {
        let entry = entry.expect("the folder is readable");
        let name = entry
            .file_name()
            .into_string()
            .expect("our names are UTF-8");
        let path = format!("{folder}/{name}");
        let skipped = name.starts_with('.')
            || path == "fuzz/target"
            || ["node_modules", "dist", "out"].contains(&&*name);
        let kind = entry.file_type().expect("the entry has a type");
        if kind.is_dir() && !skipped {
            collect(root, &path, sources);
        } else if kind.is_file()
            && [".rs", ".ts", ".lua", ".el"]
                .iter()
                .any(|it| name.ends_with(it))
        {
            let text = fs::read_to_string(root.join(&path)).expect("our sources are UTF-8");
            sources.push(Source { path, text });
        }
    }
}

impl Source {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// `corpus` for src/corpus.rs and src/corpus/loader.rs.
    fn layer(&self) -> Option<&str> {
        let path = self.path.strip_prefix("src/")?.strip_suffix(".rs")?;
        path.split('/').next()
    }

    /// Whether this is `module` or below it: `corpus/loader` is src/corpus/loader.rs and src/corpus/loader/*.
    fn is_in(&self, module: &str) -> bool {
        let path = self.path.strip_prefix("src/").unwrap_or_default();
        let rest = path.strip_prefix(module);
        rest.is_some_and(|it| it == ".rs" || it.starts_with('/'))
    }

    /// Lines that are not wholly comment.
    fn code(&self) -> String {
        let is_code = |it: &&str| !it.trim_start().starts_with("//");
        let lines: Vec<_> = self.text.lines().filter(is_code).collect();
        lines.join("\n")
    }
}

/// A layer imports only from those before it. The last two do not see each other.
const LAYERS: &[&str] = &[
    "text", "syntax", "schema", "site", "corpus", "features", "server", "cli",
];

fn layers(source: &Source) -> Vec<String> {
    let Some(layer) = source.layer().filter(|it| !["lib", "main"].contains(it)) else {
        return Vec::new();
    };
    let rank = |layer: &str| LAYERS.iter().position(|it| *it == layer);
    let Some(own) = rank(layer) else {
        return vec![format!("`{layer}` is none of the layers")];
    };
    let code = source.code();
    // As many `super`s as the file is deep lead to the crate's root.
    let to_root = "super::".repeat(source.path.matches('/').count());
    let mut seen = names_after(&code, "crate::");
    seen.extend(names_after(&code, &to_root));
    let is_wrong = |name: &&str| match rank(name) {
        Some(other) if other < own => [layer, *name] == ["cli", "server"],
        Some(other) => other > own,
        None => false,
    };
    let complaint = |name: &str| format!("`{layer}` must not know `{name}`");
    seen.into_iter().filter(is_wrong).map(complaint).collect()
}

/// The names that follow a path's beginning: `a` and `b` after `crate::` in `crate::a::x` and in `crate::{a::x, b}`.
fn names_after<'a>(code: &'a str, beginning: &str) -> Vec<&'a str> {
    let is_name = |it: char| it.is_alphanumeric() || it == '_';
    let name = |it: &'a str| {
        it.trim_start()
            .split(|it| !is_name(it))
            .next()
            .unwrap_or_default()
    };
    let mut names = Vec::new();
    for (at, _) in code.match_indices(beginning) {
        let rest = &code[at + beginning.len()..];
        if code[..at].ends_with(is_name) || code[..at].ends_with("super::") {
            continue;
        }
        let Some(group) = rest.strip_prefix('{') else {
            names.push(name(rest));
            continue;
        };
        names.push(name(group));
        let mut depth = 1;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => names.push(name(&group[at + 1..])),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

fn protocol_at_the_edge(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/") || source.is_in("server") {
        return Vec::new();
    }
    contained(
        &source.code(),
        &["tower_lsp", "lsp_types", "ls_types"],
        "belongs in `server`",
    )
}

fn disk_in_its_places(source: &Source) -> Vec<String> {
    let places = ["corpus/loader", "corpus/cache", "server", "cli"];
    if !source.path.starts_with("src/") || places.iter().any(|it| source.is_in(it)) {
        return Vec::new();
    }
    let code = source.code();
    let touches = ["std::", "tokio::"]
        .iter()
        .any(|it| names_after(&code, it).contains(&"fs"));
    let methods = [
        ".exists()",
        ".try_exists()",
        ".canonicalize()",
        ".read_dir()",
    ];
    let mut complaints = contained(
        &code,
        &methods,
        "touches the disk, which only the loader does",
    );
    complaints
        .extend(touches.then(|| "`fs` touches the disk, which only the loader does".to_owned()));
    complaints
}

fn units_in_one_file(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/") || source.path == "src/text/position.rs" {
        return Vec::new();
    }
    let words = ["encode_utf16", "len_utf16", "utf16_cu"];
    contained(&source.code(), &words, "belongs in text/position.rs")
}

fn rope_in_one_layer(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/") || source.is_in("text") {
        return Vec::new();
    }
    contained(&source.code(), &["ropey"], "belongs in `text`")
}

fn module_doc(source: &Source) -> Vec<String> {
    let documented =
        source.text.starts_with("//! ") || source.text.starts_with("#![no_main]\n//! ");
    let complaint = || "opens without `//!`, a sentence on what it is for".to_owned();
    (source.is_rust() && !documented)
        .then(complaint)
        .into_iter()
        .collect()
}

fn no_mod_rs(source: &Source) -> Vec<String> {
    let complaint = || "is called after its folder: `foo.rs` beside `foo/`".to_owned();
    source
        .path
        .ends_with("/mod.rs")
        .then(complaint)
        .into_iter()
        .collect()
}

fn forbidden_words(source: &Source) -> Vec<String> {
    // This file has to name them.
    if !source.is_rust() || source.path == "tests/it/tidy.rs" {
        return Vec::new();
    }
    let words = ["#[allow(", "#![allow(", "todo!(", "unimplemented!("];
    contained(
        &source.code(),
        &words,
        "is not used here; `#[expect(.., reason = \"..\")]` is",
    )
}

/// Tests may unwrap, also those at the end of a source.
fn no_bare_unwrap(source: &Source) -> Vec<String> {
    if !source.path.starts_with("src/") {
        return Vec::new();
    }
    let code = source.code();
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
    contained(
        code,
        &[".unwrap()"],
        "should be `expect(\"<the invariant>\")`",
    )
}

const MAX_LINES_OF_FILE: usize = 800;
const MAX_LINES_OF_FUNCTION: usize = 120;

fn size_of_file(source: &Source) -> Vec<String> {
    let n_lines = source.text.lines().count();
    let complaint =
        || format!("has {n_lines} lines, more than {MAX_LINES_OF_FILE}: it holds a second idea");
    (n_lines > MAX_LINES_OF_FILE)
        .then(complaint)
        .into_iter()
        .collect()
}

/// rustfmt closes a function with a brace as far in as its `fn`.
fn size_of_functions(source: &Source) -> Vec<String> {
    if !source.is_rust() {
        return Vec::new();
    }
    let lines: Vec<_> = source.text.lines().collect();
    let mut complaints = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let declaration = line.trim_start();
        let visible = declaration
            .strip_prefix("pub ")
            .or(declaration.strip_prefix("pub(crate) "));
        let declaration = visible.unwrap_or(declaration);
        if !["fn ", "async fn ", "const fn "]
            .iter()
            .any(|it| declaration.starts_with(it))
        {
            continue;
        }
        let closing = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let n_lines = lines[index..].iter().position(|it| *it == closing);
        if n_lines.is_some_and(|it| it > MAX_LINES_OF_FUNCTION) {
            complaints.push(format!(
                "has a function over {MAX_LINES_OF_FUNCTION} lines: `{declaration}`"
            ));
        }
    }
    complaints
}

fn contained(code: &str, words: &[&str], complaint: &str) -> Vec<String> {
    let found = words.iter().filter(|it| code.contains(**it));
    found.map(|it| format!("`{it}` {complaint}")).collect()
}

/// The rule finds something wrong with each of `wrong`, and nothing with `right`.
#[track_caller]
fn check(rule: Rule, wrong: &[(&str, &str)], right: &[(&str, &str)]) {
    let complaints = |(path, text): &(&str, &str)| {
        rule(&Source {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
    };
    for file in wrong {
        assert_ne!(
            complaints(file),
            Vec::<String>::new(),
            "{file:?} should be wrong"
        );
    }
    for file in right {
        assert_eq!(
            complaints(file),
            Vec::<String>::new(),
            "{file:?} should be right"
        );
    }
}

#[test]
fn layers_are_held() {
    let wrong = [
        ("src/text.rs", "use crate::syntax::Document;"),
        ("src/corpus/path.rs", "fn f() -> crate::features::Hover {}"),
        (
            "src/syntax/yaml.rs",
            "use crate::{\n    text::Text,\n    corpus::{Host, x},\n};",
        ),
        ("src/schema.rs", "use super::corpus::Host;"),
        (
            "src/schema/config.rs",
            "use super::super::{text::Text, corpus};",
        ),
        ("src/cli/check.rs", "use crate::server::State;"),
        ("src/server.rs", "pub use crate::cli;"),
        ("src/helpers.rs", ""),
    ];
    let right = [
        (
            "src/text/edit.rs",
            "use crate::text::Text;\nuse super::position;",
        ),
        (
            "src/corpus/loader/walk.rs",
            "use super::super::{Host, features};",
        ),
        (
            "src/features.rs",
            "use crate::{corpus::{Host, cli}, schema};",
        ),
        (
            "src/cli.rs",
            "use crate::features;\n// crate::server does the same.",
        ),
        (
            "src/server/state.rs",
            "use crate::text;\n/// See [`crate::cli`].\nmycrate::cli();",
        ),
        ("src/lib.rs", "pub use crate::cli;"),
        ("tests/it/main.rs", "use crate::fixture;"),
    ];
    check(layers, &wrong, &right);
}

#[test]
fn the_protocol_stays_at_the_edge() {
    let wrong = [
        ("src/features/hover.rs", "use tower_lsp::ls_types::Hover;"),
        ("src/main.rs", "tower_lsp::Server::new()"),
    ];
    let right = [
        ("src/server.rs", "use tower_lsp::Server;"),
        ("src/server/to_proto.rs", "use tower_lsp::ls_types::Hover;"),
        ("src/features.rs", "// tower_lsp is not known here"),
        ("tests/it/server.rs", "use tower_lsp::ls_types::Hover;"),
    ];
    check(protocol_at_the_edge, &wrong, &right);
}

#[test]
fn the_disk_is_touched_in_its_places() {
    let wrong = [
        ("src/features/links.rs", "if path.exists() {}"),
        ("src/corpus/infer.rs", "std::fs::read(path)"),
        (
            "src/corpus/loaders.rs",
            "use std::{\n    fs::File,\n    io,\n};",
        ),
        ("src/schema.rs", "use tokio::{fs, io};"),
    ];
    let right = [
        ("src/corpus/loader.rs", "use std::fs;"),
        ("src/corpus/loader/walk.rs", "use std::fs;"),
        ("src/cli/apply.rs", "use std::fs;"),
        (
            "src/corpus/infer.rs",
            "use std::{fmt, io::{self, fs}};\n// as std::fs does",
        ),
        ("tests/it/tidy.rs", "use std::fs;"),
    ];
    check(disk_in_its_places, &wrong, &right);
}

#[test]
fn units_and_ropes_stay_in_their_places() {
    let wrong = [
        ("src/server/to_proto.rs", "text.encode_utf16().count()"),
        ("src/text.rs", "c.len_utf16()"),
    ];
    let right = [
        ("src/text/position.rs", "c.len_utf16()"),
        ("src/server.rs", "PositionEncoding::Utf16"),
    ];
    check(units_in_one_file, &wrong, &right);
    check(
        rope_in_one_layer,
        &[("src/server.rs", "ropey::Rope")],
        &[("src/text.rs", "use ropey::Rope;")],
    );
}

#[test]
fn files_have_their_form() {
    check(
        module_doc,
        &[("src/a.rs", "use b;\n//! A"), ("tests/it/a.rs", "")],
        &[("src/a.rs", "//! A."), ("a.lua", "")],
    );
    check(
        no_mod_rs,
        &[("src/text/mod.rs", ""), ("tests/it/x/mod.rs", "")],
        &[("src/text/model.rs", "")],
    );
    let long = |n_lines: usize| "--\n".repeat(n_lines);
    check(
        size_of_file,
        &[("editors/nvim/a.lua", &long(801)), ("src/a.rs", &long(801))],
        &[("src/a.rs", &long(800))],
    );
}

#[test]
fn words_are_forbidden() {
    let wrong = [
        ("src/a.rs", "#[allow(dead_code)]"),
        ("tests/it/a.rs", "#![allow(unused)]"),
        ("src/a.rs", "fn f() { todo!() }"),
        ("src/a.rs", "unimplemented!(\"later\")"),
    ];
    let right = [
        (
            "src/a.rs",
            "#[expect(dead_code, reason = \"x\")]\n// todo!()",
        ),
        ("editors/a.ts", "todo!()"),
    ];
    check(forbidden_words, &wrong, &right);
    let right = [
        (
            "src/a.rs",
            "it.expect(\"x\")\n#[cfg(test)]\nmod tests { it.unwrap() }",
        ),
        ("tests/a.rs", "it.unwrap()"),
    ];
    check(no_bare_unwrap, &[("src/a.rs", "it.unwrap();")], &right);
}

#[test]
fn functions_have_an_end() {
    let function = |n_lines: usize| {
        format!(
            "    pub fn f() {{\n{}    }}\n",
            "        f();\n".repeat(n_lines)
        )
    };
    let (long, short) = (function(120), function(119));
    check(
        size_of_functions,
        &[("src/a.rs", &long)],
        &[("src/a.rs", &short), ("a.ts", &long)],
    );
}

//! What a change has to touch, and which modules hang together: the tree is scanned, so that CONTRIBUTING.md stays true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rubric::schema::Code;

/// Rust sources by their paths below src/, without `.rs`: `corpus/loader`.
fn modules() -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    collect(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        "",
        &mut modules,
    );
    assert!(modules.contains_key("corpus/loader"), "the tree is read");
    modules
}

fn collect(folder: &Path, prefix: &str, modules: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        let name = path
            .file_name()
            .and_then(|it| it.to_str())
            .expect("our names are UTF-8");
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), modules);
        } else if let Some(name) = name.strip_suffix(".rs") {
            let text = fs::read_to_string(&path).expect("our sources are UTF-8");
            modules.insert(format!("{prefix}{name}"), without_comments(&text));
        }
    }
}

fn without_comments(text: &str) -> String {
    let is_code = |it: &&str| !it.trim_start().starts_with("//");
    text.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

fn naming(modules: &BTreeMap<String, String>, names: &[String]) -> Vec<String> {
    let named = modules
        .iter()
        .filter(|(_, text)| names.iter().any(|it| text.contains(it)));
    named.map(|it| it.0.clone()).collect()
}

/// With the schema of rubric.yaml and the page of documentation these are eight files.
#[test]
fn a_diagnostic_is_named_in_six_sources_at_most() {
    let modules = modules();
    for code in Code::ALL {
        let variant = format!("Code::{code:?}");
        let own = format!("mod {};", code.name().replace('-', "_"));
        let files = naming(
            &modules,
            &[
                format!("{variant},"),
                format!("{variant} "),
                format!("{variant})"),
                format!("{variant};"),
                own,
            ],
        );
        assert!(files.len() <= 7, "{code}: {files:?}");
    }
}

/// A number is nothing but a kind: what names it is what a new kind has to be written into.
#[test]
fn a_kind_of_field_is_named_in_five_sources_at_most() {
    let files = naming(&modules(), &["Kind::Number".to_owned()]);
    assert!(files.len() <= 5, "{files:?}");
}

#[test]
fn a_method_of_the_protocol_is_named_in_seven_sources_at_most() {
    let modules = modules();
    for method in [
        "folding_range",
        "selection_range",
        "document_highlight",
        "inlay_hint",
    ] {
        let files = naming(&modules, &[method.to_owned()]);
        assert!((2..=7).contains(&files.len()), "{method}: {files:?}");
    }
}

/// Children of a module that use what it has are no circle: it only registers them.
#[test]
fn no_modules_of_these_layers_need_each_other() {
    let modules = modules();
    let uses = uses(&modules);
    for layer in [
        "server",
        "corpus",
        "features/completion",
        "features/checks",
        "text",
        "site",
    ] {
        for start in uses.keys().filter(|it| is_below(it, layer)) {
            let circle = way_back(&uses, start, layer);
            assert!(circle.is_none(), "{circle:?}");
        }
    }
}

fn is_below(module: &str, layer: &str) -> bool {
    module
        .strip_prefix(layer)
        .is_some_and(|it| it.is_empty() || it.starts_with('/'))
}

/// The modules of the layer on a way from one back to itself.
fn way_back<'a>(
    uses: &'a BTreeMap<String, BTreeSet<String>>,
    start: &'a str,
    layer: &str,
) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        let last = way.last().expect("a way has a start");
        for next in uses
            .get(*last)
            .into_iter()
            .flatten()
            .filter(|it| is_below(it, layer))
        {
            if next == start {
                return Some(way);
            }
            if seen.insert(next) {
                ways.push(way.iter().copied().chain([next.as_str()]).collect());
            }
        }
    }
    None
}

/// By module, the modules that its `use`s name, but for its own children.
fn uses(modules: &BTreeMap<String, String>) -> BTreeMap<String, BTreeSet<String>> {
    let of_module = |(module, text): (&String, &String)| {
        let mut used = BTreeSet::new();
        for line in text.split(';') {
            let Some((_, path)) = line.rsplit_once("use ").filter(|it| is_start(it.0)) else {
                continue;
            };
            for path in expanded(path) {
                let other = resolved(modules, module, &path);
                used.extend(
                    other.filter(|it| it != module && !it.starts_with(&format!("{module}/"))),
                );
            }
        }
        (module.clone(), used)
    };
    modules.iter().map(of_module).collect()
}

/// Whether a `use` begins behind this.
fn is_start(before: &str) -> bool {
    let line = before.lines().next_back().unwrap_or_default().trim();
    line.is_empty() || line.starts_with("pub")
}

/// `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expanded(path: &str) -> Vec<String> {
    let Some((before, inside)) = path.split_once('{') else {
        let path = path.split(" as ").next().unwrap_or_default();
        return vec![path.split_whitespace().collect()];
    };
    let inside = inside.rsplit_once('}').map_or(inside, |it| it.0);
    let mut depth = 0;
    let parts = inside.split(|it| {
        depth += i32::from(it == '{') - i32::from(it == '}');
        it == ',' && depth == 0
    });
    parts
        .filter(|it| !it.trim().is_empty())
        .flat_map(|it| expanded(&format!("{}{}", before.trim(), it.trim())))
        .collect()
}

/// The module that a path leads into, if it is one of ours.
fn resolved(modules: &BTreeMap<String, String>, module: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split("::").collect();
    let mut base: Vec<&str> = module.split('/').collect();
    match parts[0] {
        "crate" => {
            base.clear();
            parts.remove(0);
        }
        "self" => drop(parts.remove(0)),
        "super" => {
            while parts.first() == Some(&"super") {
                base.pop();
                parts.remove(0);
            }
        }
        _ => {}
    }
    let names = (0..=parts.len()).rev().map(|n| {
        let all: Vec<&str> = base.iter().chain(&parts[..n]).copied().collect();
        all.join("/")
    });
    names.into_iter().find(|it| modules.contains_key(it))
}

#[test]
fn paths_are_read_as_the_compiler_does() {
    assert_eq!(
        expanded("a::{b, c::{d, e as f}}"),
        ["a::b", "a::c::d", "a::c::e"]
    );
    let modules = modules();
    let of = |module: &str, path: &str| resolved(&modules, module, path);
    assert_eq!(
        of("corpus/host", "super::path::FileId").as_deref(),
        Some("corpus/path")
    );
    assert_eq!(
        of("corpus/host", "crate::text::Text").as_deref(),
        Some("text")
    );
    assert_eq!(
        of("corpus/host", "std::sync::Arc").as_deref(),
        Some("corpus/host")
    );
}

#[test]
fn a_circle_is_found_and_a_child_is_none() {
    let module = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let modules = BTreeMap::from([
        module("a", "mod b;\nuse b::B;"),
        module("a/b", "use super::c::C;"),
        module("a/c", "use crate::a::d::{D, E};"),
        module("a/d", "use super::{b::B as X, F};"),
        module("a/e", "use super::F;"),
    ]);
    let uses = uses(&modules);
    assert_eq!(way_back(&uses, "a/b", "a"), Some(vec!["a/b", "a/c", "a/d"]));
    assert_eq!(way_back(&uses, "a/e", "a"), None);
    assert_eq!(way_back(&uses, "a", "a"), None);
}

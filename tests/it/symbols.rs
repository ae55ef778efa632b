//! The outline: the front matter with its fields, then the headings as a tree.

use rubric::features::symbols::{Symbol, SymbolKind, outline};
use rubric::syntax;

use crate::fixture::Fixture;
use crate::navigation::variants;

fn lines(symbols: &[Symbol], depth: usize, acc: &mut Vec<String>) {
    for it in symbols {
        let detail = it
            .detail
            .as_ref()
            .map_or(String::new(), |it| format!(" = {it}"));
        acc.push(format!("{}{}{detail}", "  ".repeat(depth), it.name));
        lines(&it.children, depth + 1, acc);
    }
}

#[track_caller]
fn check(post: &str, expected: &[&str]) -> Vec<Symbol> {
    let symbols = outline(&syntax::parse(post));
    let mut found = Vec::new();
    lines(&symbols, 0, &mut found);
    assert_eq!(found, expected);
    assert_nested(&symbols, None);
    symbols
}

/// Editors refuse an outline in which a selection range is outside its range, or a child outside its parent.
#[track_caller]
fn assert_nested(symbols: &[Symbol], parent: Option<&Symbol>) {
    for it in symbols {
        assert!(it.range.contains_range(it.selection_range), "{it:?}");
        assert!(
            parent.is_none_or(|parent| parent.range.contains_range(it.range)),
            "{it:?}"
        );
        assert!(!it.name.is_empty());
        assert_nested(&it.children, Some(it));
    }
}

#[test]
fn fields_have_their_values_and_headings_their_children() {
    for post in variants(
        "---\ntitle: '连贯性: 😀'\ntags:\n  - llm\n  - \"中文\"\nguest: ''\npeople: []\nx: { a: 1 }\n---\n\
         # 一\n\n### 三\n\n## 二\n\n#\n\n# e\u{301}nd\n",
    ) {
        let symbols = check(
            &Fixture::single(&post).text,
            &[
                "front matter",
                "  title = 连贯性: 😀",
                "  tags = llm, 中文",
                "  guest",
                "  people",
                "  x = a: 1",
                "    a = 1",
                "一",
                "  三",
                "  二",
                "(untitled)",
                "e\u{301}nd",
            ],
        );
        assert_eq!(symbols[0].children[1].kind, SymbolKind::ListField);
        assert_eq!(symbols[1].kind, SymbolKind::Heading);
    }
}

#[test]
fn a_long_value_is_cut_to_one_line() {
    let symbols = check_detail(&format!(
        "---\nsummary: |\n  一行\n\n  {}\n---\n",
        "长".repeat(500)
    ));
    assert_eq!(symbols.chars().count(), 81);
    assert!(symbols.starts_with("一行 长长") && symbols.ends_with('…'));
}

fn check_detail(post: &str) -> String {
    let symbols = outline(&syntax::parse(post));
    symbols[0].children[0]
        .detail
        .clone()
        .expect("it has a value")
}

#[test]
fn a_broken_post_has_an_outline_too() {
    check(
        "---\ntitle: [中\ntags: a\n",
        &["front matter", "  title = 中", "  tags = a"],
    );
    check("", &[]);
}

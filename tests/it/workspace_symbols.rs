//! Search over titles, headings and terms: what answers a query, in which order, and where it stands.

use expect_test::{Expect, expect};
use rubric::corpus::{Event, Host, RelPath, Snapshot};
use rubric::features::workspace_symbols::{
    SymbolKind, WorkspaceSymbol, locate, prepare, workspace_symbols,
};
use rubric::text::Text;

use crate::corpus::host;
use crate::navigation::variants;

const POSTS: &str = "\
//- /notes/a.md
---
title: 人工智能的未来
date: 2024-05-01
tags: [人工智能, machine-learning]
people: [Sam Altman]
---
# Getting started
## Café ＮＯＴＥＳ 😀
//- /notes/b.md
---
title: A title
date: 2025-01-01
tags: [人工智能, market]
people: [Sam Altman, Ilya Sutskever]
---
# 第一章：人工智能
# Getting started
//- /notes/untitled.md
# 重庆与深度学习
";

fn show(it: &WorkspaceSymbol) -> String {
    let kind = match &it.kind {
        SymbolKind::Post => "post".to_owned(),
        SymbolKind::Heading(index) => format!("heading {index}"),
        SymbolKind::Term(field) => format!("term of {field}"),
    };
    format!("{} ({kind}; {})\n", it.name, it.container)
}

fn found(snap: &Snapshot, query: &str) -> String {
    workspace_symbols(snap, query, 20)
        .iter()
        .map(show)
        .collect()
}

#[track_caller]
fn check(query: &str, expected: &Expect) {
    for fixture in variants(POSTS) {
        expected.assert_eq(&found(&host(&fixture).snapshot(), query));
    }
}

/// There is one answer.
#[track_caller]
fn check_one(query: &str, expected: &str) {
    for fixture in variants(POSTS) {
        let found = found(&host(&fixture).snapshot(), query);
        assert_eq!(found, format!("{expected}\n"));
    }
}

#[test]
fn the_whole_text_comes_first_then_beginnings_then_words() {
    check(
        "人工智能",
        &expect![[r#"
        人工智能 (term of tags; tags · 2 posts)
        人工智能的未来 (post; notes/a.md)
        第一章：人工智能 (heading 0; A title)
    "#]],
    );
}

#[test]
fn words_of_a_text_are_found_in_any_order() {
    check_one(
        "altman sam",
        "Sam Altman (term of people; people · 2 posts)",
    );
    check_one("learning", "machine-learning (term of tags; tags · 1 post)");
    check_one(
        "machine lea",
        "machine-learning (term of tags; tags · 1 post)",
    );
}

#[test]
fn case_width_accents_and_hyphens_do_not_matter() {
    check_one(
        "cafe notes",
        "Café ＮＯＴＥＳ 😀 (heading 1; 人工智能的未来)",
    );
    check_one(
        "ＭＡＣＨＩＮＥ_learning",
        "machine-learning (term of tags; tags · 1 post)",
    );
}

#[test]
fn chinese_is_found_by_its_pinyin() {
    check(
        "rengong",
        &expect![[r#"
        人工智能 (term of tags; tags · 2 posts)
        人工智能的未来 (post; notes/a.md)
        第一章：人工智能 (heading 0; A title)
    "#]],
    );
    check_one("sdxx", "重庆与深度学习 (heading 0; untitled.md)");
    check_one("shenduxuexi", "重庆与深度学习 (heading 0; untitled.md)");
}

#[test]
fn letters_in_order_are_found_only_where_nothing_better_is() {
    check_one(
        "mchnlearn",
        "machine-learning (term of tags; tags · 1 post)",
    );
    check(
        "gtst",
        &expect![[r#"
        Getting started (heading 1; A title)
        Getting started (heading 0; 人工智能的未来)
    "#]],
    );
    check("zzzz", &expect![[""]]);
}

#[test]
fn an_empty_query_gives_the_latest_posts() {
    check(
        "",
        &expect![[r#"
        A title (post; notes/b.md)
        人工智能的未来 (post; notes/a.md)
        untitled.md (post; notes/untitled.md)
    "#]],
    );
    check(
        "  ",
        &expect![[r#"
        A title (post; notes/b.md)
        人工智能的未来 (post; notes/a.md)
        untitled.md (post; notes/untitled.md)
    "#]],
    );
}

#[test]
fn each_kind_has_its_share_of_the_places() {
    let many: String = (0..60)
        .map(|it| {
            format!("//- /{it}.md\n---\ntitle: xa{it}\ntags: [xb{it}, xc{it}]\n---\n# xd{it}\n")
        })
        .collect();
    let snap = host(&many).snapshot();
    let symbols = workspace_symbols(&snap, "x", 30);
    let n = |is: fn(&SymbolKind) -> bool| symbols.iter().filter(|it| is(&it.kind)).count();
    assert_eq!(symbols.len(), 30);
    assert_eq!(n(|it| matches!(it, SymbolKind::Post)), 10);
    assert_eq!(n(|it| matches!(it, SymbolKind::Heading(_))), 10);
    assert_eq!(n(|it| matches!(it, SymbolKind::Term(_))), 10);
}

#[test]
fn a_result_is_located_when_it_is_asked_for() {
    for fixture in variants(POSTS) {
        let snap = host(&fixture).snapshot();
        let texts = |query: &str| -> Vec<String> {
            let symbols = workspace_symbols(&snap, query, 20);
            let text = |it: &WorkspaceSymbol| {
                let (parsed, range) =
                    locate(&snap, it.file, &it.name, &it.kind).expect("it is open");
                format!(
                    "{}: {}",
                    snap.path(it.file).as_str(),
                    &parsed.text.as_str()[range]
                )
            };
            symbols.iter().map(text).collect()
        };
        assert_eq!(
            texts("Getting"),
            ["notes/b.md: Getting started", "notes/a.md: Getting started"]
        );
        assert_eq!(texts("Sam"), ["notes/b.md: Sam Altman"]);
        assert_eq!(texts("A title"), ["notes/b.md: A title"]);
        assert_eq!(texts("untitled"), ["notes/untitled.md: "]);
        let b = snap
            .file(&RelPath("notes/b.md".into()))
            .expect("it is known");
        let (parsed, moved) =
            locate(&snap, b, "Getting started", &SymbolKind::Heading(7)).expect("it is open");
        assert_eq!(&parsed.text.as_str()[moved], "Getting started");
    }
}

/// The host with one file's text replaced.
fn change(host: &mut Host, path: &str, text: &str) -> Snapshot {
    let file = host.intern(&RelPath(path.into()));
    host.apply(vec![Event::Open {
        file,
        version: 2,
        text: Text::new(text),
    }]);
    host.snapshot()
}

#[test]
fn a_search_sees_what_changed_and_an_older_snapshot_does_not() {
    let mut host = host(POSTS);
    let before = host.snapshot();
    prepare(&before);
    let after = change(
        &mut host,
        "notes/new.md",
        "---\ntags: [Qzxvkw]\n---\n# Qzxvkw heading\n",
    );
    assert_eq!(found(&before, "qzxvkw"), "");
    assert_eq!(
        found(&after, "qzxvkw"),
        "Qzxvkw (term of tags; tags · 1 post)\nQzxvkw heading (heading 0; new.md)\n"
    );
    assert_eq!(found(&before, "qzxvkw"), "");
    let gone = change(&mut host, "notes/new.md", "");
    assert_eq!(found(&gone, "qzxvkw"), "");
    assert_eq!(
        found(&after, "qzxvkw heading"),
        "Qzxvkw heading (heading 0; new.md)\n"
    );
}

#[test]
fn terms_are_right_after_fields_come_to_share_a_vocabulary() {
    let posts: String = (0..40)
        .map(|it| {
            format!(
                "//- /{it}.md\n---\npeople: [p{it}, q{}]\nspeaker: s{it}\n---\n",
                it / 3
            )
        })
        .collect();
    let mut host = host(&posts);
    prepare(&host.snapshot());
    let config = "fields: { speaker: { type: term, vocabulary: people } }\n";
    host.apply(vec![Event::Config(Some(config.into()))]);
    let snap = host.snapshot();
    assert_eq!(
        found(&snap, "s39"),
        "s39 (term of people; people · 1 post)\n"
    );
    assert_eq!(
        found(&snap, "p39"),
        "p39 (term of people; people · 1 post)\n"
    );
}

//! The host: which summaries count, and vocabularies in step with them.

use rubric::corpus::{Event, FileId, Host, RelPath, Snapshot};
use rubric::text::{Text, TextSize};

use crate::fixture::Fixture;

/// A host with the fixture's files as open buffers.
pub(crate) fn host(fixture: &str) -> Host {
    let mut host = Host::new("/corpus".into());
    let files = Fixture::parse(fixture).files;
    for file in &files {
        let id = host.intern(&RelPath(file.path.as_str().into()));
        host.apply(vec![open(id, &file.text)]);
    }
    host
}

fn open(file: FileId, text: &str) -> Event {
    Event::Open {
        file,
        version: 0,
        text: Text::new(text),
    }
}

fn edit(file: FileId, text: &str, cursor: &str) -> Event {
    let cursor = text
        .find(cursor)
        .expect("the cursor's place is in the text");
    Event::Edit {
        file,
        version: 1,
        text: Text::new(text),
        cursor: Some(TextSize::try_from(cursor).expect("a short text")),
    }
}

/// Each term with its count.
pub(crate) fn terms(snap: &Snapshot, field: &str) -> Vec<String> {
    let vocabulary = snap.vocabulary(field).into_iter();
    let terms = vocabulary.flat_map(|it| it.terms());
    let mut terms: Vec<String> = terms
        .map(|(_, it)| format!("{} {}", it.text, it.posts.len()))
        .collect();
    terms.sort();
    terms
}

fn id(snap: &Snapshot, path: &str) -> FileId {
    snap.file(&RelPath(path.into())).expect("the file is known")
}

const POSTS: &str = "\
//- /a.md
---
title: 一
date: '2024-01-02'
tags: [llm, 中文]
speaker: Émile
---
# One
//- /b.md
---
tags:
  - llm
  - llm
  - 👨‍👩‍👧
series: ''
---
";

#[test]
fn a_term_counts_each_post_once_and_knows_its_last_use() {
    let snap = host(POSTS).snapshot();
    assert_eq!(terms(&snap, "tags"), ["llm 2", "中文 1", "👨‍👩‍👧 1"]);
    assert_eq!(terms(&snap, "speaker"), ["Émile 1"]);
    assert_eq!(terms(&snap, "series"), [""; 0]);
    let tags = snap.vocabulary("tags").expect("tags have terms");
    let llm = tags.term(tags.get("llm").expect("a tag"));
    assert_eq!(llm.last_use, Some(19_724));
    assert!(snap.vocabulary("date").is_none() && snap.vocabulary("title").is_none());
    assert_eq!(snap.values("title").expect("titles are indexed").len(), 1);
}

#[test]
fn typing_prose_changes_no_summary() {
    let mut host = host(POSTS);
    let a = id(&host.snapshot(), "a.md");
    let text = host
        .snapshot()
        .open(a)
        .expect("open")
        .text
        .as_str()
        .to_owned();
    assert!(!host.apply(vec![edit(a, &format!("{text}正文。"), "正文")]));
    assert!(
        host.apply(vec![edit(a, &format!("{text}## Two"), "## Two")]),
        "an outline is part of the summary"
    );
}

#[test]
fn what_is_being_typed_is_no_term_until_the_cursor_leaves_it() {
    let mut host = host(POSTS);
    let b = id(&host.snapshot(), "b.md");
    let typed = "---\ntags: [rus, llm]\n---\ntext";
    host.apply(vec![edit(b, typed, ", llm")]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["llm 2", "中文 1"]);
    host.apply(vec![edit(b, typed, "text")]);
    assert_eq!(
        terms(&host.snapshot(), "tags"),
        ["llm 2", "rus 1", "中文 1"]
    );
    host.apply(vec![edit(b, typed, "rus")]);
    host.apply(vec![Event::Save { file: b }]);
    assert_eq!(
        terms(&host.snapshot(), "tags"),
        ["llm 2", "rus 1", "中文 1"]
    );
}

#[test]
fn an_older_snapshot_stays_as_it_was() {
    let mut host = host(POSTS);
    let before = host.snapshot();
    let a = id(&before, "a.md");
    host.apply(vec![Event::Close { file: a }]);
    assert_eq!(terms(&before, "tags"), ["llm 2", "中文 1", "👨‍👩‍👧 1"]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["llm 1", "👨‍👩‍👧 1"]);
    assert_eq!((before.n_files(), host.snapshot().n_files()), (2, 1));
}

#[test]
fn a_scalar_with_commas_is_a_list_where_others_have_lists() {
    let mut host = host(POSTS);
    let c = host.intern(&RelPath("c.md".into()));
    host.apply(vec![open(
        c,
        "---\ntags: llm, 政治,  rust\nspeaker: Smith, John\n---\n",
    )]);
    assert_eq!(
        terms(&host.snapshot(), "tags"),
        ["llm 3", "rust 1", "中文 1", "政治 1", "👨‍👩‍👧 1"]
    );
    assert_eq!(
        terms(&host.snapshot(), "speaker"),
        ["Smith, John 1", "Émile 1"]
    );
}

#[test]
fn spellings_meet_under_case_and_width() {
    let snap = host("//- /a.md\n---\ntags: [GPT-4, gpt-4, ＧＰＴ－４, gpt4]\n---\n").snapshot();
    let tags = snap.vocabulary("tags").expect("tags have terms");
    let mut spellings: Vec<&str> = tags
        .spellings("Gpt-4")
        .map(|it| tags.term(it).text.as_str())
        .collect();
    spellings.sort_unstable();
    assert_eq!(spellings, ["GPT-4", "gpt-4", "ＧＰＴ－４"]);
}

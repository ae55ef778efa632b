//! What is being typed is not scolded: not while it is typed, but once it is saved or another line is edited.

use rubric::corpus::{Event, Host, RelPath};
use rubric::features::diagnostics::{Code, diagnostics};
use rubric::text::Text;

use crate::fixture::Fixture;
use crate::navigation::variants;

/// The codes found after an edit that ended at `$0`, and after saving.
fn codes(fixture: &str) -> (Vec<Code>, Vec<Code>) {
    let mut results = variants(fixture).map(|marked| {
        let post = Fixture::single(&marked);
        let mut host = Host::new("/corpus".into());
        let file = host.intern(&RelPath("a.md".into()));
        let config = "fields: { title: { required: true }, tags: { type: list }, category: { type: term, values: [随笔, llm] } }\n";
        let edit = Event::Edit {
            file,
            version: 2,
            text: Text::new(post.text),
            cursor: post.cursor,
        };
        host.apply(vec![Event::Config(Some(config.into())), edit]);
        let codes = |host: &Host| {
            let found = diagnostics(&host.snapshot(), file).expect("it is open");
            found.iter().map(|it| it.code).collect::<Vec<_>>()
        };
        let typing = codes(&host);
        let changed = host.apply(vec![Event::Save { file }]);
        let saved = codes(&host);
        assert!(changed || typing == saved, "who shows them is told");
        (typing, saved)
    });
    results.sort_by_key(|it| it.0.len());
    let [lf, crlf] = results;
    assert_eq!(lf, crlf);
    lf
}

#[track_caller]
fn hidden(fixture: &str, code: Code) {
    let (typing, saved) = codes(fixture);
    assert_eq!(typing, [], "{fixture}");
    assert_eq!(saved, [code], "{fixture}");
}

#[track_caller]
fn told(fixture: &str, code: Code) {
    let (typing, saved) = codes(fixture);
    assert_eq!(
        (&typing[..], &saved[..]),
        (&[code][..], &[code][..]),
        "{fixture}"
    );
}

#[test]
fn an_item_that_is_being_typed_is_left_out() {
    let post = |lines: &str| format!("---\ntitle: 题\n{lines}\n---\n");
    hidden(&post("tags:\n  - $0"), Code::EmptyItem);
    hidden(&post("tags:\n  - 中\n  - $0\n  - llm"), Code::EmptyItem);
    hidden(&post("tags:\n  - llm\n  - llm$0"), Code::DuplicateItem);
    hidden(&post("tags:\n  $0"), Code::WrongType);
    hidden(&post("tags:$0"), Code::WrongType);
    hidden(&post("tags: [a, ''$0]"), Code::EmptyItem);
    hidden(&post("category: ll$0"), Code::UnknownValue);
    hidden(&post("guest: '随笔 $0'"), Code::StrayWhitespace);
}

#[test]
fn what_stands_elsewhere_is_told() {
    let post = |lines: &str| format!("---\n{lines}\n---\n正文 $1\n");
    told(&post("title: 题$0\ntags:\n  - ''"), Code::EmptyItem);
    told(&post("title: 题\ntags:\n  - ''\n  - 中$0"), Code::EmptyItem);
    told(&post("title: 题\ntags:\n  - ''\n  $0"), Code::EmptyItem);
    told(
        &post("title: 题\ntags: ['']").replace("$1", "$0"),
        Code::EmptyItem,
    );
    told(
        &post("title: 题\ntags:\n  - llm\n  - llm\n$0category: llm"),
        Code::DuplicateItem,
    );
    told(&post("title: a: $0"), Code::YamlSyntax);
}

#[test]
fn a_heading_that_is_being_typed_is_left_out() {
    hidden(
        "---\ntitle: 题\n---\n## a\n\n## a$0\n",
        Code::DuplicateHeading,
    );
    hidden("---\ntitle: 题\n---\n## a\n\n#### $0b\n", Code::HeadingSkip);
    hidden("---\ntitle: 题\n---\n##a$0\n", Code::HeadingSpace);
    hidden("---\ntitle: 题\n---\n```sh\ncargo$0\n", Code::UnclosedFence);
    told(
        "---\ntitle: 题\n---\n## a\n\n## a\n\n文$0\n",
        Code::DuplicateHeading,
    );
}

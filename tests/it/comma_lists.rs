//! Lists that are texts with commas, `tags: a, b, c`, as Pelican and many a theme write them: learned, completed, renamed.

use rubric::corpus::{Event, FilePosition, Host, RelPath, Snapshot};
use rubric::features::completion::{Options, completion};
use rubric::features::cursor_target::{TargetKind, target_at};
use rubric::features::diagnostics::{Code, diagnostics};
use rubric::schema::Kind;
use rubric::text::{Text, apply_edits};

use crate::fixture::Fixture;
use crate::infer::learn;
use crate::navigation::{file, variants};

/// Forty posts whose tags, keywords and topics are texts, and whose places have commas too.
fn block(number: usize) -> String {
    let topic = ["大模型", "rust", "日常 🍵"][number % 3];
    let last = if number.is_multiple_of(5) {
        ""
    } else {
        ", c++"
    };
    format!(
        "title: Post {number}, and more\ntags: {topic}, tool{last}\nkeywords: k{number}\ntopics: '{topic}, a{}, b'\nplace: Berlin, Germany\n",
        number % 4
    )
}

fn host() -> Host {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 40, block);
    host
}

fn open(host: &mut Host, text: &str) -> Snapshot {
    let file = host.intern(&RelPath("notes/post.md".into()));
    let text = Text::new(text);
    host.apply(vec![Event::Open {
        file,
        version: 1,
        text,
    }]);
    host.snapshot()
}

#[test]
fn texts_with_commas_are_learned_as_lists() {
    let snap = host().snapshot();
    let kind = |it: &str| snap.root_schema().field(it).map(|it| it.kind);
    assert_eq!(kind("tags"), Some(Kind::List));
    assert_eq!(kind("topics"), Some(Kind::List));
    assert_ne!(kind("place"), Some(Kind::List));
    assert_eq!(kind("title"), Some(Kind::Text));
    let terms = snap.vocabulary("tags").expect("it has terms");
    let texts: Vec<&str> = terms.terms().map(|it| it.1.text.as_str()).collect();
    assert_eq!(texts.len(), 5, "{texts:?}");
}

#[track_caller]
fn first(text: &str) -> String {
    let fixture = Fixture::single(text);
    let snap = open(&mut host(), &fixture.text);
    let position = FilePosition {
        file: file(&snap, "notes/post.md"),
        offset: fixture.cursor.expect("a cursor"),
    };
    let options = Options {
        limit: 20,
        body: true,
    };
    let list = completion(&snap, position, options).unwrap_or_default();
    let item = list.items.first().expect("an item");
    apply_edits(&fixture.text, std::slice::from_ref(&item.edit)).expect("the edit fits")
}

#[test]
fn the_word_between_commas_is_completed() {
    for eol in ["\n", "\r\n"] {
        let first = |it: &str| first(&it.replace('\n', eol)).replace(eol, "\n");
        assert_eq!(first("---\ntags: ru$0\n---\n"), "---\ntags: rust\n---\n");
        assert_eq!(
            first("---\ntags: rust, da$0\n---\n"),
            "---\ntags: rust, 大模型\n---\n"
        );
        assert_eq!(
            first("---\ntags: \"rust, to$0\"\n---\n"),
            "---\ntags: \"rust, tool\"\n---\n"
        );
        assert_eq!(
            first("+++\ntags = \"rust, to$0\"\n+++\n"),
            "+++\ntags = \"rust, tool\"\n+++\n"
        );
        assert_eq!(first("---\nta$0\n---\n"), "---\ntags: \n---\n");
    }
}

#[test]
fn they_are_no_mistake() {
    for text in variants("---\ntitle: x\ntags: tool, Rust, c++\nkeywords: k1\nplace: Rome\n---\n") {
        let snap = open(&mut host(), &text);
        let found = diagnostics(&snap, file(&snap, "notes/post.md")).expect("it is open");
        let wrong = found.iter().filter(|it| it.code == Code::WrongType);
        assert_eq!(wrong.count(), 0, "{found:#?}");
    }
}

#[test]
fn the_term_at_the_cursor_is_one_of_them() {
    let fixture = Fixture::single("---\ntags: rust, to$0ol\n---\n");
    let snap = open(&mut host(), &fixture.text);
    let id = file(&snap, "notes/post.md");
    let parsed = snap.parsed(id).expect("it is open");
    let target = target_at(&snap, id, &parsed, fixture.cursor.expect("a cursor"));
    let target = target.expect("a term");
    assert_eq!(&fixture.text[target.range], "tool");
    assert!(matches!(target.kind, TargetKind::Term(it) if it.text == "tool"));
}

#[test]
fn a_hash_before_a_term_goes_with_it() {
    for (typed, after) in [
        ("topics: \"#ru$0\"", "topics: \"rust\""),
        ("tags: #ru$0", "tags: rust"),
        ("tags: rust, #da$0", "tags: rust, 大模型"),
    ] {
        let text = |it: &str| format!("---\n{it}\n---\n");
        assert_eq!(first(&text(typed)), text(after));
    }
}

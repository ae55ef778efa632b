//! Rules that look beyond the post: `duplicate-title`, `duplicate-source`, `date-mismatch`, `missing-front-matter`.

use rubric::corpus::{Host, Snapshot};
use rubric::features::diagnostics::{Code, Diagnostic, Severity, Suggestion, diagnostics};

use super::{Posts, note, notes};
use crate::corpus::host;
use crate::fixture::Fixture;
use crate::infer::learn;
use crate::navigation::{file, variants};

/// The findings of this code are at exactly the marked texts of each file; those of the first come back.
#[track_caller]
fn check(code: Code, config: &str, marked: &str) -> Vec<Diagnostic> {
    let mut first = Vec::new();
    for marked in variants(marked) {
        let fixture = Fixture::parse(&marked);
        let mut host = host(&marked);
        configure(&mut host, config);
        let snap = host.snapshot();
        for (index, file) in fixture.files.iter().enumerate() {
            let found = of_code(&snap, &file.path, code);
            let ranges: Vec<_> = found.iter().map(|it| it.range).collect();
            assert_eq!(ranges, file.ranges, "{}: {found:#?}", file.path);
            if index == 0 {
                first = found;
            }
        }
    }
    first
}

fn configure(host: &mut Host, yaml: &str) {
    host.apply(vec![rubric::corpus::Event::Config(Some(yaml.into()))]);
}

fn of_code(snap: &Snapshot, path: &str, code: Code) -> Vec<Diagnostic> {
    let mut found = diagnostics(snap, file(snap, path)).expect("it is open");
    found.retain(|it| it.code == code);
    found
}

#[test]
fn two_posts_of_one_title_name_each_other() {
    let found = check(
        Code::DuplicateTitle,
        "",
        "//- /a/一.md\n---\ntitle: «'读书会: 😀'»\n---\n//- /b/二.md\n---\ntitle: «\"读书会: 😀\"»\n---\n\
         //- /c.md\n---\ntitle: 读书会\n---\n//- /d.md\n---\ntitle: ''\n---\n//- /e.md\n---\ntitle: ''\n---\n",
    );
    assert_eq!(
        found[0].message,
        "another post has this title: one of them needs another"
    );
    let [(place, label)] = &found[0].related[..] else {
        panic!("{found:?}");
    };
    assert_eq!(label, "it is here too");
    // Behind a BOM and `---` and CRLF.
    assert_eq!(u32::from(place.range.start()), 3 + 5 + 7);
}

#[test]
fn a_title_that_comes_again_after_months_is_a_hint() {
    let post = |path: &str, date: &str| {
        format!("//- /{path}.md\n---\ntitle: «三月进展»\ndate: {date}\n---\n")
    };
    let severities = |a: &str, b: &str| {
        let found = check(Code::DuplicateTitle, "", &(post("一", a) + &post("b", b)));
        found.iter().map(|it| it.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities("2024-03-01", "2025-03-01"), [Severity::Hint]);
    assert_eq!(severities("2024-03-01", "2024-03-08"), [Severity::Warning]);
    assert_eq!(severities("2024-03-01", "someday"), [Severity::Warning]);
}

#[test]
fn at_most_five_places_are_named() {
    let posts = (0..9).map(|it| format!("//- /{it}.md\n---\ntitle: «一»\n---\n"));
    let found = check(Code::DuplicateTitle, "", &posts.collect::<String>());
    assert_eq!(
        found[0].message,
        "8 other posts have this title: each needs its own"
    );
    assert_eq!(found[0].related.len(), 5);
    assert_eq!(found[0].related[4].1, "it is here too (and 3 more)");
}

#[test]
fn where_titles_come_again_they_are_no_names() {
    let title = |again: usize| move |it: usize| format!("title: 大会 {}\n", it.max(again));
    let post = "---\ntitle: 大会 12\n---\n";
    Posts::new(60, title(12)).check(Code::DuplicateTitle, post);
    Posts::new(60, title(2)).check(Code::DuplicateTitle, &post.replace("大会 12", "«大会 12»"));
    Posts::new(20, title(12)).check(Code::DuplicateTitle, &post.replace("大会 12", "«大会 12»"));
    Posts::new(60, title(12))
        .config("fields: { title: { unique: true } }\n")
        .check(Code::DuplicateTitle, &post.replace("大会 12", "«大会 12»"));
}

#[test]
fn two_terms_with_one_address_name_each_other() {
    let others = (0..7).map(|it| format!("//- /{it}.md\n---\npeople:\n  - 林竞\n---\n"));
    let posts = "//- /a.md\n---\npeople: [«林静»]\n---\n".to_owned();
    let posts = posts + &others.collect::<String>();
    let found = check(Code::SlugCollision, "slug: pinyin\n", &posts);
    let labels: Vec<&str> = found[0].related.iter().map(|it| it.1.as_str()).collect();
    assert_eq!(labels.len(), 5);
    assert_eq!(labels[0], "`林竞` is here");
    assert_eq!(labels[4], "`林竞` is here (and 2 more)");
    let place = found[0].related[0].0;
    assert_eq!(usize::from(place.range.len()), "林竞".len());
    assert_eq!(
        found[0].suggestion, None,
        "which of the two is to be named otherwise, nobody can tell"
    );
}

#[test]
fn what_is_declared_unique_is_had_by_one_post() {
    let config = "fields: { source: { type: url, unique: true }, isbn: { unique: true }, author: { vocabulary: people } }\n";
    let found = check(
        Code::DuplicateSource,
        config,
        "//- /a.md\n---\nsource: «https://例子.cn/x»\nisbn: «'9'»\n---\n\
         //- /b.md\n---\nsource: «http://www.例子.cn/x/»\n---\n\
         //- /c.md\n---\nsource: https://例子.cn/y\nisbn: «\"9\"»\n---\n//- /d.md\n---\nsource: ''\nisbn:\n---\n\
         //- /e.md\n---\nsource: ''\nnumber: '9'\n---\n",
    );
    assert_eq!(
        found[0].message,
        "another post has the same `source`; is this a duplicate?"
    );
}

#[test]
fn sources_are_learned_to_be_unique_and_covers_are_not() {
    let post = |source: &str| format!("---\nsource: {source}\ncover: {source}\n---\n");
    let block =
        |it: usize| format!("source: https://example.org/{it}\ncover: https://example.org/{it}\n");
    let mut posts = Posts::new(60, block);
    let messages = posts.check(
        Code::DuplicateSource,
        &post("«https://example.org/7»").replace("cover: «https://example.org/7»", "cover: x"),
    );
    assert_eq!(messages.len(), 1);
    posts.check(Code::DuplicateSource, &post("https://example.org/new"));
    let mut shared = Posts::new(60, |it| format!("source: https://example.org/{}\n", it / 2));
    shared.check(
        Code::DuplicateSource,
        "---\nsource: https://example.org/7\n---\n",
    );
}

#[test]
fn the_day_in_a_name_is_that_of_the_post() {
    let found = check(
        Code::DateMismatch,
        "",
        "//- /a/2026-02-27_标题.md\n---\ndate: «'2026-02-21'»\n---\n\
         //- /a/2026-02-28.md\n---\ndate: 2026-02-28 21:08\n---\n\
         //- /a/周记_20260301.md\n---\ndate: 2026-03-01\n---\n\
         //- /a/2026-03-02-x.md\n---\ndate: 2026-03-05\npublished: 2026-03-02\n---\n\
         //- /a/2026-03-03-x.md\n---\ndate: ''\n---\n//- /a/20260304-x.md\n---\ndate: 2026-02-30\n---\n\
         //- /2026/03/07/x.md\n---\ndate: «2026-03-08»\n---\n//- /x.md\n---\ndate: 2026-03-08\n---\n",
    );
    assert_eq!(
        found[0].message,
        "`2026-02-21` is not the day in the file's name, 2026-02-27: one of the two is wrong"
    );
    assert_eq!(
        found[0].suggestion,
        Some(Suggestion::Text("2026-02-27".into()))
    );
}

#[test]
fn at_midnight_the_day_is_another_one_elsewhere() {
    let fine =
        (1..29).map(|it| format!("//- /a/2026-01-{it:02}.md\n---\ndate: 2026-01-{it:02}\n---\n"));
    let fine = fine.collect::<String>();
    check(
        Code::DateMismatch,
        "",
        &format!(
            "//- /a/2026-02-21.md\n---\ndate: 2026-02-22T00:13:20+08:00\n---\n\
             //- /a/2026-02-22.md\n---\ndate: «2026-02-23T00:13:20»\n---\n\
             //- /a/2026-02-23.md\n---\ndate: «2026-02-25 00:13:20 +0800»\n---\n{fine}"
        ),
    );
}

#[test]
fn where_the_names_mean_another_day_nothing_is_told() {
    let posts =
        (10..20).map(|it| format!("//- /clips/2026-02-{it}.md\n---\ndate: 2025-01-{it}\n---\n"));
    check(Code::DateMismatch, "", &posts.collect::<String>());
}

#[test]
fn a_post_without_front_matter_is_told_where_others_have_it() {
    let messages = notes().check(Code::MissingFrontMatter, "\n«# 标题 😀»\n\n文\n");
    assert_eq!(
        messages,
        ["the post has no front matter: 60 of the 61 posts here have one"]
    );
    notes().check(Code::MissingFrontMatter, "\n \n");
    Posts::new(20, note).check(Code::MissingFrontMatter, "文\n");
    let config = "fields: { title: { required: true } }\n";
    Posts::new(0, note)
        .config(config)
        .check(Code::MissingFrontMatter, "文\n");
    let messages = Posts::new(3, note)
        .config(config)
        .check(Code::MissingFrontMatter, "«文»\n");
    assert_eq!(
        messages,
        ["the post has no front matter: rubric.yaml requires fields"]
    );
    check(
        Code::MissingFrontMatter,
        config,
        "//- /1.md\n---\ntitle: 1\n---\n//- /2.md\n---\ntitle: 2\n---\n//- /3.md\n---\ntitle: 3\n---\n//- /a/README.md\nx\n//- /Contributing.md\nx\n//- /readme 的.md\n«x»\n",
    );
}

#[test]
fn a_folder_has_rules_of_its_own() {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 1, |_| String::new());
    configure(
        &mut host,
        "rules: { duplicate-key: hint }\ncollections:\n  notes: { rules: { duplicate-key: warning } }\n  notes/草稿: { rules: { duplicate-key: off } }\n",
    );
    let mut severity = |path: &str| {
        let id = host.intern(&rubric::corpus::RelPath(path.into()));
        host.apply(vec![rubric::corpus::Event::Open {
            file: id,
            version: 1,
            text: rubric::text::Text::new("---\na: b\na: b\n---\n"),
        }]);
        let found = of_code(&host.snapshot(), path, Code::DuplicateKey);
        found.first().map(|it| it.severity.to_owned())
    };
    assert_eq!(severity("notes/x.md"), Some(Severity::Warning));
    assert_eq!(severity("notes/草稿/x.md"), None);
    assert_eq!(severity("books/x.md"), Some(Severity::Hint));
    assert_eq!(severity("x.md"), Some(Severity::Hint));
}

#[test]
fn a_time_is_kept_where_its_day_is_corrected_and_a_draft_may_be_older() {
    let severity = |date: &str, mark: &str| {
        let fine = (1..15)
            .map(|it| format!("//- /a/2026-01-{it:02}.md\n---\ndate: 2026-01-{it:02}\n---\n"));
        let date = mark.replace("{}", date);
        let posts = format!(
            "//- /a/2026-02-21-标题.md\n---\ndate: {date}\n---\n{}",
            fine.collect::<String>()
        );
        let found = check(Code::DateMismatch, "", &posts);
        found.first().map(|it| (it.severity, it.suggestion.clone()))
    };
    let to = |severity, text: &str| Some((severity, Some(Suggestion::Text(text.into()))));
    let stamped = severity("2026-02-24T07:00:12.5 +08:00", "«{}»");
    assert_eq!(stamped, to(Severity::Hint, "2026-02-21T07:00:12.5 +08:00"));
    let late = severity("2025-02-21 07:00", "«{}»");
    assert_eq!(late, to(Severity::Warning, "2026-02-21 07:00"));
    let by_hand = severity("2026-02-24", "«{}»");
    assert_eq!(by_hand, to(Severity::Warning, "2026-02-21"));
    let hanzi = severity("2026年2月24日", "«{}»");
    assert_eq!(hanzi, to(Severity::Warning, "2026年2月21日"));
    assert_eq!(severity("2026-02-22 00:13 +0800", "{}"), None);
}

#[test]
fn titles_of_other_sections_and_languages_are_no_twins() {
    // A section each, with an overview each; and a title that comes again in its own folder.
    let sections = (0..20).map(|it| {
        let first = format!("//- /s{it}/概览{it}.md\n---\ntitle: 概览 😀\n---\n");
        let second = format!("//- /s{it}/b{it}.md\n---\ntitle: 第{it}篇\n---\n");
        first + &second
    });
    let own = "//- /s1/c.md\n---\ntitle: «第1篇»\n---\n";
    let sections = sections.collect::<String>();
    let marked = sections.replacen("title: 第1篇\n", "title: «第1篇»\n", 1);
    check(Code::DuplicateTitle, "", &(own.to_owned() + &marked));
    check(
        Code::DuplicateTitle,
        "",
        "//- /书.md\n---\ntitle: Rust\n---\n//- /en/书.md\n---\ntitle: Rust\n---\n\
         //- /fr/书/index.md\n---\ntitle: Rust\n---\n//- /书.ja.md\n---\ntitle: Rust\n---\n\
         //- /rust/_index.md\n---\ntitle: Rust\n---\n//- /_drafts/r.md\n---\ntitle: Rust\n---\n\
         //- /scaffolds/post.md\n---\ntitle: Rust\n---\n",
    );
}

#[test]
fn a_template_is_no_post() {
    let template = "---\ntitle: {{ title }}\ndate: {{ date }}\ntags:\n---\n\n# 一\n\n### 三 😀\n";
    for path in ["notes/新.md", "scaffolds/post.md", "templates/书.md"] {
        let found = notes().findings_at(path, template);
        let codes: Vec<_> = found.iter().map(|it| it.code).collect();
        assert_eq!(codes, [Code::HeadingSkip], "{path}: {found:#?}");
    }
    let skeleton = "---\ntitle: 'x '\ntags: x\n---\n";
    assert_eq!(notes().findings_at("archetypes/默认.md", skeleton), []);
    // A post about such a language is a post.
    let post = format!(
        "---\n{}---\n",
        note(61).replace("第 61 篇", "'说说 {{ x }} '")
    );
    assert_eq!(
        notes().count_at("notes/x.md", Code::StrayWhitespace, &post),
        1
    );
}

#[test]
fn a_template_teaches_nothing() {
    let mut posts = Posts::new(29, |it| format!("title: 第{it}篇\n"));
    posts.with("scaffolds/post.md", "---\nlayout: {{ layout }}\n---\n");
    posts.with("notes/模板.md", "---\nlayout: '{{ layout }}'\n---\n");
    let snap = posts.with("notes/a.md", "---\ntitle: a\n---\n");
    let schema = snap.root_schema();
    assert!(schema.field("layout").is_none(), "{:?}", schema.order);
    assert_eq!(schema.front_matter.of, 30);
    let snap = posts.with("notes/模板.md", "---\nlayout: 书\n---\n");
    assert_eq!(snap.root_schema().front_matter.of, 31);
}

#[test]
fn data_beside_the_posts_needs_no_front_matter() {
    let count =
        |path: &str, posts: &mut Posts| posts.count_at(path, Code::MissingFrontMatter, "弟子规\n");
    let mut posts = Posts::new(200, note);
    assert_eq!(count("notes/data/弟子规.md", &mut posts), 0);
    assert_eq!(count("notes/data/论语.md", &mut posts), 0);
    assert_eq!(count("notes/论语.md", &mut posts), 1);
}

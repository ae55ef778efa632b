//! `empty-item`, `empty-field`.

use rubric::features::diagnostics::{Code, Severity, Suggestion};

use super::{Posts, note, notes};

#[test]
fn an_item_that_says_nothing_is_told() {
    let check = |lines: &str| notes().check(Code::EmptyItem, &format!("---\n{lines}\n---\n"));
    assert_eq!(
        check("people:\n  - 李\n  - «''»\n"),
        ["this item of `people` is empty: remove it"]
    );
    check("tags:\n  - «»\n  - 😀\n  -«»\n  - «~»\n  - «'  '»\n");
    check("people: [«''», a]");
    check("tags:\n  - «'[]'»\n  - '[x]'\n  - 😀\n");
    check("never_seen: [«\"\"»]");
    check("people: []\ntags:\nguest: ''");
    check("nested:\n  a: ['']\n");
}

#[test]
fn what_rubric_yaml_requires_says_something() {
    let config =
        "fields: { category: { required: true, default: 杂 }, tags: { required: true } }\n";
    let mut posts = Posts::new(0, |_| String::new()).config(config);
    let mut check = |lines: &str| posts.check(Code::EmptyField, &format!("---\n{lines}\n---\n"));
    assert_eq!(
        check("category: «''»\ntags: [a]"),
        ["`category` is empty: rubric.yaml requires it"]
    );
    check("category:«»\ntags: «[]»");
    check("category: 随笔\ntags: [中]");
    // These are of the wrong type first.
    check("category: x\ntags: ''");
    let found = posts.findings("---\ncategory: ''\ntags: [a]\n---\n");
    assert_eq!(found[0].suggestion, Some(Suggestion::Text("杂".into())));
    assert_eq!(found[0].severity, Severity::Warning);
}

#[test]
fn what_all_others_fill_is_missed_and_what_many_leave_empty_is_not() {
    let post = note(67).replace("title: 第 67 篇", "title: «''»");
    let messages = notes().check(Code::EmptyField, &format!("---\n{post}---\n"));
    let found = notes().findings(&format!("---\n{}---\n", note(67).replace("第 67 篇", "''")));
    assert!(
        found.iter().all(|it| it.severity == Severity::Hint),
        "{found:#?}"
    );
    assert_eq!(
        messages,
        ["`title` is empty: 60 of the 61 posts here say something in it"]
    );
    notes().silent(&format!("---\n{}---\n", note(68)));
    let half = |it: usize| {
        format!(
            "series: {}\n",
            if it.is_multiple_of(4) { "远行" } else { "''" }
        )
    };
    let mut posts = Posts::new(60, half).config("fields: { series: { required: true } }\n");
    posts.check(Code::EmptyField, "---\nseries: ''\n---\n");
}

#[test]
fn null_in_words_is_meant() {
    let with = |value: &str| format!("---\n{}---\n", note(67).replace("第 67 篇", value));
    let check = |value: &str| notes().check(Code::EmptyField, &with(value));
    check("null");
    check("~");
    check("«''»");
    let mut declared = notes().config("fields: { title: { required: true } }\n");
    declared.check(Code::EmptyField, &with("«~»"));
}

#[test]
fn brackets_are_an_answer() {
    let block = |it: usize| format!("title: 第{it}篇\ntags: [甲, t{it}]\n");
    Posts::new(60, block).check(Code::EmptyField, "---\ntitle: 新\ntags: []\n---\n");
    let config = "fields: { tags: { required: true } }\n";
    let mut declared = Posts::new(60, block).config(config);
    declared.check(Code::EmptyField, "---\ntitle: 新\ntags: «[]»\n---\n");
}

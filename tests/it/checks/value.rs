//! `wrong-type`, `bad-date`, `unknown-value`.

use rubric::features::diagnostics::{Code, Diagnostic, Suggestion};

use super::{Posts, notes};

#[track_caller]
fn check(code: Code, lines: &str) -> Vec<String> {
    notes().check(code, &format!("---\n{lines}\n---\n"))
}

#[test]
fn a_list_is_written_as_one() {
    let check = |line: &str| check(Code::WrongType, line).concat();
    assert!(check("people: «'[]'»").contains("write `[]` without quotes"));
    assert!(check("people:«»").contains("written `[]`"));
    assert!(check("tags: «中文»").contains("as an item"));
    assert!(check("tags: «''»").contains("empty"));
    assert!(check("tags:\n  - ok\n  - «标题: 副题»").contains("needs quotes"));
    check("tags: []\npeople: [a]");
}

#[test]
fn one_value_is_one_value() {
    check(Code::WrongType, "title: «[a, b]»");
    check(Code::WrongType, "status: «{ a: b }»");
    check(Code::WrongType, "guest:\ntitle: ''\nstatus: []\nsource:");
}

#[test]
fn booleans_numbers_and_urls_are_what_they_are() {
    let check = |line: &str| check(Code::WrongType, line).concat();
    assert!(check("draft: «\"true\"»").contains("in quotes"));
    assert!(check("draft: «yes»").contains("true or false"));
    check("draft: True");
    assert!(check("source: «见正文»").contains("URL"));
    check("source: https://例子.cn/页");
    check("source: /local/page");
    let mut rated = Posts::new(60, |it| format!("rating: {}\n", it % 5));
    assert!(rated.check(Code::WrongType, "---\nrating: «'5'»\n---\n")[0].contains("in quotes"));
    assert!(rated.check(Code::WrongType, "---\nrating: «五»\n---\n")[0].contains("number"));
    rated.check(Code::WrongType, "---\nrating: 4.5\n---\n");
}

#[test]
fn mixed_kinds_teach_nothing() {
    let mut mixed = Posts::new(60, |it| {
        if it % 10 == 0 { "x: a\n" } else { "x: [a]\n" }.to_owned()
    });
    mixed.check(Code::WrongType, "---\nx: a\n---\n");
}

#[test]
fn a_date_is_a_day_that_there_is_in_the_usual_form() {
    let check = |line: &str| check(Code::BadDate, line).concat();
    assert_eq!(
        check("date: «2024-02-30»"),
        "`2024-02-30` is not a date: one looks like `2024-05-31`"
    );
    assert!(check("date: «2024/5/14»").ends_with("write `2024-05-14`"));
    assert!(check("date: «'2024年5月14日'»").ends_with("write `2024-05-14`"));
    assert!(check("date: «May 14, 2024»").ends_with("write `2024-05-14`"));
    assert!(check("date: «5/4/2024»").contains("not a date"));
    assert!(check("date: «昨天 😀»").contains("not a date"));
    check("date: 2024-05-14");
    check("date: \"2024-05-14\"");
    check("date: ''");
    check("date:");
}

#[test]
fn a_time_more_or_less_is_no_other_form() {
    check(Code::BadDate, "date: 2024-05-14T21:08");
    let mut timed = Posts::new(60, |it| {
        format!("date: 2024-05-14 21:08:{:02} +0800\n", it % 60)
    });
    timed.check(Code::BadDate, "---\ndate: 2024-05-14\n---\n");
    let messages = timed.check(Code::BadDate, "---\ndate: «2024/05/14»\n---\n");
    assert!(
        messages[0].ends_with("like `2024-05-31 21:08:00 +0000`"),
        "{messages:?}"
    );
}

#[test]
fn a_slip_of_a_learned_value_is_told_and_a_new_value_is_not() {
    let suggestion = |found: &[Diagnostic]| found.first().and_then(|it| it.suggestion.clone());
    let messages = check(Code::UnknownValue, "status: «evengreen»");
    assert_eq!(
        messages,
        ["`evengreen` is no value of `status`: did you mean `evergreen`?"]
    );
    check(Code::UnknownValue, "status: draft");
    check(Code::UnknownValue, "status: ''");
    let mut found = notes().findings("---\nstatus: 'evegreen'\n---\n");
    found.retain(|it| it.code == Code::UnknownValue);
    assert_eq!(
        suggestion(&found),
        Some(Suggestion::Text("evergreen".into()))
    );
}

#[test]
fn a_declared_set_is_all_there_is() {
    let mut declared = Posts::new(0, |_| String::new())
        .config("fields: { 状态: { type: list, values: [inbox, 常青] } }\n");
    let messages = declared.check(Code::UnknownValue, "---\n状态: [常青, «draft»]\n---\n");
    assert_eq!(
        messages,
        ["`draft` is no value of `状态`: it is one of inbox, 常青"]
    );
}

#[test]
fn an_item_stands_once_in_its_list() {
    let check = |code, lines: &str| check(code, lines).concat();
    assert!(
        check(
            Code::DuplicateItem,
            "tags:\n  - 中文\n  - llm\n  - «'中文'»"
        )
        .contains("already")
    );
    check(Code::DuplicateItem, "tags: [llm, «llm»]");
    check(Code::DuplicateItem, "tags: [llm, «LLM»]\npeople: [llm]");
}

#[test]
fn bullets_of_another_kind_make_one_text() {
    let messages = check(Code::WrongType, "tags:\n  «• llm\n  · 中文 😀»\ntitle: x");
    assert_eq!(
        messages,
        ["`tags` is a list, and to YAML this is one text: items begin with `- `"]
    );
    // However few posts there are, the name and the bullets tell.
    let mut few = Posts::new(0, |_| String::new());
    few.check(Code::WrongType, "---\ntags:\n  «— a\n  — b»\n---\n");
    few.check(Code::WrongType, "---\ntags: a\n---\n");
    few.check(Code::WrongType, "---\nsummary:\n  • one\n  • two\n---\n");
    few.check(Code::WrongType, "---\ntags:\n  - • a\n---\n");
}

#[test]
fn lists_of_records_are_nobodys_mistake() {
    let block = |it: usize| {
        format!("files: [[\"a\", \"b {it}\"], [x, y]]\nlinks:\n  - name: 甲{it}\n    to: /a\n")
    };
    let mut posts = Posts::new(60, block);
    posts.check(Code::WrongType, &format!("---\n{}---\n", block(61)));
}

#[test]
fn an_hour_of_one_digit_is_an_hour() {
    let mut timed = Posts::new(60, |it| {
        format!("date: 2024-05-14 1{}:08:00 +0800\n", it % 10)
    });
    timed.check(Code::BadDate, "---\ndate: 2024-05-14 5:00:00 +0000\n---\n");
}

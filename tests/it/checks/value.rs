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
fn a_date_that_every_tool_reads_is_right_among_others() {
    let mut dotted = Posts::new(60, |it| format!("date: 2024.05.{:02}\n", it % 28 + 1));
    for right in [
        "2011-06-23",
        "2011-06-23T18:38:52+00:00",
        "2011-06-23 18:38:52 +0800",
    ] {
        dotted.check(Code::BadDate, &format!("---\ndate: {right}\n---\n"));
    }
    let messages = dotted.check(Code::BadDate, "---\ndate: «2011/6/23»\n---\n");
    assert!(messages[0].ends_with("write `2011.06.23`"), "{messages:?}");
    // What is declared may be held against it.
    let mut declared = dotted.config("fields: { date: { type: date } }\n");
    let messages = declared.check(Code::BadDate, "---\ndate: «2011-06-23»\n---\n");
    assert!(messages[0].ends_with("write `2011.06.23`"), "{messages:?}");
}

/// Nothing of the time, and nothing of how far it is from UTC, is lost or made up.
#[test]
fn a_date_is_rewritten_whole_or_not_at_all() {
    for (usual, written, right) in [
        (
            "2024.05.14 21:08",
            "2011/06/23 18:38",
            Some("2011.06.23 18:38"),
        ),
        ("2024.05.14 21:08", "2011/06/23T18:38:52+00:00", None),
        ("2024.05.14 21:08", "2011/06/23T18:38", None),
        (
            "2024-05-14 21:08:00 +0800",
            "2011/6/23 18:38:52 +0000",
            Some("2011-06-23 18:38:52 +0000"),
        ),
        ("2024-05-14 21:08:00 +0800", "2011/6/23 18:38:52", None),
        ("2024-05-14 21:08:00 +0800", "2011/6/23 18:38:52Z", None),
        ("2024-05-14T21:08:00Z", "2011.06.23T18:38:52+02:00", None),
        ("2024-05-14", "2011.06.23 18:38:52", None),
    ] {
        let mut posts = Posts::new(60, |_| format!("date: {usual}\n"));
        let mut found = posts.findings(&format!("---\ndate: {written}\n---\n"));
        found.retain(|it| it.code == Code::BadDate);
        let suggested = found.first().expect("it is told").suggestion.clone();
        let right = right.map(|it| Suggestion::Text(it.into()));
        assert_eq!(suggested, right, "{written} among {usual}");
    }
}

#[test]
fn a_slip_of_a_learned_value_is_told_and_a_new_value_is_not() {
    let suggestion = |found: &[Diagnostic]| found.first().and_then(|it| it.suggestion.clone());
    let messages = check(Code::UnknownValue, "status: «evengreen»");
    assert_eq!(
        messages,
        ["`evengreen` is not a value of `status`: did you mean `evergreen`?"]
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
        ["`draft` is not a value of `状态`: it is one of inbox, 常青"]
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

#[test]
fn timestamps_of_yaml_and_of_tools_are_dates() {
    for time in [
        " 23:23:34.000000000 +09:00",
        "T23:23:34.123456",
        "t23:23:34.1Z",
        " 23:23 -5",
        " 23:23:34   +0900",
        " 23:23:34 UTC",
        "T23:23+09:00",
    ] {
        let day = |it: usize| it % 28 + 1;
        let mut posts = Posts::new(60, |it| format!("date: 2024-05-{:02}{time}\n", day(it)));
        posts.check(
            Code::BadDate,
            &format!("---\ndate: 2024-06-01{time}\n---\n"),
        );
        posts.check(Code::BadDate, "---\ndate: «昨天 😀»\n---\n");
        let messages = posts.check(
            Code::BadDate,
            &format!("---\ndate: «2024/6/1{time}»\n---\n"),
        );
        assert!(
            messages[0].ends_with(&format!("write `2024-06-01{time}`")),
            "{messages:?}"
        );
    }
}

#[test]
fn where_days_are_written_in_two_ways_neither_is_wrong() {
    let mut posts = Posts::new(60, |it| {
        let day = it % 20 + 10;
        match it % 10 {
            0 => format!("date: 2024/05/{day}\n"),
            _ => format!("date: 2024-05-{day}\n"),
        }
    });
    posts.check(Code::BadDate, "---\ndate: 2024/05/14\n---\n");
    posts.check(Code::BadDate, "---\ndate: «2024/05»\n---\n");
}

#[test]
fn nothing_is_how_many_write_an_empty_list() {
    let block = |n_null: usize| {
        move |it: usize| {
            let value = if it < n_null { "" } else { "[]" };
            format!("tags: [甲, t{it}]\npeople: {value}\n")
        }
    };
    let post = |value: &str| format!("---\ntags: [甲]\npeople:{value}\n---\n");
    Posts::new(60, block(0)).check(Code::WrongType, &post("«»"));
    Posts::new(60, block(20)).check(Code::WrongType, &post(""));
    // Nobody has an empty one yet.
    Posts::new(60, |it| format!("people: [甲{it}]\n")).check(Code::WrongType, &post(""));
    let config = "fields: { people: { type: list } }\n";
    let mut declared = Posts::new(3, |it| format!("people: [甲{it}]\n")).config(config);
    declared.check(Code::WrongType, &post("«»"));
    let mut custom = Posts::new(9, block(9)).config(config);
    custom.check(Code::WrongType, &post(""));
}

#[test]
fn a_list_has_no_more_items_than_are_allowed() {
    let mut posts = Posts::new(0, |_| String::new()).config("fields: { tags: { max: 2 } }\n");
    let messages = posts.check(Code::WrongType, "---\ntags: [甲, b, «c, 😀»]\n---\n");
    assert_eq!(
        messages,
        ["`tags` has 4 items, and rubric.yaml allows 2: take out 2"]
    );
    posts.check(Code::WrongType, "---\ntags: [甲, b]\n---\n");
    posts.check(Code::WrongType, "---\ntags: 甲\n---\n");
}

#[test]
fn in_a_closed_set_each_value_is_had_by_another_post() {
    let config = "fields: { status: { type: term, closed: true } }\n";
    let mut few = Posts::new(2, |_| "status: 常青\n".to_owned()).config(config);
    few.check(Code::UnknownValue, "---\nstatus: 常青\n---\n");
    let messages = few.check(Code::UnknownValue, "---\nstatus: «草稿 😀»\n---\n");
    assert_eq!(
        messages,
        ["`草稿 😀` is not a value of `status`: it is one of 常青"]
    );
    let mut one = Posts::new(1, |_| "status: a\n".to_owned()).config(config);
    let messages = one.check(Code::UnknownValue, "---\nstatus: «b»\n---\n");
    assert_eq!(
        messages,
        ["`b` is not a value of `status`: no other post has it"]
    );
    let mut none = Posts::new(0, |_| String::new()).config(config);
    none.check(Code::UnknownValue, "---\nstatus: a\n---\n");
}

#[test]
fn a_few_companies_are_no_closed_set() {
    let block = |it: usize| {
        format!(
            "companies: [{}]\n",
            ["Nvidia", "Apple", "谷歌", "Meta"][it % 4]
        )
    };
    let mut posts = Posts::new(400, block);
    posts.check(
        Code::UnknownValue,
        "---\ncompanies: [NVIDIA, Nvidai]\n---\n",
    );
    posts.check(Code::Variant, "---\ncompanies: [«NVIDIA»]\n---\n");
}

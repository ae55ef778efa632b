//! `quoted-quotes`, `stray-whitespace`, `invisible-character`.

use rubric::features::diagnostics::{Code, Severity, Suggestion};

use super::{Posts, notes};

#[track_caller]
fn check(code: Code, lines: &str) -> Vec<String> {
    notes().check(code, &format!("---\n{lines}\n---\n"))
}

/// What the first finding of this code would write.
fn right(code: Code, lines: &str) -> Option<String> {
    let mut found = notes().findings(&format!("---\n{lines}\n---\n"));
    found.retain(|it| it.code == code);
    match found.first()?.suggestion.clone()? {
        Suggestion::Text(text) => Some(text.to_string()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn quotes_within_quotes_are_told() {
    let quoted = |line: &str| check(Code::QuotedQuotes, line);
    assert_eq!(
        quoted("status: «'\"evergreen\"'»"),
        ["the quotes are part of the value: write `evergreen`"]
    );
    quoted("tags:\n  - «“但丁”»\n  - 中文\n  - «'\"👨‍👩‍👧\"'»");
    quoted("tags: [«'‘a b’'», «\"'c'\"»]");
    quoted("title: «'\"题: 副题\"'»");
    quoted("title: «'「题」'»");
    quoted("title: «'\\\"题\\\"'»");
    quoted("tags: [«'《书》\"'»]");
    assert!(quoted("guest: «'\"\"'»")[0].contains("leave it empty"));
}

/// One fault has one finding, which says how the value should read in the end.
#[test]
fn a_quoted_term_is_told_once_and_as_it_should_read() {
    let posts = || {
        Posts::new(9, |it| {
            format!(
                "media: [《圣经》, 《书{it}》]\nmood: {}\n",
                ["好", "bad"][it % 2]
            )
        })
    };
    for (line, right) in [
        ("media: [“圣经”]", "《圣经》"),
        ("media: ['\"圣经\"']", "《圣经》"),
        ("media: ['\"never-seen\"']", "never-seen"),
    ] {
        let found = posts().findings(&format!("---\n{line}\n---\n"));
        let told: Vec<_> = found
            .iter()
            .map(|it| (it.code, it.suggestion.clone()))
            .collect();
        assert_eq!(
            told,
            [(Code::QuotedQuotes, Some(Suggestion::Text(right.into())))],
            "{line}"
        );
    }
    let config = "fields: { mood: { type: term, values: [好, bad] } }\n";
    let found = posts()
        .config(config)
        .findings("---\nmood: '\"bad\"'\n---\n");
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn quotes_that_belong_to_a_text_are_not_told() {
    let quoted = |line: &str| check(Code::QuotedQuotes, line);
    quoted("title: '“甲”与“乙”'");
    quoted("title: '\"A\" and \"B\"'");
    quoted("title: “戒断中国”与 e\u{301}");
    quoted("tags: ['《书》', O'Reilly, 'iPad 12.9\"', 'the ''90s']");
    quoted("draft: '\"true\"'\ndate: '\"2024-05-01\"'");
    quoted("never_seen: \"it's\"");
}

#[test]
fn blanks_are_told_where_they_stand() {
    let stray = |line: &str| check(Code::StrayWhitespace, line);
    stray("title: '« »题 😀'");
    stray("title: \"题«  »\"");
    stray("tags:\n  - '中文« »'\n  - Nadia«  »Kestrel\n  - a b");
    stray("tags: ['«\u{3000}»中']");
    stray("title: «'  题 '»");
    let stray = |line: &str| check(Code::StrayWhitespace, line).concat();
    assert!(stray("guest: '«  »'").contains("nothing but blanks"));
    assert!(stray("tags: [a«  »b]").contains("leave one"));
    assert!(stray("tags: ['a« »']").contains("strip them"));
}

#[test]
fn blanks_that_mean_something_are_not_told() {
    let stray = |line: &str| check(Code::StrayWhitespace, line);
    stray("title: |\n  第一行\n  second\n");
    stray("title: >-\n  第一行\n  second\n");
    stray("title: One.  Two.");
    stray("title: 中文\u{3000}标题\ntags: [中\u{3000}文, '']");
}

#[test]
fn characters_that_nobody_sees_are_told() {
    let seen = |line: &str| check(Code::InvisibleCharacter, line);
    assert_eq!(
        seen("tags:\n  - Open«\u{200b}»AI"),
        ["an invisible character (zero width space, U+200B): strip it"]
    );
    assert_eq!(
        seen("title: a«\u{a0}»中"),
        ["an invisible character (no-break space, U+00A0): write a space for it"]
    );
    seen("title: '«\u{feff}»题'");
    seen("«ti\u{200b}t\u{200b}le»: 题");
    seen("tags: [«\u{200b}a\u{200b}», 👨‍👩‍👧, ❤️]");
    seen("title: «\"a\\u200B\"»");
    seen("title: |\n  第一行\n  sec«\u{200b}»ond\n");
    seen("title: می\u{200c}خواهم e\u{301} 中文");
}

#[test]
fn a_summary_may_be_what_somebody_said() {
    let severities = |lines: &str| {
        let mut found = Posts::new(0, |_| String::new()).findings(&format!("---\n{lines}\n---\n"));
        found.retain(|it| it.code == Code::QuotedQuotes);
        found.iter().map(|it| it.severity).collect::<Vec<_>>()
    };
    let said = "summary: “很专业，又很有人情味。😀”";
    assert_eq!(severities(said), [Severity::Hint]);
    assert_eq!(severities(&format!("title: 题\n{said}")), [Severity::Hint]);
    let both = format!("title: “题”\n{said}");
    assert_eq!(severities(&both), [Severity::Warning, Severity::Warning]);
    assert_eq!(severities("title: “题”"), [Severity::Warning]);
    assert_eq!(severities("summary: '\"题\"'"), [Severity::Warning]);
    assert_eq!(severities("tags: [“但丁”]"), [Severity::Warning]);
}

#[test]
fn what_would_be_right_is_known() {
    let right = |code, line: &str| right(code, line).expect("it is known");
    assert_eq!(right(Code::QuotedQuotes, "tags: ['“但丁”']"), "但丁");
    assert_eq!(right(Code::StrayWhitespace, "tags: [' a  b ']"), "a b");
    assert_eq!(right(Code::StrayWhitespace, "title: ' a  b '"), "a  b");
    assert_eq!(
        right(Code::InvisibleCharacter, "tags: ['\u{200b}a\u{a0}b']"),
        "a b"
    );
    assert_eq!(right(Code::InvisibleCharacter, "ti\u{200b}tle: x"), "title");
}

#[test]
fn a_name_is_not_given_twice() {
    let post = "---\ntitle: 题\nti\u{200b}tle: 题\n---\n";
    let found = Posts::new(0, |_| String::new()).findings(post);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].suggestion, None);
}

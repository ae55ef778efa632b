//! Kinds of mistake whose fix depends on the kind: what `rubric fix --unsafe` makes of each among ordinary posts.

use rubric::features::diagnostics::Code;
use rubric::features::fixes::{Selection, Unfixed, fix_post};

use super::{Posts, notes};
use crate::fixes::parsed;
use crate::navigation::{file, variants};

/// The post as `rubric fix --unsafe` leaves it.
pub(super) fn fixed(posts: &mut Posts, post: &str) -> String {
    let snap = posts.with("notes/post.md", post);
    let selection = Selection {
        codes: None,
        with_unsafe: true,
    };
    let fixed = fix_post(
        &snap,
        file(&snap, "notes/post.md"),
        &parsed(post),
        &selection,
    );
    fixed.text.as_str().to_owned()
}

/// With LF and with CRLF; a second run changes nothing.
#[track_caller]
pub(super) fn check(before: &str, after: &str) {
    let post = |lines: &str| {
        format!("---\ntitle: 题 😀\n{lines}\nguest: ''\n---\n\n# 标题 #1\n\n- a\n - b: c\n")
    };
    for (before, after) in variants(&post(before))
        .into_iter()
        .zip(variants(&post(after)))
    {
        assert_eq!(fixed(&mut notes(), &before), after);
        assert_eq!(fixed(&mut notes(), &after), after);
    }
}

#[test]
fn items_of_different_indentation_are_items() {
    check(
        "people:\n - Ann Lee\n  - 林静\ndate: '2024-05-02'",
        "people:\n - Ann Lee\n - 林静\ndate: '2024-05-02'",
    );
    check(
        "tags:\n  - llm\n    - t3\n     - t4\n  - t5",
        "tags:\n  - llm\n  - t3\n  - t4\n  - t5",
    );
    check(
        "tags:\n  - llm\n - t3\n  - t4",
        "tags:\n  - llm\n  - t3\n  - t4",
    );
    let joined = "---\npeople:\n  - «Ann Lee\n    - 林静»\n---\n";
    let messages = notes().check(Code::WrongType, joined);
    assert!(messages[0].contains("2 items of `people`"), "{messages:?}");
}

#[test]
fn items_below_a_value_are_items_like_it() {
    check(
        "tags: llm\n  - t3\n  - t4",
        "tags:\n  - llm\n  - t3\n  - t4",
    );
    check(
        "people:\n- 林静\n - 李雷 😀\n - Bo",
        "people:\n- 林静\n- 李雷 😀\n- Bo",
    );
    let beside = "---\ntags: «llm\n  - t3»\n---\n";
    let messages = notes().check(Code::WrongType, beside);
    assert!(messages[0].contains("2 items of `tags`"), "{messages:?}");
}

#[test]
fn a_text_is_divided_where_posts_have_each_part() {
    let list = "tags:\n  - llm\n  - t3";
    for text in [
        "llm t3",
        "llm|t3",
        "llm/t3",
        "#llm #t3",
        "llm；t3",
        "\n  llm\n  t3",
    ] {
        let written = format!("tags: {text}").replace(": \n", ":\n");
        check(&written, list);
    }
    check("tags: '#llm'", "tags:\n  - llm");
    for text in ["llm | 没有", "llm 没有", "'#没有'", "\n  llm\n  没有"] {
        let same = format!("tags: {text}").replace(": \n", ":\n");
        check(&same, &same);
    }
}

#[test]
fn a_word_below_a_text_is_made_no_key() {
    for same in ["tags:\nllm\n没有", "tags:\nllm\nt3"] {
        check(same, same);
    }
    check("status\ndate: '2024-05-02'", "status:\ndate: '2024-05-02'");
}

#[test]
fn a_text_that_goes_on_below_is_not_a_list_of_items() {
    let text = "---\ntags:\n  - llm, and\n    more of it\n  - t3 - t4\n---\n";
    notes().check(Code::WrongType, text);
}

#[test]
fn dashes_without_a_space_are_dashes() {
    check("tags:\n  -llm\n  -t3", "tags:\n  - llm\n  - t3");
    check(
        "tags:\n  -\u{a0}llm\n  -\u{3000}t3",
        "tags:\n  - llm\n  - t3",
    );
    check("tags:\n-llm\n- t3", "tags:\n- llm\n- t3");
}

#[test]
fn a_summary_with_its_line_breaks_is_one_text() {
    check(
        "summary: 第一段话。\n第二段话 😀。\n第三段话。\ndate: '2024-05-02'",
        "summary: 第一段话。\n  第二段话 😀。\n  第三段话。\ndate: '2024-05-02'",
    );
    check(
        "description: It's begun here\nand ends here, they said.",
        "description: It's begun here\n  and ends here, they said.",
    );
}

#[test]
fn a_colon_is_told_on_the_line_that_has_it() {
    let text =
        "---\nsummary: It begins here\n  «and two words: go on»\n  to the end\ntags: []\n---\n";
    notes().check(Code::YamlSyntax, text);
    let text = "---\nsummary: It begins here\n  «Note: it goes on»\n  to the end\ntags: []\n---\n";
    notes().check(Code::YamlSyntax, text);
    let key = "---\nsummary: It begins here\n«  »status: inbox\ntags: []\n---\n";
    notes().check(Code::YamlSyntax, key);
    check(
        "summary: It begins 'here'\n  and two words: go on\n  to the end",
        "summary: \"It begins 'here'\n  and two words: go on\n  to the end\"",
    );
}

#[test]
fn an_item_that_runs_into_a_key_is_not_quoted() {
    let text = "---\npeople:\n  - «林静tags:»\n  - m1\n---\n";
    let messages = notes().check(Code::WrongType, text);
    assert_eq!(messages, ["a line break is missing before `tags:`"]);
    let same = text.replace(['«', '»'], "");
    assert_eq!(fixed(&mut notes(), &same), same);
    for text in [
        "---\ntags:\n  - «llm date: '2024-05-02'»\n---\n",
        "---\ntags:\n  - «llmpeople:»\n  - 林静\n---\n",
    ] {
        let messages = notes().check(Code::WrongType, text);
        assert!(messages[0].contains("line break"), "{messages:?}");
        let same = text.replace(['«', '»'], "");
        assert_eq!(fixed(&mut notes(), &same), same);
    }
    for text in [
        "---\ntags: «[llm, t3]people: [林静]»\n---\n",
        "---\ntitle: '题'«date: '2024-05-02'»\n---\n",
    ] {
        let messages = notes().check(Code::YamlSyntax, text);
        assert!(messages[0].contains("line break"), "{messages:?}");
        let same = text.replace(['«', '»'], "");
        assert_eq!(fixed(&mut notes(), &same), same);
    }
}

#[test]
fn invisible_characters_before_a_key_go() {
    check("\u{feff}tags:\n  - llm", "tags:\n  - llm");
    check("\u{feff}date: '2024-05-02'", "date: '2024-05-02'");
    check("\u{200b}date: '2024-05-02'", "date: '2024-05-02'");
}

#[test]
fn curly_quotes_around_a_value_of_another_kind_go() {
    check("draft: “true”", "draft: true");
    check("date: ‘2024-05-02’", "date: '2024-05-02'");
}

#[test]
fn days_are_written_as_the_posts_write_them() {
    for day in [
        "2nd May 2024",
        "2nd of May 2024",
        "2-May-2024",
        "2024. 5. 2.",
        "Thursday, May 2nd, 2024",
        "02.05.2024",
        "2024。05。02",
        "２０２４－０５－０２",
        "２０２４年５月２日",
        "“2024/5/2”",
    ] {
        check(&format!("date: {day}"), "date: '2024-05-02'");
    }
}

#[test]
fn prose_above_the_front_matter_is_for_the_author_to_remove() {
    let post =
        "Here is your post 😀:\n\n---\ntitle: 题\ndate: '2024-05-02'\ntags: []\n---\nText.\n";
    let marked = post.replace("Here is your post 😀:", "«Here is your post 😀:»");
    notes().check(Code::BadFence, &marked);
    let snap = notes().with("notes/post.md", post);
    let selection = Selection {
        codes: Some(vec![Code::BadFence]),
        with_unsafe: true,
    };
    let fixed = fix_post(
        &snap,
        file(&snap, "notes/post.md"),
        &parsed(post),
        &selection,
    );
    assert_eq!(fixed.edits, []);
    assert_eq!(fixed.unfixed[0].1, Unfixed::Choice);
}

#[test]
fn prose_with_an_example_is_not_front_matter() {
    for post in [
        "A rule:\n\n---\n\nText: more\n",
        "A rule:\n\n---\nTitle: of a section\n---\n",
        "One.\nTwo.\nThree.\nFour.\nFive.\n---\ntitle: a\ndate: b\n---\n",
        "# Heading\n---\ntitle: a\ndate: b\n---\n",
    ] {
        let found = notes().findings(post);
        assert!(
            found.iter().all(|it| it.code != Code::BadFence),
            "{found:?}"
        );
    }
}

//! `duplicate-heading`, `heading-skip`, `multiple-h1`, `heading-space`, `unclosed-html`, `unclosed-fence`.

use rubric::features::diagnostics::{Code, Severity};

use super::Posts;

#[track_caller]
fn check(code: Code, body: &str) -> Vec<String> {
    let mut posts = Posts::new(0, |_| String::new());
    posts.check(code, &format!("---\ntitle: 题\n---\n{body}"))
}

#[test]
fn sections_beside_each_other_have_different_names() {
    let messages = check(
        Code::DuplicateHeading,
        "## 结论 😀\n\n## b\n\n## «结论 😀»\n\n### 结论 😀\n",
    );
    assert_eq!(
        messages,
        ["there is a section `结论 😀` beside this one: give one of them another name"]
    );
    check(Code::DuplicateHeading, "## a\n### 小结\n## b\n### 小结\n");
    check(Code::DuplicateHeading, "## 甲\n\n## 甲\n\n## 甲\n");
    check(Code::DuplicateHeading, "## a\n\n> ## a\n\n- ## a\n");
    check(Code::DuplicateHeading, "##\n\n##\n");
    check(Code::DuplicateHeading, "e\u{301}\n===\n\n# «e\u{301}»\n");
    let mut posts = Posts::new(0, |_| String::new());
    let found = posts.findings("## a\n\n## a\n");
    assert_eq!(found[0].severity, Severity::Hint);
    assert_eq!(found[0].related.len(), 1);
}

#[test]
fn levels_go_down_one_by_one() {
    let messages = check(
        Code::HeadingSkip,
        "## 甲\n\n«####» 乙\n\n##### 丙\n\n## 丁\n",
    );
    assert_eq!(messages, ["level 4 below level 2: the next level is `###`"]);
    check(Code::HeadingSkip, "### 甲\n\n# 乙\n\n## 丙\n");
    check(Code::HeadingSkip, "题\n===\n\n«###» 丙 ###\n");
    check(Code::HeadingSkip, "# a\n\n> ### quoted\n\n## b\n");
    check(Code::HeadingSkip, "```\n# a\n### b\n```\n");
}

#[test]
fn a_page_has_one_title() {
    check(Code::MultipleH1, "# 一\n\n## a\n\n# «二 👨‍👩‍👧»\n\n# 三\n");
    check(Code::MultipleH1, "# 一\n\n## a\n\n> # 二\n\n#\n");
    check(Code::MultipleH1, "一\n=\n\n«二»\n=\n");
}

#[test]
fn a_paragraph_above_a_lone_sign_is_no_title() {
    let body = "# 题\n\n## a\n\n甲: x\n乙 😀\n=\n丙\n\n### b\n";
    check(Code::MultipleH1, body);
    check(Code::HeadingSkip, body);
}

#[test]
fn a_heading_has_a_space() {
    check(
        Code::HeadingSpace,
        "文\n\n«##»结论\n\n«###»e\u{301}\n\n#标签 #tag\n\n## ok\n",
    );
    check(
        Code::HeadingSpace,
        "`##a`\n\n```\n##b\n```\n\n\\##c\n\n#######d\n",
    );
}

#[test]
fn html_is_closed() {
    let messages = check(
        Code::UnclosedHtml,
        "«<details>»\n<summary>中</summary>\n\n文\n\n«<!--» x\n",
    );
    assert_eq!(
        messages,
        [
            "`<details>` is never closed: write `</details>` where it ends",
            "the comment is never closed: write `-->` where it ends"
        ]
    );
    check(
        Code::UnclosedHtml,
        "<p>中\n\n<br>\n\na <name> b\n\n`<div>`\n",
    );
}

#[test]
fn code_is_closed() {
    let messages = check(Code::UnclosedFence, "文\n\n«````sh 😀»\ncargo\n```\n");
    assert!(
        messages[0].contains("write ```` below its last line"),
        "{messages:?}"
    );
    check(Code::UnclosedFence, "> «~~~»\n> a\n\n文\n");
    check(Code::UnclosedFence, "```\na\n```\n\n    indented\n");
}

/// A site of so many posts with this body, and one more with the other.
fn on_site(n: usize, body: &str, code: Code, other: &str) -> usize {
    let mut posts = Posts::new(0, |_| String::new());
    for n in 0..n {
        posts.with(
            &format!("a/{n}.md"),
            &format!("---\ntitle: 第{n}篇\n---\n{body}"),
        );
    }
    posts.count_at("a/x.md", code, &format!("---\ntitle: 题\n---\n{other}"))
}

#[test]
fn a_step_that_the_whole_site_makes_is_its_custom() {
    let step = "# 题 😀\n\n### 节\n";
    assert_eq!(on_site(40, step, Code::HeadingSkip, step), 0);
    assert_eq!(
        on_site(20, step, Code::HeadingSkip, step),
        1,
        "too few posts"
    );
    assert_eq!(on_site(60, "# 题\n\n## 节\n", Code::HeadingSkip, step), 1);
    let deeper = "# 题\n\n#### 节\n";
    assert_eq!(
        on_site(60, step, Code::HeadingSkip, deeper),
        1,
        "another step"
    );
}

#[test]
fn sections_of_the_first_level_may_be_the_custom() {
    let several = "# 一\n\n# 二 😀\n";
    assert_eq!(on_site(12, several, Code::MultipleH1, several), 0);
    assert_eq!(on_site(5, several, Code::MultipleH1, several), 1);
    assert_eq!(on_site(30, "# 一\n", Code::MultipleH1, several), 1);
    // A comment in front of the marks of a merge makes no heading of them.
    let merged = "# 一\n\n# <<<<<<< HEAD\n\n# =======\n\n# >>>>>>> 甲\n";
    check(Code::MultipleH1, merged);
}

#[test]
fn html_that_is_handed_to_a_templates_tag_is_none() {
    check(
        Code::UnclosedHtml,
        "x {% post_link 一 'the <b> tag 😀' %} y\n\n{{ t('<i>') }} z «<b>»\n",
    );
}

#[test]
fn html_that_a_template_closes_elsewhere_is_left_alone() {
    check(Code::UnclosedHtml, "«<div>»\n\n文 😀 {% raw %}\n");
    check(
        Code::UnclosedHtml,
        "{%- if x %}\n<div>\n{% else %}\n<div class=a>\n{% endif %}\n",
    );
    check(Code::UnclosedHtml, "<ul>\n\n{% for it in all %}\n");
}

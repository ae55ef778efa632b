//! `broken-link`, `missing-anchor`, `undefined-reference`.

use std::path::Path;

use rubric::corpus::{RelPath, Snapshot, loader};
use rubric::features::diagnostics::{Code, Diagnostic, diagnostics};
use rubric::features::fixes::{Context, edits, fixes};
use rubric::text::apply_edits;

use crate::fixture::Fixture;
use crate::navigation::variants;

const SITE: [(&str, &str); 8] = [
    (
        "notes/plan.md",
        "---\ntitle: 大计划 😀\n---\n# 第一部分\n\n## 1. Summary of it\n\n## Own {#custom}\n\n## Crabs 🦀\n",
    ),
    ("notes/v1.2 notes.md", "a\n"),
    (
        "posts/慢工.md",
        "---\ntitle: Slow work\n---\n<a name=\"here\"></a>\n",
    ),
    ("images/card.png", "x"),
    ("static/logo.svg", "x"),
    ("notes/post/own.png", "x"),
    ("data/table.csv", "x"),
    ("about/index.md", "b\n"),
];

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().expect("it is below the root")).expect("it can be made");
    std::fs::write(path, text).expect("it can be written to");
}

fn snapshot(root: &Path) -> Snapshot {
    loader::load(root, &[]).snapshot()
}

fn found(snap: &Snapshot, path: &str) -> Vec<Diagnostic> {
    let file = snap.file(&RelPath(path.into())).expect("it is a post");
    diagnostics(snap, file).expect("nobody writes to it")
}

/// Findings of this code in `notes/post.md` of the site, with LF and with CRLF and a BOM: at exactly the marked texts.
#[track_caller]
fn check_in(files: &[(&str, &str)], code: Code, body: &str) -> Vec<String> {
    let mut messages = Vec::new();
    for marked in variants(&format!("---\ntitle: 题\n---\n{body}")) {
        let root = tempfile::tempdir().expect("a folder can be made");
        files
            .iter()
            .for_each(|(path, text)| write(root.path(), path, text));
        let post = Fixture::single(&marked);
        write(root.path(), "notes/post.md", &post.text);
        let mut found = found(&snapshot(root.path()), "notes/post.md");
        found.retain(|it| it.code == code);
        let ranges: Vec<_> = found.iter().map(|it| it.range).collect();
        assert_eq!(ranges, post.ranges, "{found:#?}");
        messages = found.into_iter().map(|it| it.message).collect();
    }
    messages
}

#[track_caller]
fn check(code: Code, body: &str) -> Vec<String> {
    check_in(&SITE, code, body)
}

#[test]
fn a_link_leads_to_a_post_or_a_file() {
    let messages = check(
        Code::BrokenLink,
        "中文 😀 [a](«missing.md»), [b](./plan.md) ![c](<«../images/no card.png»>) ![d](../images/card.png)\n\n\
         [[«Missing»]] [[plan]] [[大计划 😀]] [[«甲»#乙|丙]] [e](«../posts/x.md»#a)\n\n[f]: «./gone.md»\n",
    );
    assert_eq!(messages[0], "no file is there");
    assert_eq!(messages[2], "no post has this name or title");
    check(
        Code::BrokenLink,
        "[a](v1.2%20notes.md) [b](../posts/%E6%85%A2%E5%B7%A5.md) [c](../posts/慢工.md?x#here) [d](#题) [e]() [f](own.png)\n\
         [[posts/慢工]] [[Slow work|x]] [g](../data/table.csv) [h](../about) [i](../about/)\n",
    );
}

#[test]
fn what_else_stands_in_brackets_is_no_link() {
    check(
        Code::BrokenLink,
        "`[a](missing.md)` <b>x</b> [c](https://x.org/missing.md) [d](mailto:a@b.c) <https://x.org/a.md> [e](//x.org/a.md)\n\n\
         ```\n[a](missing.md) [[missing]]\n```\n\n[[1]] [[ -f x ]] [[2024]] [f]({{ site.url }}/a.md) [g]({% link a.md %})\n\n\
         ![[picture.png]] [h](../../outside.md) [i](file:///x.md) [j](@/content/a.md) [[\"a\"]]\n",
    );
}

#[test]
fn an_address_of_the_sites_own_is_not_judged() {
    check(
        Code::BrokenLink,
        "[a](/tags/llm/) [b](../about-us/) [c](/feed.xml) [d](archive.html) [e](/2024/05/slug) [f](/nowhere/x.png) [g](/x.png)\n",
    );
    // From the root of the site: that of the posts, or a folder that is published.
    check(
        Code::BrokenLink,
        "![a](/images/card.png) ![b](/logo.svg) ![c](«/images/none.png») [d](/notes/plan.md) [e](«/notes/none.md»)\n",
    );
}

#[test]
fn the_posts_show_which_links_a_site_makes() {
    let names: Vec<String> = (0..12).map(|it| format!("posts/p{it}.md")).collect();
    let site = |link: &dyn Fn(usize) -> String| {
        let texts: Vec<String> = (0..12).map(|it| format!("[x]({})\n", link(it))).collect();
        let files: Vec<(String, String)> = names.iter().cloned().zip(texts).collect();
        files
    };
    let check = |files: Vec<(String, String)>, body: &str| {
        let files: Vec<_> = files
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        check_in(&files, Code::BrokenLink, body);
    };
    // All of them resolve: one that does not is a slip.
    check(
        site(&|it| format!("/posts/p{}", (it + 1) % 12)),
        "[a](«/posts/none»)\n",
    );
    // None of them does: they are resolved in another way.
    check(site(&|it| format!("gone-{it}.md")), "[a](none.md)\n");
}

#[test]
fn a_link_that_nearly_leads_somewhere_says_where() {
    let messages = check(
        Code::BrokenLink,
        "[a](«www.example.org/x») [b](«me@example.com») [c](«plna.md») [d](«../plan.md»#part) [[«Slow wrok»]] \
         [e](«../about/idnex.md») [f](«/notes/plna.md») [g](«../posts/plna.md»)\n",
    );
    let ends = [
        "did you mean `https://www.example.org/x`?",
        "did you mean `mailto:me@example.com`?",
        "did you mean `plan.md`?",
        "did you mean `plan.md`?",
        "did you mean `Slow work`?",
        "did you mean `../about/index.md`?",
        "did you mean `/notes/plan.md`?",
        "no file is there",
    ];
    assert!(
        messages.iter().zip(ends).all(|(it, end)| it.ends_with(end)),
        "{messages:#?}"
    );
}

#[test]
fn an_anchor_is_one_of_a_heading() {
    let messages = check(
        Code::MissingAnchor,
        "## 小结 😀\n\n## Two words\n\n[a](#小结-) [b](#two-words) [c](#«two-wrods») [d](plan.md#第一部分) [e](plan.md#«none»)\n\
         [[plan#Summary of it]] [[#«甲»]] [f](plan.md#1-summary-of-it) [g](plan.md#summary_of_it) [h](plan.md#custom)\n\
         [i](../posts/慢工.md#here) [j](#top) [k](#) [l](#fn1) [[plan#^block]] [m](#%E5%B0%8F%E7%BB%93) [n](plan.md#crabs-crab)\n\n### A [§](#section-a)\n\n<div id=\"x\"></div> [n](#x)\n",
    );
    assert_eq!(
        messages,
        [
            "this post has no such heading: did you mean `#two-words`?",
            "`notes/plan.md` has no such heading",
            "this post has no such heading"
        ]
    );
}

#[test]
fn an_id_is_an_anchor_as_it_is_written() {
    check(
        Code::MissingAnchor,
        "[a](plan.md#custom) [b](plan.md#«cust») [c](plan.md#own) [d](plan.md#own-custom) [[plan#Own]]\n\n\
         甲\n{: .note #par}\n\n![b](/images/card.png){#fig .c} [l](#par) [m](#fig) [n](#«fi»)\n",
    );
    check(
        Code::MissingAnchor,
        "## 题 {: .x #Go-1 }\n\n[e](#Go-1) [f](#«Go»)\n\n## 二\n{: #below}\n\n[g](#below) [h](#二) [i](#«belo»)\n\n\
         ## 三 {/*mdx*/}\n\n[j](#mdx) [k](#«md»)\n",
    );
}

#[test]
fn an_id_tells_a_heading_from_its_like() {
    let body = "## 甲 {#a}\n\n## 甲 {#b}\n\n[x](#a) [y](#b)\n";
    check(Code::DuplicateHeading, body);
    check(Code::MissingAnchor, body);
    check(Code::DuplicateHeading, "## 甲\n\n## «甲»\n");
}

#[test]
fn a_label_is_defined() {
    let messages = check(
        Code::UndefinedReference,
        "[中文 😀][«papre»] [paper][] [paper] [x][PAPER] [«gone»][] [^1] [^«2»]\n\n[paper]: https://x.org\n\n[^1]: note\n",
    );
    assert_eq!(
        messages,
        [
            "no label of this name is defined: did you mean `paper`?",
            "no label of this name is defined in this post",
            "no footnote of this name is defined in this post"
        ]
    );
    check(Code::UndefinedReference, "See [the guide][«guide»].\n");
    let messages = check(
        Code::UndefinedReference,
        "见 [页]«[https://例子.cn/a?b]»。\n",
    );
    let round = "an address between square brackets is a label: it stands between round ones";
    assert_eq!(messages, [round]);
}

#[test]
fn texts_in_brackets_are_no_references() {
    check(
        Code::UndefinedReference,
        "[1][2] a[i][j] x[key][other] [ ] [x] `[a][bc]`\n\n- [ ] todo\n",
    );
    check(
        Code::UndefinedReference,
        "[music]\n\n甲 [music][applause] 乙 [笑声][掌声]\n",
    );
    check(
        Code::UndefinedReference,
        "the class [^a-z] and [^\\s], q[^u] or [^abc]\n",
    );
}

#[test]
fn a_broken_link_is_fixed_where_one_is_meant() {
    let root = tempfile::tempdir().expect("a folder can be made");
    SITE.iter()
        .for_each(|(path, text)| write(root.path(), path, text));
    let text = "---\ntitle: 题\n---\n## Two words\r\n[x][https://x.org/a] [a](notes.md#x) [b](#two-wrods) [c][papre] [d](../v1.2%20notes.md) [[plna]]\r\n\r\n[paper]: /x\r\n";
    write(root.path(), "notes/post.md", text);
    let snap = snapshot(root.path());
    let file = snap
        .file(&RelPath("notes/post.md".into()))
        .expect("it is a post");
    let parsed = snap.parsed(file).expect("nobody writes to it");
    let ctx = Context {
        snap: &snap,
        file,
        parsed: &parsed,
    };
    let mut all = Vec::new();
    for finding in diagnostics(&snap, file).expect("nobody writes to it") {
        for fix in fixes(&ctx, &finding).expect("it may be touched") {
            all.extend(edits(&ctx, &fix).expect("it is verified"));
        }
    }
    let fixed = apply_edits(text, &all).expect("they are apart");
    let expected = text
        .replace("two-wrods", "two-words")
        .replace("papre", "paper")
        .replace("[https://x.org/a]", "(https://x.org/a)")
        .replace("plna", "plan")
        .replace("../v1.2%20notes.md", "v1.2%20notes.md");
    assert_eq!(fixed, expected);
}

//! Findings that an author has silenced: in a line, in the next one, in a post; and comments that silence nothing.

use std::fs;

use crate::cli::{folder, run, stdout};

const CONFIG: &str = "fields: { status: { values: [x] }, tags: { type: list } }\n";

/// The lines and codes of what is found in the post, by a check of the whole corpus.
#[track_caller]
fn check(post: &str, expected: &[&str]) {
    for post in [
        post.to_owned(),
        format!("\u{feff}{}", post.replace('\n', "\r\n")),
    ] {
        let dir = folder(&[("笔记/a.md", &post), ("rubric.yaml", CONFIG)]);
        let output = run(&dir, &["check", "--format", "concise"]);
        let found = stdout(&output).lines().map(|line| {
            let mut parts = line.splitn(4, ':').skip(1);
            let (line, code) = (parts.next().unwrap(), parts.nth(1).unwrap());
            format!("{line} {}", code.split_whitespace().next().unwrap())
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{post}");
    }
}

#[test]
fn a_comment_speaks_of_its_line_or_of_the_next() {
    check(
        "---\nstatus: 😀\ntags: [a, a]\n---\n",
        &["2 unknown-value", "3 duplicate-item"],
    );
    check(
        "---\nstatus: 😀 # rubric: ignore unknown-value\ntags: [a, a]\n---\n",
        &["3 duplicate-item"],
    );
    check(
        "---\n# rubric: ignore unknown-value\nstatus: 😀\n---\n",
        &[],
    );
    check(
        "---\ntags:\n  - 一\n  # rubric: ignore duplicate-item\n  - 一\n---\n",
        &[],
    );
    check(
        "---\n# rubric: ignore duplicate-item, unknown-value\nstatus: y\n---\n",
        &["2 unused-ignore"],
    );
    check("---\n# rubric: ignore\nstatus: y\n---\n", &[]);
}

#[test]
fn a_comment_in_the_body_is_one_of_html() {
    check(
        "---\ntitle: x\n---\n[a](没有.md) <!-- rubric: ignore broken-link -->\n",
        &[],
    );
    check(
        "---\ntitle: x\n---\n<!-- rubric: ignore broken-link -->\n\n[a](没有.md)\n[b](nor.md)\n",
        &["7 broken-link"],
    );
    check(
        "---\ntitle: x\n---\n`<!-- rubric: ignore broken-link -->` [a](没有.md)\n",
        &["4 broken-link"],
    );
    check(
        "---\ntitle: x\n---\n```\n<!-- rubric: ignore broken-link -->\n```\n[a](b.md)\n",
        &["7 broken-link"],
    );
    check(
        "---\ntitle: x\n---\n# 一\n\n<!-- rubric: ignore heading-skip -->\n### 三\n",
        &[],
    );
}

#[test]
fn a_whole_post_is_silenced_from_anywhere_in_it() {
    check(
        "---\n# rubric: ignore-file broken-link\ntitle: x\n---\n[a](没有.md)\n",
        &[],
    );
    check(
        "---\nstatus: y\n---\n正文\n\n<!-- rubric: ignore-file unknown-value -->\n",
        &[],
    );
    check(
        "---\nstatus: y\ntags: [a, a]\n---\n<!-- rubric: ignore-file -->\n",
        &[],
    );
}

#[test]
fn what_silences_nothing_is_told() {
    check(
        "---\ntitle: x # rubric: ignore variant\n---\n",
        &["2 unused-ignore"],
    );
    check(
        "---\ntitle: x\n---\n正文 <!-- rubric: ignore-file -->\n",
        &["4 unused-ignore"],
    );
    let dir = folder(&[("a.md", "---\n# rubric: ignore varaint\ntitle: x\n---\n")]);
    let output = run(&dir, &["check", "--format", "concise"]);
    assert_eq!(
        stdout(&output),
        "a.md:2:18: unused-ignore there is no code `varaint`: did you mean `variant`?\n"
    );
    assert_eq!(output.status.code(), Some(0), "it fails nothing");
    fs::write(
        dir.path().join("a.md"),
        "---\n# rubric: ignore variant\ntitle: x\n---\n",
    )
    .unwrap();
    fs::write(dir.path().join("rubric.yaml"), "rules: { variant: off }\n").unwrap();
    assert_eq!(
        stdout(&run(&dir, &["check", "--format", "concise"])),
        "",
        "the rule is off"
    );
}

#[test]
fn a_value_that_reads_like_a_comment_is_a_value() {
    check(
        "---\ntitle: '# rubric: ignore unknown-value'\nstatus: y\n---\n",
        &["3 unknown-value"],
    );
    check(
        "---\ntitle: |\n  a\n  # rubric: ignore unknown-value\nstatus: y\n---\n",
        &["5 unknown-value"],
    );
    check(
        "---\nstatus: y\n---\n# rubric: ignored\nrubric: ignore all\n",
        &["2 unknown-value"],
    );
}

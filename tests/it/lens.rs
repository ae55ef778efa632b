//! The lens on the front matter, and hints behind terms: what they count.

use rubric::features::hints::inlay_hints;
use rubric::features::lens::lenses;
use rubric::text::{TextRange, TextSize};

use crate::corpus::host;
use crate::fixture::Fixture;
use crate::navigation::{file, variants};

const OTHERS: &str = "\
//- /b.md
---
date: 2024-01-01
people: [Ada, 张三]
tags: [x, 深度学习]
---
//- /c.md
---
date: 2023-01-01
people: [张三]
tags: [x]
---
//- /d.md
---
tags: [z]
people: [Bob]
---
";

/// The lens of the first file: at the marked range, with this title, and with these posts behind it.
#[track_caller]
fn check_lens(fixture: &str, title: &str, posts: &[&str]) {
    for fixture in variants(fixture) {
        let parsed = Fixture::parse(&fixture);
        let snap = host(&fixture).snapshot();
        let found = lenses(&snap, file(&snap, &parsed.files[0].path)).expect("it is open");
        let ranges: Vec<_> = found.iter().map(|it| it.range).collect();
        assert_eq!(ranges, parsed.files[0].ranges);
        let Some(lens) = found.first() else {
            assert_eq!(title, "");
            continue;
        };
        assert_eq!(lens.title, title);
        let paths: Vec<_> = lens
            .posts
            .iter()
            .map(|it| snap.path(*it).as_str())
            .collect();
        assert_eq!(paths, posts);
    }
}

#[test]
fn a_lens_counts_posts_and_terms_in_common() {
    check_lens(
        &format!("//- /a.md\n«---»\ntags: [x, 深度学习, own]\npeople: [张三]\n---\n{OTHERS}"),
        "2 related posts (2 tags, 1 person)",
        &["b.md", "c.md"],
    );
    check_lens(
        &format!("//- /a.md\n«---»\npeople: [Ada]\n---\n{OTHERS}"),
        "1 related post (1 person)",
        &["b.md"],
    );
}

#[test]
fn a_field_with_one_value_is_named_without_a_number() {
    let others: String = (0..3)
        .map(|it| format!("//- /{it}.md\n---\nauthor: 张三\ntags: [标签{it}]\n---\n"))
        .collect();
    check_lens(
        &format!("//- /a.md\n«---»\nauthor: 张三\ntags: [标签2]\n---\n{others}"),
        "3 related posts (the author, 1 tag)",
        &["2.md", "1.md", "0.md"],
    );
}

#[test]
fn without_anything_in_common_there_is_no_lens() {
    check_lens(
        &format!("//- /a.md\n---\ntags: [own]\n---\n{OTHERS}"),
        "",
        &[],
    );
    check_lens(
        &format!("//- /a.md\n# no front matter: x\n{OTHERS}"),
        "",
        &[],
    );
}

#[test]
fn what_most_posts_have_is_nothing_in_common() {
    let many: String = (0..60)
        .map(|it| format!("//- /{it}.md\n---\ntags: [all, own{it}]\n---\n"))
        .collect();
    check_lens(
        &format!("//- /a.md\n---\ntags: [all]\n---\n{many}"),
        "",
        &[],
    );
    check_lens(
        &format!("//- /a.md\n«---»\ntags: [all, own3]\n---\n{many}"),
        "1 related post (1 tag)",
        &["3.md"],
    );
}

/// The text of the first file with its hints in it.
fn hinted(fixture: &str, within: Option<(u32, u32)>) -> Vec<String> {
    let hinted = |fixture: &String| {
        let parsed = Fixture::parse(fixture);
        let snap = host(fixture).snapshot();
        let mut text = parsed.files[0].text.clone();
        let whole = TextRange::up_to(TextSize::of(text.as_str()));
        let range = within.map_or(whole, |(start, end)| {
            TextRange::new(start.into(), end.into())
        });
        let hints =
            inlay_hints(&snap, file(&snap, &parsed.files[0].path), range).expect("it is open");
        for it in hints.iter().rev() {
            text.insert_str(it.offset.into(), &format!("‹{}›", it.label));
        }
        text.replace("\r\n", "\n")
            .trim_start_matches('\u{feff}')
            .to_owned()
    };
    variants(fixture).iter().map(hinted).collect()
}

#[test]
fn a_hint_counts_the_posts_of_each_term() {
    let fixture = format!(
        "//- /a.md\n---\ntitle: x\ndate: 2024-01-01\npeople: ['张三', Eve]\ntags:\n  - x # y\n  - \"深度学习\"\n---\nx\n{OTHERS}"
    );
    let expected = "---\ntitle: x\ndate: 2024-01-01\npeople: ['张三'‹3›, Eve‹new›]\ntags:\n  - x‹3› # y\n  - \"深度学习\"‹2›\n---\nx\n";
    assert_eq!(hinted(&fixture, None), [expected, expected]);
}

#[test]
fn hints_are_those_of_the_range_that_is_shown() {
    let fixture = format!("//- /a.md\n---\ntags: [x, y]\npeople: [张三]\n---\n{OTHERS}");
    let hinted = hinted(&fixture, Some((0, 12)));
    assert_eq!(hinted[0], "---\ntags: [x‹3›, y]\npeople: [张三]\n---\n");
}

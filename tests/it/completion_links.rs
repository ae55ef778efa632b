//! Completion of links: what is offered for pages, paths, anchors and labels, and what stands in the post when it is taken.

use rubric::features::completion::{CompletionItem, resolve};
use rubric::syntax::{LinkKind, parse};
use rubric::text::apply_edits;

use crate::completion::{complete, corpus, labels};

const POSTS: &str = "//- /notes/I2cbIws9j10.md
---
title: 人工智能的未来
date: 2026-01-02
tags: [ai]
description: '<b>讲* 人工智能'
---
# 一、开端

## The \"End\" | of it

## 一、开端
//- /notes/kMncM.md
---
title: Office hours [2]
date: 2025-01-02
tags: [ai, llm]
aliases: [答疑]
---
## A
//- /posts/2026 plan (v2).md
---
title: 2026 plan
date: 2026-01-01
tags: [llm]
---
Prose of it.
//- /other/kMncM.md
---
title: 华为 手机
---
";

fn at(body: &str) -> String {
    format!("{POSTS}//- /posts/new.md\n---\ntitle: 新\ntags: [llm]\n---\n{body}\n")
}

pub(crate) fn offered(body: &str) -> Vec<String> {
    labels(&at(body))
}

/// The line with the cursor once the item of this label was taken.
#[track_caller]
pub(crate) fn taken(body: &str, label: &str) -> String {
    let (text, offset, list) = complete(&at(body));
    let list = list.unwrap_or_else(|| panic!("nothing for {body:?}"));
    let item = list.items.iter().find(|it| it.label == label);
    let item = item.unwrap_or_else(|| panic!("no {label:?} for {body:?}: {list:?}"));
    assert!(item.edit.range.contains_inclusive(offset));
    let after = apply_edits(&text, std::slice::from_ref(&item.edit)).expect("it is in the text");
    let start = usize::from(item.edit.range.start());
    let line_start = after[..start].rfind('\n').map_or(0, |it| it + 1);
    after[line_start..]
        .lines()
        .next()
        .expect("a line")
        .to_owned()
}

#[test]
fn pages_are_found_by_any_of_their_names() {
    for (typed, label) in [
        ("人工", "人工智能的未来"),
        ("智能", "人工智能的未来"),
        ("rengong", "人工智能的未来"),
        ("rgzn", "人工智能的未来"),
        ("I2cb", "人工智能的未来"),
        ("hours", "Office hours [2]"),
        ("office h", "Office hours [2]"),
        ("答", "Office hours [2]"),
        ("华为 手", "华为 手机"),
        ("2026", "2026 plan"),
    ] {
        for opening in ["[[", "![[", "见 [[x]] [[", "- [ ] [["] {
            let labels = offered(&format!("{opening}{typed}$0"));
            assert_eq!(
                labels.first().map(String::as_str),
                Some(label),
                "{opening}{typed}"
            );
        }
    }
}

#[test]
fn a_page_is_written_by_its_file_s_name_and_shown_by_its_title() {
    let ai = "人工智能的未来";
    for (body, label, expected) in [
        ("[[人工$0", ai, "[[I2cbIws9j10|人工智能的未来]]"),
        ("x [[人工$0]] y", ai, "x [[I2cbIws9j10|人工智能的未来]] y"),
        ("[[人工$0] y", ai, "[[I2cbIws9j10|人工智能的未来]] y"),
        ("![[人工$0", ai, "![[I2cbIws9j10]]"),
        ("[[old$0 name|label]]", ai, ""),
        ("[[人$0工 x|label]] y", ai, "[[I2cbIws9j10|label]] y"),
        ("[[人$0工#一]]", ai, "[[I2cbIws9j10#一]]"),
        ("| [[人工$0 |", ai, "| [[I2cbIws9j10]] |"),
        // Two files of that name.
        (
            "[[hours$0",
            "Office hours [2]",
            "[[notes/kMncM|Office hours 2]]",
        ),
        ("[[2026$0", "2026 plan", "[[2026 plan (v2)|2026 plan]]"),
    ] {
        if !expected.is_empty() {
            assert_eq!(taken(body, label), expected);
        }
    }
}

#[test]
fn a_title_of_several_lines_is_shown_on_one() {
    let posts = "//- /tea.md\n---\ntitle: |-\n  Tea & Terminals:\n  茶和终端\n---\n";
    for body in ["[](tea$0)", "[[tea$0]]"] {
        let (.., list) = complete(&format!(
            "{posts}//- /new.md\n---\ntitle: 新\n---\n{body}\n"
        ));
        let item = &list.expect("a list").items[0];
        assert_eq!(item.label, "Tea & Terminals: 茶和终端");
    }
}

#[test]
fn with_nothing_typed_related_posts_come_first_then_the_latest() {
    let expected = [
        "2026 plan",
        "Office hours [2]",
        "人工智能的未来",
        "华为 手机",
    ];
    assert_eq!(offered("[[$0"), expected);
    assert_eq!(offered("[[$0]]"), expected);
}

#[test]
fn titles_are_written_where_the_corpus_writes_titles() {
    let habit = "//- /habit.md\n[[人工智能的未来]] [[2026 plan]]\n";
    let (text, _, list) = complete(&format!("{habit}{}", at("[[人工$0")));
    let item = &list.expect("a list").items[0];
    let after = apply_edits(&text, std::slice::from_ref(&item.edit)).expect("it is in the text");
    assert!(after.contains("[[人工智能的未来]]\n"), "{after}");
}

#[test]
fn headings_of_a_page_come_in_their_order() {
    let all = ["一、开端", "The \"End\" | of it", "一、开端"];
    assert_eq!(offered("[[I2cbIws9j10#$0"), all);
    assert_eq!(offered("[[I2cbIws9j10#end$0"), all[1..2]);
    assert_eq!(
        offered("[[人工智能的未来#kaid$0]]"),
        ["一、开端", "一、开端"]
    );
    assert_eq!(offered("## 甲\n\n[[#$0\n\n## 乙"), ["甲", "乙"]);
    assert_eq!(
        taken("[[I2cbIws9j10#$0", "一、开端"),
        "[[I2cbIws9j10#一、开端]]"
    );
    // A title that would end the link is named by its anchor.
    let end = "The \"End\" | of it";
    assert_eq!(
        taken("[[I2cbIws9j10#$0", end),
        "[[I2cbIws9j10#the-end--of-it]]"
    );
}

#[test]
fn paths_are_written_as_the_way_from_this_post() {
    let plan = "2026 plan";
    for (body, label, expected) in [
        ("[x](plan$0)", plan, "[x](2026%20plan%20%28v2%29.md)"),
        ("[x](plan$0", plan, "[x](2026%20plan%20%28v2%29.md)"),
        ("[x](<plan$0", plan, "[x](<2026 plan (v2).md>)"),
        ("[x](<plan$0>)", plan, "[x](<2026 plan (v2).md>)"),
        ("[x]: plan$0", plan, "[x]: 2026%20plan%20%28v2%29.md"),
        (
            "[x](rengong$0)",
            "人工智能的未来",
            "[x](../notes/I2cbIws9j10.md)",
        ),
        ("[x](../notes/$0)", "kMncM.md", "[x](../notes/kMncM.md)"),
        (
            "[x](../notes/I$0zz)",
            "I2cbIws9j10.md",
            "[x](../notes/I2cbIws9j10.md)",
        ),
        ("[x](/notes/办公$0k)", "", ""),
        ("[x](/notes/k$0)", "kMncM.md", "[x](/notes/kMncM.md)"),
        (
            "[x](../notes/人工$0)",
            "I2cbIws9j10.md",
            "[x](../notes/I2cbIws9j10.md)",
        ),
        (
            "[x](./2026$0 'title')",
            "2026 plan (v2).md",
            "[x](./2026%20plan%20%28v2%29.md) 'title')",
        ),
    ] {
        if !expected.is_empty() {
            assert_eq!(taken(body, label), expected, "{body}");
        }
    }
    assert_eq!(offered("[office hours](../notes/$0)").len(), 2);
    assert_eq!(
        taken("[![i](i.png)](plan$0", plan),
        "[![i](i.png)](2026%20plan%20%28v2%29.md)"
    );
    assert_eq!(
        taken("[多\n行](plan$0)", plan),
        "行](2026%20plan%20%28v2%29.md)"
    );
    assert_eq!(offered("[x](../notes/kMncM.m$0)"), ["kMncM.md"]);
    assert_eq!(offered("[人工智能的未来]($0)")[0], "人工智能的未来");
    assert!(offered("![]($0)").is_empty(), "posts are no images");
}

#[test]
fn paths_are_written_as_the_corpus_writes_them() {
    let habit = "//- /content/a.md\n[1](/b) [2](/b/)\n//- /content/b.md\n---\ntitle: 乙\n---\n";
    let line = |body: &str, label: &str| {
        let fixture = format!("{habit}//- /content/x/new.md\n{body}\n");
        let (text, _, list) = complete(&fixture);
        let list = list.expect("a list");
        let item = list.items.iter().find(|it| it.label == label).expect(label);
        apply_edits(&text, std::slice::from_ref(&item.edit)).expect("it is in the text")
    };
    assert_eq!(line("[x](乙$0)", "乙"), "[x](/b)\n");
    assert_eq!(line("[x](/b$0)", "b.md"), "[x](/b)\n");
}

#[test]
fn anchors_are_offered_by_title_and_written_as_slugs() {
    let body = "## 甲 x\n\n[y](#$0)\n\n## 乙\n\n<a id=\"html\"></a>\n";
    assert_eq!(offered(body), ["甲 x", "乙", "html"]);
    assert_eq!(taken(body, "甲 x"), "[y](#甲-x)");
    assert_eq!(offered("## 甲 x\n\n[y](#jia$0"), ["甲 x"]);
    let there = "[y](../notes/I2cbIws9j10.md#$0)";
    assert_eq!(
        offered(there),
        ["一、开端", "The \"End\" | of it", "一、开端"]
    );
    assert_eq!(
        taken("[y](../notes/kMncM.md#$0", "A"),
        "[y](../notes/kMncM.md#a)"
    );
}

#[test]
fn labels_and_footnotes_are_offered() {
    let body = "[text][$0\n\n[a b]: x.md\n[中]: y.md\n\n[^1]: 注 one\n[^n]: two\n";
    assert_eq!(offered(body), ["a b", "中"]);
    assert_eq!(taken(body, "中"), "[text][中]");
    assert_eq!(offered("z[^$0]\n\n[^1]: 注 one\n\n[^n]: two\n"), ["1", "n"]);
    assert_eq!(taken("z[^$0\n\n[^1]: 注 one\n", "1"), "z[^1]");
}

#[test]
fn nothing_is_offered_in_prose_code_and_html() {
    for body in [
        "a ($0",
        "a #$0",
        "#$0",
        "a/$0",
        "a^$0",
        "[$0",
        "[x]$0",
        "[[x]]$0",
        "[x](y)$0",
        "[x](y $0)",
        "[x](https://$0)",
        "[x](mailto:$0)",
        "[x](//a$0)",
        "`[[$0`",
        "`[x]($0)`",
        "```\n[[$0\n```",
        "```\n[[$0",
        "x\n\n    [[$0",
        "<div>\n[[$0\n</div>",
        "\\[[$0",
        "\\[x]($0",
        "[[a|$0",
        "- [ ] ($0",
        "[x]: y $0",
    ] {
        assert_eq!(offered(body), Vec::<String>::new(), "{body:?}");
    }
    let front_matter = "//- /a.md\n---\ntitle: x\n---\n//- /b.md\n---\ntitle: '[[$0'\n---\n";
    assert_eq!(labels(front_matter), Vec::<String>::new());
}

#[test]
fn a_link_that_was_taken_is_one() {
    let bodies = [
        "[[$0",
        "[[$0]]",
        "[x]($0",
        "[x]($0)",
        "[x](<$0",
        "[x](../notes/$0",
        "> - [x]($0)",
    ];
    for body in bodies {
        let (text, _, list) = complete(&at(body));
        for item in &list.expect("a list").items {
            let after = apply_edits(&text, std::slice::from_ref(&item.edit)).expect("an edit");
            let links = parse(&after).body.links;
            assert_eq!(links.len(), 1, "{after}");
            assert!(matches!(links[0].kind, LinkKind::Wiki | LinkKind::Inline));
        }
    }
}

#[test]
fn what_is_typed_stays_the_beginning_of_what_clients_match() {
    let typed = [
        "人工",
        "人工智能 的",
        "office h",
        "Office Hours",
        "2026 p",
        "hours",
        "rengong",
        "-x",
    ];
    for opening in ["[[", "[x]("] {
        for typed in typed
            .iter()
            .filter(|it| opening == "[[" || !it.contains(' '))
        {
            let (text, offset, list) = complete(&at(&format!("{opening}{typed}$0")));
            let list = list.expect("a list");
            assert!(list.incomplete);
            for item in &list.items {
                let word = &text[usize::from(item.edit.range.start())..usize::from(offset)];
                assert!(item.filter.starts_with(word), "{item:?}");
            }
        }
    }
}

#[test]
fn the_documentation_says_how_a_post_begins_escaped() {
    let snap = corpus(&[
        (
            "a.md",
            "---\ntitle: '*甲*'\ndate: 2026-01-01\ndescription: '<b>[x](y)'\n---\nBody\n",
        ),
        ("b.md", "# H\n\n一 *b*\nline two\n\nmore\n"),
    ]);
    let file = rubric::corpus::FileId(0);
    let of = |path: &str| resolve(&snap, file, "", path);
    expect_test::expect![[r#"
        **\*甲\***

        a.md · 2026-01-01

        \<b\>\[x\]\(y\)"#]]
    .assert_eq(&of("a.md").expect("it is there"));
    expect_test::expect![[r#"
        **b.md**

        b.md

        一 \*b\* line two"#]]
    .assert_eq(&of("b.md").expect("it is there"));
    assert_eq!(of("c.md"), None);
}

#[test]
fn an_item_says_where_the_post_is() {
    let list = complete(&at("[[人工$0")).2.expect("a list");
    let CompletionItem { detail, term, .. } = &list.items[0];
    assert_eq!(detail.as_deref(), Some("notes/I2cbIws9j10.md"));
    assert_eq!(
        term.as_ref().map(|it| it.1.as_str()),
        Some("notes/I2cbIws9j10.md")
    );
}

#[test]
fn pages_are_offered_in_quoted_values_of_front_matter() {
    let offered = |value: &str| {
        let post = format!("{POSTS}//- /b.md\n---\ntitle: b\n{value}\n---\n");
        labels(&post)
    };
    for value in [
        "up: \"[[Office$0]]\"",
        "up: '[[office$0",
        "related:\n  - \"[[Office$0\"",
    ] {
        assert!(
            offered(value).contains(&"Office hours [2]".to_owned()),
            "{value}"
        );
    }
    // Without quotes it is a list in a list, and a title is no link.
    for value in [
        "up: [[Office$0",
        "title: \"[[Office$0\"",
        "up: \"Office$0\"",
    ] {
        assert!(
            !offered(value).contains(&"Office hours [2]".to_owned()),
            "{value}"
        );
    }
}

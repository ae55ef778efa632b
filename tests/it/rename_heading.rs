//! Renaming a heading: which links follow, and to what.

use crate::rename_cursor::check;

#[test]
fn links_to_a_second_heading_of_that_title_follow_its_anchor() {
    check(
        "//- /a.md\n---\ntitle: 甲\n---\n## 旧$0 😀\n\n## 旧 😀\n\n[1](#旧-) [2](#旧--1) [r]\n\n[r]: #旧--1\n//- /b.md\n---\ntitle: 乙\n---\n[2](a.md#旧--1) [1](/a.md#%E6%97%A7-)\n",
        "新",
        "//- /a.md\n---\ntitle: 甲\n---\n## 新\n\n## 旧 😀\n\n[1](#新) [2](#旧-) [r]\n\n[r]: #旧-\n//- /b.md\n---\ntitle: 乙\n---\n[2](a.md#旧-) [1](/a.md#新)\n",
    );
    check(
        "//- /a.md\n---\ntitle: 甲\n---\n## 一$0\n\n## 二\n\n[1](#一) [2](#二)\n",
        "二",
        "//- /a.md\n---\ntitle: 甲\n---\n## 二\n\n## 二\n\n[1](#二) [2](#二-1)\n",
    );
}

#[test]
fn a_heading_that_begins_with_a_term_is_a_heading_still() {
    check(
        "//- /a.md\n---\ntitle: 甲\npeople: [苏轼]\n---\n## 苏轼的一$0生\n\n[1](#苏轼的一生) 苏轼\n//- /b.md\n---\npeople: [苏轼]\n---\n",
        "东坡 😀",
        "//- /a.md\n---\ntitle: 甲\npeople: [苏轼]\n---\n## 东坡 😀\n\n[1](#东坡-) 苏轼\n//- /b.md\n---\npeople: [苏轼]\n---\n",
    );
}

#[test]
fn a_wiki_link_names_the_title_unless_that_would_end_it() {
    let before = "//- /a.md\n---\ntitle: 甲\n---\n# 旧 $0x\n\n[[#旧 x]] [[甲#旧 x]]\n";
    check(
        before,
        "新 y",
        "//- /a.md\n---\ntitle: 甲\n---\n# 新 y\n\n[[#新 y]] [[甲#新 y]]\n",
    );
    check(
        before,
        "新 [y] 😀",
        "//- /a.md\n---\ntitle: 甲\n---\n# 新 [y] 😀\n\n[[#新-y-]] [[甲#新-y-]]\n",
    );
}

/// Posts with an id: `{#id}`, and as other generators write it.
const IDS: [&str; 4] = [
    " {#start}",
    " {: #start .x}",
    " { #start }",
    " {/* #start */}",
];

#[test]
fn a_heading_keeps_its_id_and_the_links_to_it() {
    for id in IDS.into_iter().chain(["\n{: #start}"]) {
        let post = |title: &str| {
            format!(
                "//- /a.md\n---\ntitle: 甲\n---\n## {title}{id}\n\n[1](#start) [[甲#start]]\n//- /b.md\n[2](a.md#start)\n"
            )
        };
        check(&post("开$0始 😀"), "新", &post("新"));
    }
}

#[test]
fn an_id_is_renamed_where_it_stands_and_from_its_links() {
    for id in IDS {
        let post = |written: &str, links: &str| {
            let id = id.replace("start", written);
            format!(
                "//- /a.md\n---\ntitle: 甲\n---\n## 开始{id}\n\n[1](#{links}) [r]\n\n[r]: #{links}\n//- /b.md\n[2](a.md#{links})\n"
            )
        };
        let renamed = post("begin", "begin");
        check(&post("st$0art", "start"), "begin", &renamed);
        let from_link = post("start", "start").replace("[2](a.md#start)", "[2](a.md#st$0art)");
        check(&from_link, "#begin", &renamed);
        let from_definition = post("start", "start").replace("[r]: #start", "[r]: #st$0art");
        check(&from_definition, "begin", &renamed);
    }
}

#[test]
fn title_and_id_can_be_given_together() {
    check(
        "//- /a.md\n## 开$0始 {#start .x}\n\n[1](#start)\n",
        "新 {#new}",
        "//- /a.md\n## 新 {#new}\n\n[1](#new)\n",
    );
}

#[test]
fn a_heading_is_renamed_from_a_link_to_it() {
    check(
        "//- /a.md\n---\ntitle: 甲\n---\n# Old title\n\n[1](#old-title)\n//- /b.md\n[2](a.md#old-$0title)\n",
        "新 title",
        "//- /a.md\n---\ntitle: 甲\n---\n# 新 title\n\n[1](#新-title)\n//- /b.md\n[2](a.md#新-title)\n",
    );
}

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

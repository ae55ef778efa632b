//! `rubric terms --variants` and `rubric rename --map`: export, apply, and nothing is left.

use std::fs;

use crate::cli::{folder, run, stdout};

const POSTS: &[(&str, &str)] = &[
    (
        "a.md",
        "---\ntags: [ai-agents, '2024']\npeople:\n- José Muñoz # 作者\n---\n",
    ),
    (
        "b.md",
        "---\r\ntags:\r\n  - AI Agents\r\n  - x\r\npeople: [Jose Munoz]\r\n---\r\nAI Agents\r\n",
    ),
    (
        "c.md",
        "\u{feff}---\ntags: [ai-agents, \"ai_agent\"]\nmedia: ['《一: 二》 😀']\n---\n",
    ),
    (
        "d.md",
        "---\npeople: [José Muñoz]\nmedia: ['一: 二 😀', '一: 二 😀']\n---\n",
    ),
    ("e.md", "---\nmedia: ['一: 二 😀']\n---\n"),
];

#[test]
fn variants_are_listed_with_their_counts() {
    let dir = folder(POSTS);
    let out = run(&dir, &["terms", "--variants"]);
    assert_eq!(
        stdout(&out),
        "media:\n  # '一: 二 😀': 2 posts\n  '《一: 二》 😀': '一: 二 😀'  # 1 post\n\
         tags:\n  # ai-agents: 2 posts\n  AI Agents: ai-agents  # 1 post\n  ai_agent: ai-agents  # 1 post\n\
         people:\n  # José Muñoz: 2 posts\n  Jose Munoz: José Muñoz  # 1 post\n"
    );
    let csv = run(&dir, &["terms", "people", "--variants", "--format", "csv"]);
    assert_eq!(
        stdout(&csv),
        "field,old,new\npeople,Jose Munoz,José Muñoz\n"
    );
}

#[test]
fn what_is_listed_can_be_applied() {
    for (format, name) in [
        ("table", "map.yaml"),
        ("json", "map.json"),
        ("csv", "map.csv"),
    ] {
        let dir = folder(POSTS);
        let map = run(&dir, &["terms", "--variants", "--format", format]);
        fs::write(dir.path().join(name), map.stdout).unwrap();
        let renamed = run(&dir, &["rename", "--map", name]);
        assert_eq!(renamed.status.code(), Some(0), "{renamed:?}");
        let read = |path: &str| fs::read_to_string(dir.path().join(path)).unwrap();
        assert_eq!(
            read("b.md"),
            "---\r\ntags:\r\n  - ai-agents\r\n  - x\r\npeople: [José Muñoz]\r\n---\r\nAI Agents\r\n"
        );
        assert_eq!(
            read("c.md"),
            "\u{feff}---\ntags: [ai-agents]\nmedia: ['一: 二 😀']\n---\n"
        );
        assert_eq!(read("a.md"), POSTS[0].1);
        let left = run(&dir, &["terms", "--variants"]);
        assert_eq!(stdout(&left), "");
    }
}

#[test]
fn options_may_follow_the_terms_and_two_dashes_end_them() {
    for args in [
        &["tags", "ai-agents", "-x", "--dry-run"][..],
        &["tags", "--dry-run", "ai-agents", "-x"],
        &["--dry-run", "tags", "--", "ai-agents", "-x"],
        &["--dry-run", "--", "tags", "ai-agents", "--diff"],
    ] {
        let dir = folder(POSTS);
        let out = run(&dir, &[&["rename"], args].concat());
        assert_eq!(out.status.code(), Some(1), "{args:?}: {out:?}");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("would change 2 values"), "{args:?}: {said}");
        let kept = fs::read_to_string(dir.path().join("a.md")).unwrap();
        assert_eq!(kept, POSTS[0].1, "{args:?}");
    }
}

#[test]
fn an_empty_new_name_is_refused() {
    for new in ["", " "] {
        let dir = folder(POSTS);
        let out = run(&dir, &["rename", "tags", "ai-agents", new]);
        assert_eq!(out.status.code(), Some(2), "{out:?}");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("`rubric remove`"), "{said}");
        let kept = fs::read_to_string(dir.path().join("a.md")).unwrap();
        assert_eq!(kept, POSTS[0].1);
    }
}

#[test]
fn a_new_name_that_cannot_be_seen_is_refused() {
    let maps = [
        ("map.csv", "tags,x,y\ntags,ai-agents,\"ai\u{200b}agents\"\n"),
        ("map.yaml", "tags: {x: y, ai-agents: \"ai\\u200bagents\"}\n"),
    ];
    for (name, map) in maps {
        let dir = folder(POSTS);
        fs::write(dir.path().join(name), map).unwrap();
        for arguments in [
            &["rename", "--map", name][..],
            &["rename", "tags,series", "ai-agents", "ai\u{200b}agents"],
        ] {
            let output = run(&dir, arguments);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{said}");
            let why = "the new name has an invisible character (zero width space, U+200B)";
            assert!(
                said.contains("`ai-agents` in") && said.contains(why),
                "{said}"
            );
        }
        let kept = fs::read_to_string(dir.path().join("b.md")).unwrap();
        assert_eq!(kept, POSTS[1].1);
    }
}

//! `yaml-syntax`, `unclosed-front-matter`, `bad-fence`, `duplicate-key`.

use rubric::features::diagnostics::Code;

use super::{Posts, note, notes};

#[test]
fn what_the_parser_finds_has_its_code() {
    let messages = notes().check(
        Code::YamlSyntax,
        "---\ntitle: «深度学习: 入门: x»\ntags: [a]\n---\n",
    );
    assert!(messages[0].contains("quotes"), "{messages:?}");
    notes().check(Code::UnclosedFrontMatter, "«---»\ntitle: x\n\ntext\n");
    notes().check(Code::BadFence, "---\ntitle: x\n«----»\n\ntext\n");
}

#[test]
fn a_field_that_stands_twice_is_told_at_the_later_place() {
    let check = |post: &str| notes().check(Code::DuplicateKey, post).concat();
    assert!(check("---\ntags: [中文]\ntitle: x\n«tags»:\n  - 英文\n---\n").contains("merge"));
    assert!(check("---\nx: [中文]\n«x»:\n  - 中文\n---\n").contains("equal"));
    assert!(check("---\nx: 1\n«x»: 2\n«'x'»: 2\n---\n").contains("keep one"));
    check("---\nx: { x: 1 }\nX: 2\n---\n");
}

#[test]
fn the_first_of_two_is_related() {
    let found = Posts::new(0, note).findings("---\na: 1\na: 2\n---\n");
    let (first, label) = &found[0].related[0];
    assert_eq!(
        (u32::from(first.range.start()), label.as_str()),
        (4, "the first is here")
    );
}

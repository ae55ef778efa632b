//! `unread-text`: what YAML takes for a comment, a tag or an anchor although it is a part of a value.

use rubric::features::diagnostics::Code;
use rubric::features::fixes::{Selection, fix_post};

use super::{Posts, notes};
use crate::fixes::parsed;
use crate::navigation::{file, variants};

#[track_caller]
fn check(lines: &str) -> Vec<String> {
    notes().check(Code::UnreadText, &format!("---\n{lines}\n---\n"))
}

/// What the fixes of this code make of a post, with LF and with CRLF and a BOM.
#[track_caller]
fn check_fix(before: &str, after: &str) {
    let post = |lines: &str| format!("---\n{lines}\n---\n\n# 标题 #1 😀\n");
    for (before, after) in variants(&post(before))
        .into_iter()
        .zip(variants(&post(after)))
    {
        assert_eq!(fixed(&mut notes(), &before), after);
        assert_eq!(fixed(&mut notes(), &after), after);
    }
}

fn fixed(posts: &mut Posts, post: &str) -> String {
    let snap = posts.with("notes/post.md", post);
    let selection = Selection {
        codes: Some(vec![Code::UnreadText]),
        with_unsafe: false,
    };
    let fixed = fix_post(
        &snap,
        file(&snap, "notes/post.md"),
        &parsed(post),
        &selection,
    );
    fixed.text.as_str().to_owned()
}

#[test]
fn what_follows_a_number_sign_is_told() {
    assert_eq!(
        check("title: Issue «#12 of the letter 😀»"),
        ["to YAML `#12 of the letter 😀` is a comment, which nobody reads: quote the value"]
    );
    check("title: 周报 «#周末 与读书»\nsummary: Notes on the F «# compiler»");
    check("description: A talk «#rustlang held»");
    check("tags: «#llm #t3»");
    check("tags:\n  - «#标签»\n  - llm\n  - F «#»\n  - part «#4»");
    check("title: «#1 on the list»");
    check("title: Volume «# 7»");
}

#[test]
fn comments_stay_comments() {
    let silent = |lines: &str| drop(check(lines));
    silent("draft: true # 还没有\nstatus: inbox #for now");
    silent("title: A title # keep it short\nsummary: # to be written");
    silent("title: A title  #set apart\ntags: # at least one\n  - llm # the usual one");
    silent("title: 'A title' #2\ntags: [llm] #t3\ndate: '2024-05-01' #the day");
    silent("title: A title #shown\n#draft: false");
    silent("title: A title #optional\nguest: #todo");
    silent("source: https://example.org/#part\nmood: a # b");
    silent("title: C# and F#\ntags:\n  - C#\n  - a#b");
}

#[test]
fn words_that_look_like_tags_and_anchors_are_told() {
    assert_eq!(
        check("title: «!Hurry» up, 😀"),
        ["to YAML `!Hurry` is a tag, which nobody reads: quote the value"]
    );
    check("publisher: «&Sons» of Leeds\ntags:\n  - «!Now» or never\n  - llm");
    let silent = |lines: &str| drop(check(lines));
    silent("title: !!str 12\nstatus: !ENV STATUS\nx: !<tag:a> b");
    check("title: «!!Hurry» up");
    silent("title: ! 'quoted'\nsummary: '!Hurry'");
    silent("guest: &who Ann\nspeaker: *who");
    silent("tags: &all\n  - llm\nkeywords: *all");
}

#[test]
fn quotes_make_all_of_it_a_value() {
    check_fix(
        "title: Issue #12 (new) 😀\ndraft: true # 还没有",
        "title: 'Issue #12 (new) 😀'\ndraft: true # 还没有",
    );
    check_fix("title: It's #1", "title: \"It's #1\"");
    check_fix("title: !Hurry up", "title: '!Hurry up'");
    check_fix("publisher: &Sons of Leeds", "publisher: '&Sons of Leeds'");
    check_fix(
        "tags:\n  - F #\n  - #llm\n  - #标签",
        "tags:\n  - 'F #'\n  - llm\n  - #标签",
    );
}

#[test]
fn hashtags_that_posts_have_become_a_list() {
    check_fix(
        "tags: #llm #t3\ntitle: x",
        "tags:\n  - llm\n  - t3\ntitle: x",
    );
    check_fix("tags: #llm #never-seen", "tags: #llm #never-seen");
}

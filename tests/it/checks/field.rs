//! `missing-field`, `unknown-field`.

use rubric::features::diagnostics::{Code, Suggestion};

use super::{Posts, note, notes};

#[test]
fn what_nearly_all_posts_have_is_missed() {
    let post = "«««««---»»»»»\ntitle: 文\ntags: [a]\n---\n";
    let messages = notes().check(
        Code::MissingField,
        &post.replace("«««««", "««««").replace("»»»»»", "»»»»"),
    );
    assert_eq!(messages.len(), 4, "{messages:?}");
    assert_eq!(
        messages[0],
        "`date` is missing: 60 of the 61 posts here have it"
    );
}

#[test]
fn what_is_empty_nearly_everywhere_is_not_missed() {
    notes().silent(&format!(
        "---\n{}---\n",
        note(61)
            .replace("guest: ''\n", "")
            .replace("people: []\n", "")
    ));
}

#[test]
fn too_few_posts_teach_nothing_and_a_declaration_needs_none() {
    Posts::new(20, note).check(Code::MissingField, "---\ntitle: x\n---\n");
    let mut declared =
        Posts::new(0, note).config("fields: { date: { required: true }, title: {} }\n");
    let messages = declared.check(Code::MissingField, "«---»\ntitle: x\n---\n");
    assert_eq!(messages, ["`date` is missing: rubric.yaml requires it"]);
    let mut excused = notes().config("fields: { date: { required: false } }\n");
    let post = note(3).replace("date:", "day:");
    excused.check(Code::MissingField, &format!("---\n{post}---\n"));
}

#[test]
fn where_the_front_matter_is_broken_nothing_is_missed() {
    notes().check(Code::MissingField, "---\ntitle: x\n 日期: [\n---\n");
}

#[test]
fn a_slip_of_a_known_name_is_told() {
    let rest: Vec<_> = note(3)
        .lines()
        .filter(|it| !it.starts_with("source"))
        .map(String::from)
        .collect();
    let rest = rest.join("\n");
    let check = |line: &str| {
        let post = format!("---\n{rest}\n{line}\n---\n");
        notes().check(Code::UnknownField, &post).concat()
    };
    assert_eq!(
        check("«sources»: x"),
        "the posts have no field `sources`: `source` is what they have"
    );
    check("«soruce»: x");
    check("«Source»: x");
    // The post has the known field too, and case alone tells nothing even so.
    check("«Tags»: [x]");
    check("tag: x");
    check("data: x");
    check("来源: x");
    check("mood: x");
}

#[test]
fn a_name_that_is_declared_or_often_used_is_no_slip() {
    let mut declared = notes().config("fields: { sources: { type: list } }\n");
    declared.check(Code::UnknownField, "---\nsources: [x]\n---\n");
    let mut both = Posts::new(60, |it| format!("source: x{it}\nsources: [y]\n"));
    both.check(Code::UnknownField, "---\nsources: [x]\n---\n");
}

#[test]
fn the_right_name_is_suggested() {
    let suggestion = |line: &str| {
        let found = notes().findings(&format!("---\n{line}\n---\n"));
        let found = found.into_iter().find(|it| it.code == Code::UnknownField);
        found.expect("it is told").suggestion
    };
    let text = |it: &str| Some(Suggestion::Text(it.into()));
    assert_eq!(suggestion("sources: https://例子.cn/页"), text("source"));
    assert_eq!(suggestion("Status: inbox"), text("status"));
    assert_eq!(suggestion("peopel: [x]"), text("people"));
    assert_eq!(suggestion("peopel:"), text("people"));
    // The value is none of that field's.
    for line in [
        "sources: x",
        "sources: [https://例子.cn/页]",
        "Draft: soon",
        "Date: 昨天",
        "statsu: [a, b]",
        "statsu: https://例子.cn/页",
        "peopel: { a: b }",
        "peopel: [{ a: b }]",
    ] {
        assert_eq!(suggestion(line), None, "{line}");
    }
}

#[test]
fn a_name_with_something_more_in_front_is_meant() {
    let mut posts = Posts::new(60, |it| {
        format!(
            "issue: {it}\nsource: x\ncomments: [甲]\ndescription_en: 好的。\ndescriptionEn: 好的。\n"
        )
    });
    for line in [
        "_issue: https://例子.cn/1",
        "_issue: 1",
        "x-source: x",
        "nocomments: x",
        "description_fr: x。",
        "descriptionFr: x。",
    ] {
        posts.check(Code::UnknownField, &format!("---\n{line}\n---\n"));
    }
    for line in [
        "«Issue»: 1",
        "«issuue»: 1",
        "«ssource»: x",
        "«comment-s»: [x]",
    ] {
        posts.check(Code::UnknownField, &format!("---\n{line}\n---\n"));
    }
}

#[test]
fn the_page_of_a_section_is_not_held_to_what_posts_have() {
    let post = "---\ntitle: 目录 😀\nSource: x\nstatus: evengreen\n---\n";
    let codes = [Code::MissingField, Code::UnknownField, Code::UnknownValue];
    let count = |path: &str| codes.map(|code| notes().count_at(path, code, post));
    assert_eq!(count("notes/index.md"), [0, 0, 0]);
    assert_eq!(count("notes/_index.zh.md"), [0, 0, 0]);
    assert_eq!(count("notes/深/_index.md"), [0, 0, 0]);
    // A post with a folder of its own, and one that is only called alike.
    assert_eq!(count("notes/post/index.md"), [4, 1, 1]);
    assert_eq!(count("notes/index-2.md"), [4, 1, 1]);
    let config = "fields: { date: { required: true } }\n";
    let mut declared = notes().config(config);
    assert_eq!(
        declared.count_at("notes/index.md", Code::MissingField, post),
        1
    );
}

#[test]
fn what_the_posts_beside_it_do_without_is_not_missed() {
    let snippet = "---\ntags: [片段]\n---\n";
    let mut posts = Posts::new(200, note);
    posts.with("notes/片段/1.md", snippet);
    assert!(posts.count_at("notes/片段/2.md", Code::MissingField, snippet) > 0);
    assert_eq!(
        posts.count_at("notes/片段/3.md", Code::MissingField, snippet),
        0
    );
    assert!(posts.count_at("notes/4.md", Code::MissingField, snippet) > 0);
}

#[test]
fn a_page_is_held_to_the_pages_beside_it() {
    let post = "---\ntitle: 关于 😀\n---\n";
    let page = |posts: &mut Posts, path: &str| posts.count_at(path, Code::MissingField, post);
    let mut posts = Posts::new(200, note);
    assert_eq!(
        page(&mut posts, "notes/pages/404.md"),
        0,
        "alone in its folder"
    );
    assert_eq!(
        page(&mut posts, "notes/about/index.md"),
        5,
        "a post with a folder of its own"
    );
    // Pages with folders of their own, beside posts in another folder.
    let mut site = Posts::new(0, note);
    for n in 0..200 {
        site.with(
            &format!("src/posts/{n}.md"),
            &format!("---\n{}---\n", note(n)),
        );
    }
    site.with("src/tags/index.md", post);
    site.with("src/search/index.md", post);
    assert_eq!(page(&mut site, "src/about/index.md"), 0);
    assert_eq!(page(&mut site, "src/posts/x.md"), 5);
}

#[test]
fn a_custom_that_has_ended_is_none() {
    let block = |it: usize| {
        let day = format!(
            "title: 第{it}篇\ndate: '2024-{:02}-{:02}'\n",
            it / 28 + 1,
            it % 28 + 1
        );
        match it {
            ..297 => format!("{day}id: x{it}\n"),
            _ => day,
        }
    };
    let post = "---\ntitle: 新 😀\ndate: '2025-01-01'\n---\n";
    Posts::new(300, block).check(Code::MissingField, post);
    let older = |it: usize| block(it + 3);
    let marked = post.replacen("---", "«---»", 1);
    Posts::new(290, older).check(Code::MissingField, &marked);
}

#[test]
fn what_many_leave_empty_is_not_missed() {
    let block = |it: usize| {
        let value = if it.is_multiple_of(4) { "" } else { "公司" };
        format!("title: 第{it}篇\ncompany: '{value}'\n")
    };
    Posts::new(60, block).check(Code::MissingField, "---\ntitle: 新\n---\n");
}

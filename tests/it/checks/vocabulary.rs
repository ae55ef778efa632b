//! `misplaced-term`, `naming-style`, `slug-collision`.

use rubric::features::diagnostics::{Code, Suggestion};

use super::Posts;

fn people() -> Posts {
    Posts::new(8, |it| {
        let tag = if it == 0 { "peter-thiel" } else { "llm" };
        format!("tags: [{tag}, x{it}]\npeople: [Peter Thiel, 某人{it}, lt]\n")
    })
}

#[test]
fn a_person_among_the_tags_belongs_to_the_people() {
    let post = "---\ntags:\n  - llm\n  - «peter-thiel»\npeople: [] # 😀\n---\n";
    let messages = people().check(Code::MisplacedTerm, post);
    assert_eq!(
        messages,
        ["`peter-thiel` is `Peter Thiel`, which 8 posts have in `people`: move it there"]
    );
    let found = people().findings(&post.replace(['«', '»'], ""));
    let finding = found
        .iter()
        .find(|it| it.code == Code::MisplacedTerm)
        .expect("it was there");
    assert_eq!(
        finding.suggestion,
        Some(Suggestion::MoveTo("people".into()))
    );
}

#[test]
fn a_post_about_an_author_is_not_by_them() {
    let block = |it: usize| format!("tags: [x{it}]\nauthors: [Peter Thiel, 某人{it}]\n");
    let post = "---\ntags: [Peter Thiel]\n---\n";
    Posts::new(8, block).check(Code::MisplacedTerm, post);
}

#[test]
fn other_tags_are_tags() {
    let mut posts = people();
    posts.check(
        Code::MisplacedTerm,
        "---\ntags: [llm, lt, 某人1, peter]\n---\n",
    );
    let mut posts = Posts::new(4, |_| "tags: [peter-thiel]\npeople: [Peter Thiel]\n".into());
    posts.check(Code::MisplacedTerm, "---\ntags: [peter-thiel]\n---\n");
}

#[test]
fn a_declared_convention_holds_at_once() {
    let config = "fields: { tags: { type: list, style: kebab-case } }\n";
    let mut posts = Posts::new(0, |_| String::new()).config(config);
    let messages = posts.check(
        Code::NamingStyle,
        "---\ntags: [«Deep Work», llm, gpt-4o, 中文 标签, AI创业, «'snake_case'»]\npeople: [A B]\n---\n",
    );
    assert_eq!(
        messages[0],
        "`Deep Work` should be `deep-work`: rubric.yaml has `tags` in kebab-case"
    );
}

#[test]
fn a_learned_convention_needs_evidence() {
    let tags = |n: usize| Posts::new(n, |it| format!("tags: [deep-work, tag-{it}]\n"));
    let messages = tags(40).check(Code::NamingStyle, "---\ntags: [«New Term»]\n---\n");
    assert!(messages[0].contains("80 of 81 terms"), "{messages:?}");
    tags(10).check(Code::NamingStyle, "---\ntags: [New Term]\n---\n");
    // In another spelling than the usual one, it is a variant and nothing else.
    tags(40).check(Code::NamingStyle, "---\ntags: [Deep Work]\n---\n");
}

/// What most terms look like says nothing against what most posts that have this one write.
#[test]
fn a_learned_convention_does_not_overrule_a_term_s_own_majority() {
    let posts = |n: usize| {
        Posts::new(80, move |it| {
            let own = if it < n { "PAI" } else { "pai" };
            let own = if it < n + 1 { own } else { "ai-ml" };
            format!("tags: [{own}, tag-{it}]\n")
        })
    };
    let messages = posts(9).check(Code::Variant, "---\ntags: [«pai», 人工智能]\n---\n");
    assert_eq!(
        messages,
        ["`pai` is another spelling of `PAI`: write it as 9 posts have it"]
    );
    for post in ["---\ntags: [PAI]\n---\n", "---\ntags: [pai]\n---\n"] {
        posts(9).check(Code::NamingStyle, post);
    }
    // Of two forms that are about as usual it tells which.
    let messages = posts(2).check(Code::Variant, "---\ntags: [«PAI»]\n---\n");
    assert_eq!(
        messages,
        [
            "`PAI` is another spelling of `pai`: write it as the terms of the field are mostly written"
        ]
    );
}

#[test]
fn names_and_paths_follow_no_learned_convention() {
    let block = |it: usize| {
        format!(
            "authors: [deep-work, id-{it}]\nlogo: /img/logo-{it}.png\ntopic: deep-{}\n",
            it % 9
        )
    };
    let post = "---\nauthors: [18F, DirtyF]\nlogo: /img/strange_loop.png\ntopic: Deep.Work\n---\n";
    Posts::new(80, block).check(Code::NamingStyle, post);
    Posts::new(80, block).check(Code::NamingStyle, "---\ntopic: «New Topic»\n---\n");
    let declared = "fields: { authors: { type: list, style: kebab-case } }\n";
    let post = post.replace("18F", "«18F»").replace("DirtyF", "«DirtyF»");
    Posts::new(80, block)
        .config(declared)
        .check(Code::NamingStyle, &post);
}

#[test]
fn two_terms_with_one_address() {
    let posts = || {
        Posts::new(3, |it| {
            format!("people: [{}]\n", ["林静", "林竞", "林竞"][it])
        })
    };
    let post = "---\ntitle: 一\npeople: [«林静», 林竞]\n---\n";
    let messages = posts()
        .config("slug: pinyin\n")
        .check(Code::SlugCollision, post);
    assert_eq!(
        messages,
        ["`林静` and `林竞` have one address on the site, `lin-jing`: name one of them otherwise"]
    );
    let silent = post.replace(['«', '»'], "");
    posts().check(Code::SlugCollision, &silent);
    posts()
        .config("slug: unicode\n")
        .check(Code::SlugCollision, &silent);
    posts()
        .config("slug: ascii\n")
        .check(Code::SlugCollision, "---\ntags: [«C++», «C#», 林静]\n---\n");
    posts()
        .config("slug: pinyin\n")
        .check(Code::SlugCollision, "---\ntags: [ai-ml, AI ML]\n---\n");
}

#[test]
fn two_titles_with_one_address() {
    let mut posts =
        Posts::new(2, |it| format!("title: 第 {it} 章：Deep Work\n")).config("slug: pinyin\n");
    posts.check(
        Code::SlugCollision,
        "---\ntitle: «第 1 章 deep-work！»\n---\n",
    );
    posts.check(
        Code::SlugCollision,
        "---\ntitle: '第 1 章：Deep Work'\n---\n",
    );
}

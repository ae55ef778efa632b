//! Hover: what a card says, in plain text; and that a stranger's words stay words in Markdown.

use expect_test::{Expect, expect};
use rubric::features::hover::hover;
use rubric::features::prose::{Prose, Span, escape};

use crate::corpus::host;
use crate::fixture::Fixture;
use crate::navigation::{at_cursor, variants};

/// The card for the cursor, in plain text; its range is the marked one.
#[track_caller]
fn check(fixture: &str, card: &Expect) {
    for fixture in variants(fixture) {
        let parsed = Fixture::parse(&fixture);
        let (snap, position) = at_cursor(&parsed, &host(&fixture));
        let hover = hover(&snap, position).expect("all is open");
        let (file, _) = parsed.cursor();
        let range: Vec<_> = hover.iter().map(|it| it.range).collect();
        assert_eq!(range, file.ranges);
        card.assert_eq(&hover.map_or(String::new(), |it| it.content.plain() + "\n"));
    }
}

const POSTS: &str = "\
//- /b.md
---
title: 第二篇 😀
date: '2024-05-14'
people: [Ada Lovelace, 张三, Bob]
tags: [math, ada-lovelace]
---
//- /c.md
---
title: Third
date: '2019-01-02'
people: [Ada Lovelace, ada lovelace, 张三]
tags: [math]
---
//- /d.md
---
people: [Ada Lovelace]
tags: [Ada Lovelace, x]
---
";

#[test]
fn a_term_does_not_go_with_itself_and_names_need_no_backslashes() {
    let posts: String = (0..3)
        .map(|it| {
            format!("//- /{it}.md\n---\ncompanies_orgs: [深蓝|DB, 'A_B']\ntags: [深蓝|DB, other{it}]\n---\n")
        })
        .collect();
    let many: String = (3..9)
        .map(|it| format!("//- /{it}.md\n---\ntags: [x{it}]\n---\n"))
        .collect();
    let fixture = format!("//- /a.md\n---\ncompanies_orgs: [深蓝$0|DB, 'A_B']\n---\n{posts}{many}");
    for fixture in variants(&fixture) {
        let (snap, position) = at_cursor(&Fixture::parse(&fixture), &host(&fixture));
        let hover = hover(&snap, position).expect("it is open");
        let card = hover.expect("there is a card").content.markdown(|_| None);
        assert!(card.contains(" · `companies_orgs` · 4 posts"), "{card}");
        assert!(card.contains("Goes with `A_B` 4\n"), "{card}");
    }
}

#[test]
fn a_term_tells_its_posts_dates_companions_and_other_spellings() {
    let card = expect![[r#"
        Ada Lovelace · people · 4 posts · 2019-01-02 to 2024-05-14

        Also ada lovelace 1

        In other fields: tags 1

        Goes with math 2, 张三 2

        - 2024-05-14 第二篇 😀
        - 2019-01-02 Third
        - d.md
        - a.md
    "#]];
    check(
        &format!("//- /a.md\n---\npeople:\n  - '«Ada Love$0lace»'\ntags: [y]\n---\n{POSTS}"),
        &card,
    );
}

#[test]
fn a_term_tells_the_names_that_bodies_and_rubric_yaml_give_it() {
    let config =
        "//- /rubric.yaml\nvocabularies: { people: { aliases: { Donald Trump: [川普 😀] } } }\n";
    let post = |(index, person): (usize, &&str)| {
        format!("//- /{index}.md\n---\npeople: [{person}]\n---\n特朗普（Donald Trump）说\n")
    };
    let people = ["Donald Trump", "Donald Trump", "donald-trump", "特朗普"];
    let posts: String = people.iter().enumerate().map(post).collect();
    for (name, also) in [
        ("Donald T$0rump", "Also donald-trump 1, 特朗普 2, 川普 😀"),
        ("特朗$0普", "Also Donald Trump 2, donald-trump 1"),
    ] {
        let other = if name.starts_with('D') {
            "特朗普"
        } else {
            "x"
        };
        let fixture = format!("{config}{posts}//- /a.md\n---\npeople: [{other}, {name}]\n---\n");
        for fixture in variants(&fixture) {
            let (snap, position) = at_cursor(&Fixture::parse(&fixture), &host(&fixture));
            let card = hover(&snap, position)
                .expect("all is open")
                .expect("a term");
            let text = card.content.plain();
            assert!(text.contains(also), "{text}");
        }
    }
}

#[test]
fn a_mention_in_the_body_has_the_card_of_its_term() {
    let card = expect![[r#"
        张三 · people · 2 posts · 2019-01-02 to 2024-05-14

        Goes with math 2, Ada Lovelace 2

        - 2024-05-14 第二篇 😀
        - 2019-01-02 Third
    "#]];
    check(
        &format!("//- /a.md\n---\ntags: [y]\n---\n# 😀与«张$0三»谈\n{POSTS}"),
        &card,
    );
}

#[test]
fn a_new_term_says_that_it_is_new() {
    let card = expect![[r#"
        Eve · people · no other post has it yet
    "#]];
    let fixture = format!("//- /a.md\n---\npeople: [«Ev$0e»]\n---\n{POSTS}");
    let fixture = Fixture::parse(&fixture);
    drop(fixture);
    // While it is typed it is not counted.
    let typed = "//- /a.md\n---\npeople: [«Ev$0e»]\n---\n";
    let parsed = Fixture::parse(typed);
    let mut host = host(POSTS);
    let (file, offset) = parsed.cursor();
    let id = host.intern(&rubric::corpus::RelPath(file.path.as_str().into()));
    let text = rubric::text::Text::new(file.text.as_str());
    host.apply(vec![
        rubric::corpus::Event::Open {
            file: id,
            version: 0,
            text: text.clone(),
        },
        rubric::corpus::Event::Edit {
            file: id,
            version: 1,
            text,
            cursor: Some(offset),
        },
    ]);
    let (snap, position) = at_cursor(&parsed, &host);
    let hover = hover(&snap, position)
        .expect("all is open")
        .expect("a term");
    card.assert_eq(&(hover.content.plain() + "\n"));
}

#[test]
fn a_field_tells_what_was_learned_of_it() {
    let card = expect![[r#"
        people · a list of terms (4 of 4 values)

        Optional · 4 of 4 posts here have it, 4 with a value

        4 terms, 2 used once · most used: Ada Lovelace 4, 张三 2, Bob 1, ada lovelace 1
    "#]];
    check(
        &format!("//- /a.md\n---\n«peo$0ple»: [Ada Lovelace]\ntags: [y]\n---\n{POSTS}"),
        &card,
    );
    let card = expect![[r#"
        date · a date (2 of 2 values)

        Optional · 3 of 3 posts here have it, 2 with a value

        form %Y-%m-%d
    "#]];
    check(
        &format!(
            "//- /b2.md\n---\n«$0date»:\n---\n{}",
            POSTS.replacen(
                "//- /d.md\n---\npeople: [Ada Lovelace]\ntags: [Ada Lovelace, x]\n---\n",
                "",
                1
            )
        ),
        &card,
    );
}

#[test]
fn a_heading_tells_its_anchor_and_its_likes() {
    let card = expect![[r#"
        小节 A

        #小节-a-1

        2 posts have this heading
    "#]];
    check(
        "//- /a.md\n# 小节 A\n\n## «小$0节 A»\n//- /b.md\n小节 A\n===\n//- /c.md\n# 小节\n",
        &card,
    );
}

#[test]
fn a_link_tells_of_its_post() {
    let card = expect![[r#"
        第二篇 😀

        b.md · 2024-05-14

        Ada Lovelace, 张三, Bob, math, ada-lovelace
    "#]];
    check(&format!("//- /a.md\n[x](«b$0.md»)\n{POSTS}"), &card);
    check(&format!("//- /a.md\n[[«第二篇 😀$0»]]\n{POSTS}"), &card);
    check(&format!("//- /a.md\n见《«第二篇$0 😀»》\n{POSTS}"), &card);
    check(
        &format!("//- /a.md\n[x](https://b$0.md) `张$1三`\n{POSTS}"),
        &expect![[""]],
    );
}

#[test]
fn code_and_html_are_not_looked_into() {
    check(&format!("//- /a.md\n`张$0三`\n{POSTS}"), &expect![[""]]);
    check(
        &format!("//- /a.md\n<b title=\"张$0三\">\n{POSTS}"),
        &expect![[""]],
    );
    check(
        &format!("//- /a.md\n```\n张$0三\n```\n{POSTS}"),
        &expect![[""]],
    );
}

#[test]
fn a_date_tells_of_the_other_posts_of_that_day() {
    let card = expect![[r#"
        1 other post has this value

        - 2024-05-14 第二篇 😀
    "#]];
    check(
        &format!("//- /a.md\n---\ndate: \"«2024-05$0-14»\"\n---\n{POSTS}"),
        &card,
    );
}

#[test]
fn a_strangers_words_are_no_markup() {
    for (text, markdown) in [
        ("<img src=x onerror=a()>", r"\<img src=x onerror=a\(\)\>"),
        ("[x](command:rm)", r"\[x\]\(command\:rm\)"),
        ("![](https://a.b/c.png)", r"\!\[\]\(https\://a.b/c.png\)"),
        ("see www.evil.cn or a@b.cn", r"see www\.evil.cn or a\@b.cn"),
        ("# h\n\n- x\r\n1. y", r"\# h  - x  1. y"),
        ("1. a", r"1\. a"),
        ("- a", r"\- a"),
        (
            "*a* _b_ `c` ~~d~~ &amp; $(icon) | x\\",
            r"\*a\* \_b\_ \`c\` \~\~d\~\~ \&amp; \$\(icon\) \| x\\",
        ),
        (
            "《但丁》 e\u{301} 👨\u{200d}👩",
            "《但丁》 e\u{301} 👨\u{200d}👩",
        ),
        ("a\u{202e}b\u{7}\u{feff}c\u{1b}[31m", r"ab c \[31m"),
    ] {
        assert_eq!(escape(text), markdown, "{text}");
    }
}

#[test]
fn a_card_with_hostile_words_renders_as_text() {
    let mut prose = Prose::default();
    prose.paragraph([
        Span::Strong("**a** [b](c)".into()),
        " · ".into(),
        Span::Code("x`` `y".into()),
    ]);
    prose.item([Span::Post(
        rubric::corpus::FileId(0),
        "](javascript:1) <b>".into(),
    )]);
    prose.item([Span::Text("\n\n# no heading".into())]);
    let expected = expect![[r#"
        **\*\*a\*\* \[b\]\(c\)** · ```x`` `y```

        - [\]\(javascript\:1\) \<b\>](<file:///a>)
        -   \# no heading"#]];
    expected.assert_eq(&prose.markdown(|_| Some("file:///a".to_owned())));
    let expected = expect![[r#"
        **a** [b](c) · x`` `y

        - ](javascript:1) <b>
        -   # no heading"#]];
    expected.assert_eq(&prose.plain());
}

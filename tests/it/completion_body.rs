//! Completion in the body: known names, after two characters or by pinyin, never in code and links.

use crate::completion::{complete, labels};

const POSTS: &str = "//- /a.md
---
tags: [open-source, llm]
people: [Elon Musk, Emma Stone, 王毅, 王传福]
companies: [OpenAI, OpenAI Codex, 阿里巴巴]
---
//- /b.md
---
tags: [open-source, llm]
people: [Elon Musk, 王毅]
companies: [OpenAI]
---
";

fn offered(body: &str) -> Vec<String> {
    labels(&format!(
        "{POSTS}//- /new.md\n---\ntitle: 新\n---\n{body}\n"
    ))
}

#[test]
fn names_are_offered_where_they_begin() {
    for (body, expected) in [
        ("We met El$0", vec!["Elon Musk"]),
        ("We met Elon Mu$0", vec!["Elon Musk"]),
        ("我们见到了elon$0", vec!["Elon Musk"]),
        ("今天王毅$0", vec![]),
        ("今天王传$0", vec!["王传福"]),
        ("今天阿里$0的股价", vec!["阿里巴巴"]),
        ("今天alibab$0", vec!["阿里巴巴"]),
        ("今天wangy$0", vec!["王毅"]),
        ("😀 Ope$0", vec!["OpenAI", "OpenAI Codex"]),
        ("😀 OpenAI C$0", vec!["OpenAI Codex"]),
        ("it was OpenAI$0", vec![]),
    ] {
        assert_eq!(offered(body), expected, "{body}");
    }
}

#[test]
fn nothing_is_offered_too_early_or_in_code() {
    for body in [
        "E$0",
        "the op$0en",
        "`El$0`",
        "```\nEl$0\n```",
        "[El$0](x.md)",
        "<b El$0>",
        "llm$0",
        "Musk$0",
        "$0",
    ] {
        let found = offered(body);
        assert!(
            found.iter().all(|it| it.starts_with("OpenAI")),
            "{body}: {found:?}"
        );
    }
    assert_eq!(offered("a llm$0"), Vec::<String>::new());
}

#[test]
fn only_what_is_typed_is_replaced() {
    let fixture = format!("{POSTS}//- /new.md\n---\n---\n他说El$0是\n");
    let (text, _, list) = complete(&fixture);
    let item = &list.expect("a name begins so").items[0];
    assert_eq!(&text[item.edit.range], "El");
    assert_eq!(item.filter, "Elon Musk");
}

/// The list opens by itself while one writes: an ordinary word must not open it.
#[test]
fn ordinary_words_open_no_list() {
    const POSTS: &str = "//- /a.md
---
title: 中国的一天
companies: [The New York Times, WhatsApp, OpenAI, iPhone, 中国银行, 阿里巴巴]
people: [王毅, Will Smith]
---
//- /b.md
---
title: 中国与世界
people: [王毅]
---
//- /c.md
---
title: 在中国
---
";
    let offered = |body: &str| labels(&format!("{POSTS}//- /new.md\n---\ntitle: x\n---\n{body}\n"));
    for (body, expected) in [
        ("they will$0", vec![]),
        ("we open$0", vec![]),
        ("with Open$0", vec!["OpenAI"]),
        ("the iP$0", vec!["iPhone"]),
        ("the ip$0", vec![]),
        ("Wha$0", vec![]),
        ("What$0", vec!["WhatsApp"]),
        ("She said. The$0", vec![]),
        ("in The$0", vec!["The New York Times"]),
        ("we wangy$0", vec![]),
        ("我们wangy$0", vec!["王毅"]),
        ("我们open$0", vec!["OpenAI"]),
        ("今天中国$0", vec![]),
        ("今天中国银$0", vec!["中国银行"]),
        ("今天阿里$0", vec!["阿里巴巴"]),
        // What the post has already is meant again.
        ("Of WhatsApp once.\n\nWha$0", vec!["WhatsApp"]),
        ("中国银行说，中国$0", vec!["中国银行"]),
    ] {
        assert_eq!(offered(body), expected, "{body}");
    }
}

/// A paper is a company and a work: one item, whatever the vocabularies call it.
#[test]
fn a_name_of_two_vocabularies_is_offered_once() {
    let post = |name: &str, companies: &str, people: &str| {
        format!("//- /{name}.md\n---\ncompanies: [{companies}]\npeople: [{people}]\n---\n")
    };
    let posts = [
        post("a", "The Guardian, The Economist", "The Guardian"),
        post("b", "The Guardian, The Economist", "the economist"),
    ];
    let mut found = labels(&format!(
        "{}//- /new.md\n---\ntitle: x\n---\nin The$0\n",
        posts.concat()
    ));
    found.sort();
    assert_eq!(found, ["The Economist", "The Guardian"]);
}

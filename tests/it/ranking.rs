//! Which value comes first before anything is typed: small corpora, each with one piece of evidence and a clear right answer.

use crate::completion::labels;

/// Forty posts that use ten people each: all the same.
fn people() -> String {
    const PEOPLE: &str =
        "[Ann Ace, Bob Bee, Cid Cox, Dan Dee, Eva Elk, 王毅, 李雷, 韩梅, Gus Gnu, Hal Hob]";
    (0..40)
        .map(|it| format!("//- /{it}.md\n---\ndate: 2025-01-01\npeople: {PEOPLE}\n---\n"))
        .collect()
}

/// The first person for a post with this front matter and body.
fn first_person(fields: &str, body: &str) -> String {
    let post = format!("//- /new.md\n---\n{fields}people:\n  - $0\n---\n{body}\n");
    labels(&format!("{}{post}", people()))
        .first()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn who_the_post_speaks_of_comes_first() {
    for (evidence, fields, body, expected) in [
        ("the body", "", "Today Dan Dee spoke.", "Dan Dee"),
        ("Chinese without word breaks", "", "今天王毅说话了", "王毅"),
        ("another case", "", "today DAN DEE spoke", "Dan Dee"),
        ("the first of two", "", "Dan Dee met Bob Bee.", "Dan Dee"),
        ("a heading", "", "Bob\n\n## Dan Dee\n", "Dan Dee"),
        ("the title", "title: On Dan Dee\n", "", "Dan Dee"),
        ("the title, quoted", "title: '论 韩梅: 续'\n", "", "韩梅"),
        (
            "the summary",
            "summary: Dan Dee, once more, and for long.\n",
            "",
            "Dan Dee",
        ),
        ("no part of a word", "", "Dan Deer. Bob Bee!", "Bob Bee"),
    ] {
        assert_eq!(first_person(fields, body), expected, "{evidence}");
    }
}

/// Two names that the body mentions alike, neither of them the next one in its order, and what speaks for one of them more.
#[test]
fn who_stands_out_comes_first() {
    for (evidence, fields, body) in [
        ("often", "", "@, %, @, @."),
        ("a heading", "", "%, @.\n\n## @\n\n%."),
        ("the title", "title: On @\n", "%, @."),
        ("the summary", "summary: With @ and others\n", "%, @."),
    ] {
        for (one, other) in [
            ("Bob Bee", "Dan Dee"),
            ("Dan Dee", "Bob Bee"),
            ("王毅", "Cid Cox"),
        ] {
            let write = |text: &str| text.replace('@', one).replace('%', other);
            let body = write(body);
            let post = format!(
                "//- /new.md\n---\n{}people:\n  - Hal Hob\n  - $0\n---\n{body}\n\nHal Hob.\n",
                write(fields)
            );
            let found = labels(&format!("{}{post}", people()));
            assert_eq!(
                found.first().map(String::as_str),
                Some(one),
                "{evidence}: {body}"
            );
        }
    }
}

/// Two names that the body has, neither of them the next one in its order; the one that it has more often it may not mean.
#[test]
fn a_word_like_any_other_is_no_name() {
    let posts = |n_posts: usize, fields: &str| -> String {
        (0..n_posts)
            .map(|it| format!("//- /{}-{it}.md\n---\n{fields}---\n", fields.len()))
            .collect()
    };
    for (doubt, fields, body) in [
        ("its letters", "", "The target, a target. Nvidia. Zeta."),
        (
            "titles",
            "title: On a Target\n",
            "Target, Target. Nvidia. Zeta.",
        ),
        (
            "other fields",
            "media: [Target]\n",
            "Target, Target. Nvidia. Zeta.",
        ),
    ] {
        let known = posts(2, "companies: [Target, Nvidia, Zeta]\n");
        let others = match fields {
            "" => String::new(),
            _ => posts(400, fields),
        };
        let new = format!("//- /new.md\n---\ncompanies:\n  - Zeta\n  - $0\n---\n{body}\n");
        let found = labels(&format!("{known}{others}{new}"));
        assert_eq!(
            found.first().map(String::as_str),
            Some("Nvidia"),
            "{doubt}: {found:?}"
        );
    }
}

#[test]
fn capitals_are_typed_on_purpose() {
    let known = |n_posts: usize, term: &str| -> String {
        (0..n_posts)
            .map(|it| format!("//- /{term}-{it}.md\n---\nmedia: [{term}]\n---\n"))
            .collect()
    };
    let posts = [known(9, "talk"), known(6, "Times")].concat();
    let typed = |typed: &str| {
        labels(&format!(
            "{posts}//- /new.md\n---\nmedia: [{typed}$0]\n---\n"
        ))
    };
    assert_eq!(typed("t"), ["talk", "Times"]);
    assert_eq!(typed("T"), ["Times", "talk"]);
}

#[test]
fn the_area_tells_the_category() {
    let post = |number: usize, area: &str, category: &str| {
        format!("//- /{number}.md\n---\narea: {area}\ncategory: {category}\n---\n")
    };
    let posts: String = (0..60)
        .map(|it| match it % 6 {
            0 => post(it, "garden", "soil"),
            1 => post(it, "garden", "seeds"),
            2 => post(it, "railway", "trains"),
            _ => post(it, "kitchen", ["bread", "汤", "cakes"][it % 3]),
        })
        .collect();
    let categories = |area: &str| {
        let new = format!("//- /new.md\n---\narea: {area}\ncategory: $0\n---\n");
        labels(&format!("{posts}{new}"))
    };
    assert_eq!(categories("railway")[0], "trains");
    let mut garden = categories("garden");
    garden.truncate(2);
    garden.sort();
    assert_eq!(garden, ["seeds", "soil"]);
}

#[test]
fn tags_of_posts_with_the_same_tags_come_first() {
    let posts: String = (0..40)
        .map(|it| {
            let tags = [
                "soil, spring, 园艺",
                "night-train, sleep, 铁路",
                "bread, 汤",
                "snow, ice",
            ][it % 4];
            format!("//- /{it}.md\n---\ntags: [{tags}]\n---\n")
        })
        .collect();
    for (has, expected) in [("soil", "spring"), ("铁路", "sleep"), ("bread", "汤")] {
        let new = format!("//- /new.md\n---\ntags: [{has}, $0]\n---\n");
        let found = labels(&format!("{posts}{new}"));
        assert!(
            found[..2].contains(&expected.to_owned()),
            "{has}: {found:?}"
        );
    }
}

/// Enter takes the first item: what is typed itself where it is rather a new value.
#[test]
fn enter_leaves_a_new_value_alone_and_completes_a_known_one() {
    let known = "Dan Dee, Qwen3, qwerty-board, open-source, transformers, 王毅夫, 中共 二十大, 北京大学出版社";
    let posts: String = (0..3)
        .map(|it| format!("//- /{it}.md\n---\npeople: [{known}]\nspeaker: Dan Dee\n---\n"))
        .collect();
    for (typed, expected) in [
        ("da", "Dan Dee"),
        ("de", "Dan Dee"),
        ("qw", "Qwen3"),
        ("Qwe", "Qwen3"),
        ("open-so", "open-source"),
        ("ope", "open-source"),
        ("trans", "transformers"),
        ("dan dee", "Dan Dee"),
        ("王", "王毅夫"),
        ("王毅", "王毅夫"),
        ("北京大", "北京大学出版社"),
        // A word ends here, for the known term as well.
        ("Qwen", "Qwen"),
        ("open", "open"),
        ("dan", "dan"),
        ("中共", "中共"),
        // None does.
        ("transformer", "transformers"),
        ("北京大学出", "北京大学出版社"),
        // Only its letters.
        ("qwbrd", "qwbrd"),
    ] {
        let found = labels(&format!(
            "{posts}//- /new.md\n---\npeople:\n  - {typed}$0\n---\n"
        ));
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{typed}: {found:?}"
        );
        let known = found.iter().filter(|it| *it != typed).count();
        assert!(known > 0, "what is known is still there: {typed}");
    }
    let none = labels(&format!(
        "{posts}//- /new.md\n---\npeople:\n  - Zoe$0\n---\n"
    ));
    assert_eq!(
        none,
        Vec::<String>::new(),
        "nothing is in the way of a new value"
    );
}

/// What the body speaks of tells whether what is typed is whole.
#[test]
fn enter_goes_by_what_the_body_says() {
    let posts: String = (0..3)
        .map(|it| format!("//- /{it}.md\n---\ntags: [open-source, 人工智能]\nproducts: [Qwen 3, Valley Forge]\n---\n"))
        .collect();
    let first = |field: &str, typed: &str, body: &str| {
        let new = format!("//- /new.md\n---\n{field}:\n  - {typed}$0\n---\n{body}\n");
        labels(&format!("{posts}{new}"))[0].clone()
    };
    assert_eq!(first("products", "Qwen", ""), "Qwen");
    assert_eq!(first("products", "Qwen", "Qwen 3, says 😀"), "Qwen 3");
    assert_eq!(first("products", "Qwen", "Qwen, Qwen, and Qwen 3"), "Qwen");
    assert_eq!(first("products", "Forge", ""), "Forge");
    assert_eq!(first("products", "For", ""), "Valley Forge");
    assert_eq!(first("tags", "open", "It is open-source."), "open-source");
    assert_eq!(first("tags", "ope", "no ope here"), "ope");
    assert_eq!(first("tags", "人工", ""), "人工智能");
}

/// A programme has the speakers that it has: `New` is the beginning of one of them.
#[test]
fn a_field_that_gets_no_new_values_offers_none() {
    let speakers = ["New Bloom", "王毅", "Dan Dee"];
    let posts: String = (0..90)
        .map(|it| {
            format!(
                "//- /{it}.md\n---\nspeaker: {}\nhost: New {}\n---\n",
                speakers[it % 3],
                it / 3
            )
        })
        .collect();
    let first = |field: &str| {
        let new = format!("//- /new.md\n---\n{field}: New$0\n---\n");
        labels(&format!("{posts}{new}"))[0].clone()
    };
    assert_eq!(first("speaker"), "New Bloom");
    let typed = labels(&format!(
        "{posts}//- /new.md\n---\nspeaker: New Blo$0\n---\n"
    ));
    assert_eq!(typed, ["New Bloom"]);
}

/// One word means the person who has it as a given or a family name, be it a term itself or not.
#[test]
fn a_bare_name_is_the_person_who_has_it() {
    let post =
        |number: usize, name: &str| format!("//- /{number}.md\n---\npeople: [{name}]\n---\n");
    let names = [
        ("Donald Trump", 30),
        ("Trump", 3),
        ("Jensen Huang", 20),
        ("唐纳德·特朗普", 9),
        ("Ann Ace", 3),
        ("Ann", 1),
    ];
    let all = names.iter().flat_map(|it| std::iter::repeat_n(it.0, it.1));
    let posts: String = all
        .enumerate()
        .map(|(number, name)| post(number, name))
        .collect();
    let people = |typed: &str| {
        labels(&format!(
            "{posts}//- /new.md\n---\npeople:\n  - {typed}$0\n---\n"
        ))
    };
    assert_eq!(people("trump"), ["Donald Trump", "Trump"]);
    assert_eq!(people("Trump"), ["Donald Trump", "Trump"]);
    assert_eq!(people("donald"), ["Donald Trump", "donald"]);
    assert_eq!(people("huang"), ["Jensen Huang", "huang"]);
    assert_eq!(people("jensen"), ["Jensen Huang", "jensen"]);
    assert_eq!(people("特朗普"), ["唐纳德·特朗普", "特朗普"]);
    // Not often enough.
    assert_eq!(people("ann")[0], "Ann");
    assert_eq!(people("Ace")[0], "Ann Ace");
}

#[test]
fn what_many_terms_begin_with_is_no_new_value() {
    for (known, is_new) in [
        ("The Daily, The Economist, The Verge", true),
        ("The Daily, The Economist, The Verge, The Matrix", false),
        ("Theranos, Theodore, Thelma, The Daily", true),
    ] {
        let found = labels(&format!(
            "//- /a.md\n---\nmedia: [{known}]\n---\n//- /new.md\n---\nmedia: [The$0]\n---\n"
        ));
        assert_eq!(found[0] == "The", is_new, "{known}: {found:?}");
    }
}

#[test]
fn a_closed_field_has_no_new_values() {
    let config = "//- /rubric.yaml\n  mood: { type: term, values: [in-progress, evergreen] }\n";
    let new = "//- /new.md\n---\nmood: in$0\n---\n";
    let other = "//- /a.md\n---\nmood: in-progress\n---\n";
    for typed in ["in", "in-progr"] {
        let found = labels(&format!(
            "{config}{other}{}",
            new.replace("in$0", &format!("{typed}$0"))
        ));
        assert_eq!(found, ["in-progress"], "{typed}");
    }
}

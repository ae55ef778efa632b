//! `alias`: declared, and learned from bodies.

use rubric::features::diagnostics::{Code, Severity};

use super::Posts;

const DECLARED: &str =
    "vocabularies: { people: { aliases: { Donald Trump: [特朗普, 川普], 苏轼: [] } } }\n";

#[test]
fn a_declared_name_is_a_warning() {
    let mut posts = Posts::new(0, |_| String::new()).config(DECLARED);
    let messages = posts.check(
        Code::Alias,
        "---\npeople:\n  - «'川普'» # 😀\n  - Donald Trump\n  - 川普先生\ntags: [川普]\n---\n川普\n",
    );
    assert_eq!(
        messages,
        ["`川普` is another name of `Donald Trump`: write it as rubric.yaml has it"]
    );
    let found = posts.findings("---\npeople: [特朗普]\n---\n");
    assert_eq!(found[0].severity, Severity::Warning);
}

#[test]
fn a_declared_name_in_another_case_is_no_variant_too() {
    let config = "vocabularies: { companies: { aliases: { NVIDIA: [nvidia] } } }\n";
    let mut posts = Posts::new(3, |_| "companies: [Nvidia]\n".into()).config(config);
    let found = posts.findings("---\ncompanies: [nvidia, Nvidia]\n---\n");
    let codes: Vec<_> = found.iter().map(|it| it.code).collect();
    assert!(
        codes.contains(&Code::DuplicateItem) || codes.contains(&Code::Alias),
        "{found:?}"
    );
    posts.check(Code::Alias, "---\ncompanies: [«nvidia»]\n---\n");
    posts.check(Code::Variant, "---\ncompanies: [nvidia]\n---\n");
    posts.check(Code::Variant, "---\ncompanies: [«Nvidia»]\n---\n");
}

/// Posts about Trump, of which the first `n` give both names in their bodies.
fn posts(n: usize) -> Posts {
    Posts::new(6, move |it| {
        let person = if it == 5 { "特朗普" } else { "Donald Trump" };
        let body = if it < n {
            "美国总统特朗普（Donald Trump）说 😀"
        } else {
            "特朗普（总统）"
        };
        format!("people: [{person}]\n---\n{body}\n\n")
    })
}

#[test]
fn a_name_that_two_bodies_give_with_another_is_a_hint() {
    let post = "---\npeople: [«特朗普», Donald Trump, 川普]\n---\n";
    let messages = posts(2).check(Code::Alias, post);
    assert_eq!(
        messages,
        [
            "`特朗普` is another name of `Donald Trump`: write it as 6 posts have it; 2 bodies give both"
        ]
    );
    let found = posts(2).findings("---\npeople: [特朗普]\n---\n");
    let alias = found
        .iter()
        .find(|it| it.code == Code::Alias)
        .expect("it is found");
    assert_eq!(alias.severity, Severity::Hint);
}

#[test]
fn spellings_of_a_name_count_together() {
    let mut posts = Posts::new(6, |it| {
        let person = ["JD Vance", "J.D. Vance", "万斯"][it / 2];
        let body = ["万斯（J.D. Vance）", "JD Vance（万斯）😀", "", "", "", ""][it];
        let other = if it < 2 { "J.D. Vance" } else { "别人" };
        format!("people: [{person}, {other}]\n---\n{body}\n\n")
    });
    posts.check(Code::Alias, "---\npeople: [«万斯», JD Vance]\n---\n");
    posts.check(Code::Variant, "---\npeople: [万斯, «JD Vance»]\n---\n");
}

#[test]
fn a_surname_is_the_one_that_it_mostly_stands_beside() {
    let mut posts = Posts::new(18, |it| {
        let person = match it {
            0..2 => "Kimbal Musk",
            2..9 => "Elon Musk",
            _ => "马斯克",
        };
        let body = if it < 2 { "Kimbal Musk" } else { "Elon Musk" };
        format!("people: [{person}]\n---\n马斯克（{body}）\n\n")
    });
    for number in 0..4 {
        posts.with(
            &format!("notes/new{number}.md"),
            "---\npeople: [马斯克]\n---\n",
        );
    }
    posts.check(
        Code::Alias,
        "---\npeople: [Kimbal Musk, «Elon Musk»]\n---\n",
    );
}

#[test]
fn one_body_is_not_enough() {
    posts(1).check(Code::Alias, "---\npeople: [特朗普]\n---\n");
}

#[test]
fn what_is_declared_wins_over_what_was_learned() {
    let config = "vocabularies: { people: { aliases: { 特朗普: [Donald Trump] } } }\n";
    let mut posts = posts(3).config(config);
    posts.check(Code::Alias, "---\npeople: [特朗普, «Donald Trump»]\n---\n");
}

#[test]
fn a_name_of_a_name_says_of_which_the_bodies_speak() {
    let config = "vocabularies: { people: { aliases: { 特朗普总统 😀: [Donald Trump] } } }\n";
    let messages = posts(2).config(config).check(
        Code::Alias,
        "---\npeople: [«特朗普», «Donald Trump»]\n---\n",
    );
    assert_eq!(
        messages,
        [
            "`特朗普` is another name of `特朗普总统 😀` as `Donald Trump` is: 2 bodies give `特朗普` and `Donald Trump` together",
            "`Donald Trump` is another name of `特朗普总统 😀`: write it as rubric.yaml has it"
        ]
    );
}

#[test]
fn learned_names_can_be_asked_for() {
    let mut posts = posts(3);
    let snap = posts.with("notes/x.md", "---\npeople: []\n---\n");
    let aliases = snap.aliases_of("people").expect("people are terms");
    assert_eq!(aliases.of("Donald Trump"), ["特朗普"]);
    assert_eq!(aliases.canonical("特朗普").map(|it| it.n_bodies), Some(3));
    assert!(snap.aliases_of("title").is_none());
}

#[test]
fn the_end_of_a_longer_name_is_no_name() {
    let posts = |first: &'static str| {
        Posts::new(8, move |it| {
            let bank = if it < 2 { "央行" } else { "ECB" };
            let before = if it == 3 { first } else { "欧洲" };
            format!("companies: [{bank}]\n---\n见{before}央行（ECB）😀\n")
        })
    };
    posts("欧洲").check(Code::Alias, "---\ncompanies: [央行]\n---\n");
    posts("，").check(Code::Alias, "---\ncompanies: [«央行»]\n---\n");
}

/// Posts with the Chinese name, others with the Latin one, all with this body.
fn of_two(n_han: usize, n_latin: usize, body: &str) -> Posts {
    let body = body.to_owned();
    Posts::new(n_han + n_latin, move |it| {
        let name = if it < n_han { "腾讯" } else { "Tencent" };
        format!("companies: [{name}]\n---\n{body}\n\n")
    })
}

#[test]
fn of_two_names_one_must_lead() {
    of_two(4, 4, "腾讯（Tencent）").check(Code::Alias, "---\ncompanies: [腾讯]\n---\n");
    of_two(4, 6, "腾讯（Tencent）").check(Code::Alias, "---\ncompanies: [腾讯]\n---\n");
    of_two(4, 8, "腾讯（Tencent）").check(Code::Alias, "---\ncompanies: [«腾讯»]\n---\n");
}

#[test]
fn a_gloss_behind_the_name_is_none_of_it() {
    for body in [
        "腾讯（Tencent: 中国的互联网公司，1998 年在深圳成立，有微信与 QQ）",
        "腾讯（Tencent：中国公司）",
        "腾讯 (Tencent, 一家公司)",
    ] {
        of_two(1, 8, body).check(Code::Alias, "---\ncompanies: [«腾讯»]\n---\n");
    }
    of_two(1, 8, "腾讯（Tencent: Holdings）").check(Code::Alias, "---\ncompanies: [腾讯]\n---\n");
}

#[test]
fn a_name_that_stands_beside_others_as_often_is_another() {
    let posts = |other: &'static str| {
        Posts::new(12, move |it| {
            let (name, inner) = match it {
                0..4 => ("抖音", other),
                4..6 => ("TikTok", "TikTok"),
                _ => ("TikTok", ""),
            };
            format!("products: [{name}]\n---\n抖音（{inner}）\n\n")
        })
    };
    posts("Douyin").check(Code::Alias, "---\nproducts: [抖音]\n---\n");
    posts("TikTok app").check(Code::Alias, "---\nproducts: [«抖音»]\n---\n");
}

#[test]
fn two_that_are_listed_side_by_side_are_two() {
    let mut posts = Posts::new(12, |it| {
        let names = if it < 3 {
            "[腾讯, Tencent]"
        } else {
            "[Tencent]"
        };
        format!("companies: {names}\n---\n腾讯（Tencent）\n\n")
    });
    posts.check(Code::Alias, "---\ncompanies: [腾讯]\n---\n");
}

#[test]
fn the_posts_of_all_spellings_and_fields_are_told() {
    let mut posts = Posts::new(9, |it| match it {
        0 => "people: [特朗普]\n---\n特朗普（Donald Trump）\n\n".into(),
        1..4 => "people: [donald-trump]\n".into(),
        4..8 => "people: [Donald Trump]\n---\n特朗普（Donald Trump）\n\n".into(),
        _ => "guest: Donald Trump\n".into(),
    });
    let messages = posts.check(Code::Alias, "---\npeople: [«特朗普»]\n---\n");
    assert!(
        messages[0].ends_with(": write it as 8 posts have it; 5 bodies give both"),
        "{messages:?}"
    );
}

#[test]
fn what_is_declared_distinct_is_not_one_term() {
    let mut posts = Posts::new(14, |it| {
        let media = if it < 4 { "抖音" } else { "TikTok" };
        format!(
            "media: ['{media}']\npeople: [{}]\n---\n抖音（TikTok）😀\n\n",
            ["Amara Veloso", "amara-veloso"][usize::from(it == 0)]
        )
    });
    let post = "---\nmedia: [«抖音»]\n---\n";
    posts.check(Code::Alias, post);
    posts.check(Code::Variant, "---\npeople: [«amara-veloso»]\n---\n");
    let mut posts = posts.config("vocabularies: { media: { distinct: [[抖音, TikTok]] }, people: { distinct: [[amara-veloso, Amara Veloso, X]] } }\n");
    posts.check(Code::Alias, &post.replace(['«', '»'], ""));
    posts.check(Code::Variant, "---\npeople: [amara-veloso]\n---\n");
}

//! `variant`, and `duplicate-item` by variant.

use rubric::features::diagnostics::{Code, Suggestion};

use super::Posts;

/// Three posts say the first, one the second.
fn posts(field: &str, usual: &str, rare: &str) -> Posts {
    let (field, usual, rare) = (field.to_owned(), usual.to_owned(), rare.to_owned());
    Posts::new(4, move |it| {
        let term = if it == 3 { &rare } else { &usual };
        format!("{field}:\n  - '{term}'\n")
    })
}

#[track_caller]
fn is_variant(field: &str, usual: &str, rare: &str) {
    let mut posts = posts(field, usual, rare);
    let messages = posts.check(
        Code::Variant,
        &format!("---\n{field}:\n  - x 😀\n  - «\"{rare}\"»\n---\n# {rare}\n"),
    );
    assert_eq!(
        messages,
        [format!(
            "`{rare}` is another spelling of `{usual}`: write it as 3 posts have it"
        )]
    );
    posts.check(Code::Variant, &format!("---\n{field}: ['{usual}']\n---\n"));
}

#[track_caller]
fn is_another(field: &str, usual: &str, rare: &str) {
    let mut posts = posts(field, usual, rare);
    posts.check(
        Code::Variant,
        &format!("---\n{field}: ['{rare}', '{usual}']\n---\n"),
    );
    posts.check(
        Code::DuplicateItem,
        &format!("---\n{field}: ['{rare}', '{usual}']\n---\n"),
    );
}

#[test]
fn the_form_that_most_posts_use_is_the_usual_one() {
    is_variant("companies", "Nvidia", "NVIDIA");
    is_variant("companies", "Apple", "Apple Inc.");
    is_variant("media", "《华尔街日报》", "華爾街日報");
    is_variant("media", "New York Times", "The New York Times");
    is_variant("people", "José Muñoz", "Jose Mun\u{303}oz");
    is_variant("people", "约翰·舒尔曼", "约翰・舒尔曼");
    is_variant("products", "DeepSeek R1", "DeepSeek-R1");
    is_variant("tags", "ai-agents", "ai-agent");
    is_variant("tags", "ai-ml", "AI＿ML");
}

#[test]
fn other_terms_are_left_alone() {
    is_another("products", "C", "C++");
    is_another("products", "C#", "C");
    is_another("products", "GPT-4", "GPT-4o");
    is_another("products", "Qwen2", "Qwen 3");
    is_another("products", "Llama 3.1", "Llama 31");
    is_another("products", "agents", "agent");
    is_another("people", "The Rock", "Rock");
    is_another("tags", "news", "new");
    is_another("tags", "🎉", "🚀");
}

#[test]
fn a_spelling_that_was_never_used_is_one_when_it_is_there() {
    let mut posts = posts("tags", "ai-agents", "x");
    posts.check(Code::Variant, "---\ntags:\n  - «AI Agents»\n---\n");
}

#[test]
fn a_declared_form_wins_and_two_declared_forms_are_two() {
    let config =
        "vocabularies: { companies: { aliases: { NVIDIA: [], Block: [], The Block: [] } } }\n";
    let mut posts = posts("companies", "Nvidia", "The Block").config(config);
    let messages = posts.check(
        Code::Variant,
        "---\ncompanies: [«Nvidia», Block, The Block]\n---\n",
    );
    assert_eq!(
        messages,
        ["`Nvidia` is another spelling of `NVIDIA`: write it as rubric.yaml has it"]
    );
}

#[test]
fn the_convention_of_a_field_wins_over_counts() {
    let config = "fields: { tags: { type: list, style: kebab-case } }\n";
    let mut posts = posts("tags", "Deep Work", "deep-work").config(config);
    posts.check(Code::Variant, "---\ntags: [«Deep Work»]\n---\n");
}

#[test]
fn what_nobody_means_is_not_the_usual_form() {
    let mut posts = posts("media", "《史记", "《史记》");
    posts.check(Code::Variant, "---\nmedia: [«《史记»]\n---\n");
    posts.check(Code::Variant, "---\nmedia: [《史记》]\n---\n");
}

#[test]
fn quotes_in_a_value_are_for_another_rule() {
    let mut posts = posts("media", "但丁", "x");
    posts.check(
        Code::Variant,
        "---\nmedia: ['\"但丁\"', “但丁”, '但丁 ']\n---\n",
    );
}

#[test]
fn fields_that_share_a_vocabulary_share_its_spellings() {
    let config = "fields: { speaker: { type: term, vocabulary: people } }\n";
    let mut posts = posts("people", "Peter Thiel", "x").config(config);
    posts.check(Code::Variant, "---\nspeaker: «peter-thiel»\n---\n");
}

#[test]
fn of_two_spellings_in_one_list_the_usual_one_stays() {
    let mut posts = posts("people", "Xi Jinping", "x");
    let post = "---\npeople: [«xi-jinping», Xi Jinping]\n---\n";
    let messages = posts.check(Code::DuplicateItem, post);
    assert_eq!(
        messages,
        ["`xi-jinping` is in the list as `Xi Jinping`: remove one of them"]
    );
    posts.check(Code::Variant, &post.replace(['«', '»'], ""));
    posts.check(
        Code::DuplicateItem,
        "---\npeople: [Xi Jinping, «xi-jinping»]\n---\n",
    );
    let found = posts.findings("---\npeople: [Xi Jinping, xi-jinping]\n---\n");
    assert_eq!(found[0].suggestion, Some(Suggestion::Remove));
}

#[test]
fn which_form_is_usual_follows_the_posts() {
    let mut posts = posts("companies", "Nvidia", "x");
    posts.check(Code::Variant, "---\ncompanies: [«NVIDIA»]\n---\n");
    for number in 0..5 {
        posts.with(
            &format!("notes/new{number}.md"),
            "---\ncompanies: [NVIDIA]\n---\n",
        );
    }
    posts.check(Code::Variant, "---\ncompanies: [NVIDIA, x]\n---\n");
    posts.check(Code::Variant, "---\ncompanies: [«Nvidia», x]\n---\n");
}

#[test]
fn a_closed_field_is_for_unknown_value() {
    let config = "fields: { status: { type: term, values: [evergreen, inbox] } }\n";
    let mut posts = Posts::new(3, |_| "status: evergreen\n".into()).config(config);
    let post = "---\nstatus: «Ever-Green»\n---\n";
    let messages = posts.check(Code::UnknownValue, post);
    assert!(
        messages[0].ends_with("did you mean `evergreen`?"),
        "{messages:?}"
    );
    posts.check(Code::Variant, &post.replace(['«', '»'], ""));
}

/// Many posts that differ in all but what they are written like, and then those of this test.
fn posts_in(field: &str, others: &[&str], own: &[&str]) -> Posts {
    let all: Vec<String> = others
        .iter()
        .chain(own)
        .map(|it| (*it).to_owned())
        .collect();
    let field = field.to_owned();
    Posts::new(all.len(), move |it| format!("{field}: ['{}']\n", all[it]))
}

#[test]
fn a_tie_says_nothing() {
    let mut posts = posts_in("products", &[], &["Elasticsearch", "gold-price"]);
    posts.check(Code::Variant, "---\nproducts: [Elastic Search]\n---\n");
    let mut posts = posts_in("tags", &[], &["gold-prices", "deglobalization"]);
    posts.check(
        Code::Variant,
        "---\ntags: [gold-price, de-globalization]\n---\n",
    );
    // Who wrote both more than once wrote the later one knowingly.
    let mut posts = Posts::new(5, |it| {
        let name = if it < 3 { "JD Vance" } else { "J.D. Vance" };
        format!("date: '2024-05-0{}'\npeople: [{name}]\n", it + 1)
    });
    posts.check(
        Code::Variant,
        "---\ndate: '2024-05-09'\npeople: [J.D. Vance, x]\n---\n",
    );
    posts.check(
        Code::Variant,
        "---\ndate: '2024-04-09'\npeople: ['J.D. Vance', y]\n---\n",
    );
}

#[test]
fn all_fields_come_to_one_form() {
    let mut posts = Posts::new(9, |it| {
        let companies = ["新华社", "《新华社》"][usize::from(it == 8)];
        let media = ["《新华社》", "《新华社》", "新华社"]
            .get(it)
            .unwrap_or(&"x");
        format!("companies: ['{companies}']\nmedia: ['{media}']\n")
    });
    let messages = posts.check(
        Code::Variant,
        "---\ncompanies: [«《新华社》»]\nmedia: [新华社]\n---\n",
    );
    assert_eq!(
        messages,
        ["`《新华社》` is another spelling of `新华社`: write it as 8 posts have it"]
    );
    let messages = posts.check(Code::Variant, "---\nmedia: [«《新华社》»]\n---\n");
    assert_eq!(
        messages,
        [
            "`《新华社》` is another spelling of `新华社`: write it as it stands 9 times in all fields"
        ]
    );
}

#[test]
fn tags_and_names_have_their_own_ways() {
    let mut posts = Posts::new(12, |it| {
        let product = ["Bitcoin", "bitcoin"][usize::from(it == 0)];
        format!("tags: [bitcoin]\nproducts: [{product}]\n")
    });
    posts.check(
        Code::Variant,
        "---\ntags: [bitcoin]\nproducts: [«bitcoin»]\n---\n",
    );
}

#[test]
fn titles_are_written_as_the_titles_of_the_field() {
    let books = [
        "《红楼》",
        "《水浒》",
        "《三国》",
        "《西游》",
        "《聊斋》",
        "《儒林》",
        "《史记》",
        "《汉书》",
        "《诗经》",
        "《楚辞》",
    ];
    let mut posts = posts_in("media", &books, &["《金钱心理学》", "财新社"]);
    let messages = posts.check(
        Code::Variant,
        "---\nmedia: [«金钱心理学», 《财新社》]\n---\n",
    );
    assert_eq!(
        messages,
        [
            "`金钱心理学` is another spelling of `《金钱心理学》`: write it as the terms of the field are mostly written"
        ]
    );
    let plain: Vec<String> = books
        .iter()
        .map(|it| it.replace(['《', '》'], ""))
        .collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let mut posts = posts_in("media", &plain, &["金钱心理学"]);
    posts.check(Code::Variant, "---\nmedia: [«《金钱心理学》»]\n---\n");
}

#[test]
fn of_equals_the_better_written_is_the_usual() {
    let names = [
        "Ada Li", "Bo Chen", "Cy Wu", "Di Xu", "Ed Hu", "Fu Ma", "Gu Su", "Ha Lu", "Io Du", "Ju Gu",
    ];
    let mut posts = posts_in("people", &names, &["Trump", "trump"]);
    posts.check(Code::Variant, "---\npeople: [«trump»]\n---\n");
    let mut posts = posts_in(
        "media",
        &names,
        &["The Let Them Theory", "Thinking, Fast and Slow"],
    );
    posts.check(
        Code::Variant,
        "---\nmedia: [«Let Them Theory», «Thinking Fast and Slow»]\n---\n",
    );
    let mut posts = posts_in("companies", &names, &["Learning Resources Inc."]);
    posts.check(Code::Variant, "---\ncompanies: [Learning Resources]\n---\n");
    let mut posts = posts_in("products", &names, &["Neutron Rocket", "o1", "o1"]);
    posts.check(
        Code::Variant,
        "---\nproducts: [«Neutron rocket», «O1»]\n---\n",
    );
    let han = [
        "红楼", "水浒", "三国", "西游", "聊斋", "儒林", "史记", "汉书", "诗经", "楚辞",
    ];
    let mut posts = posts_in("people", &han, &["博励治"]);
    posts.check(Code::Variant, "---\npeople: [«博勵治»]\n---\n");
    posts_in("tags", &[], &["weｂサービス", "weｂサービス"])
        .check(Code::Variant, "---\ntags: [Webサービス]\n---\n");
}

#[test]
fn an_acronym_may_be_another_thing_than_the_word() {
    let mut posts = posts_in("companies", &[], &["SWIFT", "SWIFT"]);
    posts.check(Code::Variant, "---\ncompanies: [Swift]\n---\n");
    let mut posts = posts_in("companies", &[], &["IREN", "IREN", "IREN", "IREN"]);
    posts.check(Code::Variant, "---\ncompanies: [«Iren»]\n---\n");
}

#[test]
fn a_plural_that_stands_beside_its_singular_is_another_thing() {
    let mut posts = Posts::new(9, |it| {
        let tags = ["[model, models]", "[model]", "[models]"][it / 3];
        format!("tags: {tags}\n")
    });
    posts.check(Code::Variant, "---\ntags: [models, x]\n---\n");
    posts.check(Code::Variant, "---\ntags: [model]\n---\n");
}

#[test]
fn each_collection_has_its_own_terms() {
    let mut posts = Posts::new(40, |_| "tags: [ServerComponents, React, Hook]\n".into());
    for number in 0..40 {
        let post = format!("---\ntags: [react, hook-{number}]\n---\n");
        posts.with(&format!("wiki/{number}.md"), &post);
    }
    let mut count = |path: &str, tag: &str| {
        posts.count_at(path, Code::Variant, &format!("---\ntags: [{tag}]\n---\n"))
    };
    assert_eq!(count("wiki/x.md", "react"), 0);
    assert_eq!(count("wiki/x.md", "React"), 1);
    assert_eq!(count("notes/x.md", "react"), 1);
    assert_eq!(count("notes/x.md", "React"), 0);
    // A slip is one in any of them; and few posts have no terms of their own.
    assert_eq!(count("notes/x.md", "serverComponents"), 1);
    assert_eq!(count("drafts/x.md", "serverComponents"), 1);
}

#[test]
fn no_form_is_proposed_that_the_folder_does_not_have() {
    let mut posts = Posts::new(40, |it| format!("tags: [VM, Cloud Native, Topic {it}]\n"));
    for number in 0..40 {
        let post = format!("---\ntags: [cloud, big-data, topic-of-{number}]\n---\n");
        posts.with(&format!("wiki/{number}.md"), &post);
    }
    let found = posts.findings_at("wiki/x.md", "---\ntags: [VM]\n---\n");
    let fixes: Vec<_> = found
        .iter()
        .map(|it| (it.code, it.suggestion.clone()))
        .collect();
    assert_eq!(
        fixes,
        [(Code::NamingStyle, Some(Suggestion::Text("vm".into())))]
    );
    let found = posts.findings_at("wiki/x.md", "---\ntags: [vm]\n---\n");
    assert_eq!(found, []);
    let found = posts.findings_at("notes/x.md", "---\ntags: [VM]\n---\n");
    assert_eq!(found, []);
}

#[test]
fn values_that_identify_a_post_are_no_spellings() {
    let mut posts = posts_in(
        "aliases",
        &[],
        &["Rust TryInto", "Rust TryInto", "Rust TryInto"],
    );
    posts.check(Code::Variant, "---\naliases: [Rust try_into]\n---\n");
    posts.check(
        Code::DuplicateItem,
        "---\naliases: [Rust try_into, Rust TryInto, «Rust TryInto»]\n---\n",
    );
    let mut posts = Posts::new(40, |it| format!("guid: ['{it}<>1', A{it}]\n"));
    posts.check(
        Code::DuplicateItem,
        "---\nguid: [a-7, A7, «A7», '7<>1', '7<>1']\n---\n",
    );
    posts.check(Code::Variant, "---\nguid: [a-7]\n---\n");
}

/// Where a page is found, what it is built with, and what people search for is no vocabulary, however few values there are.
#[test]
fn what_is_meant_to_the_letter_is_no_spelling() {
    for field in [
        "slug",
        "permalink",
        "layout",
        "redirect_from",
        "video_id",
        "cover.image",
        "keywords",
        "关键词",
    ] {
        let field = format!("\"{field}\"");
        let mut posts = posts_in(&field, &[], &["Foo bar", "Foo bar", "Foo bar", "Foo bar"]);
        posts.check(Code::Variant, &format!("---\n{field}: [foo-bar]\n---\n"));
        posts.check(
            Code::DuplicateItem,
            &format!("---\n{field}: [Foo bar, foo-bar, «Foo bar»]\n---\n"),
        );
        let mut kebab = Posts::new(200, |it| format!("{field}: a-{}\n", it % 20));
        kebab.check(Code::NamingStyle, &format!("---\n{field}: Foo_Bar\n---\n"));
    }
}

#[test]
fn a_wiki_link_shows_what_its_post_wants() {
    let mut posts = posts_in(
        "topics",
        &[],
        &["[[./note|Notes]]", "[[./note|Notes]]", "[[note]]"],
    );
    posts.check(Code::Variant, "---\ntopics: ['[[note|notes]]']\n---\n");
    posts.check(Code::Variant, "---\ntopics: [«Note»]\n---\n");
    posts.check(
        Code::DuplicateItem,
        "---\ntopics: ['[[./note|Notes]]', «Note»]\n---\n",
    );
}

#[test]
fn a_declared_name_is_told_at_once_and_a_learned_one_is_not() {
    let mut posts = Posts::new(14, |it| {
        let media = ["彭博社", "彭博社", "彭博社", "《彭博社》"];
        let media = media.get(it).unwrap_or(&"Bloomberg");
        format!("media: ['{media}']\n---\n彭博社（Bloomberg: 财经媒体）😀\n\n")
    });
    let post = "---\nmedia: [«《彭博社》»]\n---\n";
    let messages = posts.check(Code::Variant, post);
    assert_eq!(
        messages,
        ["`《彭博社》` is another spelling of `彭博社`: write it as 3 posts have it"]
    );
    let mut posts = posts.config("vocabularies: { media: { aliases: { Bloomberg: [彭博社] } } }\n");
    let messages = posts.check(Code::Variant, post);
    assert_eq!(
        messages,
        [
            "`《彭博社》` is another spelling of `彭博社`, which is another name of `Bloomberg`: write that"
        ]
    );
    let found = posts.findings(&post.replace(['«', '»'], ""));
    assert_eq!(
        found[0].suggestion,
        Some(Suggestion::Text("Bloomberg".into()))
    );
}

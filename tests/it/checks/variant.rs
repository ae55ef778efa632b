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
    for number in 0..4 {
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

//! `similar-term`: likely slips in people's names.

use rubric::features::diagnostics::{Code, Severity, Suggestion};

use super::Posts;

/// `n` posts with the first name, one with the second.
fn posts(field: &str, usual: &str, rare: &str, n: usize) -> Posts {
    let (field, usual, rare) = (field.to_owned(), usual.to_owned(), rare.to_owned());
    Posts::new(n, move |it| {
        let other = if it == 0 { &rare } else { "别人" };
        format!("{field}: ['{usual}', '{other}']\n")
    })
}

#[track_caller]
fn is_slip(usual: &str, rare: &str, n: usize) {
    let mut posts = posts("people", usual, rare, n);
    let post = format!("---\npeople:\n  - '{usual}'\n  - «'{rare}'»\n---\n");
    let messages = posts.check(Code::SimilarTerm, &post);
    assert!(messages[0].starts_with(&format!("`{rare}` may be a slip for `{usual}`")));
    let found = posts.findings(&post.replace(['«', '»'], ""));
    let finding = found
        .iter()
        .find(|it| it.code == Code::SimilarTerm)
        .expect("it was there");
    assert_eq!(finding.severity, Severity::Hint);
    assert_eq!(finding.suggestion, Some(Suggestion::Text(usual.into())));
}

#[track_caller]
fn is_another(field: &str, usual: &str, rare: &str, n: usize) {
    let mut posts = posts(field, usual, rare, n);
    posts.check(
        Code::SimilarTerm,
        &format!("---\n{field}: ['{usual}', '{rare}']\n---\n"),
    );
}

#[test]
fn slips_of_the_finger_and_of_the_ear() {
    is_slip("Margaret Holloway", "Margaret Hollaway", 5);
    is_slip("Amara Velloso", "amara-veloso", 5);
    is_slip("José Ramanathan", "Jose Ramanatan", 5);
    is_slip("陈思远", "陈思源", 5);
    is_slip("约翰·舒尔曼", "约翰·书尔曼", 5);
    is_slip("Jon Feldmann", "John Feldmann", 21);
}

#[test]
fn others_are_left_alone() {
    is_another("people", "Jon Feldmann", "John Feldmann", 12);
    is_another("people", "Anna Lee", "Anna Leo", 12);
    is_another("people", "林静", "林竞", 12);
    is_another("people", "Pius XII", "Pius XIII", 12);
    is_another("people", "Henry 17", "Henry 18", 30);
    is_another("people", "Amara Velloso", "Tamara Vellosa", 30);
    is_another("tags", "scaling-laws", "sealing-laws", 30);
    is_another("people", "Margaret Holloway", "Margaret Hollaway", 2);
}

#[test]
fn two_declared_names_are_two_people() {
    let config = "vocabularies: { people: { aliases: { Margaret Hollaway: [] } } }\n";
    let mut posts = posts("people", "Margaret Holloway", "Margaret Hollaway", 9).config(config);
    posts.check(Code::SimilarTerm, "---\npeople: [Margaret Hollaway]\n---\n");
}

#[test]
fn between_two_names_the_author_has_to_say() {
    let name = |it: usize| match it {
        0..9 => "Nadia Tengen",
        9..15 => "Nadiya Tangen",
        _ => "Nadia Tangen",
    };
    let mut posts = Posts::new(17, |it| format!("people: ['{}']\n", name(it)));
    posts.check(Code::SimilarTerm, "---\npeople: [Nadia Tangen]\n---\n");
    let mut posts = Posts::new(11, |it| {
        format!("people: ['{}']\n", name(if it < 9 { it } else { 15 }))
    });
    posts.check(Code::SimilarTerm, "---\npeople: [«Nadia Tangen»]\n---\n");
}

#[test]
fn what_hardly_anybody_writes_may_be_the_slip() {
    let mut posts = Posts::new(2, |_| "people: [Scott Bessant]\n".into());
    posts.check(Code::SimilarTerm, "---\npeople: [Scott Bessent]\n---\n");
    let mut posts = Posts::new(3, |_| "people: [Scott Bessent]\n".into());
    posts.check(Code::SimilarTerm, "---\npeople: [«Scott Bessant»]\n---\n");
}

/// What is a slip itself is nothing to write.
#[test]
fn of_two_slips_the_name_that_was_meant_is_told() {
    let name = |it: usize| match it {
        0..80 => "Andrej Karpathy",
        80..86 => "Andre Karpathy",
        _ => "Andre Carpathy",
    };
    let mut posts = Posts::new(87, |it| format!("people: [{}]\n", name(it)));
    for slip in ["Andre Karpathy", "Andre Carpathy"] {
        let messages = posts.check(
            Code::SimilarTerm,
            &format!("---\npeople: [«{slip}», 李雷]\n---\n"),
        );
        let expected = format!("`{slip}` may be a slip for `Andrej Karpathy`, as 80 posts have it");
        assert_eq!(messages, [expected]);
    }
}

#[test]
fn another_name_of_somebody_is_no_slip() {
    let config = "vocabularies: { people: { aliases: { He Weidong: [何伟东] } } }\n";
    let mut posts = posts("people", "何卫东", "何伟东", 9).config(config);
    let found = posts.findings("---\npeople: [何伟东]\n---\n");
    let codes: Vec<Code> = found.iter().map(|it| it.code).collect();
    assert_eq!(codes, [Code::Alias]);
}

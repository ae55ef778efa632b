//! Which of several spellings `variant` takes for the usual one, and how sure it is.

use rubric::features::diagnostics::{Code, Severity, Suggestion};

use super::Posts;

/// The severity of the finding for `rare`, and what it would write.
fn judged(blocks: &[(usize, &str)], rare: &str) -> Option<(Severity, Suggestion)> {
    let blocks: Vec<&str> = blocks
        .iter()
        .flat_map(|it| std::iter::repeat_n(it.1, it.0))
        .collect();
    let mut posts = Posts::new(blocks.len(), |it| format!("{}\n", blocks[it]));
    let mut found = posts.findings(&format!("---\n{rare}\n---\n"));
    found.retain(|it| it.code == Code::Variant);
    let found = found.pop()?;
    Some((found.severity, found.suggestion?))
}

#[test]
fn a_form_that_is_about_as_usual_is_a_hint() {
    let judged = |usual, rare| {
        let found = judged(
            &[
                (usual, "companies: [小米]"),
                (rare, "companies: [《小米》]"),
            ],
            "companies: [《小米》]",
        );
        found.map(|it| it.0)
    };
    assert_eq!(judged(20, 1), Some(Severity::Warning));
    assert_eq!(judged(20, 8), Some(Severity::Warning));
    assert_eq!(judged(20, 12), Some(Severity::Hint));
}

/// In a field of names, what is written like an address is nobody's name, however many posts have it.
#[test]
fn a_slug_is_no_usual_form_of_a_name() {
    let people = "people: [Ann Ace, Bob Bee, Cid Cox, Dan Dee, Eva Elk, Gus Gnu, Hal Hob, Ida Ito, Jan Joy, Ken Kim, Lea Low]";
    let posts = [
        (3, people),
        (9, "people: [elizabeth-holmes]"),
        (1, "people: [Elizabeth Holmes]"),
    ];
    assert_eq!(judged(&posts, "people: [Elizabeth Holmes]"), None);
    let found = judged(&posts, "people: [elizabeth-holmes]");
    assert_eq!(
        found.map(|it| it.1),
        Some(Suggestion::Text("Elizabeth Holmes".into()))
    );
}

#[test]
fn a_term_follows_the_forms_of_its_parts() {
    let posts = [
        (9, "companies: [Nvidia]"),
        (1, "companies: [NVIDIA]"),
        (2, "products: [NVIDIA H200]"),
        (2, "products: [Nvidia H200]"),
    ];
    let found = judged(&posts, "products: [NVIDIA H200]");
    assert_eq!(
        found,
        Some((Severity::Hint, Suggestion::Text("Nvidia H200".into())))
    );
    assert_eq!(judged(&posts, "products: [Nvidia H200]"), None);
}

/// Of a name that bodies only seem to give another one for, the spelling is told, and no more.
#[test]
fn a_learned_name_is_not_written_for_a_spelling() {
    let xi = "people: [Xi Jinping]\n---\n习近平（Xi Jinping）😀\n";
    let posts = [(9, xi), (5, "people: [习近平]"), (1, "people: [習近平]")];
    let found = judged(&posts, "people: [習近平]");
    assert_eq!(
        found.map(|it| it.1),
        Some(Suggestion::Text("习近平".into()))
    );
}

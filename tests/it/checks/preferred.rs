//! What rules write in place of a term: the cleanest spelling that there is, of which no rule finds anything.

use std::cell::RefCell;

use rubric::features::diagnostics::{Code, Diagnostic, Suggestion};

use super::Posts;
use crate::generator::Generator;

/// Of the terms of a list, what marks them as nobody means them.
const STRAYS: &[&str] = &[
    "\u{200e}", "\u{200b}", "\u{ad}", "\u{feff}", "\u{2060}", "\u{200d}", "\u{61c}", "\u{a0}",
    "\u{3000}", "  ", "\t",
];

const NAMES: &[&str] = &[
    "Deep Mind",
    "Elon Musk",
    "约翰·舒尔曼",
    "《华尔街日报》",
    "deep learning",
    "Node.js",
    "C++",
];

fn spelled(generator: &mut Generator) -> String {
    let name = generator.pick(NAMES).to_owned();
    let name = match generator.below(6) {
        0 => name.to_lowercase(),
        1 => name.replace(' ', "-"),
        2 => name.chars().map(wide).collect(),
        _ => name,
    };
    let mut marred = name.clone();
    for _ in 0..generator.below(6).saturating_sub(3) {
        let places: Vec<usize> = marred.char_indices().map(|it| it.0).collect();
        let place = places[generator.below(places.len())];
        marred.insert_str(place, generator.pick(STRAYS));
    }
    let quotes = [
        ("", ""),
        ("", ""),
        ("", ""),
        ("“", "”"),
        ("'", "'"),
        ("", "\""),
        ("", " "),
    ];
    let (open, close) = quotes[generator.below(quotes.len())];
    format!("{open}{marred}{close}")
}

fn wide(letter: char) -> char {
    match letter {
        '!'..='~' => char::from_u32(u32::from(letter) + 0xfee0).expect("it is a letter"),
        it => it,
    }
}

fn list(field: &str, items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|it| format!("{it:?}")).collect();
    let items = items.join(", ").replace("\\u{", "\\U{");
    format!("{field}: [{}]\n", escaped(&items))
}

/// Rust's escapes as those of YAML.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split("\\U{");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (digits, rest) = part.split_once('}').expect("an escape is closed");
        out.push_str(&format!("\\U{digits:0>8}{rest}"));
    }
    out.replace("\\'", "'")
}

/// What would be written for terms.
fn suggested(found: &[Diagnostic]) -> impl Iterator<Item = String> {
    found.iter().filter_map(|it| match &it.suggestion {
        Some(Suggestion::Text(text)) if is_of_terms(it.code) => Some(text.to_string()),
        _ => None,
    })
}

fn is_of_terms(code: Code) -> bool {
    matches!(
        code,
        Code::Variant | Code::Alias | Code::SimilarTerm | Code::NamingStyle | Code::UnknownValue
    )
}

fn is_of_strays(code: Code) -> bool {
    matches!(
        code,
        Code::InvisibleCharacter | Code::StrayWhitespace | Code::QuotedQuotes
    )
}

/// Law: what a rule would have written is no finding where it is written.
#[test]
fn no_preferred_form_is_a_finding() {
    let mut n_suggested = 0;
    for seed in 0..60 {
        for field in ["people", "tags", "media"] {
            let generator = RefCell::new(Generator::new(seed));
            let some = || {
                let mut generator = generator.borrow_mut();
                let n = generator.below(3) + 1;
                (0..n).map(|_| spelled(&mut generator)).collect::<Vec<_>>()
            };
            let mut posts = Posts::new(40, |_| list(field, &some()));
            let found = posts.findings(&format!("---\n{}---\n", list(field, &some())));
            for text in suggested(&found) {
                n_suggested += 1;
                let post = format!("---\n{}---\n", list(field, &[text]));
                let mut again = posts.findings(&post);
                again.retain(|it| is_of_terms(it.code) || is_of_strays(it.code));
                assert!(again.is_empty(), "seed {seed}: {post} {again:#?}");
            }
        }
    }
    assert!(n_suggested > 40, "{n_suggested}");
}

/// However many posts have the character, the one without is right, and they have the finding.
#[test]
fn what_nobody_sees_is_never_preferred() {
    for stray in [
        "\u{200e}", "\u{200f}", "\u{200c}", "\u{ad}", "\u{61c}", "\u{2066}", "\u{3164}",
    ] {
        let marred = format!("Deep{stray} Mind");
        let term = |it: usize| if it == 0 { "Deep Mind" } else { &marred };
        let mut posts = Posts::new(8, |it| list("products", &[term(it).to_owned()]));
        posts.check(Code::Variant, "---\nproducts: [Deep Mind]\n---\n");
        posts.check(
            Code::InvisibleCharacter,
            "---\nproducts: [Deep Mind]\n---\n",
        );
        let post = format!("---\nproducts: [x, Deep«{stray}» Mind]\n---\n");
        posts.check(Code::InvisibleCharacter, &post);
        // That rule has it written right: there is nothing more to say.
        posts.check(Code::Variant, &post.replace(['«', '»'], ""));
    }
}

/// Where nobody has it clean, what is in more posts is none the better for it.
#[test]
fn of_marred_spellings_none_is_preferred() {
    let marred = ["Deep\u{200b} Mind", "deep  mind"];
    let mut posts = Posts::new(8, |it| {
        list("products", &[marred[usize::from(it == 0)].to_owned()])
    });
    posts.check(
        Code::Variant,
        &format!("---\n{}---\n", list("products", &[marred[1].to_owned()])),
    );
}

/// Where the usual spelling is itself against the field's convention, all spellings are to follow that.
#[test]
fn a_spelling_against_the_convention_is_never_preferred() {
    let tags = |it: usize| match it {
        0..160 => [format!("ai-tool-{}", it % 7), format!("web-{}", it % 5)].to_vec(),
        _ => ["Deep Work".to_owned()].to_vec(),
    };
    let mut posts = Posts::new(163, |it| list("tags", &tags(it)));
    posts.check(Code::Variant, "---\ntags: [deep Work]\n---\n");
    posts.check(Code::NamingStyle, "---\ntags: [«deep Work»]\n---\n");
    posts.check(Code::NamingStyle, "---\ntags: [«Deep Work»]\n---\n");
}

//! What a body mentions: names as names, and not the words that are written alike.

use rubric::corpus::Snapshot;

use crate::completion::corpus;

fn known() -> Snapshot {
    let names = "companies: [US, LINE, IoT, Apple, 华为, NVIDIA Corp]\nbooks: [《他们》, 《接触》, Dune, 《万历十五年》, Deep Work, IT]\n";
    let post = format!("---\n{names}---\n");
    corpus(&[("a.md", &post), ("b.md", &post)])
}

/// How often the text mentions a term.
#[track_caller]
fn check(field: &str, term: &str, text: &str, n: u32) {
    let snap = known();
    let vocabulary = snap.vocabulary(field).expect("it is a field");
    let id = vocabulary.get(term).expect("it is a term");
    for text in [text.to_owned(), format!("\u{feff}😀\r\n{text}\r\n")] {
        let mentions = snap.mentions_of(&text);
        let count = mentions.get(field, id).map_or(0, |it| it.count);
        assert_eq!(count, n, "{term}: {text}");
    }
}

#[test]
fn short_names_and_capitals_count_in_their_own_case() {
    check("companies", "US", "Tell us, US. Us?", 1);
    check("companies", "LINE", "A line, Line and LINE 😀", 1);
    check("companies", "IoT", "iot, IOT, IoT", 1);
    check("companies", "Apple", "apple, APPLE", 2);
    check("companies", "华为", "华为与华为", 2);
}

#[test]
fn works_that_are_words_count_between_marks() {
    check("books", "《他们》", "他们说《他们》好，他们", 1);
    check("books", "《接触》", "接触 “接触” 「接触」", 2);
    check(
        "books",
        "Dune",
        "A dune. *Dune*, **Dune**, \"Dune\", Dune",
        3,
    );
    check("books", "《万历十五年》", "万历十五年", 1);
    check("books", "Deep Work", "deep work", 1);
    check("books", "IT", "it, IT, *IT*", 1);
}

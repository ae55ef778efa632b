//! Mistakes that authors, scripts and language models make in a front matter: what is read, what is told, and how it is mended.

use rubric::syntax::parse_head;

use crate::front_matter::show_value;

/// Entries in one line, and the text and message of each error.
fn read(source: &str) -> (String, Vec<(String, String)>) {
    let (front_matter, errors) = parse_head(source);
    let entries = front_matter.map(|it| it.entries).unwrap_or_default();
    let show = |it: &rubric::syntax::Entry| {
        format!(
            "{} = {}",
            it.key.text().unwrap_or_default(),
            show_value(&it.value)
        )
    };
    let shown: Vec<String> = entries.iter().map(show).collect();
    let told = |it: &rubric::syntax::SyntaxError| (source[it.range].to_owned(), it.message.clone());
    (shown.join("; "), errors.iter().map(told).collect())
}

#[test]
fn a_place_that_the_independent_parser_tells_is_right_behind_other_scripts() {
    let (_, errors) =
        read("---\ntags:\n- 《黑天鹅》\n- 《当下的力量》\ntitle: &: x\nlast: b\n---\n");
    let told: Vec<_> = errors
        .iter()
        .map(|it| (it.0.as_str(), it.1.as_str()))
        .collect();
    assert_eq!(
        told,
        [(": x", "a value that begins with '&' or '*' needs quotes")]
    );
}

//! Mistakes that authors, scripts and language models make in a front matter: what is read, what is told, and how it is mended.

use rubric::corpus::{Change, Host, RelPath};
use rubric::features::diagnostics::Code;
use rubric::features::fixes::{Selection, mend_post};
use rubric::syntax::{SyntaxErrorKind, parse_head};
use rubric::text::Text;

use crate::fixes::parsed;
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

/// The post as `rubric fix --select yaml-syntax,bad-fence,unclosed-front-matter` leaves it.
fn mended(source: &str) -> String {
    let mut host = Host::new("/corpus".into());
    let file = host.intern(&RelPath("a.md".into()));
    host.apply(vec![Change::Open {
        file,
        version: 1,
        text: Text::new(source),
    }]);
    let selection = Selection {
        codes: Some(vec![
            Code::YamlSyntax,
            Code::BadFence,
            Code::UnclosedFrontMatter,
        ]),
        with_unsafe: false,
    };
    let mended = mend_post(&host.snapshot(), file, &parsed(source), &selection);
    mended.text.as_str().to_owned()
}

/// A whole post: its entries, its first error, where the body begins, and the mended post.
#[track_caller]
fn check_fences(source: &str, kind: SyntaxErrorKind, wrong: &str, mend: &str) {
    let (front_matter, errors) = parse_head(source);
    let front_matter = front_matter.unwrap_or_else(|| panic!("none in {source:?}"));
    let keys: Vec<_> = front_matter
        .entries
        .iter()
        .filter_map(|it| it.key.text())
        .collect();
    assert_eq!(keys, ["title", "tags"], "{source:?}");
    assert_eq!(
        show_value(&front_matter.entries[1].value),
        "[a, 乙]",
        "{source:?}"
    );
    let told: Vec<_> = errors
        .iter()
        .map(|it| (it.kind, &source[it.range]))
        .collect();
    assert_eq!(told.last(), Some(&(kind, wrong)), "{source:?}");
    assert_eq!(
        source[usize::from(front_matter.range.end())..].trim_start(),
        "正文\n\n---\n\nMore\n"
    );
    assert_eq!(mended(source), mend);
}

#[test]
fn fences_as_they_are_mistyped() {
    let post = |open: &str, close: &str| {
        format!("{open}\ntitle: 甲\ntags:\n  - a\n  - 乙\n{close}\n\n正文\n\n---\n\nMore\n")
    };
    let right = post("---", "---");
    for open in [
        "\u{feff}\u{feff}---",
        "\u{200b}---",
        "---yaml",
        "\\---",
        "---\u{a0}",
    ] {
        let wrong = open.strip_prefix('\u{feff}').unwrap_or(open);
        let bom = if wrong == open { "" } else { "\u{feff}" };
        check_fences(
            &post(open, "---"),
            SyntaxErrorKind::BadFence,
            wrong,
            &format!("{bom}{right}"),
        );
    }
    for close in [
        " ---",
        "===",
        "***",
        "___",
        "\\---",
        "---\u{200b}",
        "---\u{a0}",
        "..",
        "-----",
    ] {
        check_fences(
            &post("---", close),
            SyntaxErrorKind::BadFence,
            close,
            &right,
        );
    }
    check_fences(
        &post("```yaml", "```"),
        SyntaxErrorKind::BadFence,
        "```",
        &right,
    );
    let wrapped = format!("```markdown\n{right}");
    check_fences(&wrapped, SyntaxErrorKind::BadFence, "---", &right);
}

#[test]
fn rules_and_examples_that_are_no_fences() {
    // A heading between rules, and an example of YAML, stay what they are; a conflict's marker closes nothing.
    for source in [
        "```yaml\nk: v\n```\n",
        "# 题\n\n---\ntitle: a\n---\n",
        "***\ntitle\n***\n",
    ] {
        assert!(parse_head(source).0.is_none(), "{source:?}");
    }
    let source = "---\ntitle: a\n<<<<<<< x\ntags: b\n=======\n>>>>>>> y\nlast: c\n---\n";
    let (found, errors) = read(source);
    assert_eq!(
        (found.as_str(), errors.len()),
        ("title = a; tags = b; last = c", 1)
    );
    let source = "---\ntitle: a\nnote: |\n  x\n  ---\n---\nBody\n";
    assert_eq!(
        read(source),
        ("title = a; note = |\"x\\n---\\n\"".to_owned(), vec![])
    );
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

//! Mistakes that authors, scripts and language models make in a front matter: what is read, what is told, and how it is fixed.

use rubric::corpus::{Event, Host, RelPath};
use rubric::features::diagnostics::Code;
use rubric::features::fixes::{Selection, fix_post};
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
    let told =
        |it: &rubric::syntax::SyntaxError| (source[it.range].to_owned(), it.kind.to_string());
    (shown.join("; "), errors.iter().map(told).collect())
}

/// The post as `rubric fix --select yaml-syntax,bad-fence,unclosed-front-matter` leaves it.
fn fixed(source: &str) -> String {
    let mut host = Host::new("/corpus".into());
    let file = host.intern(&RelPath("a.md".into()));
    host.apply(vec![Event::Open {
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
    let fixed = fix_post(&host.snapshot(), file, &parsed(source), &selection);
    fixed.text.as_str().to_owned()
}

/// What stands between two sound entries, how it is read, the text that is told to be wrong, and the fixed text; none where the
/// author has to choose. With LF and CRLF.
#[track_caller]
fn check(block: &str, values: &str, wrong: &str, fix: Option<&str>) {
    for eol in ["\n", "\r\n"] {
        let whole = |block: &str| {
            format!("---\nfirst: 一\n{block}\nlast: [甲, 乙]\n---\nBody\n").replace('\n', eol)
        };
        let source = whole(block);
        let (found, errors) = read(&source);
        assert_eq!(
            found,
            format!("first = 一; {values}; last = [甲, 乙]"),
            "{source:?}\n{errors:?}"
        );
        let told = errors.iter().any(|it| it.0 == wrong.replace('\n', eol));
        assert!(told, "{source:?}\n{errors:?}");
        if let Some(fix) = fix {
            assert_eq!(fixed(&source), whole(fix));
            let (after, errors) = read(&whole(fix));
            assert_eq!(
                (without_style(&after), errors),
                (without_style(&found), vec![])
            );
        } else {
            assert_eq!(fixed(&source), source);
        }
    }
}

/// Quotes may come and go where a value is fixed.
fn without_style(shown: &str) -> String {
    shown.replace(['"', '\'', '\\'], "")
}

#[test]
fn quotes_that_are_not_yaml() {
    check(
        "t: 'Tis the season",
        "t = 'Tis the season",
        "'Tis the season",
        Some("t: \"'Tis the season\""),
    );
    check(
        "t: '90s 音乐",
        "t = '90s 音乐",
        "'90s 音乐",
        Some("t: \"'90s 音乐\""),
    );
    check("t: \"a b'", "t = \"a b\"", "'", Some("t: \"a b\""));
    check("t: \"甲乙”", "t = \"甲乙\"", "”", Some("t: \"甲乙\""));
    check("t: '甲\"", "t = '甲'", "\"", Some("t: '甲'"));
    check(
        "t: \"don\\'t\"",
        "t = \"don't\"",
        "\\'",
        Some("t: \"don't\""),
    );
    check(
        "t: 'don\\'t do'",
        "t = 'don't do'",
        "'t do",
        Some("t: \"don't do\""),
    );
    check(
        "t: \"a\\u4e2d\\n\",",
        "t = \"a中\\n\"",
        ",",
        Some("t: \"a\\u4e2d\\n\""),
    );
    check(
        "t:\n  - \"a\",\n  - \"b\",",
        "t = [\"a\", \"b\"]",
        ",",
        Some("t:\n  - \"a\"\n  - \"b\""),
    );
    check(
        "t: \"a \"b\"\n  c\"",
        "t = \"a \\\"b\\\" c\"",
        "\"a \"b\"\n  c\"",
        Some("t: 'a \"b\" c'"),
    );
    check(
        "t: a\n  一二三四五六: b",
        "t = a 一二三四五六: b",
        "一二三四五六: b",
        Some("t: 'a\n  一二三四五六: b'"),
    );
}

#[test]
fn flow_lists_that_are_not_yaml() {
    check(
        "t: [a, @b, c]",
        "t = [a, @b, c]",
        "@b",
        Some("t: [a, '@b', c]"),
    );
    check(
        "t: [#a, #乙]",
        "t = [#a, #乙]",
        "#乙",
        Some("t: ['#a', '#乙']"),
    );
    check(
        "t: [\"a\" \"b\"]",
        "t = [\"a\", \"b\"]",
        "\"b\"",
        Some("t: [\"a\", \"b\"]"),
    );
    check(
        "t: [\"a \"b\" c\", 'd']",
        "t = [\"a \\\"b\\\" c\", 'd']",
        "\"b\" c",
        Some("t: ['a \"b\" c', 'd']"),
    );
    check(
        "t: ['O'B', 'c']",
        "t = ['O'B', 'c']",
        "'B",
        Some("t: [\"O'B\", 'c']"),
    );
    check("t: [a, 乙】", "t = [a, 乙]", "】", Some("t: [a, 乙]"));
    check("t: [a, b]]", "t = [a, b]", "]", Some("t: [a, b]"));
    check(
        "t: \"a\", \"乙\"",
        "t = [\"a\", \"乙\"]",
        ", \"乙\"",
        Some("t: [\"a\", \"乙\"]"),
    );
    check(
        "t: \"a\", \"b\"]",
        "t = [\"a\", \"b\"]",
        ", \"b\"]",
        Some("t: [\"a\", \"b\"]"),
    );
    check(
        "t: [\n  \"a\"\n  \"b\"\n  ]",
        "t = [\"a\", \"b\"]",
        "\"b\"",
        Some("t: [\n  \"a\",\n  \"b\"\n  ]"),
    );
    check(
        "t: [\n  \"a\",\n  \"b\"\n],",
        "t = [\"a\", \"b\"]",
        ",",
        Some("t: [\n  \"a\",\n  \"b\"\n]"),
    );
    check("t: [a] b", "t = [a] b", "[a] b", Some("t: '[a] b'"));
}

#[test]
fn keys_that_lack_something() {
    check(
        "author 李明",
        "author = 李明",
        "author",
        Some("author: 李明"),
    );
    check("some \"甲\"", "some = \"甲\"", "some", Some("some: \"甲\""));
    check("some = 甲", "some = 甲", " =", Some("some: 甲"));
    check("some=\"甲\"", "some = \"甲\"", "=", Some("some: \"甲\""));
    check("some ：甲", "some = 甲", " ：", Some("some: 甲"));
    check("some:\u{a0}甲", "some = 甲", ":\u{a0}", Some("some: 甲"));
    check("- some: 甲", "some = 甲", "- ", Some("some: 甲"));
    check(
        "\u{feff}some: 甲",
        "some = 甲",
        "\u{feff}",
        Some("some: 甲"),
    );
    // A line of prose, too, may begin with the word; then the field stands elsewhere.
    check(
        "author: 李明\nauthor is he",
        "author = 李明",
        "author is he",
        None,
    );
}

#[test]
fn lists_that_are_not_yaml() {
    check(
        "t:\n  - a\n  乙\n  - c",
        "t = [a, 乙, c]",
        "乙",
        Some("t:\n  - a\n  - 乙\n  - c"),
    );
    check("t:\n1. a\n2. b", "t = [a, b]", "1.", Some("t:\n- a\n- b"));
    check(
        "t:\n\u{a0}\u{a0}- a\n\u{a0}\u{a0}- b",
        "t = [a, b]",
        "\u{a0}\u{a0}",
        Some("t:\n  - a\n  - b"),
    );
    check(
        "t:\n  - a\n\u{3000}- b",
        "t = [a, b]",
        "\u{3000}",
        Some("t:\n  - a\n  - b"),
    );
    check(
        "t:\n  -\u{3000}a\n  - b: c: d",
        "t = [a, b: c: d]",
        "-",
        Some("t:\n  - a\n  - 'b: c: d'"),
    );
    check(
        "t:\n  - n: a: b\n    u: c\n  - n: d",
        "t = [{n: a: b, u: c}, {n: d}]",
        "a: b",
        Some("t:\n  - n: 'a: b'\n    u: c\n  - n: d"),
    );
}

#[test]
fn values_that_are_not_indented() {
    check(
        "t: |\n一行\n两行",
        "t = |\"一行\\n两行\\n\"",
        "一行",
        Some("t: |\n  一行\n  两行"),
    );
    check("t: >-\na\nb", "t = >\"a b\"", "a", Some("t: >-\n  a\n  b"));
    check(
        "source:\nhttps://例.cn/a?b=1",
        "source = https://例.cn/a?b=1",
        "https://例.cn/a?b=1",
        Some("source: https://例.cn/a?b=1"),
    );
    check(
        "t:\n\"甲: 乙\"",
        "t = \"甲: 乙\"",
        "\"甲: 乙\"",
        Some("t: \"甲: 乙\""),
    );
    check(
        "title:\n甲 乙",
        "title = 甲 乙",
        "甲 乙",
        Some("title: 甲 乙"),
    );
    // Other fields are often empty, and the line may have come from anywhere.
    check("guest:\n甲 乙", "guest = null", "甲 乙", None);
}

/// A whole post: its entries, its first error, where the body begins, and the fixed post.
#[track_caller]
fn check_fences(source: &str, wrong: &str, fix: &str) {
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
    let last = errors.last().expect("an error");
    assert!(matches!(last.kind, SyntaxErrorKind::Fence(_)), "{source:?}");
    assert_eq!(&source[last.range], wrong, "{source:?}");
    assert_eq!(
        source[usize::from(front_matter.range.end())..].trim_start(),
        "正文\n\n---\n\nMore\n"
    );
    assert_eq!(fixed(source), fix);
}

#[test]
fn fences_as_they_are_mistyped() {
    let post = |open: &str, close: &str| {
        format!("{open}\ntitle: 甲\ntags:\n  - a\n  - 乙\n{close}\n\n正文\n\n---\n\nMore\n")
    };
    let right = post("---", "---");
    for open in ["\u{feff}\u{feff}---", "\u{200b}---", "\\---", "---\u{a0}"] {
        let wrong = open.strip_prefix('\u{feff}').unwrap_or(open);
        let bom = if wrong == open { "" } else { "\u{feff}" };
        check_fences(&post(open, "---"), wrong, &format!("{bom}{right}"));
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
        check_fences(&post("---", close), close, &right);
    }
    check_fences(&post("```yaml", "```"), "```", &right);
    let wrapped = format!("```markdown\n{right}");
    check_fences(&wrapped, "---", &right);
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

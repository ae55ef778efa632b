//! rubric.yaml after a rename: it declares of the new name what it declared of the old one, and nothing else in it changes.

use rubric::corpus::edit::{Followed, NewNames, Renamed, follow};
use rubric::text::apply_edits;

use crate::cli::{folder, run};

fn names(pairs: &[(&str, &str)]) -> NewNames {
    let pairs = pairs.iter();
    pairs
        .map(|(old, new)| ((*old).into(), (*new).into()))
        .collect()
}

/// Terms of `people`, which is a field and a vocabulary.
fn terms(pairs: &[(&str, &str)]) -> Renamed {
    let mut renamed = Renamed::default();
    let people = || ("people".into(), names(pairs));
    renamed.in_vocabularies.extend([people()]);
    renamed.in_fields.extend([people()]);
    renamed
}

fn field(old: &str, new: &str) -> Renamed {
    Renamed {
        fields: names(&[(old, new)]),
        ..Renamed::default()
    }
}

/// With LF, with CRLF, and with a BOM.
#[track_caller]
fn check(renamed: &Renamed, before: &str, after: &str) -> Vec<String> {
    let mut left = Vec::new();
    for (bom, eol) in [("", "\n"), ("", "\r\n"), ("\u{feff}", "\n")] {
        let of = |it: &str| format!("{bom}# 我们的 😀\n{it}").replace('\n', eol);
        let before = of(before);
        let followed: Followed = follow(&before, renamed);
        let got = apply_edits(&before, &followed.edits).expect("the edits fit");
        assert_eq!(got, of(after), "{:?}", followed.left);
        left = followed.left;
    }
    left
}

const ALIASES: &str = "vocabularies:\n  people:\n    aliases:\n      Donald Trump: [特朗普, '川普'] # Donald Trump\n      \"苏轼\":\n        - 东坡 # 苏轼\n        - Su Shi\n  tags: { aliases: { Donald Trump: [trump] } }\n";

#[test]
fn a_usual_form_takes_its_other_names_along() {
    let after = ALIASES.replace("      Donald Trump:", "      'Trump: 45':");
    let left = check(&terms(&[("Donald Trump", "Trump: 45")]), ALIASES, &after);
    assert_eq!(left, [""; 0]);
    let after = ALIASES.replace("\"苏轼\"", "\"苏東坡\"");
    check(&terms(&[("苏轼", "苏東坡")]), ALIASES, &after);
    let flow = "vocabularies: { people: { aliases: { a: [b, c], x: y } } }\n";
    check(
        &terms(&[("a", "d, e")]),
        flow,
        &flow.replace("a: [", "'d, e': ["),
    );
    check(
        &terms(&[("y", "[z]")]),
        flow,
        &flow.replace("y }", "'[z]' }"),
    );
}

#[test]
fn another_name_follows_unless_it_became_its_own_usual_form() {
    let after = ALIASES
        .replace("'川普'", "'川普 😀'")
        .replace("Su Shi", "'@su'");
    check(
        &terms(&[("川普", "川普 😀"), ("Su Shi", "@su")]),
        ALIASES,
        &after,
    );
    for new in ["Donald Trump", "特朗普"] {
        let left = check(&terms(&[("川普", new)]), ALIASES, ALIASES);
        assert_eq!(left, [""; 0], "that is what the declaration is for");
    }
    let after = ALIASES.replace("Donald Trump: [特朗普,", "特朗普: [Donald Trump,");
    let after = after.replace("{ 特朗普: [Donald Trump,", "{ Donald Trump: [");
    check(&terms(&[("Donald Trump", "特朗普")]), ALIASES, &after);
}

#[test]
fn what_would_be_two_of_one_name_is_left_and_told() {
    let left = check(&terms(&[("Donald Trump", "苏轼")]), ALIASES, ALIASES);
    assert!(
        left[0].contains("`Donald Trump` as a usual form, beside `苏轼`"),
        "{left:?}"
    );
    let left = check(&terms(&[("川普", "Su Shi")]), ALIASES, ALIASES);
    assert!(
        left[0].contains("`川普` as another name of `Donald Trump`"),
        "{left:?}"
    );
}

#[test]
fn the_values_of_a_closed_set_follow() {
    let values = "fields:\n  people: { type: term, values: [inbox, \"done: x\", 归档], default: inbox }\n  tags: { values: [inbox] }\ncollections:\n  books:\n    fields:\n      people:\n        values:\n          - 'inbox' # inbox\n          - 归档\n";
    let after = values
        .replace("values: [inbox, \"", "values: [in-tray, \"")
        .replace("default: inbox", "default: in-tray")
        .replace("'inbox'", "'in-tray'");
    check(&terms(&[("inbox", "in-tray")]), values, &after);
    let merged = values
        .replace("[inbox, \"done: x\", 归档]", "[归档, \"done: x\"]")
        .replace("default: inbox", "default: 归档")
        .replace(
            "          - 'inbox' # inbox\n          - 归档\n",
            "          - '归档' # inbox\n",
        );
    check(&terms(&[("inbox", "归档")]), values, &merged);
}

#[test]
fn a_field_keeps_what_is_declared_of_it() {
    let fields = "fields:\n  'Series': { type: term, required: true }\n  part: { vocabulary: Series }\ncollections: { books: { fields: { Series: { required: false } } } }\nvocabularies: { Series: { aliases: { 甲: [Series] } } }\nrules: { unknown-field: off }\n";
    let after = fields
        .replace("'Series':", "'series':")
        .replace("vocabulary: Series", "vocabulary: series")
        .replace("{ Series: { required", "{ series: { required")
        .replace("{ Series: { aliases", "{ series: { aliases");
    check(&field("Series", "series"), fields, &after);
    let own = "fields: { a: { vocabulary: b }, b: { type: list } }\nvocabularies: { a: {} }\n";
    let after = own.replace("{ a: { vocabulary", "{ c: { vocabulary");
    check(&field("a", "c"), own, &after);
    let left = check(&field("a", "b"), own, own);
    assert!(left[0].contains("`a`, beside `b`"), "{left:?}");
}

#[test]
fn what_is_not_concerned_stays_and_mistakes_are_told() {
    for source in [
        "",
        "vocabularies:\n",
        "fields: [x]\n",
        "rules: { alias: of }\n",
        ": [",
    ] {
        assert_eq!(follow(source, &terms(&[("a", "b")])), Followed::default());
    }
    let source = "vocabularies: { people: { aliases: { a: [b] } } }\nfield: {}\n";
    let followed = follow(source, &terms(&[("a", "c")]));
    assert!(
        followed.edits.is_empty() && followed.left[0].contains("mistakes"),
        "{followed:?}"
    );
}

const CONFIG: &str = "# ours\r\nfields: { people: { vocabulary: who }, speaker: { vocabulary: who } }\r\nvocabularies: { who: { aliases: { 张三: [Zhang] } } }\r\n";
const POST: &str = "---\ntitle: 张三 😀\npeople: [张三, x]\nspeaker: 张三\n---\n张三\n";

#[test]
fn the_command_writes_rubric_yaml_too() {
    let dir = folder(&[("a.md", POST), ("b.md", POST), ("rubric.yaml", CONFIG)]);
    let read = |name: &str| std::fs::read_to_string(dir.path().join(name)).unwrap();
    let rename = |args: &[&str]| {
        let output = run(&dir, &[&["rename"], args].concat());
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    // Speakers are called so still.
    let (_, told) = rename(&["people", "张三", "張三"]);
    assert!(!told.contains("rubric.yaml"), "{told}");
    assert_eq!(read("rubric.yaml"), CONFIG);
    let (_, told) = rename(&["people", "張三", "张三"]);
    assert!(told.contains("in 2 posts, 0 merged"), "{told}");
    let all = ["people,speaker", "张三", "張三"];
    let (code, told) = rename(&[&["--dry-run"], &all[..]].concat());
    assert!(
        told.contains("would change 4 values in 2 posts and rubric.yaml,"),
        "{told}"
    );
    assert_eq!(code, Some(1));
    let diff = run(&dir, &[&["rename", "--diff"], &all[..]].concat());
    let diff = String::from_utf8(diff.stdout).unwrap();
    assert!(diff.contains("+++ b/rubric.yaml"), "{diff}");
    assert_eq!(
        (read("rubric.yaml"), read("a.md")),
        (CONFIG.to_owned(), POST.to_owned())
    );
    let (code, told) = rename(&all);
    assert!(
        told.contains("changed 4 values in 2 posts and rubric.yaml,"),
        "{told}"
    );
    assert_eq!(code, Some(0));
    assert_eq!(read("rubric.yaml"), CONFIG.replace("张三", "張三"));
    let (_, told) = rename(&all);
    assert!(
        told.contains("no post uses") && told.contains("in 0 posts,"),
        "{told}"
    );
    rename(&["people,speaker", "張三", "张三"]);
    let restored = [read("rubric.yaml"), read("a.md"), read("b.md")];
    assert_eq!(
        restored,
        [CONFIG, POST, POST],
        "there and back is the identity"
    );
    let output = run(&dir, &["remove", "people,speaker", "张三"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("still declares `张三`"), "{told}");
}

#[test]
fn a_post_that_has_the_field_twice_is_found_and_a_conflicted_one_named() {
    let dir = folder(&[
        ("a.md", "---\ntags: [中文]\ntags: [x]\n---\n"),
        (
            "b.md",
            "---\n<<<<<<< HEAD\ntags: [中文]\n=======\ntags: [x]\n>>>>>>> y\n---\n",
        ),
    ]);
    let output = run(&dir, &["rename", "tags", "中文", "汉语 😀"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("b.md: the front matter has merge-conflict markers"),
        "{told}"
    );
    assert!(
        told.contains("changed 1 value in 1 post, 0 merged; skipped 1"),
        "{told}"
    );
}

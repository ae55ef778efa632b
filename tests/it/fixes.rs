//! Quick fixes of single posts: what each does to the bytes, and what it leaves alone.

use rubric::corpus::edit::Plain;
use rubric::corpus::{FileId, Parsed, Snapshot};
use rubric::features::diagnostics::{Code, diagnostics_of};
use rubric::features::fixes::{self, FixedPost, Safety, Selection, Unfixed, fix_post};
use rubric::syntax;
use rubric::text::{Text, apply_edits};

use crate::corpus::host;
use crate::generator::Generator;

pub(crate) fn parsed(source: &str) -> Parsed {
    Parsed {
        document: syntax::parse(source),
        text: Text::new(source),
        version: None,
        cursor: None,
    }
}

fn everything() -> Selection {
    Selection {
        codes: None,
        with_unsafe: true,
    }
}

/// A corpus of one post of which nothing is known.
fn alone(source: &str) -> (Snapshot, FileId) {
    let snap = host(&format!("//- /post.md\n{source}")).snapshot();
    let file = snap.files().next().expect("the fixture has a post").0;
    (snap, file)
}

fn fix(source: &str, selection: &Selection) -> FixedPost {
    let (snap, file) = alone(source);
    let fixed = fix_post(&snap, file, &parsed(source), selection);
    let applied = apply_edits(source, &fixed.edits).expect("the edits fit the post");
    assert_eq!(applied, fixed.text.as_str(), "edits and text are one");
    let again = fix_post(&snap, file, &parsed(&applied), selection);
    assert_eq!(again.edits, [], "a second run changes nothing: {applied}");
    fixed
}

/// What surrounds a block in every check: decoys that must keep their bytes.
const BODY: &str =
    "---\n\n# title: 标题: 二\n\n- [ ] `tags: []`\n\n---\ntitle: A: B\n---\n👨‍👩‍👧 e\u{301}\n";

/// All fixes of the block, with LF and CRLF, with a BOM and without.
#[track_caller]
fn check(before: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        for bom in ["", "\u{feff}"] {
            let post = |block: &str| format!("{bom}---\n{block}{BODY}").replace('\n', eol);
            let fixed = fix(&post(before), &everything());
            assert_eq!(fixed.text.as_str(), post(after), "{:?}", fixed.unfixed);
            assert_eq!(fixed.unfixed, [], "nothing is left");
        }
    }
}

/// What the safe fixes alone make of a block.
#[track_caller]
fn check_safe(before: &str, after: &str) {
    let post = |block: &str| format!("---\n{block}{BODY}");
    let fixed = fix(&post(before), &Selection::default());
    assert_eq!(fixed.text.as_str(), post(after), "{:?}", fixed.unfixed);
}

#[test]
fn bulleted_text_becomes_the_list_that_it_was_meant_as() {
    check(
        "x: 1\ntags:\n  • llm\n  · '中文 😀'\n  — a, b\ny: 2 # c\n",
        "x: 1\ntags:\n  - llm\n  - 中文 😀\n  - a, b\ny: 2 # c\n",
    );
    check("tags: • llm\n", "tags:\n  - llm\n");
}

#[test]
fn null_in_words_is_taken_away_only_if_asked() {
    let post = "---\ntags:\n  - a\n  - null\n  - ~\n  -\n---\n";
    let safe = fix(post, &Selection::default());
    assert_eq!(
        safe.text.as_str(),
        "---\ntags:\n  - a\n  - null\n  - ~\n---\n"
    );
    assert!(
        safe.unfixed.iter().all(|it| it.1 == Unfixed::Unsafe),
        "{safe:?}"
    );
    let asked = fix(post, &everything());
    assert_eq!(asked.text.as_str(), "---\ntags:\n  - a\n---\n");
}

#[test]
fn a_value_with_a_colon_gets_quotes_that_fit() {
    check_safe(
        "title: 标题: 二 # 注\ntags: [a]\n",
        "title: '标题: 二' # 注\ntags: [a]\n",
    );
    check(
        "title: China's Policy: A Bid\nsummary: \"x\"\n",
        "title: \"China's Policy: A Bid\"\nsummary: \"x\"\n",
    );
    check("title: say \"hi\": 😀\n", "title: 'say \"hi\": 😀'\n");
    check("title: it's \"so\": x\n", "title: 'it''s \"so\": x'\n");
    check(
        "a: \"x\"\nb: \"y\"\nc: d: e\n",
        "a: \"x\"\nb: \"y\"\nc: \"d: e\"\n",
    );
    check("title: ends with:\nx: 1\n", "title: 'ends with:'\nx: 1\n");
}

#[test]
fn a_value_that_begins_with_an_indicator_gets_quotes() {
    check("title: @someone\nx: 1\n", "title: '@someone'\nx: 1\n");
    check("title: [AI] 未来\n", "title: '[AI] 未来'\n");
    check("title: *all*\n", "title: '*all*'\n");
    check("title: `code`\n", "title: '`code`'\n");
    check("tags:\n  - @me\n  - b\n", "tags:\n  - '@me'\n  - b\n");
    let safe = fix("---\ntitle: @me\n---\n", &Selection::default());
    assert_eq!(safe.edits, []);
    assert_eq!(safe.unfixed[0].1, Unfixed::Unsafe);
}

#[test]
fn quotes_are_closed_dropped_or_doubled() {
    check("series: '\nx: 1\n", "series: ''\nx: 1\n");
    check("series: \"未完\nx: 1\n", "series: \"未完\"\nx: 1\n");
    check("show: \"Money\"\"\nx: 1\n", "show: \"Money\"\nx: 1\n");
    check("t: \"a \"b\" c\"\n", "t: 'a \"b\" c'\n");
    check("t: 'it's'\n", "t: \"it's\"\n");
    check("t: \"A\" and B\n", "t: '\"A\" and B'\n");
    check(
        "books:\n  - \"《路 (也就是\"papas\")》\"\n  - 'b'\n",
        "books:\n  - '《路 (也就是\"papas\")》'\n  - 'b'\n",
    );
    check("t: \"C:\\中\"\n", "t: 'C:\\中'\n");
    check(
        "data:\n  a: \"x\"\n  b: \"y\"\"\n  c: z\n",
        "data:\n  a: \"x\"\n  b: \"y\"\n  c: z\n",
    );
}

#[test]
fn the_colon_of_a_key_is_fixed() {
    check("title：标题\nx: 1\n", "title: 标题\nx: 1\n");
    check("title： 标题\nx: 1\n", "title: 标题\nx: 1\n");
    check("title:标题\nx: 1\n", "title: 标题\nx: 1\n");
    check("x: 1\ntags\ny: 2\n", "x: 1\ntags:\ny: 2\n");
}

#[test]
fn lists_get_their_dashes_and_their_indentation() {
    check("tags:\n* \"a\"\n* b\nx: 1\n", "tags:\n- \"a\"\n- b\nx: 1\n");
    check(
        "x: 1\ntags:\n  - 中\n  • 文\n",
        "x: 1\ntags:\n  - 中\n  - 文\n",
    );
    check(
        "tags:\n  - a\n  -- b\n  -c\nx: d: e\n",
        "tags:\n  - a\n  - b\n  - c\nx: 'd: e'\n",
    );
    check(
        "tags:\n  - a\n - b # 注\nx: 1\n",
        "tags:\n  - a\n  - b # 注\nx: 1\n",
    );
    check("tags: - a\n  - b\nx: 1\n", "tags:\n  - a\n  - b\nx: 1\n");
    check("tags: [a, \"中\"\nx: 1\n", "tags: [a, \"中\"]\nx: 1\n");
    check(
        "tags:\n\t- a\n\t- 中\nx: 1\n",
        "tags:\n  - a\n  - 中\nx: 1\n",
    );
}

#[test]
fn an_empty_value_above_items_goes() {
    check(
        "people: []\n- 李\n- B\nx: 1\n",
        "people:\n- 李\n- B\nx: 1\n",
    );
    check(
        "people: '' # 注\n  - 李\nx: 1\n",
        "people: # 注\n  - 李\nx: 1\n",
    );
}

#[test]
fn a_key_is_moved_back_to_the_left() {
    check(
        "title: a\n  date: b\n  tags:\n    - 中\nx: 1\n",
        "title: a\ndate: b\ntags:\n  - 中\nx: 1\n",
    );
}

/// The head before and after all fixes; the body stays.
#[track_caller]
fn check_head(before: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        for bom in ["", "\u{feff}"] {
            let post =
                |head: &str| format!("{bom}{head}\n# 正文\n\ntext: a: b\n").replace('\n', eol);
            let fixed = fix(&post(before), &everything());
            assert_eq!(fixed.text.as_str(), post(after), "{:?}", fixed.unfixed);
        }
    }
}

#[test]
fn fences_are_fixed() {
    let right = "---\ntitle: 标题\ntags: [a]\n---\n";
    check_head("---\\\ntitle: 标题\ntags: [a]\n---\\\n", right);
    check_head("----\ntitle: 标题\ntags: [a]\n---\n", right);
    check_head("---\ntitle: 标题\ntags: [a]\n——\n", right);
    check_head("\n\n---\ntitle: 标题\ntags: [a]\n---\n", right);
    check_head("title: 标题\ntags: [a]\n---\n", right);
    check_head("---\ntitle: 标题\ntags: [a]\n", right);
    let safe = fix("----\ntitle: a\n---\n", &Selection::default());
    assert_eq!(safe.edits, [], "structure is fixed when it is asked for");
}

#[test]
fn a_duplicate_key_goes_or_its_items_join() {
    check(
        "area: x # 一\ntitle: 中\narea: 'x'\n",
        "area: x # 一\ntitle: 中\n",
    );
    check(
        "tags: [a, 'b']\nx: 1\ntags:\n  - b\n  - 中\n",
        "tags: [a, 'b', 中]\nx: 1\n",
    );
    let source = "---\narea: x\nseries: ''\narea: y\nseries: z\n---\n";
    let fixed = fix(source, &everything());
    assert_eq!(fixed.edits, []);
    let reasons: Vec<_> = fixed.unfixed.iter().map(|it| &it.1).collect();
    assert_eq!(reasons, [&Unfixed::Choice, &Unfixed::Choice]);
    let titles = choices(source);
    let expected = [
        "Remove the second `area`",
        "Remove the first `area`",
        "Remove the first `series`, which is empty",
    ];
    assert_eq!(titles, expected);
}

/// The titles of all fixes of all findings, each of which can be done.
fn choices(source: &str) -> Vec<String> {
    let (snap, file) = alone(source);
    let parsed = parsed(source);
    let ctx = fixes::Context {
        snap: &snap,
        file,
        parsed: &parsed,
    };
    let mut titles = Vec::new();
    for finding in diagnostics_of(&snap, file, &parsed) {
        for fix in fixes::fixes(&ctx, &finding).expect("it may be touched") {
            let edits = fixes::edits(&ctx, &fix).expect("it can be done");
            assert!(!edits.is_empty(), "{}", fix.title);
            assert_eq!(fix.preferred, fix.safety != Safety::Manual);
            titles.push(fix.title);
        }
    }
    titles
}

#[test]
fn a_stray_line_is_the_authors_to_place() {
    let source = "---\nspeaker: ''\n  张硕\ntitle: a\n---\n";
    assert_eq!(fix(source, &everything()).edits, []);
    assert_eq!(
        choices(source),
        [
            "Make `张硕` the value of `speaker`",
            "Turn this into a comment"
        ]
    );
}

#[test]
fn merge_conflicts_are_never_touched() {
    let source = "---\n<<<<<<< HEAD\ntitle: a: b\n=======\ntitle: c\n>>>>>>> x\ntags：中\n---\n";
    let fixed = fix(source, &everything());
    assert_eq!(fixed.edits, []);
    assert!(!fixed.unfixed.is_empty());
    for (_, why) in &fixed.unfixed {
        let Unfixed::Refused(refusal) = why else {
            panic!("{why:?}");
        };
        assert!(refusal.to_string().contains("merge-conflict"));
    }
}

#[test]
fn only_selected_codes_are_fixed_and_then_boldly() {
    let source = "---\ntitle: a: b\narea: x\narea: x\n---\n";
    let selection = Selection {
        codes: Some(vec![Code::DuplicateKey]),
        with_unsafe: false,
    };
    let fixed = fix(source, &selection);
    assert_eq!(fixed.text.as_str(), "---\ntitle: a: b\narea: x\n---\n");
    assert_eq!(fixed.fixed, [Code::DuplicateKey]);
    assert_eq!(fixed.unfixed, []);
}

/// Law: whatever is fixed, an entry that was sound says what it said, and the body is the same.
#[test]
fn fixes_of_random_heads_change_no_sound_entry() {
    let pieces = [
        "title: ",
        "tags:",
        "date: 2025-07-10",
        "\n",
        "\n",
        "\n",
        "\n  - ",
        "\n- ",
        "\n* ",
        "\n\t- ",
        ": ",
        "：",
        "'",
        "\"",
        "[",
        "]",
        ", ",
        "中文",
        "👨‍👩‍👧",
        "e\u{301}",
        "a b",
        "---",
        "---\\",
        "\r\n",
        "#",
        " # x",
        "  ",
        "@",
        "&a ",
        "*a",
        "|",
        ">",
        "{",
        "}",
        "<<<<<<< x",
        "series: ''",
    ];
    let mut n_fixed = 0;
    for seed in 0..400 {
        let mut generator = Generator::new(seed);
        let mut source = String::from("---\ntitle: x\n");
        for _ in 0..generator.below(14) {
            source.push_str(generator.pick(&pieces));
        }
        source.push_str("\n---\n正文: a: b\n");
        let fixed = fix(&source, &everything());
        if !fixed.edits.is_empty() {
            n_fixed += 1;
            sound_entries_survive(&source, fixed.text.as_str());
        }
    }
    assert!(n_fixed > 40, "{n_fixed}");
}

fn sound_entries_survive(before: &str, after: &str) {
    let (old, new) = (syntax::parse(before), syntax::parse(after));
    let (old, new) = (
        old.front_matter.expect("it was there"),
        new.front_matter.expect("it is there"),
    );
    assert_eq!(
        &before[usize::from(old.range.end())..],
        &after[usize::from(new.range.end())..]
    );
    for entry in old.entries.iter().filter(|it| !it.broken) {
        let same = |it: &&syntax::Entry| it.key.text() == entry.key.text();
        let mut found = new.entries.iter().filter(same);
        let is_alone = old.entries.iter().filter(same).count() == 1;
        let value = settled(Plain::of(&entry.value));
        let survives = found.any(|it| settled(Plain::of(&it.value)).says_the_same(&value));
        assert!(!is_alone || survives, "{before:?} {after:?}");
    }
}

/// The value without what no reader would miss: empty items, blanks at the ends, quotes within quotes.
fn settled(value: Plain) -> Plain {
    match value {
        Plain::List(items) => {
            let items = items.into_iter().map(settled);
            let is_empty = |it: &Plain| match it {
                Plain::Null => true,
                Plain::Scalar { text, .. } => text.is_empty(),
                Plain::List(_) | Plain::Map(_) => false,
            };
            Plain::List(items.filter(|it| !is_empty(it)).collect())
        }
        Plain::Scalar { text, typed } => {
            let words: Vec<_> = text.split_whitespace().collect();
            let text = words.join(" ");
            let text = text.trim_matches(|it: char| it.is_whitespace() || "\"'".contains(it));
            let text = text.into();
            Plain::Scalar { text, typed }
        }
        other => other,
    }
}

#[test]
fn strays_go_and_their_surroundings_stay() {
    check_safe(
        "category: '\"ai-ml\"' # 注\ntags:\n  - “但丁” # x\n  - 'a '\n  - b  c\n",
        "category: ai-ml # 注\ntags:\n  - 但丁 # x\n  - a\n  - b c\n",
    );
    check(
        "title: \"Open\u{200b}AI: 题\" # 注\nti\u{200b}e: 👨\u{200d}👩\u{200d}👧\u{200d}\n",
        "title: \"OpenAI: 题\" # 注\ntie: 👨\u{200d}👩\u{200d}👧\n",
    );
    check(
        "title: |\n  一\u{200b}行\n  sec\u{a0}ond\n\nx: 1\n",
        "title: |\n  一行\n  sec ond\n\nx: 1\n",
    );
    check(
        "title: '\n\n  一行\n  two\n  '\nx: 1\n",
        "title: '一行\n  two'\nx: 1\n",
    );
    check(
        "tags: ['\u{200b}true', \u{200b}- x]\n",
        "tags: ['true', '- x']\n",
    );
    check("series: '\"\"'\nguest: '  '\n", "series: ''\nguest: ''\n");
}

#[test]
fn empty_items_go_with_their_lines() {
    check_safe(
        "tags:\n  - a\n  - # 注\n  - ''\n  # 留\n  - 中\n  -\nx: 1\n",
        "tags:\n  - a\n  # 留\n  - 中\nx: 1\n",
    );
    check("people:\n- ''\nx: 1\n", "people: []\nx: 1\n");
    check("people: ['', 李, \"\"]\n", "people: [李]\n");
    check("people: ['']\n", "people: []\n");
}

#[test]
fn a_whole_title_in_chinese_quotes_is_left_unless_it_is_asked_for() {
    let source = "---\ntitle: “我们仨”\nkeywords: [“我们仨”]\n---\n";
    let fixed = fix(source, &Selection::default());
    assert_eq!(
        fixed.text.as_str(),
        "---\ntitle: “我们仨”\nkeywords: [我们仨]\n---\n"
    );
    assert_eq!(fixed.unfixed[0].1, Unfixed::Unsafe);
}

#[test]
fn a_key_that_is_no_yaml_is_left_to_the_author() {
    for key in ["t\0gs", "t\u{1}gs", "\"t\\q\""] {
        for items in ["\n  - a\n  - 中文 😀\n", "\n- a\n"] {
            let post = format!("---\ntitle: x\n{key}:{items}---\n");
            let fixed = fix(&post, &everything());
            assert_eq!(fixed.text.as_str(), post, "{key:?}");
            assert!(!fixed.unfixed.is_empty(), "{key:?} is still reported");
        }
    }
}

//! Renaming, merging and removing terms: what changes, and that nothing else does.

use rubric::features::rename::{Tally, TermMap, rewrite_front_matter};
use rubric::syntax::parse_head;
use rubric::text::apply_edits;

/// The source with the terms of `field` changed; `new` of `None` removes. Lists are `tags` and `people`.
fn rewrite(
    source: &str,
    field: &str,
    old: &str,
    new: Option<&str>,
) -> Result<(String, Tally), String> {
    let mut map = TermMap::default();
    match new {
        Some(new) => map.rename(field, old, new),
        None => map.remove(field, old),
    }
    let front_matter = parse_head(source).0.expect("the fixture has front matter");
    let is_list = |it: &str| matches!(it, "tags" | "people");
    let (edits, tally) =
        rewrite_front_matter(source, &front_matter, &map, is_list).map_err(|it| it.to_string())?;
    Ok((
        apply_edits(source, &edits).expect("edits fit their source"),
        tally,
    ))
}

/// Renames in the block, with LF and with CRLF, and back again where nothing was merged.
#[track_caller]
fn check(field: &str, old: &str, new: &str, before: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        for bom in ["", "\u{feff}"] {
            let wrap = |block: &str| {
                format!("{bom}---\n{block}---\n# {old} stays here, tags: {old}\n")
                    .replace('\n', eol)
            };
            let (got, tally) =
                rewrite(&wrap(before), field, old, Some(new)).expect("it can be done");
            assert_eq!(got, wrap(after), "{old} -> {new}");
            if tally.n_merges == 0 && before != after && !before.contains(new) {
                let (back, _) = rewrite(
                    &got.replace(&format!("# {old}"), "# "),
                    field,
                    new,
                    Some(old),
                )
                .expect("back");
                assert_eq!(
                    back,
                    wrap(before).replace(&format!("# {old}"), "# "),
                    "there and back"
                );
            }
        }
    }
}

#[track_caller]
fn check_removed(field: &str, term: &str, before: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        let wrap = |block: &str| format!("---\n{block}---\n正文 {term}\n").replace('\n', eol);
        let (got, _) = rewrite(&wrap(before), field, term, None).expect("it can be done");
        assert_eq!(got, wrap(after), "without {term}");
    }
}

#[test]
fn every_style_of_value_keeps_its_style() {
    check(
        "tags",
        "llm",
        "agents",
        "tags:\n  - llm\n  - rust\n",
        "tags:\n  - agents\n  - rust\n",
    );
    check(
        "tags",
        "llm",
        "agents",
        "tags:\n- 'llm'\n- \"rust\"\n",
        "tags:\n- 'agents'\n- \"rust\"\n",
    );
    check(
        "tags",
        "llm",
        "agents",
        "tags: [llm, \"rust\"]\n",
        "tags: [agents, \"rust\"]\n",
    );
    check(
        "tags",
        "llm",
        "agents",
        "tags: [ 'a' , \"llm\" ] # llm\n",
        "tags: [ 'a' , \"agents\" ] # llm\n",
    );
    check(
        "speaker",
        "禁書筆記",
        "Zeta 😀",
        "speaker: 禁書筆記\n",
        "speaker: Zeta 😀\n",
    );
    check(
        "speaker",
        "a",
        "it's",
        "speaker: 'a'\n",
        "speaker: 'it''s'\n",
    );
    check(
        "tags",
        "llm",
        "agents",
        "tags: rust, llm , go\n",
        "tags: rust, agents , go\n",
    );
}

#[test]
fn only_the_named_field_and_the_whole_term_change() {
    check(
        "tags",
        "llm",
        "agents",
        "title: llm\n# llm\ntags: # llm\n  - llm-ops # llm\n  - llm # llm\nseries: llm\npeople:\n  - llm\n",
        "title: llm\n# llm\ntags: # llm\n  - llm-ops # llm\n  - agents # llm\nseries: llm\npeople:\n  - llm\n",
    );
}

#[test]
fn a_term_that_holds_the_old_one_is_renamed_once() {
    let (old, new) = ("徒步的騎手", "徒步的騎手•劉宗坤");
    check(
        "people",
        old,
        new,
        "people:\n  - 徒步的騎手\n",
        "people:\n  - 徒步的騎手•劉宗坤\n",
    );
    check(
        "people",
        old,
        new,
        "people:\n  - 徒步的騎手•劉宗坤\n",
        "people:\n  - 徒步的騎手•劉宗坤\n",
    );
}

#[test]
fn a_merge_keeps_the_place_of_whichever_comes_first() {
    check(
        "tags",
        "b",
        "a",
        "tags:\n  - a\n  - x\n  - b\n",
        "tags:\n  - a\n  - x\n",
    );
    check(
        "tags",
        "b",
        "a",
        "tags:\n  - b\n  - x\n  - a\n",
        "tags:\n  - a\n  - x\n",
    );
    check("tags", "b", "a", "tags: [b, x, a]\n", "tags: [a, x]\n");
    check("tags", "b", "a", "tags: a, x, b\n", "tags: a, x\n");
}

#[test]
fn values_that_need_quotes_get_them_and_numbers_stay_numbers() {
    check(
        "tags",
        "x",
        "House of El: AI",
        "tags:\n  - x\n",
        "tags:\n  - 'House of El: AI'\n",
    );
    check(
        "tags",
        "2024",
        "2025",
        "tags:\n  - 2024\n",
        "tags:\n  - 2025\n",
    );
    check(
        "tags",
        "@me",
        "*star",
        "tags:\n  - '@me'\n",
        "tags:\n  - '*star'\n",
    );
    for term in [
        "no",
        "null",
        "~",
        "2024",
        "1e3",
        "a # b",
        "a: b",
        "&a",
        "x ",
        "- y",
        "",
        "[a]",
        "\"q\"",
        "e\u{301} 👩‍👩‍👧",
    ] {
        let source = "---\ntags:\n  - x\n  - z\n---\n";
        let (got, _) = rewrite(source, "tags", "x", Some(term)).expect("it can be written");
        let value: serde_yaml::Value =
            serde_yaml::from_str(got.trim_matches(['-', '\n'])).expect("it is YAML");
        assert_eq!(value["tags"][0].as_str(), Some(term), "{got}");
        assert_eq!(
            rewrite(&got, "tags", term, Some("x"))
                .expect("back")
                .0
                .lines()
                .count(),
            source.lines().count()
        );
    }
}

#[test]
fn quotes_that_are_needed_and_chosen_stay() {
    check(
        "tags",
        "《一: 二》",
        "《三: 四》 😀",
        "tags: [\"《一: 二》\"]\n",
        "tags: [\"《三: 四》 😀\"]\n",
    );
    check(
        "tags",
        "《一: 二》",
        "三",
        "tags:\n  - \"《一: 二》\"\n",
        "tags:\n  - \"三\"\n",
    );
    check(
        "speaker",
        "A: B",
        "it's",
        "speaker: \"A: B\"\n",
        "speaker: \"it's\"\n",
    );
    check(
        "tags",
        "@a",
        "@b",
        "tags: [\"x\", '@a']\n",
        "tags: [\"x\", '@b']\n",
    );
    // What we would have quoted ourselves may have had none.
    check("tags", "@a", "b", "tags: [x, '@a']\n", "tags: [x, b]\n");
}

#[test]
fn words_that_are_yaml_types_can_be_renamed() {
    check(
        "tags",
        "no",
        "yes-no",
        "tags:\n  - 'no'\n",
        "tags:\n  - yes-no\n",
    );
    let (got, _) =
        rewrite("---\ntags:\n  - true\n---\n", "tags", "true", Some("truth")).expect("done");
    assert_eq!(got, "---\ntags:\n  - truth\n---\n");
}

#[test]
fn removal_takes_the_line_and_leaves_an_empty_list() {
    check_removed(
        "tags",
        "b",
        "tags:\n  - a\n  - b\n  - c\n",
        "tags:\n  - a\n  - c\n",
    );
    check_removed("tags", "--b", "tags:\n- --b\n- c\n", "tags:\n- c\n");
    check_removed(
        "tags",
        "b",
        "tags: # mine\n  - b\ntitle: b\n",
        "tags: [] # mine\ntitle: b\n",
    );
    check_removed("tags", "b", "tags: [b]\n", "tags: []\n");
    check_removed("tags", "b", "tags: [a, b, c]\n", "tags: [a, c]\n");
    check_removed("tags", "b", "tags: [b, c]\n", "tags: [c]\n");
    check_removed("speaker", "b", "speaker: b\nx: b\n", "speaker: ''\nx: b\n");
    check_removed("tags", "b", "tags:\n  - b\n  - \"b\"\n", "tags: []\n");
}

#[test]
fn an_anchor_changes_its_aliases_only_where_they_are_meant_too() {
    let shared = "---\ntags:\n  - &t llm\n  - x\nmore:\n  - *t\n---\n";
    let refusal =
        rewrite(shared, "tags", "llm", Some("agents")).expect_err("`more` would change with it");
    assert!(refusal.contains("more"), "{refusal}");
}

#[test]
fn a_broken_entry_elsewhere_is_no_reason_to_refuse() {
    let (got, _) = rewrite(
        "---\ntitle: a: b\ntags:\n  - llm\n---\n",
        "tags",
        "llm",
        Some("go"),
    )
    .expect("done");
    assert_eq!(got, "---\ntitle: a: b\ntags:\n  - go\n---\n");
}

#[test]
fn merge_conflicts_are_never_touched() {
    let source = "---\ntags:\n  - llm\n<<<<<<< HEAD\ntitle: a\n=======\ntitle: b\n>>>>>>> x\n---\n";
    let refusal = rewrite(source, "tags", "llm", Some("go")).expect_err("refused");
    assert!(refusal.contains("merge-conflict"), "{refusal}");
}

#[test]
fn a_name_with_a_comma_does_not_become_two_in_a_list_with_commas() {
    for tags in ["llm", "go, llm", "'llm ,中文'"] {
        let source = format!("---\ntags: {tags}\n---\n");
        let refusal = rewrite(&source, "tags", "llm", Some("a, b")).expect_err("refused");
        assert!(refusal.contains("has a comma"), "{refusal}");
    }
    check("tags", "llm", "a, b", "tags: [llm]\n", "tags: ['a, b']\n");
    check(
        "speaker",
        "llm",
        "a, b",
        "speaker: llm\n",
        "speaker: a, b\n",
    );
}

#[test]
fn a_list_that_stands_twice_is_renamed_in_both() {
    check(
        "tags",
        "llm",
        "go",
        "tags: [llm]\ntags: [x]\n",
        "tags: [go]\ntags: [x]\n",
    );
}

#[test]
fn a_date_keeps_its_form() {
    check(
        "date",
        "2024-01-02",
        "2025-01-02",
        "date: 2024-01-02 # d\n",
        "date: 2025-01-02 # d\n",
    );
    check(
        "date",
        "2024-01-02",
        "2025-01-02",
        "date: '2024-01-02'\n",
        "date: '2025-01-02'\n",
    );
    check("draft", "true", "false", "draft: true\n", "draft: false\n");
    let url = "source: https://a.b/c?d=e#f\n";
    check(
        "source",
        "https://a.b/c?d=e#f",
        "https://中.文/",
        url,
        "source: https://中.文/\n",
    );
}

#[test]
fn a_comment_stays_with_its_item_in_brackets() {
    let list = "tags: [\n  x, # 关于 x\n  y, # 关于 y\n  # z:\n  z\n]\n";
    check_removed(
        "tags",
        "x",
        list,
        "tags: [\n  y, # 关于 y\n  # z:\n  z\n]\n",
    );
    check_removed(
        "tags",
        "y",
        list,
        "tags: [\n  x, # 关于 x\n  # z:\n  z\n]\n",
    );
    check_removed(
        "tags",
        "z",
        list,
        "tags: [\n  x, # 关于 x\n  y, # 关于 y\n  # z:\n]\n",
    );
    let uneven = "tags: [x, # 关于 x\n  y, z] # 完\n";
    check_removed("tags", "x", uneven, "tags: [\n  y, z] # 完\n");
    check_removed("tags", "y", uneven, "tags: [x, # 关于 x\n  z] # 完\n");
    check_removed("tags", "z", uneven, "tags: [x, # 关于 x\n  y] # 完\n");
    check_removed(
        "tags",
        "y",
        "tags: [\n  x, y, # 二\n  z,\n]\n",
        "tags: [\n  x, # 二\n  z,\n]\n",
    );
}

#[test]
fn a_list_with_an_anchor_that_becomes_empty_keeps_it() {
    check_removed(
        "tags",
        "x",
        "tags: &t # c\n  - x\nk: 1\n",
        "tags: &t [] # c\nk: 1\n",
    );
}

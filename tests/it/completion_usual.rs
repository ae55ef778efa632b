//! What would at once be a finding is not offered: another spelling, another name, quotes in a value, a look-alike of a field.

use crate::completion::labels;

fn posts(n: usize, fields: &str) -> String {
    let post = |it| {
        format!(
            "//- /{}-{it}.md\n---\n{fields}---\n",
            fields.len() * 1000 + n
        )
    };
    (0..n).map(post).collect()
}

/// What is offered for a company.
fn companies(list: &str) -> Vec<String> {
    let posts = [
        posts(60, "companies: [OpenAI, Nvidia, The New York Times]\n"),
        posts(1, "companies: [openai, 'Open AI', nvidia]\n"),
        posts(12, "companies: [NVIDIA, New York Times]\n"),
        posts(2, "companies: ['\"OpenAI\"', '\"Mistral\"']\n"),
    ];
    labels(&format!(
        "{}//- /new.md\n---\ncompanies: [{list}]\n---\n",
        posts.concat()
    ))
}

#[test]
fn a_term_is_offered_once_and_as_usual() {
    for typed in ["Ope", "ope", "open a", "Open A", "\"Ope$0\"", "openai"] {
        let typed = match typed.contains("$0") {
            true => typed.to_owned(),
            false => format!("{typed}$0"),
        };
        assert_eq!(companies(&typed), ["OpenAI"], "{typed}");
    }
}

#[test]
fn a_list_has_a_term_in_whatever_spelling() {
    for listed in ["OpenAI", "openai", "Open AI", "'\"OpenAI\"'"] {
        assert_eq!(companies(&format!("{listed}, Ope$0")), [""; 0], "{listed}");
        let before = companies(&format!("{listed}, $0"));
        assert!(
            before.iter().all(|it| it != "OpenAI"),
            "{listed}: {before:?}"
        );
    }
}

/// Twelve posts of forty have not agreed: whoever types it to the letter can have it, below the usual form.
#[test]
fn a_spelling_that_many_posts_use_comes_below_the_usual_one() {
    let mut all = companies("$0");
    all.sort();
    assert_eq!(all, ["Mistral", "Nvidia", "OpenAI", "The New York Times"]);
    assert_eq!(companies("nvi$0"), ["Nvidia"]);
    assert_eq!(companies("NV$0"), ["Nvidia", "NVIDIA"]);
    assert_eq!(
        companies("New Y$0"),
        ["The New York Times", "New York Times"]
    );
    assert_eq!(companies("york$0"), ["The New York Times"]);
}

#[test]
fn what_is_typed_with_a_space_behind_it_is_not_offered_as_new_too() {
    let posts = [
        posts(2, "people: [赵长鹏]\n"),
        posts(1, "people: [赵长鹏 (Changpeng Zhao)]\n"),
    ];
    let found = labels(&format!(
        "{}//- /new.md\n---\npeople:\n  - 赵长鹏 $0\n---\n",
        posts.concat()
    ));
    assert_eq!(found.iter().filter(|it| *it == "赵长鹏").count(), 1);
}

#[test]
fn quotes_that_are_a_part_of_a_value_are_not_written_again() {
    assert_eq!(companies("Mist$0"), ["Mistral"]);
}

#[test]
fn a_declared_name_is_offered_for_its_other_names_alone() {
    let config = "vocabularies:\n  people: { aliases: { Donald Trump: [特朗普, 川普] } }\n";
    let posts = [
        posts(9, "people: [特朗普, 川普]\n"),
        posts(3, "people: [Donald Trump]\n"),
    ];
    let typed = |typed: &str| {
        labels(&format!(
            "//- /rubric.yaml\n{config}{}//- /new.md\n---\npeople: [{typed}$0]\n---\n",
            posts.concat()
        ))
    };
    for alias in ["特", "川", "特朗普", "telang", "Don"] {
        assert_eq!(typed(alias), ["Donald Trump"], "{alias}");
    }
    assert_eq!(typed("川普, "), [""; 0]);
}

#[test]
fn a_closed_set_has_no_slips() {
    let posts = [posts(3, "mood: evergreen\n"), posts(1, "mood: evengreen\n")];
    let config = "  mood: { type: term, values: [inbox, evergreen] }\n";
    let fixture = format!(
        "//- /rubric.yaml\n{config}{}//- /new.md\n---\nmood: ev$0\n---\n",
        posts.concat()
    );
    assert_eq!(labels(&fixture), ["evergreen"]);
}

#[test]
fn a_look_alike_of_a_field_is_not_offered() {
    let posts = [
        posts(60, "series: a\nsource: b\n"),
        posts(1, "Series: a\nsources: b\n"),
    ];
    let keys = |head: &str| labels(&format!("{}//- /new.md\n---\n{head}---\n", posts.concat()));
    assert_eq!(keys("title: x\nser$0\n"), ["series"]);
    assert_eq!(keys("title: x\nsour$0\n"), ["source"]);
    assert_eq!(keys("series: x\nser$0\n"), [""; 0]);
    assert_eq!(keys("Series: x\nser$0\n"), [""; 0]);
}

/// What is typed tells which of two spellings is meant that posts have not decided between: neither is a finding.
#[test]
fn spellings_without_a_usual_one_are_all_offered() {
    let posts = [
        posts(3, "tags: [electric-vehicle]\n"),
        posts(3, "tags: [electric-vehicles, solar]\n"),
    ];
    let typed = |typed: &str| {
        labels(&format!(
            "{}//- /new.md\n---\ntags: [{typed}$0]\n---\n",
            posts.concat()
        ))
    };
    let mut both = typed("el");
    both.sort();
    assert_eq!(both, ["electric-vehicle", "electric-vehicles"]);
    assert_eq!(typed("electric-vehicles"), ["electric-vehicles"]);
    assert_eq!(typed("electric-vehicle, "), ["solar"]);
}

/// `Financial Times` does not begin with `The`: whoever types that means the other spelling, but Enter never writes a finding.
#[test]
fn a_spelling_that_the_usual_one_does_not_fit_stands_above_it() {
    let posts = [
        posts(60, "companies: [The Economist]\n"),
        posts(12, "companies: [Financial Times]\n"),
        posts(6, "companies: [The Financial Times]\n"),
    ];
    let typed = |typed: &str| {
        labels(&format!(
            "{}//- /new.md\n---\ncompanies: [{typed}$0]\n---\n",
            posts.concat()
        ))
    };
    let (usual, other) = ("Financial Times", "The Financial Times");
    assert_eq!(typed("Th"), ["The Economist", other, usual]);
    assert_eq!(typed("The F"), [usual, other]);
    assert_eq!(typed("The Financial Times"), [usual, other]);
    assert_eq!(typed("Fin"), [usual]);
}

//! By what an author can type, terms are found: one row a rule, and what must not be found.

use crate::completion::{complete, labels};

/// A post with these people, and one where a name is being typed.
fn typed(people: &[&str], typed: &str) -> String {
    let items: String = people.iter().map(|it| format!("  - \"{it}\"\n")).collect();
    let post = |name: &str| format!("//- /{name}.md\n---\npeople:\n{items}---\n");
    format!(
        "{}{}//- /new.md\n---\npeople:\n  - {typed}$0\n---\n",
        post("a"),
        post("b")
    )
}

const PEOPLE: [&str; 14] = [
    "Donald Trump",
    "Elon Musk",
    "John Schulman",
    "José Álvarez",
    "王毅",
    "《华尔街日报》",
    "華爾街論壇",
    "吕不韦",
    "重庆森林",
    "ＯｐｅｎＡＩ",
    "Jean-Paul Sartre",
    "Müller",
    "C++ Alliance",
    "中共20大",
];

#[test]
fn every_rule_finds_its_term_first() {
    for (rule, typed_text, expected) in [
        ("prefix", "Don", "Donald Trump"),
        ("case", "dONALD t", "Donald Trump"),
        ("a later word", "musk", "Elon Musk"),
        ("a later word", "schul", "John Schulman"),
        ("accents typed or not", "jose alv", "José Álvarez"),
        ("accents typed or not", "josé ál", "José Álvarez"),
        ("accents typed or not", "mull", "Müller"),
        ("half width for full", "opena", "ＯｐｅｎＡＩ"),
        ("full width for half", "Ｅｌｏ", "Elon Musk"),
        ("a space for a hyphen", "jean pau", "Jean-Paul Sartre"),
        ("a hyphen for a space", "elon-m", "Elon Musk"),
        ("initials", "dt", "Donald Trump"),
        ("initials", "jps", "Jean-Paul Sartre"),
        ("Chinese", "王", "王毅"),
        ("Chinese without the marks", "华尔", "《华尔街日报》"),
        ("Chinese with the marks", "《华", "《华尔街日报》"),
        ("from within", "日报", "《华尔街日报》"),
        ("pinyin", "huaerjier", "《华尔街日报》"),
        ("pinyin", "wangyi", "王毅"),
        ("syllables", "hejr", "《华尔街日报》"),
        ("pinyin of traditional", "huaerjielun", "華爾街論壇"),
        ("syllables of traditional", "hejl", "華爾街論壇"),
        ("v for ü", "lvbu", "吕不韦"),
        ("a character of two readings", "chongqing", "重庆森林"),
        ("a character of two readings", "cqsl", "重庆森林"),
        ("signs count", "c+", "C++ Alliance"),
        ("digits among Chinese", "zhonggong20", "中共20大"),
        ("a trailing space", "Elon ", "Elon Musk"),
    ] {
        let found = labels(&typed(&PEOPLE, typed_text));
        assert_eq!(
            found.first().map(String::as_str),
            Some(expected),
            "{rule}: {typed_text}"
        );
    }
}

#[test]
fn a_new_value_is_never_replaced_by_a_guess() {
    for typed_text in ["umsk", "onald", "ang", "eijing", "zz", "王王", "C#"] {
        let found = labels(&typed(&PEOPLE, typed_text));
        // Guesses may follow, below what is typed.
        assert!(
            found.first().is_none_or(|it| it == typed_text),
            "{typed_text}: {found:?}"
        );
    }
}

#[test]
fn letters_here_and_there_never_stand_beside_a_real_match() {
    let people = ["Ada Lovelace", "Anders Daniel Alsing"];
    assert_eq!(
        labels(&typed(&people, "ada")),
        ["ada", "Ada Lovelace", "Anders Daniel Alsing"],
        "initials, below what may be a name of its own"
    );
    assert_eq!(labels(&typed(&people, "love")), ["Ada Lovelace"]);
    // A guess: above it stands what is typed, so that Enter leaves a new value alone.
    assert_eq!(labels(&typed(&people, "lvlc")), ["lvlc", "Ada Lovelace"]);
}

/// Clients filter by what is typed, now and after the next keys, and those that score do it by case: the filter begins with
/// the typed text as it stands, and goes on as the typist would.
#[test]
fn the_filter_goes_on_from_what_is_typed() {
    for (typed_text, expected) in [
        ("don", "donald Trump"),
        ("musk", "musk Elon Musk"),
        ("Schul", "Schulman"),
        ("JOSE", "JOSE Álvarez"),
        ("dt", "dt Donald Trump"),
        ("hej", "hejrb"),
        ("huaer", "huaerjieribao"),
        ("华尔", "华尔街日报》"),
        ("Ｅｌ", "Ｅｌon Musk"),
    ] {
        let list = complete(&typed(&PEOPLE, typed_text)).2.unwrap_or_default();
        let filters: Vec<&str> = list.items.iter().map(|it| it.filter.as_str()).collect();
        assert!(filters.contains(&expected), "{typed_text}: {filters:?}");
        assert!(
            filters.iter().all(|it| it.starts_with(typed_text)),
            "{typed_text}: {filters:?}"
        );
    }
}

#[test]
fn an_alias_leads_to_the_canonical_form_and_says_so() {
    let config = "//- /rubric.yaml\nvocabularies:\n  people:\n    aliases:\n      Donald Trump: [特朗普, 川普]\n";
    for (typed_text, filter) in [
        ("特", "特朗普"),
        ("telang", "telangpu"),
        ("tlp", "tlp Donald Trump"),
        ("川普", "川普"),
    ] {
        let list = complete(&format!("{config}{}", typed(&PEOPLE, typed_text)))
            .2
            .unwrap_or_default();
        let item = list
            .items
            .first()
            .unwrap_or_else(|| panic!("{typed_text} finds nothing"));
        assert_eq!(item.edit.new_text.trim_matches('"'), "Donald Trump");
        assert_eq!(item.filter, filter);
        let detail = item.detail.clone().unwrap_or_default();
        assert!(
            detail.contains("特朗普") || detail.contains("川普"),
            "{detail}"
        );
    }
}

#[test]
fn an_alias_that_bodies_teach_leads_to_the_usual_form() {
    let post = |number: u32, people: &str, body: &str| {
        format!("//- /{number}.md\n---\npeople: [{people}]\n---\n{body}\n")
    };
    let taught = "唐纳德·特朗普（Donald Trump）说了，特朗普（Donald Trump）又说了。";
    let fixture = format!(
        "{}{}{}{}//- /z.md\n---\npeople: [特$0]\n---\n",
        post(1, "Donald Trump", taught),
        post(2, "Donald Trump", taught),
        post(3, "Donald Trump", ""),
        post(4, "特朗普", ""),
    );
    let list = complete(&fixture).2.unwrap_or_default();
    let texts: Vec<&str> = list
        .items
        .iter()
        .map(|it| it.edit.new_text.as_str())
        .collect();
    assert_eq!(texts, ["Donald Trump", "特朗普"]);
    let detail = list.items[0].detail.clone().unwrap_or_default();
    assert!(detail.contains("特朗普"), "{detail}");

    // One body alone may be wrong.
    let fixture = format!(
        "{}{}{}//- /z.md\n---\npeople: [特$0]\n---\n",
        post(1, "Donald Trump", taught),
        post(2, "Donald Trump", ""),
        post(4, "特朗普", ""),
    );
    let list = complete(&fixture).2.unwrap_or_default();
    let texts: Vec<&str> = list
        .items
        .iter()
        .map(|it| it.edit.new_text.as_str())
        .collect();
    assert_eq!(texts, ["特朗普"]);
}

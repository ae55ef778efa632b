//! Quick fixes that meet what the post has already: no field and no item stands twice for them, and what nearly all posts
//! have is what a missing field gets.

use rubric::corpus::{Event, Host, RelPath, Snapshot};
use rubric::features::diagnostics::{Code, diagnostics_of};
use rubric::features::fixes::{self, Context, Safety, Selection, fix_post};
use rubric::text::Text;

use crate::fixes::parsed;
use crate::infer::learn;

const CONFIG: &str = "vocabularies: { companies: { aliases: { Nvidia: [英伟达, N 卡] } } }\n";

/// Sixty posts that agree, and a post beside them.
fn beside(source: &str) -> (Snapshot, rubric::corpus::FileId) {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 60, |it| {
        format!(
            "title: 第 {it} 篇\nseries: s{it}\ntags: [llm, t{it}]\ncompanies: [Nvidia, AMD]\nstatus: evergreen\ndraft: false\n"
        )
    });
    let file = host.intern(&RelPath("notes/x.md".into()));
    host.apply(vec![
        Event::Config(Some(CONFIG.into())),
        Event::Open {
            file,
            version: 1,
            text: Text::new(source),
        },
    ]);
    (host.snapshot(), file)
}

fn fix(source: &str, selection: &Selection) -> String {
    let (snap, file) = beside(source);
    let fixed = fix_post(&snap, file, &parsed(source), selection);
    let again = fix_post(&snap, file, &parsed(fixed.text.as_str()), selection);
    assert_eq!(again.edits, [], "a second run changes nothing");
    fixed.text.as_str().to_owned()
}

fn only(code: Code) -> Selection {
    Selection {
        codes: Some(vec![code]),
        with_unsafe: false,
    }
}

/// The block with a front matter's other fields behind it; only this code is fixed, as it is when it is asked for.
#[track_caller]
fn check(code: Code, before: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        let post = |block: &str| format!("---\n{block}---\n正文: 😀 e\u{301}\n").replace('\n', eol);
        assert_eq!(fix(&post(before), &only(code)), post(after), "{before}");
    }
}

#[test]
fn a_field_under_a_wrong_name_joins_the_right_one_or_is_left() {
    let code = Code::UnknownField;
    check(code, "Series: 书 # c\n", "series: 书 # c\n");
    check(code, "Series: 书\nseries: ''\n", "series: 书\n");
    check(code, "series: 书\nSeries: []\n", "series: 书\n");
    check(code, "series: 书\nSeries: '书'\n", "series: 书\n");
    check(code, "tags: [a]\nTags: [b, a]\n", "tags: [a, b]\n");
    check(code, "series: 一\nSeries: 二\n", "series: 一\nSeries: 二\n");
    // The first takes the name, and the second has then nothing to be.
    check(code, "Series: 一\nSERIES: 二\n", "series: 一\nSERIES: 二\n");
}

#[test]
fn an_item_that_becomes_another_one_goes_and_the_first_keeps_its_place() {
    let code = Code::Alias;
    check(
        code,
        "companies: [英伟达, Nvidia, AMD]\n",
        "companies: [Nvidia, AMD]\n",
    );
    check(
        code,
        "companies:\n- AMD\n- Nvidia # n\n- 英伟达\n",
        "companies:\n- AMD\n- Nvidia # n\n",
    );
    check(
        code,
        "companies: [N 卡, AMD, 英伟达]\n",
        "companies: [Nvidia, AMD]\n",
    );
    // Another spelling would be a twin as well.
    check(
        code,
        "companies: [nvidia, 英伟达]\n",
        "companies: [nvidia]\n",
    );
    check(
        Code::StrayWhitespace,
        "tags: [' llm', x, llm]\n",
        "tags: [llm, x]\n",
    );
    check(
        Code::InvisibleCharacter,
        "tags: [llm, \"l\u{200b}lm\"]\n",
        "tags: [llm]\n",
    );
    // What stood beside each other before is for another code.
    check(
        Code::StrayWhitespace,
        "tags: [LLM, ' llm']\n",
        "tags: [LLM, llm]\n",
    );
}

#[test]
fn a_quick_fix_says_that_an_item_goes() {
    let source = "---\ncompanies: [AMD, Nvidia, 英伟达]\n---\n";
    let (snap, file) = beside(source);
    let parsed = parsed(source);
    let ctx = Context {
        snap: &snap,
        file,
        parsed: &parsed,
    };
    let findings = diagnostics_of(&snap, file, &parsed);
    let alias = findings.iter().find(|it| it.code == Code::Alias);
    let fixes = fixes::fixes(&ctx, alias.expect("it is one")).expect("it may be touched");
    assert_eq!(
        fixes[0].title,
        "Remove this `英伟达`: the list has `Nvidia`"
    );
}

#[test]
fn a_missing_field_gets_what_nearly_all_posts_have() {
    let head = "title: 题\nseries: s\ntags: [llm]\ncompanies: []\n";
    let all = format!("{head}status: evergreen\ndraft: false\n");
    check(Code::MissingField, head, &all);
    let source = format!("---\n{head}---\n");
    let (snap, file) = beside(&source);
    let parsed = parsed(&source);
    let ctx = Context {
        snap: &snap,
        file,
        parsed: &parsed,
    };
    for finding in diagnostics_of(&snap, file, &parsed) {
        let fixes = fixes::fixes(&ctx, &finding).expect("it may be touched");
        let n_preferred = fixes.iter().filter(|it| it.preferred).count();
        assert!(n_preferred <= 1, "{finding:?}");
    }
}

#[test]
fn what_the_author_has_to_go_on_from_is_written_only_if_its_code_is_asked_for() {
    let before = "---\nseries: s\ntags: []\ncompanies: []\nstatus: evergreen\ndraft: true\n---\n";
    let after = before.replacen("series", "title: ''\nseries", 1);
    assert_eq!(fix(before, &only(Code::MissingField)), after);
    let bold = Selection {
        codes: None,
        with_unsafe: true,
    };
    assert_eq!(fix(before, &bold), before);
    let (snap, file) = beside(before);
    let parsed = parsed(before);
    let ctx = Context {
        snap: &snap,
        file,
        parsed: &parsed,
    };
    let missing = diagnostics_of(&snap, file, &parsed)
        .into_iter()
        .find(|it| it.code == Code::MissingField);
    let fixes = fixes::fixes(&ctx, &missing.expect("the title is")).expect("it may be touched");
    assert_eq!(fixes[0].safety, Safety::ByCode);
}

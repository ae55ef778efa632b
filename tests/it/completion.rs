//! Completion of names and values: what is offered, in which slots, and that each edit leaves YAML that says what was chosen.

use rubric::corpus::{Event, FilePosition, Host, RelPath, Snapshot};
use rubric::features::completion::{CompletionItem, CompletionList, Options, completion, resolve};
use rubric::text::{Text, TextSize, apply_edits};

use crate::fixture::Fixture;

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

/// Declared, so that small corpora need not teach the kinds.
const CONFIG: &str = "fields:
  title: { type: text }
  date: { type: date }
  draft: { type: bool }
  tags: { type: list, style: kebab-case }
  people: { type: list }
  companies: { type: list }
  category: { type: term }
  area: { type: term }
  speaker: { type: term }
  series: { type: term }
  status: { type: term }
";

/// A corpus of open posts.
pub(crate) fn corpus(files: &[(&str, &str)]) -> Snapshot {
    let mut host = Host::new("/corpus".into());
    let declared = files
        .iter()
        .find(|it| it.0 == "rubric.yaml")
        .map_or("", |it| it.1);
    let mut changes = vec![Event::Config(Some(format!("{CONFIG}{declared}").into()))];
    for (path, text) in files.iter().filter(|it| it.0 != "rubric.yaml") {
        let file = host.intern(&RelPath((*path).into()));
        changes.push(Event::Open {
            file,
            version: 1,
            text: Text::new(*text),
        });
    }
    host.apply(changes);
    host.snapshot()
}

/// The list at the cursor, `$0`, and the text around it.
pub(crate) fn complete(fixture: &str) -> (String, TextSize, Option<CompletionList>) {
    let fixture = Fixture::parse(fixture);
    let files: Vec<_> = fixture
        .files
        .iter()
        .map(|it| (it.path.as_str(), it.text.as_str()))
        .collect();
    let snap = corpus(&files);
    let (open, offset) = fixture.cursor();
    let file = snap
        .file(&RelPath(open.path.as_str().into()))
        .expect("it was opened");
    let list = completion(&snap, FilePosition { file, offset }, OPTIONS);
    (open.text.clone(), offset, list)
}

pub(crate) fn labels(fixture: &str) -> Vec<String> {
    let list = complete(fixture).2.unwrap_or_default();
    list.items.iter().map(|it| it.label.to_string()).collect()
}

fn accept(text: &str, item: &CompletionItem) -> String {
    apply_edits(text, std::slice::from_ref(&item.edit)).expect("an edit is within the text")
}

/// The values of a field, read by another parser; a scalar is its items between commas.
fn read(text: &str, field: &str) -> Vec<String> {
    let block = text
        .split("---")
        .nth(1)
        .unwrap_or_else(|| panic!("no front matter in {text:?}"));
    let map: serde_yaml::Mapping =
        serde_yaml::from_str(block).unwrap_or_else(|it| panic!("{it} in {text:?}"));
    match map.get(field) {
        Some(serde_yaml::Value::Sequence(items)) => items
            .iter()
            .map(|it| it.as_str().unwrap_or("?").to_owned())
            .collect(),
        Some(serde_yaml::Value::String(text)) => {
            text.split(',').map(|it| it.trim().to_owned()).collect()
        }
        other => panic!("{other:?} in {text:?}"),
    }
}

/// Posts that use these values, in every field with terms.
const POSTS: &str = "//- /a.md
---
tags: [llm, \"rust: async\", 'it''s', 人工智能]
people: [Donald Trump, O'Brien, \"Wang \\\"Lei\\\"\", 王毅]
companies: [OpenAI, \"Yahoo!\", '#1 Media', 阿里巴巴]
category: llm
area: llm
speaker: llm
series: llm
status: llm
---
//- /b.md
---
tags: [llm, \"rust: async\", 'it''s', 人工智能]
people: [Donald Trump, O'Brien, \"Wang \\\"Lei\\\"\", 王毅]
companies: [OpenAI, \"Yahoo!\", '#1 Media', 阿里巴巴]
category: \"rust: async\"
area: \"rust: async\"
speaker: \"rust: async\"
series: \"rust: async\"
status: \"rust: async\"
---
";

/// Forms of a list; `@` is where the word goes.
const LISTS: [&str; 17] = [
    "FIELD:\n  - @\n",
    "FIELD:\n- @\n",
    "FIELD:\n  - first\n  - @\n  - last\n",
    "FIELD:\n- first\n- @\n- last # a remark\n",
    "FIELD: [@]\n",
    "FIELD: [first, @, last]\n",
    "FIELD: [ first , @ ]\n",
    "FIELD:\n  [first,\n   @,\n   last]\n",
    "FIELD: first, @\n",
    "FIELD: first, @, last\n",
    "FIELD: @\n",
    "FIELD:\n  @\n",
    "FIELD:\n  - first\n  @\n",
    "FIELD: @\n- last\n",
    "FIELD: @\n    - last\n",
    "FIELD: [\n  first, # a remark, with a comma\n  @ # another\n]\n",
    "FIELD: [\n  # a remark\n  first,\n  @,\n]\n",
];

const SCALARS: [&str; 3] = ["FIELD: @\n", "FIELD: @ # a remark\n", "FIELD:\n  @\n"];

/// Every value that is offered for the word, in every form, with every quote, and each line end: what is read again after it
/// was accepted is that value, between its neighbours.
fn check_edits(field: &str, forms: &[&str], typed: &str, expected: &str) {
    for form in forms {
        for quote in ["", "'", "\""] {
            for closed in [true, false] {
                check_edit(field, form, typed, (quote, closed), expected);
            }
        }
    }
}

fn check_edit(field: &str, form: &str, typed: &str, (quote, closed): (&str, bool), expected: &str) {
    let comma = form.contains(": first, @");
    // An unclosed quote takes in what follows on its line: only the end of a line can be fixed.
    let at_end = form.contains("@\n");
    if !closed && (quote.is_empty() || !at_end) {
        return;
    }
    // Without a quote it would be a comment.
    if comma && quote.is_empty() && typed.starts_with('#') {
        return;
    }
    let form = form.replace("FIELD", field);
    let close = if closed { quote } else { "" };
    let written = match comma && !quote.is_empty() {
        true => {
            let list = form.trim_end().split_once(": ").expect("a value").1;
            let list = list.replace('@', &format!("{typed}$0"));
            format!("{field}: {quote}{list}{close}\n")
        }
        false => form.replace('@', &format!("{quote}{typed}$0{close}")),
    };
    for line_end in ["\n", "\r\n"] {
        let fixture = format!("{POSTS}//- /new.md\n\u{feff}---\ntitle: 新\n{written}---\nBody.\n");
        let fixture = fixture.replace('\n', line_end);
        let (text, offset, list) = complete(&fixture);
        let list = list.unwrap_or_else(|| panic!("nothing offered in {written:?}"));
        let item = list.items.iter().find(|it| it.label == expected);
        // A scalar that is a list cannot quote one item of several.
        if comma && (expected.contains([':', '#']) || expected.contains(quote) && !quote.is_empty())
        {
            continue;
        }
        let item = item.unwrap_or_else(|| panic!("no {expected:?} in {written:?}: {list:?}"));
        assert!(item.edit.range.contains_inclusive(offset), "{written:?}");
        let accepted = accept(&text, item);
        let mut values = vec![expected];
        if form.contains("first") {
            values.insert(0, "first");
        }
        if form.contains("last") {
            values.push("last");
        }
        let untouched = |it: &str| it.matches('\r').count() == it.matches('\n').count();
        assert!(line_end == "\n" || untouched(&accepted), "{accepted:?}");
        assert_eq!(
            read(&accepted, field),
            values,
            "{written:?} became {accepted:?}"
        );
    }
}

#[test]
fn every_edit_leaves_the_chosen_value_in_every_form_of_a_list() {
    for (field, typed, expected) in [
        ("tags", "", "llm"),
        ("tags", "ll", "llm"),
        ("tags", "ru", "rust: async"),
        ("tags", "it", "it's"),
        ("tags", "人", "人工智能"),
        ("people", "Donald ", "Donald Trump"),
        ("people", "o", "O'Brien"),
        ("people", "wang", "Wang \"Lei\""),
        ("people", "", "王毅"),
        ("companies", "#1", "#1 Media"),
        ("companies", "ya", "Yahoo!"),
        ("companies", "", "#1 Media"),
    ] {
        check_edits(field, &LISTS, typed, expected);
    }
}

#[test]
fn every_edit_leaves_the_chosen_value_in_a_scalar() {
    for field in ["category", "area", "speaker", "series", "status"] {
        for (typed, expected) in [
            ("", "llm"),
            ("l", "llm"),
            ("", "rust: async"),
            ("ru", "rust: async"),
        ] {
            check_edits(field, &SCALARS, typed, expected);
        }
    }
}

#[test]
fn a_list_does_not_offer_what_it_has() {
    let posts = "//- /a.md\n---\ntags: [llm, rust, 中文]\n---\n";
    for list in [
        "tags: [llm, $0, 中文]\n",
        "tags:\n- llm\n- $0\n- 中文\n",
        "tags: llm, $0, 中文\n",
        "tags:\n  - \"llm\"\n  - '$0\n  - 中文 # x\n",
    ] {
        let fixture = format!("{posts}//- /b.md\n---\n{list}---\n");
        assert_eq!(labels(&fixture), ["rust"], "{list:?}");
    }
}

#[test]
fn what_is_being_typed_is_not_offered_back() {
    for typed in ["llm-x", "ll"] {
        let fixture = format!(
            "//- /a.md\n---\ntags: [llm-agents]\n---\n//- /b.md\n---\ntags: [{typed}$0]\n---\n"
        );
        let expected = if typed == "ll" {
            vec!["llm-agents"]
        } else {
            vec![]
        };
        assert_eq!(labels(&fixture), expected);
    }
}

#[test]
fn fields_are_offered_in_their_usual_order_without_those_that_are_there() {
    let posts = "//- /a.md\n---\ntitle: A\ndate: 2025-01-01\ntags:\n- x\n---\n//- /b.md\n---\ntitle: B\ndate: 2025-01-02\ntags:\n- x\n---\n";
    let names = labels(&format!("{posts}//- /c.md\n---\ntitle: C\n$0\n---\n"));
    assert_eq!(names[..2], ["date", "tags"]);
    let (text, _, list) = complete(&format!("{posts}//- /c.md\n---\ntitle: C\nta$0\n---\n"));
    let list = list.expect("fields are offered");
    let accepted = accept(&text, &list.items[0]);
    assert_eq!(accepted, "---\ntitle: C\ntags:\n- \n---\n");
    let (text, _, list) = complete(&format!("{posts}//- /c.md\n---\nda$0: x\n---\n"));
    let list = list.expect("fields are offered");
    assert_eq!(accept(&text, &list.items[0]), "---\ndate: x\n---\n");
}

#[test]
fn dates_have_the_fields_form_and_quotes() {
    let posts =
        "//- /a.md\n---\ndate: '2025-01-01'\n---\n//- /b.md\n---\ndate: '2025-01-02'\n---\n";
    let (text, _, list) = complete(&format!("{posts}//- /c.md\n---\ndate: $0\n---\n"));
    let list = list.expect("dates are offered");
    assert_eq!(list.items[0].detail.as_deref(), Some("today"));
    let accepted = accept(&text, &list.items[0]);
    let today = &list.items[0].label;
    assert_eq!(accepted, format!("---\ndate: '{today}'\n---\n"));
}

#[test]
fn dates_that_say_utc_are_filled_in_by_its_clock() {
    let posts = "//- /a.md\n---\ndate: 2025-01-01T10:00Z\n---\n//- /b.md\n---\ndate: 2025-01-02T11:30Z\n---\n";
    let before = jiff::Timestamp::now();
    let (_, _, list) = complete(&format!("{posts}//- /c.md\n---\ndate: $0\n---\n"));
    let filled = list.expect("dates are offered").items[0].label.clone();
    let filled: jiff::Timestamp = filled.parse().expect("a moment");
    let minute = jiff::SignedDuration::from_mins(1);
    assert!(
        (before - minute..=jiff::Timestamp::now()).contains(&filled),
        "{filled}"
    );
}

#[test]
fn booleans_are_offered_plain() {
    let posts: String = (0..5)
        .map(|it| format!("//- /{it}.md\n---\ndraft: true\n---\n"))
        .collect();
    let (text, _, list) = complete(&format!("{posts}//- /new.md\n---\ndraft: t$0\n---\n"));
    let list = list.expect("booleans are offered");
    assert_eq!(accept(&text, &list.items[0]), "---\ndraft: true\n---\n");
}

#[test]
fn nothing_is_offered_in_prose_and_comments() {
    for post in [
        "---\ntitle: x$0\n---\n",
        "---\ntags: # x$0\n---\n",
        "---\ntitle: x\n---\nBody$0\n",
        "no front matter$0\n",
    ] {
        assert_eq!(labels(post), Vec::<String>::new(), "{post:?}");
    }
}

#[test]
fn the_documentation_names_the_latest_posts_escaped() {
    let snap = corpus(&[
        (
            "a.md",
            "---\ntitle: Old\ndate: 2024-01-01\ntags: [llm]\n---\n",
        ),
        (
            "b.md",
            "---\ntitle: '<b>*新* [x](y)'\ndate: 2025-01-01\ntags: [llm]\n---\n",
        ),
        ("c.md", "---\ntags: []\n---\n"),
    ]);
    let file = snap.file(&RelPath("c.md".into())).expect("it was opened");
    expect_test::expect![[r#"
        **llm**, 2 posts

        - \<b\>\*新\* \[x\]\(y\) (2025-01-01)
        - Old (2024-01-01)"#]]
    .assert_eq(&resolve(&snap, file, "tags", "llm").expect("posts use it"));
    assert_eq!(resolve(&snap, file, "tags", "unknown"), None);
}

/// A post that goes and comes back, as with another branch of the repository, brings its terms back, and equals keep their order.
#[test]
fn a_term_that_comes_back_is_offered_again() {
    let mut host = Host::new("/corpus".into());
    host.apply(vec![Event::Config(Some(CONFIG.into()))]);
    let draft = "---\ntags:\n  - \n---\n";
    let cursor = TextSize::of("---\ntags:\n  - ");
    let file = |host: &mut Host, path: &str| host.intern(&RelPath(path.into()));
    let open = |host: &mut Host, path: &str, text: &str| {
        let file = file(host, path);
        let text = Text::new(text);
        host.apply(vec![Event::Open {
            file,
            version: 1,
            text,
        }]);
    };
    let offered = |host: &mut Host| -> Vec<String> {
        let position = FilePosition {
            file: file(host, "new.md"),
            offset: cursor,
        };
        let list = completion(&host.snapshot(), position, OPTIONS).expect("a list");
        list.items.iter().map(|it| it.label.to_string()).collect()
    };
    open(&mut host, "new.md", draft);
    open(&mut host, "a.md", "---\ntags: [里面]\n---\n");
    assert_eq!(offered(&mut host), ["里面"]);
    let gone = file(&mut host, "a.md");
    host.apply(vec![Event::Close { file: gone }]);
    open(&mut host, "b.md", "---\ntags: [b, a]\n---\n");
    assert_eq!(offered(&mut host), ["a", "b"]);
    open(&mut host, "a.md", "---\ntags: [里面]\n---\n");
    assert_eq!(offered(&mut host), ["a", "b", "里面"]);
}

//! What empty fields of a post are likely to hold: as an action, and as lines to insert.

use rubric::corpus::{FileId, FilePosition, RelPath, Snapshot};
use rubric::features::actions::{ActionKind, Work, actions};
use rubric::features::completion::{Options, completion, likely_values};
use rubric::text::{TextRange, TextSize, apply_edits};

use crate::completion::corpus;

/// Posts about gardens, and as many about each of four other things.
fn posts() -> Vec<(String, String)> {
    const KINDS: [(&str, &str, &str, &str); 5] = [
        ("园艺", "  - soil\n  - spring\n", "home", "玫瑰 roses"),
        ("铁路", "  - night-train\n", "away", "火车 trains"),
        ("读书", "  - novels\n", "study", "小说 novels"),
        ("厨房", "  - bread\n", "table", "面包 bread"),
        ("山", "  - snow\n", "height", "雪 snow"),
    ];
    (0..40)
        .map(|number| {
            let (category, tags, area, title) = KINDS[number % KINDS.len()];
            let text = format!(
                "---\ntitle: {title}\ncategory: {category}\narea: {area}\ntags:\n{tags}people: []\n---\n"
            );
            (format!("posts/{number}.md"), text)
        })
        .collect()
}

fn world(draft: &str) -> (Snapshot, FileId, TextSize) {
    let offset = draft.find('|').expect("the cursor is marked");
    let mut files = posts();
    files.push(("posts/draft.md".to_owned(), draft.replacen('|', "", 1)));
    let files: Vec<(&str, &str)> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
    let snap = corpus(&files);
    let file = snap.file(&RelPath("posts/draft.md".into()));
    (
        snap,
        file.expect("it is open"),
        TextSize::try_from(offset).expect("it is short"),
    )
}

/// The draft after the action whose title begins so, and the titles of all actions.
fn after(draft: &str, title: &str) -> (Option<String>, Vec<String>) {
    let (snap, file, offset) = world(draft);
    let range = TextRange::empty(offset);
    let offered = actions(&snap, file, range, &[ActionKind::Refactor]).expect("it is open");
    let titles = offered.iter().map(|it| it.title.clone()).collect();
    let chosen = offered.into_iter().find(|it| it.title.starts_with(title));
    let text = chosen.map(|it| {
        let Work::Done(change) = it.work else {
            panic!("{title} is worked out at once");
        };
        let source = draft.replacen('|', "", 1);
        apply_edits(&source, &change.edits[0].1).expect("the edits fit")
    });
    (text, titles)
}

#[test]
fn empty_and_missing_fields_are_filled_in_as_similar_posts_have_them() {
    let draft = "---\r\ntitle: 玫瑰 roses 😀\r\ncategory: ''|\r\ntags: []\r\npeople: []\r\n---\r\n";
    let (one, titles) = after(draft, "Fill in `category`");
    let one = one.unwrap_or_else(|| panic!("{titles:?}"));
    assert_eq!(one, draft.replace("''|", "园艺"));
    assert!(titles[0].contains("% of similar posts"), "{titles:?}");
    let (all, _) = after(draft, "Fill in what is likely: `category`, `area`");
    assert_eq!(
        all.unwrap_or_else(|| panic!("{titles:?}")),
        "---\r\ntitle: 玫瑰 roses 😀\r\ncategory: 园艺\r\narea: home\r\ntags: []\r\npeople: []\r\n---\r\n"
    );
}

#[test]
fn what_nothing_speaks_for_is_left_to_the_author() {
    let (_, titles) = after("---\ntitle: 完全不同 else|\ncategory: ''\n---\n", "Fill in");
    assert!(
        titles.iter().all(|it| !it.starts_with("Fill in")),
        "{titles:?}"
    );
    let draft = "---\ntitle: 玫瑰 roses\ncategory: 园艺|\narea: home\ntags: [soil]\n---\n";
    let (_, titles) = after(draft, "Fill in");
    assert!(
        titles.iter().all(|it| !it.starts_with("Fill in")),
        "{titles:?}"
    );
}

/// Of the tags, products and works that a body mentions, hardly any is what its author lists.
#[test]
fn people_and_organisations_that_are_mentioned_more_than_once_are_filled_in() {
    let names = "people: [王毅, Dan Dee, Eva Elk, Gus Gnu]\ncompanies: [小米]\ntags: [soil]\nproducts: [K9]\nbooks: [《他们》]\n";
    let empty = "people: []\ncompanies: []\ntags: []\nproducts: []\nbooks: []\n";
    let body = "王毅 and Dan Dee, Dan Dee and 王毅; Eva Elk. 小米 小米 😀. soil, soil. K9, K9. 《他们》《他们》\n";
    let mut files = vec![("draft.md".to_owned(), format!("---\n{empty}---\n{body}"))];
    files.extend((0..5).map(|it| (format!("{it}.md"), format!("---\n{names}---\n"))));
    let files: Vec<(&str, &str)> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
    let snap = corpus(&files);
    let file = snap.file(&RelPath("draft.md".into())).expect("it is open");
    let parsed = snap.parsed(file).expect("it is open");
    let likely = likely_values(&snap, file, &parsed);
    let told: Vec<String> = likely
        .iter()
        .map(|it| format!("{}: {:?}", it.field, it.values))
        .collect();
    let expected = [
        r#"people: [("王毅", "mentioned 2×"), ("Dan Dee", "mentioned 2×")]"#,
        r#"companies: [("小米", "mentioned 2×")]"#,
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_line_that_has_nothing_yet_offers_whole_fields() {
    let draft = "---\ntitle: 玫瑰 roses\n|\npeople: []\n---\n";
    let (snap, file, offset) = world(draft);
    let options = Options {
        limit: 100,
        body: true,
    };
    let list =
        completion(&snap, FilePosition { file, offset }, options).expect("a key can stand there");
    let labels: Vec<&str> = list.items.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(
        labels[..4],
        [
            "all 2 likely fields",
            "category: 园艺",
            "area: home",
            "category"
        ]
    );
    let source = draft.replacen('|', "", 1);
    let text = apply_edits(&source, std::slice::from_ref(&list.items[0].edit));
    assert_eq!(
        text.expect("the edit fits"),
        "---\ntitle: 玫瑰 roses\ncategory: 园艺\narea: home\npeople: []\n---\n"
    );
}

//! The front matter of a new post, offered where nothing but a fence stands.

use rubric::corpus::{Event, FilePosition, Host, RelPath};
use rubric::features::completion::{CompletionItem, Options, completion};
use rubric::features::diagnostics::diagnostics;
use rubric::text::{Text, TextSize, apply_edits};

use crate::completion::corpus;

/// The skeleton at `|` in a new post of a folder whose posts have these fields.
fn skeleton(draft: &str) -> Option<CompletionItem> {
    let mut files: Vec<(String, String)> = (0..8)
        .map(|number| {
            let text = format!(
                "---\ntitle: 标题 {number}\ndate: '2026-11-{:02}'\ntags:\n  - 工具\n  - t{number}\nseries: ''\nstatus: evergreen\ndraft: false\n---\n",
                number + 1
            );
            (format!("posts/{number}.md"), text)
        })
        .collect();
    files.push(("posts/new.md".to_owned(), draft.replacen('|', "", 1)));
    let files: Vec<(&str, &str)> = files.iter().map(|it| (&*it.0, &*it.1)).collect();
    let snap = corpus(&files);
    let file = snap.file(&RelPath("posts/new.md".into()))?;
    let offset = TextSize::try_from(draft.find('|')?).ok()?;
    let options = Options {
        limit: 100,
        body: true,
    };
    let list = completion(&snap, FilePosition { file, offset }, options)?;
    let is_skeleton = |it: &CompletionItem| it.label.starts_with("new post");
    list.items.into_iter().find(is_skeleton)
}

/// The draft with the skeleton, `‸` at each place to fill in, and the day of today as `TODAY`.
fn filled(draft: &str) -> String {
    let mut item = skeleton(draft).unwrap_or_else(|| panic!("nothing is offered in {draft:?}"));
    for stop in item.stops.iter().rev() {
        item.edit.new_text.insert(stop.start, '‸');
    }
    let source = draft.replacen('|', "", 1);
    let text = apply_edits(&source, std::slice::from_ref(&item.edit)).expect("the edit fits");
    let today = jiff::Zoned::now().date().to_string();
    text.replace(&today, "TODAY")
}

const FIELDS: &str =
    "title: ‸\ndate: ‸'TODAY'\ntags:\n  - ‸\nseries: ''\nstatus: evergreen\ndraft: false\n";

#[test]
fn a_fence_at_the_top_of_a_new_post_offers_the_fields_of_its_folder() {
    let whole = format!("---\n{FIELDS}---\n");
    assert_eq!(filled("---|"), whole);
    assert_eq!(filled("--|\n"), whole);
    assert_eq!(filled("|"), whole);
    assert_eq!(filled("---\n|"), whole);
    assert_eq!(
        filled("---\n|\n---\n正文 😀\n"),
        format!("{whole}正文 😀\n")
    );
    assert_eq!(filled("---|\n正文\n"), format!("{whole}正文\n"));
    assert_eq!(filled("\u{feff}---|"), format!("\u{feff}{whole}"));
    assert_eq!(
        filled("---\r\n|\r\n---\r\n正文\r\n"),
        format!("{whole}正文\n").replace('\n', "\r\n")
    );
}

#[test]
fn it_is_offered_nowhere_else() {
    for draft in [
        "---\ntitle: x\n|---\n",
        "---\ntitle: x\n---\n|",
        "---\ntitle: x\n---\n---|\n",
        "正文|\n",
        "正文\n\n---|\n",
        "---| x\n",
    ] {
        assert_eq!(skeleton(draft).map(|it| it.edit), None, "{draft:?}");
    }
}

/// A new post begins with what its author is about to write: that it lacks this is told once it is saved.
#[test]
fn what_a_new_post_lacks_is_told_once_it_is_saved() {
    let mut host = Host::new("/corpus".into());
    let mut changes = Vec::new();
    for number in 0..60 {
        let path = RelPath(format!("posts/{number}.md").into());
        let text = format!(
            "---\ntitle: 标题 {number}\ndate: '2026-11-03'\ntags:\n  - 工具\nstatus: evergreen\n---\n"
        );
        let (file, version) = (host.intern(&path), 1);
        let text = Text::new(text);
        changes.push(Event::Open {
            file,
            version,
            text,
        });
    }
    let file = host.intern(&RelPath("posts/新.md".into()));
    let text = Text::new("");
    changes.push(Event::Open {
        file,
        version: 1,
        text,
    });
    host.apply(changes);
    let begun = "---\ntitle:\ndate: ''\ntags:\n  -\nstatus: evergren\n---\n";
    host.apply(vec![Event::Edit {
        file,
        version: 2,
        text: Text::new(begun),
        cursor: Some(TextSize::of("---\ntitle:")),
    }]);
    let codes = |host: &Host| -> Vec<_> {
        let found = diagnostics(&host.snapshot(), file).expect("the post is open");
        found.iter().map(|it| it.code.name()).collect()
    };
    assert_eq!(codes(&host), ["unknown-value"]);
    host.apply(vec![Event::Save { file }]);
    assert!(codes(&host).len() > 3, "{:?}", codes(&host));
}

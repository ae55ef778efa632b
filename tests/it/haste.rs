//! What an author waits for as they type: nothing of all terms or posts is made for it, however little of that there is yet.

use std::ops::ControlFlow;
use std::time::Duration;

use rubric::corpus::work;
use rubric::corpus::{
    Event, FileId, FilePosition, Host, Matcher, RelPath, Snapshot, TermId, Vocabulary, loader,
    named_in,
};
use rubric::features::completion::{CompletionItem, Options, completion};
use rubric::features::definition::definition;
use rubric::features::highlight::document_highlights;
use rubric::features::hover::hover;
use rubric::features::rename::prepare_rename;
use rubric::features::workspace_symbols::workspace_symbols;
use rubric::text::{Text, TextSize};
use smol_str::{SmolStr, format_smolstr};
use tempfile::TempDir;

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

/// Every way to ask has its place here: a key, a value, a name in prose, a link, a wiki link, an anchor, a heading.
const DRAFT: &str = "---\ntitle: 甲\ntags: [term-1]\npeople: [长文7]\n---\n# 题\n\n长文8 和 term-12 见 [乙](b.md#题)、[[b]]\n";

/// Enough terms that nobody waits for what is made of them.
fn many_terms() -> TempDir {
    let root = TempDir::with_prefix("忙 corpus").expect("a temporary folder");
    let tags: Vec<String> = (0..3_000).map(|it| format!("term-{it}")).collect();
    let people: Vec<String> = (0..3_000).map(|it| format!("长文{it}")).collect();
    let many = format!(
        "---\ntitle: 乙\ntags: [{}]\npeople: [{}]\n---\n# 题\n",
        tags.join(", "),
        people.join(", ")
    );
    let write = |path: &str, text: &str| {
        std::fs::write(root.path().join(path), text).expect("a file");
    };
    write("a.md", DRAFT);
    write("b.md", &many);
    root
}

fn draft(snap: &Snapshot) -> FileId {
    snap.file(&RelPath("a.md".into())).expect("it is there")
}

/// What editors ask while somebody types, everywhere in the draft.
fn ask_everything(snap: &Snapshot) {
    let file = draft(snap);
    for (at, _) in DRAFT.char_indices() {
        let offset = TextSize::of(&DRAFT[..at]);
        let position = FilePosition { file, offset };
        completion(snap, position, OPTIONS);
        hover(snap, position).expect("the post is there");
        definition(snap, position).expect("the post is there");
        document_highlights(snap, position).expect("the post is there");
        prepare_rename(snap, position).expect("the post is there");
    }
    workspace_symbols(snap, "term", 10);
}

/// The draft with one more tag, which is being typed.
fn completed(host: &mut Host, typed: &str) -> Vec<CompletionItem> {
    let file = draft(&host.snapshot());
    let before = format!("---\ntags: [{typed}");
    let cursor = TextSize::of(before.as_str());
    host.apply(vec![Event::Edit {
        file,
        version: 2,
        text: Text::new(format!("{before}]\n---\n")),
        cursor: Some(cursor),
    }]);
    let position = FilePosition {
        file,
        offset: cursor,
    };
    let list = completion(&host.snapshot().in_haste(), position, OPTIONS);
    list.map(|it| it.items).unwrap_or_default()
}

fn offers(host: &mut Host, typed: &str, label: &str) -> bool {
    completed(host, typed).iter().any(|it| it.label == label)
}

fn loaded(root: &TempDir) -> Host {
    let mut host = Host::new(root.path().to_owned());
    let flow = loader::load_in_steps(root.path(), |step| {
        host.apply(step.changes);
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    host
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..3_000 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{what} never came");
}

#[test]
fn nothing_is_made_of_all_terms_for_who_types() {
    let root = many_terms();
    let mut host = Host::new(root.path().to_owned());
    let flow = loader::load_in_steps(root.path(), |step| {
        host.apply(step.changes);
        // Before the end of the loading there is no background that could make it meanwhile.
        if !host.snapshot().complete() {
            let snap = host.snapshot().in_haste();
            ask_everything(&snap);
            assert_eq!(snap.n_made(), 0, "{:?}", step.phase);
        }
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    let patient = host.snapshot();
    ask_everything(&patient);
    assert!(patient.n_made() > 0, "the count tells nothing");
}

#[test]
fn the_background_makes_it_once_for_all_who_type() {
    let root = many_terms();
    let host = loaded(&root);
    let mut n_made = 0;
    until("all of it", || {
        let snap = host.snapshot().in_haste();
        ask_everything(&snap);
        std::thread::sleep(Duration::from_millis(300));
        let before = std::mem::replace(&mut n_made, snap.n_made());
        let has_table = snap.mentions_of("长文8").of("people").count() == 1;
        has_table && before == n_made
    });
    for _ in 0..10 {
        ask_everything(&host.snapshot().in_haste());
    }
    assert_eq!(host.snapshot().n_made(), n_made);
}

#[test]
fn a_new_term_is_offered_at_once_to_who_types() {
    let root = many_terms();
    let mut host = loaded(&root);
    host.snapshot().refresh_caches();
    let n_made = work::n_made();
    std::fs::write(root.path().join("c.md"), "---\ntags: [崭新词]\n---\n").expect("a file");
    let changes = loader::rescan(&host.snapshot());
    host.apply(changes);
    assert!(offers(&mut host, "崭", "崭新词"));
    // On this thread: the background may be at work for the new term.
    assert_eq!(work::n_made(), n_made);
}

/// Each configuration makes useless what was made under another. Who writes one must not keep all cores busy.
#[test]
fn a_configuration_that_is_being_written_makes_one_thing_at_a_time() {
    let root = many_terms();
    let mut host = loaded(&root);
    host.snapshot().refresh_caches();
    let once = host.snapshot().n_made();
    for number in 0..200 {
        let config = format!("fields:\n  field{number}: {{ type: list }}\n");
        host.apply(vec![Event::Config(Some(config.into()))]);
        offers(&mut host, "term-299", "term-2999");
    }
    until("a completion", || {
        offers(&mut host, "term-299", "term-2999")
    });
    let n_made = host.snapshot().n_made();
    assert!(
        n_made < 100 * once,
        "{n_made} for 200 edits, {once} for one"
    );
}

/// Each field that a post has may be a vocabulary: one post can have more of them than two bytes count.
#[test]
fn no_number_of_fields_is_too_many() {
    let names: Vec<SmolStr> = (0..70_000).map(|it| format_smolstr!("k{it}")).collect();
    let none = Vocabulary::default();
    let vocabularies = names.iter().map(|it| (it, &none, 0));
    let last = names.last().expect("there are many");
    let alias = (SmolStr::new("长文"), TermId(3));
    let aliases = |it: &SmolStr| Vec::from_iter((it == last).then(|| alias.clone()));
    let table = Matcher::new(vocabularies, aliases);
    let named = named_in(&[&table], "一篇长文", |_| false);
    let found: Vec<TermId> = named
        .iter()
        .flat_map(|it| it.terms.iter().map(|it| it.1))
        .collect();
    assert_eq!(found, [TermId(3)]);
}

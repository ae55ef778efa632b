//! What a completion, a save and a check of one post look at does not grow with the corpus. The count is made in the iterators over
//! terms, files and posts of terms themselves: see `rubric::corpus::work`.

use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use rubric::corpus::{Event, FileId, FilePosition, Host, RelPath, Snapshot, loader, work::n_looks};
use rubric::features::completion::{self, Options, completion};
use rubric::features::diagnostics::diagnostics;
use rubric::features::hover::hover;
use rubric::features::workspace_symbols;
use rubric::text::{Text, TextSize};
use tempfile::TempDir;

const SMALL: usize = 1_000;
const LARGE: usize = 4_000;

/// So many times as much may be looked at in the large one.
const MAX_GROWTH: f64 = 1.3;

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

/// Each post brings terms of its own, as real ones do, and has some that all share. What is looked at for a term depends on how many
/// posts have it: the shared ones grow in number, so that no post has more company in the large corpus.
fn post(number: usize, n_posts: usize) -> String {
    let n_shared = n_posts / 20;
    let shared = |nth: usize| (number * 7 + nth * 13) % n_shared;
    let mut text = format!(
        "---\ntitle: 第{number}篇\ndate: 2024-01-{:02}\ntags:\n",
        number % 28 + 1
    );
    for nth in 0..3 {
        writeln!(text, "  - shared-{}", shared(nth)).expect("a string takes all");
    }
    write!(
        text,
        "  - own-{number}\n  - own-{number}-b\n  - own-{number}-c\n  - rare{number}\npeople: [Person {number}, Shared Name{}]\n",
        shared(3)
    )
    .expect("a string takes all");
    if !number.is_multiple_of(5) {
        text += "summary: 一句话\n";
    }
    text + "---\n# 题\n\nshared-1 和 rare7\n"
}

fn corpus(n_posts: usize) -> TempDir {
    let root = TempDir::with_prefix("大 corpus").expect("a temporary folder");
    let write = |path: &Path, text: String| std::fs::write(path, text).expect("a file");
    std::fs::create_dir(root.path().join("posts")).expect("a folder");
    for number in 0..n_posts {
        let path = root.path().join(format!("posts/{number}.md"));
        write(&path, post(number, n_posts));
    }
    root
}

fn loaded(root: &TempDir) -> Host {
    let mut host = Host::new(root.path().to_owned());
    let flow = loader::load_in_steps(root.path(), |step| {
        host.apply(step.changes);
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    // As the server has it made when all is read.
    let snap = host.snapshot();
    snap.refresh_caches();
    workspace_symbols::prepare(&snap);
    completion::prepare(&snap);
    host
}

/// The draft with what is being typed in its tags.
fn typed(host: &mut Host, file: FileId, typed: &str) -> FilePosition {
    let before = format!("---\ntitle: 草稿\ndate: 2024-01-02\ntags:\n  - shared-1\n  - {typed}");
    let offset = TextSize::of(before.as_str());
    host.apply(vec![Event::Edit {
        file,
        version: 2,
        text: Text::new(format!(
            "{before}\npeople: [Person 7]\n---\n# 题\n\nshared-2\n"
        )),
        cursor: Some(offset),
    }]);
    FilePosition { file, offset }
}

/// What is done, with how much is looked at for it after the same has been done once.
type Looks = [(&'static str, u64); 5];

fn looks(n_posts: usize) -> Looks {
    let root = corpus(n_posts);
    let mut host = loaded(&root);
    let file = host.intern(&RelPath("posts/草稿.md".into()));
    let n_made = host.snapshot().n_made();
    let mut looks = Looks::default();
    for word in ["own-77", "own-88"] {
        let completed = |host: &mut Host, word: &str| {
            let at = typed(host, file, word);
            let list = completion(&host.snapshot().in_haste(), at, OPTIONS);
            assert!(list.is_some_and(|it| !it.items.is_empty()));
        };
        let rare = counted(|| completed(&mut host, word));
        // It begins thousands of terms.
        let letter = counted(|| completed(&mut host, "o"));
        let save = counted(|| {
            host.apply(vec![Event::Save { file }]);
        });
        let finding = counted(|| check(&host.snapshot().allowing_stale(), file));
        let at = typed(&mut host, file, word);
        let shared = FilePosition {
            file,
            offset: at.offset - TextSize::of(word) - TextSize::of("1\n  - "),
        };
        let hovering = counted(|| {
            let hover = hover(&host.snapshot().allowing_stale(), shared);
            assert!(hover.is_ok_and(|it| it.is_some()));
        });
        looks = [
            ("a completion", rare),
            ("a completion of one letter", letter),
            ("a save", save),
            ("a check", finding),
            ("a hover", hovering),
        ];
    }
    // In a pool of one thread the background has no turn before this ends: what was made was made for a request.
    assert_eq!(
        host.snapshot().n_made(),
        n_made,
        "a request made what grows with the corpus"
    );
    looks
}

fn check(snap: &Snapshot, file: FileId) {
    let found = diagnostics(snap, file).expect("the post is open");
    assert!(found.len() < 10, "{found:?}");
}

fn counted(work: impl FnOnce()) -> u64 {
    let before = n_looks();
    work();
    n_looks() - before
}

/// On a thread of a pool of its own, so that all is counted that requests do, and nothing that the background does.
fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    pool.expect("a thread can be had").install(work)
}

#[test]
fn the_work_for_one_post_does_not_grow_with_the_corpus() {
    let (small, large) = alone(|| (looks(SMALL), looks(LARGE)));
    for ((work, small), (_, large)) in small.into_iter().zip(large) {
        // A few looks more or less are no growth.
        let most = small as f64 * MAX_GROWTH + 50.0;
        assert!(
            large as f64 <= most,
            "{work} looks at {small} terms, files and posts of {SMALL}, and at {large} of {LARGE}"
        );
        assert!(large > 0, "the count of {work} tells nothing");
    }
}

#[test]
fn whoever_looks_at_everything_is_seen() {
    let root = corpus(SMALL);
    let host = loaded(&root);
    let snap = host.snapshot();
    let tags = snap.vocabulary("tags").expect("posts have tags");
    assert!(counted(|| assert_eq!(snap.files().count(), SMALL)) >= SMALL as u64);
    assert!(counted(|| assert!(tags.terms().count() > SMALL)) > SMALL as u64);
    let n_uses = || {
        tags.terms()
            .map(|it| it.1.posts.iter().count())
            .sum::<usize>()
    };
    assert!(counted(|| assert_eq!(n_uses(), SMALL * 7)) >= SMALL as u64 * 5);
}

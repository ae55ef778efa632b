//! Does one thing so many times: `hot_paths NAME N`. `.ci/instructions` counts what each time costs under valgrind, as the difference
//! between many times and none.

#[path = "../benches/parts/synthetic.rs"]
mod synthetic;

use std::hint::black_box;

use rubric::corpus::{Event, FileId, FilePosition, Host, RelPath, loader};
use rubric::features::completion::{self, Options, completion};
use rubric::features::diagnostics::diagnostics;
use rubric::features::workspace_symbols::{self, workspace_symbols};
use rubric::syntax;
use rubric::text::{Text, TextSize};
use synthetic::Size;

const N_POSTS: usize = 1_000;

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

const WORDS: [&str; 8] = ["k", "ka", "kal", "kalo", "山", "shan", "xyz", "so"];

fn main() {
    let mut args = std::env::args().skip(1);
    let name = args.next().expect("what to do");
    let n: usize = args
        .next()
        .and_then(|it| it.parse().ok())
        .expect("how often");
    let root = tempfile::tempdir().expect("a folder can be made");
    let size = Size {
        n_posts: N_POSTS,
        n_sentences: 20,
    };
    size.write(root.path()).expect("it can be written to");
    let mut host = loader::load(root.path(), &[]);
    let snap = host.snapshot();
    snap.refresh_caches();
    workspace_symbols::prepare(&snap);
    completion::prepare(&snap);
    drop(snap);
    let file = host.intern(&RelPath("posts/draft.md".into()));
    edit(&mut host, file, "k");
    for number in 0..n {
        black_box(once(&name, &mut host, file, WORDS[number % WORDS.len()]));
    }
}

/// Returns something that is left of it.
fn once(name: &str, host: &mut Host, file: FileId, word: &str) -> usize {
    match name {
        "parse" => {
            let text = text(word).0 + &"## 标题\n\nSome *text* and [a link](b.md).\n\n".repeat(100);
            usize::from(syntax::parse(&text).body.range.len())
        }
        "edit" => usize::from(edit(host, file, word).offset),
        "completion" => {
            let position = edit(host, file, word);
            let list = completion(&host.snapshot().in_haste(), position, OPTIONS);
            list.map_or(0, |it| it.items.len())
        }
        "findings" => {
            edit(host, file, word);
            let snap = host.snapshot().allowing_stale();
            diagnostics(&snap, file).expect("it is open").len()
        }
        "symbols" => workspace_symbols(&host.snapshot().in_haste(), word, 100).len(),
        name => panic!("nothing is called {name}"),
    }
}

/// A draft with a word being typed, and where it ends.
fn text(word: &str) -> (String, TextSize) {
    let before = format!("---\ntitle: 新\ncategory: kalo\ntags:\n  - kaka\n  - {word}");
    let end = TextSize::of(before.as_str());
    (before + "\npeople: []\n---\n## Kalo Mika\n\n山水.\n", end)
}

fn edit(host: &mut Host, file: FileId, word: &str) -> FilePosition {
    let (text, offset) = text(word);
    host.apply(vec![Event::Edit {
        file,
        version: 0,
        text: Text::new(text),
        cursor: Some(offset),
    }]);
    FilePosition { file, offset }
}

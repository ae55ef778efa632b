//! What each part costs, beside what the same bytes cost without it: `cargo bench`, or `cargo bench -- outline`.
//!
//! The corpora are made up ([`synthetic`]), so that the figures can be had anywhere; compare rows of one run, never of two machines.

mod synthetic;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use rubric::corpus::{Event, FileId, FilePosition, Host, RelPath, Snapshot, loader};
use rubric::features::{completion, diagnostics, symbols};
use rubric::syntax::{self, parse};
use rubric::text::{Text, TextRange, TextSize};
use synthetic::{Random, Size};

const OPTIONS: completion::Options = completion::Options {
    limit: 100,
    body: true,
};

/// A post of a megabyte, as some real ones are.
fn long_post() -> String {
    let size = Size {
        n_posts: 1000,
        n_sentences: 9000,
    };
    size.post(1, &mut Random::new(3))
}

fn throughput(text: &str) -> Throughput {
    Throughput::Bytes(text.len() as u64)
}

/// The head of one post: ours, and the library that builds a tree of values without places.
fn front_matter(c: &mut Criterion) {
    let size = Size {
        n_posts: 1000,
        n_sentences: 0,
    };
    let head = size.front_matter(5, &mut Random::new(5));
    let yaml = head.trim_matches('-');
    let anchored = head.replacen("status: evergreen", "status: &anchor evergreen", 1);
    let broken = head.replacen("draft: false", "draft: a: b", 1);
    let mut group = c.benchmark_group("front matter");
    group.throughput(throughput(&head));
    group.bench_function("serde_yaml", |b| {
        b.iter(|| serde_yaml::from_str::<serde_yaml::Value>(black_box(yaml)).expect("it is YAML"))
    });
    for (name, head) in [
        ("usual", &head),
        ("by the library", &anchored),
        ("recovered", &broken),
    ] {
        group.bench_function(name, |b| b.iter(|| syntax::parse_head(black_box(head))));
    }
}

/// The body of the long post.
fn outline(c: &mut Criterion) {
    let post = long_post();
    let mut group = c.benchmark_group("outline");
    group.throughput(throughput(&post));
    group.bench_function("pulldown-cmark", |b| {
        b.iter(|| pulldown_cmark::Parser::new(black_box(&post)).count())
    });
    group.bench_function("parse", |b| b.iter(|| parse(black_box(&post))));
    let document = parse(&post);
    group.bench_function("symbols", |b| {
        b.iter(|| symbols::outline(black_box(&document)))
    });
}

/// A letter in the middle of the long post, up to the point where the next request finds it.
fn edit(c: &mut Criterion) {
    let post = long_post();
    let middle = (post.len() / 2..)
        .find(|it| post.is_char_boundary(*it))
        .expect("its end is one");
    let place = TextRange::empty(TextSize::try_from(middle).expect("a megabyte"));
    let mut group = c.benchmark_group("edit");
    group.throughput(throughput(&post));
    group.bench_function("copy", |b| b.iter(|| black_box(&post).clone()));
    let text = Text::new(post.as_str());
    let edited = || {
        let mut text = text.clone();
        text.replace(place, "字");
        text
    };
    group.bench_function("text", |b| b.iter(|| edited().as_str().len()));
    let mut host = Host::new("/".into());
    let file = host.intern(&RelPath("a.md".into()));
    group.bench_function("host", |b| {
        b.iter_batched(
            edited,
            |text| host.apply(vec![buffer(file, text, None)]),
            BatchSize::PerIteration,
        )
    });
}

fn buffer(file: FileId, text: Text, cursor: Option<TextSize>) -> Event {
    Event::Edit {
        file,
        version: 0,
        text,
        cursor,
    }
}

/// Ten thousand posts with some forty thousand terms, and a draft that is being written.
fn large() -> Host {
    let size = Size {
        n_posts: 10_000,
        n_sentences: 2,
    };
    let mut host = Host::new("/".into());
    let changes = size
        .posts()
        .map(|(path, text)| {
            buffer(
                host.intern(&RelPath(path.as_str().into())),
                Text::new(text),
                None,
            )
        })
        .collect();
    host.apply(changes);
    host
}

const DRAFT: &str = "---\ntitle: 新\ncategory: kalo\ntags:\n  - kaka\n  - |\npeople:\n  - \n---\n## Kalo Mika\n\nKalo Mika, 山水.\n";

/// Opens the draft with `typed` after the bar, and says where that ends.
fn type_in(host: &mut Host, typed: &str) -> FilePosition {
    let file = host.intern(&RelPath("posts/draft.md".into()));
    let at = DRAFT.find('|').expect("it is marked") + typed.len();
    let offset = TextSize::try_from(at).expect("it is short");
    let text = Text::new(DRAFT.replacen('|', typed, 1));
    host.apply(vec![buffer(file, text, Some(offset))]);
    FilePosition { file, offset }
}

/// A keystroke, and the list for it.
fn complete(c: &mut Criterion) {
    let mut host = large();
    let mut group = c.benchmark_group("completion");
    for typed in ["", "k", "ka", "kalo", "山", "shan", "xyz"] {
        group.bench_function(format!("keystroke and tags of {typed:?}"), |b| {
            b.iter(|| {
                let position = type_in(&mut host, typed);
                completion::completion(&host.snapshot(), position, OPTIONS)
            })
        });
    }
    let position = type_in(&mut host, "ka");
    let snap = host.snapshot();
    group.bench_function("findings of the draft", |b| {
        b.iter(|| diagnostics::diagnostics(&snap, position.file))
    });
}

/// A corpus on disk: what its bytes cost, and what knowing it costs.
fn load(c: &mut Criterion) {
    let root = tempfile::tempdir().expect("a folder can be made");
    let size = Size {
        n_posts: 2000,
        n_sentences: 60,
    };
    size.write(root.path()).expect("it can be written to");
    let mut group = c.benchmark_group("load");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    group.bench_function("bytes and pulldown-cmark, one thread", |b| {
        b.iter(|| bare(root.path()))
    });
    group.bench_function("heads", |b| b.iter(|| heads(root.path())));
    group.bench_function("all", |b| b.iter(|| loader::load(root.path(), &[])));
    let host = loader::load(root.path(), &[]);
    let snap = host.snapshot();
    group.bench_function("findings of all, one thread", |b| {
        b.iter(|| findings(&snap))
    });
}

fn bare(root: &Path) -> usize {
    let folders = ["posts", "notes", "books"].map(|it| root.join(it));
    let files = folders
        .iter()
        .flat_map(|it| it.read_dir().expect("it was made"));
    files
        .map(|it| {
            let text =
                std::fs::read_to_string(it.expect("it was made").path()).expect("it is text");
            pulldown_cmark::Parser::new(&text).count()
        })
        .sum()
}

/// What there is when completion is complete.
fn heads(root: &Path) -> Host {
    let mut host = Host::new(root.to_owned());
    let _ = loader::load_in_steps(root, |step| {
        host.apply(step.changes);
        std::ops::ControlFlow::Break(())
    });
    host
}

fn findings(snap: &Snapshot) -> usize {
    let posts = snap.files().map(|(file, _)| file);
    posts
        .map(|it| diagnostics::diagnostics(snap, it).map_or(0, |it| it.len()))
        .sum()
}

criterion_group!(parts, front_matter, outline, edit, complete, load);
criterion_main!(parts);

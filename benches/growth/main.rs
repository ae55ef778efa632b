//! What everything costs at several sizes of a corpus whose vocabulary grows with it, in one table: `cargo bench --bench growth`, or
//! `cargo bench --bench growth -- 1000 100000` for other sizes. The ratios can be compared between machines, the times cannot.

#[path = "../parts/synthetic.rs"]
mod synthetic;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rubric::corpus::{Change, FileId, FilePosition, Host, RelPath, Snapshot, loader};
use rubric::features::completion::{self, Options, completion};
use rubric::features::diagnostics::diagnostics;
use rubric::features::workspace_symbols::{self, workspace_symbols};
use rubric::text::{Text, TextSize};
use synthetic::Size;

const SIZES: [usize; 2] = [1_000, 10_000];

/// What costs most of each is in the median of so many.
const ROUNDS: usize = 5;

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

/// One line of the table at one size.
struct Row {
    name: &'static str,
    milliseconds: f64,
    /// Times as much as what it is held against.
    ratio: Option<f64>,
}

fn main() {
    let sizes = std::env::args().skip(1);
    let mut sizes: Vec<usize> = sizes.filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let columns: Vec<Vec<Row>> = sizes.iter().map(|it| measured(*it)).collect();
    print(&sizes, &columns);
}

#[expect(clippy::print_stdout, reason = "the table is what it is for")]
fn print(sizes: &[usize], columns: &[Vec<Row>]) {
    let header: Vec<String> = sizes.iter().map(|it| format!("{it} posts")).collect();
    println!("| | {} |", header.join(" | "));
    println!("|---|{}", "---:|".repeat(sizes.len()));
    for index in 0..columns[0].len() {
        let cells: Vec<String> = columns.iter().map(|it| cell(&it[index])).collect();
        println!("| {} | {} |", columns[0][index].name, cells.join(" | "));
    }
}

fn cell(row: &Row) -> String {
    let ratio = row.ratio.map(|it| format!(" ({it:.2} x)"));
    format!("{:.1} ms{}", row.milliseconds, ratio.unwrap_or_default())
}

fn measured(n_posts: usize) -> Vec<Row> {
    let root = tempfile::tempdir().expect("a folder can be made");
    let size = Size {
        n_posts,
        n_sentences: 20,
    };
    size.write(root.path()).expect("it can be written to");
    let files = files(root.path());
    let mut rows = loading(root.path(), &files);
    rows.extend(asking(root.path()));
    rows
}

fn files(root: &Path) -> Vec<PathBuf> {
    let folders = root.read_dir().expect("it was made");
    let folders = folders.map(|it| it.expect("it was made").path());
    let files = folders.flat_map(|it| it.read_dir().expect("it was made"));
    files.map(|it| it.expect("it was made").path()).collect()
}

fn loading(root: &Path, files: &[PathBuf]) -> Vec<Row> {
    let read_heads = median(|| files.par_iter().map(|it| head(it)).sum::<usize>());
    let heads = median(|| heads(root));
    let read_all = median(|| files.par_iter().map(|it| parsed(it)).sum::<usize>());
    let all = median(|| loader::load(root, &[]));
    let check = median(|| {
        let (host, _) = loader::load_to_judge(root, &[]);
        findings(&host.snapshot())
    });
    vec![
        row("reading heads", read_heads, None),
        row("heads, completion complete", heads, Some(read_heads)),
        row("reading, pulldown-cmark", read_all, None),
        row("all", all, Some(read_all)),
        row("`rubric check`", check, Some(all)),
    ]
}

fn row(name: &'static str, time: Duration, against: Option<Duration>) -> Row {
    Row {
        name,
        milliseconds: time.as_secs_f64() * 1e3,
        ratio: against.map(|it| time.as_secs_f64() / it.as_secs_f64()),
    }
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times = times(ROUNDS, |_| drop(black_box(work())));
    times.sort_unstable();
    times[ROUNDS / 2]
}

fn times(n: usize, mut work: impl FnMut(usize)) -> Vec<Duration> {
    let timed = |number| {
        let start = Instant::now();
        work(number);
        start.elapsed()
    };
    (0..n).map(timed).collect()
}

/// No more than a front matter needs.
fn head(path: &Path) -> usize {
    let mut buffer = [0; 4 << 10];
    let mut file = File::open(path).expect("it was made");
    file.read(&mut buffer).expect("it was made")
}

fn parsed(path: &Path) -> usize {
    let text = fs::read_to_string(path).expect("it is text");
    pulldown_cmark::Parser::new(&text).count()
}

fn heads(root: &Path) -> Host {
    let mut host = Host::new(root.to_owned());
    let _ = loader::load_in_steps(root, |step| {
        host.apply(step.changes);
        std::ops::ControlFlow::Break(())
    });
    host.snapshot().renew_keys_of_all();
    host
}

fn findings(snap: &Snapshot) -> usize {
    let posts: Vec<FileId> = snap.files().map(|(file, _)| file).collect();
    let found = posts.into_par_iter().map(|it| diagnostics(snap, it));
    found.map(|it| it.map_or(0, |it| it.len())).sum()
}

/// What editors ask, once all is there.
fn asking(root: &Path) -> Vec<Row> {
    let mut host = loader::load(root, &[]);
    let snap = host.snapshot();
    snap.renew_derived();
    workspace_symbols::prepare(&snap);
    completion::prepare(&snap);
    drop(snap);
    let file = host.intern(&RelPath("posts/draft.md".into()));
    let words = ["k", "ka", "kal", "kalo", "山", "shan", "xyz", "so"];
    let word = |number: usize| words[number % words.len()];
    let completions = times(800, |number| {
        let position = typed(&mut host, file, word(number));
        completion(&host.snapshot().in_haste(), position, OPTIONS);
    });
    let diagnoses = times(200, |number| {
        typed(&mut host, file, word(number));
        diagnostics(&host.snapshot().lagging(), file).expect("it is open");
    });
    let searches = times(100, |number| {
        workspace_symbols(&host.snapshot().in_haste(), word(number), 100);
    });
    vec![
        percentile("keystroke and completion, p95", &completions, 95),
        percentile("the same, maximum", &completions, 100),
        percentile("keystroke and findings, p95", &diagnoses, 95),
        percentile("workspace symbols, p95", &searches, 95),
    ]
}

fn typed(host: &mut Host, file: FileId, word: &str) -> FilePosition {
    let before = format!("---\ntitle: 新\ncategory: kalo\ntags:\n  - kaka\n  - {word}");
    let offset = TextSize::of(before.as_str());
    host.apply(vec![Change::Edit {
        file,
        version: 0,
        text: Text::new(format!(
            "{before}\npeople: []\n---\n## Kalo Mika\n\n山水.\n"
        )),
        cursor: Some(offset),
    }]);
    FilePosition { file, offset }
}

fn percentile(name: &'static str, times: &[Duration], percent: usize) -> Row {
    let mut times = times.to_vec();
    times.sort_unstable();
    let index = (times.len() * percent / 100).min(times.len() - 1);
    row(name, times[index], None)
}

//! What everything costs at several sizes of a corpus whose vocabulary grows with it, in one table: `cargo bench --bench growth`, or
//! `cargo bench --bench growth -- 1000 100000` for other sizes, or the paths of folders with posts of your own. The ratios can be
//! compared between machines, the times cannot.

mod changes;
#[path = "../parts/synthetic.rs"]
mod synthetic;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use rubric::corpus::loader::Phase;
use rubric::corpus::{Event, FileId, FilePosition, Host, RelPath, Snapshot, loader};
use rubric::features::completion::{self, Options, completion};
use rubric::features::diagnostics::diagnostics;
use rubric::features::workspace_symbols::{self, workspace_symbols};
use rubric::text::{Text, TextSize};
use synthetic::Size;

const SIZES: [usize; 2] = [1_000, 10_000];

/// Has it print what memory a folder's posts take, and nothing else.
const MEMORY: &str = "--memory";

/// What costs most of each is in the median of so many.
const ROUNDS: usize = 5;

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

/// One line of the table at one size.
struct Row {
    name: &'static str,
    value: f64,
    unit: &'static str,
    /// Times as much as what it is held against.
    ratio: Option<f64>,
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, root] = &args[..]
        && flag == MEMORY
    {
        return print_memory(Path::new(root));
    }
    // Cargo says `--bench`.
    args.retain(|it| !it.starts_with("--"));
    if args.is_empty() {
        args.extend(SIZES.map(|it| it.to_string()));
    }
    let columns: Vec<Column> = args.iter().map(|it| column(it)).collect();
    print(&columns);
}

/// A corpus and what all costs there.
struct Column {
    n_posts: usize,
    rows: Vec<Row>,
}

/// Of a folder, or of so many posts that are made up.
fn column(arg: &str) -> Column {
    let Ok(n_posts) = arg.parse() else {
        return measured(Path::new(arg));
    };
    let root = tempfile::tempdir().expect("a folder can be made");
    let size = Size {
        n_posts,
        n_sentences: 20,
    };
    size.write(root.path()).expect("it can be written to");
    let mut column = measured(root.path());
    // Not into a folder of somebody's posts.
    column.rows.extend(changes::rows(root.path()));
    column
}

fn measured(root: &Path) -> Column {
    let files = files(root);
    let mut rows = loading(root, &files);
    rows.extend(memory(root));
    rows.extend(asking(root));
    Column {
        n_posts: files.len(),
        rows,
    }
}

#[expect(clippy::print_stdout, reason = "the table is what it is for")]
fn print(columns: &[Column]) {
    let header: Vec<String> = columns
        .iter()
        .map(|it| format!("{} posts", it.n_posts))
        .collect();
    println!("| | {} |", header.join(" | "));
    println!("|---|{}", "---:|".repeat(columns.len()));
    let longest = columns.iter().max_by_key(|it| it.rows.len());
    let names = longest.map_or(&[][..], |it| &it.rows);
    for (index, Row { name, .. }) in names.iter().enumerate() {
        let cells = columns
            .iter()
            .map(|it| it.rows.get(index).map_or_else(String::new, cell));
        let cells: Vec<String> = cells.collect();
        println!("| {} | {} |", name, cells.join(" | "));
    }
}

fn cell(row: &Row) -> String {
    let ratio = row.ratio.map(|it| format!(" ({it:.2} x)"));
    format!("{:.1} {}{}", row.value, row.unit, ratio.unwrap_or_default())
}

fn files(root: &Path) -> Vec<PathBuf> {
    let host = loader::load(root, &[]);
    let snap = host.snapshot();
    let files = snap.files().map(|it| root.join(snap.path(it.0).as_str()));
    files.collect()
}

/// What a process needs that has loaded all as the server does, and what it needed at most: of one of its own, for here other rows
/// have left their traces.
fn memory(root: &Path) -> Vec<Row> {
    let own = std::env::current_exe().expect("it runs");
    let output = Command::new(own).arg(MEMORY).arg(root).output();
    let output = output.expect("it can be started").stdout;
    let output = String::from_utf8(output).expect("it writes numbers");
    let megabytes: Vec<f64> = output.lines().filter_map(|it| it.parse().ok()).collect();
    // Linux tells; elsewhere there are no such rows.
    let names = ["memory, all loaded", "memory until then, at most"];
    let rows = names.iter().zip(megabytes);
    rows.map(|(name, value)| Row {
        name,
        value,
        unit: "MB",
        ratio: None,
    })
    .collect()
}

#[expect(clippy::print_stdout, reason = "the parent reads it")]
fn print_memory(root: &Path) {
    let mut host = Host::new(root.to_owned());
    let _ = loader::load_in_steps(root, |step| {
        let is_heads = step.phase == Phase::Heads;
        host.apply(step.changes);
        if is_heads {
            host.snapshot().refresh_keys_of_all();
        }
        ControlFlow::Continue(())
    });
    prepare(&host.snapshot());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for name in ["VmRSS:", "VmHWM:"] {
        let line = status.lines().find_map(|it| it.strip_prefix(name));
        let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok());
        if let Some(kilobytes) = kilobytes {
            println!("{}", kilobytes / 1024.0);
        }
    }
}

/// As the server does when all is read.
fn prepare(snap: &Snapshot) {
    snap.refresh_caches();
    workspace_symbols::prepare(snap);
    completion::prepare(snap);
}

fn loading(root: &Path, files: &[PathBuf]) -> Vec<Row> {
    let read_heads = median(|| files.par_iter().map(|it| head(it)).sum::<usize>());
    let parsed_heads = median(|| heads(root));
    let heads = median(|| heads(root).snapshot().refresh_keys_of_all());
    let read_all = median(|| files.par_iter().map(|it| parsed(it)).sum::<usize>());
    let all = median(|| loader::load(root, &[]));
    let check = median(|| {
        let (host, _) = loader::load_to_judge(root, &[]);
        findings(&host.snapshot())
    });
    vec![
        row("reading heads", read_heads, None),
        row(
            "heads, without what completion needs",
            parsed_heads,
            Some(read_heads),
        ),
        row("heads, completion complete", heads, Some(read_heads)),
        row("reading, pulldown-cmark", read_all, None),
        row("all", all, Some(read_all)),
        row("`rubric check`", check, Some(all)),
    ]
}

fn row(name: &'static str, time: Duration, against: Option<Duration>) -> Row {
    Row {
        name,
        value: time.as_secs_f64() * 1e3,
        unit: "ms",
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
        ControlFlow::Break(())
    });
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
    prepare(&snap);
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
        diagnostics(&host.snapshot().allowing_stale(), file).expect("it is open");
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
    host.apply(vec![Event::Edit {
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

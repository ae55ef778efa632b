//! What it costs when something changes: a new file, a long post that is written, a rename's plan, a start with what was kept, and
//! nothing at all.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

use rubric::corpus::loader::{CacheFolder, Listing, Store};
use rubric::corpus::{Event, Host, RelPath, loader};
use rubric::features::rename::{TermMap, rewrite_terms};
use rubric::features::symbols::document_symbols;
use rubric::text::{Text, TextSize};

use crate::{Row, median, percentile, prepare, row, times};

/// A term that about so many posts have.
const N_POSTS_OF_TERM: usize = 400;

/// Bytes of the long post.
const LONG: usize = 1_100_000;

/// So long is looked whether the server does anything.
const IDLE: Duration = Duration::from_secs(3);

/// Of a folder that may be written to.
pub(crate) fn rows(root: &Path) -> Vec<Row> {
    let mut host = loader::load(root, &[]);
    prepare(&host.snapshot());
    let mut rows = vec![
        percentile(
            "a new file is visible, p95",
            &new_files(&mut host, root),
            95,
        ),
        percentile(
            "keystroke and symbols in a post of 1.1 MB, p95",
            &long_post(&mut host),
            95,
        ),
        rename(&host),
    ];
    drop(host);
    rows.extend(warm(root));
    rows.extend(idle(root));
    rows
}

/// From the event to the vocabulary that has its term.
fn new_files(host: &mut Host, root: &Path) -> Vec<Duration> {
    let paths: Vec<_> = (0..40)
        .map(|it| root.join(format!("posts/new-{it}.md")))
        .collect();
    for (number, path) in paths.iter().enumerate() {
        let text = format!("---\ntitle: 新 {number}\ntags: [new-term-{number}]\n---\n");
        fs::write(path, text).expect("it can be written to");
    }
    let seen = times(paths.len(), |number| {
        let events = loader::refresh(&host.snapshot(), &paths[number..=number]);
        host.apply(events);
        let snap = host.snapshot();
        let tags = snap.values("tags").expect("posts have tags");
        assert!(tags.get(&format!("new-term-{number}")).is_some());
    });
    for path in &paths {
        fs::remove_file(path).expect("it was made");
    }
    let events = loader::refresh(&host.snapshot(), &paths);
    host.apply(events);
    seen
}

fn long_post(host: &mut Host) -> Vec<Duration> {
    let paragraph = "## 标题 heading\n\nNobody had asked for it 😀, 早上的雾散得很慢, and `yet` [it](b.md) was there.\n\n";
    let body = paragraph.repeat(LONG / paragraph.len());
    let file = host.intern(&RelPath("posts/long.md".into()));
    let mut text = Text::new(format!("---\ntitle: 长\ntags: [kaka]\n---\n{body}"));
    let typed = times(60, |number| {
        let at = TextSize::of(&text.as_str()[..200]) + TextSize::from(number as u32);
        let cursor = Some(at + TextSize::from(1));
        text = Text::new(format!(
            "{}x{}",
            &text.as_str()[..usize::from(at)],
            &text.as_str()[usize::from(at)..]
        ));
        host.apply(vec![Event::Edit {
            file,
            version: 0,
            text: text.clone(),
            cursor,
        }]);
        assert!(!document_symbols(&host.snapshot(), file).is_empty());
    });
    host.apply(vec![Event::Close { file }]);
    typed
}

/// The edits of all posts, verified.
fn rename(host: &Host) -> Row {
    let snap = host.snapshot();
    let tags = snap.vocabulary("tags").expect("posts have tags");
    let usual = tags
        .terms()
        .min_by_key(|it| it.1.posts.len().abs_diff(N_POSTS_OF_TERM));
    let term = usual.expect("there are terms").1.text.clone();
    let plan = median(|| {
        let mut map = TermMap::default();
        map.rename("tags", &term, "another name");
        rewrite_terms(&snap, &map)
    });
    row("a rename is planned, of a term in 400 posts", plan, None)
}

/// Against the same start without anything that was kept.
fn warm(root: &Path) -> Vec<Row> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let cache = CacheFolder::new(folder.path().to_owned(), "growth");
    let since = SystemTime::now() + Duration::from_secs(60);
    let cold = median(|| loader::load(root, &[]));
    let host = loader::load(root, &[]);
    Store::open(&cache, root).save(&cache, &host.snapshot(), since);
    let warm = median(|| {
        let store = Store::open(&cache, root);
        Listing::new(root, &[]).load(&|it| store.post(it), &|_| false)
    });
    vec![row("all, from the cache", warm, Some(cold))]
}

/// Processor time of a server that has loaded all and is asked nothing. Linux tells; elsewhere there is no such row.
fn idle(root: &Path) -> Option<Row> {
    let mut server = Server::start(root);
    server.until_quiet()?;
    let before = server.ticks()?;
    std::thread::sleep(IDLE);
    let ticks = server.ticks()? - before;
    Some(Row {
        name: "processor time of 3 idle seconds",
        // A tick of /proc is a hundredth of a second.
        value: ticks as f64 * 10.0,
        unit: "ms",
        ratio: None,
    })
}

struct Server(Child);

impl Server {
    fn start(root: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rubric"))
            .arg("lsp")
            .env("RUBRIC_NO_CACHE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it was built");
        let root = format!("file://{}", root.display());
        let params = format!(
            r#"{{"processId":null,"rootUri":"{root}","workspaceFolders":[{{"uri":"{root}","name":"posts"}}],"capabilities":{{}}}}"#
        );
        let mut stdin = child.stdin.take().expect("it is piped");
        for message in [
            format!(r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{params}}}"#),
            r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#.to_owned(),
        ] {
            write!(stdin, "Content-Length: {}\r\n\r\n{message}", message.len())
                .expect("it listens");
        }
        child.stdin = Some(stdin);
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("it answers");
        // Whatever it has to say is read, so that it never waits for us.
        std::thread::spawn(move || std::io::copy(&mut stdout.by_ref(), &mut std::io::sink()));
        Server(child)
    }

    /// Waits until a second goes by without work.
    fn until_quiet(&mut self) -> Option<()> {
        let mut before = self.ticks()?;
        for _ in 0..120 {
            std::thread::sleep(Duration::from_secs(1));
            let now = self.ticks()?;
            if now == before && now > 0 {
                return Some(());
            }
            before = now;
        }
        None
    }

    fn ticks(&self) -> Option<u64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id())).ok()?;
        let fields = stat.rsplit_once(')')?.1.split_whitespace();
        // User and system, the fields 14 and 15 of which two are before the name's end.
        Some(
            fields
                .skip(11)
                .take(2)
                .filter_map(|it| it.parse::<u64>().ok())
                .sum(),
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

//! What is kept of posts from one run to the next, and what one process tells others: neither may ever change what is found.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use rubric::corpus::loader::{self, CacheFolder, Listing, Phase, Store, unknown};
use rubric::corpus::{Event, Host, RelPath, Summary};
use tempfile::TempDir;

use crate::generator::Generator;

const N_POSTS: usize = 300;

/// Posts with all that a summary holds, half of which nobody meant.
fn posts() -> TempDir {
    let dir = TempDir::with_prefix("存 store").unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for folder in ["posts", "笔记"] {
        fs::create_dir(dir.path().join(folder)).unwrap();
    }
    for seed in 0..N_POSTS {
        let mut generator = Generator::new(seed as u64);
        let tag = [
            "go",
            "Go",
            "人工智能",
            "😀",
            "large-language-models-and-so-on",
        ][seed % 5];
        let head = [
            format!(
                "---\ntitle: 第{seed}篇 😀\ndate: 2026-01-{:02}\ntags: [{tag}, a, a]\n---\n",
                seed % 28 + 1
            ),
            format!(
                "---\ntitle: 'Same'\ntags:\n  - \"{tag}\"\nimage: {{alt: x}}\ndraft: true\n---\n"
            ),
            format!("+++\ntitle = '{tag}'\n+++\n"),
            String::new(),
        ][seed % 4]
            .clone();
        let end = if seed % 3 == 0 { "\r\n" } else { "\n" };
        let text = head + &generator.markdown(20) + "\n[二](b.md) [[第1篇]] 张三（Zhang San）\n";
        let folder = ["posts", "笔记"][seed % 2];
        let path = dir.path().join(folder).join(format!("{seed:03}.md"));
        fs::write(path, text.replace('\n', end)).unwrap();
    }
    dir
}

/// Until a change of a file that is read now cannot go unseen.
fn settle() {
    std::thread::sleep(Duration::from_millis(2_100));
}

fn cold(root: &Path) -> Host {
    Listing::new(root, &[]).load(&unknown, &|_| false).0
}

/// Loads with the store that there is, and keeps what was read. Also: how many posts were known.
fn warm(root: &Path, cache: &CacheFolder) -> (Host, usize) {
    let since = SystemTime::now();
    let store = Store::open(cache, root);
    let n_known = store.len();
    let host = Listing::new(root, &[])
        .load(&|it| store.post(it), &|_| false)
        .0;
    store.save(cache, &host.snapshot(), since);
    (host, n_known)
}

fn summaries(host: &Host) -> Vec<(RelPath, Summary)> {
    let snap = host.snapshot();
    let posts = snap.files();
    posts
        .map(|(file, it)| (snap.path(file).clone(), it.clone()))
        .collect()
}

fn cache(dir: &TempDir) -> CacheFolder {
    CacheFolder::new(dir.path().join("缓存"), "a program")
}

#[test]
fn what_is_kept_is_what_is_read() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    let (root, cache) = (dir.path(), cache(&of_cache));
    settle();
    assert_eq!(warm(root, &cache).1, 0);
    let (host, n_known) = warm(root, &cache);
    assert_eq!(
        (summaries(&host), n_known),
        (summaries(&cold(root)), N_POSTS)
    );
    let store = Store::open(&cache, root);
    let heads = |known: &rubric::corpus::loader::Known<'_>| {
        summaries(&Listing::new(root, &[]).load_heads(known))
    };
    assert_eq!(heads(&|it| store.post(it)), heads(&unknown));
}

#[test]
fn a_change_is_seen_whatever_it_leaves_as_it_was() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    let (root, cache) = (dir.path(), cache(&of_cache));
    settle();
    warm(root, &cache);
    let path = |name: &str| root.join(name);
    // As long as before, and with the time of before.
    let same = path("posts/000.md");
    let (text, mtime) = (
        fs::read_to_string(&same).unwrap(),
        fs::metadata(&same).unwrap().modified().unwrap(),
    );
    fs::write(&same, text.replace("tags: [go", "tags: [og")).unwrap();
    fs::File::options()
        .append(true)
        .open(&same)
        .unwrap()
        .set_modified(mtime)
        .unwrap();
    // Two that change places keep their times.
    let [one, two, between] = ["posts/004.md", "posts/008.md", "posts/between"].map(path);
    for (old, new) in [(&one, &between), (&two, &one), (&between, &two)] {
        fs::rename(old, new).unwrap();
    }
    fs::remove_file(path("posts/010.md")).unwrap();
    fs::write(path("笔记/new.md"), "---\ntags: [新]\n---\n").unwrap();
    fs::write(path("posts/012.md"), b"---\ntags: [\xff]\n---\n").unwrap();
    for _ in 0..2 {
        let (host, n_known) = warm(root, &cache);
        assert_eq!(summaries(&host), summaries(&cold(root)));
        assert!(host.snapshot().values("tags").unwrap().get("og").is_some());
        assert!(n_known >= N_POSTS - 5, "{n_known}");
    }
}

#[test]
fn what_was_written_just_now_is_not_kept() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    let (root, cache) = (dir.path(), cache(&of_cache));
    warm(root, &cache);
    assert_eq!(warm(root, &cache).1, 0);
}

#[test]
fn a_store_that_is_damaged_or_foreign_is_as_none() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    let (root, cache) = (dir.path(), cache(&of_cache));
    settle();
    warm(root, &cache);
    let file = cache.file(root);
    let whole = fs::read(&file).unwrap();
    assert_eq!(Store::open(&cache, root).len(), N_POSTS);
    let mut generator = Generator::new(7);
    for _ in 0..60 {
        let mut bytes = whole.clone();
        match generator.below(3) {
            0 => bytes.truncate(generator.below(whole.len())),
            1 => bytes[generator.below(whole.len())] ^= 1 << generator.below(8),
            _ => bytes.push(0),
        }
        fs::write(&file, bytes).unwrap();
        assert!(Store::open(&cache, root).is_empty());
    }
    // By another program, and of another root, under the name of ours.
    let other = CacheFolder::new(of_cache.path().join("缓存"), "another program");
    assert_ne!(other.file(root), file);
    fs::write(other.file(root), &whole).unwrap();
    assert!(Store::open(&other, root).is_empty());
    let elsewhere = root.join("posts");
    fs::write(cache.file(&elsewhere), &whole).unwrap();
    assert!(Store::open(&cache, &elsewhere).is_empty());
    // It is written anew.
    fs::write(&file, "damaged").unwrap();
    assert_eq!(warm(root, &cache).1, 0);
    assert_eq!(warm(root, &cache).1, N_POSTS);
}

#[test]
fn a_folder_that_cannot_be_written_to_stops_nothing() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    settle();
    let file = of_cache.path().join("file");
    fs::write(&file, "").unwrap();
    let cache = CacheFolder::new(file.join("below"), "a program");
    assert_eq!(summaries(&warm(dir.path(), &cache).0).len(), N_POSTS);
}

/// What a command prints, with a cache of its own or with none.
fn run(root: &Path, cache: Option<&Path>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    command.args(args).current_dir(root);
    match cache {
        Some(cache) => command.env("RUBRIC_CACHE_DIR", cache),
        None => command.env("RUBRIC_NO_CACHE", "1"),
    };
    command.output().unwrap()
}

fn text(output: &Output) -> &str {
    assert_ne!(output.status.code(), Some(2), "{output:?}");
    std::str::from_utf8(&output.stdout).unwrap()
}

const CONCISE: [&str; 4] = ["check", "--format", "concise", "--exit-zero"];

#[test]
fn commands_find_the_same_with_and_without_a_cache() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    let root = dir.path();
    settle();
    let of_file = [&CONCISE[..], &["posts/001.md"][..0], &["posts/000.md"]].concat();
    let commands: [&[&str]; 5] = [
        &CONCISE,
        &of_file,
        &["terms", "--variants"],
        &["find", "tags=go", "--format", "json"],
        &["suggest", "posts/000.md"],
    ];
    for args in commands.iter().chain(&commands) {
        let with = run(root, Some(of_cache.path()), args);
        let without = run(root, None, args);
        assert_eq!(text(&with), text(&without), "{args:?}");
    }
    let stores = of_cache.path().read_dir().unwrap().count();
    assert_eq!(stores, 1, "one of this root and program");
    let all = text(&run(root, None, &CONCISE)).to_owned();
    let own: String = all
        .lines()
        .filter(|it| it.starts_with("posts/000.md:"))
        .map(|it| format!("{it}\n"))
        .collect();
    assert_eq!(text(&run(root, Some(of_cache.path()), &of_file)), own);
    assert!(!own.is_empty());
}

#[test]
fn parts_find_together_what_one_process_finds() {
    let (dir, elsewhere) = (posts(), TempDir::new().unwrap());
    let root = dir.path();
    // What is no post of any part, but told of: the configuration, and a file that cannot be read.
    fs::write(
        root.join("rubric.yaml"),
        "rules: {similar-term: off, slug-colision: off}\n",
    )
    .unwrap();
    fs::write(root.join("posts/bad.md"), b"---\ntags: [\xff]\n---\n").unwrap();
    let all = run(root, None, &CONCISE);
    let part = |number: usize| format!("{number}/3");
    let facts: Vec<PathBuf> = (1..=3)
        .map(|number| {
            let output = run(
                root,
                None,
                &["terms", "--format", "facts", "--shard", &part(number)],
            );
            let path = elsewhere.path().join(format!("{number}.ndjson"));
            fs::write(&path, text(&output)).unwrap();
            path
        })
        .collect();
    let merged = elsewhere.path().join("all.ndjson");
    let texts: Vec<String> = facts
        .iter()
        .map(|it| fs::read_to_string(it).unwrap())
        .collect();
    fs::write(&merged, texts.concat()).unwrap();
    let check = |number: usize| {
        let (merged, part) = (merged.to_str().unwrap(), part(number));
        let args = [&CONCISE[..], &["--shard", &part, "--vocabulary", merged]].concat();
        run(root, None, &args)
    };
    let parts: Vec<Output> = (1..=3).map(check).collect();
    let sum = |of: fn(&Output) -> &Vec<u8>| -> Vec<u8> {
        parts.iter().flat_map(|it| of(it).clone()).collect()
    };
    assert_eq!(
        String::from_utf8(sum(|it| &it.stdout)),
        String::from_utf8(all.stdout)
    );
    assert_eq!(
        String::from_utf8(sum(|it| &it.stderr)),
        String::from_utf8(all.stderr)
    );
    assert!(parts.iter().all(|it| !it.stdout.is_empty()));
    let json = run(root, None, &["terms", "--format", "json"]).stdout;
    let wrong = elsewhere.path().join("terms.json");
    fs::write(&wrong, json).unwrap();
    let output = run(
        root,
        None,
        &["check", "--vocabulary", wrong.to_str().unwrap()],
    );
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        told.contains("is not what `rubric terms --format facts`"),
        "{told}"
    );
}

#[test]
fn a_server_begins_with_what_was_kept() {
    let (dir, of_cache) = (posts(), TempDir::new().unwrap());
    let (root, cache) = (dir.path(), cache(&of_cache));
    settle();
    warm(root, &cache);
    let changed = root.join("posts/002.md");
    fs::write(&changed, "---\ntags: [新]\n---\n# 题\n").unwrap();
    let store = Store::open(&cache, root);
    let mut host = Host::new(root.to_owned());
    let mut bodies = Vec::new();
    let flow = loader::load_without(root, &[], &|it| store.post(it), |step| {
        let paths = step.changes.iter().filter_map(|it| match it {
            Event::Disk(file) if step.phase == Phase::Bodies => Some(file.path.as_str().to_owned()),
            _ => None,
        });
        bodies.extend(paths);
        host.apply(step.changes);
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue() && host.snapshot().complete());
    assert_eq!(bodies, ["posts/002.md"]);
    assert_eq!(summaries(&host), summaries(&cold(root)));
}

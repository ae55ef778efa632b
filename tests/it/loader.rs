//! The loader: what is a post, what is told of what is none, and what changes on disk.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rubric::corpus::loader::{self, Phase};
use rubric::corpus::{Event, FileId, Host, Parsed, RelPath, Snapshot, Unavailable};
use rubric::text::Text;
use tempfile::TempDir;

use crate::corpus::terms;

/// Writes `path: text` pairs below a new folder.
fn root(files: &[(&str, &str)]) -> TempDir {
    let root = TempDir::with_prefix("文 corpus").expect("a temporary folder");
    for (path, text) in files {
        write(root.path(), path, text);
    }
    root
}

fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn paths(snap: &Snapshot) -> Vec<&str> {
    let mut paths: Vec<&str> = snap
        .files()
        .map(|(file, _)| snap.path(file).as_str())
        .collect();
    paths.sort_unstable();
    paths
}

fn id(snap: &Snapshot, path: &str) -> FileId {
    snap.file(&RelPath(path.into())).expect("the file is known")
}

fn problems(snap: &Snapshot) -> Vec<String> {
    snap.problems()
        .map(|(path, it)| format!("{}: {it}", path.as_str()))
        .collect()
}

/// Tells the host of paths that changed.
fn refresh(host: &mut Host, root: &Path, changed: &[&str]) {
    let changed: Vec<PathBuf> = changed.iter().map(|it| root.join(it)).collect();
    host.apply(loader::refresh(&host.snapshot(), &changed));
}

const POST: &str = "---\ntags: [llm]\n---\n# 标题\n";

#[test]
fn posts_are_what_is_not_ignored_and_what_is_named() {
    let root = root(&[
        ("a.md", POST),
        ("posts/b.MD", POST),
        ("posts/深/c.markdown", POST),
        ("posts/d.txt", POST),
        (".hidden/e.md", POST),
        ("node_modules/f.md", POST),
        ("posts/_site/g.md", POST),
        ("dist/h.md", POST),
        ("vendor/i.md", POST),
        (".gitignore", "drafts/\n"),
        ("posts/.ignore", "k.md\n"),
        ("drafts/j.md", POST),
        ("posts/k.md", POST),
    ]);
    let host = loader::load(root.path(), &[]);
    assert_eq!(
        paths(&host.snapshot()),
        ["a.md", "posts/b.MD", "posts/深/c.markdown"]
    );
    let named = [root.path().join("posts/k.md"), root.path().join("drafts")];
    let host = loader::load(root.path(), &[&named[0], &named[1]]);
    assert_eq!(
        paths(&host.snapshot()),
        [
            "a.md",
            "drafts/j.md",
            "posts/b.MD",
            "posts/k.md",
            "posts/深/c.markdown"
        ]
    );
}

#[test]
fn folders_to_watch_are_those_that_posts_may_be_in() {
    let root = root(&[
        ("笔记/深/a.md", ""),
        ("drafts/x/b.md", ""),
        ("node_modules/p/c.md", ""),
        (".git/d.md", ""),
        (".gitignore", "drafts/\n"),
    ]);
    let below = |target: &str| {
        let folders = loader::folders(root.path(), &root.path().join(target));
        let mut folders: Vec<String> = folders
            .map(|it| {
                it.strip_prefix(root.path())
                    .expect("below")
                    .display()
                    .to_string()
            })
            .collect();
        folders.sort();
        folders
    };
    assert_eq!(below(""), ["", "笔记", "笔记/深"]);
    assert_eq!(below("笔记"), ["笔记", "笔记/深"]);
    for ignored in ["drafts", "drafts/x", "node_modules/p", ".git"] {
        assert_eq!(below(ignored), [""; 0], "{ignored}");
    }
}

#[test]
fn heads_come_first_and_bodies_follow() {
    let long_head = format!(
        "---\nsummary: {}\ntags: [长]\n---\n# 尾\n",
        "文".repeat(9_000)
    );
    let root = root(&[("a.md", POST), ("b.md", &long_head), ("c.md", "# 没有\n")]);
    let mut host = Host::new(root.path().to_owned());
    let mut seen = Vec::new();
    let flow = loader::load_in_steps(root.path(), |step| {
        let phase = step.phase;
        host.apply(step.changes);
        let snap = host.snapshot();
        let n_headings: usize = snap.files().map(|(_, it)| it.headings.len()).sum();
        seen.push((phase, terms(&snap, "tags"), n_headings, snap.complete()));
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    let tags = || vec!["llm 1".to_owned(), "长 1".to_owned()];
    assert_eq!(seen[0], (Phase::Heads, tags(), 0, false));
    assert_eq!(seen.last(), Some(&(Phase::Bodies, tags(), 3, true)));
    let once = loader::load(root.path(), &[]).snapshot();
    let stepwise = host.snapshot();
    let all =
        |snap: &Snapshot| -> Vec<_> { snap.files().map(|(file, it)| (file, it.clone())).collect() };
    assert_eq!(all(&once), all(&stepwise));
}

/// To make the table of many terms takes longer than anybody who types waits for: only the background makes it.
#[test]
fn nobody_who_types_waits_for_mentions() {
    let tags: Vec<String> = (0..3_000)
        .map(|it| format!("term-{it}, 長文{it}"))
        .collect();
    let many = format!("---\ntags: [{}]\n---\n", tags.join(", "));
    let root = root(&[("a.md", POST), ("b.md", &many)]);
    let mut host = Host::new(root.path().to_owned());
    let n_mentions = |host: &Host| {
        let snap = host.snapshot().in_haste();
        let mentions = snap.mentions_of("llm 😀長文7 term-12");
        mentions.of("tags").count()
    };
    let flow = loader::load_in_steps(root.path(), |step| {
        host.apply(step.changes);
        assert_eq!(n_mentions(&host), 0, "{:?}", step.phase);
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    // The last request has told the background, which is never waited for.
    let mut n_asked = 0;
    while n_mentions(&host) < 3 {
        n_asked += 1;
        assert!(n_asked < 3_000, "nothing makes the table");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // New terms ride beside it.
    let newer = POST.replace("llm", "長文新");
    write(root.path(), "c.md", newer.as_bytes());
    let changes = loader::rescan(&host.snapshot());
    host.apply(changes);
    let mentions = host.snapshot().in_haste().mentions_of("長文新");
    assert_eq!(mentions.of("tags").count(), 1);
}

#[test]
fn a_small_corpus_knows_its_mentions_at_once() {
    let root = root(&[("a.md", POST), ("b.md", "---\r\ntags: [長文]\r\n---\r\n")]);
    let snap = loader::load(root.path(), &[]).snapshot();
    assert_eq!(snap.mentions_of("llm 😀長文").of("tags").count(), 2);
}

#[test]
fn what_cannot_be_read_well_is_told() {
    let root = root(&[("a.md", POST)]);
    write(root.path(), "b.md", b"---\ntags: [llm]\n---\nbad: \xff\n");
    let snap = loader::load(root.path(), &[]).snapshot();
    assert_eq!(
        problems(&snap),
        ["b.md: not UTF-8 from byte 25 (line 4) on: save it as UTF-8"]
    );
    assert_eq!(
        terms(&snap, "tags"),
        ["llm 2"],
        "its front matter counts all the same"
    );
    assert!(matches!(
        snap.parsed(id(&snap, "b.md")),
        Err(Unavailable::Unreadable(_))
    ));
}

#[cfg(unix)]
#[test]
fn links_neither_hang_nor_count_twice() {
    use std::os::unix::fs::symlink;
    let outside = root(&[("elsewhere.md", POST)]);
    let root = root(&[("posts/a.md", POST)]);
    let link = |target: &Path, name: &str| symlink(target, root.path().join(name)).expect("a link");
    link(root.path(), "posts/loop");
    link(&root.path().join("posts/a.md"), "copy.md");
    link(&root.path().join("self.md"), "self.md");
    link(outside.path(), "outside");
    link(&outside.path().join("elsewhere.md"), "elsewhere.md");
    let snap = loader::load(root.path(), &[]).snapshot();
    assert_eq!(paths(&snap), ["posts/a.md"]);
    let told: Vec<&str> = snap.problems().map(|(path, _)| path.as_str()).collect();
    assert_eq!(told, ["elsewhere.md", "outside", "self.md"]);
}

#[test]
fn changes_on_disk_are_seen_in_batches() {
    let root = root(&[("a.md", POST), ("old/b.md", POST), ("old/c.md", POST)]);
    let mut host = loader::load(root.path(), &[]);
    write(root.path(), "a.md", "---\ntags: [rust]\n---\n");
    write(root.path(), "new/d.md", "---\ntags: [新]\n---\n");
    write(root.path(), "node_modules/e.md", POST);
    fs::remove_dir_all(root.path().join("old")).expect("removed");
    refresh(
        &mut host,
        root.path(),
        &[
            "a.md",
            "new",
            "old",
            "node_modules/e.md",
            "gone.md",
            "d.txt",
        ],
    );
    assert_eq!(paths(&host.snapshot()), ["a.md", "new/d.md"]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["rust 1", "新 1"]);
}

#[test]
fn an_ignore_file_or_the_root_itself_brings_a_rescan() {
    let root = root(&[("a.md", POST), ("drafts/b.md", POST)]);
    let mut host = loader::load(root.path(), &[]);
    write(root.path(), ".gitignore", "drafts/\n");
    refresh(&mut host, root.path(), &[".gitignore"]);
    assert_eq!(paths(&host.snapshot()), ["a.md"]);
    fs::remove_file(root.path().join(".gitignore")).expect("removed");
    write(root.path(), "c.md", POST);
    host.apply(loader::refresh(&host.snapshot(), &[root.path().to_owned()]));
    assert_eq!(paths(&host.snapshot()), ["a.md", "c.md", "drafts/b.md"]);
}

#[test]
fn an_open_buffer_wins_over_the_disk_until_it_is_closed() {
    let root = root(&[("a.md", POST)]);
    let mut host = loader::load(root.path(), &[]);
    let file = id(&host.snapshot(), "a.md");
    let text = Text::new("---\ntags: [buffer]\n---\n");
    host.apply(vec![Event::Open {
        file,
        version: 1,
        text,
    }]);
    write(root.path(), "a.md", "---\ntags: [disk]\n---\n");
    refresh(&mut host, root.path(), &["a.md"]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["buffer 1"]);
    host.apply(vec![Event::Close { file }]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["disk 1"]);
}

#[test]
fn of_two_readings_the_later_counts() {
    let root = root(&[("a.md", POST)]);
    let mut host = loader::load(root.path(), &[]);
    let path = RelPath("a.md".into());
    let older = loader::reread(root.path(), &path);
    write(root.path(), "a.md", "---\ntags: [newer]\n---\n");
    let newer = loader::reread(root.path(), &path);
    host.apply(vec![newer, older]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["newer 1"]);
}

#[test]
fn a_closed_file_is_read_again_or_stale() {
    let root = root(&[("a.md", "\u{feff}---\r\ntags: [👨‍👩‍👧]\r\n---\r\n# 题\r\n")]);
    let mut host = loader::load(root.path(), &[]);
    let file = id(&host.snapshot(), "a.md");
    let parsed = host.snapshot().parsed(file).expect("it is as it was");
    assert_eq!(parsed.document.body.headings[0].title, "题");
    let head = host.snapshot().parsed_head(file).expect("it is as it was");
    let front_matter = |it: &Parsed| it.document.front_matter.clone().expect("it has one");
    assert_eq!(front_matter(&head), front_matter(&parsed));
    assert!(parsed.text.as_str().starts_with(head.text.as_str()));
    write(root.path(), "a.md", POST);
    let stale = host.snapshot().parsed(file).map(|_| ());
    assert_eq!(stale, Err(Unavailable::Stale));
    let stale = host.snapshot().parsed_head(file).map(|_| ());
    assert_eq!(stale, Err(Unavailable::Stale));
    host.apply(vec![loader::reread(root.path(), &RelPath("a.md".into()))]);
    assert!(host.snapshot().parsed(file).is_ok());
    fs::remove_file(root.path().join("a.md")).expect("removed");
    assert_eq!(
        host.snapshot().parsed(file).map(|_| ()),
        Err(Unavailable::Stale)
    );
}

#[test]
fn globs_of_the_configuration_narrow_what_is_a_post() {
    let root = root(&[
        ("rubric.yaml", "content: ['posts/**/*.md', './笔记/*.md']\n"),
        ("README.md", POST),
        ("posts/a.md", POST),
        ("posts/深/b.md", POST),
        ("posts/c.markdown", POST),
        ("笔记/d.md", POST),
        ("笔记/深/e.md", POST),
    ]);
    let mut host = loader::load(root.path(), &[]);
    assert_eq!(
        paths(&host.snapshot()),
        ["posts/a.md", "posts/深/b.md", "笔记/d.md"]
    );
    write(root.path(), "rubric.yaml", "content: ['**/e.md']\n");
    refresh(&mut host, root.path(), &["rubric.yaml"]);
    assert_eq!(paths(&host.snapshot()), ["笔记/深/e.md"]);
    fs::remove_file(root.path().join("rubric.yaml")).expect("removed");
    refresh(&mut host, root.path(), &["rubric.yaml"]);
    assert_eq!(host.snapshot().n_files(), 6);
}

#[test]
fn a_configuration_that_is_not_utf8_is_told_and_read_as_far_as_it_goes() {
    let root = root(&[("a.md", POST)]);
    write(root.path(), "rubric.yaml", b"slug: ascii # \xff\n");
    let mut host = loader::load(root.path(), &[]);
    assert_eq!(problems(&host.snapshot()).len(), 1);
    assert!(host.snapshot().config().slug.is_some());
    write(root.path(), "rubric.yaml", "slug: ascii\n");
    refresh(&mut host, root.path(), &["rubric.yaml"]);
    assert_eq!(problems(&host.snapshot()), [""; 0]);
}

#[test]
fn a_file_that_vanishes_between_head_and_body_is_gone() {
    let root = root(&[("a.md", POST), ("b.md", POST)]);
    let mut host = Host::new(root.path().to_owned());
    let flow = loader::load_in_steps(root.path(), |step| {
        if step.phase == Phase::Heads {
            fs::remove_file(root.path().join("a.md")).expect("removed");
        }
        host.apply(step.changes);
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue());
    assert_eq!(paths(&host.snapshot()), ["b.md"]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["llm 1"]);
    assert_eq!(problems(&host.snapshot()), [""; 0]);
}

#[test]
fn a_loading_ends_where_it_is_told_to() {
    let root = root(&[("a.md", POST)]);
    let mut n_steps = 0;
    let flow = loader::load_in_steps(root.path(), |_| {
        n_steps += 1;
        ControlFlow::Break(())
    });
    assert!(flow.is_break());
    assert_eq!(n_steps, 1);
}

#[test]
fn of_a_post_beyond_all_bounds_the_head_counts() {
    let root = root(&[("a.md", POST)]);
    let text = format!("---\ntags: [巨大]\n---\n{}", "字\n".repeat(5 << 20));
    write(root.path(), "big.md", &text);
    let mut host = loader::load(root.path(), &[]);
    assert_eq!(terms(&host.snapshot(), "tags"), ["llm 1", "巨大 1"]);
    let told = problems(&host.snapshot());
    assert!(
        told.len() == 1 && told[0].starts_with("big.md: 20971543 bytes: only its front matter"),
        "{told:?}"
    );
    let file = id(&host.snapshot(), "big.md");
    assert!(matches!(
        host.snapshot().parsed(file),
        Err(Unavailable::Unreadable(_))
    ));
    write(root.path(), "big.md", POST);
    refresh(&mut host, root.path(), &["big.md"]);
    assert_eq!(problems(&host.snapshot()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told_until_it_may() {
    use std::os::unix::fs::PermissionsExt;
    let root = root(&[("a.md", POST), ("locked/b.md", POST)]);
    let mode = |path: &str, mode| {
        let path = root.path().join(path);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
    };
    mode("a.md", 0);
    mode("locked", 0);
    let locked = fs::read(root.path().join("a.md")).is_err();
    let mut host = loader::load(root.path(), &[]);
    mode("a.md", 0o644);
    mode("locked", 0o755);
    // Who may read everything (a container's root) sees nothing locked.
    if locked {
        assert_eq!(paths(&host.snapshot()), [""; 0]);
        assert_eq!(problems(&host.snapshot()).len(), 2);
    }
    refresh(&mut host, root.path(), &["a.md", "locked"]);
    assert_eq!(paths(&host.snapshot()), ["a.md", "locked/b.md"]);
    assert_eq!(problems(&host.snapshot()), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_told_and_a_pipe_is_no_post() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let root = root(&[("a.md", POST)]);
    fs::write(root.path().join(OsStr::from_bytes(b"b\xff.md")), POST).expect("a file");
    let pipe = root.path().join("pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let mut host = loader::load(root.path(), &[]);
    assert_eq!(paths(&host.snapshot()), ["a.md"]);
    assert_eq!(
        problems(&host.snapshot()),
        ["b\u{fffd}.md: its name is not UTF-8: rename it"]
    );
    if made.is_ok_and(|it| it.success()) {
        refresh(&mut host, root.path(), &["pipe.md"]);
        assert_eq!(
            paths(&host.snapshot()),
            ["a.md"],
            "opening a pipe would wait for ever"
        );
    }
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let root = root(&[]);
    let snap = loader::load(&root.path().join("nowhere"), &[]).snapshot();
    assert_eq!(snap.n_files(), 0);
    assert_eq!(snap.problems().count(), 1);
}

#[test]
fn a_rescan_finds_a_change_of_the_configuration_too() {
    let root = root(&[("a.md", POST)]);
    let mut host = loader::load(root.path(), &[]);
    write(
        root.path(),
        "rubric.yaml",
        "fields: { 版式: { required: true } }\n",
    );
    host.apply(loader::rescan(&host.snapshot()));
    let required = |host: &Host| {
        let snap = host.snapshot();
        snap.root_schema()
            .field("版式")
            .is_some_and(|it| it.required)
    };
    assert!(required(&host));
    std::fs::remove_file(root.path().join("rubric.yaml")).expect("it is there");
    host.apply(loader::rescan(&host.snapshot()));
    assert!(!required(&host));
}

//! The law of folders: what is kept of them is what looking at all posts finds, whatever happened before.

use std::cmp::Reverse;

use rubric::corpus::{Event, FileId, Host, RelPath, Snapshot, Summary, Usage};
use rubric::text::Text;

use crate::generator::Generator;

const FIELDS: [&str; 4] = ["title", "tags", "date", "名"];

/// Few folders with many posts, and many with one: posts with a folder of their own.
fn path(generator: &mut Generator) -> String {
    let number = generator.below(60);
    match generator.below(8) {
        0 => format!("{}.md", generator.below(4)),
        1 => format!("笔记/x{number}/index.md"),
        2 => format!("笔记/x{number}/index.en.md"),
        3 => format!("笔记/x{}/旁.md", generator.below(5)),
        4 => "笔记/index.md".to_owned(),
        5 => format!("笔记/templates/{number}.md"),
        _ => format!("笔记/{number}.md"),
    }
}

fn text(generator: &mut Generator) -> String {
    if generator.below(6) == 0 {
        return "没有\n".to_owned();
    }
    if generator.below(4) == 0 {
        let line = ["", "title = '甲'\n", "tags = ['甲']\n"][generator.below(3)];
        return format!("+++\n{line}+++\n");
    }
    let mut text = "---\n".to_owned();
    for _ in 0..generator.below(5) {
        text += match generator.below(6) {
            0 => "title: 甲\n",
            1 => "tags: []\n",
            2 => "tags: [甲, 乙]\n",
            3 => "名: '{{ a }}'\n",
            4 => "date: 2024-05-14\n",
            _ => ["date: 2020-01-01\n", "date: 1960-01-31\n"][generator.below(2)],
        };
    }
    text + "---\n"
}

fn change(generator: &mut Generator, host: &mut Host) -> Event {
    let file = host.intern(&RelPath(path(generator).into()));
    match generator.below(4) {
        0 => Event::Close { file },
        _ => Event::Edit {
            file,
            version: 0,
            text: Text::new(text(generator)),
            cursor: None,
        },
    }
}

fn folder(snap: &Snapshot, file: FileId) -> &str {
    snap.path(file).folder()
}

fn above(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |it| it.0)
}

fn is_bundle(snap: &Snapshot, file: FileId) -> bool {
    let path = snap.path(file).as_str();
    let name = path.rsplit('/').next().unwrap_or_default();
    !folder(snap, file).is_empty() && name.starts_with("index.")
}

/// The folder in which a post stands beside others.
fn place(snap: &Snapshot, file: FileId) -> &str {
    match is_bundle(snap, file) {
        true => above(folder(snap, file)),
        false => folder(snap, file),
    }
}

fn usage<'a>(posts: impl Iterator<Item = (FileId, &'a Summary)>, field: &str) -> Usage {
    posts.fold(Usage::default(), |usage, (_, it)| Usage {
        n_posts: usage.n_posts + 1,
        n_having: usage.n_having + usize::from(it.field(field).is_some()),
    })
}

fn usual(snap: &Snapshot) -> impl Iterator<Item = (FileId, &Summary)> {
    let posts = snap.files();
    posts.filter(|it| it.1.has_front_matter() && !snap.is_template(it.0))
}

fn check(snap: &Snapshot, file: FileId) {
    let place = place(snap, file);
    for field in FIELDS {
        let is_beside = |it: FileId| {
            folder(snap, it) == place
                || is_bundle(snap, file) && is_bundle(snap, it) && self::place(snap, it) == place
        };
        let format = snap.summary(file).and_then(|it| it.format);
        let beside = usual(snap).filter(|it| it.0 != file && is_beside(it.0));
        let beside = beside.filter(|it| format.is_some() && it.1.format == format);
        assert_eq!(snap.usage_beside(file, field), usage(beside, field));
        let in_above = usual(snap).filter(|it| folder(snap, it.0) == above(place));
        assert_eq!(snap.usage_above(file, field), usage(in_above, field));
    }
    let own = folder(snap, file);
    let mut others = snap.files().filter(|it| it.0 != file);
    let is_below = |it: FileId| {
        let rest = snap.path(it).as_str().strip_prefix(own);
        own.is_empty() || rest.is_some_and(|it| it.starts_with('/'))
    };
    assert_eq!(snap.has_company(file), others.any(|it| is_below(it.0)));
    let in_folder = snap.files().map(|it| it.0);
    let in_folder: Vec<FileId> = in_folder.filter(|it| folder(snap, *it) == own).collect();
    assert_eq!(snap.posts_in(own), in_folder);
    let top = snap.path(file).top_folder();
    let beside = snap.files().filter(|it| {
        it.1.date.is_some() && snap.path(it.0).top_folder() == top && !snap.is_template(it.0)
    });
    let mut dated: Vec<_> = beside.map(|it| Reverse((it.1.date, it.0))).collect();
    dated.sort_unstable();
    let dated: Vec<FileId> = dated.iter().map(|it| it.0.1).collect();
    assert_eq!(snap.latest_beside(file).collect::<Vec<_>>(), dated);
}

fn check_all(snap: &Snapshot) {
    assert_eq!(snap.n_files(), snap.files().count());
    snap.files().for_each(|it| check(snap, it.0));
}

#[test]
fn what_is_kept_of_folders_is_what_all_posts_tell() {
    for seed in 0..6 {
        let mut generator = Generator::new(seed);
        let mut host = Host::new("/".into());
        let mut held = Vec::new();
        for step in 0..60 {
            let n_changes = [1, 2, 40][generator.below(3)];
            let changes = (0..n_changes).map(|_| change(&mut generator, &mut host));
            let changes: Vec<Event> = changes.collect();
            host.apply(changes);
            if step % 6 == 5 {
                check_all(&host.snapshot());
                held.push(host.snapshot());
            }
        }
        held.iter().for_each(check_all);
    }
}

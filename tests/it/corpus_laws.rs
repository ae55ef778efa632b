//! The law of the index: whatever happened in whatever order, it is what a new index of the same posts would be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rubric::corpus::{Event, FileId, Host, RelPath, Snapshot, Summary, loader};
use rubric::text::{Text, TextSize};
use tempfile::TempDir;

use crate::generator::Generator;

const PATHS: [&str; 7] = [
    "a.md",
    "b.md",
    "笔记/c.md",
    "笔记/d.md",
    "笔记/深/e.md",
    "posts/f g.md",
    "posts/h.md",
];

#[rustfmt::skip]
const KEYS: [&str; 9] =
    ["tags", "tags", "people", "speaker", "date", "title", "draft", "series", "标签"];

#[rustfmt::skip]
const VALUES: [&str; 24] = [
    "llm", "'llm'", "LLM", "ＬＬＭ", "中文", "《华尔街日报》", "e\u{301}", "👨‍👩‍👧", "[llm, 中文]", "[]", "''", "~", "", "[a, a, b]",
    "a, b,, llm", "2024-05-14", "'2023-01-01'", "2024-02-30", "true", "12", "https://例子.cn", "A: B", "\"open",
    "\n  - llm\n  - 政治\n  - 'x, y'",
];

const CONFIGS: [&str; 4] = [
    "slug: pinyin\nfields: { speaker: { vocabulary: people } }\n",
    "fields: { tags: { type: term }, series: { type: list } }\n",
    "collections: { 笔记: { fields: { tags: { required: true, vocabulary: 标签 } } } }\n",
    "fields: [\n",
];

const DATES: [&str; 5] = ["2024-05-14", "'2023-01-01'", "2024-02-30", "2025/1/2", "''"];

fn line(generator: &mut Generator) -> String {
    let key = KEYS[generator.below(KEYS.len())];
    let value = match key {
        "date" => generator.pick(&DATES),
        _ => generator.pick(&VALUES),
    };
    format!("{key}: {value}\n")
}

fn post(generator: &mut Generator) -> String {
    let newline = ["\n", "\r\n"][generator.below(2)];
    let mut text = String::from(["", "\u{feff}"][generator.below(2)]);
    if generator.below(8) > 0 {
        text.push_str("---\n");
        let lines: String = (0..generator.below(7)).map(|_| line(generator)).collect();
        text.push_str(&lines);
        text.push_str(["---\n", "---\n", "...\n", ""][generator.below(4)]);
    }
    text.push_str(&generator.markdown(8));
    text.push_str(
        [
            "",
            "",
            "中文（LLM）\n",
            "我的中文 (llm) 😀\n",
            "llm（中文）\n",
        ][generator.below(5)],
    );
    text.replace('\n', newline)
}

/// The post with one line of its front matter replaced or added: other terms stay.
fn edited(generator: &mut Generator, text: &str) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = line(generator);
    let key = line.split(':').next().unwrap_or_default();
    match lines.iter().position(|it| it.starts_with(key)) {
        Some(at) => lines[at] = &line,
        None => lines.insert(lines.len().min(1), &line),
    }
    lines.concat()
}

/// A root on disk, and a host that hears of it.
struct World {
    root: TempDir,
    host: Host,
    /// Texts of open buffers, with their cursors.
    open: BTreeMap<&'static str, (String, Option<TextSize>)>,
}

impl World {
    fn new(generator: &mut Generator) -> World {
        let root = TempDir::with_prefix("法 corpus").expect("a temporary folder");
        for path in PATHS {
            if generator.below(2) == 0 {
                write(root.path(), path, &post(generator));
            }
        }
        World {
            host: loader::load(root.path(), &[]),
            root,
            open: BTreeMap::new(),
        }
    }

    fn id(&mut self, path: &str) -> FileId {
        self.host.intern(&RelPath(path.into()))
    }

    fn step(&mut self, generator: &mut Generator) {
        let path = PATHS[generator.below(PATHS.len())];
        let file = self.id(path);
        match generator.below(10) {
            0 | 1 => {
                let text = post(generator);
                self.open.insert(path, (text.clone(), None));
                let text = Text::new(text);
                self.host.apply(vec![Event::Open {
                    file,
                    version: 0,
                    text,
                }]);
            }
            2..=4 if self.open.contains_key(path) => {
                let text = edited(generator, &self.open[path].0);
                let cursor = (generator.below(2) == 0).then(|| offset(generator, &text));
                self.open.insert(path, (text.clone(), cursor));
                let text = Text::new(text);
                self.host.apply(vec![Event::Edit {
                    file,
                    version: 1,
                    text,
                    cursor,
                }]);
            }
            5 if self.open.contains_key(path) => {
                self.open.entry(path).and_modify(|it| it.1 = None);
                self.host.apply(vec![Event::Save { file }]);
            }
            6 => {
                self.open.remove(path);
                self.host.apply(vec![Event::Close { file }]);
            }
            7 => {
                let config = CONFIGS[generator.below(CONFIGS.len())];
                write(self.root.path(), "rubric.yaml", config);
                self.refresh(&["rubric.yaml"]);
            }
            8 => {
                let folder = ["笔记", "posts"][generator.below(2)];
                fs::remove_dir_all(self.root.path().join(folder)).ok();
                self.refresh(&[folder]);
            }
            _ => {
                let changed: Vec<&str> = (0..=generator.below(4))
                    .map(|_| PATHS[generator.below(PATHS.len())])
                    .collect();
                for path in &changed {
                    match generator.below(4) {
                        0 => drop(fs::remove_file(self.root.path().join(path))),
                        _ => write(self.root.path(), path, &post(generator)),
                    }
                }
                self.refresh(&changed);
            }
        }
    }

    fn refresh(&mut self, paths: &[&str]) {
        let paths: Vec<PathBuf> = paths.iter().map(|it| self.root.path().join(it)).collect();
        self.host
            .apply(loader::refresh(&self.host.snapshot(), &paths));
    }

    /// A new host of the same disk and the same buffers.
    fn rebuilt(&self) -> Host {
        let mut host = loader::load(self.root.path(), &[]);
        for (path, (text, cursor)) in &self.open {
            let file = host.intern(&RelPath((*path).into()));
            let (text, cursor) = (Text::new(text.as_str()), *cursor);
            host.apply(vec![Event::Edit {
                file,
                version: 1,
                text,
                cursor,
            }]);
        }
        host
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn offset(generator: &mut Generator, text: &str) -> TextSize {
    let mut offset = generator.below(text.len() + 1);
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    TextSize::try_from(offset).expect("a short text")
}

/// Everything that a snapshot tells, by names instead of ids.
#[derive(Debug, PartialEq)]
struct Told {
    summaries: BTreeMap<String, Summary>,
    /// Of each field each term, with its posts and its last use.
    terms: BTreeMap<String, (Vec<String>, Option<i32>)>,
    /// How many terms and uses each field's vocabulary counts.
    totals: BTreeMap<String, (usize, usize)>,
    schemas: BTreeMap<String, String>,
    /// Of each term its spellings, what it should be, its other name, and what has its slug.
    names: BTreeMap<String, String>,
}

fn told(snap: &Snapshot) -> Told {
    let path = |file: FileId| snap.path(file).as_str().to_owned();
    let mut told = Told {
        summaries: snap
            .files()
            .map(|(file, it)| (path(file), it.clone()))
            .collect(),
        terms: BTreeMap::new(),
        totals: BTreeMap::new(),
        schemas: BTreeMap::new(),
        names: KEYS.iter().flat_map(|it| names(snap, it)).collect(),
    };
    for field in KEYS {
        let Some(vocabulary) = snap.values(field) else {
            continue;
        };
        for (id, term) in vocabulary.terms() {
            let mut posts: Vec<String> = term.posts.iter().map(|it| path(*it)).collect();
            posts.sort();
            told.terms
                .insert(format!("{field} {}", term.text), (posts, term.last_use));
            assert_eq!(vocabulary.get(&term.text), Some(id));
            assert!(vocabulary.spellings(&term.text).any(|it| it == id));
            assert!(term.posts.is_sorted());
        }
        let n_uses: usize = vocabulary.terms().map(|(_, it)| it.posts.len()).sum();
        assert_eq!(
            (vocabulary.terms().count(), n_uses),
            (vocabulary.len(), vocabulary.n_uses()),
            "{field}"
        );
        if !vocabulary.is_empty() {
            told.totals
                .insert(field.to_owned(), (vocabulary.len(), vocabulary.n_uses()));
        }
    }
    for (file, _) in snap.files() {
        let schema = snap.schema(file);
        let fields: BTreeMap<_, _> = schema.fields.iter().collect();
        told.schemas.insert(
            path(file),
            format!("{fields:?} {:?} {:?}", schema.order, schema.front_matter),
        );
    }
    told
}

fn names(snap: &Snapshot, field: &str) -> Vec<(String, String)> {
    let Some((variants, aliases)) = snap.thesaurus(field).zip(snap.aliases_of(field)) else {
        return Vec::new();
    };
    let terms = variants.vocabulary.terms();
    let name = |text: &str| {
        let spellings = variants.spellings(text).into_iter();
        let spellings: Vec<_> = spellings
            .map(|it| &variants.vocabulary.term(it).text)
            .collect();
        let similar = snap.similar(field, text).map(|it| &it.text);
        let same_slug = snap.same_slug(field, text);
        let same_slug = same_slug.map(|it| {
            it.1.iter()
                .map(|it| it.text.clone())
                .collect::<BTreeSet<_>>()
        });
        let (better, canonical) = (variants.preferred(text), aliases.canonical(text));
        format!("{spellings:?} {better:?} {canonical:?} {similar:?} {same_slug:?}")
    };
    terms
        .map(|it| (format!("{field} {}", it.1.text), name(&it.1.text)))
        .collect()
}

#[test]
fn the_incremental_index_equals_a_rebuilt_one() {
    for seed in 0..10 {
        let mut generator = Generator::new(seed);
        let mut world = World::new(&mut generator);
        let mut held = Vec::new();
        for step in 0..40 {
            // A snapshot that somebody still holds makes writes copy; without one they happen in place.
            if generator.below(3) == 0 {
                let snap = world.host.snapshot();
                held.push((told(&snap), snap));
            }
            world.step(&mut generator);
            if step % 4 == 3 {
                let (incremental, rebuilt) = (
                    told(&world.host.snapshot()),
                    told(&world.rebuilt().snapshot()),
                );
                assert_eq!(incremental, rebuilt, "seed {seed}, step {step}");
            }
        }
        for (before, snap) in held {
            assert_eq!(told(&snap), before, "seed {seed}: a snapshot never changes");
        }
    }
}

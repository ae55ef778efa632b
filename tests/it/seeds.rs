//! The sample repo: every defect that its rubric.yaml lists is found, and nothing else.

use std::collections::BTreeSet;
use std::path::Path;

use rubric::corpus::loader;
use rubric::features::diagnostics::{Code, diagnostics};

/// What follows from a planted slip, as the table says above its lines.
const FOLLOWS: (&str, &str) = ("slug-collision", "posts/图书馆里的语言模型.md");

type Findings = BTreeSet<(String, String)>;

fn seeds() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds"))
}

/// The lines `#   code: path` of seeds/rubric.yaml.
fn planted() -> Findings {
    let config = std::fs::read_to_string(seeds().join("rubric.yaml")).expect("the seeds are there");
    let lines = config.lines().filter_map(|it| it.strip_prefix("#   "));
    let pairs = lines.filter_map(|it| it.split_once(": "));
    let planted: Findings = pairs
        .filter(|(_, path)| path.ends_with(".md"))
        .map(|(code, path)| (code.to_owned(), path.to_owned()))
        .collect();
    assert!(planted.len() > 40, "{planted:?}");
    for (code, path) in &planted {
        assert!(seeds().join(path).is_file(), "{path}");
        let is_known = code.parse::<Code>().is_ok();
        assert!(is_known, "there is no code {code}");
    }
    planted
}

fn found() -> Findings {
    let snap = loader::load(seeds(), &[]).snapshot();
    let files = snap.files().map(|it| it.0);
    let found = files.flat_map(|file| {
        let path = snap.path(file).as_str();
        let found = diagnostics(&snap, file).expect("it can be read");
        found
            .into_iter()
            .map(move |it| (it.code.name().to_owned(), path.to_owned()))
    });
    found.collect()
}

#[test]
fn what_is_planted_is_found_and_nothing_else() {
    let (planted, mut found) = (planted(), found());
    found.remove(&(FOLLOWS.0.to_owned(), FOLLOWS.1.to_owned()));
    let missed: Vec<_> = planted.difference(&found).collect();
    assert!(missed.is_empty(), "not found: {missed:#?}");
    let surplus: Vec<_> = found.difference(&planted).collect();
    assert!(surplus.is_empty(), "not planted: {surplus:#?}");
}

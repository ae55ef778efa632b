//! What the thesaurus promises, over made-up corpora of everything that makes two spellings of one term: invisible characters, width,
//! traditional characters, quotes, plurals, capitals, other names that rubric.yaml declares and others that bodies teach.

use std::fmt::Write;

use rubric::corpus::{Event, FileId, FilePosition, Host, Parsed, Reason, RelPath, Snapshot};
use rubric::features::completion::{Options, completion};
use rubric::features::diagnostics::{Code, diagnostics_of};
use rubric::features::fixes::{Selection, fix_post};
use rubric::features::highlight::document_highlights;
use rubric::features::hover::hover;
use rubric::features::references::{Declaration, references};
use rubric::syntax;
use rubric::text::{Text, TextRange, apply_edits};

use crate::generator::Generator;

/// Each row is one term, or two that must not be taken for one.
const PEOPLE: &[&[&str]] = &[
    &[
        "Donald Trump",
        "donald-trump",
        "DONALD TRUMP",
        "特朗普",
        "川普",
    ],
    &["Sanae Takaichi", "高市早苗", "Sanae\u{a0}Takaichi"],
    &["习近平", "習近平", "Xi Jinping"],
    &["李雷", "李\u{200b}雷", "“李雷”"],
    &["韩梅梅", "韓梅梅"],
    &["José Muñoz", "Jose Munoz"],
    &["“王五”"],
    &["Ada Lovelace", "Ada  Lovelace", "\"Ada Lovelace\""],
];
const TAGS: &[&[&str]] = &[
    &["ai-agents", "ai-agent", "AI Agents", "ａｉ-agents"],
    &["economy", "Economy"],
    &["人工智能", "人工智慧"],
    &["c", "c++"],
    &["deep-mind", "deep-mind\u{200e}", "Deep Mind"],
];
const MEDIA: &[&[&str]] = &[
    &["彭博社", "《彭博社》", "Bloomberg"],
    &["The Economist", "Economist", "《经济学人》", "经济学人"],
    &["《原子习惯》", "原子习惯"],
];
/// What bodies give in both languages.
const PAIRS: &[&str] = &[
    "特朗普（Donald Trump）",
    "高市早苗（Sanae Takaichi）",
    "习近平（Xi Jinping）",
    "彭博社（Bloomberg）",
    "经济学人（The Economist）",
];
const CONFIGS: &[&str] = &[
    "",
    "",
    "vocabularies: { people: { aliases: { Donald Trump: [川普] } } }\n",
    "vocabularies: { people: { aliases: { 特朗普: [Donald Trump] } } }\nfields: { tags: { style: kebab-case } }\n",
];

fn post(generator: &mut Generator) -> String {
    let mut text = String::from("---\n");
    for (field, terms) in [("people", PEOPLE), ("tags", TAGS), ("media", MEDIA)] {
        let _ = writeln!(text, "{field}:");
        for _ in 0..1 + generator.below(3) {
            let row = terms[generator.below(terms.len())];
            // The first of a row is written most.
            let spelling = if generator.below(3) > 0 {
                row[0]
            } else {
                row[generator.below(row.len())]
            };
            let _ = writeln!(text, "  - '{}'", spelling.replace('\'', "''"));
        }
    }
    text.push_str("---\n# 正文 😀\n\n");
    for _ in 0..generator.below(6) {
        let all = [PEOPLE, TAGS, MEDIA][generator.below(3)];
        let row = all[generator.below(all.len())];
        let name = match generator.below(2) {
            0 => PAIRS[generator.below(PAIRS.len())],
            _ => row[generator.below(row.len())],
        };
        let _ = write!(
            text,
            "今天 {name} 说，`{name}`。{}",
            ["", "\n", "\n\n"][generator.below(3)]
        );
    }
    text.push('\n');
    match generator.below(4) {
        0 => text.replace('\n', "\r\n"),
        _ => text,
    }
}

struct World {
    host: Host,
    texts: Vec<String>,
}

impl World {
    fn new(seed: u64) -> World {
        let mut generator = Generator::new(seed);
        let mut host = Host::new("/corpus".into());
        let config = CONFIGS[generator.below(CONFIGS.len())];
        let texts: Vec<String> = (0..30).map(|_| post(&mut generator)).collect();
        host.apply(vec![Event::Config(
            (!config.is_empty()).then(|| config.into()),
        )]);
        let open = texts.iter().enumerate().map(|(index, text)| Event::Open {
            file: host.intern(&path(index)),
            version: 1,
            text: Text::new(text.as_str()),
        });
        let open: Vec<Event> = open.collect();
        host.apply(open);
        World { host, texts }
    }

    fn posts(&self, snap: &Snapshot) -> Vec<(FileId, Parsed)> {
        let files = (0..self.texts.len()).map(|it| snap.file(&path(it)).expect("it is known"));
        files
            .map(|it| (it, (*snap.parsed(it).expect("it is open")).clone()))
            .collect()
    }
}

fn path(index: usize) -> RelPath {
    RelPath(format!("{index}.md").into())
}

fn with_text(text: String) -> Parsed {
    Parsed {
        document: syntax::parse(&text),
        text: Text::new(text),
        version: None,
        cursor: None,
    }
}

/// Findings that say how a term is to be written.
fn is_about_writing(code: Code) -> bool {
    matches!(
        code,
        Code::Variant
            | Code::Alias
            | Code::QuotedQuotes
            | Code::InvisibleCharacter
            | Code::StrayWhitespace
            | Code::NamingStyle
            | Code::UnknownValue
            | Code::SimilarTerm
    )
}

const OPTIONS: Options = Options {
    limit: 100,
    body: true,
};

const FIELDS: [&str; 3] = ["people", "tags", "media"];

#[test]
fn a_preferred_label_is_preferred_to_nothing() {
    let mut reasons = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let world = World::new(seed);
        let snap = world.host.snapshot();
        for (file, _) in world.posts(&snap) {
            for field in FIELDS {
                let Some(thesaurus) = snap.thesaurus_in(field, file) else {
                    continue;
                };
                for (_, term) in thesaurus.vocabulary.terms() {
                    let Some(preferred) = thesaurus.preferred(&term.text) else {
                        continue;
                    };
                    reasons.insert(match preferred.reason {
                        Reason::Declared => "declared",
                        Reason::Posts(_) | Reason::PostsOfAllFields(_) => "posts",
                        Reason::Convention => "convention",
                        Reason::OtherName(_) => "other name",
                        Reason::Clean => "clean",
                    });
                    let further = thesaurus.preferred(&preferred.text);
                    assert_eq!(further, None, "seed {seed}: {} -> {preferred:?}", term.text);
                    assert_eq!(
                        thesaurus.concept(&term.text),
                        thesaurus.concept(&preferred.text),
                        "seed {seed}: {} -> {}",
                        term.text,
                        preferred.text
                    );
                }
            }
        }
    }
    assert_eq!(reasons.len(), 5, "{reasons:?}");
}

#[test]
fn no_fix_undoes_another() {
    let all = Selection {
        codes: None,
        with_unsafe: true,
    };
    for seed in 0..60 {
        let world = World::new(seed);
        let snap = world.host.snapshot();
        for (file, post) in world.posts(&snap) {
            let mut text = post.text.as_str().to_owned();
            let mut seen = vec![text.clone()];
            loop {
                let fixed = fix_post(&snap, file, &with_text(text.clone()), &all);
                let next = apply_edits(&text, &fixed.edits).expect("edits are in order");
                if next == text {
                    break;
                }
                assert!(!seen.contains(&next), "seed {seed}: a circle at\n{next}");
                assert!(seen.len() < 5, "seed {seed}: not settled\n{next}");
                seen.push(next.clone());
                text = next;
            }
        }
    }
}

#[test]
fn nothing_that_completion_offers_is_a_finding() {
    let mut n_offered = 0;
    for seed in 0..40 {
        let mut world = World::new(seed);
        let block = "---\npeople:\n  - \ntags:\n  - \nmedia:\n  - \n---\n";
        let file = world.host.intern(&RelPath("new.md".into()));
        world.host.apply(vec![Event::Open {
            file,
            version: 1,
            text: Text::new(block),
        }]);
        let snap = world.host.snapshot();
        for field in FIELDS {
            let at = block.find(&format!("{field}:\n  - ")).expect("it is there") + field.len() + 6;
            let offset = u32::try_from(at).expect("it is short").into();
            let list = completion(&snap, FilePosition { file, offset }, OPTIONS);
            for item in list.into_iter().flat_map(|it| it.items) {
                let text = apply_edits(block, std::slice::from_ref(&item.edit)).expect("one edit");
                let post = with_text(text);
                let found = diagnostics_of(&snap, file, &post);
                let wrong: Vec<_> = found
                    .iter()
                    .filter(|it| is_about_writing(it.code))
                    .collect();
                assert!(wrong.is_empty(), "seed {seed}: {} {wrong:?}", item.label);
                n_offered += 1;
            }
        }
    }
    assert!(n_offered > 500, "{n_offered}");
}

#[test]
fn hover_references_highlights_and_counts_of_mentions_agree() {
    let mut n_places = 0;
    for seed in 0..40 {
        let world = World::new(seed);
        let snap = world.host.snapshot();
        for (file, post) in world.posts(&snap) {
            let mentions = snap.mentions(file, &post);
            for field in FIELDS {
                let Some(thesaurus) = snap.thesaurus(field) else {
                    continue;
                };
                for (id, _) in mentions.of(field) {
                    let label = &thesaurus.vocabulary.term(id).text;
                    let concept = thesaurus.concept(label);
                    let base = post.document.body.range.start();
                    let means =
                        |id| thesaurus.concept(&thesaurus.vocabulary.term(id).text) == concept;
                    let places = mentions
                        .places()
                        .iter()
                        .filter(|it| it.terms.iter().any(|it| it.0 == field && means(it.1)));
                    let places: Vec<TextRange> = places.map(|it| it.range + base).collect();
                    let n: u32 = mentions
                        .of(field)
                        .filter(|it| it.0 == id)
                        .map(|it| it.1.count)
                        .sum();
                    assert!(places.len() >= n as usize && n > 0, "seed {seed}: {label}");
                    agree(&snap, file, &places, seed);
                    n_places += places.len();
                }
            }
        }
    }
    assert!(n_places > 500, "{n_places}");
}

/// At each of these places, which name one term, everything speaks of that term.
fn agree(snap: &Snapshot, file: FileId, places: &[TextRange], seed: u64) {
    let mut answers = Vec::new();
    for place in places {
        let offset = place.start() + rubric::text::TextSize::from(u32::from(place.len()) / 2);
        let offset = match snap
            .parsed(file)
            .expect("it is open")
            .text
            .as_str()
            .is_char_boundary(offset.into())
        {
            true => offset,
            false => place.start(),
        };
        let position = FilePosition { file, offset };
        let named: Vec<TextRange> = document_highlights(snap, position)
            .expect("it is open")
            .into_iter()
            .map(|it| it.range)
            .collect();
        for other in places {
            assert!(
                named.contains(other),
                "seed {seed}: {place:?} {other:?} {named:?}"
            );
        }
        let card = hover(snap, position).expect("it is open").expect("a term");
        let uses = references(snap, position, Declaration::Included, |file, _, ranges| {
            (file, ranges.to_vec())
        });
        answers.push((card.content.plain(), uses.expect("all are open")));
    }
    answers.dedup();
    assert!(answers.len() <= 1, "seed {seed}: {answers:#?}");
}

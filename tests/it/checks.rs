//! Each rule: what it must say, at exactly which text, and what it must not say. One module a rule, or a few small ones.

mod across;
mod alias;
mod body;
mod empty;
mod field;
mod kinds;
mod limits;
mod links;
mod preferred;
mod similar_term;
mod stray;
mod syntax;
mod unfinished;
mod unread_text;
mod usual;
mod value;
mod variant;
mod vocabulary;

use rubric::corpus::{Event, Host, RelPath, Snapshot, loader};
use rubric::features::diagnostics::{Code, Diagnostic, Severity, diagnostics, diagnostics_of};
use rubric::text::Text;

use crate::fixture::Fixture;
use crate::generator::Generator;
use crate::infer::learn;
use crate::navigation::{file, variants};

/// A folder of posts, with a rubric.yaml perhaps, in which one more post is judged.
pub(crate) struct Posts {
    host: Host,
}

impl Posts {
    /// `n` posts, each with the front matter that `block` makes of its number.
    pub(crate) fn new(n: usize, block: impl Fn(usize) -> String) -> Posts {
        let mut host = Host::new("/corpus".into());
        learn(&mut host, "notes/", n, block);
        Posts { host }
    }

    pub(crate) fn config(mut self, yaml: &str) -> Posts {
        self.host.apply(vec![Event::Config(Some(yaml.into()))]);
        self
    }

    /// The snapshot with this post opened too.
    pub(crate) fn with(&mut self, path: &str, text: &str) -> Snapshot {
        let file = self.host.intern(&RelPath(path.into()));
        let text = Text::new(text);
        self.host.apply(vec![Event::Open {
            file,
            version: 1,
            text,
        }]);
        self.host.snapshot()
    }

    /// All findings of one more post.
    pub(crate) fn findings(&mut self, post: &str) -> Vec<Diagnostic> {
        self.findings_at("notes/post.md", post)
    }

    pub(crate) fn findings_at(&mut self, path: &str, post: &str) -> Vec<Diagnostic> {
        let snap = self.with(path, post);
        diagnostics(&snap, file(&snap, path)).expect("it is open")
    }

    /// How many findings of this code one more post has.
    pub(crate) fn count_at(&mut self, path: &str, code: Code, post: &str) -> usize {
        let found = self.findings_at(path, post);
        found.iter().filter(|it| it.code == code).count()
    }

    /// The findings of this code are at exactly the marked texts, with LF and with CRLF and a BOM. Their messages come back.
    #[track_caller]
    pub(crate) fn check(&mut self, code: Code, marked: &str) -> Vec<String> {
        let mut messages = Vec::new();
        for marked in variants(marked) {
            let post = Fixture::single(&marked);
            let mut found = self.findings(&post.text);
            found.retain(|it| it.code == code);
            let ranges: Vec<_> = found.iter().map(|it| it.range).collect();
            assert_eq!(ranges, post.ranges, "{found:#?}");
            messages = found.into_iter().map(|it| it.message).collect();
        }
        messages
    }

    /// Nothing at all is found.
    #[track_caller]
    pub(crate) fn silent(&mut self, post: &str) {
        for post in variants(post) {
            let found = self.findings(&post);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}

fn note(number: usize) -> String {
    format!(
        "title: 第 {number} 篇\ndate: '2024-05-{:02}'\nstatus: {}\ntags:\n  - llm\n  - t{number}\npeople: []\nguest: ''\n\
         draft: {}\nsource: https://example.org/{number}\n",
        number % 28 + 1,
        if number.is_multiple_of(4) {
            "inbox"
        } else {
            "evergreen"
        },
        number.is_multiple_of(2),
    )
}

/// Sixty ordinary posts.
pub(crate) fn notes() -> Posts {
    Posts::new(60, note)
}

#[test]
fn an_ordinary_post_is_left_alone() {
    notes().silent(&format!("---\n{}---\n\n# 标题 😀\n", note(67)));
    notes().silent(&format!(
        "---\n{}mood: 好\n---\n",
        note(67).replace("llm", "never-seen")
    ));
}

#[test]
fn every_code_has_a_name_a_page_and_a_place() {
    for code in Code::ALL {
        assert_eq!(code.name().parse(), Ok(*code));
        assert!(
            code.name()
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-')
        );
        let page = code.page();
        assert!(page.starts_with(&format!("# {code}\n")), "{code}");
        assert!(
            page.contains("\n## Why\n") && page.contains("\n## Example\n"),
            "{code}"
        );
        assert!(
            code.url()
                .is_none_or(|it| it.ends_with(&format!("/{code}.md")))
        );
    }
    assert!("no-such-code".parse::<Code>().is_err());
}

#[test]
fn rubric_yaml_switches_rules_off_and_gives_severities() {
    let post = "---\ntitle: a\ntitle: a\n---\n";
    let severity = |yaml: &str| {
        let found = Posts::new(0, note).config(yaml).findings(post);
        found.first().map(|it| it.severity)
    };
    assert_eq!(severity(""), Some(Severity::Error));
    assert_eq!(
        severity("rules: { duplicate-key: hint }\n"),
        Some(Severity::Hint)
    );
    assert_eq!(severity("rules: { duplicate-key: off }\n"), None);
}

#[test]
fn rubric_yaml_itself_is_checked() {
    let yaml = "fields:\n  tags: { type: lst }\nrules: { duplicate-keys: off, x: off }\n";
    let mut posts = Posts::new(0, note);
    let snap = posts.with("rubric.yaml", yaml);
    let found = diagnostics(&snap, file(&snap, "rubric.yaml")).expect("it is open");
    let wrong: Vec<_> = found.iter().map(|it| &yaml[it.range]).collect();
    assert_eq!(wrong, ["lst", "duplicate-keys", "x"]);
    assert!(found[1].message.contains("did you mean `duplicate-key`?"));
    assert!(found.iter().all(|it| it.code == Code::InvalidConfig));
}

/// A closed post whose body has nothing odd is judged by its head alone: that must come to the same.
#[test]
fn a_closed_post_is_judged_as_an_open_one() {
    let root = tempfile::tempdir().expect("a folder can be made");
    for seed in 0..150 {
        let mut generator = Generator::new(seed);
        let head = ["", "---\ntitle: 中文 😀\ntags: [a, a, ' b']\n---\n"][generator.below(2)];
        let end = if seed % 3 == 0 { "\r\n" } else { "\n" };
        let text = (head.to_owned() + &generator.markdown(40)).replace('\n', end);
        std::fs::write(root.path().join(format!("{seed}.md")), text).expect("it can be written to");
    }
    let (host, kept) = loader::load_to_judge(root.path(), &[]);
    let snap = host.snapshot();
    let mut n_odd = 0;
    for (file, summary) in snap.files() {
        let whole = snap.parsed(file).expect("nobody writes to it");
        let closed = diagnostics(&snap, file).expect("nobody writes to it");
        assert_eq!(
            closed,
            diagnostics_of(&snap, file, &whole),
            "{:?}",
            whole.text.as_str()
        );
        let kept = &kept[snap.path(file)];
        assert_eq!(closed, diagnostics_of(&snap, file, kept));
        n_odd += usize::from(summary.odd);
    }
    assert!((10..150).contains(&n_odd), "both kinds are there: {n_odd}");
}

//! rubric.yaml: what it declares, and what is told of its mistakes.

use expect_test::{Expect, expect};
use rubric::corpus::{Event, Host, RelPath};
use rubric::schema::config::SlugStyle;
use rubric::schema::{Code, Config, Field, Kind, Naming, Severity};
use rubric::text::Text;

use crate::corpus::{host, terms};
use crate::infer::learn;

/// Each error with the text that it is about.
fn check(source: &str, expected: Expect) {
    let config = Config::parse(source);
    let errors: Vec<String> = config
        .errors
        .iter()
        .map(|it| format!("{:?}: {}\n", &source[it.range], it.message))
        .collect();
    expected.assert_eq(&errors.concat());
}

const FULL: &str = r#"# 我们的规矩
content: ["posts/**/*.md", "notes/**/*.md"]
fields:
  title:    { type: text, required: true }
  category: { type: term, closed: true }
  status:   { type: term, values: [inbox, evergreen, archived] }
  tags:     { type: list, style: kebab-case, max: 13 }
  people:   { type: list, vocabulary: people }
  speaker:  { type: term, vocabulary: people }
  draft:    { type: bool, default: true }
  source:   { type: url, unique: true }
collections:
  books: { fields: { rating: { required: true } } }
vocabularies:
  people: { aliases: { Donald Trump: [特朗普, 川普] } }
slug: pinyin
rules: { heading-skip: off, variant: error }
"#;

#[test]
fn everything_that_can_be_declared() {
    for source in [
        FULL.to_owned(),
        FULL.replace('\n', "\r\n"),
        format!("\u{feff}---\n{FULL}"),
    ] {
        let config = Config::parse(&source);
        assert_eq!(config.errors, []);
        assert_eq!(config.content, ["posts/**/*.md", "notes/**/*.md"]);
        assert_eq!(config.fields["title"].required, Some(true));
        assert_eq!(
            config.fields["status"].values.as_ref().map(Vec::len),
            Some(3)
        );
        assert_eq!(config.fields["tags"].naming, Some(Naming::KebabCase));
        assert_eq!(config.fields["tags"].max, Some(13));
        assert_eq!(
            config.fields["speaker"].vocabulary.as_deref(),
            Some("people")
        );
        assert_eq!(config.fields["draft"].default.as_deref(), Some("true"));
        assert_eq!(config.fields["source"].kind, Some(Kind::Url));
        assert_eq!(config.fields["source"].unique, Some(true));
        assert_eq!(config.collections[0].0, "books");
        assert_eq!(config.collections[0].1["rating"].required, Some(true));
        let people = &config.vocabularies["people"];
        assert_eq!(
            people.aliases,
            [("Donald Trump".into(), vec!["特朗普".into(), "川普".into()])]
        );
        assert_eq!(config.slug, Some(SlugStyle::Pinyin));
        assert_eq!(config.rules[&Code::HeadingSkip], None);
        assert_eq!(config.rules[&Code::Variant], Some(Severity::Error));
    }
}

#[test]
fn an_empty_file_declares_nothing() {
    for source in [
        "",
        "# 只有注释\n",
        "---\n",
        "fields:\n",
        "fields: {}\nrules:\n",
    ] {
        assert_eq!(Config::parse(source), Config::default(), "{source:?}");
    }
}

#[test]
fn mistakes_are_told_where_they_are_with_what_would_be_right() {
    check(
        "feilds: {}\nfoo: 1\nslug: pinyn\nslug: ascii\ncontent: posts\n",
        expect![[r#"
            "feilds": there is no `feilds` here: did you mean `fields`?
            "foo": there is no `foo` here, only `content`, `fields`, `collections`, `vocabularies`, `slug`, `site`, `order` or `rules`
            "pinyn": `slug` is `pinyin`, `ascii` or `unicode`: did you mean `pinyin`?
            "slug": `slug` stands here twice: keep one
            "posts": `content` is a list of globs, such as ["posts/**/*.md"]
        "#]],
    );
    check(
        "fields:\n  标签: { tpye: list, max: 很多, required: 'true' }\n  a: list\n  b: { type: lst, values: x, unique: yes }\n  a: {}\n",
        expect![[r#"
            "tpye": there is no `tpye` in a field: did you mean `type`?
            "很多": `max` is a number, of items, characters or the value itself, or a date such as 2024-05-14
            "'true'": `required` is true or false, without quotes
            "list": a field is declared by `{ type: list, required: true }` and the like
            "lst": `type` is `text`, `term`, `list`, `date`, `bool`, `number` or `url`: did you mean `list`?
            "x": `values` is a list of all values there may be, such as [inbox, archived]
            "yes": `unique` is true or false, without quotes
            "a": `a` stands in `fields` twice: keep one
        "#]],
    );
    check(
        "rules: { variant: loud, heading-skip: of }\ncontent: ['[a', 文/**]\nvocabularies:\n  people:\n    aliases:\n      甲: [乙, 甲]\n      丙: 乙\n      丁: [丙]\n",
        expect![[r#"
            "loud": `variant` is `off`, `hint`, `info`, `warning` or `error`
            "of": `heading-skip` is `off`, `hint`, `info`, `warning` or `error`: did you mean `off`?
            "'[a'": `[a` is no glob: unclosed character class; missing ']'
            "甲": `甲` is the usual form itself: take it out
            "乙": `乙` stands for `甲` already: keep it in one place
            "丙": `丙` is a usual form too: merge the two lines
        "#]],
    );
}

#[test]
fn a_glob_that_matches_no_post_is_told() {
    check(
        "content: [posts/**/*.md, '文/**/*.{md,rst}', ./notes, '**/*']\n",
        expect![[r#"
            "'文/**/*.{md,rst}'": `.rst` files are no posts: what is read ends in one of `.md`, `.markdown`, `.mdx`, `.qmd`, `.Rmd`, `.mkd`, `.mdown`
            "./notes": `./notes` matches no post: `./notes/**` are those of the folder
        "#]],
    );
}

#[test]
fn what_is_broken_leaves_the_rest_standing() {
    let source = "slug: ascii\nfields:\n  tags: { type: list\nrules: { variant: off }\n";
    let config = Config::parse(source);
    assert_eq!(config.slug, Some(SlugStyle::Ascii));
    assert_eq!(config.rules[&Code::Variant], None);
    assert!(config.fields.is_empty() && !config.errors.is_empty());
}

#[test]
fn the_configuration_overrides_what_was_learned_and_its_buffer_the_disk() {
    let mut host = host(
        "//- /books/a.md\n---\nspeaker: 甲\npeople: [乙, 甲]\n---\n//- /b.md\n---\nspeaker: 丙\n---\n",
    );
    let field = |host: &rubric::corpus::Host, path: &str, name: &str| {
        let snap = host.snapshot();
        let file = snap.file(&RelPath(path.into())).expect("the file is known");
        snap.schema(file)
            .field(name)
            .cloned()
            .expect("a known field")
    };
    assert_eq!(terms(&host.snapshot(), "speaker"), ["丙 1", "甲 1"]);
    let declared = "fields: { speaker: { vocabulary: people } }\ncollections: { books: { fields: { rating: { type: number, required: true } } } }\n";
    assert!(host.apply(vec![Event::Config(Some(declared.into()))]));
    assert_eq!(terms(&host.snapshot(), "speaker"), ["丙 1", "乙 1", "甲 1"]);
    let rating = field(&host, "books/a.md", "rating");
    assert!(rating.required && rating.kind == Kind::Number && rating.presence.declared);
    assert_eq!(field(&host, "b.md", "speaker").vocabulary, "people");
    let file = host.intern(&RelPath("rubric.yaml".into()));
    let text = Text::new("slug: ascii\n");
    assert!(host.apply(vec![Event::Open {
        file,
        version: 0,
        text
    }]));
    assert_eq!(terms(&host.snapshot(), "speaker"), ["丙 1", "甲 1"]);
    assert_eq!(host.snapshot().files().count(), 2, "it is no post");
    assert!(host.apply(vec![Event::Close { file }]));
    assert_eq!(terms(&host.snapshot(), "speaker"), ["丙 1", "乙 1", "甲 1"]);
}

#[test]
fn a_declaration_overrides_one_judgement_and_a_folder_the_root() {
    let mut host = Host::new("/corpus".into());
    let post = |it: usize| format!("status: 常青 😀\ntags: [e\u{301}-{it}]\n");
    learn(&mut host, "books/", 40, post);
    learn(&mut host, "books/旧/", 40, post);
    learn(&mut host, "posts/", 40, post);
    let declared = "\
fields:
  status: { closed: false }
  tags: { required: false, max: 3 }
collections:
  books: { fields: { status: { type: text }, tags: { max: 5 } } }
  books/旧: { fields: { tags: { required: true } } }
";
    host.apply(vec![Event::Config(Some(declared.into()))]);
    let snap = host.snapshot();
    let field = |path: &str, name: &str| {
        let file = snap.file(&RelPath(path.into())).expect("the file is known");
        let field = snap.schema(file).field(name);
        field.cloned().expect("a known field")
    };
    // What is not said is learned.
    let status = field("posts/1.md", "status");
    assert!(!status.closed && status.required && status.kind == Kind::Term);
    assert!(!status.presence.declared && status.presence.agreeing == 40);
    let of = |it: Field| (it.kind, it.required, it.max);
    assert_eq!(
        of(field("posts/1.md", "tags")),
        (Kind::List, false, Some(3))
    );
    assert_eq!(
        of(field("books/1.md", "tags")),
        (Kind::List, false, Some(5))
    );
    assert_eq!(
        of(field("books/旧/1.md", "tags")),
        (Kind::List, true, Some(5))
    );
    assert_eq!(
        of(field("books/旧/1.md", "status")),
        (Kind::Text, true, None)
    );
}

#[test]
fn a_default_keeps_its_type() {
    let typed = |value: &str| {
        let config = Config::parse(&format!("fields: {{ x: {{ default: {value} }} }}\n"));
        assert_eq!(config.errors, [], "{value}");
        config.fields["x"].default_is_typed
    };
    for value in ["5", "-1.5", "true", "False"] {
        assert!(typed(value), "{value}");
    }
    for value in ["'5'", "\"true\"", "中文 😀", "2024-05-14", "yes"] {
        assert!(!typed(value), "{value}");
    }
}

#[test]
fn a_default_of_another_type_is_told() {
    check(
        "fields:\n  a: { type: bool, default: 'x 😀' }\n  b: { type: number, default: '5' }\n  c: { max: '3' }\n  d: { type: bool, default: true }\n",
        expect![[r#"
            "'x 😀'": the `default` of a bool is true or false, without quotes
            "'5'": the `default` of a number is a number, without quotes
            "'3'": `max` is a number, of items, characters or the value itself, or a date such as 2024-05-14
        "#]],
    );
}

#[test]
fn false_is_how_some_tools_write_off() {
    let source = "rules: { variant: false, alias: off, wrong-type: error }\n";
    let config = Config::parse(source);
    assert_eq!(config.errors, []);
    assert_eq!(
        (config.rules[&Code::Variant], config.rules[&Code::Alias]),
        (None, None)
    );
    check(
        "rules: { variant: true, alias: 'false' }\n",
        expect![[r#"
            "true": `variant` is `off`, `hint`, `info`, `warning` or `error`
            "'false'": `alias` is `off`, `hint`, `info`, `warning` or `error`
        "#]],
    );
}

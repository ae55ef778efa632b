//! rubric.yaml as a file: `rubric init` writes one, `rubric schema` describes it, and the parser agrees with both.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use rubric::features::config::json_schema;
use rubric::schema::Config;
use rubric::schema::config::form;
use serde_json::Value;
use tempfile::TempDir;

use crate::fixture::Fixture;
use crate::generator::Generator;

fn folder(fixture: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in Fixture::parse(fixture).files {
        write(&dir, &file.path, &file.text);
    }
    dir
}

fn write(dir: &TempDir, path: &str, text: &str) {
    let path = dir.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn rubric(dir: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rubric"));
    let output = command.args(args).current_dir(dir).output();
    output.expect("the binary runs")
}

/// What `rubric init` writes, which must be a sound rubric.yaml.
#[track_caller]
fn init(dir: &Path) -> String {
    let output = rubric(dir, &["init", "--stdout"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(Config::parse(&text).errors, [], "{text}");
    assert!(is_valid(&text), "{text}");
    text
}

fn is_valid(yaml: &str) -> bool {
    let value: Value = serde_yaml::from_str(yaml).expect("it is YAML");
    jsonschema::is_valid(&json_schema(), &value)
}

/// How many findings `rubric check` has, by its JSON.
fn n_findings(dir: &Path) -> u64 {
    let output = rubric(dir, &["check", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    json["summary"]["findings"].as_u64().unwrap()
}

/// Sixty posts, of which one differs, and forty books in a folder of their own.
fn corpus() -> TempDir {
    let dir = folder("//- /说明.md\n没有\n");
    for n in 0..60 {
        let status = if n == 7 { "inbox" } else { "常青 😀" };
        let day = n % 28 + 1;
        let text = format!(
            "---\r\ntitle: 第{n}篇\r\ndate: '2024-05-{day:02}'\r\nstatus: {status}\r\nguest: ''\r\ntags:\r\n- large-models\r\n- e\u{301}-{n}\r\n---\r\n",
        );
        write(&dir, &format!("posts/{n}.md"), &text);
    }
    for n in 0..40 {
        let text = format!("\u{feff}---\ntitle: 书{n}\nrating: {}\n---\n", n % 5);
        write(&dir, &format!("books/{n}.md"), &text);
    }
    dir
}

#[test]
fn what_was_learned_reads_well() {
    expect_test::expect![[r#"
        # What 100 posts say of their fields, as `rubric init` found it.
        # Event or delete what you like: what is not said here is learned from the posts, and keeps up with them.
        # `rubric check` tells which posts differ, `rubric stats` shows the figures behind each line.

        fields:
          # all 100 posts have it
          title: { type: text, required: true }
          # 40 of 100 posts have it
          rating: { type: number }
          # 60 of 100 posts have it
          # all 60 dates like %Y-%m-%d; in single quotes
          date: { type: date }
          # 60 of 100 posts have it
          # 59 of 60 say 常青 😀; 59 of 60 values are one of 常青 😀
          status: { type: term }
          # 60 of 100 posts have it, always empty
          # guest: {}
          # 60 of 100 posts have it
          # 61 terms, 60 of them used once; all 120 in Latin letters are kebab-case; items indented by 0
          tags: { type: list, style: kebab-case }

        # Folders whose posts have more in common.
        collections:
          books:
            fields:
              rating: { required: true }                 # all 40 posts
          posts:
            fields:
              date: { required: true }                   # all 60 posts
              status: { required: true }                 # all 60 posts
              tags: { required: true }                   # all 60 posts

        # What the posts cannot teach:
        #
        # vocabularies:                  # other names of a term
        #   people: { aliases: { Donald Trump: [特朗普, 川普] } }
        # slug: pinyin                   # how the site makes URLs: pinyin, ascii or unicode
        # rules: { missing-field: off }  # off, hint, info, warning or error; `rubric explain` lists the codes
    "#]]
    .assert_eq(&init(corpus().path()));
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let dir = corpus();
    let before = n_findings(dir.path());
    assert_eq!(rubric(dir.path(), &["init"]).status.code(), Some(0));
    let path = dir.path().join("rubric.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text,
        init(dir.path()),
        "what was learned does not depend on what was declared"
    );
    assert!(n_findings(dir.path()) <= before + 1);

    fs::write(
        &path,
        "content: ['books/*.md']\nfields: { title: { type: url } }\n",
    )
    .unwrap();
    let refused = rubric(dir.path(), &["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("--force"),
        "{refused:?}"
    );
    assert!(fs::read_to_string(&path).unwrap().starts_with("content"));
    assert_eq!(
        rubric(dir.path(), &["init", "--force"]).status.code(),
        Some(0)
    );
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("content: [books/*.md]\n") && text.contains("# all 40 posts"),
        "{text}"
    );
    assert!(!text.contains("url"), "{text}");
}

#[test]
fn names_that_yaml_would_misread_are_quoted() {
    let dir = folder("//- /rubric.yaml\n");
    for n in 0..40 {
        let text = format!(
            "---\n'a: b #c': yes, no\n\"x\\ny\": [{n}]\n'null': '{}'\n中文 😀: '- a'\n---\n",
            if n % 2 == 0 { "null" } else { "[a, b]" }
        );
        write(&dir, &format!("a #: b/{n}.md"), &text);
    }
    let text = init(dir.path());
    let config = Config::parse(&text);
    let values = |it: &str| config.fields[it].values.clone().expect("the set is closed");
    assert_eq!(values("null"), ["[a, b]", "null"]);
    assert_eq!(values("中文 😀"), ["- a"]);
    assert!(config.fields.contains_key("a: b #c"), "{text}");
}

#[test]
fn posts_that_teach_nothing_give_a_file_to_start_from() {
    let text = init(folder("//- /a.md\nno front matter 😀\n").path());
    assert!(text.contains("fields:"), "{text}");
}

#[test]
fn a_folder_without_posts_is_told_from_one_of_the_site() {
    let dir = folder("//- /a.txt\n\n");
    let output = Command::new(env!("CARGO_BIN_EXE_rubric"))
        .args(["init"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("there are no posts in"), "{told}");
    assert!(!dir.path().join("rubric.yaml").exists());
}

#[test]
fn the_sample_repo_keeps_its_findings() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let declared = fs::read_to_string(seeds.join("rubric.yaml")).unwrap();
    assert!(is_valid(&declared));
    init(&seeds);
    let dir = tempfile::tempdir().unwrap();
    copy(&seeds, dir.path());
    fs::remove_file(dir.path().join("rubric.yaml")).unwrap();
    keeps_its_findings(dir.path());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// Where each finding is and of which code, hints too.
fn places(dir: &Path) -> Vec<String> {
    let output = rubric(dir, &["check", "--all", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings = json["findings"].as_array().unwrap().iter();
    let place = |it: &Value| format!("{} {} {}", it["path"], it["code"], it["range"]);
    findings.map(place).collect()
}

/// What `rubric init` writes declares what is so: not one finding more or less.
#[track_caller]
fn keeps_its_findings(dir: &Path) {
    let before = places(dir);
    let output = rubric(dir, &["init"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = fs::read_to_string(dir.join("rubric.yaml")).unwrap();
    assert_eq!(places(dir), before, "{text}");
}

#[test]
fn a_restless_repo_keeps_its_findings() {
    for seed in 0..8 {
        let dir = tempfile::tempdir().unwrap();
        let mut generator = Generator::new(seed);
        let n_posts = [12, 40, 120][generator.below(3)];
        for n in 0..n_posts {
            let folder = ["a", "中文", "c/deep", ""][generator.below(4)];
            let text = restless(&mut generator, n);
            write(&dir, &format!("{folder}/{n}.md"), &text);
        }
        keeps_its_findings(dir.path());
    }
}

/// A post that keeps to most customs most of the time.
fn restless(generator: &mut Generator, n: usize) -> String {
    let mut head = format!("title: 第 {n} 篇 😀\n");
    let rare = |generator: &mut Generator| generator.below(40) == 0;
    if rare(generator) {
        return "没有 front matter\n".to_owned();
    }
    if !rare(generator) {
        let slash = rare(generator);
        let day = n % 28 + 1;
        head += &match slash {
            true => format!("date: 2024/5/{day}\n"),
            false => format!("date: 2024-05-{day:02}\n"),
        };
    }
    let status = ["inbox", "evergreen", "evergreen", "archived"][generator.below(4)];
    head += match rare(generator) {
        true => "status: evengreen\n".to_owned(),
        false => format!("status: {status}\n"),
    }
    .as_str();
    let tag = ["llm", "rust-lang", "LLM", "中文"][generator.below(4)];
    head += &match generator.below(12) {
        0 => "tags:\n".to_owned(),
        1 => "tags: []\n".to_owned(),
        2 => "tags: llm\n".to_owned(),
        _ => format!("tags: [{tag}, t-{n}]\n"),
    };
    head += &match rare(generator) {
        true => "draft: 'true'\n".to_owned(),
        false => format!("draft: {}\n", n.is_multiple_of(2)),
    };
    if generator.below(3) == 0 {
        let name = ["source", "source", "Source", "cover"][generator.below(4)];
        head += &format!("{name}: https://example.org/{}\n", n / 2 * 2);
    }
    if generator.below(2) == 0 {
        head += ["params: { a: b }\n", "params: {}\n"][generator.below(2)];
    }
    format!("---\n{head}---\n\n# 题\n")
}

#[test]
fn a_file_that_is_not_utf_8_is_not_replaced() {
    let dir = corpus();
    let path = dir.path().join("rubric.yaml");
    let latin = b"# Caf\xe9\nslug: ascii\n";
    fs::write(&path, latin).unwrap();
    let output = rubric(dir.path(), &["init", "--force"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("not UTF-8"));
    assert_eq!(fs::read(&path).unwrap(), latin);
}

#[test]
fn what_an_author_declares_of_a_field_outlives_a_new_file() {
    let dir = corpus();
    let by_hand = "fields:\n  status: { type: term, values: [常青 😀, inbox, 草稿], required: false }\n  title: { unique: true }\n  tags: { max: 13, vocabulary: topics, style: lower case }\n  rating: { default: 5 }\n  guest: { default: '5' }\n";
    let path = dir.path().join("rubric.yaml");
    fs::write(&path, by_hand).unwrap();
    let output = rubric(dir.path(), &["init", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = fs::read_to_string(&path).unwrap();
    let (old, new) = (Config::parse(by_hand), Config::parse(&text));
    assert_eq!(new.errors, [], "{text}");
    for (name, old) in &old.fields {
        let mut new = new.fields[name].clone();
        new.kind = old.kind;
        new.required = old.required.and(new.required);
        assert_eq!(&new, old, "{name}: {text}");
    }
}

/// What the schema allows, the parser takes, and the other way round.
#[test]
fn the_schema_and_the_parser_agree() {
    let right = [
        "",
        "fields:\n",
        "fields: { x: }",
        "fields: { x: { type: } }",
        "content: [a/*.md]",
        "fields: { x: { type: term, required: true, closed: false, values: [a, 1, true], vocabulary: y } }",
        "fields: { x: { style: lower case, max: 3, default: 2024, unique: true } }",
        "collections: { books: { fields: { 《书》 😀: { type: number } } } }",
        "vocabularies: { people: { aliases: { Donald Trump: [特朗普], e\u{301}: x } } }",
        "slug: unicode",
        "rules: { duplicate-key: off, wrong-type: error }",
        "rules: { duplicate-key: false }",
    ];
    let wrong = [
        "contents: [a]",
        "content: a",
        "content: [[a]]",
        "fields: []",
        "fields: { x: text }",
        "fields: { x: { kind: text } }",
        "fields: { x: { type: txt } }",
        "fields: { x: { type: [text] } }",
        "fields: { x: { required: 'true' } }",
        "fields: { x: { required: 1 } }",
        "fields: { x: { values: a } }",
        "fields: { x: { values: [{}] } }",
        "fields: { x: { style: kebab } }",
        "fields: { x: { max: many } }",
        "fields: { x: { max: many } }",
        "fields: { x: { default: [a] } }",
        "fields: { x: { vocabulary: {} } }",
        "collections: { books: { field: {} } }",
        "collections: { books: [] }",
        "vocabularies: { people: { names: {} } }",
        "vocabularies: { people: { aliases: { a: { b: c } } } }",
        "slug: latin",
        "rules: { duplicate-key: loud }",
        "rules: { duplicate-key: true }",
        "fields: { x: { max: '3' } }",
        "rules: [duplicate-key]",
    ];
    for source in right {
        assert_eq!(Config::parse(source).errors, [], "{source}");
        assert!(is_valid(source), "{source}");
    }
    for source in wrong {
        assert!(!Config::parse(source).errors.is_empty(), "{source}");
        assert!(!is_valid(source), "{source}");
    }
}

#[test]
fn the_schema_is_printed_and_is_one() {
    let dir = folder("//- /a.md\n\n");
    let output = rubric(dir.path(), &["schema"]);
    assert_eq!(output.status.code(), Some(0));
    let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    assert_eq!(schema, json_schema());
    let types = schema.pointer("/properties/fields/additionalProperties/properties/type/oneOf/0");
    assert_eq!(types.unwrap()["const"], "text");
}

/// docs/rubric-yaml.md shows every key, and its example is right.
#[test]
fn the_page_about_the_file_is_whole() {
    let page = include_str!("../../docs/rubric-yaml.md");
    let example = page
        .split("```yaml\n")
        .nth(1)
        .and_then(|it| it.split("```").next());
    let example = example.expect("there is an example");
    assert_eq!(Config::parse(example).errors, []);
    let keys = [form::FILE, form::FIELD, form::COLLECTION, form::VOCABULARY];
    for key in keys.into_iter().flatten() {
        assert!(page.contains(&format!("`{}`", key.name)), "{}", key.name);
    }
}

#[test]
fn what_the_posts_cannot_teach_outlives_a_new_file() {
    let dir = corpus();
    let by_hand = "\
content: ['**/*.md']
fields:
  title: { type: url }
  tags: { type: list, max: 13 } # not too many
  嘉宾: { type: list, vocabulary: people }
  集: { type: text, pattern: '第\\d+集', min: 2, max: 9, format: slug, when: { draft: false, 状态: 发布 }, deprecated: 期 }
collections:
  books: { fields: { rating: { required: true } } }
# Names of people 😀
vocabularies:
  people:
    aliases: { Donald Trump: [特朗普, 川普] } # both
slug: pinyin

rules: { heading-skip: off }
";
    let path = dir.path().join("rubric.yaml");
    fs::write(&path, by_hand).unwrap();
    let output = rubric(dir.path(), &["init", "--force"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let kept = "kept as it was: collections, vocabularies, slug, rules";
    assert!(said.contains(kept), "{said}");
    let text = fs::read_to_string(&path).unwrap();
    let (old, new) = (Config::parse(by_hand), Config::parse(&text));
    assert_eq!(new.errors, [], "{text}");
    assert_eq!(
        (&new.collections, &new.vocabularies, new.slug, &new.rules),
        (&old.collections, &old.vocabularies, old.slug, &old.rules),
        "{text}"
    );
    assert_eq!(new.fields["tags"].max, Some(13), "{text}");
    assert_eq!(new.fields["嘉宾"], old.fields["嘉宾"], "{text}");
    assert_eq!(new.fields["集"], old.fields["集"], "{text}");
    assert_ne!(new.fields["title"].kind, old.fields["title"].kind, "{text}");
    let lines = "# Names of people 😀\nvocabularies:\n  people:\n    aliases: { Donald Trump: [特朗普, 川普] } # both\n";
    assert!(text.contains(lines), "{text}");
    assert_eq!(
        rubric(dir.path(), &["init", "--force"]).status.code(),
        Some(0)
    );
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        text,
        "and so does the next one"
    );
}

#[test]
fn a_file_that_is_no_yaml_is_not_replaced() {
    let dir = corpus();
    let path = dir.path().join("rubric.yaml");
    let broken = "rules: { variant: off\nslug: pinyin\n";
    fs::write(&path, broken).unwrap();
    let output = rubric(dir.path(), &["init", "--force"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("correct or remove it"));
    assert_eq!(fs::read_to_string(&path).unwrap(), broken);
}

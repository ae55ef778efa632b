//! Posts with front matter in TOML and JSON beside those with YAML: one vocabulary, and every feature.

use rubric::corpus::{Event, FilePosition, Host, RelPath, Snapshot};
use rubric::features::completion::{Options, completion};
use rubric::features::diagnostics::{Code, diagnostics};
use rubric::features::fixes::{Context, edits, fixes};
use rubric::features::symbols::outline;
use rubric::syntax::{self, parse_head};
use rubric::text::{Text, apply_edits};

use crate::fixture::Fixture;
use crate::infer::learn_posts;
use crate::navigation::file;

/// A post in one of the three formats.
fn post(number: usize) -> String {
    let topic = ["大模型", "rust", "日常"][number % 3];
    let day = 1 + number % 9;
    match number % 2 {
        0 => format!(
            "---\ntitle: Post {number}\ndate: 2024-05-0{day}\ntags:\n  - {topic}\n  - 工具 🔧\n  - t{number}\ndraft: false\nparams:\n  level: beginner\n  author: 张三\n---\n"
        ),
        _ if number % 4 == 1 => format!(
            "+++\ntitle = \"Post {number}\"\ndate = 2024-05-0{day}\ntags = ['{topic}', \"工具 🔧\", 't{number}']\ndraft = false\n[params]\nlevel = \"beginner\"\nauthor = \"张三\"\n+++\n"
        ),
        _ => format!(
            "{{\n  \"title\": \"Post {number}\",\n  \"date\": \"2024-05-0{day}\",\n  \"tags\": [\"{topic}\", \"工具 🔧\", \"t{number}\"],\n  \"draft\": false,\n  \"params\": {{ \"level\": \"beginner\", \"author\": \"张三\" }}\n}}\n"
        ),
    }
}

fn host() -> Host {
    let mut host = Host::new("/corpus".into());
    learn_posts(&mut host, "notes/", 120, post);
    host
}

fn open(host: &mut Host, text: &str) -> Snapshot {
    let file = host.intern(&RelPath("notes/post.md".into()));
    let text = Text::new(text);
    host.apply(vec![Event::Open {
        file,
        version: 1,
        text,
    }]);
    host.snapshot()
}

/// The text after each item of the list, and the item's label.
#[track_caller]
fn completed(text: &str) -> Vec<(String, String)> {
    let fixture = Fixture::single(text);
    let snap = open(&mut host(), &fixture.text);
    let position = FilePosition {
        file: file(&snap, "notes/post.md"),
        offset: fixture.cursor.expect("a cursor"),
    };
    let options = Options {
        limit: 20,
        body: true,
    };
    let list = completion(&snap, position, options).unwrap_or_default();
    let after = |it: &rubric::features::completion::CompletionItem| {
        let text = apply_edits(&fixture.text, std::slice::from_ref(&it.edit));
        (it.label.to_string(), text.expect("the edit fits"))
    };
    list.items.iter().map(after).collect()
}

#[track_caller]
fn check_first(typed: &str, label: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        let found = completed(&typed.replace('\n', eol));
        let first = found
            .first()
            .unwrap_or_else(|| panic!("nothing for {typed}"));
        assert_eq!(
            (&*first.0, first.1.replace(eol, "\n")),
            (label, after.to_owned()),
            "{typed}"
        );
        let (front_matter, errors) = parse_head(&first.1);
        assert!(front_matter.is_some() && errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn values_of_toml_are_completed() {
    check_first(
        "+++\ntags = [\"ru$0\"]\n+++\n",
        "rust",
        "+++\ntags = [\"rust\"]\n+++\n",
    );
    check_first(
        "+++\ntags = [\"rust\", 'd$0']\n+++\n",
        "大模型",
        "+++\ntags = [\"rust\", '大模型']\n+++\n",
    );
    check_first(
        "+++\ntags = [\n  \"rust\",\n  ri$0\n]\n+++\n",
        "日常",
        "+++\ntags = [\n  \"rust\",\n  \"日常\"\n]\n+++\n",
    );
    check_first(
        "+++\n[params]\nlevel = be$0\n+++\n",
        "beginner",
        "+++\n[params]\nlevel = \"beginner\"\n+++\n",
    );
    check_first(
        "+++\nparams = { author = 'zh$0' }\n+++\n",
        "张三",
        "+++\nparams = { author = '张三' }\n+++\n",
    );
    check_first(
        "+++\nparams.level = \"b$0\"\n+++\n",
        "beginner",
        "+++\nparams.level = \"beginner\"\n+++\n",
    );
    check_first(
        "+++\ndraft = f$0\n+++\n",
        "false",
        "+++\ndraft = false\n+++\n",
    );
    check_first(
        "---toml\ntags = [\"ru$0\"]\n---\n",
        "rust",
        "---toml\ntags = [\"rust\"]\n---\n",
    );
}

#[test]
fn values_of_json_are_completed() {
    check_first(
        "{\n  \"tags\": [\"ru$0\"]\n}\n",
        "rust",
        "{\n  \"tags\": [\"rust\"]\n}\n",
    );
    check_first(
        "{\n  \"tags\": [\n    \"rust\",\n    d$0\n  ]\n}\n",
        "大模型",
        "{\n  \"tags\": [\n    \"rust\",\n    \"大模型\"\n  ]\n}\n",
    );
    check_first(
        "{\n  \"params\": { \"level\": $0 }\n}\n",
        "beginner",
        "{\n  \"params\": { \"level\": \"beginner\" }\n}\n",
    );
    check_first(
        ";;;\n{\n  \"draft\": f$0\n}\n;;;\n",
        "false",
        ";;;\n{\n  \"draft\": false\n}\n;;;\n",
    );
}

#[test]
fn keys_are_written_as_the_format_writes_them() {
    let first = |it: &str| completed(it).swap_remove(0).1;
    assert_eq!(first("+++\nta$0\n+++\n"), "+++\ntags = []\n+++\n");
    assert_eq!(
        first("+++\ntitle = \"x\"\nda$0\n+++\n"),
        "+++\ntitle = \"x\"\ndate = \n+++\n"
    );
    assert_eq!(
        first("+++\n[params]\nle$0\n+++\n"),
        "+++\n[params]\nlevel = \"\"\n+++\n"
    );
    assert_eq!(first("{\n  \"ta$0\"\n}\n"), "{\n  \"tags\": []\n}\n");
    assert_eq!(
        first("{\n  \"title\": \"x\",\n  da$0\n}\n"),
        "{\n  \"title\": \"x\",\n  \"date\": \"\"\n}\n"
    );
}

#[track_caller]
fn check(code: Code, marked: &str) {
    for eol in ["\n", "\r\n"] {
        for bom in ["", "\u{feff}"] {
            let fixture = Fixture::single(&format!("{bom}{}", marked.replace('\n', eol)));
            let snap = open(&mut host(), &fixture.text);
            let found = diagnostics(&snap, file(&snap, "notes/post.md")).expect("it is open");
            let found = found.iter().filter(|it| it.code == code);
            let texts: Vec<&str> = found.map(|it| &fixture.text[it.range]).collect();
            assert_eq!(texts, fixture.marked(), "{marked}");
        }
    }
}

#[test]
fn the_rules_hold_in_every_format() {
    check(Code::Variant, "+++\ntags = [«\"Rust\"», '工具 🔧']\n+++\n");
    check(Code::Variant, "{ \"tags\": [«\"RUST\"»] }\n");
    check(
        Code::DuplicateItem,
        "+++\ntags = ['rust', «\"rust\"»]\n+++\n",
    );
    check(
        Code::DuplicateKey,
        "+++\ntags = ['rust']\n«tags» = []\n+++\n",
    );
    check(
        Code::DuplicateKey,
        "+++\n[params]\nlevel = 'x'\n«level» = 'y'\n+++\n",
    );
    check(Code::DuplicateKey, "{ \"tags\": [], «\"tags\"»: [] }\n");
    check(Code::UnknownField, "+++\n«titel» = 'x'\n+++\n");
    check(Code::BadDate, "+++\ndate = «\"2024-13-01\"»\n+++\n");
    check(Code::WrongType, "+++\ntags = «\"rust\"»\n+++\n");
    check(Code::MissingFrontMatter, "+++\ntitle = 'x'\n+++\n");
    check(Code::MissingFrontMatter, "---js\n{ title: 'x' }\n---\n");
    check(Code::TomlSyntax, "+++\ntitle = «你好 世界»\n+++\n");
    check(
        Code::JsonSyntax,
        "{\n  \"tags\": []\n  «\"»title\": \"x\"\n}\n",
    );
    check(Code::BadFence, "«+++»\ntitle: x\ntags: [rust]\n«+++»\n");
    check(Code::BadFence, "«++»\ntitle = 'x'\n+++\n");
    check(Code::UnclosedFrontMatter, "«+++»\ntitle = 'x'\n\n正文\n");
}

/// The post after the first fix of the first finding of this code.
fn fixed(code: Code, text: &str) -> String {
    let snap = open(&mut host(), text);
    let id = file(&snap, "notes/post.md");
    let parsed = snap.parsed(id).expect("it is open");
    let found = diagnostics(&snap, id).expect("it is open");
    let finding = found
        .iter()
        .find(|it| it.code == code)
        .unwrap_or_else(|| panic!("no {code} in {text}"));
    let ctx = Context {
        snap: &snap,
        file: id,
        parsed: &parsed,
    };
    let fix = fixes(&ctx, finding).expect("it may be fixed").remove(0);
    let edits = edits(&ctx, &fix).expect("it is verified");
    apply_edits(text, &edits).expect("the edits fit")
}

#[test]
fn fixes_are_written_in_the_format_of_the_post() {
    for eol in ["\n", "\r\n"] {
        let check = |code, before: &str, after: &str| {
            let (before, after) = (before.replace('\n', eol), after.replace('\n', eol));
            assert_eq!(fixed(code, &before), after, "{before}");
        };
        check(
            Code::Variant,
            "+++\n# 注\ntags = [\n  'Rust', # x\n  \"工具 🔧\",\n]\n+++\n正文\n",
            "+++\n# 注\ntags = [\n  'rust', # x\n  \"工具 🔧\",\n]\n+++\n正文\n",
        );
        check(
            Code::WrongType,
            "+++\ntags = \"rust\" # x\n+++\n",
            "+++\ntags = [\"rust\"] # x\n+++\n",
        );
        check(
            Code::UnknownField,
            "+++\ntitel = \"x\"\n+++\n",
            "+++\ntitle = \"x\"\n+++\n",
        );
        check(
            Code::MissingField,
            "+++\ntitle = \"x\"\ndate = 2024-05-01\ndraft = false\n[params]\nlevel = \"beginner\"\nauthor = \"张三\"\n+++\n",
            "+++\ntitle = \"x\"\ndate = 2024-05-01\ntags = []\ndraft = false\n[params]\nlevel = \"beginner\"\nauthor = \"张三\"\n+++\n",
        );
        check(
            Code::DuplicateItem,
            "{\n  \"tags\": [\n    \"rust\",\n    \"rust\"\n  ]\n}\n",
            "{\n  \"tags\": [\n    \"rust\"\n  ]\n}\n",
        );
        check(
            Code::MissingField,
            "{\n  \"title\": \"x\",\n  \"date\": \"2024-05-01\",\n  \"draft\": false,\n  \"params\": { \"level\": \"beginner\", \"author\": \"张三\" }\n}\n",
            "{\n  \"title\": \"x\",\n  \"date\": \"2024-05-01\",\n  \"tags\": [],\n  \"draft\": false,\n  \"params\": { \"level\": \"beginner\", \"author\": \"张三\" }\n}\n",
        );
        check(
            Code::BadFence,
            "++\ntitle = 'x'\n+++\n",
            "+++\ntitle = 'x'\n+++\n",
        );
        check(
            Code::UnclosedFrontMatter,
            "+++\ntitle = 'x'\n\n正文\n",
            "+++\ntitle = 'x'\n+++\n\n正文\n",
        );
    }
}

#[test]
fn the_outline_shows_the_fields_of_every_format() {
    let lines = |it: &str| -> Vec<String> {
        let symbols = outline(&syntax::parse(it));
        let detail = |it: &rubric::features::symbols::Symbol| {
            format!("{}={}", it.name, it.detail.as_deref().unwrap_or_default())
        };
        symbols[0].children.iter().map(detail).collect()
    };
    assert_eq!(
        lines("+++\ntitle = \"你好\"\ntags = ['a', \"b\"]\n[params]\nx = 1\n+++\n# 一\n"),
        ["title=你好", "tags=a, b", "params=x: 1"]
    );
    assert_eq!(
        lines("{ \"title\": \"你好\", \"tags\": [\"a\"] }\n# 一\n"),
        ["title=你好", "tags=a"]
    );
}

/// What the fix makes of the lines between the fences; `None` where there is none.
fn fixed_line(before: &str, block: &str, after: &str) -> Option<String> {
    let text = format!("{before}{block}{after}");
    let snap = open(&mut host(), &text);
    let id = file(&snap, "notes/post.md");
    let parsed = snap.parsed(id).expect("it is open");
    let found = diagnostics(&snap, id).expect("it is open");
    let is_syntax = |it: Code| matches!(it, Code::TomlSyntax | Code::JsonSyntax);
    let finding = found.iter().find(|it| is_syntax(it.code));
    let finding = finding.unwrap_or_else(|| panic!("nothing is wrong with {block}"));
    let ctx = Context {
        snap: &snap,
        file: id,
        parsed: &parsed,
    };
    let fix = fixes(&ctx, finding)
        .expect("it may be fixed")
        .into_iter()
        .next()?;
    let edits = edits(&ctx, &fix).unwrap_or_else(|it| panic!("{it} in {block}"));
    let text = apply_edits(&text, &edits).expect("the edits fit");
    let inside = text.strip_prefix(before).expect("it stays");
    Some(inside.strip_suffix(after).expect("it stays").to_owned())
}

#[test]
fn what_is_no_toml_is_made_toml() {
    for (block, fixed) in [
        ("title \"x\"", "title = \"x\""),
        ("title: \"x\" # 注", "title = \"x\" # 注"),
        ("title:x", "title = \"x\""),
        ("title = 你好 世界 # 注", "title = \"你好 世界\" # 注"),
        ("title: 你好，世界", "title = \"你好，世界\""),
        ("title == \"x\"", "title = \"x\""),
        ("标题 = \"x\"", "\"标题\" = \"x\""),
        ("title = \"你好", "title = \"你好\""),
        ("tags = [\"a\", \"b\"", "tags = [\"a\", \"b\"]"),
        ("tags = [\"a\", \"b]", "tags = [\"a\", \"b\"]"),
        (
            "tags = [\n  \"a\",\n  \"b\",\n",
            "tags = [\n  \"a\",\n  \"b\",\n]\n",
        ),
        ("tags = [\"a\" \"b\"]", "tags = [\"a\", \"b\"]"),
        ("tags = [\"a\",, \"b\"]", "tags = [\"a\", \"b\"]"),
        ("tags = [a, \"b\", c]", "tags = [\"a\", \"b\", \"c\"]"),
        ("tags = [\"a\"}", "tags = [\"a\"]"),
        ("path = \"C:\\pics\"", "path = \"C:\\\\pics\""),
        ("[params\nx = 1", "[params]\nx = 1"),
        ("[[authors]\nx = 1", "[[authors]]\nx = 1"),
    ] {
        for eol in ["\n", "\r\n"] {
            let lines = |it: &str| it.replace('\n', eol);
            let found = fixed_line(
                &lines("+++\na = 1\n"),
                &lines(block),
                &lines("\n[other]\nb = 2\n+++\n正文\n"),
            );
            assert_eq!(found, Some(lines(fixed)), "{block}");
        }
    }
}

#[test]
fn what_is_no_json_is_made_json() {
    for (block, fixed) in [
        ("\"tags\": [\"a\", \"b\",],", "\"tags\": [\"a\", \"b\"],"),
        ("\"tags\": [\"a\" \"b\"],", "\"tags\": [\"a\", \"b\"],"),
        ("\"title\": \"x\"", "\"title\": \"x\","),
        ("\"title\" \"x\",", "\"title\": \"x\","),
        ("\"title\" = \"x\",", "\"title\" : \"x\","),
        ("title: \"你好\",", "\"title\": \"你好\","),
        ("'title': 'it',", "\"title\": \"it\","),
        ("\"title\": 你好 世界,", "\"title\": \"你好 世界\","),
        ("\"title\": \"你好,", "\"title\": \"你好\","),
    ] {
        for eol in ["\n", "\r\n"] {
            let lines = |it: &str| it.replace('\n', eol);
            let found = fixed_line(
                &lines("{\n  \"a\": 1,\n  "),
                &lines(block),
                &lines("\n  \"b\": 2\n}\n正文\n"),
            );
            assert_eq!(found, Some(lines(fixed)), "{block}");
        }
    }
}

#[test]
fn a_post_from_elsewhere_lacks_nothing() {
    let mut host = Host::new("/corpus".into());
    learn_posts(&mut host, "notes/", 120, |it| post(it * 2));
    for (format, n_missing) in [("+++\ntitle = 'x'\n+++\n", 0), ("---\ntitle: x\n---\n", 1)] {
        let snap = open(&mut host, format);
        let found = diagnostics(&snap, file(&snap, "notes/post.md")).expect("it is open");
        let missing = found.iter().filter(|it| it.code == Code::MissingField);
        assert_eq!(missing.count().min(1), n_missing, "{format}");
    }
}

#[test]
fn a_fence_may_name_its_language() {
    let (front_matter, errors) = parse_head("---yaml\ntitle: 甲\n---\n");
    assert_eq!(errors, []);
    let front_matter = front_matter.expect("it is read");
    let title = front_matter.entry("title").and_then(|it| it.value.text());
    assert_eq!(title, Some("甲"));
}

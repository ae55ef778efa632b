//! Fields of maps: `cover.image`, `authors[].name`, and lists of one list.

use rubric::corpus::{Event, FilePosition, Host, RelPath, Snapshot};
use rubric::features::completion::{Options, completion};
use rubric::features::cursor_target::{TargetKind, TermName, target_at};
use rubric::features::diagnostics::{Code, diagnostics};
use rubric::features::fixes::{Context, edits, fixes};
use rubric::features::highlight::document_highlights;
use rubric::features::rename::{TermMap, rewrite_front_matter};
use rubric::schema::Kind;
use rubric::syntax::parse_head;
use rubric::text::{Text, apply_edits};

use crate::fixture::Fixture;
use crate::infer::learn;
use crate::navigation::{file, variants};

/// Sixty posts with a cover, parameters and authors.
fn block(number: usize) -> String {
    let topic = ["大模型", "rust", "日常"][number % 3];
    format!(
        "title: Post {number}\ncover:\n  image: /img/{number}.png\n  alt: 图 {number} 的说明文字，写得比较长一些\n\
         params:\n  topics:\n    - {topic}\n    - 工具 🔧\n    - t{number}\n  level: beginner\nauthors:\n  - name: 张三\n    role: writer\n  - name: Ann Lee\n    role: editor\n\
         glossary: {{ w{number}: x }}\n"
    )
}

fn host() -> Host {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 60, block);
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

#[test]
fn fields_of_maps_are_learned_by_their_paths() {
    let snap = host().snapshot();
    let schema = snap.root_schema();
    let kind = |it: &str| schema.field(it).map(|it| it.kind);
    assert_eq!(kind("params.topics"), Some(Kind::List));
    assert_eq!(kind("params.level"), Some(Kind::Term));
    assert_eq!(kind("authors[].name"), Some(Kind::Term));
    assert_eq!(kind("cover.alt"), Some(Kind::Text));
    assert_eq!(kind("cover"), Some(Kind::Nested));
    let topics = schema.field("params.topics").expect("it is known");
    assert_eq!(topics.parent.as_deref(), Some("params"));
    assert!(topics.required, "all such maps have it");
    assert_eq!(schema.field("title").expect("known").parent, None);
    let usual: Vec<&str> = schema.usual_fields().map(|it| it.0.as_str()).collect();
    assert_eq!(usual, ["title", "cover", "params", "authors", "glossary"]);
}

#[test]
fn keys_of_the_posts_own_are_not_learned() {
    let snap = host().snapshot();
    let fields = snap.root_schema().fields.keys();
    let glossary: Vec<_> = fields.filter(|it| it.starts_with("glossary.")).collect();
    assert_eq!(glossary, Vec::<&smol_str::SmolStr>::new());
}

#[track_caller]
fn labels(text: &str) -> Vec<String> {
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
        let (_, errors) = parse_head(&text.expect("the edit fits"));
        assert_eq!(errors, [], "{}", it.label);
    };
    list.items.iter().for_each(after);
    list.items.iter().map(|it| it.label.to_string()).collect()
}

#[test]
fn keys_and_values_of_maps_are_completed() {
    for eol in ["\n", "\r\n"] {
        let labels = |it: &str| labels(&it.replace('\n', eol));
        assert_eq!(labels("---\ncover:\n  im$0\n---\n"), ["image"]);
        assert_eq!(labels("---\ncover:\n  image: x\n  $0\n---\n"), ["alt"]);
        assert_eq!(labels("---\ncover: { $0 }\n---\n"), ["image", "alt"]);
        assert_eq!(labels("---\nauthors:\n  - na$0\n---\n"), ["name"]);
        assert_eq!(
            labels("---\nauthors:\n  - name: a\n    $0\n---\n"),
            ["role"]
        );
        assert_eq!(
            labels("---\nauthors:\n  - name: z$0\n---\n")[0],
            "张三",
            "by pinyin"
        );
        assert_eq!(labels("---\nparams:\n  level: be$0\n---\n")[0], "beginner");
        assert_eq!(
            labels("---\nparams:\n  topics:\n    - ru$0\n---\n")[0],
            "rust"
        );
        assert_eq!(
            labels("---\nparams: { topics: [rust, d$0] }\n---\n")[0],
            "大模型"
        );
        assert_eq!(
            labels("---\nparams:\n  topics:\n    ru$0\n---\n")[0],
            "rust"
        );
    }
    // Elsewhere nothing of a map is offered.
    assert!(!labels("---\n$0\n---\n").iter().any(|it| it.contains('.')));
}

#[track_caller]
fn check(code: Code, marked: &str) {
    for marked in variants(marked) {
        let fixture = Fixture::single(&marked);
        let snap = open(&mut host(), &fixture.text);
        let found = diagnostics(&snap, file(&snap, "notes/post.md")).expect("it is open");
        let found = found.iter().filter(|it| it.code == code);
        let texts: Vec<&str> = found.map(|it| &fixture.text[it.range]).collect();
        assert_eq!(texts, fixture.marked(), "{marked}");
    }
}

#[test]
fn the_rules_hold_for_fields_of_maps() {
    check(
        Code::Variant,
        "---\nparams:\n  topics:\n    - «Rust»\n    - 工具 🔧\n  level: beginner\n---\n",
    );
    check(
        Code::Variant,
        "---\nparams: { topics: [«RUST»], level: beginner }\n---\n",
    );
    check(
        Code::UnknownField,
        "---\ncover:\n  «imaeg»: /a.png\n  alt: 说明\n---\n",
    );
    check(
        Code::MissingField,
        "---\ntitle: x\n«cover»:\n  image: /a.png\nparams: {topics: [rust], level: beginner}\nauthors: []\nglossary: {}\n---\n",
    );
    check(
        Code::DuplicateItem,
        "---\nparams:\n  topics: [rust, «rust»]\n  level: beginner\n---\n",
    );
    check(
        Code::WrongType,
        "---\nparams:\n  topics: «rust»\n  level: beginner\n---\n",
    );
    check(
        Code::DuplicateItem,
        "---\nauthors:\n  - { name: 张三, role: a }\n  - { name: 张三, role: b }\n---\n",
    );
}

/// The post after the first fix of the first finding of this code.
fn fixed(code: Code, text: &str) -> String {
    let snap = open(&mut host(), text);
    let id = file(&snap, "notes/post.md");
    let parsed = snap.parsed(id).expect("it is open");
    let found = diagnostics(&snap, id).expect("it is open");
    let finding = found.iter().find(|it| it.code == code).expect("a finding");
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
fn fixes_touch_the_inner_value_alone() {
    assert_eq!(
        fixed(
            Code::Variant,
            "---\r\nparams:\r\n  topics: # 主题\r\n    - 'Rust' # x\r\n  level: beginner\r\n---\r\n"
        ),
        "---\r\nparams:\r\n  topics: # 主题\r\n    - 'rust' # x\r\n  level: beginner\r\n---\r\n"
    );
    assert_eq!(
        fixed(
            Code::UnknownField,
            "---\ncover:\n  imaeg: /a.png\n  alt: 说明\n---\n"
        ),
        "---\ncover:\n  image: /a.png\n  alt: 说明\n---\n"
    );
    assert_eq!(
        fixed(
            Code::MissingField,
            "---\nauthors: []\ncover:\n  image: /a.png # b\ntitle: x\nparams: {topics: [rust], level: beginner}\nglossary: {}\n---\n"
        ),
        "---\nauthors: []\ncover:\n  image: /a.png # b\n  alt: ''\ntitle: x\nparams: {topics: [rust], level: beginner}\nglossary: {}\n---\n"
    );
    assert_eq!(
        fixed(
            Code::MissingField,
            "---\nauthors: []\ncover: { image: /a.png }\ntitle: x\nparams: {topics: [rust], level: beginner}\nglossary: {}\n---\n"
        ),
        "---\nauthors: []\ncover: { image: /a.png, alt: '' }\ntitle: x\nparams: {topics: [rust], level: beginner}\nglossary: {}\n---\n"
    );
    assert_eq!(
        fixed(
            Code::WrongType,
            "---\nparams:\n    topics: rust\n    level: beginner\n---\n"
        ),
        "---\nparams:\n    topics:\n      - rust\n    level: beginner\n---\n"
    );
}

fn renamed(field: &str, old: &str, new: &str, source: &str) -> String {
    let mut map = TermMap::default();
    map.rename(field, old, new);
    let front_matter = parse_head(source).0.expect("it has front matter");
    let is_list = |it: &str| it == "params.topics";
    let (edits, _) =
        rewrite_front_matter(source, &front_matter, &map, is_list).expect("it can be done");
    apply_edits(source, &edits).expect("the edits fit")
}

#[test]
fn a_term_is_renamed_where_its_path_leads() {
    let source = "---\r\ntopics: [a]\r\nparams:\r\n  topics:\r\n    - a # 注\r\n    - b\r\n  deep: { topics: [a] }\r\n---\r\na\r\n";
    assert_eq!(
        renamed("params.topics", "a", "c: d", source),
        source.replace("    - a #", "    - 'c: d' #")
    );
    let source =
        "---\nauthors:\n  - name: 张三\n    role: x\n  - { name: \"张三\", role: y }\n---\n";
    assert_eq!(
        renamed("authors[].name", "张三", "李四", source),
        source.replace("张三", "李四")
    );
}

#[test]
fn a_key_with_a_dot_comes_before_a_path() {
    let source = "---\nms.date: 01/20/2023\nms:\n  date: 2023-01-20\n---\n";
    let front_matter = parse_head(source).0.expect("it has front matter");
    let field = front_matter.field("ms.date").expect("it is there");
    assert_eq!(field.value.text(), Some("01/20/2023"));
    assert_eq!(
        renamed("ms.date", "01/20/2023", "02/20/2023", source),
        source.replace("01/20/2023", "02/20/2023")
    );
}

#[test]
fn references_and_targets_go_by_paths() {
    let fixture = Fixture::single(
        "---\nauthors:\n  - name: «A$0nn Lee»\n    role: editor\n  - name: 'x'\nparams: { topics: [Ann Lee] }\n---\n",
    );
    let snap = open(&mut host(), &fixture.text);
    let id = file(&snap, "notes/post.md");
    let parsed = snap.parsed(id).expect("it is open");
    let offset = fixture.cursor.expect("a cursor");
    let target = target_at(&snap, id, &parsed, offset).expect("a term");
    assert_eq!(&fixture.text[target.range], "Ann Lee");
    assert_eq!(
        target.kind,
        TargetKind::Term(TermName {
            field: "authors[].name".into(),
            text: "Ann Lee".into()
        })
    );
    let here = document_highlights(&snap, FilePosition { file: id, offset }).expect("it is open");
    let here: Vec<_> = here.iter().map(|it| it.range).collect();
    assert_eq!(here, fixture.ranges);
}

#[test]
fn a_list_of_one_list_is_a_list_of_terms() {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 40, |it| {
        format!("categories:\n- [C++, {}]\n", ["net", "web"][it % 2])
    });
    let snap = host.snapshot();
    let field = snap.root_schema().field("categories").expect("it is known");
    assert_eq!(field.kind, Kind::List);
    let source = "---\ncategories:\n- [C++, net] # x\n---\n";
    assert_eq!(
        renamed("categories", "net", "网络", source),
        source.replace("net", "网络")
    );
}

#[test]
fn a_list_may_be_left_out_of_a_path() {
    let snap = host().snapshot();
    assert_eq!(snap.path_of("authors.name"), "authors[].name");
    assert_eq!(snap.path_of("params.level"), "params.level");
    assert_eq!(snap.path_of("nothing.like"), "nothing.like");
}

//! What the posts teach: kinds, closed sets, required fields, order and style, each with its evidence.

use rubric::corpus::loader::{DiskFile, DiskPost, Reading, Stamp};
use rubric::corpus::summary::Interner;
use rubric::corpus::{Event, Host, RelPath, Snapshot, Summary};
use rubric::schema::{Field, Kind, Naming, Quote, Schema};
use rubric::syntax;

/// A corpus of posts as they would come from the disk: `n` in `folder`, each with the front matter that `block` makes of its
/// number.
pub(crate) fn learn(host: &mut Host, folder: &str, n: usize, block: impl Fn(usize) -> String) {
    learn_posts(host, folder, n, |it| format!("---\n{}---\n", block(it)));
}

/// The same of whole posts.
pub(crate) fn learn_posts(host: &mut Host, folder: &str, n: usize, post: impl Fn(usize) -> String) {
    let metadata = std::env::current_exe().and_then(|it| it.metadata());
    let stamp = Stamp::of(&metadata.expect("this program is a file"));
    let read = |number: usize| {
        let source = post(number);
        let document = syntax::parse(&source);
        let summary = Summary::of(&source, &document, None, &mut Interner::default());
        let summary = summary.into();
        Event::Disk(DiskFile {
            path: RelPath(format!("{folder}{number}.md").into()),
            reading: Reading::begin(),
            post: Some(DiskPost { summary, stamp }),
            problems: Box::default(),
        })
    };
    host.apply((0..n).map(read).collect());
}

fn corpus(n: usize, block: impl Fn(usize) -> String) -> Snapshot {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "", n, block);
    host.snapshot()
}

fn kind(n: usize, block: impl Fn(usize) -> String) -> Kind {
    corpus(n, block)
        .root_schema()
        .field("x")
        .expect("the field is known")
        .kind
}

fn field<'a>(schema: &'a Schema, name: &str) -> &'a Field {
    schema.field(name).expect("the field is known")
}

#[test]
fn a_kind_is_what_most_values_are() {
    assert_eq!(kind(40, |it| format!("x: [a{it}, 中文]\n")), Kind::List);
    assert_eq!(
        kind(40, |it| format!("x: '2024-05-{:02}'\n", it % 28 + 1)),
        Kind::Date
    );
    assert_eq!(kind(40, |it| format!("x: {}\n", it % 2 == 0)), Kind::Bool);
    assert_eq!(kind(40, |it| format!("x: {it}\n")), Kind::Number);
    assert_eq!(
        kind(40, |it| format!("x: https://例子.cn/{it}\n")),
        Kind::Url
    );
    assert_eq!(kind(40, |it| format!("x: term-{}\n", it % 7)), Kind::Term);
    assert_eq!(
        kind(40, |it| format!(
            "x: 第{it}篇：从零开始学习大语言模型的一个长长的标题\n"
        )),
        Kind::Text
    );
    assert_eq!(
        kind(40, |it| format!("x: 这是第{it}句。还有一句。\n")),
        Kind::Text
    );
}

#[test]
fn empties_are_no_evidence_but_brackets_mean_a_list() {
    assert_eq!(
        kind(40, |it| format!("x: {}\n", ["''", "", "~", "name"][it % 4])),
        Kind::Term
    );
    assert_eq!(
        kind(40, |it| format!("x: {}\n", ["[]", ""][it % 2])),
        Kind::List
    );
    let snap = corpus(40, |it| format!("x: {}\n", ["''", "a", "[a]", "b"][it % 4]));
    let x = field(snap.root_schema(), "x");
    assert_eq!((x.evidence.agreeing, x.evidence.of), (20, 30));
    assert_eq!((x.filled.agreeing, x.filled.of), (30, 40));
}

#[test]
fn of_a_few_values_the_name_tells_more() {
    let snap = corpus(2, |_| {
        "title: Short\ntags: llm\nspeaker: 甲\nsource: ''\n".into()
    });
    let schema = snap.root_schema();
    let kinds = ["title", "tags", "speaker", "source"].map(|it| field(schema, it).kind);
    assert_eq!(kinds, [Kind::Text, Kind::List, Kind::Term, Kind::Url]);
}

#[test]
fn a_field_is_required_where_nearly_all_of_thirty_posts_have_it() {
    let block = |missing: usize| {
        move |it: usize| {
            if it < missing {
                "a: 1\n".into()
            } else {
                "a: 1\nx: ''\n".to_owned()
            }
        }
    };
    let required = |n, missing| field(corpus(n, block(missing)).root_schema(), "x").required;
    assert!(required(30, 0) && required(100, 2));
    assert!(!required(29, 0) && !required(100, 3));
}

#[test]
fn a_folder_tells_itself_what_it_requires_and_the_root_what_little_there_is_means() {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 40, |it| {
        format!("title: 笔记{it}\ntags: [a]\ndate: '2024-05-01'\n")
    });
    learn(&mut host, "books/", 40, |it| {
        format!("rating: {it}\ntags: [a]\n")
    });
    learn(&mut host, "new/", 1, |_| "tags: ''\n".into());
    let snap = host.snapshot();
    let schema = |path: &str| snap.schema(snap.file(&RelPath(path.into())).expect("a post"));
    assert!(field(schema("notes/1.md"), "date").required);
    assert!(!field(schema("books/1.md"), "date").required);
    assert!(field(schema("books/1.md"), "rating").required);
    assert_eq!(field(schema("new/0.md"), "tags").kind, Kind::List);
    assert!(!field(schema("new/0.md"), "tags").required);
    assert_eq!(field(schema("new/0.md"), "date").presence.of, 1);
    assert_eq!(
        schema("books/1.md").order,
        ["rating", "tags", "title", "date"]
    );
}

#[test]
fn a_set_is_closed_where_a_few_values_are_nearly_all_uses() {
    let status = |it: usize| ["inbox", "evergreen"][it % 2].to_owned();
    let snap = corpus(100, |it| {
        format!(
            "x: {}\n",
            if it == 7 {
                "evengreen".into()
            } else {
                status(it)
            }
        )
    });
    let x = field(snap.root_schema(), "x");
    assert!(x.closed);
    assert_eq!(x.values, ["inbox", "evergreen"]);
    assert_eq!((x.membership.agreeing, x.membership.of), (99, 100));
    let open = corpus(100, |it| format!("x: name-{}\n", it % 30));
    assert!(!field(open.root_schema(), "x").closed);
    let few = corpus(29, |it| format!("x: {}\n", status(it)));
    assert!(!field(few.root_schema(), "x").closed);
}

#[test]
fn the_order_is_one_that_posts_have() {
    let order = |it: usize| match it {
        0..20 => "title: a\ndate: b\ntags: [c]\n",
        20..50 => "date: b\ntags: [c]\ntitle: a\n",
        _ => "date: b\nsummary: d\ntags: [c]\nextra: e\n",
    };
    let snap = corpus(55, |it| order(it).into());
    assert_eq!(
        snap.root_schema().order,
        ["date", "summary", "tags", "extra", "title"]
    );
}

#[test]
fn style_is_learned_where_it_is_the_authors_choice() {
    let block = |it: usize| {
        format!(
            "date: '2024-05-0{}'\ntitle: 'a: b'\ntags:\n  - 'c'\nflow: [\"d\"]\n",
            it % 9 + 1
        )
    };
    let snap = corpus(30, block);
    let style = |name: &str| field(snap.root_schema(), name).style.clone();
    assert_eq!(style("date").quote, Quote::Single);
    assert_eq!(style("date").date_format.as_deref(), Some("%Y-%m-%d"));
    assert_eq!(
        style("title").quote,
        Quote::Plain,
        "there the quotes are needed"
    );
    assert_eq!(
        (style("tags").quote, style("tags").indent),
        (Quote::Single, 2)
    );
    assert_eq!(style("flow").quote, Quote::Double);
}

#[test]
fn a_naming_is_learned_from_terms_that_could_follow_another() {
    let naming = |block: fn(usize) -> String| field(corpus(60, block).root_schema(), "tags").naming;
    assert_eq!(
        naming(|it| format!("tags: [machine-learning, 中文, tag-{it}]\n")),
        Some(Naming::KebabCase)
    );
    assert_eq!(naming(|it| format!("tags: [rust, python{it}]\n")), None);
    assert_eq!(naming(|it| format!("tags: [rust, Python{it}]\n")), None);
}

#[test]
fn what_is_usual_has_its_evidence() {
    let snap = corpus(40, |it| {
        let quote = if it < 39 { "'" } else { "\"" };
        let dash = if it < 38 { "- " } else { "  - " };
        let source = it.min(38);
        format!(
            "date: 2024-05-0{}\nname: {quote}中文{quote}\nsource: https://a.cn/{source}\ntags:\n{dash}e\u{301}\n",
            it % 9 + 1
        )
    });
    let schema = snap.root_schema();
    let of = |it: rubric::schema::Evidence| (it.agreeing, it.of);
    assert_eq!(of(field(schema, "name").quoted), (39, 40));
    assert_eq!(of(field(schema, "tags").indented), (38, 40));
    assert_eq!(of(field(schema, "date").dated), (40, 40));
    assert_eq!(of(field(schema, "source").distinct), (39, 40));
}

#[test]
fn a_closed_set_that_nobody_listed_is_what_comes_again() {
    let mut host = Host::new("/corpus".into());
    host.apply(vec![Event::Config(Some(
        "fields: { x: { closed: true } }".into(),
    ))]);
    learn(&mut host, "", 30, |it| match it {
        0 => "x: 一\n".to_owned(),
        it => format!("x: e\u{301}{}\n", it % 12),
    });
    let snap = host.snapshot();
    let field = field(snap.root_schema(), "x");
    assert_eq!(field.values.len(), 12);
    assert!(!field.values.iter().any(|it| it == "一"));
    assert_eq!((field.membership.agreeing, field.membership.of), (29, 30));
}

#[test]
fn mappings_are_no_list() {
    assert_eq!(kind(40, |it| format!("x: {{ a: {it} }}\n")), Kind::Nested);
    let records = |it: usize| format!("x:\n  - name: 甲{it}\n    to: /a\n");
    assert_eq!(kind(40, records), Kind::Nested);
    assert_eq!(kind(40, |it| format!("x: [a{it}]\n")), Kind::List);
}

#[test]
fn of_a_field_that_stands_twice_the_last_counts_among_however_many() {
    for n_fields in [3, 63, 64, 65, 300] {
        let others = |from: usize| -> String {
            (from..from + n_fields)
                .map(|it| format!("字段{it}: a\n"))
                .collect()
        };
        let block = format!("x: [甲]\n{}x: 2\n{}x: 3\n", others(0), others(n_fields));
        let snap = corpus(1, |_| format!("{block}{}", others(0)));
        for name in ["x", "字段0", &format!("字段{}", n_fields - 1)] {
            assert_eq!(
                field(snap.root_schema(), name).presence.agreeing,
                1,
                "{name}"
            );
        }
        assert_eq!(field(snap.root_schema(), "x").kind, Kind::Number);
    }
}

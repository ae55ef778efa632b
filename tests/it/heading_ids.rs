//! Headings with an id that the author gave them: what is their title, which anchor they have, what a rename leaves alone.

use rubric::features::rename::prepare_rename;
use rubric::features::symbols::outline;
use rubric::syntax::{Body, parse};

use crate::completion_links::{offered, taken};
use crate::corpus::host;
use crate::fixture::Fixture;
use crate::navigation::{at_cursor, variants};
use crate::rename_cursor::{check, renamed};

/// Ways of writing the title `Set up 开始` with the id `go-1`; `{}` is the title's place.
const FORMS: [&str; 13] = [
    "## {} {#go-1}",
    "## {}{#go-1}",
    "## {} {#go-1 .cls key=v}",
    "## {} {.cls #go-1 title=\"a b\"}",
    "## {} { #go-1 }",
    "## {} {: #go-1}",
    "## {} {:.cls#go-1}",
    "## {}\n{: #go-1}",
    "## {} {/*go-1*/}",
    "## {} {/* #go-1 */}",
    "## {} ## {#go-1}",
    "## {} {#go-1} ##",
    "{} {#go-1}\n---",
];

/// The same with an HTML tag, beside which the slug is an anchor too.
const TAGS: [&str; 4] = [
    "## <a id=\"go-1\"></a>{}",
    "## <a name='go-1'></a> {}",
    "## {} <span id=\"go-1\"></span>",
    "## <a id=\"go-1\">{}</a>",
];

const TITLE: &str = "Set up 开始";

fn all() -> impl Iterator<Item = &'static str> {
    FORMS.into_iter().chain(TAGS)
}

fn heading(form: &str, title: &str) -> String {
    form.replace("{}", title)
}

fn body(source: &str) -> Body {
    parse(source).body
}

#[test]
fn the_title_is_without_the_id() {
    for form in all() {
        for post in variants(&format!(
            "---\ntitle: x\n---\n{}\n\n😀\n",
            heading(form, TITLE)
        )) {
            let post = Fixture::single(&post).text;
            let body = body(&post);
            let heading = &body.headings[0];
            assert_eq!(heading.title, TITLE, "{form}");
            assert_eq!(&post[heading.title_range], TITLE, "{form}");
            let id = body.ids_of(heading).next().expect("it has an id");
            assert_eq!((&*id.name, &post[id.range]), ("go-1", "go-1"), "{form}");
            let symbols = outline(&parse(&post));
            assert_eq!(symbols[1].name, TITLE, "{form}");
        }
    }
}

#[test]
fn braces_that_give_no_id_are_part_of_the_title() {
    for title in [
        "A `{#x}`",
        "A \\{#x}",
        "A {{ x }}",
        "A {{#x}}",
        "A {% x %}",
        "A ${#x}",
        "{#if x}",
        "A {x}",
        "A {/* a remark */}",
        "A {#x} B",
    ] {
        let source = format!("## {title}\n\nx\n");
        let body = body(&source);
        let heading = &body.headings[0];
        assert_eq!(&source[heading.title_range], title);
        assert_eq!(heading.attributes, None, "{title}");
    }
}

#[test]
fn the_id_is_completed() {
    for form in all() {
        let post = format!("{}\n\n[x](#$0)\n", heading(form, TITLE));
        assert_eq!(offered(&post), [TITLE], "{form}");
        assert_eq!(taken(&post, TITLE), "[x](#go-1)", "{form}");
    }
    // It takes no slug away from a heading without one.
    let post = "## A {#b}\n\n## A\n\n[x](#$0)\n";
    assert_eq!(offered(post), ["A", "A"]);
    assert_eq!(body(&post.replace("$0", "")).anchors(), ["b", "a"]);
}

#[test]
fn a_new_title_leaves_the_id_and_the_links_by_it() {
    for form in all() {
        let post = |form: &str, title: &str| {
            let heading = heading(form, title);
            format!(
                "//- /a.md\n---\ntitle: 甲\n---\n{heading}\n\n[x](#go-1) [[#go-1]]\n//- /b.md\n[y](a.md#go-1)\n"
            )
        };
        check(
            &post(form, "Set$0 up 开始"),
            "新 Title",
            &post(form, "新 Title"),
        );
    }
    // Links by the title follow it.
    check(
        "//- /a.md\n## O$0ld {#x}\n\n[a](#x) [b](#old) [[#Old]]\n",
        "New one",
        "//- /a.md\n## New one {#x}\n\n[a](#x) [b](#new-one) [[#New one]]\n",
    );
    // An id that is the slug of its title stays all the same.
    check(
        "//- /a.md\n## Old$0 {#old}\n\n[a](#old)\n",
        "New",
        "//- /a.md\n## New {#old}\n\n[a](#old)\n",
    );
}

#[test]
fn a_new_id_takes_the_links_along() {
    for form in all() {
        let post = |id: &str, at: &str| {
            let heading = heading(form, TITLE).replace("go-1", at);
            format!(
                "//- /a.md\n---\ntitle: 甲\n---\n{heading}\n\n[x](#{id}) `#go-1` [[#{id}]]\n//- /b.md\n[y](a.md#{id}) [z]\n\n[z]: a.md#{id}\n"
            )
        };
        check(&post("go-1", "go$0-1"), "启动", &post("启动", "启动"));
        // From a link, too.
        let from_link = post("go-1", "go-1").replace("a.md#go-1)", "a.md#go$0-1)");
        check(&from_link, "启动", &post("启动", "启动"));
    }
    // A name that brings an id is that heading with that id.
    check(
        "//- /a.md\n## A$0 {#x}\n\n[a](#x)\n//- /b.md\n[b](a.md#x)\n",
        "B {#y}",
        "//- /a.md\n## B {#y}\n\n[a](#y)\n//- /b.md\n[b](a.md#y)\n",
    );
    check(
        "//- /a.md\n## A$0\n\n[a](#a)\n",
        "B {#y}",
        "//- /a.md\n## B {#y}\n\n[a](#y)\n",
    );
}

#[test]
fn what_would_lose_an_id_is_refused() {
    let refused = |post: &str, name: &str| renamed(post, name).expect_err("it is refused");
    assert!(refused("//- /a.md\n## A <a id=\"x\"></a>$0 b\n", "C").contains("lost"));
    for name in ["a b", "a}", "a#b", "\"a"] {
        assert!(
            refused("//- /a.md\n## A {#x$0}\n", name).contains("blanks"),
            "{name}"
        );
    }
    let post = "//- /a.md\n## A {#x$0}\n\n## B\n\n<a id=\"c\"></a>\n";
    for name in ["b", "c"] {
        assert!(refused(post, name).contains("already"), "{name}");
    }
}

#[test]
fn a_heading_is_renamed_from_a_link_to_it() {
    for (before, after) in [
        ("[t](#so$0me-header)", "[t](#new-header)"),
        (
            "[t][r]\n\n[r]: #some$0-header",
            "[t][r]\n\n[r]: #new-header",
        ),
        ("[[#Some$0 header]]", "[[#New header]]"),
    ] {
        check(
            &format!("//- /a.md\n# Some header\n\n{before}\n"),
            "New header",
            &format!("//- /a.md\n# New header\n\n{after}\n"),
        );
    }
    check(
        "//- /a.md\n# 旧 😀\n//- /b.md\n[[a#旧$0 😀|x]] [y](a.md#旧-)\n",
        "新",
        "//- /a.md\n# 新\n//- /b.md\n[[a#新|x]] [y](a.md#新)\n",
    );
    let path = renamed("//- /a.md\n# A\n\n[t](a$0.md#a)\n", "x").expect_err("a path is no name");
    assert!(path.contains("only terms"), "{path}");
}

#[test]
fn the_box_for_the_new_name_holds_what_is_renamed() {
    for (fixture, range, name) in [
        ("//- /a.md\n## «A$0 b» {#x}\n", "A b", "A b"),
        ("//- /a.md\n## A b {#x$0}\n", "x", "x"),
        ("//- /a.md\n## A b {#x}\n\n[c](#x$0)\n", "x", "x"),
        ("//- /a.md\n## A b\n\n[c](#a-b$0)\n", "a-b", "A b"),
    ] {
        let fixture = &fixture.replace(['«', '»'], "");
        let files = Fixture::parse(fixture);
        let host = host(fixture);
        let (snap, position) = at_cursor(&files, &host);
        let found = prepare_rename(&snap, position).expect("it is open");
        let found = found.expect("it has a name");
        assert_eq!(&files.files[0].text[found.range], range);
        assert_eq!(found.name, name);
    }
}

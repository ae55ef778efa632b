//! The body's facts and their places: headings, links, definitions, code, HTML.

use rubric::syntax::Dialect;
use rubric::syntax::markdown::parse_body;
use rubric::syntax::{Body, LinkKind, Slugger, slugify};
use rubric::text::{TextRange, TextSize};

use crate::fixture::{File, Fixture};

fn parse(marked: &str) -> (File, Body) {
    let file = Fixture::single(marked);
    let body = parse_body(
        &file.text,
        TextRange::up_to(TextSize::of(&*file.text)),
        Dialect::default(),
    );
    (file, body)
}

/// The marked ranges are all that `facts` gives.
#[track_caller]
fn check(marked: &str, facts: impl Fn(&Body) -> Vec<TextRange>) {
    let (file, body) = parse(marked);
    let found: Vec<_> = facts(&body).iter().map(|it| &file.text[*it]).collect();
    assert_eq!(found, file.marked());
    assert_eq!(facts(&body), file.ranges);
}

fn heading_ranges(body: &Body) -> Vec<TextRange> {
    body.headings.iter().map(|it| it.range).collect()
}

fn title_ranges(body: &Body) -> Vec<TextRange> {
    body.headings.iter().map(|it| it.title_range).collect()
}

fn titles(marked: &str) -> Vec<(u8, String)> {
    let headings = parse(marked).1.headings;
    let title = |it: &rubric::syntax::Heading| (it.level, it.title.to_string());
    headings.iter().map(title).collect()
}

#[test]
fn a_heading_is_its_own_lines() {
    check(
        "«# 标题»\n\ntext\n   «### e\u{301} 😀 ###  »\n",
        heading_ranges,
    );
    check("«标题\n  ===»\n> «引\n> ---»\n", heading_ranges);
}

#[test]
fn headings_of_every_line_end() {
    check(
        "\u{feff}«# 一»\r\n«二\r\n==»\r\n正文\r\n\r\n«## 三»",
        heading_ranges,
    );
    check("«# 一»\r«## 二»\rtext\r", heading_ranges);
    check("«# 一\u{2028}## no\u{85}»\n\n«## 二»\n", heading_ranges);
}

#[test]
fn a_title_has_its_markup_in_its_range_but_not_in_its_text() {
    check("## «**粗** `code` [link](x.md)» ##\n", title_ranges);
    check("#\t«\\*escaped\\*»\n", title_ranges);
    check("«多行的\n*标题*»\n---\n", title_ranges);
    check("##«»\n", title_ranges);
    check("> - ## «引文 😀»\r\n", title_ranges);
    let marked = "## **粗** `a*b` [l](x) ![alt](y) ~~s~~ &amp; \\* <b>h</b> [[t|w]] x\ny z\n";
    assert_eq!(titles(marked), [(2, "粗 a*b l alt s & * h w x".to_owned())]);
    assert_eq!(
        titles("第一行\n第二行\n==="),
        [(1, "第一行 第二行".to_owned())]
    );
    assert_eq!(titles("#hashtag\n---\n"), [(2, "#hashtag".to_owned())]);
    assert_eq!(titles("# \n####### seven\n"), [(1, String::new())]);
}

#[test]
fn underlined_and_nested_headings_are_told_apart() {
    let facts = |marked: &str| {
        let body = parse(marked).1;
        let heading = &body.headings[0];
        (heading.setext, heading.nested)
    };
    assert_eq!(facts("# a"), (false, false));
    assert_eq!(facts("a\n---"), (true, false));
    assert_eq!(facts("> # 中"), (false, true));
    assert_eq!(facts("- a\n  ==="), (true, true));
    assert_eq!(facts("[^1]: # a\n\n[^1]\n"), (false, true));
    assert_eq!(facts("> q\n\n# a"), (false, false));
}

#[test]
fn what_looks_like_a_heading_in_code_or_html_is_none() {
    check(
        "```\n# code\n```\n~~~ md\n## more\n~~~\n    # indented\n\n«# 真»\n",
        heading_ranges,
    );
    check(
        "<div>\n# html\n</div>\n\n<!--\n\n# comment\n\n-->\n\n<pre>\n\n# pre\n</pre>\n«# 真»\n",
        heading_ranges,
    );
    check(
        "````\n```\n# still code\n````\n> ```\n> # quoted\n\n«# 真»\n",
        heading_ranges,
    );
    check(
        "text\n\n- - -\n***\n|a|\n|-|\n|# b|\n\n\\# no\n",
        heading_ranges,
    );
}

#[test]
fn a_front_matter_is_not_parsed() {
    let source = "---\ntitle: x\n---\n# 一\n\n---\n# 二\n---\n[a](b)\n";
    let start = source.find("# 一").unwrap() as u32;
    let range = TextRange::new(start.into(), TextSize::of(source));
    let body = parse_body(source, range, Dialect::default());
    assert_eq!(body.range, range);
    let headings: Vec<_> = body.headings.iter().map(|it| &source[it.range]).collect();
    assert_eq!(headings, ["# 一", "# 二"]);
    let target = body.links[0].target_range.unwrap();
    assert_eq!(&source[target], "b");
}

#[test]
fn a_section_ends_at_the_next_heading_of_its_level_or_a_higher_one() {
    let source = "前言\n# A\na\n### B\nb\n> ## C\n> c\n## D\n# E\n## F\n\nf";
    let body = parse(source).1;
    let sections: Vec<_> = body.headings.iter().map(|it| &source[it.section]).collect();
    let expected = [
        "# A\na\n### B\nb\n> ## C\n> c\n## D\n",
        "### B\nb\n",
        "## C\n> c\n",
        "## D\n",
        "# E\n## F\n\nf",
        "## F\n\nf",
    ];
    assert_eq!(sections, expected);
}

/// The links are of these kinds and targets, and the marked ranges are the targets.
#[track_caller]
fn check_links(marked: &str, expected: &[(LinkKind, &str)]) {
    let (file, body) = parse(marked);
    let links: Vec<_> = body.links.iter().map(|it| (it.kind, &*it.target)).collect();
    assert_eq!(links, expected);
    let mut places: Vec<_> = body.links.iter().filter_map(|it| it.target_range).collect();
    places.sort_by_key(|it| it.start());
    let found: Vec<_> = places.iter().map(|it| &file.text[*it]).collect();
    assert_eq!(found, file.marked());
    assert_eq!(places, file.ranges);
}

#[test]
fn links_have_the_place_of_their_target() {
    use LinkKind::{Autolink, Image, Inline, Wiki};
    check_links("[中](«笔记/甲.md#节») x", &[(Inline, "笔记/甲.md#节")]);
    check_links("[a](<«b c.md»> \"title\")", &[(Inline, "b c.md")]);
    check_links("![😀]( «/i/图.png» 't')\r\n", &[(Image, "/i/图.png")]);
    check_links(
        "[![i](«i.png»)](«a(b).md»)",
        &[(Inline, "a(b).md"), (Image, "i.png")][..],
    );
    check_links(
        "<«https://例.cn/?a=b»>",
        &[(Autolink, "https://例.cn/?a=b")],
    );
    check_links("<«a@b.cn»>", &[(Autolink, "mailto:a@b.cn")]);
    check_links(
        "[[«一篇 笔记»]] ![[«图.png»]]",
        &[(Wiki, "一篇 笔记"), (Wiki, "图.png")],
    );
    check_links("[[«a b#c»|显示]]", &[(Wiki, "a b#c")]);
    check_links("> [x](\n> «y.md»)", &[(Inline, "y.md")]);
    check_links("| a |\n|---|\n| [x](«y.md») |", &[(Inline, "y.md")]);
}

#[test]
fn a_target_with_escapes_has_its_place_too() {
    use LinkKind::Inline;
    check_links("[a](«a\\_b&amp;c.md»)", &[(Inline, "a_b&c.md")]);
    check_links("[*a* `]`](<«x\\>y»>)", &[(Inline, "x>y")]);
    check_links("[a](«f(x)\\)») [b](«»)", &[(Inline, "f(x))"), (Inline, "")]);
    check_links("[](  «\\a&copy;» (t))", &[(Inline, "\\a©")]);
}

#[test]
fn a_bracketed_citation_is_no_wiki_link() {
    check_links(
        "见 [[1]](«https://例.cn/a_(b)»)。",
        &[(LinkKind::Inline, "https://例.cn/a_(b)")],
    );
    check("见 «[[1]](https://例.cn)»。", |body| {
        body.links.iter().map(|it| it.range).collect()
    });
    check("见 «[[1]]» (x)", |body| {
        body.links.iter().map(|it| it.range).collect()
    });
}

#[test]
fn references_give_their_label() {
    use LinkKind::{Footnote, Reference};
    let definitions = "\n\n[Label 中]: <x y.md> 'title'\r\n[^1]: 脚注\n";
    let marked =
        format!("[a][«label 中»] [«Label 中»] [«Label 中»][] ![i][«Label 中»] [^«1»]{definitions}");
    let expected = [
        (Reference, "label 中"),
        (Reference, "Label 中"),
        (Reference, "Label 中"),
        (Reference, "Label 中"),
        (Footnote, "1"),
    ];
    check_links(&marked, &expected);
    check("[^1]: x\n\n«[a]: <b c> 't'»\n«[中]: d»\r\n", |body| {
        body.definitions.iter().map(|it| it.range).collect()
    });
    check("[a]: <«b c»> 't'\n> [中]: «d»\r\n", |body| {
        body.definitions
            .iter()
            .filter_map(|it| it.target_range)
            .collect()
    });
    check("«[^1]: 脚\n    注»\n\n[^1]\n", |body| {
        body.footnotes.iter().map(|it| it.range).collect()
    });
}

#[test]
fn a_label_is_found_whatever_its_case_and_space() {
    let body = parse("[Foo  Bär 中]: x\n[foo]: y\n[FOO]: z\n").1;
    let target = |label: &str| body.definition(label).map(|it| it.target.as_str());
    assert_eq!(target("foo BÄR\n中"), Some("x"));
    assert_eq!(target("Foo"), Some("y"));
    assert_eq!(target("bar"), None);
}

#[test]
fn references_without_a_definition_are_told() {
    let undefined = |body: &Body| {
        body.undefined_references
            .iter()
            .map(|it| it.range)
            .collect()
    };
    check(
        "«[a][b]» [music] «[c][]» [d] [[w]] [x](y) «![i][j]» «[^2]» [^1]\n\n[d]: e\n[^1]: f\n",
        undefined,
    );
    check(
        "`[a][b]` \\[a][d] \\[^3] [^ x] [^] [d][d]\n\n    [a][b]\n\n[d]: e\n",
        undefined,
    );
    check("# «[^脚注]»\r\n«[乙][甲]»\r\n«[丙][丁]»", undefined);
    let body = parse("[a][Some  Label] [^n]").1;
    let labels: Vec<_> = body
        .undefined_references
        .iter()
        .map(|it| &*it.label)
        .collect();
    assert_eq!(labels, ["Some Label", "^n"]);
}

#[test]
fn a_code_block_knows_its_language_and_its_end() {
    let block = |marked: &str| {
        let code = &parse(marked).1.code_blocks[0];
        (code.fenced, code.language.to_string(), code.closed)
    };
    let of = |fenced, language: &str, closed| (fenced, language.to_owned(), closed);
    assert_eq!(block("```rust ignore\nfn\n```\n"), of(true, "rust", true));
    assert_eq!(block("~~~\n~~~"), of(true, "", true));
    assert_eq!(block("```\r\n代码\r\n```\r\n"), of(true, "", true));
    assert_eq!(block("> ```\n> x\n> ```"), of(true, "", true));
    assert_eq!(block("- ```py\n  x\n  ```\n"), of(true, "py", true));
    assert_eq!(block("    x\n"), of(false, "", true));
    assert_eq!(block("```rust"), of(true, "rust", false));
    assert_eq!(block("```\n"), of(true, "", false));
    assert_eq!(block("````\n```\n代码"), of(true, "", false));
    assert_eq!(block("```\ntext ```\n    ```\n~~~\n"), of(true, "", false));
    assert_eq!(block("> ```\n> x\n\n```\n```"), of(true, "", false));
    let blocks = |body: &Body| body.code_blocks.iter().map(|it| it.range).collect();
    check("a\n\n«```\nx\n```»\n\n    «i\n\n    j»\n\nb\n", blocks);
}

#[test]
fn nothing_is_looked_for_in_code_and_html() {
    let opaque = |body: &Body| body.opaque.clone();
    check(
        "a «`中`» «<b>»x«</b>»\n\n«<div>\n`x` [a](b)\n</div>»\n\n# «`c`»\n",
        opaque,
    );
    let (file, body) = parse("`a` b\n\n```\nc\n```\n<p>\nd\n");
    let at = |text: &str| body.is_opaque((file.text.find(text).unwrap() as u32).into());
    assert_eq!(
        ["a", " b", "c", "\nd", "d"].map(at),
        [true, false, true, true, true]
    );
}

#[test]
fn a_heading_without_its_space_is_told() {
    let unspaced = |body: &Body| body.unspaced_headings.clone();
    check(
        "«##»没有空格\n\ntext\n«#»tag\n«###»\u{3000}全角\r\n- «##»item\n> «##»quote\n",
        unspaced,
    );
    check(
        "## ok\n\\##no\na ##no\n`##no`\n#######no\n\n```\n##no\n```\n    ##no\n\n<p>\n##no\n",
        unspaced,
    );
}

#[test]
fn tags_that_nothing_closes_are_told() {
    let unclosed = |body: &Body| body.unclosed_html.clone();
    check(
        "«<details>»\n«<summary>»原文</p>\n\n文 <b>x</b> «<i class='>'>»\n",
        unclosed,
    );
    check(
        "<DIV id=\"a\">\n\n## x\n\n</div>\n<p>\n<br>\n<img src=x>\n<a id=\"b\"/>\n",
        unclosed,
    );
    check(
        "a <name> and Vec<String> </b> `<b>`\n\n```\n<div>\n```\n",
        unclosed,
    );
    check("<!-- <div> -->\n\n<!-->\n\n«<!--»\n\n<div>\n", unclosed);
    check(
        "<script>\nif (a<b) { '<div>' }\n</script>\n\n«<style>»\n<div>\n",
        unclosed,
    );
    check("<p class=\"class=\"x\">\n<div>\n</div>\n", unclosed);
}

#[test]
fn html_sets_anchors() {
    let anchors = |body: &Body| body.html_anchors.iter().map(|it| it.range).collect();
    check(
        "<a name=\"«甲»\"></a> <h2 class=x ID='«b»'>\n\n<div id=«c»>\n\n`<a id=\"d\">`\n",
        anchors,
    );
    check(
        "a <a name=\"«甲»\"></a>\n\n`<a id=\"d\">` <a data-id=\"x\" id=\"\">\n",
        anchors,
    );
}

#[test]
fn slugs_are_those_of_github() {
    let slugs = [
        ("Heading with a - dash", "heading-with-a---dash"),
        ("an _ underscore", "an-_-underscore"),
        (
            "exchange.bind_headers(exchange, routing [, cb])",
            "exchangebind_headersexchange-routing--cb",
        ),
        ("苹果为什么“封闭”？（上）", "苹果为什么封闭上"),
        ("I ♥ unicode", "i--unicode"),
        ("😄-😄 emoji", "--emoji"),
        ("👨\u{200d}👩\u{200d}👧 家", "-家"),
        ("Ünïcödé e\u{301}", "ünïcödé-e\u{301}"),
        ("Профили пользователей", "профили-пользователей"),
        ("हिन्दी", "हिन्दी"),
        ("½ ² ① Ⅷ", "---ⅷ"),
        ("全角　空格\tx", "全角空格x"),
        ("C++ & C#", "c--c"),
        ("", ""),
    ];
    for (title, slug) in slugs {
        assert_eq!(slugify(title), slug, "{title}");
    }
}

#[test]
fn a_slug_is_given_once() {
    let mut slugger = Slugger::default();
    let titles = [
        "echo",
        "Echo",
        "echo 1",
        "echo-1",
        "echo",
        "foxtrot-1",
        "foxtrot",
        "foxtrot",
        "中",
        "中",
        "",
        "",
    ];
    let slugs: Vec<_> = titles.iter().map(|it| slugger.slug(it)).collect();
    let expected = [
        "echo",
        "echo-1",
        "echo-1-1",
        "echo-1-2",
        "echo-2",
        "foxtrot-1",
        "foxtrot",
        "foxtrot-2",
        "中",
        "中-1",
        "",
        "-1",
    ];
    assert_eq!(slugs, expected);
}

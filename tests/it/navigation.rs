//! Definition, references, highlights, links, folds and growing selections: which ranges come back for a cursor.

use rubric::corpus::{FileId, FilePosition, Host, RelPath, Snapshot};
use rubric::features::definition::definition;
use rubric::features::folding::{FoldKind, folding_ranges};
use rubric::features::highlight::{HighlightKind, document_highlights};
use rubric::features::links::{Place, document_links};
use rubric::features::references::{Declaration, references};
use rubric::features::selection::selection_ranges;
use rubric::text::{TextRange, TextSize};

use crate::corpus::host;
use crate::fixture::Fixture;

/// A fixture as it is, and with CRLF and a BOM in every file.
pub(crate) fn variants(fixture: &str) -> [String; 2] {
    let other = fixture.replace('\n', "\r\n");
    let lines = other.split_inclusive('\n');
    let marked = lines.map(|it| match it.starts_with("//- ") {
        true => format!("{it}\u{feff}"),
        false => it.to_owned(),
    });
    [fixture.to_owned(), marked.collect()]
}

pub(crate) fn file(snap: &Snapshot, path: &str) -> FileId {
    snap.file(&RelPath(path.into())).expect("the file is known")
}

/// The snapshot of a fixture, and where its cursor is.
pub(crate) fn at_cursor(fixture: &Fixture, host: &Host) -> (Snapshot, FilePosition) {
    let snap = host.snapshot();
    let (with_cursor, offset) = fixture.cursor();
    let file = file(&snap, &with_cursor.path);
    (snap, FilePosition { file, offset })
}

/// Ranges as `path: «text»`, so that a failure can be read.
fn show(fixture: &Fixture, ranges: &[(String, TextRange)]) -> Vec<String> {
    let text = |path: &str| {
        fixture
            .files
            .iter()
            .find(|it| it.path == path)
            .map_or("", |it| &it.text)
    };
    let show = |(path, range): &(String, TextRange)| {
        format!(
            "{path}:{}: «{}»",
            u32::from(range.start()),
            &text(path)[*range]
        )
    };
    ranges.iter().map(show).collect()
}

fn marked(fixture: &Fixture) -> Vec<(String, TextRange)> {
    let of_file = |it: &crate::fixture::File| {
        it.ranges
            .iter()
            .map(|range| (it.path.clone(), *range))
            .collect::<Vec<_>>()
    };
    fixture.files.iter().flat_map(of_file).collect()
}

/// The references of the thing under the cursor are the marked ranges.
#[track_caller]
fn check_references(fixture: &str) {
    for fixture in variants(fixture) {
        let parsed = Fixture::parse(&fixture);
        let (snap, position) = at_cursor(&parsed, &host(&fixture));
        let found = references(&snap, position, Declaration::Included, |file, _, ranges| {
            let path = snap.path(file).as_str().to_owned();
            ranges
                .iter()
                .map(|it| (path.clone(), *it))
                .collect::<Vec<_>>()
        });
        let mut found = found.expect("all is open").unwrap_or_default().concat();
        found.sort_by_key(|(path, it)| (path.clone(), it.start()));
        let mut expected = marked(&parsed);
        expected.sort_by_key(|(path, it)| (path.clone(), it.start()));
        assert_eq!(show(&parsed, &found), show(&parsed, &expected));
    }
}

/// The definition is the marked range, or the beginning of a file marked `«»`.
#[track_caller]
fn check_definition(fixture: &str) {
    for fixture in variants(fixture) {
        let parsed = Fixture::parse(&fixture);
        let (snap, position) = at_cursor(&parsed, &host(&fixture));
        let found = definition(&snap, position).expect("all is open");
        let found = found.map(|it| match it {
            Place::Post(file, range) => (snap.path(file).as_str().to_owned(), range),
            Place::Asset(path) => (path.as_str().to_owned(), TextRange::default()),
            Place::Config(range) => ("rubric.yaml".to_owned(), range),
        });
        let found: Vec<_> = found.into_iter().collect();
        assert_eq!(show(&parsed, &found), show(&parsed, &marked(&parsed)));
    }
}

/// The highlights are the marked ranges.
#[track_caller]
fn check_highlights(fixture: &str) {
    for fixture in variants(fixture) {
        let parsed = Fixture::parse(&fixture);
        let (snap, position) = at_cursor(&parsed, &host(&fixture));
        let found = document_highlights(&snap, position).expect("it is open");
        let path = snap.path(position.file).as_str();
        let found: Vec<_> = found.iter().map(|it| (path.to_owned(), it.range)).collect();
        assert_eq!(show(&parsed, &found), show(&parsed, &marked(&parsed)));
    }
}

#[test]
fn a_tag_is_found_in_flow_and_block_lists() {
    check_references(
        "//- /a.md\n---\ntags: [«l$0lm», rust]\n---\n//- /b.md\n---\ntags:\n  - «llm»\n---\n//- /c.md\n---\ntags:\n- x\n- «llm» # llm\n---\n",
    );
}

#[test]
fn a_term_is_found_whatever_its_quotes_and_the_cursor_in_them() {
    for quoted in [
        "$0'«深度学习»'",
        "'«深度$0学习»'",
        "'«深度学习»'$0",
        "\"«深度学习»$0\"",
    ] {
        check_references(&format!(
            "//- /甲.md\n---\ntags: [{quoted}, a]\n---\n//- /乙.md\n---\ntags: [\"«深度学习»\"]\n---\n"
        ));
    }
}

#[test]
fn a_term_in_any_spelling_but_in_no_other_field_is_a_reference() {
    check_references(
        "//- /a.md\n---\n# llm\ntitle: llm\nllm: llm\ntags: [llm-agents, «llm$0», «LLM»]\nmedia: [llm]\n---\n# llm\n\nllm\n\
         //- /b.md\n---\ntitle: llm\ntags: [not llm, llm2]\nmedia: [llm]\nllm: x\n---\n",
    );
}

#[test]
fn a_term_is_found_by_its_alias_node_and_its_anchor() {
    check_references(
        "//- /a.md\n---\npeople: [&p «张三», b]\n---\n//- /b.md\n---\nx: &p 张三\npeople: [«*p»]\n---\n//- /c.md\n---\npeople: [«张$0三»]\n---\n",
    );
}

#[test]
fn a_list_with_commas_has_a_place_for_each_part() {
    check_references(
        "//- /a.md\n---\ntags: [«😀 b$0»]\n---\n//- /b.md\n---\ntags: a, «😀 b» ,c\n---\n//- /c.md\n---\ntags: '«😀 b»,😀 bc'\n---\n//- /d.md\n---\ntags: [x]\n---\n//- /e.md\n---\ntags: [x]\n---\n",
    );
}

#[test]
fn a_field_is_found_in_every_post_that_has_it() {
    check_references(
        "//- /a.md\n---\n«t$0ags»: [a]\ntitle: tags\n---\ntags: x\n//- /b.md\n---\n'«tags»': []\n---\n//- /c.md\n---\nTags: [b]\n---\n",
    );
}

#[test]
fn a_date_is_found_in_the_posts_of_that_day() {
    check_references(
        "//- /a.md\n---\ndate: '«2024-05-$014»'\n---\n//- /b.md\n---\ndate: «2024-05-14»\n---\n//- /c.md\n---\ndate: 2024-05-15\n---\n",
    );
}

#[test]
fn links_are_the_references_of_a_heading() {
    check_references(
        "//- /笔记/a.md\n---\ntitle: 甲\n---\n# «小$0节 😀»\n\n[x](«#小节-») [y](«a.md#小节-») [z](#none)\n\n# 小节\n\
         //- /b.md\n[x](«笔记/a.md#小节-») [y](笔记/a.md) [z][«r»] <https://x.cn/a.md#小节-> [[«a#小节 😀»]]\n\n[r]: <«./笔记/a.md#%E5%B0%8F%E8%8A%82-»>\n",
    );
}

#[test]
fn links_are_the_references_of_a_post() {
    check_references(
        "//- /a.md\n---\ntitle: '一篇$0文章'\n---\n\n[self](#x)\n//- /b.md\n[[«一篇文章»]] [x](«./a.md») ![i](a.png) [y](«a/») [[b]]\n//- /c/d.md\n[x](«../a») [y](a.md) [z](«/a.html?x#y»)\n",
    );
}

#[test]
fn a_term_is_defined_by_the_post_of_that_title() {
    check_definition(
        "//- /a.md\n---\nmedia: [《思考，快与$0慢》]\n---\n//- /books/b.md\n---\ndate: 2020-01-01\ntitle: '«思考，快与慢»'\n---\n",
    );
    check_definition(
        "//- /a.md\n---\ntitle: x\n---\n读了《思考$0》。\n//- /books/b.md\n---\ntitle: «思考»\n---\n",
    );
}

#[test]
fn a_term_is_defined_by_its_first_use() {
    let fixture = "//- /a.md\n---\ndate: 2024-01-02\npeople: [Ada L$0]\n---\n//- /b.md\n---\ndate: 2023-01-02\npeople: [\"«Ada L»\"]\n---\n//- /c.md\n---\npeople: [Ada L]\n---\n";
    check_definition(fixture);
    check_definition(&fixture.replace("[Ada L$0]\n---\n", "[Ada L]\n---\n😀提到ada $0l。\n"));
}

#[test]
fn urls_and_dates_are_defined_nowhere() {
    check_definition("---\nsource: https://exa$0mple.com\n---\n");
    check_definition("---\ndate: 2024-$001-01\n---\n");
    check_definition("---\ntags: [a]\n---\n[x](https://exa$0mple.com)\n");
}

#[test]
fn a_link_leads_to_its_post_heading_file_or_label() {
    check_definition("//- /a.md\n[x](b/c.m$0d)\n//- /b/c.md\n---\ntitle: «中»\n---\n");
    check_definition("//- /a.md\n[x$0](/b/c/)\n//- /src/b/c/index.md\n---\ntitle: «x»\n---\n");
    check_definition("//- /a.md\n[x](#二-$01)\n\n# 二\n\n# «二»\n");
    check_definition("//- /a.md\n[[c#Sub$0|x]]\n//- /b/c.md\n# Top\n## «sub»\n");
    check_definition("//- /a.md\n[x][r$0]\n\n«[r]: https://x.cn»\n");
    check_definition("//- /a.md\n[x$0][r]\n\n[r]: b.md\n//- /b.md\n---\ntitle: «b»\n---\n");
    check_definition("//- /a.md\n脚注[^1$0]\n\n«[^1]: 注»\n");
    check_definition("//- /a.md\n<a id=\"«甲»\"></a>\n\n[x](#甲$0)\n");
    check_definition("//- /a.md\n[x](none.m$0d) [y](../../out.md)\n");
}

#[test]
fn a_term_is_highlighted_in_front_matter_and_body() {
    check_highlights(
        "//- /a.md\n---\ntitle: OpenAI 的一天\ntags: [openai-api]\norgs:\n  - «Open$0AI»\n---\n# 与«OpenAI»同行\n\n\
         «openai» OpenAIs xOpenAI `OpenAI` 😀«OpenAI»。OpenAI API e\u{301}OpenAI\n\n```\nOpenAI\n```\n\
         //- /b.md\n---\norgs: [OpenAI, OpenAI API]\n---\nOpenAI\n",
    );
}

#[test]
fn a_mention_in_the_body_highlights_the_term() {
    check_highlights(
        "//- /a.md\n---\ntags: [x]\npeople: ['«马斯克»']\n---\n昨天«马$0斯克»说，«马斯克»与《马斯克传》不同。\n//- /b.md\n---\npeople: [马斯克]\nmedia: [马斯克传]\n---\n",
    );
}

#[test]
fn the_longest_name_at_the_cursor_is_meant() {
    let fixture = "//- /a.md\n---\ntags: [x]\n---\n«Donald $0Trump» and Trump, donald trumpet\n//- /b.md\n---\npeople: [Trump, Donald Trump]\n---\n";
    check_highlights(fixture);
    check_highlights(
        "//- /a.md\n---\ntags: [x]\n---\nDonald Trump and «Tru$0mp»\n//- /b.md\n---\npeople: [Trump, Donald Trump]\n---\n",
    );
}

#[test]
fn short_words_are_terms_only_in_their_own_case() {
    check_highlights(
        "//- /a.md\n---\nx: y\n---\ntell us$0 of US\n//- /b.md\n---\ntags: [US]\n---\n",
    );
    check_highlights(
        "//- /a.md\n---\nx: y\n---\ntell us of «U$0S»\n//- /b.md\n---\ntags: [US]\n---\n",
    );
}

#[test]
fn a_value_of_a_closed_set_is_no_name() {
    let posts: String = (0..40)
        .map(|it| {
            format!(
                "//- /{it}.md\n---\nstatus: inbox\ntags: [t{it}, u{}]\n---\n",
                it / 2
            )
        })
        .collect();
    check_highlights(&format!(
        "//- /a.md\n---\nstatus: inbox\n---\nan in$0box\n{posts}"
    ));
}

const CONFIG: &str = "//- /rubric.yaml\nfields:\n  «speaker»: { type: term, vocabulary: people }\n  status: { type: term, values: [inbox, «存档»] }\ncollections:\n  books: { fields: { «rating»: { required: true } } }\nvocabularies:\n  people:\n    aliases:\n      '«唐纳德 😀»': [«川普», DJT]\n";

/// The configuration with only one of its places marked.
fn config(marked: &str) -> String {
    let unmarked = CONFIG.replace(['«', '»'], "");
    unmarked.replacen(marked, &format!("«{marked}»"), 1)
}

#[test]
fn what_rubric_yaml_declares_is_defined_there() {
    check_definition(&format!(
        "//- /a.md\n---\npeople: [唐纳德 $0😀]\n---\n{}",
        config("'唐纳德 😀'")
    ));
    check_definition(&format!(
        "//- /a.md\n---\nspeaker: 川$0普\n---\n{}",
        config("川普")
    ));
    check_definition(&format!(
        "//- /a.md\n---\nx: y\n---\n昨天川$0普说\n//- /b.md\n---\npeople: [唐纳德 😀]\n---\n{}",
        config("'唐纳德 😀'")
    ));
    check_definition(&format!(
        "//- /a.md\n---\nstatus: 存$0档\n---\n{}",
        config("存档")
    ));
    check_definition(&format!(
        "//- /a.md\n---\nspea$0ker: x\n---\n{}",
        config("speaker")
    ));
    check_definition(&format!(
        "//- /books/a.md\n---\nrat$0ing: 5\n---\n{}",
        config("rating")
    ));
    check_definition(&format!(
        "//- /a.md\n---\nrat$0ing: 5\n---\n{}",
        CONFIG.replace(['«', '»'], "")
    ));
}

#[test]
fn fields_that_share_a_vocabulary_share_references() {
    let config = CONFIG.replace(['«', '»'], "");
    check_references(&format!(
        "//- /a.md\n---\npeople: [«Ada$0»]\ntags: [Ada]\n---\n//- /b.md\n---\nspeaker: '«Ada»'\n---\n//- /c.md\n---\nguest: Ada\n---\n{config}"
    ));
}

#[test]
fn aliases_are_mentions_of_their_term() {
    let config = CONFIG.replace(['«', '»'], "");
    check_highlights(&format!(
        "//- /a.md\n---\npeople: [«唐纳德 $0😀», b]\n---\n«川普»与«DJT»，DJTX djt，«唐纳德 😀»。\n{config}"
    ));
    check_highlights(&format!(
        "//- /a.md\n---\npeople: [«唐纳德 😀», b]\n---\n«川$0普»与«DJT»。\n{config}"
    ));
}

#[test]
fn a_heading_and_the_links_to_it_are_highlighted() {
    check_highlights("//- /a.md\n# «甲$0 乙»\n\n[x](«#甲-乙») [y](#甲) [[«#甲 乙»]]\n");
    check_highlights("//- /a.md\n# «甲 乙»\n\n[x](«#甲$0-乙») [y](#甲)\n");
    check_highlights("//- /a.md\n[x](«b.md$0») [y](«./b.md») [z](c.md)\n//- /b.md\n# x\n");
}

#[test]
fn what_a_post_declares_is_told_from_what_it_names() {
    let fixture = "---\norgs: [华$0为]\n---\n华为\n";
    let parsed = Fixture::parse(fixture);
    let (snap, position) = at_cursor(&parsed, &host(fixture));
    let kinds: Vec<_> = document_highlights(&snap, position)
        .expect("open")
        .iter()
        .map(|it| it.kind)
        .collect();
    assert_eq!(kinds, [HighlightKind::Declared, HighlightKind::Named]);
}

/// All folds: the marked ranges, outer ones first.
#[track_caller]
fn check_folds(fixture: &str, kinds: &[FoldKind]) {
    for fixture in variants(fixture) {
        let parsed = Fixture::parse(&fixture);
        let snap = host(&fixture).snapshot();
        let path = parsed.files[0].path.as_str();
        let folds = folding_ranges(&snap, file(&snap, path)).expect("it is open");
        let found: Vec<_> = folds.iter().map(|it| (path.to_owned(), it.range)).collect();
        assert_eq!(show(&parsed, &found), show(&parsed, &marked(&parsed)));
        assert_eq!(folds.iter().map(|it| it.kind).collect::<Vec<_>>(), kinds);
    }
}

#[test]
fn front_matter_sections_code_and_long_values_fold() {
    use FoldKind::{Code, FrontMatter, Section, Value};
    check_folds(
        "//- /a.md\n«---\ntitle: 甲\n«tags:\n  - a\n  - 😀»\nflow: [a, b]\n«summary: >\n  one\n  two»\n---»\n«# 一\n\ntext\n\n«## 二\n«```\ncode\n```»»»\n\n# 三\n",
        &[FrontMatter, Value, Value, Section, Section, Code],
    );
    check_folds("//- /a.md\ntext\n\n    code\n    code\n", &[]);
}

/// The chain of selections around the cursor, the innermost first, as texts.
#[track_caller]
fn check_selections(fixture: &str, expected: &[&str]) {
    for (fixture, eol) in variants(&format!("//- /a.md\n{fixture}"))
        .iter()
        .zip(["\n", "\r\n"])
    {
        let parsed = Fixture::parse(fixture);
        let (snap, position) = at_cursor(&parsed, &host(fixture));
        let ranges = selection_ranges(&snap, position.file, position.offset).expect("it is open");
        let text = &parsed.files[0].text;
        let found: Vec<_> = ranges.iter().map(|it| &text[*it]).collect();
        let expected: Vec<_> = expected.iter().map(|it| it.replace('\n', eol)).collect();
        let whole = ranges.last().expect("the document");
        assert_eq!(*whole, TextRange::up_to(TextSize::of(text.as_str())));
        assert_eq!(found[..found.len() - 1], expected);
    }
}

#[test]
fn a_selection_grows_from_the_word_to_the_front_matter() {
    check_selections(
        "---\na: b\ntags:\n  - 'deep lea$0rning'\n  - c\n---\nx\n",
        &[
            "learning",
            "deep learning",
            "'deep learning'",
            "- 'deep learning'",
            "- 'deep learning'\n  - c",
            "tags:\n  - 'deep learning'\n  - c",
            "a: b\ntags:\n  - 'deep learning'\n  - c\n",
            "---\na: b\ntags:\n  - 'deep learning'\n  - c\n---",
            "---\na: b\ntags:\n  - 'deep learning'\n  - c\n---\n",
        ],
    );
    check_selections(
        "---\nk: [甲, \"乙$0 b\"]\n---\nx\n",
        &[
            "乙",
            "乙 b",
            "\"乙 b\"",
            "[甲, \"乙 b\"]",
            "k: [甲, \"乙 b\"]",
            "k: [甲, \"乙 b\"]\n",
            "---\nk: [甲, \"乙 b\"]\n---",
            "---\nk: [甲, \"乙 b\"]\n---\n",
        ],
    );
}

#[test]
fn a_selection_grows_from_the_word_to_the_document() {
    check_selections(
        "---\na: b\n---\n# 一\n\n## 二 thr$0ee\ntext\n\n# 四\n",
        &[
            "three",
            "二 three",
            "## 二 three",
            "## 二 three\ntext",
            "# 一\n\n## 二 three\ntext",
            "# 一\n\n## 二 three\ntext\n\n# 四\n",
        ],
    );
    check_selections(
        "# 一\n\n你好，世$0界 [x](y)\n第二行\n\n尾\n",
        &[
            "世界",
            "你好，世界 [x](y)\n第二行",
            "# 一\n\n你好，世界 [x](y)\n第二行\n\n尾",
        ],
    );
}

#[test]
fn links_that_lead_somewhere_can_be_clicked() {
    let fixture = "//- /d/a.md\n# 一\n\n[x](«b.md#二») [y](none.md) [[«甲 乙»|z]] ![i](«/图 1.png») <https://x.cn> [h](«#一») [n](#无)\n\n[r]: <«../c.markdown»>\n\
         //- /d/b.md\n# 二\n//- /c.markdown\nc\n//- /e.md\n---\ntitle: 甲 乙\n---\n";
    for fixture in variants(&fixture.replace("/图 1.png", "/图%201.png")) {
        let parsed = Fixture::parse(&fixture);
        let snap = host(&fixture).snapshot();
        let links = document_links(&snap, file(&snap, "d/a.md")).expect("it is open");
        let mut found: Vec<_> = links
            .iter()
            .map(|it| ("d/a.md".to_owned(), it.range))
            .collect();
        found.sort_by_key(|it| it.1.start());
        assert_eq!(show(&parsed, &found), show(&parsed, &marked(&parsed)));
        let paths: Vec<_> = links
            .iter()
            .map(|it| match &it.to {
                Place::Post(file, _) => snap.path(*file).as_str(),
                Place::Asset(path) => path.as_str(),
                Place::Config(_) => "rubric.yaml",
            })
            .collect();
        assert_eq!(
            paths,
            ["d/b.md", "e.md", "图 1.png", "d/a.md", "c.markdown"]
        );
    }
}

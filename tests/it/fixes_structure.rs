//! Quick fixes of what is around the entries: the front matter as a whole, and the markup of the body.

use rubric::corpus::{Event, Host, Parsed, RelPath};
use rubric::features::diagnostics::Code;
use rubric::features::fixes::{self, Selection, fix_post};
use rubric::text::{Text, apply_edits};

use crate::fixes::parsed;
use crate::infer::learn;

/// Sixty posts in whose folder a post of that name is fixed of this code alone, if its fix may be done without asking which.
fn fix(path: &str, source: &str, code: Code) -> String {
    let mut host = Host::new("/corpus".into());
    learn(&mut host, "notes/", 60, |it| {
        format!(
            "title: 第 {it} 篇\ndate: '2024-05-{:02}'\ntags: []\nseries: ''\ndraft: true\n",
            it % 28 + 1
        )
    });
    let file = host.intern(&RelPath(path.into()));
    let config = "fields: { draft: { type: bool, default: true } }\n";
    host.apply(vec![
        Event::Config(Some(config.into())),
        Event::Open {
            file,
            version: 1,
            text: Text::new(source),
        },
    ]);
    let selection = Selection {
        codes: Some(vec![code]),
        with_unsafe: false,
    };
    let snap = host.snapshot();
    let fixed = fix_post(&snap, file, &parsed(source), &selection);
    assert_eq!(
        apply_edits(source, &fixed.edits).as_deref(),
        Some(fixed.text.as_str())
    );
    let again = fix_post(&snap, file, &fixed_post(&fixed), &selection);
    assert_eq!(again.edits, [], "a second run changes nothing");
    fixed.text.as_str().to_owned()
}

fn fixed_post(fixed: &fixes::FixedPost) -> Parsed {
    parsed(fixed.text.as_str())
}

/// With LF and CRLF, with a BOM and without.
#[track_caller]
fn check(code: Code, path: &str, before: &str, after: &str) {
    for eol in ["\n", "\r\n"] {
        for bom in ["", "\u{feff}"] {
            let text = |text: &str| format!("{bom}{text}").replace('\n', eol);
            assert_eq!(
                fix(path, &text(before), code),
                text(after),
                "{eol:?} {bom:?}"
            );
        }
    }
}

#[test]
fn a_front_matter_like_the_others_is_put_above_the_text() {
    check(
        Code::MissingFrontMatter,
        "notes/2026-02-27-x.md",
        "文\n\n# 标题: 😀\n\n---\na: b\n---\n",
        "---\ntitle: '标题: 😀'\ndate: '2026-02-27'\ntags: []\nseries: ''\ndraft: true\n---\n文\n\n# 标题: 😀\n\n---\na: b\n---\n",
    );
    // Without a day in the name, the date is left for the author to write.
    let skeleton = "---\ntitle: x\ndate: ''\ntags: []\nseries: ''\ndraft: true\n---\n# x\n";
    check(Code::MissingFrontMatter, "notes/x.md", "# x\n", skeleton);
}

const HEAD: &str = "---\ntitle: 题\n---\n";

#[test]
fn a_post_comes_out_of_the_code_block_it_stands_in() {
    let post = "---\ntitle: 题\n---\n正文 😀\n\n```sh\nls\n```\n";
    let last = format!("{post}more\n");
    for (before, after) in [
        // The whole post; its front matter alone; a block that nothing closes.
        (format!("```markdown\n{post}```\n"), post),
        (format!("```md\n{last}```\n\n"), &format!("{last}\n")),
        (format!("\n````md\n{post}````"), post),
        (
            "```yaml\n---\ntitle: 题\n---\n```\n\n正文\n\n```sh\nls\n```\n".to_owned(),
            "---\ntitle: 题\n---\n\n正文\n\n```sh\nls\n```\n",
        ),
        (format!("```markdown\n{post}"), post),
        // Both lines would do, and the word says which it is.
        (
            "```md\n---\ntitle: 题\n---\n```\nls\n```\nx\n```\n".to_owned(),
            "---\ntitle: 题\n---\n```\nls\n```\nx\n",
        ),
        (
            "```yml\n---\ntitle: 题\n---\n```\nls\n```\nx\n```\n".to_owned(),
            "---\ntitle: 题\n---\nls\n```\nx\n```\n",
        ),
    ] {
        check(Code::BadFence, "notes/x.md", &before, after);
    }
    // Where the block ends is for the author to say.
    for left in [
        "```\n---\ntitle: 题\n---\n```\nls\n```\nx\n```\n",
        "```markdown\n---\ntitle: 题\n---\n正文\n```\nHope this helps!\n",
    ] {
        check(Code::BadFence, "notes/x.md", left, left);
    }
}

#[track_caller]
fn check_body(code: Code, before: &str, after: &str) {
    let post = |body: &str| format!("{HEAD}{body}");
    check(code, "notes/x.md", &post(before), &post(after));
}

#[test]
fn headings_get_their_spaces() {
    check_body(
        Code::HeadingSpace,
        "##中文\n\n文\n\n###👨‍👩‍👧 e\u{301}\n\n#tag\n\n```\n##a\n```\n",
        "## 中文\n\n文\n\n### 👨‍👩‍👧 e\u{301}\n\n#tag\n\n```\n##a\n```\n",
    );
}

#[test]
fn headings_are_lifted_with_their_sections() {
    check_body(
        Code::HeadingSkip,
        "# 甲\n\n#### 乙 ####\n\n##### 丙\n\n#### 丁\n\n## 戊\n\n##### 己\n",
        "# 甲\n\n## 乙 ####\n\n### 丙\n\n## 丁\n\n## 戊\n\n### 己\n",
    );
}

#[test]
fn a_wrong_closing_tag_becomes_the_right_one() {
    check_body(
        Code::UnclosedHtml,
        "<details>\n<summary>原文 😀</p>\n<p>a</p>\n</details>\n\n<div>\n",
        "<details>\n<summary>原文 😀</summary>\n<p>a</p>\n</details>\n\n<div>\n",
    );
}

#[test]
fn where_code_ends_is_for_the_author_to_say() {
    let source = format!("{HEAD}```sh\ncargo\n\n## x\n");
    assert_eq!(fix("notes/x.md", &source, Code::UnclosedFence), source);
    let post = parsed(&source);
    let mut host = Host::new("/corpus".into());
    let file = host.intern(&RelPath("x.md".into()));
    let snap = host.snapshot();
    let ctx = fixes::Context {
        snap: &snap,
        file,
        parsed: &post,
    };
    let found = rubric::features::diagnostics::diagnostics_of(&snap, file, &post);
    let fix = &fixes::fixes(&ctx, &found[0]).expect("it may be touched")[0];
    let edits = fixes::edits(&ctx, fix).expect("it can be done");
    assert_eq!(
        apply_edits(&source, &edits),
        Some(format!("{HEAD}```sh\ncargo\n\n## x\n```\n"))
    );
}

#[test]
fn an_order_of_levels_that_is_not_plain_is_the_authors() {
    let source = format!("{HEAD}# 甲\n\n#### 乙\n\n### 丙\n");
    assert_eq!(fix("notes/x.md", &source, Code::HeadingSkip), source);
}

#[test]
fn which_of_two_days_is_right_is_the_authors_to_say() {
    let source = "---\ntitle: 题\ndate: '2026-02-21' # 注\n---\n";
    assert_eq!(
        fix("notes/2026-02-27.md", source, Code::DateMismatch),
        source
    );
}

#[test]
fn a_default_is_inserted_as_it_is_declared() {
    for default in ["5", "true", "false", "'5'", "'true'", "随笔 😀"] {
        let mut host = Host::new("/corpus".into());
        let file = host.intern(&RelPath("a.md".into()));
        let source = "---\ntitle: a\n---\n";
        let config = format!("fields: {{ x: {{ required: true, default: {default} }} }}\n");
        host.apply(vec![
            Event::Config(Some(config.as_str().into())),
            Event::Open {
                file,
                version: 1,
                text: Text::new(source),
            },
        ]);
        let selection = Selection {
            codes: Some(vec![Code::MissingField]),
            with_unsafe: false,
        };
        let fixed = fix_post(&host.snapshot(), file, &parsed(source), &selection);
        let text = fixed.text.as_str();
        assert_eq!(text, format!("---\ntitle: a\nx: {default}\n---\n"));
    }
}

//! The commands for scripts: finding posts, asking who uses what, editing fields of many, beginning and moving one.

use std::fs;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{folder, run, stdout};

const POSTS: &[(&str, &str)] = &[
    (
        "posts/一.md",
        "\u{feff}---\r\ntitle: 第一篇 😀\r\ndate: 2026-01-15\r\ntags: [go, 人工智能]\r\nimage: {alt: '图 1'}\r\ndraft: false\r\n---\r\n[二](二.md)\r\n",
    ),
    (
        "posts/二.md",
        "---\ntitle: \"Second\" # 二\ndate: 2026-02-01\ntags:\n  - go\nms.date: 2026-02-02\ndraft: true\n---\n[[第一篇 😀]] [a](一.md)\n",
    ),
    (
        "notes/c.md",
        "---\ntitle: third\ntags: []\nauthors:\n  - name: 张三\n---\n",
    ),
    ("notes/d.md", "no front matter\n"),
];

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[track_caller]
fn find(conditions: &[&str], expected: &[&str]) {
    let dir = folder(POSTS);
    let output = run(&dir, &[&["find"], conditions].concat());
    let paths: Vec<&str> = stdout(&output).lines().collect();
    assert_eq!(paths, expected, "{output:?}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn posts_are_found_by_what_they_say() {
    find(&["tags=go"], &["posts/一.md", "posts/二.md"]);
    find(&["tags=go", "date>=2026-02"], &["posts/二.md"]);
    find(&["date<=2026-01"], &["posts/一.md"]);
    find(&["tags!=go", "title"], &["notes/c.md"]);
    find(&["!tags"], &["notes/c.md", "notes/d.md"]);
    find(&["title~第一"], &["posts/一.md"]);
    find(&["image.alt=图 1"], &["posts/一.md"]);
    find(&["authors.name=张三"], &["notes/c.md"]);
    find(&["authors[].name"], &["notes/c.md"]);
    find(&["ms.date>=2026-02-02"], &["posts/二.md"]);
    find(&["\"ms.date\"=2026-02-02"], &["posts/二.md"]);
    find(
        &["path~notes/", "draft!=true"],
        &["notes/c.md", "notes/d.md"],
    );
}

#[test]
fn what_is_found_is_a_table() {
    let dir = folder(POSTS);
    let output = run(
        &dir,
        &[
            "find",
            "tags=go",
            "--format",
            "json",
            "--fields",
            "title,draft,tags,image.alt",
        ],
    );
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        rows[0],
        json!({ "path": "posts/一.md", "fields": { "title": "第一篇 😀", "draft": false, "tags": ["go", "人工智能"], "image.alt": "图 1" } })
    );
    let all = run(&dir, &["find", "path=posts/二.md", "--format", "json"]);
    let rows: Value = serde_json::from_slice(&all.stdout).unwrap();
    assert_eq!(rows[0]["fields"]["ms.date"], "2026-02-02");
    let csv = run(
        &dir,
        &[
            "find",
            "tags=go",
            "--format",
            "csv",
            "--fields",
            "title,tags",
        ],
    );
    assert_eq!(
        stdout(&csv),
        "path,title,tags\nposts/一.md,第一篇 😀,go; 人工智能\nposts/二.md,Second,go\n"
    );
    let slip = run(&dir, &["find", "tagz=go"]);
    assert_eq!(slip.status.code(), Some(2));
    assert!(stderr(&slip).contains("did you mean `tags`?"), "{slip:?}");
    assert_eq!(run(&dir, &["find", "=x"]).status.code(), Some(2));
    assert_eq!(
        run(&dir, &["find", "--fields", "title"]).status.code(),
        Some(2)
    );
}

fn text(dir: &TempDir, path: &str) -> String {
    fs::read_to_string(dir.path().join(path)).unwrap()
}

#[test]
fn a_field_is_set_where_conditions_hold() {
    let dir = folder(POSTS);
    let diff = run(&dir, &["set", "draft=true", "--where", "tags=go", "--diff"]);
    assert_eq!(diff.status.code(), Some(1));
    assert!(
        stdout(&diff).contains("-draft: false\r\n+draft: true\r\n"),
        "{diff:?}"
    );
    assert_eq!(text(&dir, "posts/一.md"), POSTS[0].1, "nothing is written");
    let output = run(
        &dir,
        &[
            "set",
            "draft=true",
            "title=新: 题",
            "status=x",
            "--where",
            "path~posts/",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(
        stderr(&output).contains("changed 2 of 2 posts; skipped 0"),
        "{output:?}"
    );
    assert_eq!(
        text(&dir, "posts/一.md"),
        POSTS[0]
            .1
            .replace("第一篇 😀", "'新: 题'")
            .replace("draft: false\r\n", "draft: true\r\nstatus: x\r\n")
    );
    assert_eq!(
        text(&dir, "posts/二.md"),
        POSTS[1]
            .1
            .replace("\"Second\"", "\"新: 题\"")
            .replace("draft: true\n", "draft: true\nstatus: x\n")
    );
    let again = run(&dir, &["set", "draft=true", "--where", "tags=go"]);
    assert!(stderr(&again).contains("changed 0 of 2 posts"), "{again:?}");
    let refused = run(&dir, &["set", "draft=true", "--where", "path~notes/"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("it has no front matter"),
        "{refused:?}"
    );
    assert_eq!(
        run(&dir, &["set", "draft=true"]).status.code(),
        Some(2),
        "--where is needed"
    );
}

#[test]
fn items_come_to_lists_and_fields_go() {
    let dir = folder(POSTS);
    run(
        &dir,
        &["append", "tags=人工智能", "tags=rust", "--where", "title"],
    );
    assert_eq!(
        text(&dir, "posts/一.md"),
        POSTS[0].1.replace("[go, 人工智能]", "[go, 人工智能, rust]")
    );
    assert_eq!(
        text(&dir, "posts/二.md"),
        POSTS[1]
            .1
            .replace("  - go\n", "  - go\n  - 人工智能\n  - rust\n")
    );
    run(&dir, &["set", "tags=go", "--where", "path=posts/一.md"]);
    assert_eq!(
        text(&dir, "posts/一.md"),
        POSTS[0].1.replace("[go, 人工智能]", "[go]")
    );
    run(&dir, &["unset", "draft", "image", "--where", "tags=go"]);
    let left = POSTS[0]
        .1
        .replace("[go, 人工智能]", "[go]")
        .replace("image: {alt: '图 1'}\r\ndraft: false\r\n", "");
    assert_eq!(text(&dir, "posts/一.md"), left);
    let scalar = run(&dir, &["append", "title=x", "--where", "path=posts/一.md"]);
    assert_eq!(scalar.status.code(), Some(2));
    assert!(
        stderr(&scalar).contains("is one value, not a list"),
        "{scalar:?}"
    );
    let unknown = run(&dir, &["unset", "draftt", "--where", "title"]);
    assert!(
        stderr(&unknown).contains("no post has a field `draftt`"),
        "{unknown:?}"
    );
}

#[test]
fn uses_of_terms_and_of_files_have_places() {
    let dir = folder(POSTS);
    let output = run(&dir, &["refs", "go"]);
    assert_eq!(
        stdout(&output),
        "posts/一.md:4:8: tags\nposts/二.md:5:5: tags\n",
        "{output:?}"
    );
    let output = run(&dir, &["refs", "go", "--field", "tags", "--format", "json"]);
    let uses: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        uses[1],
        json!({ "path": "posts/二.md", "line": 5, "column": 5, "text": "tags" })
    );
    let output = run(&dir, &["refs", "posts/一.md"]);
    assert!(
        stdout(&output).contains("posts/二.md:9:11: 一.md\n"),
        "{output:?}"
    );
    let slip = run(&dir, &["refs", "人工智"]);
    assert!(
        stderr(&slip).contains("did you mean `人工智能`?"),
        "{slip:?}"
    );
}

#[test]
fn a_file_moves_and_links_follow() {
    let dir = folder(POSTS);
    let shown = run(&dir, &["mv", "posts/一.md", "notes/新 名.md", "--diff"]);
    assert_eq!(shown.status.code(), Some(1));
    assert!(dir.path().join("posts/一.md").exists());
    let output = run(&dir, &["mv", "posts/一.md", "notes"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        text(&dir, "notes/一.md"),
        POSTS[0].1.replace("(二.md)", "(../posts/二.md)")
    );
    assert_eq!(
        text(&dir, "posts/二.md"),
        POSTS[1].1.replace("(一.md)", "(../notes/一.md)")
    );
    let taken = run(&dir, &["mv", "notes/一.md", "notes/c.md"]);
    assert_eq!(taken.status.code(), Some(2));
    assert!(stderr(&taken).contains("is there already"), "{taken:?}");
    assert_eq!(run(&dir, &["mv", "none.md", "x.md"]).status.code(), Some(2));
    assert_eq!(
        run(&dir, &["mv", "notes", "notes/inner"]).status.code(),
        Some(2)
    );
    let folder = run(&dir, &["mv", "notes", "笔记/old"]);
    assert_eq!(folder.status.code(), Some(0), "{folder:?}");
    assert_eq!(
        text(&dir, "posts/二.md"),
        POSTS[1].1.replace("(一.md)", "(../笔记/old/一.md)")
    );
}

/// Posts of a folder that nearly always have the same fields.
fn alike() -> TempDir {
    let dir = folder(&[]);
    fs::create_dir(dir.path().join("posts")).unwrap();
    for n in 0..40 {
        let post = format!(
            "---\ntitle: 第{n}篇\ndate: 2026-01-{:02}\ntags:\n  - 书\n  - llm\ndraft: false\n---\n大模型 llm llm 书 书\n",
            n % 28 + 1
        );
        fs::write(dir.path().join(format!("posts/{n}.md")), post).unwrap();
    }
    dir
}

#[test]
fn a_new_post_begins_as_the_others_do() {
    let dir = alike();
    let output = run(
        &dir,
        &[
            "new",
            "posts/2026/2026-03-04-new-post.md",
            "--title",
            "新: 文章 😀",
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let post = text(&dir, "posts/2026/2026-03-04-new-post.md");
    assert!(
        post.starts_with("---\ntitle: '新: 文章 😀'\ndate: "),
        "{post}"
    );
    assert!(
        post.contains("draft: false\n") && post.ends_with("---\n"),
        "{post}"
    );
    let again = run(&dir, &["new", "posts/2026/2026-03-04-new-post.md"]);
    assert_eq!(again.status.code(), Some(2), "{again:?}");
    assert_eq!(run(&dir, &["new", "posts/a.txt"]).status.code(), Some(2));
    let named = run(&dir, &["new", "posts/2026-03-04-my_post.md", "--stdout"]);
    assert!(stdout(&named).contains("title: my post\n"), "{named:?}");
    assert!(!dir.path().join("posts/2026-03-04-my_post.md").exists());
}

#[test]
fn a_new_post_begins_as_its_template_says() {
    let dir = alike();
    fs::create_dir(dir.path().join("archetypes")).unwrap();
    let template = "---\r\ntitle: \"{{ replace .Name \"-\" \" \" | title }}\"\r\ndate: {{ .Date }}\r\ncover: /a.png\r\n---\r\n## 提纲\r\n";
    fs::write(dir.path().join("archetypes/posts.md"), template).unwrap();
    let output = run(&dir, &["new", "posts/new.md", "--title", "新", "--stdout"]);
    let post = stdout(&output);
    assert!(
        post.starts_with("---\r\ntitle: 新\r\ndate: 20"),
        "{output:?}"
    );
    assert!(
        post.ends_with("\r\ncover: /a.png\r\n---\r\n## 提纲\r\n"),
        "{post}"
    );
}

#[test]
fn values_are_suggested_with_their_evidence() {
    let dir = alike();
    fs::write(
        dir.path().join("posts/x.md"),
        "---\ntitle: x\ndate: 2026-01-01\ntags: []\ndraft: false\n---\nllm 与 llm\n",
    )
    .unwrap();
    let output = run(&dir, &["suggest", "posts/x.md", "--format", "json"]);
    let fields: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(fields[0]["field"], "tags");
    assert_eq!(fields[0]["values"][0]["value"], "llm", "{fields}");
    assert!(
        fields[0]["values"][0]["reason"]
            .as_str()
            .is_some_and(|it| it.contains("mentioned 2"))
    );
    let named = run(&dir, &["suggest", "posts/1.md", "--field", "tags"]);
    assert!(stdout(&named).contains("tags\tllm\t"), "{named:?}");
    assert_eq!(run(&dir, &["suggest", "none.md"]).status.code(), Some(2));
}

#[test]
fn shells_and_man_know_the_command_line() {
    let dir = folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let output = run(&dir, &["completions", shell]);
        assert!(stdout(&output).contains("output-file"), "{shell}");
    }
    assert!(stdout(&run(&dir, &["man"])).contains(".TH rubric 1"));
    run(&dir, &["man", "--out", "man"]);
    assert!(text(&dir, "man/rubric-check.1").contains("\\-\\-output\\-file"));
}

#[test]
fn fields_are_set_in_every_format() {
    let dir = folder(&[
        (
            "一.md",
            "+++\r\ntitle = \"一\"\r\n[params]\r\nx = 1\r\n+++\r\n",
        ),
        ("二.md", "{\n  \"title\": \"二\"\n}\n"),
        ("三.md", "\u{feff}---\r\ntitle: 三 # 注\r\n---\r\n"),
    ]);
    let output = run(
        &dir,
        &["set", "draft=true", "标签=新: 😀", "--where", "title"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        text(&dir, "一.md"),
        "+++\r\ntitle = \"一\"\r\ndraft = true\r\n\"标签\" = \"新: 😀\"\r\n[params]\r\nx = 1\r\n+++\r\n"
    );
    assert_eq!(
        text(&dir, "二.md"),
        "{\n  \"title\": \"二\",\n  \"draft\": true,\n  \"标签\": \"新: 😀\"\n}\n"
    );
    assert_eq!(
        text(&dir, "三.md"),
        "\u{feff}---\r\ntitle: 三 # 注\r\ndraft: true\r\n标签: '新: 😀'\r\n---\r\n"
    );
    let wrong = run(&dir, &["set", "draft=maybe", "--where", "title"]);
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
    assert!(
        stderr(&wrong).contains("`draft` is true or false, not `maybe`"),
        "{wrong:?}"
    );
}

/// Lines of JSON.
fn rows(output: &Output) -> Vec<Value> {
    let lines = stdout(output).lines();
    lines.map(|it| serde_json::from_str(it).unwrap()).collect()
}

#[test]
fn the_corpus_is_exported_as_find_shows_it() {
    let dir = folder(POSTS);
    let exported = rows(&run(&dir, &["export"]));
    let found: Value =
        serde_json::from_slice(&run(&dir, &["find", "--format", "json"]).stdout).unwrap();
    assert_eq!(Value::from(exported), found);
    let csv = |command: &str| run(&dir, &[command, "--format", "csv"]).stdout;
    assert_eq!(csv("export"), csv("find"));
    assert!(
        String::from_utf8(csv("export"))
            .unwrap()
            .contains("posts/一.md,")
    );
}

#[test]
fn uses_of_terms_are_exported_as_terms_counts_them() {
    let dir = folder(&[
        (
            "a.md",
            "---\ndate: 2026-01-02\ntags: [go, 人工智能, go]\n---\n",
        ),
        ("b.md", "---\r\ntags: go, 😀\r\n---\r\n"),
        ("c.md", "---\ntags: [go]\ncategory: 书\n---\n"),
        ("d.md", "---\ntags: []\n---\n"),
        ("e.md", "---\ntags: [go]\ntags: [rust]\n---\n"),
    ]);
    let uses = rows(&run(&dir, &["export", "--uses"]));
    assert_eq!(
        uses[0],
        json!({ "path": "a.md", "date": "2026-01-02", "field": "tags", "vocabulary": "tags", "term": "go" })
    );
    let mut counted = std::collections::BTreeMap::<_, u64>::new();
    for it in &uses {
        *counted
            .entry((it["field"].to_string(), it["term"].to_string()))
            .or_default() += 1;
    }
    let terms: Value =
        serde_json::from_slice(&run(&dir, &["terms", "--format", "json"]).stdout).unwrap();
    let terms = terms.as_array().unwrap().iter();
    let told = terms.map(|it| {
        (
            (it["field"].to_string(), it["term"].to_string()),
            it["posts"].as_u64().unwrap(),
        )
    });
    assert_eq!(counted, told.collect());
    let csv = run(&dir, &["export", "--uses", "--format", "csv"]);
    assert!(stdout(&csv).starts_with("path,date,field,vocabulary,term\na.md,2026-01-02,tags,tags,go\na.md,2026-01-02,tags,tags,人工智能\nb.md,,tags,tags,go\nb.md,,tags,tags,😀\n"), "{csv:?}");
}

#[test]
fn a_post_that_cannot_be_exported_is_told() {
    let dir = folder(POSTS);
    fs::write(dir.path().join("bad.md"), b"---\ntitle: \xff\n---\n").unwrap();
    let output = run(&dir, &["export"]);
    assert_eq!(
        (rows(&output).len(), output.status.code()),
        (POSTS.len(), Some(2))
    );
    assert!(
        stderr(&output).contains("left out bad.md: not UTF-8"),
        "{output:?}"
    );
}

//! `rubric report`: one page that needs nothing else, in which a stranger's text stays text.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{folder, run, stdout};

fn posts() -> TempDir {
    let dir = folder(&[]);
    for n in 0..12 {
        let person = ["Ada Lovelace", "Ada Lovelace", "ada-lovelace"][n % 3];
        let post = format!(
            "---\r\ntitle: '第{n}篇 </script><img src=x onerror=alert(1)>'\r\ndate: 2026-{:02}-01\r\npeople: [{person}, '李雷 😀']\r\ntags: ['<b>', a-b]\r\n---\r\n[x](gone.md)\r\n",
            n + 1
        );
        let path = dir.path().join(format!("文/{n}.md"));
        fs::create_dir_all(path.parent().expect("it has one")).unwrap();
        fs::write(path, post).unwrap();
    }
    dir
}

/// The data in the page.
fn data(page: &str) -> Value {
    let (_, rest) = page
        .split_once("<script type=\"application/json\" id=\"data\">")
        .expect("it has data");
    let (data, _) = rest.split_once("</script>").expect("it ends");
    assert!(!data.contains('<'), "{data}");
    serde_json::from_str(data).expect("it is JSON")
}

#[test]
fn a_page_holds_the_figures_and_no_markup_of_the_posts() {
    let dir = posts();
    let output = run(&dir, &["report"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let page = stdout(&output);
    assert!(!page.contains("onerror=alert(1)>"), "it is escaped");
    assert!(page.contains("default-src 'none'") && !page.contains("/*DATA*/"));
    assert!(
        !page.contains("src=\"") && !page.contains("https://"),
        "it needs nothing else"
    );
    let data = data(page);
    assert_eq!(data["posts"], 12);
    assert_eq!(
        (&data["months"][0], &data["months"][11]),
        (&"2026-01".into(), &"2026-12".into())
    );
    assert_eq!(data["folders"]["文"].as_array().map(Vec::len), Some(12));
    let people = data["terms"]["people"].as_array().expect("a list");
    assert_eq!(people[0][0], "李雷 😀");
    assert_eq!(
        (&people[0][1], &people[0][2], &people[0][3]),
        (&12.into(), &0.into(), &11.into())
    );
    let spellings = &data["spellings"][0];
    assert_eq!(
        (&spellings["usual"], &spellings["others"][0][0]),
        (&"Ada Lovelace".into(), &"ada-lovelace".into())
    );
    let found = data["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["code"] == "variant");
    let variant = found.expect("there are spellings");
    assert_eq!(
        (&variant["n"], &variant["folders"]["文"]),
        (&4.into(), &4.into())
    );
    assert_eq!(variant["places"][0][1], 4);
}

#[test]
fn two_reports_are_compared() {
    let dir = posts();
    let old = dir.path().join("old.json");
    let old = old.to_str().expect("UTF-8");
    let output = run(&dir, &["report", "--out", old]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    fs::remove_file(dir.path().join("文/2.md")).unwrap();
    let output = run(&dir, &["report", "--compare", old]);
    let data = data(stdout(&output));
    let changes = data["changes"].as_array().expect("a list");
    assert_eq!(changes[0], serde_json::json!(["posts", 12, 11]));
    assert!(
        changes.contains(&serde_json::json!(["variant", 4, 3])),
        "{changes:?}"
    );
    fs::write(old, "[]").unwrap();
    let output = run(&dir, &["report", "--compare", old]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("is not a saved report"));
}

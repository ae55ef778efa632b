//! MDX: posts whose bodies are Markdown with JSX.

use rubric::corpus::RelPath;

use super::{check, load};
use crate::fixture::Fixture;

const POST: &str = "---\ntitle: 题\n---\nimport A from './a.jsx';\nexport const b = [0][c];\n\n# One 😀\n\n<Tabs items={['# x']}>\n## In a tab\n\
    {/* [x][y] and <div> */}\n</Tabs>\n\n{list.map(it => <p>{it[0][key]}</p>)}\n\n<Image src=\"x\" alt=\"# y\"\n/>\n\n<div>\n\n";

#[test]
fn jsx_raises_nothing_and_hides_no_heading() {
    check(&format!(
        "//- /a.mdx\n{POST}</div>\n\n[x](#in-a-tab) [n](#«none») [b](«none.mdx»)\n"
    ));
}

#[test]
fn every_kind_of_markdown_is_a_post() {
    let names = ["a.mdx", "b.qmd", "c.Rmd", "d.mkd", "e.mdown", "f.markdown"];
    let files: String = names
        .iter()
        .map(|it| format!("//- /{it}\n---\ntitle: 题\n---\n[x](./b)\n"))
        .collect();
    let (_root, snap) = load(&Fixture::parse(&files));
    let is_post = |it: &&str| {
        snap.file(&RelPath((**it).into()))
            .is_some_and(|it| snap.summary(it).is_some())
    };
    assert!(names.iter().all(is_post));
}

#[test]
fn links_in_jsx_are_links_however_far_they_are_indented() {
    check(
        "//- /a.mdx\n---\ntitle: 题\n---\n<Note>See [a](«none1.mdx»).</Note>\n\n<Tabs>\n  <Tab>\n      Text [b](«none2.mdx») 😀\n\n\
         \x20     ```js\n      [c](none3.mdx)\n      ```\n\n      - [d](«none4.mdx»)\n  </Tab>\n</Tabs>\n\n\
         1. One\n\n       [e](«none5.mdx»)\n\n## 甲\n\n[f](#甲)\n",
    );
    // In Markdown such a line is code.
    check("//- /a.md\n---\ntitle: 题\n---\nA\n\n      [b](none.md)\n");
}

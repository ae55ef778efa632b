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

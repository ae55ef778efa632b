//! Site generators: which one is recognised, where its links lead, which anchors it makes, and what of it is no Markdown.

use std::path::Path;

use rubric::corpus::{FilePosition, RelPath, Snapshot, loader};
use rubric::features::definition::definition;
use rubric::features::diagnostics::{Code, diagnostics};
use rubric::features::links::Place;
use rubric::schema::Severity;

use crate::fixture::Fixture;

mod addresses;
mod anchors;
mod body;
mod mdx;

/// The codes of which a generator's rules decide.
const OF_SITES: [Code; 8] = [
    Code::BrokenLink,
    Code::MissingAnchor,
    Code::UndefinedReference,
    Code::MultipleH1,
    Code::MissingFrontMatter,
    Code::UnclosedHtml,
    Code::DuplicateHeading,
    Code::UnclosedFence,
];

fn write(root: &Path, fixture: &Fixture) {
    for file in &fixture.files {
        let path = root.join(&file.path);
        let folder = path.parent().expect("it is below the root");
        std::fs::create_dir_all(folder).expect("it can be made");
        std::fs::write(path, &file.text).expect("it can be written to");
    }
}

/// A corpus on disk, as whose settings are looked for.
fn load(fixture: &Fixture) -> (tempfile::TempDir, Snapshot) {
    let root = tempfile::tempdir().expect("a folder can be made");
    write(root.path(), fixture);
    let snap = loader::load(root.path(), &[]).snapshot();
    (root, snap)
}

/// Exactly the marked texts are found, with LF and with CRLF. Returns the messages.
#[track_caller]
fn check(fixture: &str) -> Vec<String> {
    let mut messages = Vec::new();
    for text in [fixture.to_owned(), fixture.replace('\n', "\r\n")] {
        let fixture = Fixture::parse(&text.replace("//- /\r\n", "//- /\n"));
        let (_root, snap) = load(&fixture);
        messages.clear();
        for file in &fixture.files {
            let id = snap.file(&RelPath(file.path.as_str().into()));
            let Some(id) = id.filter(|it| snap.summary(*it).is_some()) else {
                assert!(file.ranges.is_empty(), "{} is a post", file.path);
                continue;
            };
            let mut found = diagnostics(&snap, id).expect("nobody writes to it");
            found.retain(|it| OF_SITES.contains(&it.code));
            let ranges: Vec<_> = found.iter().map(|it| it.range).collect();
            assert_eq!(ranges, file.ranges, "{}: {found:#?}", file.path);
            messages.extend(found.into_iter().map(|it| it.message));
        }
    }
    messages
}

/// The path of the file that the link at the cursor leads to.
#[track_caller]
fn leads_to(fixture: &str) -> Option<String> {
    let fixture = Fixture::parse(fixture);
    let (_root, snap) = load(&fixture);
    let (file, offset) = fixture.cursor();
    let file = snap.file(&RelPath(file.path.as_str().into()));
    let file = file.expect("it is a post");
    let place = definition(&snap, FilePosition { file, offset }).expect("nobody writes to it")?;
    Some(match place {
        Place::Post(post, _) => snap.path(post).as_str().to_owned(),
        Place::Asset(path) => path.as_str().to_owned(),
        Place::Config(_) => "rubric.yaml".to_owned(),
    })
}

fn generator(fixture: &str) -> &'static str {
    let (_root, snap) = load(&Fixture::parse(fixture));
    snap.site().generator.name()
}

#[test]
fn a_generator_is_recognised_by_its_settings() {
    for (settings, name) in [
        ("//- /hugo.yaml\ntitle: 题\n", "hugo"),
        ("//- /config.toml\nbaseURL = 'x'\n", "hugo"),
        ("//- /config/_default/hugo.toml\nx = 1\n", "hugo"),
        ("//- /config.toml\nbase_url = 'x'\n", "zola"),
        ("//- /config.toml\nname = 'another program'\n", "none"),
        ("//- /docs/_config.yml\ntitle: x\n", "jekyll"),
        ("//- /_config.yml\nnew_post_name: :title.md\n", "hexo"),
        ("//- /docs/.vitepress/config.ts\nx\n", "vitepress"),
        ("//- /website/docusaurus.config.js\nx\n", "docusaurus"),
        ("//- /mkdocs.yml\nsite_name: 站 😀\n", "mkdocs"),
        ("//- /astro.config.mjs\nx\n", "astro"),
        ("//- /.eleventy.js\nx\n", "eleventy"),
        ("//- /book.toml\nx = 1\n", "mdbook"),
        ("//- /.obsidian/app.json\n{}\n", "obsidian"),
        ("//- /quartz.config.ts\nx\n", "quartz"),
        ("//- /_quarto.yml\nx: 1\n", "quarto"),
        ("//- /ref/docfx.json\n{}\n", "docfx"),
        ("//- /articles/a.md\n//- /books/b.md\n", "zenn"),
        ("//- /rubric.yaml\nsite: jekyll\n", "jekyll"),
        (
            "//- /rubric.yaml\nsite: none\n//- /hugo.toml\nx = 1\n",
            "none",
        ),
        ("//- /notes.txt\nx\n", "none"),
    ] {
        assert_eq!(
            generator(&format!("{settings}//- /a.md\nx\n")),
            name,
            "{settings}"
        );
    }
}

/// So many posts with links of a form that a new one can be judged by them.
fn posts(folder: &str, link: impl Fn(usize) -> String) -> String {
    let post = |it: usize| {
        format!(
            "//- /{folder}/p{it}.md\n---\ntitle: 篇 {it}\n---\n[x]({})\n",
            link((it + 1) % 12)
        )
    };
    (0..12).map(post).collect()
}

#[test]
fn sections_of_a_language_have_addresses_at_the_root() {
    let others = posts("content/en/config", |it| format!("/config/p{it}/"));
    check(&format!(
        "//- /hugo.toml\nbaseURL='x'\n{others}//- /content/en/installation/_index.md\n---\ntitle: 装\n---\n\
         //- /content/en/intro.md\n---\ntitle: I\n---\n[a](/installation/) [b](/installation) [c](«/config/none/»)\n"
    ));
}

#[test]
fn links_of_hugo_are_from_the_pretty_address_too() {
    check(
        "//- /hugo.toml\nbaseURL='x'\n//- /content/en/docs/img/o.svg\n//- /content/en/docs/manage.md\n---\ntitle: 管\n---\n\
         ![x](../img/o.svg) ![y](img/o.svg) ![z](«../img/none.svg»)\n",
    );
}

#[test]
fn what_a_translation_lacks_is_taken_from_another_language() {
    check(
        "//- /hugo.toml\nbaseURL='x'\n//- /content/en/a/pic.png\n//- /content/en/a/index.md\n---\ntitle: A\n---\n\
         //- /content/ja/a/index.md\n---\ntitle: あ\n---\n![x](pic.png) ![y](«none.png»)\n",
    );
    let leads = "//- /hugo.toml\nbaseURL='x'\n//- /content/en/a.md\nx\n//- /content/ja/a.md\nx\n//- /content/ja/b.md\n[x](/a$0/)\n";
    assert_eq!(leads_to(leads).as_deref(), Some("content/ja/a.md"));
}

#[test]
fn an_address_may_be_said_by_a_field_or_made_of_slug_and_date() {
    let site = "//- /docs/_config.yml\ntitle: x\n//- /docs/_docs/h.md\n---\ntitle: H\npermalink: \"/docs/history/\"\n---\n";
    for link in ["/docs/history/", "/docs/history", "/docs/history/#v3"] {
        let cursor = link.replacen("his", "his$0", 1);
        let fixture =
            format!("{site}//- /docs/_posts/2023-12-28-p.md\n---\ntitle: 题\n---\n[c]({cursor})\n");
        assert_eq!(
            leads_to(&fixture).as_deref(),
            Some("docs/_docs/h.md"),
            "{link}"
        );
    }
    let hugo = "//- /config.yaml\nbaseurl: x\n//- /content/cn/2018-11-05-bun.md\n---\ntitle: 包子\ndate: 2018-11-05\nslug: bun\n---\n";
    for (link, expected) in [
        ("/cn/2018/11/bu$0n/", Some("content/cn/2018-11-05-bun.md")),
        ("/cn/2018/12/bu$0n/", None),
        ("/en/2018/11/bu$0n/", None),
    ] {
        let fixture = format!("{hugo}//- /content/cn/b.md\n[x]({link})\n");
        assert_eq!(leads_to(&fixture).as_deref(), expected, "{link}");
    }
}

#[test]
fn names_of_folders_in_links_are_the_generators_own() {
    let zola = "//- /config.toml\nbase_url='x'\n//- /content/a/b.md\nx\n//- /content/c.md\n[x](@/a/b$0.md)\n";
    assert_eq!(leads_to(zola).as_deref(), Some("content/a/b.md"));
    check("//- /config.toml\nbase_url='x'\n//- /content/c.md\n[x](«@/a/none.md»)\n");
    let docusaurus =
        "//- /docusaurus.config.js\nx\n//- /docs/a.md\nx\n//- /blog/c.md\n[x](@site/docs/a$0.md)\n";
    assert_eq!(leads_to(docusaurus).as_deref(), Some("docs/a.md"));
}

#[test]
fn the_prefix_of_addresses_is_no_folder() {
    let docs = posts("website/docs/guide", |it| format!("/docs/guide/p{it}"));
    check(&format!(
        "//- /website/docusaurus.config.js\nx\n{docs}//- /website/docs/x.md\n---\ntitle: X\n---\n\
         [a](/docs/guide/p1) [b](«/docs/guide/none»)\n"
    ));
}

#[test]
fn a_server_sends_addresses_on() {
    let posts = posts("src/learn", |it| format!("/learn/p{it}"));
    check(&format!(
        "//- /.vitepress/config.ts\nsrcDir: 'src'\n//- /vercel.json\n{{ \"source\": \"/learn/old\" }}\n{posts}\
         //- /src/x.md\n---\ntitle: X\n---\n[a](/learn/old#x) [b](«/learn/none»)\n"
    ));
}

#[test]
fn parts_of_pages_have_links_from_elsewhere() {
    check(
        "//- /hugo.toml\nbaseURL='x'\n//- /content/_includes/a.md\n[x](none.md) [y](#none) [z][none]\n\
         //- /archetypes/blog.md\n---\ntitle: 题\n---\n![x](imagename.png)\n//- /content/b.md\n---\ntitle: b\n---\n[x](«none.md»)\n",
    );
}

#[test]
fn a_server_that_does_not_tell_cases_apart_finds_the_file() {
    let files = "//- /ref/Core/About/about_Jobs.md\nx\n//- /ref/Util/w.md\n[a](../core/about/about_jobs.md)";
    check(&format!(
        "//- /docfx.json\n{{}}\n{files} [b](«../core/none.md»)\n"
    ));
}

#[test]
fn a_note_that_is_not_written_yet_is_a_hint() {
    let fixture =
        Fixture::parse("//- /.obsidian/app.json\n{}\n//- /甲.md\n# 甲\n\nSee [[Docker]].\n");
    let (_root, snap) = load(&fixture);
    let file = snap.file(&RelPath("甲.md".into())).expect("it is a post");
    let found = diagnostics(&snap, file).expect("nobody writes to it");
    let severities: Vec<_> = found.iter().map(|it| it.severity).collect();
    assert_eq!(severities, [Severity::Hint]);
    // Where two brackets are no link, nothing is said of them.
    check(
        "//- /hugo.toml\nbaseURL='x'\n//- /content/a.md\n---\ntitle: a\n---\n[[main]] and [[Docker]]\n",
    );
}

#[test]
fn labels_may_be_defined_by_other_pages() {
    check("//- /mkdocs.yml\nplugins: [autorefs]\n//- /docs/a.md\n# 甲\n\n[env][mkdocs.env]\n");
    check("//- /mkdocs.yml\nplugins: [search]\n//- /docs/a.md\n# 甲\n\n[env][«mkdocs.env»]\n");
}

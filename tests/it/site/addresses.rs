//! From links to the pages that generators have at their addresses, and what is suggested for those that are not there.

use super::{check, leads_to, posts};

#[test]
fn a_relative_link_is_from_the_pages_address_before_the_files() {
    let site = "//- /hugo.toml\nbaseURL='x'\n//- /content/docs/_index.md\n---\ntitle: 文\n---\n# Outer\n\
                //- /content/docs/contributing/_index.md\n---\ntitle: C\n---\n# 第一次\n";
    let post = "//- /content/docs/contributing/pr.md\n---\ntitle: PR\n---\n";
    let to = |link: &str| leads_to(&format!("{site}{post}[x]({link})\n"));
    assert_eq!(
        to("..$0/").as_deref(),
        Some("content/docs/contributing/_index.md")
    );
    // A link by the name of a file is from the file.
    assert_eq!(
        to("../_in$0dex.md").as_deref(),
        Some("content/docs/_index.md")
    );
    check(&format!("{site}{post}[a](../#第一次) [b](../#«Outer»)\n"));
    // Where pages have addresses without a folder it is the file's.
    let vitepress = format!("{site}{post}[x](..$0/)\n")
        .replace("/hugo.toml\nbaseURL='x'", "/.vitepress/config.ts\nx");
    let vitepress = vitepress.replace("_index.md", "index.md");
    assert_eq!(
        leads_to(&vitepress).as_deref(),
        Some("content/docs/index.md")
    );
}

#[test]
fn patterns_of_permalinks_tell_what_stands_in_addresses() {
    let settings = "//- /_config.yml\ncollections:\n  posts:\n    permalink: \"/news/:year/:month/:day/:title/\"\n";
    let post = "//- /_posts/2016-04-19-发布.md\n---\ntitle: 题\n---\n";
    for (link, expected) in [
        (
            "/news/2016/04/19/发$0布/",
            Some("_posts/2016-04-19-发布.md"),
        ),
        ("/other/2016/04/19/发$0布/", None),
    ] {
        let fixture = format!("{settings}{post}//- /a.md\n[x]({link})\n");
        assert_eq!(leads_to(&fixture).as_deref(), expected, "{link}");
    }
}

#[test]
fn pages_of_a_collection_are_below_its_name() {
    let fixture = "//- /docs/_config.yml\ntitle: x\n//- /docs/_docs/maintaining/special-labels.md\n---\ntitle: L\n---\n\
                   //- /docs/_docs/b.md\n[x](/docs/maintaining/special$0-labels/#pinned)\n";
    assert_eq!(
        leads_to(fixture).as_deref(),
        Some("docs/_docs/maintaining/special-labels.md")
    );
}

#[test]
fn the_folder_of_a_language_may_stand_in_the_address() {
    let fixture = "//- /hugo.toml\nbaseURL='x'\n//- /content/en/2018-11-05-bun.md\n---\ntitle: B\ndate: 2018-11-05\nslug: bun\n---\n\
                   //- /content/cn/b.md\n[x](/en/2018/11/bu$0n/)\n";
    assert_eq!(
        leads_to(fixture).as_deref(),
        Some("content/en/2018-11-05-bun.md")
    );
}

#[test]
fn a_page_at_the_top_is_judged_by_its_likeness() {
    let pages = posts("content", |it| format!("/p{it}/"));
    let named = "//- /content/installation.md\n---\ntitle: 装\n---\n//- /content/c.md\n[x](/installation/)\n";
    // What the site makes at its top may have any name.
    check(&format!(
        "//- /hugo.toml\nbaseURL='x'\n{pages}{named}//- /content/x.md\n---\ntitle: X\n---\n[a](«/instalation/») [b](/subscribe/)\n"
    ));
}

#[test]
fn a_part_without_front_matter_has_links_from_the_page_around_it() {
    check(
        "//- /grid/images/a.png\n//- /grid/index.md\n---\ntitle: 格\n---\n![x](images/a.png)\n\
         //- /grid/practice/ann.md\n![x](images/a.png) ![y](«images/none.png»)\n",
    );
}

#[test]
fn a_suggestion_keeps_the_form_of_the_link() {
    let pages = posts("src/content/learn", |it| format!("/learn/p{it}"));
    let post = "//- /src/content/learn/install-guide.md\n---\ntitle: 装\n---\n";
    let site = "//- /.vitepress/config.ts\nsrcDir: 'src/content'\n";
    let found = check(&format!(
        "{site}{pages}{post}//- /src/content/x.md\n---\ntitle: X\n---\n[a](«/learn/instal-guide»)\n"
    ));
    assert_eq!(
        found,
        ["no file is there: did you mean `/learn/install-guide`?"]
    );
}

#[test]
fn a_path_in_another_case_is_suggested_before_others_of_that_name() {
    let file = |it: &str| format!("//- /ref/{it}/Core/about_Jobs.md\nx\n");
    let found = check(&format!(
        "{}{}//- /ref/7.5/Util/题.md\n[x](«../core/about_jobs.md»)\n",
        file("7.4"),
        file("7.5")
    ));
    assert_eq!(
        found,
        ["no file is there: did you mean `../Core/about_Jobs.md`?"]
    );
}

#[test]
fn files_of_the_repository_are_not_suggested_for_those_of_another() {
    let site = "//- /CONTRIBUTING.md\n# 贡\n//- /posts/a.md\nx\n//- /docs/config.toml\nbase_url='x'\n//- /docs/content/guide/configuration.md\nx\n";
    let found = check(&format!(
        "{site}//- /docs/content/themes/a.md\n[x](«CONTRIBUTING.md») [y](«./posts/configuration.md»)\n"
    ));
    assert_eq!(found, ["no file is there", "no file is there"]);
}

#[test]
fn files_that_begin_with_an_underscore_are_parts_to_some_generators() {
    for (settings, is_part) in [
        ("//- /_quarto.yml\nx: 1\n", true),
        ("//- /docusaurus.config.js\nx\n", true),
        ("//- /hugo.toml\nbaseURL='x'\n", false),
    ] {
        let link = if is_part { "none.md" } else { "«none.md»" };
        check(&format!(
            "{settings}//- /docs/_部分.md\n---\ntitle: 题\n---\n[x]({link})\n"
        ));
    }
}

#[test]
fn a_link_from_the_root_is_to_the_language_that_the_generator_takes() {
    let files = |settings: &str, content: &str| {
        let page = |it: &str| format!("//- /{content}/{it}/a.md\n---\ntitle: 题\n---\n# {it}\n");
        format!("//- /{settings}{}{}", page("en"), page("ja"))
    };
    let hugo = files("hugo.toml\nbaseURL='x'\n", "content");
    // It may be to either, with a render hook or without.
    check(&format!(
        "{hugo}//- /content/ja/b.md\n[x](/a/#en) [y](/a/#ja) [z](/a/#«none») [w](/ja/a/#«en»)\n"
    ));
}

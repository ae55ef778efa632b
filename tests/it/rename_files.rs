//! Moving files and folders: which links follow, how they are written then, and that no other byte changes.

use std::collections::BTreeMap;

use rubric::corpus::{Event, Host, RelPath, Snapshot};
use rubric::features::links::{Destination, Resolver};
use rubric::features::rename::{Move, move_files};
use rubric::syntax::LinkKind;
use rubric::text::{Text, apply_edits};

use crate::fixture::Fixture;
use crate::generator::Generator;

/// Path and text.
type Files = BTreeMap<String, String>;

fn corpus(files: &Files) -> Snapshot {
    let mut host = Host::new("/corpus".into());
    let mut changes = vec![Event::Complete];
    for (path, text) in files {
        let file = host.intern(&RelPath(path.as_str().into()));
        changes.push(Event::Open {
            file,
            version: 1,
            text: Text::new(text.as_str()),
        });
    }
    host.apply(changes);
    host.snapshot()
}

fn moves(moves: &[(&str, &str)]) -> Vec<Move> {
    let path = |it: &str| RelPath(it.into());
    let moves = moves.iter().map(|(old, new)| Move {
        old: path(old),
        new: path(new),
    });
    moves.collect()
}

fn new_path(path: &str, moves: &[Move]) -> String {
    let moved = moves.iter().find_map(|it| {
        let rest = path.strip_prefix(it.old.as_str())?;
        let inside = rest.is_empty() || rest.starts_with('/');
        inside.then(|| format!("{}{rest}", it.new.as_str()))
    });
    moved.unwrap_or_else(|| path.to_owned())
}

/// The files as they are after the edits and the moves.
fn moved(files: &Files, moves: &[Move]) -> Files {
    let snap = corpus(files);
    let moving = move_files(&snap, moves).expect("all posts are open");
    let mut after = files.clone();
    for (file, edits) in &moving.change.edits {
        let path = snap.path(*file).as_str();
        let edited = apply_edits(&files[path], edits).expect("edits are sorted and disjoint");
        after.insert(path.to_owned(), edited);
    }
    let renamed = after
        .into_iter()
        .map(|(path, text)| (new_path(&path, moves), text));
    renamed.collect()
}

#[track_caller]
fn check(before: &str, renames: &[(&str, &str)], after: &str) {
    let files = |fixture: &str| -> Files {
        let files = Fixture::parse(fixture).files.into_iter();
        files.map(|it| (it.path, it.text)).collect()
    };
    assert_eq!(moved(&files(before), &moves(renames)), files(after));
}

#[test]
fn every_form_of_a_link_follows_as_it_was_written() {
    check(
        "//- /notes/旧.md
---
title: 旧
cover: ../notes/旧.md
---
[self](旧.md#a) [there](../a.md)
//- /a.md
[1](notes/旧.md) [2](./notes/旧.md#标题 'a title') [3](/notes/旧.md?x=1#y) [4](<notes/旧.md>)
[5](notes/%E6%97%A7.md) [6](notes/旧) [7](/notes/旧.html) ![8](notes/旧.md) [`notes/旧.md`](notes/旧.md)
[a
b](notes/旧.md) [9][ref] [[旧]] [[notes/旧|text]] [[旧.md#标题]] `[x](notes/旧.md)`

[ref]: notes/旧.md 'title'
[dead]: notes/没有.md
",
        &[("notes/旧.md", "文 章/新 (1).md")],
        "//- /文 章/新 (1).md
---
title: 旧
cover: 新 (1).md
---
[self](新%20%281%29.md#a) [there](../a.md)
//- /a.md
[1](文%20章/新%20%281%29.md) [2](./文%20章/新%20%281%29.md#标题 'a title') [3](/文%20章/新%20%281%29.md?x=1#y) [4](<文 章/新 (1).md>)
[5](%E6%96%87%20%E7%AB%A0/%E6%96%B0%20%281%29.md) [6](文%20章/新%20%281%29) [7](/文%20章/新%20%281%29.html) ![8](文%20章/新%20%281%29.md) [`notes/旧.md`](文%20章/新%20%281%29.md)
[a
b](文%20章/新%20%281%29.md) [9][ref] [[旧]] [[文 章/新 (1)|text]] [[新 (1).md#标题]] `[x](notes/旧.md)`

[ref]: 文%20章/新%20%281%29.md 'title'
[dead]: notes/没有.md
",
    );
}

#[test]
fn the_escaped_pipe_of_a_tables_cell_stays() {
    check(
        "//- /遗传.md\nx\n//- /b.md\n| 甲 |\n|---|\n| [[遗传\\|GA 法]] ![[old.png\\|100]] [[遗传#一\\|x]] 😀 |\n",
        &[("遗传.md", "进化.md"), ("old.png", "new.png")],
        "//- /进化.md\nx\n//- /b.md\n| 甲 |\n|---|\n| [[进化\\|GA 法]] ![[new.png\\|100]] [[进化#一\\|x]] 😀 |\n",
    );
}

#[test]
fn attributes_of_html_follow_too() {
    check(
        "//- /notes/旧.md
<img src=\"img/a.png\" alt='img/a.png'> <a href=\"#h\">h</a>\r
//- /a.md
<a href=\"notes/旧.md#h\">旧</a> and <A class=x HREF=./notes/旧.md>旧</A>, <a href='/notes/旧'>旧</a>.

<figure>
  <img src=\"pics/a b.png\"/> <img src='pics/a%20b.png?w=1'>
  <video poster=\"pics/a b.png\"></video> <a href=\"https://x.y/notes/旧.md\">web</a>
</figure>

`<a href=\"notes/旧.md\">` <!-- <a href=\"notes/旧.md\"> --> &lt;a href=\"notes/旧.md\"> 😀
",
        &[("notes/旧.md", "文 章/新.md"), ("pics", "图")],
        "//- /文 章/新.md
<img src=\"../notes/img/a.png\" alt='img/a.png'> <a href=\"#h\">h</a>\r
//- /a.md
<a href=\"文%20章/新.md#h\">旧</a> and <A class=x HREF=./文%20章/新.md>旧</A>, <a href='/文%20章/新'>旧</a>.

<figure>
  <img src=\"图/a b.png\"/> <img src='图/a%20b.png?w=1'>
  <video poster=\"图/a b.png\"></video> <a href=\"https://x.y/notes/旧.md\">web</a>
</figure>

`<a href=\"notes/旧.md\">` <!-- <a href=\"notes/旧.md\"> --> &lt;a href=\"notes/旧.md\"> 😀
",
    );
}

#[test]
fn the_relative_links_of_a_post_that_moves_follow_too() {
    check(
        "//- /a/b/post.md
![](img/1.png) ![](../2.png) [r](../other.md#x) [w](/a/other.md) [[other]] [[b/sister]] [x](https://x.y/z) [h](#h) [sister](sister.md)\r
//- /a/other.md
[p](b/post.md)\r
//- /a/b/sister.md
",
        &[("a/b/post.md", "post.md")],
        "//- /post.md
![](a/b/img/1.png) ![](a/2.png) [r](a/other.md#x) [w](/a/other.md) [[other]] [[b/sister]] [x](https://x.y/z) [h](#h) [sister](a/b/sister.md)\r
//- /a/other.md
[p](../post.md)\r
//- /a/b/sister.md
",
    );
}

#[test]
fn links_within_a_folder_that_moves_stay() {
    check(
        "//- /posts/x/a.md
[b](b.md) ![](img/1.png) [c](../../c.md) [d](/posts/x/b.md) [[b]]
//- /posts/x/b.md
[[posts/x/a]]
//- /c.md
[f](posts/x/) ![i](posts/x/img/1.png) [a](posts/x/a.md)
",
        &[("posts/x", "y")],
        "//- /y/a.md
[b](b.md) ![](img/1.png) [c](../c.md) [d](/y/b.md) [[b]]
//- /y/b.md
[[y/a]]
//- /c.md
[f](y/) ![i](y/img/1.png) [a](y/a.md)
",
    );
}

#[test]
fn an_image_that_moves_is_still_shown() {
    check(
        "//- /a.md\n![图](img/图%201.png \"t\") ![[图 1.png]] <img src='img/图 1.png'> [f](<img/图 1.png>)\n",
        &[("img/图 1.png", "assets/图2.png")],
        "//- /a.md\n![图](assets/图2.png \"t\") ![[图2.png]] <img src='assets/图2.png'> [f](<assets/图2.png>)\n",
    );
}

#[test]
fn two_files_are_swapped() {
    check(
        "//- /a.md\n[a](a.md) [b](b.md) [[b]]\n//- /b.md\n[a](a.md)\n//- /c.md\n[a](a.md), [[a]] [[b|x]]\n",
        &[("a.md", "b.md"), ("b.md", "a.md")],
        "//- /b.md\n[a](b.md) [b](a.md) [[a]]\n//- /a.md\n[a](b.md)\n//- /c.md\n[a](b.md), [[b]] [[a|x]]\n",
    );
}

#[test]
fn a_rename_of_the_case_alone_is_one() {
    check(
        "//- /Post.md\n\n//- /c.md\n[a](Post.md) [[Post]] [[post.md]]\n",
        &[("Post.md", "post.md")],
        "//- /post.md\n\n//- /c.md\n[a](post.md) [[Post]] [[post.md]]\n",
    );
}

#[test]
fn a_wiki_link_gets_as_much_of_the_path_as_it_needs() {
    check(
        "//- /x/一.md\n\n//- /x/b.md\n\n//- /y.md\n[[一]] [[一|t]] ![[一#h]] [[ 一 ]]\n",
        &[("x/一.md", "z/二/b.md")],
        "//- /z/二/b.md\n\n//- /x/b.md\n\n//- /y.md\n[[二/b]] [[二/b|t]] ![[二/b#h]] [[ 二/b ]]\n",
    );
    // A whole path stays one.
    check(
        "//- /x/a.md\n\n//- /y.md\n[[x/a]] [[x/a.md|t]]\n",
        &[("x", "z/w")],
        "//- /z/w/a.md\n\n//- /y.md\n[[z/w/a]] [[z/w/a.md|t]]\n",
    );
    // Where no path can be written there is the title.
    check(
        "//- /x.md\n---\ntitle: 甲\n---\n//- /y.md\n[[x]]\n",
        &[("x.md", "a#b.md")],
        "//- /a#b.md\n---\ntitle: 甲\n---\n//- /y.md\n[[甲]]\n",
    );
    // By title it is found wherever it is.
    check(
        "//- /x.md\n---\ntitle: 甲\n---\n//- /y.md\n[[甲]] [[x]]\n",
        &[("x.md", "n/z.md")],
        "//- /n/z.md\n---\ntitle: 甲\n---\n//- /y.md\n[[甲]] [[z]]\n",
    );
}

#[test]
fn permalinks_keep_what_the_site_leaves_out() {
    check(
        "//- /content/posts/a/index.md\n\n//- /content/posts/b.md\n\n//- /c.md\n[1](/posts/a/) [2](/posts/a) [3](/posts/b/) [4](content/posts/a/)\n",
        &[
            ("content/posts/a", "content/essays/新"),
            ("content/posts/b.md", "content/posts/c.md"),
        ],
        "//- /content/essays/新/index.md\n\n//- /content/posts/c.md\n\n//- /c.md\n[1](/essays/新/) [2](/essays/新) [3](/posts/c/) [4](content/essays/新/)\n",
    );
}

#[test]
fn what_cannot_be_kept_is_left_alone() {
    // A name that no wiki link can hold, and one that stays what it is.
    check(
        "//- /a.md\n\n//- /c.md\n[[a]] [x](a.md) \\[x](a.md) {{< ref \"a.md\" >}} [dead](b.md)\n",
        &[("a.md", "a]] b#.md")],
        "//- /a]] b#.md\n\n//- /c.md\n[[a]] [x](a]]%20b%23.md) \\[x](a.md) {{< ref \"a.md\" >}} [dead](b.md)\n",
    );
    check(
        "//- /a.md\n[b](b.md)\n//- /b.md\n",
        &[],
        "//- /a.md\n[b](b.md)\n//- /b.md\n",
    );
}

/// Links of every kind, to posts and images that are there or not, in posts whose names are hard.
fn random_corpus(generator: &mut Generator) -> Files {
    const FOLDERS: [&str; 5] = ["", "a/", "a/笔 记/", "文章/", "a(1)/"];
    const NAMES: [&str; 8] = ["x", "Y", "页", "p 1", "index", "a#b", "50%", "é_(2)"];
    let mut files = Files::new();
    for _ in 0..3 + generator.below(6) {
        let path = format!("{}{}.md", generator.pick(&FOLDERS), generator.pick(&NAMES));
        files.insert(path, String::new());
    }
    let paths: Vec<String> = files.keys().cloned().collect();
    let line_end = generator.pick(&["\n", "\r\n"]).to_owned();
    for path in &paths {
        // Of several posts of one title none is meant more than the others.
        let title = if *path == paths[0] { "甲" } else { "乙" };
        let mut text = format!("---{line_end}title: {title}{line_end}---{line_end}");
        let folder = path.rsplit_once('/').map_or("", |it| it.0);
        for _ in 0..generator.below(8) {
            let to = &paths[generator.below(paths.len())];
            let to = match generator.below(6) {
                0 => "a/图 1.png",
                1 => "a/missing",
                _ => to.as_str(),
            };
            text += &random_link(generator, folder, to);
            text += &line_end;
        }
        files.insert(path.clone(), text);
    }
    files
}

fn random_link(generator: &mut Generator, folder: &str, to: &str) -> String {
    let depth = folder.split('/').filter(|it| !it.is_empty()).count();
    let way = match generator.below(4) {
        0 => format!("/{to}"),
        1 => format!("{}{to}", "../".repeat(depth)),
        2 => to
            .strip_prefix(folder)
            .map_or(to, |it| it.trim_start_matches('/'))
            .to_owned(),
        _ => format!("./{}{to}", "../".repeat(depth)),
    };
    let way = match generator.below(3) {
        0 => way.trim_end_matches(".md").to_owned(),
        _ => way,
    };
    let anchor = generator.pick(&["", "#标题", "#a-b"]);
    let encoded = way.replace('%', "%25").replace('#', "%23");
    let tight = encoded
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29");
    let stem = to.trim_end_matches(".md");
    let name = stem.rsplit('/').next().unwrap_or_default();
    match generator.below(8) {
        0 => format!("[文 *x*]({tight}{anchor} 'title')"),
        1 => format!("![😀](<{encoded}{anchor}>)"),
        2 => format!("> [[{name}{anchor}|text]]"),
        3 if to.ends_with(".png") => "- ![[图 1.png]]".to_owned(),
        3 => format!("- ![[{to}{anchor}]]"),
        4 => format!("[[{stem}]] and [[甲]]"),
        5 => format!("[d][r{anchor}]{0}{0}[r{anchor}]: {tight}{0}{0}", "\n"),
        6 => format!("[多\n行]({})", tight.replace("页", "%E9%A1%B5")),
        _ => format!("[![i]({tight})](<{encoded}>)"),
    }
}

/// What each link and definition of a post leads to, by the names after the moves; for another path what it names.
fn leads(snap: &Snapshot, path: &str, moves: &[Move]) -> Vec<(LinkKind, Option<String>)> {
    let file = snap.file(&RelPath(path.into())).expect("it is there");
    let body = &snap.parsed(file).expect("it is open").document.body;
    let resolver = Resolver::new(snap);
    let links = body.links.iter().map(|it| (it.kind, &it.target));
    let definitions = body
        .definitions
        .iter()
        .map(|it| (LinkKind::Inline, &it.target));
    let lead = |(kind, target): (LinkKind, &_)| {
        let target: &smol_str::SmolStr = target;
        let named = match resolver.resolve(file, target, kind) {
            Some(Destination::Here(anchor)) => Some(format!("#{anchor}")),
            Some(Destination::Post(post, anchor)) => Some(format!(
                "{}#{anchor:?}",
                new_path(snap.path(post).as_str(), moves)
            )),
            // An image is embedded by its name, wherever it is.
            Some(Destination::Asset(path))
                if kind == LinkKind::Wiki && path.folder().is_empty() =>
            {
                let named = moves
                    .iter()
                    .find(|it| it.old.as_str().ends_with(path.as_str()));
                let name = |it: &Move| it.new.as_str().rsplit('/').next().map(str::to_owned);
                named.map_or_else(|| Some(path.as_str().to_owned()), name)
            }
            Some(Destination::Asset(path)) => Some(new_path(path.as_str(), moves)),
            None => None,
        };
        (kind, named)
    };
    links.chain(definitions).map(lead).collect()
}

#[test]
fn after_a_move_each_link_leads_where_it_led() {
    let mut n_edited = 0;
    for seed in 0..300 {
        let mut generator = Generator::new(seed);
        let files = random_corpus(&mut generator);
        let paths: Vec<&String> = files.keys().collect();
        let old = paths[generator.below(paths.len())].as_str();
        let other = paths[generator.below(paths.len())].as_str();
        let renames = match generator.below(5) {
            0 => vec![(old, "文章/新 (3).md")],
            1 => vec![(old, "b/c/x.md")],
            2 if old != other => vec![(old, other), (other, old)],
            3 if files.keys().any(|it| it.starts_with("a/")) => vec![("a", "库/b")],
            _ => vec![(old, "Z.md"), ("a/图 1.png", "图/é.png")],
        };
        let moves = moves(&renames);
        if renames.len() == 1 && files.contains_key(renames[0].1) {
            continue;
        }
        let after = moved(&files, &moves);
        let (before_snap, after_snap) = (corpus(&files), corpus(&after));
        for (path, text) in &files {
            let new = new_path(path, &moves);
            n_edited += usize::from(after[&new] != *text);
            let (before, now) = (
                leads(&before_snap, path, &moves),
                leads(&after_snap, &new, &[]),
            );
            // A link to nothing stays as it is, and may find something under a new name; no wiki link can hold a `#`.
            let kept = |(a, b): (&(LinkKind, Option<String>), &_)| {
                let unnamable = |it: &String| a.0 == LinkKind::Wiki && it.contains("a#b.md");
                a.1.as_ref().is_none_or(unnamable) || a == b
            };
            assert!(
                before.len() == now.len() && before.iter().zip(&now).all(kept),
                "seed {seed}, {renames:?}\n{path}:\n{text}\n{new}:\n{}\n{before:#?}\n{now:#?}",
                after[&new]
            );
            let head = |it: &str| it.split("---").nth(1).map(str::to_owned);
            assert_eq!(
                head(text),
                head(&after[&new]),
                "front matter is not touched"
            );
            let line_ends = |it: &str| it.matches("\r\n").count();
            assert_eq!(line_ends(text), line_ends(&after[&new]));
        }
    }
    assert!(n_edited > 150, "only {n_edited} posts were edited");
}

//! Code actions: what is offered where, and what it does.

use rubric::corpus::edit::{Names, declare_names};
use rubric::corpus::{FileId, RelPath, Snapshot};
use rubric::features::actions::{Action, ActionKind, Recipe, Work, actions, work_out};
use rubric::text::{TextRange, apply_edits};

use crate::corpus::host;
use crate::fixture::Fixture;

const ALL: &[ActionKind] = &[
    ActionKind::QuickFix,
    ActionKind::Refactor,
    ActionKind::FixAll,
];

/// The corpus of a fixture, and the file with the cursor.
struct World {
    snap: Snapshot,
    file: FileId,
    range: TextRange,
}

impl World {
    fn new(fixture: &str) -> World {
        let files = Fixture::parse(fixture);
        let (file, cursor) = files.cursor();
        let snap = host(&fixture.replace("$0", "")).snapshot();
        World {
            file: snap
                .file(&RelPath(file.path.as_str().into()))
                .expect("it is known"),
            range: TextRange::empty(cursor),
            snap,
        }
    }

    fn actions(&self, kinds: &[ActionKind]) -> Vec<Action> {
        actions(&self.snap, self.file, self.range, kinds).expect("the post is open")
    }

    fn titles(&self, kinds: &[ActionKind]) -> Vec<String> {
        self.actions(kinds).into_iter().map(|it| it.title).collect()
    }

    fn action(&self, title: &str) -> Action {
        let mut actions = self.actions(ALL).into_iter();
        let titles = self.titles(ALL);
        let action = actions.find(|it| it.title.starts_with(title));
        action.unwrap_or_else(|| panic!("`{title}` is not among {titles:?}"))
    }

    /// What the action makes of all files that it touches, as a fixture.
    fn after(&self, title: &str) -> String {
        let change = match self.action(title).work {
            Work::Done(change) => change,
            Work::Later(recipe) => {
                let worked = work_out(&self.snap, self.file, &recipe).expect("files are open");
                worked.expect("it can be done").change
            }
        };
        let edited = change.edits.iter().map(|(file, edits)| {
            let parsed = self.snap.parsed(*file).expect("it is open");
            let text = apply_edits(parsed.text.as_str(), edits).expect("the edits fit");
            format!("//- /{}\n{text}", self.snap.path(*file).as_str())
        });
        let config = (!change.config.is_empty()).then(|| {
            let source = self.snap.config_text().map_or("", |it| it.as_str());
            let text = apply_edits(source, &change.config).expect("the edits fit");
            format!("//- /rubric.yaml\n{text}")
        });
        edited.chain(config).collect()
    }
}

/// The action of the file with the cursor.
#[track_caller]
fn check(title: &str, fixture: &str, after: &str) {
    let world = World::new(fixture);
    let path = world.snap.path(world.file).as_str().to_owned();
    assert_eq!(world.after(title), format!("//- /{path}\n{after}"));
}

#[test]
fn a_quick_fix_is_offered_where_its_finding_is() {
    let fixture = "---\ntitle: 中文$0: 😀\ntags: [a]\n---\n";
    check(
        "Put the value in quotes",
        fixture,
        "---\ntitle: '中文: 😀'\ntags: [a]\n---\n",
    );
    let action = World::new(fixture).action("Put");
    assert!(action.preferred && action.kind == ActionKind::QuickFix);
    assert_eq!(action.fixes.expect("a finding").code.name(), "yaml-syntax");
    let elsewhere = World::new("---\ntitle: 中文: 😀\ntags: [a]\n---\n$0");
    assert_eq!(elsewhere.titles(&[ActionKind::QuickFix]), [""; 0]);
}

#[test]
fn only_what_is_asked_for_is_offered() {
    let world = World::new("---\ntitle: a$0: b\ntags: [b, a]\n---\n");
    assert_eq!(
        world.titles(&[ActionKind::FixAll]),
        ["Fix all that is safe to fix"]
    );
    check(
        "Fix all that is safe",
        "---\ntitle: a$0: b\nx: c: d\n---\n",
        "---\ntitle: 'a: b'\nx: 'c: d'\n---\n",
    );
    assert!(
        world
            .titles(&[ActionKind::Refactor])
            .iter()
            .all(|it| !it.contains("Fix"))
    );
}

#[test]
fn findings_of_one_kind_are_fixed_at_once() {
    check(
        "Fix all 2 `yaml-syntax`",
        "---\ntitle: @a$0\nx: *b\narea: q\narea: q\n---\n",
        "---\ntitle: '@a'\nx: '*b'\narea: q\narea: q\n---\n",
    );
}

#[test]
fn a_list_is_sorted_with_its_comments() {
    check(
        "Sort `tags`",
        "---\r\ntags:\r\n  # 表\r\n  - b\r\n  # 一\r\n  - 'A' # 甲$0\r\n  - 中\r\nx: 1\r\n---\r\n",
        "---\r\ntags:\r\n  # 表\r\n  # 一\r\n  - 'A' # 甲\r\n  - b\r\n  - 中\r\nx: 1\r\n---\r\n",
    );
    check(
        "Sort `tags`",
        "---\ntags: [b$0, \"a\"]\n---\n",
        "---\ntags: [\"a\", b]\n---\n",
    );
    let sorted = World::new("---\ntags: [A, b$0]\n---\n");
    assert_eq!(sorted.titles(ALL), [""; 0]);
}

#[test]
fn fields_are_sorted_as_declared_or_as_nearly_all_posts_have_them() {
    let declared = "//- /rubric.yaml\norder: [标题, 日期]\n//- /a.md\n";
    let post = "---\nx: 1\n# 何时\n日期$0: 2026-01-02\n标题: 题 😀\n---\n";
    let world = World::new(&format!("{declared}{post}"));
    assert!(
        world
            .after("Sort fields")
            .contains("标题: 题 😀\n# 何时\n日期: 2026-01-02\n"),
        "{}",
        world.after("Sort fields")
    );
    // Two posts are no habit.
    let few = "//- /b.md\n---\n标题: 二\n日期: 2026-01-03\n---\n//- /a.md\n";
    assert_eq!(World::new(&format!("{few}{post}")).titles(ALL), [""; 0]);
    let many: String = (0..40)
        .map(|it| format!("//- /{it}.md\n---\n标题: 第{it}篇\n日期: 2026-01-03\n---\n"))
        .collect();
    let titles = World::new(&format!("{many}//- /a.md\n{post}")).titles(ALL);
    assert!(titles.contains(&"Sort fields".to_owned()), "{titles:?}");
}

const SPELLINGS: &str = "\
//- /a.md
---
companies: [Nvidia]
---
//- /b.md
---
companies:
  - Nvidia
  - x
---
//- /c.md
---
companies: [\"NVI$0DIA\", Nvidia, nvidia]
---
";

#[test]
fn spellings_become_one_in_all_posts() {
    let world = World::new(SPELLINGS);
    assert_eq!(
        world.after("Merge `NVIDIA` and `nvidia` into `Nvidia` in 1 post"),
        "//- /c.md\n---\ncompanies: [\"Nvidia\"]\n---\n"
    );
    assert_eq!(
        world.after("Merge `Nvidia` and `nvidia` into `NVIDIA` in 3 posts"),
        "//- /a.md\n---\ncompanies: [NVIDIA]\n---\n\
         //- /b.md\n---\ncompanies:\n  - NVIDIA\n  - x\n---\n\
         //- /c.md\n---\ncompanies: [\"NVIDIA\"]\n---\n"
    );
}

#[test]
fn names_become_one_in_all_posts() {
    let world = World::new(
        "//- /rubric.yaml\nvocabularies: { people: { aliases: { 苏轼: [苏东坡, 东坡居士, 东坡] } } }\n\
         //- /a.md\n---\npeople: [«苏$0轼»]\n---\n//- /b.md\n---\npeople:\n  - 苏东坡 # 😀\n  - 苏轼\n---\n\
         //- /c.md\n---\npeople: ['东坡']\n---\n",
    );
    assert_eq!(
        world.after("Merge 2 other names of `苏轼` in 2 posts"),
        "//- /b.md\n---\npeople:\n  - 苏轼 # 😀\n---\n//- /c.md\n---\npeople: ['苏轼']\n---\n"
    );
}

#[test]
fn a_canonical_form_is_declared_in_rubric_yaml() {
    let title = "Make `NVIDIA` the canonical form";
    let declared = "//- /rubric.yaml\nvocabularies:\n  companies:\n    aliases:\n      NVIDIA: [Nvidia, nvidia]\n";
    assert_eq!(World::new(SPELLINGS).after(title), declared);
    let with_config = format!("//- /rubric.yaml\n# 我们的\nslug: pinyin\n{SPELLINGS}");
    assert_eq!(
        World::new(&with_config).after(title),
        declared.replace("yaml\n", "yaml\n# 我们的\nslug: pinyin\n")
    );
    let world = World::new(&format!("{declared}{SPELLINGS}"));
    assert!(!world.titles(ALL).iter().any(|it| it.starts_with(title)));
}

#[test]
fn names_are_declared_where_they_belong() {
    let check = |before: &str, after: &str| {
        for eol in ["\n", "\r\n"] {
            let (before, after) = (before.replace('\n', eol), after.replace('\n', eol));
            let names = Names {
                vocabulary: "people".into(),
                canonical: "Donald Trump".into(),
                others: vec!["特朗普".into(), "Trump: D".into()],
            };
            let edits =
                declare_names(&before, &names).unwrap_or_else(|it| panic!("{it}: {before}"));
            assert_eq!(apply_edits(&before, &edits).expect("they fit"), after);
            let again = declare_names(&after, &names).expect("it is there");
            assert_eq!(apply_edits(&after, &again).expect("they fit"), after);
        }
    };
    let new = "Donald Trump: [特朗普, 'Trump: D']";
    check(
        "vocabularies: # 名\n  tags:\n    aliases: {}\n# 尾\nslug: ascii\n",
        &format!(
            "vocabularies: # 名\n  tags:\n    aliases: {{}}\n  people:\n    aliases:\n      {new}\n# 尾\nslug: ascii\n"
        ),
    );
    check(
        "vocabularies:\n    people:\n        aliases:\n            李: [Li] # 李\nslug: ascii\n",
        &format!(
            "vocabularies:\n    people:\n        aliases:\n            李: [Li] # 李\n            {new}\nslug: ascii\n"
        ),
    );
    check(
        "vocabularies:\n  people:\nslug: ascii\n",
        &format!("vocabularies:\n  people:\n    aliases:\n      {new}\nslug: ascii\n"),
    );
    check(
        "vocabularies: { people: { aliases: { 李: [Li] } } }\n",
        &format!("vocabularies: {{ people: {{ aliases: {{ 李: [Li], {new} }} }} }}\n"),
    );
    check(
        "vocabularies:\n  people: { aliases: {} }\n",
        &format!("vocabularies:\n  people: {{ aliases: {{ {new} }} }}\n"),
    );
    check(
        "vocabularies:\n  people:\n    aliases:\n      Donald Trump: [川普] # 注\n",
        "vocabularies:\n  people:\n    aliases:\n      Donald Trump: [川普, 特朗普, 'Trump: D'] # 注\n",
    );
    check(
        "vocabularies:\n  people:\n    aliases:\n      Donald Trump:\n        - 川普 # 注\n      李: [Li]\n",
        "vocabularies:\n  people:\n    aliases:\n      Donald Trump:\n        - 川普 # 注\n        - 特朗普\n        - 'Trump: D'\n      李: [Li]\n",
    );
    check(
        "vocabularies:\n  people:\n    aliases:\n      特朗普: [Donald Trump, 川普]\n",
        "vocabularies:\n  people:\n    aliases:\n      Donald Trump: [特朗普, 川普, 'Trump: D']\n",
    );
}

#[test]
fn a_broken_rubric_yaml_is_not_touched() {
    let names = Names {
        vocabulary: "people".into(),
        canonical: "a".into(),
        others: vec!["b".into()],
    };
    for source in ["vocabularies: [\n", "vocabularies: 1\n", "nonsense: 1\n"] {
        declare_names(source, &names).expect_err("it has mistakes");
    }
    let two = "vocabularies:\n  people:\n    aliases: { a: [c], d: [b] }\n";
    let why = declare_names(two, &names).expect_err("it is declared twice");
    assert!(why.to_string().contains("several"), "{why}");
}

#[test]
fn a_term_moves_to_the_field_where_it_lives() {
    let others = "//- /a.md\n---\npeople: [peter-thiel]\ntags: [x, y]\n---\n//- /b.md\n---\npeople:\n  - peter-thiel\ntags: []\n---\n";
    let world = World::new(&format!(
        "{others}//- /c.md\n---\ntags:\n  - x\n  - peter$0-thiel\npeople: []\n---\n"
    ));
    assert_eq!(
        world.after("Move `peter-thiel` to `people` (2 posts have it there)"),
        "//- /c.md\n---\ntags:\n  - x\npeople:\n  - peter-thiel\n---\n"
    );
    let without = World::new(&format!(
        "{others}//- /c.md\n---\ntags: [x, peter$0-thiel]\n---\n"
    ));
    assert_eq!(
        without.after("Move `peter-thiel` to `people`"),
        "//- /c.md\n---\npeople:\n  - peter-thiel\ntags: [x]\n---\n"
    );
}

#[test]
fn what_the_body_mentions_is_added() {
    let others = "//- /a.md\n---\npeople: [Jensen Huang, 李世民]\n---\n//- /b.md\n---\npeople: [Jensen Huang, 李世民]\n---\n";
    let body = "# 记\n\n李世民与 Jensen Huang。李世民。\n";
    let in_body = World::new(&format!(
        "{others}//- /c.md\n---\npeople: []\n---\n{}",
        body.replace("Jensen", "Jen$0sen")
    ));
    assert_eq!(
        in_body.after("Add `Jensen Huang` to `people`"),
        format!("//- /c.md\n---\npeople:\n  - Jensen Huang\n---\n{body}")
    );
    let in_head = World::new(&format!(
        "{others}//- /c.md\n---\npeop$0le:\n- x\n---\n{body}"
    ));
    assert_eq!(
        in_head.titles(ALL),
        ["Add `李世民` to `people` (mentioned 2 times)"]
    );
    assert_eq!(
        in_head.after("Add `李世民`"),
        format!("//- /c.md\n---\npeople:\n- x\n- 李世民\n---\n{body}")
    );
}

#[test]
fn missing_fields_are_inserted_at_their_usual_places() {
    let mut fixture = String::new();
    for index in 0..10 {
        fixture.push_str(&format!(
            "//- /{index}.md\n---\ntitle: 题{index}\ntags: [a]\nseries: ''\ndraft: true\n---\n"
        ));
    }
    fixture.push_str("//- /x.md\n---\n# 注\ntitle: x$0\ndraft: true\n---\n正文\n");
    assert_eq!(
        World::new(&fixture).after("Insert `tags`, `series`"),
        "//- /x.md\n---\n# 注\ntitle: x\ntags: []\nseries: ''\ndraft: true\n---\n正文\n"
    );
    for (here, named) in [
        ("x: 1$0", "`title`, `tags`, `series` and 1 more field"),
        ("draft: true$0", "`title`, `tags`, `series`"),
    ] {
        let (posts, _) = fixture.split_once("//- /x.md").expect("it is there");
        let world = World::new(&format!("{posts}//- /x.md\n---\n{here}\n---\n"));
        let titles = world.titles(ALL);
        assert!(titles.contains(&format!("Insert {named}")), "{titles:?}");
    }
}

#[test]
fn a_conflicted_post_is_offered_nothing() {
    let world =
        World::new("---\n<<<<<<< HEAD\ntags: [b, $0a]\n=======\ntags: [c: d]\n>>>>>>> x\n---\n");
    assert_eq!(world.titles(ALL), [""; 0]);
}

#[test]
fn a_recipe_survives_the_wire() {
    let recipes = [
        Recipe::FixAll,
        Recipe::FixCode {
            code: "wrong-type".into(),
        },
        Recipe::Rewrite {
            field: "tags".into(),
            old: vec!["a".into(), "中".into()],
            new: "👨‍👩‍👧".into(),
        },
    ];
    for recipe in recipes {
        let json = serde_json::to_string(&recipe).expect("it is plain");
        let back: Recipe = serde_json::from_str(&json).expect("it is ours");
        assert_eq!(back, recipe);
    }
}

#[test]
fn a_mention_is_added_once_and_as_it_is_usually_written() {
    let others = "//- /a.md\n---\ncompanies: [Nvidia]\n---\n//- /b.md\n---\ncompanies: [Nvidia]\n---\n\
                  //- /c.md\n---\ncompanies: [Nvidia]\n---\n//- /d.md\n---\ncompanies: ['\"Nvidia\"', nVIDIA]\n---\n";
    let body = "# 记\n\nNVIDIA、nVIDIA 与 Nvidia，\"Nvidia\"。\n";
    let empty = World::new(&format!(
        "{others}//- /e.md\n---\ncompa$0nies:\n- x\n---\n{body}"
    ));
    let titles = empty.titles(ALL);
    let adds: Vec<_> = titles.iter().filter(|it| it.starts_with("Add ")).collect();
    assert_eq!(adds.len(), 1, "{titles:?}");
    assert!(
        adds[0].starts_with("Add `Nvidia` to `companies` (mentioned "),
        "{titles:?}"
    );
    let listed = World::new(&format!(
        "{others}//- /e.md\n---\ncompa$0nies:\n- nvidia\n---\n{body}"
    ));
    let titles = listed.titles(ALL);
    assert!(
        !titles.iter().any(|it| it.starts_with("Add ")),
        "{titles:?}"
    );
    let in_body = body.replace("nVIDIA 与", "nVI$0DIA 与");
    let in_body = World::new(&format!(
        "{others}//- /e.md\n---\ncompanies: []\n---\n{in_body}"
    ));
    in_body.after("Add `Nvidia` to `companies`");
}

#[test]
fn nothing_becomes_what_nobody_means() {
    let world = World::new(
        "//- /a.md\n---\ncompanies: [Tencent]\n---\n//- /b.md\n---\ncompanies: ['\"Ten$0cent\"']\n---\n",
    );
    let titles = world.titles(ALL);
    let is_into = |it: &&String| it.contains("into `\"") || it.contains("canonical");
    assert_eq!(titles.iter().filter(is_into).count(), 0, "{titles:?}");
    world.after("Merge `\"Tencent\"` into `Tencent`");
}

//! What rubric.yaml says of values beyond their kind.

use rubric::features::diagnostics::Code;

use super::Posts;

const CONFIG: &str = "fields:
  slug: { type: text, format: slug }
  episode: { type: text, pattern: 'S\\d\\dE\\d\\d|第\\d+期' }
  mails: { type: list, format: email }
  rating: { type: number, min: 1, max: 5 }
  summary: { type: text, min: 2, max: 10 }
  date: { type: date, min: 2010-01-01, max: 2030-12-31 }
  tags: { type: list, min: 1, max: 2 }
  keywords: { deprecated: tags }
  layout: { deprecated: true }
  cover: { type: url, when: { draft: false, status: 发布 } }
";

fn posts() -> Posts {
    Posts::new(3, |it| format!("title: 第{it}篇 😀\n")).config(CONFIG)
}

#[test]
fn values_are_held_against_their_form() {
    let mut posts = posts();
    posts.check(
        Code::BadFormat,
        "---\nslug: «My Post»\nmails: [a@b.cn, «li lei»]\n---\n",
    );
    let messages = posts.check(Code::BadFormat, "---\nepisode: «S1E2»\n---\n");
    assert_eq!(
        messages,
        ["`S1E2` does not match the pattern of `episode`, `S\\d\\dE\\d\\d|第\\d+期`"]
    );
    posts.check(
        Code::BadFormat,
        "---\nslug: 文章-1\nepisode: 第12期\nmails: []\n---\n",
    );
    posts.check(Code::BadFormat, "---\nslug: ''\nepisode:\n---\n");
}

#[test]
fn values_are_held_against_their_range() {
    let mut posts = posts();
    let messages = posts.check(
        Code::OutOfRange,
        "---\nrating: «7»\nsummary: «一二三四五六七八九十，😀»\ndate: «1026-03-04»\ntags: «[]»\n---\n",
    );
    assert_eq!(
        messages,
        [
            "`rating` is at most 5, not 7",
            "`summary` has at most 10 characters, and this is 12 long",
            "`date` is at least 2010-01-01, not 1026-03-04",
            "`tags` has 0 items, and rubric.yaml asks for at least 1",
        ]
    );
    posts.check(
        Code::OutOfRange,
        "---\nrating: 4.5\nsummary: 二字\ndate: 2030-12-31T23:00:00+08:00\ntags: [a]\n---\n",
    );
    posts.check(Code::WrongType, "---\ntags: [a, b, «c»]\n---\n");
}

#[test]
fn a_deprecated_field_is_told_with_what_replaces_it() {
    let mut posts = posts();
    let messages = posts.check(
        Code::DeprecatedField,
        "---\n«keywords»: [a]\n«layout»: post\n---\n",
    );
    assert_eq!(
        messages,
        [
            "`keywords` is deprecated: write `tags` instead",
            "`layout` is deprecated: take it out",
        ]
    );
}

#[test]
fn a_field_is_required_only_when_its_condition_holds() {
    let mut posts = posts();
    posts.check(
        Code::MissingField,
        "«---»\ndraft: false\nstatus: 发布\n---\n",
    );
    posts.check(Code::MissingField, "«---»\nstatus: 发布\n---\n");
    posts.check(Code::MissingField, "---\ndraft: true\nstatus: 发布\n---\n");
    posts.check(Code::MissingField, "---\ndraft: false\nstatus: 草稿\n---\n");
    posts.check(Code::EmptyField, "---\nstatus: 发布\ncover: «''»\n---\n");
    posts.check(Code::EmptyField, "---\nstatus: 草稿\ncover: ''\n---\n");
}

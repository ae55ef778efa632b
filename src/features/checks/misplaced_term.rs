//! `misplaced-term`: a person among the tags, where the posts have people in a field of their own.

use super::Context;
use crate::corpus::{Thesaurus, VocabularyKind, is_marred, normalize};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::Kind;
use crate::schema::names::is_literal;
use crate::syntax::Node;

/// So many posts must have the term at home, and so many times as many as have it astray.
const MIN_POSTS: usize = 3;
const LEAD: usize = 3;

/// Fewer letters, or Chinese characters of which each counts for two, are no name.
const MIN_LETTERS: usize = 4;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let mut homes = None;
    for entry in ctx.entries() {
        let Some(tags) = tags(ctx, entry.name()) else {
            continue;
        };
        let homes = homes.get_or_insert_with(|| fields_of_people(ctx));
        for node in super::terms(entry) {
            acc.extend(homes.iter().find_map(|it| judge(node, &tags, it.0, &it.1)));
        }
    }
}

/// The spellings of a field of tags in all posts; `None` for another field, which the other rules' answer tells at less cost.
fn tags<'a>(ctx: &Context<'a>, field: &str) -> Option<Thesaurus<'a>> {
    let is_tags = ctx.thesaurus(field)?.vocabulary_kind == VocabularyKind::Tags;
    (is_tags && !is_literal(field))
        .then(|| ctx.snap.thesaurus(field))
        .flatten()
}

/// Lists of people, in the usual order of fields.
fn fields_of_people<'a>(ctx: &Context<'a>) -> Vec<(&'a str, Thesaurus<'a>)> {
    let fields = ctx.schema.order.iter();
    let lists = fields.filter(|it| {
        let field = ctx.schema.field(it);
        field.is_some_and(|it| it.kind == Kind::List) && !is_role(it)
    });
    let of_people = lists.filter(|it| {
        let variants = ctx.thesaurus(it);
        variants.is_some_and(|it| it.vocabulary_kind == VocabularyKind::People)
    });
    let known = of_people.filter_map(|it| Some((it.as_str(), ctx.snap.thesaurus(it)?)));
    known.collect()
}

/// Who is written about need not be who writes, hosts or speaks.
fn is_role(field: &str) -> bool {
    const ROLES: [&str; 11] = [
        "author",
        "writer",
        "editor",
        "translator",
        "host",
        "guest",
        "speaker",
        "作者",
        "译者",
        "主持",
        "嘉宾",
    ];
    let field = field.to_lowercase();
    ROLES.iter().any(|it| field.contains(it))
}

fn judge(
    node: &Node,
    tags: &Thesaurus<'_>,
    field: &str,
    home: &Thesaurus<'_>,
) -> Option<Diagnostic> {
    let text = node.text()?;
    let astray = tags.vocabulary.term(tags.vocabulary.get(text)?).posts.len();
    let first = home.vocabulary.term(*home.spellings(text).first()?);
    let form = normalize(text, home.vocabulary_kind);
    let same = form == normalize(&first.text, home.vocabulary_kind);
    let n_letters: usize = form
        .chars()
        .map(|it| if it.is_ascii() { 1 } else { 2 })
        .sum();
    let n_posts = first.posts.len();
    if !same
        || is_marred(&first.text)
        || n_letters < MIN_LETTERS
        || n_posts < MIN_POSTS
        || n_posts < astray * LEAD
    {
        return None;
    }
    let message = format!(
        "`{text}` is `{}`, which {n_posts} posts have in `{field}`: move it there",
        first.text
    );
    let finding = Diagnostic::new(Code::MisplacedTerm, node.range, message);
    Some(finding.suggest(Suggestion::MoveTo(field.into())))
}

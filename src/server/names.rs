//! The names by which a client asks for commands and for kinds of code actions: what is offered and what is done agree on them.

use tower_lsp::ls_types::CodeActionKind;

/// The command that works out an action and has the client apply it.
pub(super) const APPLY: &str = "rubric.apply";
pub(super) const FIX_ALL: &str = "source.fixAll.rubric";

pub(super) fn code_action_kinds() -> Vec<CodeActionKind> {
    vec![
        CodeActionKind::QUICKFIX,
        CodeActionKind::REFACTOR,
        CodeActionKind::new(FIX_ALL),
    ]
}

/// -> `[{ uri, name, posts, complete, fields: [{ name, terms, uses }] }]`, of every root.
pub(super) const VOCABULARY: &str = "rubric.vocabulary";
/// `{ at, field }` -> `[{ term, posts, variants: [{ term, posts }] }]`, the most used first.
pub(super) const TERMS: &str = "rubric.terms";
/// `{ at, field, term }` -> `[{ uri, range, title }]`, the latest post first.
pub(super) const POSTS: &str = "rubric.posts";
/// `{ at, field, old: [..], new }` -> a workspace edit that makes the terms one in all posts.
pub(super) const REWRITE: &str = "rubric.rewrite";
/// `{ at }` -> a workspace edit of all that is safe to fix, in all posts; null if there is nothing.
pub(super) const FIX_POSTS: &str = "rubric.fixPosts";
/// `{ code }` -> the code's page, in Markdown; `{}` -> `[{ code, summary }]`.
pub(super) const EXPLAIN: &str = "rubric.explain";

pub(super) fn commands() -> Vec<String> {
    let names = [APPLY, VOCABULARY, TERMS, POSTS, REWRITE, FIX_POSTS, EXPLAIN];
    names.map(str::to_owned).to_vec()
}

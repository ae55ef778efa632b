//! One term in several spellings, or under several names: they become one in all posts, or rubric.yaml declares which of them is meant.

use smol_str::SmolStr;

use super::{Action, Place, Recipe, Work, Worked, everywhere};
use crate::corpus::edit::{Names, Refusal, declare_names};
use crate::corpus::{Snapshot, SourceChange, Unavailable, is_marred};
use crate::features::cursor_target::{TargetKind, TermName, vocabulary_name};
use crate::features::fixes::Context;
use crate::features::prose;

pub(super) fn add(ctx: &Context<'_>, at: &Place, acc: &mut Vec<Action>) {
    let Some(TargetKind::Term(name) | TargetKind::Mention(name)) =
        at.target.as_ref().map(|it| &it.kind)
    else {
        return;
    };
    acc.extend(merge_names(ctx, name));
    let spellings = spellings(ctx.snap, name);
    if spellings.len() < 2 {
        return;
    }
    acc.extend(merge(ctx, name, &spellings, &spellings[0]));
    if is_marred(&name.text) {
        return;
    }
    if spellings[0] != name.text {
        acc.extend(merge(ctx, name, &spellings, &name.text));
    }
    acc.extend(canonical(ctx, name, &spellings));
}

/// The spellings of a term, the usual one first.
fn spellings(snap: &Snapshot, name: &TermName) -> Vec<SmolStr> {
    let Some(variants) = snap.thesaurus(&name.field) else {
        return Vec::new();
    };
    let ids = variants.spellings(&name.text).into_iter();
    ids.map(|it| variants.vocabulary.term(it).text.clone())
        .collect()
}

/// The other names of the term, declared or learned, that posts use.
fn merge_names(ctx: &Context<'_>, name: &TermName) -> Option<Action> {
    let aliases = ctx.snap.aliases_of(&name.field)?;
    let vocabulary = ctx.snap.vocabulary(&name.field)?;
    let meant = aliases.canonical(&name.text).map(|it| &it.text);
    let meant = meant.unwrap_or(&name.text);
    let names = aliases.of(meant).iter();
    let used: Vec<&str> = names
        .filter(|it| vocabulary.get(it).is_some())
        .map(SmolStr::as_str)
        .collect();
    let (n_posts, recipe) = rewrite(ctx, name, &used, meant);
    let posts = prose::posts(n_posts);
    let title = match &used[..] {
        [other] => format!("Merge `{other}`, another name of `{meant}`, in {posts}"),
        _ => {
            let n_names = used.len();
            format!("Merge {n_names} other names of `{meant}` in {posts}")
        }
    };
    (n_posts > 0).then(|| Action::refactor(title, Work::Later(recipe)))
}

/// How many posts it touches if these terms become one, and the work.
fn rewrite(ctx: &Context<'_>, name: &TermName, old: &[&str], into: &SmolStr) -> (usize, Recipe) {
    let n_posts = everywhere::n_posts(ctx.snap, &name.field, old, into);
    let recipe = Recipe::Rewrite {
        field: name.field.to_string(),
        old: old.iter().map(|it| (*it).to_owned()).collect(),
        new: into.to_string(),
    };
    (n_posts, recipe)
}

fn merge(
    ctx: &Context<'_>,
    name: &TermName,
    spellings: &[SmolStr],
    into: &SmolStr,
) -> Option<Action> {
    let old: Vec<&str> = others(spellings, into).map(SmolStr::as_str).collect();
    let (n_posts, recipe) = rewrite(ctx, name, &old, into);
    let posts = prose::posts(n_posts);
    let title = format!("Merge {} into `{into}` in {posts}", listed(&old));
    (n_posts > 0).then(|| Action::refactor(title, Work::Later(recipe)))
}

fn canonical(ctx: &Context<'_>, name: &TermName, spellings: &[SmolStr]) -> Option<Action> {
    let vocabulary = vocabulary_name(ctx.snap, &name.field);
    let declared = ctx.snap.config().vocabularies.get(vocabulary);
    let is_declared = declared.is_some_and(|it| {
        let known = it.aliases.iter().find(|it| it.0 == name.text);
        known.is_some_and(|it| others(spellings, &name.text).all(|other| it.1.contains(other)))
    });
    let recipe = Recipe::Declare {
        vocabulary: vocabulary.to_owned(),
        canonical: name.text.to_string(),
        others: others(spellings, &name.text)
            .map(ToString::to_string)
            .collect(),
    };
    let title = format!("Make `{}` the canonical form in rubric.yaml", name.text);
    (!is_declared).then(|| Action::refactor(title, Work::Later(recipe)))
}

fn others<'a>(spellings: &'a [SmolStr], form: &'a SmolStr) -> impl Iterator<Item = &'a SmolStr> {
    spellings.iter().filter(move |it| *it != form)
}

fn listed(terms: &[&str]) -> String {
    match terms {
        [a] => format!("`{a}`"),
        [a, b] => format!("`{a}` and `{b}`"),
        [a, rest @ ..] => format!("`{a}` and {} more spellings", rest.len()),
        [] => String::new(),
    }
}

/// The edit of rubric.yaml, which is made if there is none.
pub(super) fn declare(
    snap: &Snapshot,
    vocabulary: &str,
    canonical: &str,
    others: &[String],
) -> Result<Result<Worked, Refusal>, Unavailable> {
    let names = Names {
        vocabulary: vocabulary.into(),
        canonical: canonical.into(),
        others: others.iter().map(SmolStr::from).collect(),
    };
    let source = snap.config_source()?;
    let source = source.as_ref().map_or("", |it| it.as_str());
    Ok(declare_names(source, &names).map(|config| Worked {
        change: SourceChange {
            config,
            ..SourceChange::default()
        },
        ..Worked::default()
    }))
}

//! `workspace/executeCommand`: what editors' own commands, pickers and trees are made of. The editors know the protocol and
//! what their users see; what a term is, and what renaming one means, is known here only.
//!
//! Each command but `rubric.apply` takes one object and returns what was asked for; nothing is applied. `at` is the URI of
//! a root or of any post in it.

use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use super::super::names::{APPLY, EXPLAIN, FIX_POSTS, POSTS, REWRITE, TERMS, VOCABULARY};
use super::super::state::{State, View};
use super::super::to_proto;
use super::super::workers::on_worker;
use super::super::workspace_edit::{Note, Part, workspace_edit};
use super::code_action;
use super::read_root;
use super::rename::{left_out, request_failed, said, tell};
use crate::corpus::{FileId, SourceChange, Unavailable};
use crate::features::actions::{self, Recipe, Worked};
use crate::features::browse;
use crate::features::diagnostics::Code;

#[derive(Debug, Deserialize)]
struct At {
    at: Uri,
}

#[derive(Debug, Deserialize)]
struct InField {
    at: Uri,
    field: String,
}

#[derive(Debug, Deserialize)]
struct OfTerm {
    at: Uri,
    field: String,
    term: String,
}

#[derive(Debug, Deserialize)]
struct Rewriting {
    at: Uri,
    field: String,
    old: Vec<String>,
    new: String,
}

#[derive(Debug, Deserialize)]
struct About {
    code: Option<String>,
}

pub(in crate::server) async fn execute_command(
    state: &Arc<State>,
    params: ExecuteCommandParams,
) -> Result<Option<LSPAny>> {
    let argument = params.arguments.into_iter().next().unwrap_or_default();
    match params.command.as_str() {
        APPLY => code_action::apply(state, argument).await,
        VOCABULARY => vocabulary(state).await,
        TERMS => terms(state, read(argument)?).await,
        POSTS => posts(state, read(argument)?).await,
        REWRITE => rewrite(state, read(argument)?).await,
        FIX_POSTS => fix_posts(state, read(argument)?).await,
        EXPLAIN => explain(&read(argument)?),
        name => {
            let why = format!("there is no command `{name}`");
            Err(Error::invalid_params(why))
        }
    }
}

fn read<T: DeserializeOwned>(argument: LSPAny) -> Result<T> {
    serde_json::from_value(argument).map_err(|it| Error::invalid_params(it.to_string()))
}

fn written(value: impl Serialize) -> LSPAny {
    serde_json::to_value(value).expect("plain data is JSON")
}

/// A command about a root that is none of ours is a mistake that a person should see.
fn no_root<T>(found: Option<T>, at: &Uri) -> Result<T> {
    let why = || request_failed(format!("{} is in no folder of posts", at.as_str()));
    found.ok_or_else(why)
}

async fn vocabulary(state: &Arc<State>) -> Result<Option<LSPAny>> {
    let views = state.world().root_views();
    let of_root = |view: &View| {
        let name = view.snap.root().file_name().unwrap_or_default();
        json!({
            "uri": view.root_uri(),
            "name": name.to_string_lossy(),
            "posts": view.snap.n_files(),
            "complete": view.snap.complete(),
            "fields": browse::fields(&view.snap),
        })
    };
    let roots = on_worker(move |_| views.iter().map(of_root).collect::<Vec<_>>());
    Ok(Some(written(roots.await)))
}

async fn terms(state: &Arc<State>, asked: InField) -> Result<Option<LSPAny>> {
    let InField { at, field } = asked;
    let terms = read_root(state, &at, move |view| {
        Ok(Some(written(browse::terms(&view.snap, &field))))
    });
    no_root(terms.await?, &at).map(Some)
}

async fn posts(state: &Arc<State>, asked: OfTerm) -> Result<Option<LSPAny>> {
    let OfTerm { at, field, term } = asked;
    let posts = read_root(state, &at, move |view| {
        let encoding = view.capabilities.encoding;
        let posts = browse::posts(&view.snap, &field, &term, |file, parsed, places| {
            let range = places.first().copied().unwrap_or_default();
            let title = view.snap.summary(file).and_then(|it| it.text("title"));
            let uri = view.uri(file)?;
            Some(json!({
                "uri": uri,
                "range": to_proto::range(&parsed.text, range, encoding),
                "title": title.unwrap_or_else(|| view.snap.path(file).as_str()),
            }))
        })?;
        Ok(Some(written(
            posts.into_iter().flatten().collect::<Vec<_>>(),
        )))
    });
    no_root(posts.await?, &at).map(Some)
}

/// Where the new name is in use, terms become one, which no rename takes apart again: a person should look first.
async fn rewrite(state: &Arc<State>, asked: Rewriting) -> Result<Option<LSPAny>> {
    let at = asked.at.clone();
    let answer = read_root(state, &at, move |view| {
        let Rewriting {
            field, old, new, ..
        } = &asked;
        let recipe = Recipe::Rewrite {
            field: field.clone(),
            old: old.clone(),
            new: new.clone(),
        };
        let worked = match actions::work_out(&view.snap, FileId::default(), &recipe)? {
            Ok(worked) => worked,
            Err(refusal) => return Ok(Some(Err(refusal.to_string()))),
        };
        // As it is written.
        let new = new.trim();
        let vocabulary = view.snap.vocabulary(field);
        let merges = vocabulary.is_some_and(|it| it.get(new).is_some());
        let old = old.join(", ");
        if worked.change == SourceChange::default() {
            return Ok(Some(Err(format!("no post has {old} in `{field}`"))));
        }
        let label = format!("{old} becomes {new}");
        edit_of(view, &worked, label, merges).map(|it| Some(Ok(it)))
    });
    match no_root(answer.await.map_err(said)?, &at)? {
        Ok((edit, warning)) => {
            tell(state, warning);
            Ok(Some(written(edit)))
        }
        Err(why) => Err(request_failed(why)),
    }
}

async fn fix_posts(state: &Arc<State>, asked: At) -> Result<Option<LSPAny>> {
    let answer = read_root(state, &asked.at, move |view| {
        let worked = actions::fix_posts(&view.snap)?;
        let n_posts = worked.change.edits.len();
        let label = "Fix all that is safe to fix".to_owned();
        let edit = edit_of(view, &worked, label, true)?;
        Ok(Some((n_posts > 0).then_some(edit)))
    });
    let Some((edit, warning)) = no_root(answer.await.map_err(said)?, &asked.at)? else {
        return Ok(None);
    };
    tell(state, warning);
    Ok(Some(written(edit)))
}

/// The edit, and what a person should know of what it leaves out.
fn edit_of(
    view: &View,
    worked: &Worked,
    label: String,
    needs_confirmation: bool,
) -> std::result::Result<(WorkspaceEdit, Option<String>), Unavailable> {
    let note = Note {
        label,
        needs_confirmation,
    };
    let part = Part {
        change: &worked.change,
        note: Some(note),
    };
    let edit = workspace_edit(view, &[part])?;
    Ok((edit, left_out(view, &worked.refused, &worked.left)))
}

fn explain(asked: &About) -> Result<Option<LSPAny>> {
    let Some(name) = &asked.code else {
        let codes = Code::ALL.iter();
        let list = codes.map(|it| json!({ "code": it.name(), "summary": it.summary() }));
        return Ok(Some(list.collect()));
    };
    let code: Code = name.parse().map_err(request_failed)?;
    Ok(Some(code.page().into()))
}

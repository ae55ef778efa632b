//! `textDocument/codeAction` and `codeAction/resolve`.
//!
//! What touches many posts is worked out when it is chosen: by resolving the action, or by a command where a client cannot
//! resolve. A client that can do neither gets the edit at once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use super::super::names::{APPLY, FIX_ALL};
use super::super::state::{State, View};
use super::super::workspace_edit::{Note, Part, workspace_edit};
use super::super::{from_proto, to_proto};
use super::rename::{left_out, request_failed, said, tell};
use super::{read_exactly, read_slowly};
use crate::corpus::edit::Refusal;
use crate::corpus::{SourceChange, Unavailable};
use crate::features::actions::{self, Action, ActionKind, Recipe, Work};
use crate::text::Text;

/// What comes back when an action is chosen.
#[derive(Debug, Serialize, Deserialize)]
struct Chosen {
    uri: Uri,
    title: String,
    recipe: Recipe,
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::QuickFix => CodeActionKind::QUICKFIX,
        ActionKind::Refactor => CodeActionKind::REFACTOR,
        ActionKind::FixAll => CodeActionKind::new(FIX_ALL),
    }
}

/// The kinds that are asked for: `source` means `source.fixAll.rubric` too. Silence means all.
fn wanted(only: Option<&[CodeActionKind]>) -> Vec<ActionKind> {
    let all = [
        ActionKind::QuickFix,
        ActionKind::Refactor,
        ActionKind::FixAll,
    ];
    let is_in = |it: ActionKind, asked: &CodeActionKind| {
        let (name, asked) = (kind(it), asked.as_str());
        let rest = name.as_str().strip_prefix(asked);
        asked.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
    };
    let is_wanted =
        |it: &ActionKind| only.is_none_or(|only| only.iter().any(|asked| is_in(*it, asked)));
    all.into_iter().filter(is_wanted).collect()
}

pub(in crate::server) async fn code_action(
    state: &Arc<State>,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let CodeActionParams {
        text_document,
        range,
        context,
        ..
    } = params;
    let uri = text_document.uri.clone();
    read_slowly(state, &text_document.uri, move |view| {
        let parsed = view.snap.parsed(view.file)?;
        let range = from_proto::range(&parsed.text, range, view.capabilities.encoding);
        let kinds = wanted(context.only.as_deref());
        let found = actions::actions(&view.snap, view.file, range, &kinds)?;
        let mut response = Vec::new();
        for action in found {
            let Some(diagnostics) = fixed(view, &parsed.text, &action, &context.diagnostics) else {
                continue;
            };
            response.extend(code_action_of(view, &uri, action, diagnostics)?);
        }
        Ok(Some(response))
    })
    .await
}

/// The client's own diagnostics that the action fixes; ours where the client sends none of them. `None` if the client asks
/// about others.
fn fixed(
    view: &View,
    text: &Text,
    action: &Action,
    asked: &[Diagnostic],
) -> Option<Option<Vec<Diagnostic>>> {
    let Some(finding) = &action.fixes else {
        return Some(None);
    };
    let ours = to_proto::diagnostic(view, text, finding);
    let mut of_us = asked
        .iter()
        .filter(|it| it.source.as_deref() == Some("rubric"))
        .peekable();
    if of_us.peek().is_none() {
        return Some(Some(vec![ours]));
    }
    let same = of_us.find(|it| it.code == ours.code && it.range == ours.range)?;
    Some(Some(vec![same.clone()]))
}

fn code_action_of(
    view: &View,
    uri: &Uri,
    action: Action,
    diagnostics: Option<Vec<Diagnostic>>,
) -> std::result::Result<Option<CodeActionOrCommand>, Unavailable> {
    let capabilities = &view.capabilities;
    let mut it = CodeAction {
        title: action.title.clone(),
        kind: Some(kind(action.kind)),
        diagnostics,
        is_preferred: action.preferred.then_some(true),
        ..CodeAction::default()
    };
    match action.work {
        Work::Done(change) => it.edit = Some(workspace_edit(view, &[Part::plain(&change)])?),
        Work::Later(recipe) => {
            let chosen = Chosen {
                uri: uri.clone(),
                title: action.title,
                recipe,
            };
            if capabilities.resolves_actions() {
                it.data = serde_json::to_value(chosen).ok();
            } else if capabilities.applies_edits() {
                it.command = Some(command(&chosen));
            } else {
                match edit(view, &chosen)? {
                    Ok((edit, _)) => it.edit = Some(edit),
                    Err(_) => return Ok(None),
                }
            }
        }
    }
    Ok(match (capabilities.action_literals(), it.command) {
        (false, Some(command)) => Some(CodeActionOrCommand::Command(command)),
        // An edit cannot be said by a command alone.
        (false, None) => None,
        (true, command) => Some(CodeActionOrCommand::CodeAction(CodeAction {
            command,
            ..it
        })),
    })
}

fn command(chosen: &Chosen) -> Command {
    Command {
        title: chosen.title.clone(),
        command: APPLY.to_owned(),
        arguments: serde_json::to_value(chosen).ok().map(|it| vec![it]),
    }
}

type Edit = std::result::Result<(WorkspaceEdit, Option<String>), Refusal>;

/// The edit, and what a person should know of it.
fn edit(view: &View, chosen: &Chosen) -> std::result::Result<Edit, Unavailable> {
    let worked = match actions::work_out(&view.snap, view.file, &chosen.recipe)? {
        Ok(worked) => worked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if worked.change == SourceChange::default() {
        return Ok(Err(Refusal::new("there is nothing left to change")));
    }
    let is_new_config = !worked.change.config.is_empty() && view.snap.config_text().is_none();
    if is_new_config && !view.capabilities.creates_files() {
        let why = "there is no rubric.yaml, and the editor cannot make one: run `rubric init`";
        return Ok(Err(Refusal::new(why)));
    }
    let many = worked.change.edits.len() > 1;
    let note = many.then(|| Note {
        label: chosen.title.clone(),
        needs_confirmation: true,
    });
    let part = Part {
        change: &worked.change,
        note,
    };
    let edit = workspace_edit(view, &[part])?;
    Ok(Ok((edit, left_out(view, &worked.refused, &worked.left))))
}

/// Works out what was chosen; what is left out is told beside it.
async fn work_out(state: &Arc<State>, chosen: Chosen) -> Result<WorkspaceEdit> {
    let uri = chosen.uri.clone();
    let answer = read_exactly(state, &uri, move |view| edit(view, &chosen).map(Some));
    match answer.await.map_err(said)? {
        Some(Ok((edit, left_out))) => {
            tell(state, left_out);
            Ok(edit)
        }
        Some(Err(refusal)) => Err(request_failed(refusal.to_string())),
        None => Err(request_failed("the post is gone".to_owned())),
    }
}

pub(in crate::server) async fn resolve(
    state: &Arc<State>,
    mut action: CodeAction,
) -> Result<CodeAction> {
    let Some(data) = action.data.clone() else {
        return Ok(action);
    };
    let chosen =
        serde_json::from_value(data).map_err(|it| Error::invalid_params(it.to_string()))?;
    action.edit = Some(work_out(state, chosen).await?);
    Ok(action)
}

/// Does what an action without an edit of its own stands for. The client is asked to apply the edit; its answer is not awaited.
pub(super) async fn apply(state: &Arc<State>, argument: LSPAny) -> Result<Option<LSPAny>> {
    let chosen =
        serde_json::from_value(argument).map_err(|it| Error::invalid_params(it.to_string()))?;
    let edit = work_out(state, chosen).await?;
    let client = state.client.clone();
    tokio::spawn(async move {
        match client.apply_edit(edit).await {
            Ok(answer) if answer.applied => {}
            Ok(answer) => tracing::warn!("an edit was not applied: {:?}", answer.failure_reason),
            Err(error) => tracing::warn!("an edit was not applied: {error}"),
        }
    });
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_asked_for_by_the_beginning_of_its_name() {
        let asked = |kinds: &[&'static str]| {
            let kinds: Vec<_> = kinds.iter().map(|it| CodeActionKind::new(it)).collect();
            wanted(Some(&kinds))
        };
        assert_eq!(wanted(None).len(), 3);
        assert_eq!(asked(&["source"]), [ActionKind::FixAll]);
        assert_eq!(asked(&["source.fixAll"]), [ActionKind::FixAll]);
        assert_eq!(asked(&["source.fixAll.rubric"]), [ActionKind::FixAll]);
        assert_eq!(asked(&["source.fixAll.other"]), []);
        assert_eq!(asked(&["source.fixAllRight"]), []);
        assert_eq!(
            asked(&["quickfix", "refactor.rewrite"]),
            [ActionKind::QuickFix]
        );
        assert_eq!(asked(&[""]).len(), 3);
    }
}

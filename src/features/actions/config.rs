//! Quick fixes in rubric.yaml: a word that was nearly right becomes what was meant.

use super::{Action, ActionKind, Work};
use crate::corpus::{Snapshot, SourceChange};
use crate::features::diagnostics::{Diagnostic, Suggestion, config_diagnostics};
use crate::schema::Config;
use crate::text::{TextEdit, TextRange};

pub(super) fn add(snap: &Snapshot, source: &str, range: TextRange, acc: &mut Vec<Action>) {
    let findings = config_diagnostics(snap);
    let touched = findings
        .iter()
        .filter(|it| it.range.intersect(range).is_some());
    acc.extend(touched.filter_map(|it| fix(source, it)));
}

/// The words that we suggest are our own: as they stand in the parser's tables, they are what it reads.
fn fix(source: &str, finding: &Diagnostic) -> Option<Action> {
    let Some(Suggestion::Text(meant)) = &finding.suggestion else {
        return None;
    };
    let edit = TextEdit::replace(finding.range, meant.to_string());
    if !is_better(source, &edit) {
        return None;
    }
    let change = SourceChange {
        config: vec![edit],
        ..SourceChange::default()
    };
    Some(Action {
        kind: ActionKind::QuickFix,
        title: format!("Write `{meant}`"),
        preferred: true,
        fixes: Some(finding.clone()),
        work: Work::Done(change),
    })
}

/// No edit leaves that the independent parser refuses, or that makes another mistake.
fn is_better(source: &str, edit: &TextEdit) -> bool {
    let mut fixed = source.to_owned();
    let range = usize::from(edit.range.start())..usize::from(edit.range.end());
    fixed.replace_range(range, &edit.new_text);
    let is_yaml = |it: &str| serde_yaml::from_str::<serde_yaml::Value>(it).is_ok();
    (is_yaml(&fixed) || !is_yaml(source))
        && Config::parse(&fixed).errors.len() <= Config::parse(source).errors.len()
}

//! `invalid-config`: what is wrong with rubric.yaml itself.

use crate::corpus::Snapshot;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::text::TextRange;

pub(in crate::features) fn check(snap: &Snapshot, acc: &mut Diagnostics<'_>) {
    let config = snap.config();
    for error in &config.errors {
        let finding = Diagnostic::new(Code::InvalidConfig, error.range, &*error.message);
        acc.push(match error.meant {
            Some(meant) => finding.suggest(Suggestion::Text(meant.into())),
            None => finding,
        });
    }
    for (name, range) in &config.rule_names {
        acc.extend(rule(name, *range));
    }
}

/// A rule that there is not would be switched off in vain.
fn rule(name: &str, range: TextRange) -> Option<Diagnostic> {
    if name.parse::<Code>().is_ok() {
        return None;
    }
    let distance = |it: &&Code| strsim::osa_distance(it.name(), name);
    let nearest = Code::ALL.iter().min_by_key(distance)?;
    let finding = |message: String| Diagnostic::new(Code::InvalidConfig, range, message);
    Some(if distance(&nearest) <= 3 {
        finding(format!(
            "there is no code `{name}`: did you mean `{nearest}`?"
        ))
        .suggest(Suggestion::Text(nearest.name().into()))
    } else {
        finding(format!(
            "there is no code `{name}`: `rubric explain` lists those that there are"
        ))
    })
}

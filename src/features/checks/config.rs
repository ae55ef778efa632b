//! `invalid-config`: what is wrong with rubric.yaml itself.

use crate::corpus::Snapshot;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};

pub(in crate::features) fn check(snap: &Snapshot, acc: &mut Diagnostics<'_>) {
    let config = snap.config();
    for error in &config.errors {
        let finding = Diagnostic::new(Code::InvalidConfig, error.range, &*error.message);
        acc.push(match error.meant {
            Some(meant) => finding.suggest(Suggestion::Text(meant.into())),
            None => finding,
        });
    }
}

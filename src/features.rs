//! What Rubric does for an author: one pure function of a snapshot and a position for each feature.
//! No feature knows the protocol or the terminal.

pub mod actions;
pub mod browse;
mod checks;
pub mod completion;
pub mod config;
pub mod cursor_target;
pub mod definition;
pub mod diagnostics;
mod finding;
pub mod fixes;
pub mod folding;
pub mod highlight;
pub mod hints;
pub mod hover;
pub mod lens;
pub mod links;
pub mod prose;
pub mod references;
mod related;
pub mod rename;
pub mod save;
pub mod selection;
mod silence;
pub mod stats;
pub mod symbols;
pub mod terms;
pub mod workspace_symbols;

use crate::corpus::{CONFIG, FilePosition, Snapshot, Unavailable};
use completion::{CompletionList, Options};
use hover::Hover;

/// What can be written at the position, in a post or in rubric.yaml; `None` where nothing can.
pub fn completion(
    snap: &Snapshot,
    position: FilePosition,
    options: Options,
) -> Option<CompletionList> {
    if snap.path(position.file).as_str() != CONFIG {
        return completion::completion(snap, position, options);
    }
    let config = snap.parsed(position.file).ok()?;
    config::completion(snap, config.text.as_str(), position.offset, options.limit)
}

/// What is known of what stands at the position, in a post or in rubric.yaml; `None` where there is nothing to say.
///
/// # Errors
/// The file cannot be read now.
pub fn hover(snap: &Snapshot, position: FilePosition) -> Result<Option<Hover>, Unavailable> {
    if snap.path(position.file).as_str() != CONFIG {
        return hover::hover(snap, position);
    }
    let config = snap.parsed(position.file)?;
    let source = config.text.as_str();
    Ok(config::hover(snap, position.file, source, position.offset))
}

//! What Rubric does for an author: one pure function of a snapshot and a position for each feature.
//! No feature knows the protocol or the terminal.

pub mod actions;
pub mod browse;
mod checks;
pub mod completion;
pub mod config;
pub mod definition;
pub mod diagnostics;
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
pub mod selection;
mod silence;
pub mod stats;
pub mod symbols;
pub mod target;
pub mod terms;
pub mod workspace_symbols;

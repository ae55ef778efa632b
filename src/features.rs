//! What Rubric does for an author: one pure function of a snapshot and a position for each feature.
//! No feature knows the protocol or the terminal.

mod checks;
pub mod completion;
pub mod diagnostics;
pub mod rename;
pub mod stats;
pub mod symbols;

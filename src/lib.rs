//! Rubric: a language server for content repositories.

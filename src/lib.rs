//! Rubric: a language server for content repositories.
//!
//! Layers, each importing only from those before it:
//! [`text`] -> [`syntax`] -> [`schema`] -> [`corpus`] -> [`features`] -> { [`server`], [`cli`] }.

pub mod cli;
pub mod corpus;
pub mod features;
pub mod schema;
pub mod server;
pub mod syntax;
pub mod text;

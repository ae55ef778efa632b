//! One binary for all tests of the public API: one module a file, so that the suite links once.

mod actions;
mod completion;
mod config;
mod corpus;
mod corpus_laws;
mod fixes;
mod fixture;
mod front_matter;
mod front_matter_laws;
mod generator;
mod hover;
mod infer;
mod laws;
mod loader;
mod lsp;
mod lsp_client;
mod markdown;
mod navigation;
mod rename;
mod rename_cursor;
mod text;
mod tidy;
mod uri;
mod yaml_laws;
mod yaml_text;

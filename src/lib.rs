//! Rubric: a language server for content repositories, and the same work from a terminal.
//!
//! A *content repository* is thousands of Markdown posts whose YAML front matter is the database of a static site.
//! Rubric learns the vocabulary from the posts, completes it, checks it, renames it across the corpus, and outlines bodies.
//!
//! # The map
//!
//! Layers, in reading order; each imports only from those before it (a test holds this):
//!
//! - [`text`]: a document as a rope and a contiguous copy; offsets to positions and back; lines; edits; sets of characters.
//! - [`syntax`]: `parse(&str) -> Document`, which never fails: front matter as entries of nodes with byte ranges, broken
//!   ones included; headings, links, definitions, code blocks of the body; how a scalar is quoted for writing.
//! - [`schema`]: what a field should be (kind, closed set, required ...), and `rubric.yaml`, which can say so.
//! - [`site`]: what the site's generator does: where pages and files are, and which addresses it gives them. It is handed
//!   what was found, and does no I/O.
//! - [`corpus`]: the posts of one root. A `Host`, which one writer mutates, gives out `Snapshot`s. The loader reads heads
//!   first, bodies after; a `Summary` holds the position-free facts of a file; vocabularies know who uses each term;
//!   `infer` learns the schema; `thesaurus` says which term a text means; `edit` makes minimal edits and verifies them.
//! - [`features`]: one pure function of a snapshot and a position for each thing that Rubric does for an author.
//! - [`server`]: the language server. The only layer that knows LSP: it translates, calls a feature, and translates back.
//! - [`cli`]: the commands. `server` and `cli` never see each other; `main` starts one or the other.
//!
//! # The invariants
//!
//! 1. No LSP type outside `server`; a feature knows neither the protocol nor the terminal.
//! 2. Offsets are `TextSize`, in bytes; only `text::position` knows UTF-8, UTF-16 and UTF-32 columns.
//! 3. Parsing cannot fail. A front matter that `serde_yaml` accepts has exactly its values, whichever way it was read, unless
//!    its aliases stand for more than 10,000 nodes: then nobody puts them in.
//! 4. Typing prose never touches the index: an unchanged summary ends the work.
//! 5. Closed files are not kept as text; a feature that needs ranges in one reads it again and checks its stamp.
//! 6. An open buffer wins over the disk until it is closed.
//! 7. Every edit is minimal, and verified by an independent parser before it leaves.
//! 8. One writer; handlers finish their mutation, or take their snapshot, before their first `.await`.
//! 9. A panic costs one request.
//! 10. Content files are read by the loader and written by `cli::apply` alone, atomically.
//! 11. A term under the cursor is no term yet.
//! 12. Everything that is read, scanned or kept has a bound.
//! 13. A post is a stranger's text: it is escaped wherever it is shown.

pub mod cli;
pub mod corpus;
pub mod features;
pub mod schema;
pub mod server;
pub mod site;
pub mod syntax;
pub mod text;

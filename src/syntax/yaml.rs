//! Reading YAML into the tree, and quoting scalars for writing.
//! It knows nothing of front matter, fields or posts.

mod library;
mod quote;
mod resolve;

pub(crate) use library::{
    Anchors, Fault, FaultKind, first_unprintable, is_bounded, may_alias, read,
};
pub use quote::{ScalarContext, write_inside_quotes, write_scalar, write_untyped};
pub use resolve::is_null;
pub(crate) use resolve::plain_node;

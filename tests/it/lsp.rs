//! The server as an editor sees it: the real binary, over stdio.

mod lifecycle;
mod robustness;
mod sync;

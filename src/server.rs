//! The language server: translates the protocol to features and back. The only layer that knows LSP.

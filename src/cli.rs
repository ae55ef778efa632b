//! The command line: `check`, `stats`, `explain`, and the start of the server.

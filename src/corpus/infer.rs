//! What the posts teach of their fields, each judgement with its evidence.

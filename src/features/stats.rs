//! Figures of the corpus: fields, kinds, coverage, new-term rate.

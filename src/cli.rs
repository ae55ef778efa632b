//! Placeholder of the layer `cli`.

//! Placeholder of the layer `corpus`.

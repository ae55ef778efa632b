//! Placeholder of the layer `features`.

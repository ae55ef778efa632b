//! Placeholder of the layer `server`.

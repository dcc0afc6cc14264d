//! Targets: what must hold at the end of a run.

/// An expression over report names, such as `delivery.p99 < 10m`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As written.
    pub text: String,
}

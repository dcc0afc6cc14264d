//! Targets: what must hold at the end of a run.

/// An expression over report names, such as `delivery.p99 < 10m`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As written.
    pub text: String,
}

impl Target {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it and what is allowed.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Err("is empty; allowed: a comparison such as delivery.p99 < 10m".to_owned());
        }
        Ok(Self {
            text: text.to_owned(),
        })
    }
}

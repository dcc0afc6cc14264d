//! The two older formats.

use super::document::{Document, Node};
use super::problem::Problem;

pub(crate) fn is_dot_env(_text: &str) -> bool {
    false
}
pub(crate) fn is_config_yaml(_root: &Node) -> bool {
    false
}
pub(crate) fn from_dot_env(_text: &str) -> Result<Document, Vec<Problem>> {
    Ok(Document::default())
}
pub(crate) fn from_config_yaml(document: Document) -> Result<Document, Vec<Problem>> {
    Ok(document)
}

//! A document back to text: what it says and nothing else, right or wrong.

use serde_json::Value;

use super::yaml;
use crate::scenario::document::{Content, Document, Node};

impl Document {
    /// The document in YAML, without comments and without defaults.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        yaml::text(&value(&self.root))
    }

    /// What stands at a path, on one line: a text or a number as it was written, what has parts in brackets.
    #[must_use]
    pub fn in_one_line(&self, path: &str) -> Option<String> {
        let node = self.find(path).filter(|node| !node.is_null())?;
        Some(match node.text() {
            Some(text) => text.to_owned(),
            None => self.to_yaml_of(path)?,
        })
    }

    /// What stands at a path as YAML on one line, in quotes where it needs them.
    #[must_use]
    pub fn to_yaml_of(&self, path: &str) -> Option<String> {
        let mut out = String::new();
        let key = path.rsplit('.').next().unwrap_or_default();
        yaml::flow(&mut out, key, &value(self.find(path)?));
        Some(out)
    }
}

fn value(node: &Node) -> Value {
    match &node.content {
        // without quotes it is nothing, or the jitter of that name: both are written as they were
        Content::Scalar { text, quoted: false } if &**text == "none" => Value::Null,
        Content::Scalar { .. } => node
            .text()
            .map_or(Value::Null, |text| Value::String(text.to_owned())),
        Content::List(items) => items.iter().map(value).collect(),
        Content::Mapping(members) => members
            .iter()
            .map(|member| (member.key.to_string(), value(&member.value)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn a_changed_document_says_the_same_as_its_text() {
        let mut document = Document::parse(
            "name: \"a: b\"\nproducer: {messages: 7, arrivals: {steps: [{at: 0s, rate: 3/s}]}}\n\
             senders:\n  - {name: x, count: 2}\nbroker: {capacity: none}\n",
        )
        .expect("readable");
        document.set("senders[0].count", "5", "test").expect("a path");
        document
            .append("timeline", "{at: 1.5s, crash: {sender: x/1}}", "test")
            .expect("a path");
        let again = Scenario::from_text(&document.to_yaml());
        assert!(again.is_ok(), "{again:?}");
        assert_eq!(again, Scenario::from_document(&document));
    }

    #[test]
    fn what_has_parts_is_shown_in_brackets() {
        let text = "warm_up:\n  messages: 500 # some\nname: \"x: y\"\nbroker: {capacity: none}\n";
        let document = Document::parse(text).expect("readable");
        let shown = |path| document.in_one_line(path);
        assert_eq!(shown("warm_up").as_deref(), Some("{messages: 500}"));
        assert_eq!(shown("name").as_deref(), Some("x: y"), "as it was written");
        assert_eq!(shown("broker").as_deref(), Some("{capacity: none}"));
        assert_eq!(shown("senders"), None);
    }

    #[test]
    fn what_is_wrong_stays_as_it_was_written() {
        let mut document = Document::default();
        document
            .set("producer.messages", "many: of {them", "test")
            .expect("a path");
        let again = Document::parse(&document.to_yaml()).expect("readable");
        assert_eq!(again.value("producer.messages"), Some("many: of {them"));
    }
}

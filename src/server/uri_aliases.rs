//! URIs as the client spells them. Some clients leave raw what may not stand in a URI (`[1].md`, Chinese): within the server
//! they are URIs, and on their way out they are again what the client sent, or it would not know its own documents.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

/// So many documents are remembered, closed ones too: findings are taken back after a document was closed. Each costs a search
/// in every message.
const MAX_SPELLINGS: usize = 256;

/// Shared by what reads and what writes.
#[derive(Clone, Debug, Default)]
pub(super) struct Spellings {
    /// As JSON strings: ours, and the client's.
    known: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Spellings {
    /// Takes note of a URI that had to be fixed.
    pub(super) fn add(&self, fixed: &str, original: &str) {
        let [fixed, original] = [fixed, original].map(|it| serde_json::Value::from(it).to_string());
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_SPELLINGS && !known.contains_key(&fixed) {
            known.pop_first();
        }
        known.insert(fixed, original);
    }

    /// The same message with the client's spellings.
    pub(super) fn restored(&self, mut message: Vec<u8>) -> Vec<u8> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (fixed, original) in known.iter() {
            if memmem::find(&message, fixed.as_bytes()).is_some() {
                message = replaced(&message, fixed, original);
            }
        }
        message
    }
}

fn replaced(message: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(message.len());
    let mut taken = 0;
    for at in memmem::find_iter(message, old.as_bytes()) {
        replaced.extend_from_slice(&message[taken..at]);
        replaced.extend_from_slice(new.as_bytes());
        taken = at + old.len();
    }
    replaced.extend_from_slice(&message[taken..]);
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_strings_are_spelled_back_and_nothing_else() {
        let spellings = Spellings::default();
        spellings.add("file:///%5B1%5D.md", "file:///[1].md");
        let message = r#"{"uri":"file:///%5B1%5D.md","changes":{"file:///%5B1%5D.md":["file:///%5B1%5D.md#L2"]}}"#;
        let expected =
            r#"{"uri":"file:///[1].md","changes":{"file:///[1].md":["file:///%5B1%5D.md#L2"]}}"#;
        let restored = spellings.restored(message.as_bytes().to_vec());
        assert_eq!(String::from_utf8_lossy(&restored), expected);
    }
}

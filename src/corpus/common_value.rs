//! The scalar that most posts of a folder have in a field: `draft: false`. To find one all posts are looked at, so it is kept as long
//! as nothing changes; for an editor that waits, a little longer.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::Snapshot;
use super::path::FileId;
use super::summary::Value;
use crate::schema::Evidence;

#[derive(Clone, Debug, PartialEq)]
pub struct CommonValue {
    pub text: SmolStr,
    /// Whether it stands in quotes, needed or not.
    pub quoted: bool,
    /// Of the posts that have the field.
    pub evidence: Evidence,
}

#[derive(Debug, Default)]
struct Kept(Mutex<FxHashMap<Key, Counted>>);

/// Of which generation it is.
type Counted = (u64, Option<Arc<CommonValue>>);

/// A folder's path and a field.
type Key = (SmolStr, SmolStr);

impl Snapshot {
    /// Of the posts that share the schema of this one.
    pub fn common_value(&self, file: FileId, field: &str) -> Option<Arc<CommonValue>> {
        let key = (
            self.state.schemas.folder_of(self.path(file)).into(),
            field.into(),
        );
        let kept = self.kept::<Kept>();
        let lock = || kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&key).cloned();
        match known {
            Some((of, value)) if of == self.state.generation || self.takes_older() => value,
            _ => {
                let value = self.count_values(file, field).map(Arc::new);
                let mut kept = lock();
                kept.retain(|_, it| it.0 == self.state.generation);
                kept.insert(key, (self.state.generation, value.clone()));
                value
            }
        }
    }

    fn count_values(&self, file: FileId, field: &str) -> Option<CommonValue> {
        let mut uses: FxHashMap<(&SmolStr, bool), u32> = FxHashMap::default();
        let mut n_posts = 0;
        let schema = self.schema(file);
        for (other, summary) in self.files() {
            if !std::ptr::eq(self.schema(other), schema) {
                continue;
            }
            if let Some((_, value, style)) = summary.fields.styled().rfind(|it| it.0 == field) {
                n_posts += 1;
                if let Value::Scalar(text) = value {
                    *uses.entry((text, style.quoted)).or_default() += 1;
                }
            }
        }
        let ((text, quoted), agreeing) = uses.into_iter().max_by_key(|it| (it.1, it.0))?;
        Some(CommonValue {
            text: text.clone(),
            quoted,
            evidence: Evidence {
                agreeing,
                of: n_posts,
                declared: false,
            },
        })
    }
}

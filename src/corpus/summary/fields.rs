//! The fields of one post: names in the order of the source, which most posts of a folder share, and values.
//! It does not know what a field means.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{Value, ValueStyle};

/// A copy costs two reference counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Written>", into = "Vec<Written>")]
pub struct Fields {
    /// The last of duplicates counts.
    names: Arc<[SmolStr]>,
    /// As many as there are names.
    values: Arc<[(Value, ValueStyle)]>,
}

/// A field as programs write it for one another.
type Written = (SmolStr, Value, ValueStyle);

impl From<Vec<Written>> for Fields {
    fn from(written: Vec<Written>) -> Fields {
        let (names, values): (Vec<_>, Vec<_>) = written
            .into_iter()
            .map(|(name, value, style)| (name, (value, style)))
            .unzip();
        Fields::new(names.into(), values.into())
    }
}

impl From<Fields> for Vec<Written> {
    fn from(fields: Fields) -> Vec<Written> {
        let fields = fields.styled();
        fields
            .map(|(name, value, style)| (name.clone(), value.clone(), style))
            .collect()
    }
}

impl Fields {
    pub(crate) fn new(names: Arc<[SmolStr]>, values: Arc<[(Value, ValueStyle)]>) -> Fields {
        debug_assert_eq!(names.len(), values.len());
        Fields { names, values }
    }

    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// In the order of the source, duplicates included.
    pub fn iter(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&SmolStr, &Value)> + ExactSizeIterator + Clone {
        self.styled().map(|(name, value, _)| (name, value))
    }

    /// The same, with how each value is written.
    pub fn styled(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&SmolStr, &Value, ValueStyle)> + ExactSizeIterator + Clone
    {
        let values = self.values.iter();
        self.names
            .iter()
            .zip(values)
            .map(|(name, (value, style))| (name, value, *style))
    }

    /// The value that counts.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter()
            .rfind(|(it, _)| *it == name)
            .map(|(_, value)| value)
    }

    /// The same, with equal names of which there is a copy already.
    pub(crate) fn with_names(&self, names: Arc<[SmolStr]>) -> Fields {
        Fields::new(names, self.values.clone())
    }

    pub(crate) fn names(&self) -> &Arc<[SmolStr]> {
        &self.names
    }

    /// Whether both are the same memory. Equal ones need not be.
    pub(crate) fn is_shared(&self, other: &Fields) -> bool {
        Arc::ptr_eq(&self.values, &other.values) && Arc::ptr_eq(&self.names, &other.names)
    }
}

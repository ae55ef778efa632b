//! What is counted of the fields of one folder's posts. Counts add up and can be taken back, so that the schema is the same
//! whether a post was there from the start or came, changed and went. No judgement here.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};
use smol_str::SmolStr;

use crate::corpus::summary::{Summary, Value, ValueStyle};
use crate::schema::naming::Joints;
use crate::schema::shape::{DateForm, Shape};
use crate::schema::{Naming, Outline, Quote};

/// Of one folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counts {
    /// With front matter.
    pub(super) n_posts: i32,
    pub(super) n_without_front_matter: i32,
    pub(super) fields: FxHashMap<SmolStr, FieldCounts>,
    /// Sequences of keys by their hashes, and how many posts have each.
    pub(super) orders: FxHashMap<u64, (Arc<[SmolStr]>, i32)>,
    pub(super) outline: Outline,
}

/// Of one field in one folder. Counts are of posts unless they say otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct FieldCounts {
    pub(super) present: i32,
    /// Null, `''` or `[]`.
    pub(super) empty: i32,
    pub(super) empty_list: i32,
    pub(super) list: i32,
    pub(super) other: i32,
    pub(super) bool: i32,
    pub(super) number: i32,
    pub(super) date: i32,
    pub(super) url: i32,
    pub(super) prose: i32,
    pub(super) word: i32,
    /// Characters of all words.
    pub(super) word_chars: i32,
    /// Values, or first items, whose quotes are the author's choice: plain, single, double.
    pub(super) quotes: [i32; 3],
    /// Lists by the spaces before their dash; the last is for seven or more.
    pub(super) indents: [i32; 8],
    /// Lists in brackets that have items.
    pub(super) flow: i32,
    pub(super) date_forms: FxHashMap<DateForm, i32>,
    /// Items with a letter of the Latin alphabet, by the naming that they follow. One that follows several counts for each.
    pub(super) namings: [i32; Naming::ALL.len()],
    pub(super) latin: i32,
}

impl Counts {
    /// `sign` is 1 for a post that comes, -1 for one that goes.
    pub(super) fn count(&mut self, summary: &Summary, sign: i32) {
        if summary.template {
            return;
        }
        if !summary.has_front_matter {
            self.n_without_front_matter += sign;
            return;
        }
        self.n_posts += sign;
        let mut later = Names {
            bits: 0,
            seen: Vec::with_capacity(summary.fields.len()),
        };
        // Of duplicates the last one counts.
        for ((name, value), style) in summary.fields.iter().zip(summary.styles.iter()).rev() {
            if !later.insert(name) {
                continue;
            }
            let counts = entry(&mut self.fields, name);
            counts.present += sign;
            counts.count(value, *style, sign);
            if counts.present == 0 {
                self.fields.remove(name);
            }
        }
        self.count_order(summary, sign);
    }

    fn count_order(&mut self, summary: &Summary, sign: i32) {
        let names = summary.fields.iter().map(|it| &it.0);
        let mut hasher = FxHasher::default();
        names.clone().for_each(|it| it.hash(&mut hasher));
        let order = self.orders.entry(hasher.finish());
        let order = order.or_insert_with(|| (names.cloned().collect(), 0));
        order.1 += sign;
        if order.1 == 0 {
            self.orders.remove(&hasher.finish());
        }
    }

    /// Takes in what another thread has counted.
    pub(super) fn merge(&mut self, other: &Counts) {
        self.n_posts += other.n_posts;
        self.n_without_front_matter += other.n_without_front_matter;
        self.outline.merge(&other.outline);
        for (name, counts) in &other.fields {
            entry(&mut self.fields, name).merge(counts);
        }
        for (hash, (order, count)) in &other.orders {
            let mine = self.orders.entry(*hash);
            mine.or_insert_with(|| (order.clone(), 0)).1 += count;
        }
    }
}

/// Names that were seen, by one bit each: only where two share a bit are they compared.
struct Names<'a> {
    bits: u64,
    seen: Vec<&'a SmolStr>,
}

impl<'a> Names<'a> {
    fn insert(&mut self, name: &'a SmolStr) -> bool {
        let text = name.as_bytes();
        let ends = text.first().zip(text.last());
        let bit = ends.map_or(0, |(first, last)| {
            usize::from(*first) * 7 + usize::from(*last) + text.len()
        });
        let bit = 1 << (bit % 64);
        if self.bits & bit != 0 && self.seen.contains(&name) {
            return false;
        }
        self.bits |= bit;
        self.seen.push(name);
        true
    }
}

fn entry<'a>(
    fields: &'a mut FxHashMap<SmolStr, FieldCounts>,
    name: &SmolStr,
) -> &'a mut FieldCounts {
    // Two lookups for a new name, but no clone of a known one.
    if !fields.contains_key(name) {
        fields.insert(name.clone(), FieldCounts::default());
    }
    fields.get_mut(name).expect("just inserted")
}

impl FieldCounts {
    fn count(&mut self, value: &Value, style: ValueStyle, sign: i32) {
        self.empty += sign * i32::from(value.is_empty());
        match value {
            Value::Null => {}
            Value::Other => self.other += sign,
            Value::Long(_) => self.prose += sign,
            Value::Scalar(text) if text.is_empty() => {}
            Value::Scalar(text) => self.count_scalar(text, style, sign),
            Value::List(items) if items.is_empty() => self.empty_list += sign,
            Value::List(items) => {
                self.list += sign;
                items.iter().for_each(|it| self.count_naming(it, sign));
            }
        }
        if let Some(quote) = style.quote {
            self.quotes[quote as usize] += sign;
        }
        if let Some(indent) = style.indent {
            self.indents[usize::from(indent).min(7)] += sign;
        }
        self.flow += sign * i32::from(style.flow);
    }

    fn count_scalar(&mut self, text: &str, style: ValueStyle, sign: i32) {
        match Shape::of(text, style.quoted) {
            Shape::Bool => self.bool += sign,
            Shape::Number => self.number += sign,
            Shape::Url => self.url += sign,
            Shape::Prose => self.prose += sign,
            Shape::Date(form) => {
                self.date += sign;
                let count = self.date_forms.entry(form).or_default();
                *count += sign;
                if *count == 0 {
                    self.date_forms.remove(&form);
                }
            }
            Shape::Word => {
                self.word += sign;
                self.word_chars += sign * i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
                self.count_naming(text, sign);
            }
        }
    }

    fn count_naming(&mut self, text: &str, sign: i32) {
        if !text.bytes().any(|it| it.is_ascii_alphabetic()) {
            return;
        }
        self.latin += sign;
        let joints = Joints::of(text);
        for naming in Naming::ALL {
            self.namings[naming as usize] += sign * i32::from(joints.follow(naming));
        }
    }

    pub(super) fn merge(&mut self, other: &FieldCounts) {
        let FieldCounts {
            present,
            empty,
            empty_list,
            list,
            other: deeper,
            bool,
            number,
            date,
            url,
            prose,
            word,
            word_chars,
            quotes,
            indents,
            flow,
            date_forms,
            namings,
            latin,
        } = other;
        for (mine, theirs) in [
            (&mut self.present, present),
            (&mut self.empty, empty),
            (&mut self.empty_list, empty_list),
            (&mut self.list, list),
            (&mut self.other, deeper),
            (&mut self.bool, bool),
            (&mut self.number, number),
            (&mut self.date, date),
            (&mut self.url, url),
            (&mut self.prose, prose),
            (&mut self.word, word),
            (&mut self.word_chars, word_chars),
            (&mut self.flow, flow),
            (&mut self.latin, latin),
        ] {
            *mine += theirs;
        }
        self.quotes
            .iter_mut()
            .zip(quotes)
            .for_each(|(it, more)| *it += more);
        self.indents
            .iter_mut()
            .zip(indents)
            .for_each(|(it, more)| *it += more);
        self.namings
            .iter_mut()
            .zip(namings)
            .for_each(|(it, more)| *it += more);
        for (form, count) in date_forms {
            *self.date_forms.entry(*form).or_default() += count;
        }
    }

    /// Values that are not empty.
    pub(super) fn n_values(&self) -> i32 {
        self.present - self.empty
    }

    pub(super) fn n_scalars(&self) -> i32 {
        self.bool + self.number + self.date + self.url + self.prose + self.word
    }
}

/// The usual one of a few counts, the first where they are equal; `None` where there is nothing to go by.
pub(super) fn usual(counts: &[i32]) -> Option<usize> {
    let most = *counts.iter().max().filter(|it| **it > 0)?;
    counts.iter().position(|it| *it == most)
}

impl FieldCounts {
    pub(super) fn quote(&self) -> Quote {
        match usual(&self.quotes) {
            Some(1) => Quote::Single,
            Some(2) => Quote::Double,
            _ => Quote::Plain,
        }
    }
}

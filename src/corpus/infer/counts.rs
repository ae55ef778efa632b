//! What is counted of the fields of one folder's posts. Counts add up and can be taken back, so that the schema is the same
//! whether a post was there from the start or came, changed and went. No judgement here.

use std::hash::BuildHasher;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};
use smol_str::SmolStr;

use crate::corpus::summary::{Value, ValueStyle};
use crate::schema::naming::Joints;
use crate::schema::shape::{DateForm, Shape, n_listed};
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
    /// Texts that list terms between commas.
    pub(super) comma_lists: i32,
    /// The terms of those.
    pub(super) comma_terms: i32,
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
    /// Posts where a map has it.
    pub(super) nested: i32,
}

impl Counts {
    pub(super) fn count_order(&mut self, names: &Arc<[SmolStr]>, n_posts: i32) {
        let order = self.orders.entry(FxBuildHasher.hash_one(names));
        order.or_insert_with(|| (names.clone(), 0)).1 += n_posts;
    }

    /// Adds what was counted of other posts. What no post has any more is forgotten.
    pub(super) fn merge(&mut self, other: &Counts) {
        self.n_posts += other.n_posts;
        self.n_without_front_matter += other.n_without_front_matter;
        self.outline.merge(&other.outline);
        for (name, counts) in &other.fields {
            match self.fields.get_mut(name) {
                Some(mine) => mine.merge(counts),
                None => _ = self.fields.insert(name.clone(), counts.clone()),
            }
        }
        for (hash, (order, count)) in &other.orders {
            let mine = self.orders.entry(*hash);
            mine.or_insert_with(|| (order.clone(), 0)).1 += count;
        }
        self.fields.retain(|_, it| it.present != 0);
        self.orders.retain(|_, it| it.1 != 0);
    }
}

impl FieldCounts {
    /// `sign` is 1 for a post that comes, -1 for one that goes.
    pub(super) fn count(&mut self, value: &Value, style: ValueStyle, sign: i32) {
        self.present += sign;
        self.empty += sign * i32::from(value.is_empty());
        match value {
            Value::Null => {}
            Value::Other => self.other += sign,
            Value::Long(_) => self.prose += sign,
            Value::Scalar(text) if text.is_empty() => {}
            Value::Scalar(text) => self.count_scalar(text, style, sign),
            Value::List(items) if items.is_empty() => self.empty_list += sign,
            // What several maps of a list have.
            Value::List(items) if style.nested && !style.flow && style.indent.is_none() => {
                items
                    .iter()
                    .for_each(|it| self.count_scalar(it, style, sign));
            }
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
        self.nested += sign * i32::from(style.nested);
    }

    fn count_scalar(&mut self, text: &str, style: ValueStyle, sign: i32) {
        let n_listed = i32::try_from(n_listed(text)).unwrap_or(i32::MAX);
        self.comma_lists += sign * n_listed.min(1);
        self.comma_terms += sign * n_listed;
        match Shape::of(text, style.quoted) {
            Shape::Bool => self.bool += sign,
            Shape::Number => self.number += sign,
            Shape::Url => self.url += sign,
            Shape::Prose => self.prose += sign,
            Shape::Date(form) => {
                self.date += sign;
                *self.date_forms.entry(form).or_default() += sign;
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
            comma_lists,
            comma_terms,
            quotes,
            indents,
            flow,
            date_forms,
            namings,
            latin,
            nested,
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
            (&mut self.comma_lists, comma_lists),
            (&mut self.comma_terms, comma_terms),
            (&mut self.flow, flow),
            (&mut self.latin, latin),
            (&mut self.nested, nested),
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
        self.date_forms.retain(|_, it| *it != 0);
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

//! How a store is written: numbers of variable length, and each text once, in a table. Whoever reads it trusts nothing but the sum
//! over all of it; what does not add up is `None`.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

use super::folder::hash;
use super::{DiskPost, Noted, Stamp};
use crate::corpus::path::RelPath;
use crate::corpus::summary::{Fields, Summary, Value, ValueStyle};
use crate::schema::Quote;
use crate::syntax::{Format, LinkKind};

/// To be changed with the form below.
const MAGIC: &[u8; 16] = b"rubric posts 01\n";
/// The magic and the sum.
const HEADER: usize = MAGIC.len() + 8;

const QUOTES: [Option<Quote>; 4] = [
    None,
    Some(Quote::Plain),
    Some(Quote::Single),
    Some(Quote::Double),
];
const FORMATS: [Option<Format>; 4] = [
    None,
    Some(Format::Yaml),
    Some(Format::Toml),
    Some(Format::Json),
];
const LINKS: [LinkKind; 7] = [
    LinkKind::Inline,
    LinkKind::Image,
    LinkKind::Reference,
    LinkKind::Autolink,
    LinkKind::Wiki,
    LinkKind::Footnote,
    LinkKind::Tag,
];

/// Gathers posts.
#[derive(Default)]
pub(super) struct Writer {
    texts: Table<SmolStr>,
    names: Table<Arc<[SmolStr]>>,
    /// Of each post: path, stamp and summary.
    posts: Output,
    n_posts: usize,
    /// Memory for the next summary.
    summary: Output,
}

/// Each of many that are often the same, once.
struct Table<T> {
    places: FxHashMap<T, usize>,
    list: Vec<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table {
            places: FxHashMap::default(),
            list: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Table<T> {
    fn place(&mut self, it: &T) -> usize {
        if let Some(place) = self.places.get(it) {
            return *place;
        }
        let place = self.list.len();
        self.places.insert(it.clone(), place);
        self.list.push(it.clone());
        place
    }
}

#[derive(Default)]
struct Output(Vec<u8>);

impl Output {
    fn number(&mut self, mut it: u64) {
        while it >= 0x80 {
            self.0.push(it as u8 | 0x80);
            it >>= 7;
        }
        self.0.push(it as u8);
    }

    fn size(&mut self, it: usize) {
        self.number(it as u64);
    }

    /// Numbers near zero are short, on either side of it.
    fn signed(&mut self, it: i64) {
        self.number(((it << 1) ^ (it >> 63)) as u64);
    }

    fn bytes(&mut self, it: &[u8]) {
        self.size(it.len());
        self.0.extend_from_slice(it);
    }

    /// The place among all that it may be.
    fn one_of<T: PartialEq>(&mut self, all: &[T], it: &T) {
        let place = all.iter().position(|other| other == it);
        self.size(place.expect("all of them are listed"));
    }

    fn flags(&mut self, flags: &[bool]) {
        let bits = flags
            .iter()
            .rev()
            .fold(0, |bits, it| bits << 1 | u64::from(*it));
        self.number(bits);
    }
}

impl Writer {
    pub(super) fn add(&mut self, path: &RelPath, post: &DiskPost) {
        self.summary(&post.summary);
        let Stamp {
            mtime,
            changed,
            len,
        } = post.stamp;
        self.posts.bytes(path.as_str().as_bytes());
        self.posts.signed(mtime);
        self.posts.signed(changed);
        self.posts.number(len);
        self.posts.bytes(&self.summary.0);
        self.n_posts += 1;
    }

    fn summary(&mut self, it: &Summary) {
        let Summary {
            fields,
            headings,
            ids,
            links,
            html_links,
            pairs,
            date,
            format,
            broken,
            other_format,
            template,
            complete,
            odd,
        } = it;
        let (out, texts) = (&mut self.summary, &mut self.texts);
        out.0.clear();
        let flags = [*broken, *other_format, *template, *complete, *odd];
        out.flags(&flags);
        out.one_of(&FORMATS, format);
        match date {
            None => out.number(0),
            Some(date) => {
                out.number(1);
                out.signed(i64::from(*date));
            }
        }
        out.size(self.names.place(fields.names()));
        for (_, value, style) in fields.styled() {
            write_style(out, style);
            write_value(out, texts, value);
        }
        out.size(headings.len());
        for (level, title) in headings {
            out.number(u64::from(*level));
            out.size(texts.place(title));
        }
        out.size(ids.len());
        ids.iter().for_each(|it| out.size(texts.place(it)));
        for links in [links, html_links] {
            out.size(links.len());
            for (kind, target) in links {
                out.one_of(&LINKS, kind);
                out.size(texts.place(target));
            }
        }
        out.size(pairs.len());
        for (before, within) in pairs {
            out.size(texts.place(before));
            out.size(texts.place(within));
        }
    }

    pub(super) fn finish(mut self, root: &Path, program: &str) -> Vec<u8> {
        // Names are texts, too: their table comes after.
        let mut names = Output::default();
        names.size(self.names.list.len());
        for it in &self.names.list {
            names.size(it.len());
            it.iter().for_each(|it| names.size(self.texts.place(it)));
        }
        let mut out = Output(vec![0; HEADER]);
        out.bytes(program.as_bytes());
        out.bytes(root.as_os_str().as_encoded_bytes());
        out.size(self.texts.list.len());
        self.texts
            .list
            .iter()
            .for_each(|it| out.bytes(it.as_bytes()));
        out.0.append(&mut names.0);
        out.size(self.n_posts);
        out.0.append(&mut self.posts.0);
        let sum = hash(&out.0[HEADER..]);
        out.0[..MAGIC.len()].copy_from_slice(MAGIC);
        out.0[MAGIC.len()..HEADER].copy_from_slice(&sum.to_le_bytes());
        out.0
    }
}

fn write_style(out: &mut Output, style: ValueStyle) {
    let ValueStyle {
        quote,
        indent,
        quoted,
        flow,
        nested,
    } = style;
    out.flags(&[quoted, flow, nested]);
    out.one_of(&QUOTES, &quote);
    out.number(indent.map_or(0, |it| u64::from(it) + 1));
}

fn write_value(out: &mut Output, texts: &mut Table<SmolStr>, value: &Value) {
    match value {
        Value::Null => out.number(0),
        Value::Other => out.number(1),
        Value::Scalar(text) => {
            out.number(2);
            out.size(texts.place(text));
        }
        Value::Long(text) => {
            out.number(3);
            out.size(texts.place(text));
        }
        Value::List(items) => {
            out.size(4 + items.len());
            items.iter().for_each(|it| out.size(texts.place(it)));
        }
    }
}

/// What the summaries of a store share.
#[derive(Default)]
pub(super) struct Tables {
    texts: Vec<SmolStr>,
    names: Vec<Arc<[SmolStr]>>,
}

type Posts = FxHashMap<RelPath, Noted>;

/// The tables, and where the summary of each post stands.
pub(super) fn read(bytes: &[u8], root: &Path, program: &str) -> Option<(Tables, Posts)> {
    let (header, rest) = bytes.split_at_checked(HEADER)?;
    let is_whole = header.strip_prefix(MAGIC)? == hash(rest).to_le_bytes();
    let mut input = Input(rest);
    let is_own = input.bytes()? == program.as_bytes()
        && input.bytes()? == root.as_os_str().as_encoded_bytes();
    if !is_whole || !is_own {
        return None;
    }
    let mut tables = Tables::default();
    tables.texts = input.list(|it| Some(std::str::from_utf8(it.bytes()?).ok()?.into()))?;
    tables.names = input.list(|it| {
        let names = it.list(|it| tables.text(it))?;
        Some(names.into())
    })?;
    let n_posts = input.size()?;
    let mut posts = Posts::default();
    posts.reserve(n_posts.min(rest.len()));
    for _ in 0..n_posts {
        let path = RelPath(std::str::from_utf8(input.bytes()?).ok()?.into());
        let stamp = Stamp {
            mtime: input.signed()?,
            changed: input.signed()?,
            len: input.number()?,
        };
        let summary = input.bytes()?;
        let end = bytes.len() - input.0.len();
        let at = end - summary.len()..end;
        posts.insert(path, Noted { stamp, at });
    }
    input.0.is_empty().then_some((tables, posts))
}

impl Tables {
    fn text(&self, input: &mut Input<'_>) -> Option<SmolStr> {
        self.texts.get(input.size()?).cloned()
    }

    pub(super) fn summary(&self, bytes: &[u8]) -> Option<Summary> {
        let input = &mut Input(bytes);
        let [broken, other_format, template, complete, odd] = input.flags()?;
        let format = input.one_of(&FORMATS)?;
        let date = match input.number()? {
            0 => None,
            _ => Some(i32::try_from(input.signed()?).ok()?),
        };
        let names = self.names.get(input.size()?)?.clone();
        let values: Option<Vec<_>> = (0..names.len())
            .map(|_| {
                let style = input.style()?;
                Some((self.value(input)?, style))
            })
            .collect();
        let link = |it: &mut Input| Some((it.one_of(&LINKS)?, self.text(it)?));
        let summary = Summary {
            fields: Fields::new(names, values?.into()),
            headings: input
                .list(|it| Some((u8::try_from(it.number()?).ok()?, self.text(it)?)))?
                .into(),
            ids: input.list(|it| self.text(it))?.into(),
            links: input.list(link)?.into(),
            html_links: input.list(link)?.into(),
            pairs: input
                .list(|it| Some((self.text(it)?, self.text(it)?)))?
                .into(),
            date,
            format,
            broken,
            other_format,
            template,
            complete,
            odd,
        };
        input.0.is_empty().then_some(summary)
    }

    fn value(&self, input: &mut Input<'_>) -> Option<Value> {
        Some(match input.size()? {
            0 => Value::Null,
            1 => Value::Other,
            2 => Value::Scalar(self.text(input)?),
            3 => Value::Long(self.text(input)?),
            n => {
                let items: Option<Vec<_>> = (4..n).map(|_| self.text(input)).collect();
                Value::List(items?.into())
            }
        })
    }
}

/// What is not read yet.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let len = self.size()?;
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(bytes)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.size()?).copied()
    }

    fn flags<const N: usize>(&mut self) -> Option<[bool; N]> {
        let bits = self.number()?;
        Some(std::array::from_fn(|at| bits >> at & 1 == 1))
    }

    fn style(&mut self) -> Option<ValueStyle> {
        let [quoted, flow, nested] = self.flags()?;
        let quote = self.one_of(&QUOTES)?;
        let indent = match self.number()? {
            0 => None,
            it => Some(u8::try_from(it - 1).ok()?),
        };
        Some(ValueStyle {
            quote,
            indent,
            quoted,
            flow,
            nested,
        })
    }

    /// A number, and so many.
    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let n = self.size()?;
        // Each takes a byte at least.
        let mut list = Vec::with_capacity(n.min(self.0.len()));
        for _ in 0..n {
            list.push(read(self)?);
        }
        Some(list)
    }
}

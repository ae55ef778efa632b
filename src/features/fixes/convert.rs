//! A value of another kind than its field's: a list is made of it, its quotes go, it becomes one text.

use smol_str::SmolStr;

use super::front_matter_node::{FrontMatterNode, node_at};
use super::plan::Step;
use super::{Context, Fix, Safety, name};
use crate::corpus::edit::{Item, Plain};
use crate::features::cursor_target::parts;
use crate::features::diagnostics::{Diagnostic, Suggestion};
use crate::schema::Kind;
use crate::syntax::yaml::{ScalarContext, write_scalar};
use crate::syntax::{Field, Node, NodeKind, ScalarStyle, bulleted, joined, parse_head};
use crate::text::{TextEdit, TextRange, size};

pub(super) fn fixes(ctx: &Context<'_>, finding: &Diagnostic) -> Vec<Fix> {
    let Some(front_matter) = ctx.front_matter() else {
        return Vec::new();
    };
    let Some(place) = node_at(front_matter, finding.range) else {
        return Vec::new();
    };
    let fields = front_matter.fields();
    let entry = &fields[place.entry()];
    let to = Target {
        ctx,
        finding,
        index: place.entry(),
        entry,
    };
    match (place, &finding.suggestion) {
        (FrontMatterNode::Item(_, item), _) => {
            let fix = to.joined_items(item).or_else(|| to.text_item(item));
            fix.into_iter().collect()
        }
        (FrontMatterNode::Value(_), Some(Suggestion::Kind(Kind::List))) => to.list(),
        (FrontMatterNode::Value(_), Some(Suggestion::Kind(kind))) => {
            to.single(*kind).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

struct Target<'a> {
    ctx: &'a Context<'a>,
    finding: &'a Diagnostic,
    index: usize,
    entry: &'a Field<'a>,
}

impl Target<'_> {
    fn fix(&self, title: String, safety: Safety, step: Step) -> Fix {
        Fix::new(self.finding.code, title, safety, vec![step])
    }

    /// `- AI: a history` is a map to YAML, and a text that lacks its quotes to everybody else.
    fn text_item(&self, item: usize) -> Option<Fix> {
        let node = &self.entry.value.items()[item];
        let written = self.ctx.slice(node.range);
        let [pair] = node.map_entries() else {
            return None;
        };
        // What ends with a colon may be a key that lost its line break.
        let ctx = self.ctx;
        let is_lost = || ctx.snap.lost_key(ctx.file, self.entry, node).is_some();
        if pair.value.is_null() || written.contains(['\n', '\r', '{']) || is_lost() {
            return None;
        }
        let step = Step::Text {
            entry: self.index,
            item: Some(item),
            text: written.into(),
        };
        Some(self.fix("Put the item in quotes".into(), Safety::Safe, step))
    }

    /// The lines of an item that are items of their own get its indentation.
    fn joined_items(&self, item: usize) -> Option<Fix> {
        let items = self.entry.value.items();
        let node = &items[item];
        let texts = joined(self.ctx.source(), node)?;
        let start = usize::from(node.range.start());
        let line = self.ctx.source()[..start].rfind(['\n', '\r'])? + 1;
        let before = &self.ctx.source()[line..start];
        let indent = &before[..before.len() - before.trim_start_matches(' ').len()];
        let written = self.ctx.slice(node.range);
        let dashes = texts[1..].iter().scan(0, |end, text| {
            let line = *end + written[*end..].find('\n')? + 1;
            let dash = line + written[line..].find('-')?;
            *end = dash;
            let text = dash + 1 + written[dash + 1..].find(*text)?;
            let range = TextRange::new(size(start + line), size(start + text));
            Some(TextEdit::replace(range, format!("{indent}- ")))
        });
        let meaning = items
            .iter()
            .enumerate()
            .flat_map(|(index, it)| match index == item {
                true => texts.iter().map(|it| Plain::string(it)).collect(),
                false => vec![Plain::of(it)],
            });
        let step = Step::Replace {
            entry: self.index,
            edits: dashes.collect(),
            meaning: Plain::List(meaning.collect()),
        };
        Some(self.fix("Indent the items alike".into(), Safety::Unsafe, step))
    }

    fn list(&self) -> Vec<Fix> {
        let name = name(self.entry);
        let of = |texts: &[SmolStr]| {
            let fresh = texts.iter().enumerate();
            let fresh = fresh.filter(|(index, it)| !texts[..*index].contains(it));
            Step::Items {
                entry: self.index,
                items: fresh.map(|it| Item::New(it.1.clone())).collect(),
            }
        };
        if let Some(texts) = self.bulleted() {
            let title = format!("Write the items of `{name}` as a list");
            return vec![self.fix(title, Safety::Unsafe, of(&texts))];
        }
        let text = match &self.entry.value.kind {
            NodeKind::Null => "",
            NodeKind::Scalar { text, .. } if self.is_one_line() => text.trim(),
            _ => {
                let texts = self.lines().into_iter();
                let title = format!("Write the lines of `{name}` as items");
                let fix = |it: Vec<SmolStr>| self.fix(title.clone(), Safety::Unsafe, of(&it));
                return texts.map(fix).collect();
            }
        };
        if let Some(texts) = listed(text) {
            let title = match texts.len() {
                0 => format!("Write `{name}: []`"),
                _ => format!("Make a list of `{name}`"),
            };
            return vec![self.fix(title, Safety::Safe, of(&texts))];
        }
        let whole = |safety| {
            let title = format!("Make a list with one item of `{name}`");
            self.fix(title, safety, of(&[text.into()]))
        };
        let parts = self.parts(text);
        if self.is_known(text) || parts.len() < 2 && !text.starts_with('#') {
            return vec![whole(Safety::Safe)];
        }
        // `Apple, Inc.` and `machine learning` are one term, `llm, rust` and `llm rust` are two; only the other posts can tell.
        let safety = match parts.iter().all(|it| self.is_known(it)) {
            true => Safety::Unsafe,
            false => Safety::Manual,
        };
        let title = match parts.len() {
            1 => format!("Make a list with `{}` of `{name}`", parts[0]),
            n => format!("Make a list with {n} items of `{name}`"),
        };
        vec![self.fix(title, safety, of(&parts)), whole(Safety::Manual)]
    }

    /// The terms that the text may stand for. Signs that are parts of names, `AI/ML`, divide it where posts have each part.
    fn parts(&self, text: &str) -> Vec<SmolStr> {
        let divided = text.split(['|', '/', '&', '+']).map(str::trim);
        let divided: Vec<SmolStr> = divided.map(SmolStr::new).collect();
        let is_known = divided.iter().all(|it| self.is_known(it));
        match divided.len() > 1 && (is_known || text.contains('|')) {
            true => divided.into_iter().filter(|it| !it.is_empty()).collect(),
            false => parts(text),
        }
    }

    /// The items of a list that lacks its dashes: a term that posts have on each line. Below a first one that stands beside the key,
    /// the others have theirs.
    fn lines(&self) -> Option<Vec<SmolStr>> {
        if self.entry.value.style() != Some(ScalarStyle::Plain) {
            return None;
        }
        if let Some(texts) = joined(self.ctx.source(), &self.entry.value) {
            return Some(texts.into_iter().map(SmolStr::new).collect());
        }
        let lines = self.ctx.slice(self.entry.value.range).lines();
        let bare = lines.map(|it| it.trim_matches(['+', ',', ';', ' ', '\t', '\r']));
        let texts: Vec<SmolStr> = bare.filter(|it| !it.is_empty()).map(SmolStr::new).collect();
        texts.iter().all(|it| self.is_known(it)).then_some(texts)
    }

    /// The items of `• one` and `• two` below each other, read as what they would be behind a dash.
    fn bulleted(&self) -> Option<Vec<SmolStr>> {
        let items = bulleted(self.ctx.source(), self.entry)?;
        let as_list: String = items.iter().map(|it| format!("- {it}\n")).collect();
        let (front_matter, errors) = parse_head(&format!("---\nlist:\n{as_list}---\n"));
        let front_matter = front_matter.filter(|_| errors.is_empty());
        let read = front_matter.and_then(|it| {
            let read = it.entry("list")?.value.items();
            read.iter().map(|it| it.text().map(SmolStr::new)).collect()
        });
        let as_written = || items.iter().map(SmolStr::new).collect();
        Some(read.unwrap_or_else(as_written))
    }

    fn is_one_line(&self) -> bool {
        let written = self.ctx.slice(self.entry.value.range);
        self.entry.value.style() != Some(ScalarStyle::Alias) && !written.contains(['\n', '\r'])
    }

    fn is_known(&self, text: &str) -> bool {
        is_known(self.ctx, self.entry, text)
    }

    fn single(&self, kind: Kind) -> Option<Fix> {
        let name = name(self.entry);
        let declared = self.ctx.schema().field(name)?.evidence.declared;
        let safety = match declared {
            true => Safety::Safe,
            false => Safety::Unsafe,
        };
        if let NodeKind::List { items, .. } = &self.entry.value.kind {
            let [only] = &items[..] else { return None };
            let step = self.only_item(only)?;
            return Some(self.fix(format!("Make one value of `{name}`"), Safety::Unsafe, step));
        }
        let text = self.entry.value.text()?.trim();
        // Curly quotes are a part of the text.
        let text = text.trim_matches(['“', '”', '‘', '’', '"', '\'']).trim();
        let yaml = match (kind, text) {
            (_, "[]") => "''",
            _ => kind.meant(text)?,
        };
        let meaning = match yaml {
            "''" => Plain::string(""),
            text => Plain::Scalar {
                text: text.into(),
                typed: true,
            },
        };
        let step = Step::Value {
            entry: self.index,
            yaml: yaml.to_owned(),
            meaning,
        };
        Some(self.fix(format!("Write `{name}: {yaml}`"), safety, step))
    }

    /// The only item of a list becomes the value. `None` if a comment would be lost.
    fn only_item(&self, item: &Node) -> Option<Step> {
        let text = item.text()?;
        let key = self.entry.key.range.end();
        let range = TextRange::new(key, self.entry.value.range.end());
        let (colon, comment) = (":", '#');
        if self
            .ctx
            .slice(TextRange::new(key, item.range.start()))
            .contains(comment)
        {
            return None;
        }
        let written = match item.style() {
            Some(ScalarStyle::Alias) | None => return None,
            Some(style) => write_scalar(text, ScalarContext::BlockValue, style),
        };
        Some(Step::Replace {
            entry: self.index,
            edits: vec![TextEdit::replace(range, format!("{colon} {written}"))],
            meaning: Plain::string(text),
        })
    }
}

/// Whether another post has this term in the field.
pub(super) fn is_known(ctx: &Context<'_>, entry: &Field<'_>, text: &str) -> bool {
    ctx.snap.is_used_elsewhere(name(entry), text, ctx.file)
}

/// The texts of a list that was written as a text: `''`, `'[]'`, `'["a", "b"]'`.
fn listed(text: &str) -> Option<Vec<SmolStr>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    if !(text.starts_with('[') && text.ends_with(']')) || text.contains(['\n', '\r']) {
        return None;
    }
    let (front_matter, errors) = parse_head(&format!("---\nlist: {text}\n---\n"));
    let front_matter = front_matter.filter(|_| errors.is_empty())?;
    let NodeKind::List { items, .. } = &front_matter.entry("list")?.value.kind else {
        return None;
    };
    items.iter().map(|it| it.text().map(SmolStr::new)).collect()
}

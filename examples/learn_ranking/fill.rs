//! How much of what is filled in is what the author wrote: of each post that is written anew, one field is emptied at a time.

use std::collections::BTreeMap;
use std::path::Path;

use rubric::corpus::{Event, Host};
use rubric::features::completion::likely_values;
use rubric::syntax::parse;
use rubric::text::{TextEdit, TextRange, apply_edits};

use super::replay::{Post, each_target, open, values};

#[derive(Default)]
struct Figures {
    n_filled: usize,
    n_right: usize,
    /// What authors wrote, and what of it could be known from earlier posts.
    n_written: usize,
}

pub(crate) fn report(root: &Path) {
    let mut fields: BTreeMap<String, Figures> = BTreeMap::new();
    each_target(root, |host, post, _| fill_in(host, post, &mut fields));
    println!("field             filled in   right   of those written");
    for (field, it) in &fields {
        let share = |n: usize, of: usize| n as f32 / of.max(1) as f32;
        println!(
            "{field:16} {:6}   {:.2}   {:.2} of {}",
            it.n_filled,
            share(it.n_right, it.n_filled),
            share(it.n_right, it.n_written),
            it.n_written
        );
    }
}

fn fill_in(host: &mut Host, post: &Post, fields: &mut BTreeMap<String, Figures>) {
    let document = parse(&post.text);
    let written = values(&document);
    let mut names: Vec<&String> = written.iter().map(|it| &it.0).collect();
    names.dedup();
    for name in names {
        let entry = document.front_matter.as_ref().and_then(|it| it.entry(name));
        let Some(value) = entry.map(|it| it.value.range) else {
            continue;
        };
        let after_key = TextRange::new(entry.map_or(value, |it| it.key.range).end(), value.end());
        let emptied = apply_edits(&post.text, &[TextEdit::replace(after_key, ":")]);
        let Some(text) = emptied else { continue };
        let change = open(host, post, text);
        host.apply(vec![change]);
        let snap = host.snapshot();
        let file = snap.file(&post.path).expect("it was opened");
        let parsed = snap.parsed(file).expect("it is open");
        let likely = likely_values(&snap, file, &parsed);
        let figures = fields.entry(name.clone()).or_default();
        let own = || written.iter().filter(|it| it.0 == *name);
        figures.n_written += own().count();
        for it in likely.iter().filter(|it| it.field == *name) {
            figures.n_filled += it.values.len();
            let is_right = |value: &str| own().any(|it| it.2 == value);
            figures.n_right += it.values.iter().filter(|it| is_right(&it.0)).count();
        }
    }
    let file = host.intern(&post.path);
    host.apply(vec![Event::Close { file }]);
}

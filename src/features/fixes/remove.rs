//! An item or a field that should go.

use super::front_matter_node::{FrontMatterNode, node_at};
use super::plan::Step;
use super::{Context, Fix, Safety, name};
use crate::features::diagnostics::{Code, Diagnostic};
use crate::syntax::Node;

pub(super) fn fix(ctx: &Context<'_>, finding: &Diagnostic) -> Option<Fix> {
    let front_matter = ctx.front_matter()?;
    let place = node_at(front_matter, finding.range)?;
    let fields = front_matter.fields();
    let entry = &fields[place.entry()];
    let FrontMatterNode::Item(index, item) = place else {
        let title = format!("Remove `{}`", name(entry));
        let steps = vec![Step::DropEntry {
            entry: place.entry(),
        }];
        return Some(Fix::new(finding.code, title, Safety::Unsafe, steps));
    };
    let node = &entry.value.items()[item];
    let title = match node.text().map(str::trim) {
        None | Some("") => format!("Remove the empty item of `{}`", name(entry)),
        Some(text) => format!("Remove this `{text}`"),
    };
    let safety = safety(finding.code, entry.value.items(), item);
    let steps = vec![Step::DropItem { entry: index, item }];
    Some(Fix::new(finding.code, title, safety, steps))
}

/// Empty items and second ones of the very same text. Of two spellings, which one stays is a judgement; `- null` and `- ~`
/// are an author's own words, which a machine takes away only if it is asked to.
fn safety(code: Code, items: &[Node], item: usize) -> Safety {
    let text = items[item].text();
    let is_null_in_words = items[item].is_null() && !items[item].range.is_empty();
    let twice = items[..item].iter().any(|it| it.text() == text);
    match code.name() {
        "empty-item" if !is_null_in_words => Safety::Safe,
        "duplicate-item" if twice => Safety::Safe,
        _ => Safety::Unsafe,
    }
}

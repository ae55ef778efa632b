//! A field's name that should read otherwise. Where the post has the right one as well, both become one, if nothing is lost by it.

use smol_str::SmolStr;

use super::duplicate_key::{is_empty, merged, texts};
use super::plan::Step;
use super::{Context, Fix, Safety, name};
use crate::corpus::edit::Plain;
use crate::features::diagnostics::Diagnostic;
use crate::syntax::{Field, parent_of};

/// `None` where both fields say something, and not the same: which of the two counts only the author can say.
pub(super) fn fix(
    ctx: &Context<'_>,
    finding: &Diagnostic,
    entry: usize,
    right: &SmolStr,
) -> Option<Fix> {
    let front_matter = ctx.front_matter()?;
    let fields = front_matter.fields();
    let wrong = name(&fields[entry]);
    let rename = Step::Key {
        entry,
        text: right.clone(),
    };
    let drop = |entry| Step::DropEntry { entry };
    let (title, steps) = match others(&fields, entry, right)[..] {
        [] => (format!("Rename `{wrong}` to `{right}`"), vec![rename]),
        [other] => {
            let (own, there) = (&fields[entry].value, &fields[other].value);
            if is_empty(own) || Plain::of(own).says_the_same(&Plain::of(there)) {
                let title = format!("Remove `{wrong}`: the post has `{right}`");
                (title, vec![drop(entry)])
            } else if is_empty(there) {
                let title = format!("Rename `{wrong}` to `{right}`, and remove the empty one");
                (title, vec![rename, drop(other)])
            } else {
                let more = texts(there).and(texts(own))?;
                let merge = Step::Items {
                    entry: other,
                    items: merged(there, &more),
                };
                let title = format!("Merge `{wrong}` into `{right}`");
                (title, vec![merge, drop(entry)])
            }
        }
        _ => return None,
    };
    Some(Fix::new(finding.code, title, Safety::Unsafe, steps))
}

/// Where the right name stands already.
fn others(fields: &[Field<'_>], entry: usize, right: &str) -> Vec<usize> {
    let map = |it: &Field<'_>| {
        it.is_nested()
            .then(|| parent_of(it.name()).map(str::to_owned))
    };
    let own = map(&fields[entry]);
    let others = fields.iter().enumerate().filter(|(index, it)| {
        let is_right = it.key.text() == Some(right) && map(it) == own;
        *index != entry && is_right && !it.is_merged()
    });
    others.map(|it| it.0).collect()
}

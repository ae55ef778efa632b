//! `duplicate-source`: another post comes from the same source, or has the value of a field that rubric.yaml calls unique.

use smol_str::SmolStr;

use super::Context;
use super::duplicates::twins;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::schema::{self, Kind};
use crate::syntax::{Field, Node};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries().filter(|it| !it.is_merged()) {
        let name = entry.name();
        if let Some(field) = ctx.field(entry)
            && is_unique(ctx, name, field)
        {
            let value = std::slice::from_ref(&entry.value);
            let nodes = value.iter().chain(entry.value.items());
            acc.extend(nodes.filter_map(|it| judge(ctx, entry, field, it)));
        }
    }
}

/// Declared, or learned.
fn is_unique(ctx: &Context<'_>, name: &str, field: &schema::Field) -> bool {
    field.unique || ctx.snap.is_learned_unique(name, field)
}

fn judge(
    ctx: &Context<'_>,
    entry: &Field<'_>,
    field: &schema::Field,
    node: &Node,
) -> Option<Diagnostic> {
    let name = entry.name();
    let text = node.text().filter(|it| !it.trim().is_empty())?;
    let spellings = match field.kind {
        Kind::Url => spellings(text),
        _ => vec![text.into()],
    };
    let twins = twins(ctx, name, &spellings);
    if twins.is_empty() {
        return None;
    }
    let message = match twins.len() {
        1 => format!("another post has the same `{name}`; is this a duplicate?"),
        n => format!("{n} other posts have the same `{name}`; is this a duplicate?"),
    };
    let finding = Diagnostic::new(Code::DuplicateSource, node.range, message);
    Some(twins.relate(ctx, finding))
}

/// How one page's address is written: with `www.` and without, with a slash at its end and without.
fn spellings(url: &str) -> Vec<SmolStr> {
    let Some((scheme, rest)) = url.split_once("://") else {
        return vec![url.into()];
    };
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let bare = rest.strip_suffix('/').unwrap_or(rest);
    let schemes = match scheme {
        "http" | "https" => vec!["https", "http"],
        other => vec![other],
    };
    let mut spellings = Vec::new();
    for scheme in schemes {
        for www in ["", "www."] {
            for slash in ["", "/"] {
                spellings.push(format!("{scheme}://{www}{bare}{slash}").into());
            }
        }
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn one_page_has_few_addresses() {
        let all = spellings("https://www.例子.cn/页/");
        assert_eq!(all.len(), 8);
        assert!(all.contains(&"http://例子.cn/页".into()));
        assert_eq!(spellings("isbn:1"), ["isbn:1"]);
    }
}

//! `naming-style`: a term that does not follow the convention of its field, declared or kept by nearly all terms.

use super::Context;
use crate::corpus::Nature;
use crate::features::diagnostics::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::{Field, Kind, Naming};
use crate::syntax::Node;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let Some((name, field)) = entry.key.text().zip(ctx.field(entry)) else {
            continue;
        };
        let has_terms = matches!(field.kind, Kind::Term | Kind::List);
        let naming = field
            .naming
            .filter(|_| has_terms && field.named.is_strong() && may_be_held(field));
        let Some(naming) = naming else {
            continue;
        };
        let variants = ctx.variants(name);
        if variants.as_ref().is_some_and(|it| it.identifies) && !field.named.declared {
            continue;
        }
        let is_variant = |it: &str| {
            variants
                .as_ref()
                .is_some_and(|all| all.better(it).is_some())
        };
        for node in super::terms(entry) {
            let text = node.text().filter(|it| field.named.declared || is_name(it));
            let better = text.and_then(|it| Some((it, naming.of(it)?)));
            let better = better.filter(|it| !is_variant(it.0));
            acc.extend(better.map(|it| finding(node, name, field, naming, &it.1)));
        }
    }
}

/// How a person or a company is written is for them to say, even where most of them are written alike.
fn may_be_held(field: &Field) -> bool {
    let of_names = matches!(
        Nature::of(&field.vocabulary),
        Nature::People | Nature::Organisations
    );
    field.named.declared || !of_names
}

/// A path or a file's name leads to what is called so.
fn is_name(text: &str) -> bool {
    !text.contains(['/', '\\', '.', ':'])
}

fn finding(node: &Node, name: &str, field: &Field, naming: Naming, better: &str) -> Diagnostic {
    let text = node.text().unwrap_or_default();
    let (convention, named) = (naming.name(), field.named);
    let reason = match named.declared {
        true => format!("rubric.yaml has `{name}` in {convention}"),
        false => format!(
            "{} of {} terms in `{name}` are in {convention}",
            named.agreeing, named.of
        ),
    };
    let message = format!("`{text}` should be `{better}`: {reason}");
    Diagnostic::new(Code::NamingStyle, node.range, message).suggest(Suggestion::Text(better.into()))
}

//! `naming-style`: a term that does not follow the convention of its field, declared or kept by nearly all terms.

use super::Context;
use crate::corpus::{Thesaurus, VocabularyKind, is_marred};
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::schema::{self, Kind, Naming};
use crate::syntax::{Field, Node};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for entry in ctx.entries() {
        let Some((field, naming)) = convention(ctx, entry) else {
            continue;
        };
        let name = entry.name();
        let variants = ctx.thesaurus(name);
        let variants = variants.as_deref();
        let has_usual = |it: &str| {
            let usual = variants.and_then(|all| all.preferred_spelling(it));
            usual.is_some_and(|it| is_right(variants, field, naming, &it.text))
        };
        for node in super::terms(entry) {
            let text = node.text().filter(|it| !has_usual(it));
            let better = text.and_then(|it| styled(field, naming, it));
            let better = better.filter(|it| !is_usual(variants, node.text(), it));
            acc.extend(better.map(|it| finding(node, name, field, naming, &it)));
        }
    }
}

/// Whether a term is against the convention of the entry's field: then this rule says how to write it.
pub(super) fn is_against(ctx: &Context<'_>, entry: &Field<'_>, text: &str) -> bool {
    let variants = ctx.thesaurus(entry.name());
    let convention = convention(ctx, entry);
    convention.is_some_and(|it| !is_right(variants.as_deref(), it.0, it.1, text))
}

fn is_right(
    variants: Option<&Thesaurus<'_>>,
    field: &schema::Field,
    naming: Naming,
    text: &str,
) -> bool {
    let styled = styled(field, naming, text);
    styled.is_none_or(|it| is_usual(variants, Some(text), &it))
}

/// Whether most posts that have the term write it so, rather than in the style of the field: `PAI`, and not `pai`. What most terms
/// of a field look like does not overrule that.
fn is_usual(variants: Option<&Thesaurus<'_>>, text: Option<&str>, styled: &str) -> bool {
    let usual = variants.and_then(|it| it.preferred_spelling(styled));
    usual.is_some_and(|it| Some(it.text.as_str()) == text)
}

/// The field of an entry with the convention that holds for its terms.
fn convention<'a>(ctx: &Context<'a>, entry: &Field<'_>) -> Option<(&'a schema::Field, Naming)> {
    let field = ctx.field(entry)?;
    let has_terms = matches!(field.kind, Kind::Term | Kind::List);
    let naming = field
        .naming
        .filter(|_| has_terms && field.named.is_strong() && may_be_held(field))?;
    let identifies = || ctx.thesaurus(entry.name()).map(|it| it.identifies);
    let is_free = !field.named.declared && identifies() == Some(true);
    (!is_free).then_some((field, naming))
}

/// A term as the convention has it, if it is against it.
fn styled(field: &schema::Field, naming: Naming, text: &str) -> Option<String> {
    let text = Some(text).filter(|it| field.named.declared || is_name(it))?;
    naming.of(text).filter(|it| !is_marred(it))
}

/// How a person or a company is written is for them to say, even where most of them are written alike.
fn may_be_held(field: &schema::Field) -> bool {
    let of_names = matches!(
        VocabularyKind::of(&field.vocabulary),
        VocabularyKind::People | VocabularyKind::Organisations
    );
    field.named.declared || !of_names
}

/// A path or a file's name leads to what is called so, and what begins with a sign is no name.
fn is_name(text: &str) -> bool {
    !text.contains(['/', '\\', '.', ':']) && !text.starts_with(['?', '*', '<', '=', '|', '&'])
}

fn finding(
    node: &Node,
    name: &str,
    field: &schema::Field,
    naming: Naming,
    better: &str,
) -> Diagnostic {
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

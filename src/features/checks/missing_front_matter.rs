//! `missing-front-matter`: a post without any, where rubric.yaml requires fields or nearly all posts of the folder have it.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::schema::Field;
use crate::site::WikiLinks;
use crate::syntax::is_of_another_format;
use crate::text::{TextRange, TextSize};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let path = ctx.snap.path(ctx.file);
    let site = ctx.snap.site();
    // A note may have one or not.
    let is_note = site.rules_of(path.as_str()).wiki_links == WikiLinks::Notes;
    let is_partial = is_note || site.knows(path.as_str()) && site.is_partial(path.as_str());
    if ctx.front_matter().is_some() || path.is_about_repository() || is_partial {
        return;
    }
    let source = ctx.parsed.text.as_str();
    if is_of_another_format(source) {
        return;
    }
    let text = source.trim_start_matches('\u{feff}').trim_start();
    // A file that was made just now is still to be written.
    if text.trim().is_empty() && ctx.snap.open(ctx.file).is_some() {
        return;
    }
    let evidence = ctx.schema.front_matter;
    let required = |it: &Field| it.required && it.presence.declared;
    // What is required of all posts is not meant for a folder of other files.
    let declared = evidence.agreeing * 2 > evidence.of && ctx.schema.fields.values().any(required);
    let reason = match declared {
        true => "rubric.yaml requires fields".to_owned(),
        false if evidence.is_strong() && ctx.snap.has_front_matter_beside(ctx.file) => {
            format!(
                "{} of the {} posts here have one",
                evidence.agreeing, evidence.of
            )
        }
        false => return,
    };
    let start = TextSize::of(source) - TextSize::of(text);
    let line = text.lines().next().unwrap_or_default();
    let range = TextRange::at(start, TextSize::of(line.trim_end()));
    let message = format!("the post has no front matter: {reason}");
    acc.push(Diagnostic::new(Code::MissingFrontMatter, range, message));
}

//! `missing-anchor`: a link to a heading that does not exist, of this post or of another. Anchors that themes and footnotes make are not
//! judged; which those are, `links::verdict` knows.

use smol_str::SmolStr;

use super::Context;
use crate::corpus::FileId;
use crate::features::finding::{Code, Diagnostic, Diagnostics, Suggestion};
use crate::features::links::{self, LinkChecker};
use crate::features::prose::printable;
use crate::syntax::{LinkKind, Slugger};
use crate::text::typo::is_misspelled;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    let judge = LinkChecker::new(ctx.snap);
    let body = &ctx.parsed.document.body;
    // Beside a heading stands the link to itself, which was copied with it from a page.
    let in_heading = |range| {
        body.headings
            .iter()
            .any(|it| it.range.contains_range(range))
    };
    let links = links::written_links(body);
    for written in links.iter().filter(|it| !in_heading(it.range)) {
        let at = (ctx.file, Some(ctx.parsed));
        let Some((post, anchor)) = judge.missing_anchor(at, written.target, written.kind) else {
            continue;
        };
        let place = match post == ctx.file {
            true => "this post".to_owned(),
            false => format!("`{}`", printable(ctx.snap.path(post).as_str())),
        };
        let meant = nearest(ctx, post, &anchor, written.kind);
        let message = match &meant {
            Some(meant) => format!("{place} has no such heading: did you mean `#{meant}`?"),
            None => format!("{place} has no such heading"),
        };
        let range = written.behind_hash(ctx.parsed.text.as_str());
        let finding = Diagnostic::new(Code::MissingAnchor, range, message);
        acc.push(match meant {
            Some(meant) => finding.suggest(Suggestion::Text(meant)),
            None => finding,
        });
    }
}

/// The only heading that it is a slip of: its anchor, or in a wiki link its title.
fn nearest(ctx: &Context<'_>, post: FileId, anchor: &str, kind: LinkKind) -> Option<SmolStr> {
    let summary = ctx.snap.summary(post)?;
    let mut slugger = Slugger::default();
    let titles = summary.headings.iter().map(|(_, title)| match kind {
        LinkKind::Wiki => title.clone(),
        _ => slugger.slug(title).into(),
    });
    let names = titles.chain(summary.ids.iter().cloned());
    let mut near = names.filter(|it| is_misspelled(anchor, it, |word| ctx.says(word)));
    let meant = near.next()?;
    near.next().is_none().then_some(meant)
}

//! `unclosed-fence`: a code block that is never closed, so that the rest of the post is code.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::syntax::CodeBlock;
use crate::syntax::opening_fence;
use crate::text::{TextRange, TextSize};

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    // Who types in it has not come to its end yet. Only the last block of a post, or of a quote, can be unclosed.
    if ctx
        .parsed
        .cursor
        .is_some_and(|it| ctx.parsed.is_in_code(it))
    {
        return;
    }
    let blocks = ctx.parsed.document.body.code_blocks.iter();
    acc.extend(blocks.filter(|it| !it.closed).map(|it| finding(ctx, it)));
}

fn finding(ctx: &Context<'_>, block: &CodeBlock) -> Diagnostic {
    let written = ctx.slice(block.range);
    let line = written.lines().next().unwrap_or_default();
    let len = TextSize::of(line.trim_end());
    let range = TextRange::at(block.range.start(), len);
    let message = format!(
        "the code block is never closed: write {} below its last line",
        opening_fence(line)
    );
    Diagnostic::new(Code::UnclosedFence, range, message)
}

//! `yaml-syntax`, `unclosed-front-matter` and `bad-fence`: what the parser already found, under its codes.

use super::Context;
use crate::features::finding::{Code, Diagnostic, Diagnostics};
use crate::syntax::SyntaxErrorKind;

pub(super) fn check(ctx: &Context<'_>, acc: &mut Diagnostics<'_>) {
    for error in &ctx.parsed.document.errors {
        let code = match error.kind {
            SyntaxErrorKind::Unclosed(_) => Code::UnclosedFrontMatter,
            SyntaxErrorKind::Fence(_) => Code::BadFence,
            SyntaxErrorKind::Toml(_) => Code::TomlSyntax,
            SyntaxErrorKind::Json(_) => Code::JsonSyntax,
            _ => Code::YamlSyntax,
        };
        acc.push(Diagnostic::new(code, error.range, error.kind.to_string()));
    }
}

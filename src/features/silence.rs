//! What an author has silenced in a post: `# rubric: ignore CODE` in the front matter, `<!-- rubric: ignore CODE -->` in the body,
//! for that line or the next; `ignore-file` for the whole post. It does not know what the findings are about.

mod directive;

use super::finding::{Code, Diagnostic, Suggestion};
use crate::corpus::Parsed;
use crate::corpus::silence::is_marked;
use crate::schema::config::Rules;
use crate::schema::nearest;
use crate::text::PositionEncoding;
use directive::{Directive, Named, Reach, directives};

/// Takes out what the post silences. Returns what is silenced in vain, of codes that `rules` leave on.
pub(super) fn apply(
    findings: &mut Vec<Diagnostic>,
    parsed: &Parsed,
    rules: &Rules,
) -> Vec<Diagnostic> {
    if !is_marked(parsed.text.as_str()) {
        return Vec::new();
    }
    let directives = directives(parsed);
    let mut used: Vec<Vec<bool>> = directives
        .iter()
        .map(|it| vec![false; it.codes.len().max(1)])
        .collect();
    findings.retain(|finding| {
        let line = parsed
            .text
            .line_col(finding.range.start(), PositionEncoding::Utf8)
            .line;
        let mut is_silenced = false;
        for (directive, used) in directives.iter().zip(&mut used) {
            if let Some(index) = directive.silences(finding.code, line) {
                (used[index], is_silenced) = (true, true);
            }
        }
        !is_silenced
    });
    let is_off = |named: &Named| {
        let code = named.name.parse::<Code>();
        code.is_ok_and(|it| rules.get(&it) == Some(&None))
    };
    for (directive, used) in directives.iter().zip(&mut used) {
        let codes = directive.codes.iter().zip(used);
        codes.for_each(|(code, used)| *used |= is_off(code));
    }
    let all = directives.iter().zip(&used);
    all.flat_map(|(directive, used)| unused(directive, used))
        .collect()
}

impl Directive {
    /// Which of its codes silences a finding in this line (0-based); the first if it names none.
    fn silences(&self, code: Code, line: u32) -> Option<usize> {
        let is_in_reach = match self.reach {
            Reach::Line(own) => own == line,
            Reach::File => true,
        };
        if !is_in_reach {
            return None;
        }
        match self.codes.is_empty() {
            true => Some(0),
            false => self.codes.iter().position(|it| it.name == code.name()),
        }
    }
}

/// A finding for each code that silences nothing.
fn unused(directive: &Directive, used: &[bool]) -> Vec<Diagnostic> {
    let about = |range, message: String| Diagnostic::new(Code::UnusedIgnore, range, message);
    if directive.codes.is_empty() {
        let message = "this silences nothing: remove it".to_owned();
        let unused = (!used[0]).then(|| about(directive.range, message));
        return unused.into_iter().collect();
    }
    let codes = directive.codes.iter().zip(used).filter(|it| !it.1);
    let unused = codes.map(|(code, _)| {
        let name = &code.name;
        match name.parse::<Code>() {
            Ok(_) => about(
                code.range,
                format!("there is no `{name}` to silence here: remove it"),
            ),
            Err(sentence) => {
                let meant = nearest(
                    name,
                    &Code::ALL.iter().map(|it| it.name()).collect::<Vec<_>>(),
                );
                let finding = about(code.range, sentence);
                match meant {
                    Some(meant) => finding.suggest(Suggestion::Text(meant.into())),
                    None => finding,
                }
            }
        }
    });
    unused.collect()
}

//! Fixing all that can be fixed in one post: round by round, since one fix makes room for the next.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::plan::{self, Step, are_apart};
use super::{Context, Fix, Safety, fixes};
use crate::corpus::edit::Refusal;
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::features::diagnostics::{Code, Diagnostic, Suggestion, diagnostics_of};
use crate::syntax;
use crate::text::{Text, TextEdit, TextRange, TextSize, apply_edits, compose_edits};

/// A post with so many layers of mistakes is not one that a machine should go on with.
const MAX_ROUNDS: usize = 50;

/// Which findings are to be fixed, and how boldly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only findings of these codes; also by fixes that are not safe. `None` is all codes.
    pub codes: Option<Vec<Code>>,
    /// Also fixes that rest on what was learned, move values or fix structure.
    pub with_unsafe: bool,
}

impl Selection {
    pub fn wants(&self, code: Code) -> bool {
        self.codes.as_ref().is_none_or(|it| it.contains(&code))
    }

    fn allows(&self, safety: Safety) -> bool {
        match safety {
            Safety::Safe => true,
            Safety::Unsafe => self.with_unsafe || self.codes.is_some(),
            Safety::ByCode => self.codes.is_some(),
            Safety::Manual => false,
        }
    }
}

/// What became of a post.
#[derive(Clone, Debug)]
pub struct FixedPost {
    /// Of the post as it was given; none if nothing could be fixed.
    pub edits: Vec<TextEdit>,
    /// The code of each finding that was fixed.
    pub fixed: Vec<Code>,
    /// Findings that remain, with ranges in the fixed text.
    pub unfixed: Vec<(Diagnostic, Unfixed)>,
    /// The text with the edits.
    pub text: Text,
}

/// Why a finding remains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfixed {
    /// The fix was tried, and its result could not be verified.
    Refused(Refusal),
    /// Another fix brought it up: it is for the next run.
    Later,
    /// There is one that must be asked for.
    Unsafe,
    /// There are several, or one that drops something: the author has to choose.
    Choice,
    /// No fix is known.
    Unknown,
}

/// Fixes what the selection asks for. The text is only computed, nothing is written.
///
/// What is wrong is decided once, on the post as it is given: what the fixes of that bring up is for the next run, so that nothing
/// is written of which no finding ever told. Broken syntax comes first, since nobody can judge what cannot be read.
pub fn fix_post(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    selection: &Selection,
) -> FixedPost {
    let mut work = Work {
        snap,
        file,
        selection,
        post: parsed.clone(),
        len: parsed.text.len(),
        edits: Vec::new(),
        fixed: Vec::new(),
        refused: Refused::default(),
        seen: FxHashSet::from_iter([hash_of(parsed.text.as_str())]),
        decided: Vec::new(),
    };
    while work.round(|_, it| it.code.is_syntax()) {}
    work.decide();
    while work.round(Work::is_decided) {}
    work.finished()
}

/// A post between two rounds.
struct Work<'a> {
    snap: &'a Snapshot,
    file: FileId,
    selection: &'a Selection,
    /// As it is fixed so far.
    post: Parsed,
    /// Of the text that was given, in bytes.
    len: TextSize,
    edits: Vec<TextEdit>,
    fixed: Vec<Code>,
    refused: Refused,
    /// The texts that there were.
    seen: FxHashSet<u64>,
    decided: Vec<Decided>,
}

/// What is to be fixed, and where that is in the post by now.
struct Decided {
    code: Code,
    range: TextRange,
    suggestion: Option<Suggestion>,
}

impl Work<'_> {
    fn context(&self) -> Context<'_> {
        Context {
            snap: self.snap,
            file: self.file,
            parsed: &self.post,
        }
    }

    fn findings(&self) -> Vec<Diagnostic> {
        let mut findings = diagnostics_of(self.snap, self.file, &self.post);
        findings.retain(|it| self.selection.wants(it.code));
        findings
    }

    fn decide(&mut self) {
        let findings = self.findings().into_iter();
        self.decided = findings
            .map(|it| Decided {
                code: it.code,
                range: it.range,
                suggestion: it.suggestion,
            })
            .collect();
    }

    /// Several fixes of one value each leave their own part of it, and what they strip is nobody's judgement. All others write
    /// what the finding said.
    fn is_decided(&self, finding: &Diagnostic) -> bool {
        self.decided.iter().any(|it| {
            it.code == finding.code
                && it.range.intersect(finding.range).is_some()
                && (it.code.is_of_strays() || it.suggestion == finding.suggestion)
        })
    }

    /// As many fixes of these findings as can be made at once. Returns whether there was one.
    fn round(&mut self, is_meant: impl Fn(&Self, &Diagnostic) -> bool) -> bool {
        if self.seen.len() > MAX_ROUNDS {
            return false;
        }
        let mut findings = self.findings();
        findings.retain(|it| is_meant(self, it));
        // The usual form of a term has no strays, and to write it makes stripping them idle.
        findings.sort_by_key(|it| it.code.is_of_strays());
        let mut refused = std::mem::take(&mut self.refused);
        let done = round(&self.context(), &findings, self.selection, &mut refused);
        self.refused = refused;
        done.is_some_and(|(edits, codes)| self.take(&edits, codes))
    }

    /// Returns whether that leads on: two fixes that undo each other would do so to the last round.
    fn take(&mut self, edits: &[TextEdit], codes: Vec<Code>) -> bool {
        let text = apply_edits(self.post.text.as_str(), edits).expect("verified edits fit");
        if !self.seen.insert(hash_of(&text)) {
            return false;
        }
        self.edits = compose_edits(self.len, &self.edits, edits);
        self.fixed.extend(codes);
        for it in &mut self.decided {
            it.range = moved_range(it.range, edits);
        }
        self.post = Parsed {
            document: syntax::parse_as(&text, self.post.document.body.dialect),
            text: Text::new(text),
            version: self.post.version,
            cursor: self.post.cursor.map(|it| moved(it, edits)),
        };
        true
    }

    fn finished(self) -> FixedPost {
        let findings = self.findings().into_iter();
        let unfixed = findings.map(|it| {
            let why = self.why(&it);
            (it, why)
        });
        FixedPost {
            unfixed: unfixed.collect(),
            edits: self.edits,
            fixed: self.fixed,
            text: self.post.text,
        }
    }

    fn why(&self, finding: &Diagnostic) -> Unfixed {
        let ctx = self.context();
        if let Some(refusal) = self.refused.get(&key(&ctx, finding)) {
            return Unfixed::Refused(refusal.clone());
        }
        match fixes(&ctx, finding) {
            Err(refusal) => Unfixed::Refused(refusal),
            Ok(fixes) if fixes.is_empty() => Unfixed::Unknown,
            Ok(fixes) if fixes.iter().any(|it| self.selection.allows(it.safety)) => {
                match self.is_decided(finding) {
                    true => Unfixed::Refused(Refusal::new("other fixes did not leave it alone")),
                    false => Unfixed::Later,
                }
            }
            Ok(fixes) if fixes.iter().any(|it| it.safety == Safety::Unsafe) => Unfixed::Unsafe,
            Ok(_) => Unfixed::Choice,
        }
    }
}

fn hash_of(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// Where an offset of the old text is in the new one.
fn moved(offset: TextSize, edits: &[TextEdit]) -> TextSize {
    let before = edits.iter().filter(|it| it.range.end() <= offset);
    let shift = |it: &TextEdit| {
        let (new, old) = (it.new_text.len(), usize::from(it.range.len()));
        i64::try_from(new).unwrap_or_default() - i64::try_from(old).unwrap_or_default()
    };
    let moved = i64::from(u32::from(offset)) + before.map(shift).sum::<i64>();
    u32::try_from(moved).map_or(offset, TextSize::from)
}

/// Where a range of the old text is in the new one. What touches an edit has the whole of the new text there.
fn moved_range(range: TextRange, edits: &[TextEdit]) -> TextRange {
    let touching = || {
        edits
            .iter()
            .filter(|it| it.range.intersect(range).is_some())
    };
    let first = touching().next().map(|it| it.range.start());
    let last = touching().next_back().map(|it| it.range.end());
    let start = first.map_or(range.start(), |it| it.min(range.start()));
    let end = last.map_or(range.end(), |it| it.max(range.end()));
    let n_before = edits.iter().take_while(|it| it.range.start() < start);
    TextRange::new(moved(start, &edits[..n_before.count()]), moved(end, edits))
}

/// What was refused, by what does not change when other things move: a finding's code, message and wrong text.
type Refused = FxHashMap<Key, Refusal>;
type Key = (Code, String, String);

/// The edits of as many fixes as can be made at once; `None` if there is nothing left to do.
fn round(
    ctx: &Context<'_>,
    findings: &[Diagnostic],
    selection: &Selection,
    refused: &mut Refused,
) -> Option<(Vec<TextEdit>, Vec<Code>)> {
    let mut chosen: Vec<(&Diagnostic, Fix)> = Vec::new();
    for finding in findings {
        let known = refused.contains_key(&key(ctx, finding));
        let fix = (!known).then(|| choose(ctx, finding, selection)).flatten();
        let steps: Vec<&Step> = chosen.iter().flat_map(|it| &it.1.steps).collect();
        if let Some(fix) = fix
            && are_apart(&steps, &fix.steps)
        {
            chosen.push((finding, fix));
        }
    }
    let steps: Vec<&Step> = chosen.iter().flat_map(|it| &it.1.steps).collect();
    if steps.is_empty() {
        return None;
    }
    if let Some(edits) = plan::edits(ctx, &steps).ok().filter(|it| !it.is_empty()) {
        return Some((edits, chosen.iter().map(|it| it.0.code).collect()));
    }
    // One of them cannot be done: each by itself, the first that can.
    for (finding, fix) in &chosen {
        match plan::edits(ctx, &fix.steps.iter().collect::<Vec<_>>()) {
            Ok(edits) if !edits.is_empty() => return Some((edits, vec![finding.code])),
            Ok(_) => refused.insert(key(ctx, finding), Refusal::new("nothing would change")),
            Err(refusal) => refused.insert(key(ctx, finding), refusal),
        };
    }
    // All that were chosen are refused now; what was not apart from them has its turn.
    round(ctx, findings, selection, refused)
}

fn key(ctx: &Context<'_>, finding: &Diagnostic) -> Key {
    let wrong = ctx.slice(finding.range).to_owned();
    (finding.code, finding.message.clone(), wrong)
}

fn choose(ctx: &Context<'_>, finding: &Diagnostic, selection: &Selection) -> Option<Fix> {
    let fixes = fixes(ctx, finding).ok()?;
    fixes.into_iter().find(|it| selection.allows(it.safety))
}

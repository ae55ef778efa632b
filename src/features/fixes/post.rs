//! Mending all that can be mended in one post: round by round, since one mend makes room for the next.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::plan::{self, Step, are_apart};
use super::{Context, Fix, Safety, fixes};
use crate::corpus::change::Refusal;
use crate::corpus::{FileId, Parsed, Snapshot};
use crate::features::diagnostics::{Code, Diagnostic, diagnostics_of};
use crate::syntax;
use crate::text::{Text, TextEdit, TextSize, apply_edits, compose_edits};

/// A post with so many layers of mistakes is not one that a machine should go on with.
const MAX_ROUNDS: usize = 50;

/// Which findings are to be mended, and how boldly.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only findings of these codes; also by mends that are not safe. `None` is all codes.
    pub codes: Option<Vec<Code>>,
    /// Also mends that rest on what was learned, move values or mend structure.
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
pub struct Mended {
    /// Of the post as it was given; none if nothing could be mended.
    pub edits: Vec<TextEdit>,
    /// The code of each finding that was mended.
    pub fixed: Vec<Code>,
    /// Findings that remain, with ranges in the mended text.
    pub unmended: Vec<(Diagnostic, Unmended)>,
    /// The text with the edits.
    pub text: Text,
}

/// Why a finding remains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmended {
    /// The mend was tried, and its result could not be verified.
    Refused(Refusal),
    /// There is one that must be asked for.
    Unsafe,
    /// There are several, or one that drops something: the author has to choose.
    Choice,
    /// No mend is known.
    Unknown,
}

/// Mends what the selection asks for. The text is only computed, nothing is written.
pub fn mend_post(snap: &Snapshot, file: FileId, parsed: &Parsed, selection: &Selection) -> Mended {
    let mut parsed = parsed.clone();
    let len = parsed.text.len();
    let mut edits = Vec::new();
    let mut fixed = Vec::new();
    let mut refused = FxHashMap::default();
    let mut seen = FxHashSet::from_iter([hash_of(parsed.text.as_str())]);
    for _ in 0..MAX_ROUNDS {
        let ctx = Context {
            snap,
            file,
            parsed: &parsed,
        };
        let findings = diagnostics_of(snap, file, &parsed);
        let Some((new_edits, codes)) = round(&ctx, &findings, selection, &mut refused) else {
            break;
        };
        let text = apply_edits(parsed.text.as_str(), &new_edits).expect("verified edits fit");
        if !seen.insert(hash_of(&text)) {
            // Two mends undo each other, and would to the last round.
            break;
        }
        edits = compose_edits(len, &edits, &new_edits);
        fixed.extend(codes);
        parsed = Parsed {
            document: syntax::parse(&text),
            text: Text::new(text),
            version: parsed.version,
            cursor: parsed.cursor.map(|it| moved(it, &new_edits)),
        };
    }
    Mended {
        edits,
        fixed,
        unmended: unmended(snap, file, &parsed, selection, &refused),
        text: parsed.text,
    }
}

fn hash_of(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// What the selection asks for of a post that mends have not left without findings, each with the reason.
pub fn left_in_post(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    selection: &Selection,
) -> Vec<(Diagnostic, Unmended)> {
    unmended(snap, file, parsed, selection, &Refused::default())
}

fn unmended(
    snap: &Snapshot,
    file: FileId,
    parsed: &Parsed,
    selection: &Selection,
    refused: &Refused,
) -> Vec<(Diagnostic, Unmended)> {
    let ctx = Context { snap, file, parsed };
    let wanted = |it: &Diagnostic| selection.wants(it.code);
    let findings = diagnostics_of(snap, file, parsed)
        .into_iter()
        .filter(wanted);
    let with_reason = |finding: Diagnostic| {
        let why = why(&ctx, &finding, selection, refused);
        (finding, why)
    };
    findings.map(with_reason).collect()
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
    for finding in findings.iter().filter(|it| selection.wants(it.code)) {
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

fn why(
    ctx: &Context<'_>,
    finding: &Diagnostic,
    selection: &Selection,
    refused: &Refused,
) -> Unmended {
    if let Some(refusal) = refused.get(&key(ctx, finding)) {
        return Unmended::Refused(refusal.clone());
    }
    match fixes(ctx, finding) {
        Err(refusal) => Unmended::Refused(refusal),
        Ok(fixes) if fixes.is_empty() => Unmended::Unknown,
        Ok(fixes) if fixes.iter().any(|it| selection.allows(it.safety)) => {
            Unmended::Refused(Refusal::new("other mends did not leave it alone"))
        }
        Ok(fixes) if fixes.iter().any(|it| it.safety == Safety::Unsafe) => Unmended::Unsafe,
        Ok(_) => Unmended::Choice,
    }
}

//! How many findings there are of each kind, which of them are shown with their source, and what the rest have in common.

use std::cmp::Reverse;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::super::{Extent, Finding, Post, Report};
use crate::cli::output::{escape_line, plural};
use crate::features::diagnostics::{Code, Severity, Suggestion};

/// Of findings that say the same, so many are shown.
const MAX_ALIKE: usize = 3;
/// Of one code, so many are shown.
const MAX_OF_CODE: usize = 10;
/// Of a code whose findings are listed by what they have in common, so many are shown before.
const MAX_BEFORE_LIST: usize = 3;
/// So many groups of a code are listed.
const MAX_GROUPS: usize = 10;

/// Findings of one code that say the same, whatever post has them.
#[derive(Default)]
struct Alike<'a> {
    n_found: usize,
    n_shown: usize,
    n_posts: usize,
    last_post: Option<&'a str>,
}

#[derive(Default)]
struct OfCode {
    n_found: usize,
    n_shown: usize,
    /// Whether what the findings have in common is listed.
    is_listed: bool,
}

pub(super) struct Tally<'a> {
    extent: Extent,
    alike: FxHashMap<(Code, Severity, String), Alike<'a>>,
    /// By code and the severity that the findings themselves have.
    of_code: FxHashMap<(Code, Severity), OfCode>,
}

impl<'a> Tally<'a> {
    pub(super) fn of(report: &'a Report, extent: Extent) -> Tally<'a> {
        let mut tally = Tally {
            extent,
            alike: FxHashMap::default(),
            of_code: FxHashMap::default(),
        };
        for (post, finding) in report.findings() {
            let it = &finding.diagnostic;
            let alike = tally.alike.entry(key(post, finding)).or_default();
            alike.n_found += 1;
            if alike.last_post.replace(&post.path) != Some(&post.path) {
                alike.n_posts += 1;
            }
            tally
                .of_code
                .entry((it.code, it.severity))
                .or_default()
                .n_found += 1;
        }
        for ((code, severity), of_code) in &mut tally.of_code {
            let mut groups = tally.alike.iter();
            let recurs =
                groups.any(|(it, alike)| it.0 == *code && it.1 == *severity && alike.n_posts > 1);
            let is_capped = extent == Extent::Capped && of_code.n_found > MAX_OF_CODE;
            of_code.is_listed = is_capped && recurs;
        }
        tally
    }

    pub(super) fn n_shown(&self, code: Code, severity: Severity) -> usize {
        self.of_code
            .get(&(code, severity))
            .map_or(0, |it| it.n_shown)
    }

    /// `None` where the finding should not be shown; else how many like it will not be, to say so beside the last one.
    pub(super) fn show(&mut self, post: &Post, finding: &Finding) -> Option<usize> {
        let it = &finding.diagnostic;
        let alike = self.alike.get_mut(&key(post, finding))?;
        let of_code = self.of_code.get_mut(&(it.code, it.severity))?;
        let (max_alike, max_of_code) = match (self.extent, of_code.is_listed) {
            (Extent::All, _) => (usize::MAX, usize::MAX),
            (Extent::Capped, true) => (1, MAX_BEFORE_LIST),
            (Extent::Capped, false) => (MAX_ALIKE, MAX_OF_CODE),
        };
        if alike.n_shown >= max_alike || of_code.n_shown >= max_of_code {
            return None;
        }
        alike.n_shown += 1;
        of_code.n_shown += 1;
        let is_last = alike.n_shown == max_alike && !of_code.is_listed;
        Some(if is_last {
            alike.n_found - max_alike
        } else {
            0
        })
    }

    /// `NVIDIA -> Nvidia: 285 posts`, for each code of which there are many.
    pub(super) fn write_groups(&self, out: &mut impl Write) -> io::Result<()> {
        let listed = self.of_code.iter().filter(|it| it.1.is_listed);
        let mut listed: Vec<_> = listed.map(|it| it.0).collect();
        listed.sort_by_key(|(code, severity)| (Reverse(*severity), *code));
        for (code, severity) in listed {
            let groups = self.alike.iter();
            let groups = groups.filter(|(it, _)| it.0 == *code && it.1 == *severity);
            let mut groups: Vec<_> = groups.map(|(it, alike)| (alike.n_posts, &it.2)).collect();
            groups.sort_by_key(|(n_posts, label)| (Reverse(*n_posts), *label));
            writeln!(out, "{code}, the most frequent:")?;
            for (n_posts, label) in groups.iter().take(MAX_GROUPS) {
                let posts = plural(*n_posts, "post");
                writeln!(out, "  {}: {posts}", escape_line(label))?;
            }
            if groups.len() > MAX_GROUPS {
                writeln!(out, "  and {} more", groups.len() - MAX_GROUPS)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}

fn key(post: &Post, finding: &Finding) -> (Code, Severity, String) {
    let it = &finding.diagnostic;
    (it.code, it.severity, label(post, finding))
}

/// What is the same of findings in many posts: what should be written for what, or else the message.
fn label(post: &Post, finding: &Finding) -> String {
    let it = &finding.diagnostic;
    let subject = || post.subject(it);
    match &it.suggestion {
        Some(Suggestion::Text(text)) => format!("{} -> {text}", subject()),
        Some(Suggestion::MoveTo(field)) => format!("{} -> `{field}`", subject()),
        Some(Suggestion::Insert(field)) => format!("`{field}`"),
        Some(Suggestion::Kind(_) | Suggestion::Remove) | None => it.message.clone(),
    }
}

//! The findings that an old corpus starts with: `--write-baseline` notes them down, `--baseline` leaves them out of a report, so
//! that only new ones fail. It knows findings by what they say of a post, never by their lines: those move.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::apply;
use super::report::{Post, Report};
use crate::features::diagnostics::Diagnostic;

const VERSION: u32 = 1;

/// How often each finding is known.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Baseline {
    known: BTreeMap<Fingerprint, u32>,
    /// How many of these a report lacked.
    left: BTreeMap<Fingerprint, u32>,
}

/// What stays the same of a finding when lines move, other posts change, or a message is worded anew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fingerprint {
    /// Relative to the nearest folder with a rubric.yaml, or the work tree: the same on every machine, and for every part of
    /// the posts that is checked.
    path: String,
    /// By name: a code that this version does not know is no reason to refuse the file.
    code: String,
    text: String,
}

#[derive(Deserialize)]
struct File {
    version: u32,
    #[serde(default)]
    findings: Vec<Line>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    path: String,
    code: String,
    text: String,
    count: u32,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} `{}`", self.path, self.code, self.text)?;
        match self.count {
            1 => Ok(()),
            n => write!(f, " ({n} times)"),
        }
    }
}

impl Baseline {
    pub(super) fn of(report: &Report) -> Baseline {
        let mut known = BTreeMap::new();
        for (post, finding) in report.findings() {
            *known
                .entry(fingerprint(post, &finding.diagnostic))
                .or_default() += 1;
        }
        Baseline {
            known,
            left: BTreeMap::new(),
        }
    }

    pub(super) fn read(path: &Path) -> Result<Baseline> {
        let shown = path.display();
        let text = fs::read_to_string(path)
            .with_context(|| format!("the baseline {shown} cannot be read"))?;
        let broken =
            || format!("{shown} is not a valid baseline; regenerate it with --write-baseline");
        let file: File = serde_json::from_str(&text).with_context(broken)?;
        if file.version != VERSION {
            bail!(
                "the baseline {shown} is of version {}, this program knows {VERSION}: write it anew with --write-baseline",
                file.version
            );
        }
        let mut known = BTreeMap::new();
        for Line {
            path,
            code,
            text,
            count,
        } in file.findings
        {
            *known.entry(Fingerprint { path, code, text }).or_default() += count;
        }
        Ok(Baseline {
            known,
            left: BTreeMap::new(),
        })
    }

    /// Replaces the file. Returns how many findings it holds.
    pub(super) fn write(&self, path: &Path) -> Result<u32> {
        apply::put(path, self.to_text().as_bytes())
            .with_context(|| format!("the baseline {} cannot be written", path.display()))?;
        Ok(self.known.values().sum())
    }

    /// One line a finding, sorted: a finding that came or went is one line of a diff.
    fn to_text(&self) -> String {
        let lines = self.known.iter().map(|(it, count)| {
            serde_json::to_string(&line(it, *count)).expect("strings and a number are JSON")
        });
        let lines: Vec<_> = lines.map(|it| format!("\n    {it}")).collect();
        let end = if lines.is_empty() { "" } else { "\n  " };
        let lines = lines.join(",");
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{lines}{end}]\n}}\n")
    }

    /// Takes what is known out of the report; of findings that cannot be told apart, the first ones. Returns how many.
    pub(super) fn take_out(&mut self, report: &mut Report) -> usize {
        let n_before = report.findings().count();
        self.left.clone_from(&self.known);
        for post in &mut report.posts {
            let findings = std::mem::take(&mut post.findings);
            let mut is_new = |it: &Diagnostic| match self.left.get_mut(&fingerprint(post, it)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            };
            post.findings = findings
                .into_iter()
                .filter(|it| is_new(&it.diagnostic))
                .collect();
        }
        report.posts.retain(|it| !it.findings.is_empty());
        n_before - report.findings().count()
    }

    /// What the report lacked that [`Baseline::take_out`] was given last. `is_judged`: whether a post and a code were in it.
    pub(super) fn gone(&self, is_judged: impl Fn(&str, &str) -> bool) -> Vec<Line> {
        let left = self.left.iter();
        let gone = left.filter(|(it, count)| **count > 0 && is_judged(&it.path, &it.code));
        gone.map(|(it, count)| line(it, *count)).collect()
    }

    /// Writes the file anew without what is gone.
    pub(super) fn prune(&mut self, path: &Path, gone: &[Line]) -> Result<()> {
        for it in gone {
            let (path, code, text) = (it.path.clone(), it.code.clone(), it.text.clone());
            if let Some(count) = self.known.get_mut(&Fingerprint { path, code, text }) {
                *count = count.saturating_sub(it.count);
            }
        }
        self.known.retain(|_, count| *count > 0);
        self.write(path).map(|_| ())
    }
}

fn line(it: &Fingerprint, count: u32) -> Line {
    Line {
        path: it.path.clone(),
        code: it.code.clone(),
        text: it.text.clone(),
        count,
    }
}

fn fingerprint(post: &Post, diagnostic: &Diagnostic) -> Fingerprint {
    Fingerprint {
        path: post.at_home.clone(),
        code: diagnostic.code.name().to_owned(),
        text: post.subject(diagnostic),
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Finding;
    use super::*;
    use crate::features::diagnostics::Code;
    use crate::text::{Text, TextRange, TextSize};

    /// A report of one post, with a finding at each place where `wrong` stands.
    fn report(source: &str, wrong: &str) -> Report {
        let findings = source.match_indices(wrong).map(|(start, _)| {
            let start = TextSize::try_from(start).unwrap();
            let range = TextRange::at(start, TextSize::of(wrong));
            Finding {
                diagnostic: Diagnostic::new(Code::UnknownValue, range, "1 of 2 posts say so"),
                related: Vec::new(),
                fix: None,
                safety: None,
            }
        });
        let post = Post {
            path: "/somewhere/笔记/a.md".into(),
            at_home: "笔记/a.md".into(),
            text: Text::new(source),
            is_config: false,
            findings: findings.collect(),
        };
        Report {
            posts: vec![post],
            ..Report::default()
        }
    }

    #[test]
    fn moved_lines_are_the_same_finding_and_one_more_is_new() {
        let mut known = Baseline::of(&report("---\ns: 常青  e\u{301}\n---\n", "常青  e\u{301}"));
        let mut moved = report(
            "---\r\n\r\na: 😀\r\ns: 常青 e\u{301}\r\n---\r\n",
            "常青 e\u{301}",
        );
        assert_eq!(known.take_out(&mut moved), 1);
        assert!(moved.posts.is_empty());
        let mut twice = report("s: 常青 e\u{301}\nt: 常青 e\u{301}\n", "常青 e\u{301}");
        assert_eq!(known.take_out(&mut twice), 1);
        let left: Vec<_> = twice.findings().collect();
        assert_eq!(
            left[0].1.diagnostic.range.start(),
            TextSize::of("s: 常青 e\u{301}\nt: ")
        );
    }

    #[test]
    fn what_no_longer_occurs_is_named_and_pruned() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("基线.json");
        let mut known = Baseline::of(&report("s: 常青\nt: 常青\n", "常青"));
        assert_eq!(known.take_out(&mut report("s: 常青\n", "常青")), 1);
        assert!(known.gone(|_, _| false).is_empty());
        let gone = known.gone(|path, code| (path, code) == ("笔记/a.md", "unknown-value"));
        assert_eq!(gone[0].to_string(), "笔记/a.md: unknown-value `常青`");
        known.prune(&path, &gone).expect("written");
        let pruned = Baseline::read(&path).expect("read");
        assert_eq!(pruned, Baseline::of(&report("s: 常青\n", "常青")));
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("基线.json");
        for (source, wrong) in [("a: \"x\"\\\nb: \"x\"\\\n", "\"x\"\\"), ("a: b", "none")] {
            let baseline = Baseline::of(&report(source, wrong));
            baseline.write(&path).expect("written");
            assert_eq!(Baseline::read(&path).expect("read"), baseline);
        }
    }
}

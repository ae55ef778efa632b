//! The arguments as typed: what clap reads, nothing resolved yet.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::features::diagnostics::Code;
use crate::schema::Severity;

const STATUS: &str = "Exit status: 0 done, nothing to report; 1 `check` has findings at or above the floor, or with \
--diff or --dry-run something would change; 2 it failed, or a post was left out.";

const STATUS_OF_CHECK: &str = "Exit status: 0 no finding at or above the floor (warning, or what --severity says); \
1 there are some; 2 it failed, or a PATH that was named cannot be read.";

const STATUS_OF_FIX: &str = "Exit status: 0 done; 1 with --diff or --dry-run: something would change; 2 it failed, or a \
post was left as it is because it cannot be read or written: each is listed with the reason.";

const STATUS_OF_TERMS: &str = "A term or a name that begins with `-` is taken as it is; `--` ends the options:
  rubric rename -- tags --old-- new

Exit status: 0 done, also if no post has the term; 1 with --diff or --dry-run: something would change; 2 it failed, or a \
post that has the term, or may have it, was left as it is: each is listed with the reason.";

/// Checks, completes and renames the vocabulary in the front matter of Markdown posts.
#[derive(Debug, Parser)]
#[command(name = "rubric", version, max_term_width = 100, after_help = STATUS)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the language server on stdin and stdout
    Lsp(LspArgs),
    /// Report where posts are broken or drift from the rest
    #[command(after_help = STATUS_OF_CHECK)]
    Check(CheckArgs),
    /// Mend what can be mended; by default only what is safe to mend
    #[command(after_help = STATUS_OF_FIX)]
    Fix(FixArgs),
    /// Show the fields of the posts: kinds, coverage, how many values are new
    Stats(StatsArgs),
    /// Give a term another name in every post; merges where the new name is in use
    #[command(after_help = STATUS_OF_TERMS)]
    Rename(RenameArgs),
    /// Remove a term from every post
    #[command(after_help = STATUS_OF_TERMS)]
    Remove(RemoveArgs),
    /// List the terms of a field, or of all
    Terms(TermsArgs),
    /// Explain a kind of finding, or list them all
    Explain(ExplainArgs),
    /// Write a rubric.yaml that says what was learned from the posts
    Init(InitArgs),
    /// Print the JSON Schema of rubric.yaml
    Schema,
}

#[derive(Debug, clap::Args)]
pub struct LspArgs {
    /// Write the log to this file instead of stderr
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
    /// Accepted because editors pass it; stdin and stdout are the only transport there is
    #[arg(long, hide = true)]
    pub stdio: bool,
}

#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Files and folders to report on; the vocabulary is always that of the whole root
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The folder whose posts make the vocabulary, instead of the one that is found from PATH
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Report only these codes
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub select: Vec<Code>,
    /// Leave these codes out
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub ignore: Vec<Code>,
    /// Show every finding, however many alike there are
    #[arg(long)]
    pub all: bool,
    /// Report, and fail on, findings of this severity and above [default: report all, fail on warnings]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub severity: Option<Level>,
    /// Exit with 0 although there are findings
    #[arg(long)]
    pub exit_zero: bool,
    /// Leave out the findings that this file knows
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the findings to this file for --baseline, instead of reporting them
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub write_baseline: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct FixArgs {
    /// Files and folders to mend; the vocabulary is always that of the whole root
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Mend only findings of these codes, also where that is not safe
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub select: Vec<Code>,
    /// Mend also by what was learned from the posts, move values and mend structure
    #[arg(long = "unsafe")]
    pub with_unsafe: bool,
    /// How to write what was done and what was left
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct StatsArgs {
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How to write the figures
    #[arg(long, value_enum, default_value_t = StatsFormat::Table)]
    pub format: StatsFormat,
}

/// How a command that changes posts goes about it.
#[derive(Debug, clap::Args)]
pub struct WriteArgs {
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Show what would change as a unified diff, and change nothing
    #[arg(long, conflicts_with = "dry_run")]
    pub diff: bool,
    /// Count what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

impl WriteArgs {
    pub fn writes(&self) -> bool {
        !self.diff && !self.dry_run
    }
}

#[derive(Debug, clap::Args)]
pub struct RenameArgs {
    /// The field, or several with commas between them
    pub field: Option<String>,
    /// The term
    #[arg(allow_hyphen_values = true)]
    pub old: Option<String>,
    /// Its new name
    #[arg(allow_hyphen_values = true)]
    pub new: Option<String>,
    /// Many renames at once: CSV `field,old,new`, or YAML `field: {old: new}`; a field may be several here too
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct RemoveArgs {
    /// The field, or several with commas between them
    #[arg(allow_hyphen_values = true)]
    pub field: String,
    /// The term
    #[arg(allow_hyphen_values = true)]
    pub value: String,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct TermsArgs {
    /// The field; all of them if none is named
    pub field: Option<String>,
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How to write the list
    #[arg(long, value_enum, default_value_t = TermsFormat::Table)]
    pub format: TermsFormat,
    /// Which terms come first
    #[arg(long, value_enum, default_value_t = TermsOrder::Count)]
    pub sort: TermsOrder,
    /// Only terms in several spellings, as a list for `rename --map`: YAML, or what --format says
    #[arg(long)]
    pub variants: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TermsFormat {
    /// For people: a line a term
    Table,
    /// For programs: a list of objects
    Json,
    /// For spreadsheets: a record a term
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TermsOrder {
    /// Those that most posts have
    Count,
    /// By the alphabet
    Name,
    /// Those of the newest posts
    Recent,
}

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The code of a finding, such as `duplicate-key`
    pub code: Option<Code>,
}

#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Print it, and write nothing
    #[arg(long)]
    pub stdout: bool,
    /// Replace a rubric.yaml that is there
    #[arg(long)]
    pub force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: annotated source
    Human,
    /// For programs: one object, documented
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FixFormat {
    /// For people: what was left, and a summary
    Human,
    /// For programs: one object, documented
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// For people
    Table,
    /// For programs: one object
    Json,
}

/// A [`Severity`] as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Level {
    Hint,
    Info,
    Warning,
    Error,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Severity {
        match level {
            Level::Hint => Severity::Hint,
            Level::Info => Severity::Info,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        }
    }
}

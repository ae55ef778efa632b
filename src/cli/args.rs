//! The arguments as typed: what clap reads, nothing resolved yet.

mod posts;

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::{Parser, Subcommand, ValueEnum};

use super::shard::Shard;
use crate::features::diagnostics::Code;
use crate::schema::Severity;

pub use posts::*;

const STATUS: &str = "Exit status: 0 done, nothing to report; 1 `check` has findings at or above the floor, or with \
--diff or --dry-run something would change; 2 it failed, or a post was left out.";

const STATUS_OF_CHECK: &str = "Exit status: 0 no finding at or above the floor (warning, or what --severity says); \
1 there are some; 2 it failed, a PATH that was named is missing or cannot be read, or, with --error-on-no-posts, there was \
no post to check.";

const FINDINGS: &str = "Findings";
const OUTPUT: &str = "Output";

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
    /// Whether to colour what is written [NO_COLOR and FORCE_COLOR decide what `auto` does]
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal
    Auto,
    Always,
    Never,
}

impl Color {
    /// From here on all output keeps to it.
    pub fn apply(self) {
        let choice = match self {
            Color::Auto if is_forced() => ColorChoice::Always,
            Color::Auto => return,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}

/// FORCE_COLOR, as force-color.org has it: anything but nothing, where NO_COLOR does not forbid it; and, as others have it, not `0`.
fn is_forced() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|it| !it.is_empty());
    let is_zero = std::env::var_os("FORCE_COLOR").is_some_and(|it| it == "0");
    is_set("FORCE_COLOR") && !is_zero && !is_set("NO_COLOR")
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the language server on stdin and stdout
    Lsp(LspArgs),
    /// Report where posts are broken or drift from the rest
    #[command(after_help = STATUS_OF_CHECK)]
    Check(CheckArgs),
    /// Fix problems automatically (only safe fixes by default)
    #[command(after_help = STATUS_OF_FIX)]
    Fix(FixArgs),
    /// Show the fields of the posts: kinds, coverage, how many values are new
    Stats(StatsArgs),
    /// Write a page with the vocabulary, its spellings and the findings, to look at in a browser
    Report(ReportArgs),
    /// Give a term another name in every post; merges where the new name is in use
    #[command(after_help = STATUS_OF_TERMS)]
    Rename(RenameArgs),
    /// Remove a term from every post
    #[command(after_help = STATUS_OF_TERMS)]
    Remove(RemoveArgs),
    /// List the terms of a field, or of all
    Terms(TermsArgs),
    /// List the posts for which conditions hold, as paths or as a table
    #[command(after_help = CONDITIONS)]
    Find(FindArgs),
    /// Write all posts as a table, for DuckDB, pandas, Spark or a spreadsheet
    Export(ExportArgs),
    /// Give a field a value in every post for which conditions hold
    #[command(after_help = CONDITIONS)]
    Set(SetArgs),
    /// Add items to a list in every post for which conditions hold
    #[command(after_help = CONDITIONS)]
    Append(AppendArgs),
    /// Remove fields from every post for which conditions hold
    #[command(after_help = CONDITIONS)]
    Unset(UnsetArgs),
    /// Show where a term is used, or what links to a file
    Refs(RefsArgs),
    /// Move a file or a folder; links to it and its own follow
    Mv(MvArgs),
    /// Begin a post with what posts of its folder have
    New(NewArgs),
    /// Propose values for the empty fields of a post, each with its evidence
    Suggest(SuggestArgs),
    /// Explain a kind of finding, or list them all
    Explain(ExplainArgs),
    /// Write a rubric.yaml that says what was learned from the posts
    Init(InitArgs),
    /// Print the JSON Schema of rubric.yaml
    Schema,
    /// Serve assistants over the Model Context Protocol, on stdin and stdout
    Mcp(McpArgs),
    /// Print a script that completes the command line in a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
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
    /// Files and folders to report on, or `-` for a post on stdin; the vocabulary is always that of the whole root
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The folder whose posts make the vocabulary, instead of the one that is found from PATH
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Report only on posts that differ from the last commit, or are new
    #[arg(long, conflicts_with = "since")]
    pub changed: bool,
    /// Report only on posts that changed since this branch left REF, such as `origin/main`
    #[arg(long, value_name = "REF")]
    pub since: Option<String>,
    /// Report only on this part of the posts, such as `2/4`, for one of several processes
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
    /// What `rubric terms --format facts` has written of posts: they need not be read to be counted. May be given more than once
    #[arg(long, value_name = "FILE")]
    pub vocabulary: Vec<PathBuf>,
    /// Where the post on stdin belongs
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Report only these codes
    #[arg(long, value_name = "CODES", value_delimiter = ',', help_heading = FINDINGS)]
    pub select: Vec<Code>,
    /// Leave these codes out
    #[arg(long, value_name = "CODES", value_delimiter = ',', help_heading = FINDINGS)]
    pub ignore: Vec<Code>,
    /// Report, and fail on, findings of this severity and above [default: report all, fail on warnings]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = FINDINGS)]
    pub severity: Option<Level>,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE", help_heading = FINDINGS)]
    pub baseline: Option<PathBuf>,
    /// Write the findings to this file for --baseline, instead of reporting them
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = FINDINGS)]
    pub write_baseline: Option<PathBuf>,
    /// Remove from the baseline what no longer occurs
    #[arg(long, requires = "baseline", help_heading = FINDINGS)]
    pub prune_baseline: bool,
    /// First fix what is safe to fix, as `rubric fix` does, and report what is left
    #[arg(long, conflicts_with_all = ["ignore", "write_baseline"], help_heading = FINDINGS)]
    pub fix: bool,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Human, help_heading = OUTPUT)]
    pub format: Format,
    /// Show every finding, however many alike there are
    #[arg(long, help_heading = OUTPUT)]
    pub all: bool,
    /// Count the findings of each code instead of showing them
    #[arg(long, help_heading = OUTPUT)]
    pub statistics: bool,
    /// Show the findings and nothing else
    #[arg(long, short, help_heading = OUTPUT)]
    pub quiet: bool,
    /// Write the report to this file instead of stdout
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub output_file: Option<PathBuf>,
    /// Exit with 0 although there are findings
    #[arg(long, help_heading = OUTPUT)]
    pub exit_zero: bool,
    /// Exit with 2 if there is no post to check, as where the path is wrong
    #[arg(long, help_heading = OUTPUT)]
    pub error_on_no_posts: bool,
}

#[derive(Debug, clap::Args)]
pub struct FixArgs {
    /// Files and folders to fix, or `-` for a post on stdin; the vocabulary is always that of the whole root
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where the post on stdin belongs
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Fix only findings of these codes, also where that is not safe
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub select: Vec<Code>,
    /// Fix also by what was learned from the posts, move values and repair structure
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
    /// Keep a line a field, however long it is
    #[arg(long)]
    pub wide: bool,
}

#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Where to write it; a FILE that ends in .json gets the figures alone, for --compare
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Show what has changed since these figures were saved
    #[arg(long, value_name = "OLD.json")]
    pub compare: Option<PathBuf>,
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
    /// How to write what was done; `json` goes without --diff
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
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
    /// How to write what was done; `json` goes without --diff
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
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
    /// Count only this part of the posts, such as `2/4`
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
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
    /// For `check --vocabulary`: all that other posts' findings rest on, a line a post
    Facts,
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
    /// Write a section for assistants into AGENTS.md instead
    #[arg(long, conflicts_with = "force")]
    pub agents: bool,
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
    /// For grep and for editors: a line a finding, PATH:LINE:COL: CODE message
    Concise,
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

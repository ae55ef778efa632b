//! The arguments of the commands that ask about posts and edit them for scripts.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{FixFormat, WriteArgs};

pub const CONDITIONS: &str = "A condition is `field=value`, `field!=value`, `field>=value`, `field<=value`, \
`field~text` (holds the text, whatever its case), `field` (says something) or `!field` (is missing or empty). Of a list any item \
may be meant. `image.alt` is a field within another; `path` is the post's path. All conditions have to hold.";

#[derive(Debug, clap::Args)]
pub struct FindArgs {
    /// Conditions, such as `tags=go` or `date>=2026-01`; all posts without any
    #[arg(value_name = "EXPR")]
    pub conditions: Vec<String>,
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Only these fields, in this order [default: all]
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub fields: Vec<String>,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = FindFormat::Paths)]
    pub format: FindFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindFormat {
    /// A path a line
    Paths,
    /// For programs: a list of objects
    Json,
    /// For spreadsheets: a record a post
    Csv,
}

#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How to write the table
    #[arg(long, value_enum, default_value_t = ExportFormat::Ndjson)]
    pub format: ExportFormat,
    /// A row for each use of a term, instead of one for each post
    #[arg(long)]
    pub uses: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A JSON object a line, as `find --format json` has it
    Ndjson,
    /// A record a post, a column a field
    Csv,
}

#[derive(Debug, clap::Args)]
pub struct SetArgs {
    /// `field=value`; a list is named once for each of its items
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub assignments: Vec<String>,
    /// In which posts; may be given more than once
    #[arg(long = "where", value_name = "EXPR", required = true)]
    pub conditions: Vec<String>,
    /// How to write what was done; `json` goes without --diff
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct AppendArgs {
    /// `field=value`: an item that the list gets if it does not have it
    #[arg(value_name = "FIELD=VALUE", required = true)]
    pub assignments: Vec<String>,
    /// In which posts; may be given more than once
    #[arg(long = "where", value_name = "EXPR", required = true)]
    pub conditions: Vec<String>,
    /// How to write what was done; `json` goes without --diff
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct UnsetArgs {
    /// Fields that go, with their values
    #[arg(value_name = "FIELD", required = true)]
    pub fields: Vec<String>,
    /// In which posts; may be given more than once
    #[arg(long = "where", value_name = "EXPR", required = true)]
    pub conditions: Vec<String>,
    /// How to write what was done; `json` goes without --diff
    #[arg(long, value_enum, default_value_t = FixFormat::Human)]
    pub format: FixFormat,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct MvArgs {
    /// A file or a folder
    pub old: PathBuf,
    /// Its new path, or a folder that takes it in
    pub new: PathBuf,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Debug, clap::Args)]
pub struct RefsArgs {
    /// A term, or the path of a file
    #[arg(value_name = "TERM|FILE", allow_hyphen_values = true)]
    pub name: String,
    /// Only uses of the term in this field
    #[arg(long)]
    pub field: Option<String>,
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How to write the places
    #[arg(long, value_enum, default_value_t = RefsFormat::Concise)]
    pub format: RefsFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RefsFormat {
    /// A line a use, PATH:LINE:COL: and the field or the link
    Concise,
    /// Each post once
    Paths,
    /// For programs: a list of objects
    Json,
}

#[derive(Debug, clap::Args)]
pub struct SuggestArgs {
    /// A post
    pub file: PathBuf,
    /// Only this field, whether it is empty or not
    #[arg(long)]
    pub field: Option<String>,
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How to write the values
    #[arg(long, value_enum, default_value_t = SuggestFormat::Table)]
    pub format: SuggestFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SuggestFormat {
    /// A line a value: field, value and reason, with tabs between them
    Table,
    /// For programs: a list of objects
    Json,
}

#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// Where the post is to be; there must not be a file yet
    pub path: PathBuf,
    /// Its title [default: what the file's name says]
    #[arg(long)]
    pub title: Option<String>,
    /// The folder of the posts
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Print it, and write nothing
    #[arg(long)]
    pub stdout: bool,
}

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell that the script is for
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write a page for each command into this folder, instead of the program's page to stdout
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct McpArgs {
    /// The folder of the posts; nothing outside of it is read or written
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

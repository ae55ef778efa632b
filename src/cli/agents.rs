//! `rubric init --agents`: a section of AGENTS.md that tells assistants of the fields and of the commands.

use std::io::Write;

use anyhow::{Context, Result, anyhow, bail};

use super::args::InitArgs;
use super::output::escape_line;
use super::{CLEAN, apply, corpus, roots};
use crate::corpus::Snapshot;

const FILE: &str = "AGENTS.md";
/// What is between these is ours, and is written anew.
const BEGIN: &str = "<!-- rubric: begin -->";
const END: &str = "<!-- rubric: end -->";

pub(super) fn run(args: &InitArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    let snap = corpus::load_heads(&root).snapshot();
    if snap.n_files() == 0 {
        bail!(
            "there are no posts in {} to learn from",
            root.folder.display()
        );
    }
    let section = section(&snap);
    if args.stdout {
        anstream::stdout().lock().write_all(section.as_bytes())?;
        return Ok(CLEAN);
    }
    let path = root.folder.join(FILE);
    let shown = path.display();
    let old = match std::fs::read(&path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| anyhow!("{shown} is not UTF-8"))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("{shown} cannot be read")),
    };
    let target = match path.symlink_metadata().is_ok() {
        true => apply::may_replace(&root.folder, &path)
            .map_err(|why| anyhow!("{shown} is not written: {why}"))?,
        false => path.clone(),
    };
    let new = with_section(&old, &section);
    apply::put(&target, new.as_bytes()).with_context(|| format!("{shown} cannot be written"))?;
    anstream::eprintln!("{}: the section on posts", escape_line(&shown.to_string()));
    Ok(CLEAN)
}

/// The file with the section in its place, or at the end.
fn with_section(old: &str, section: &str) -> String {
    let eol = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let section = section.replace('\n', eol);
    let begin = old.find(BEGIN);
    let end = begin.and_then(|it| Some(it + old[it..].find(END)? + END.len()));
    match (begin, end) {
        (Some(begin), Some(end)) => {
            format!("{}{}{}", &old[..begin], section.trim_end(), &old[end..])
        }
        _ if old.is_empty() => section,
        _ => format!("{}{eol}{eol}{section}", old.trim_end()),
    }
}

fn section(snap: &Snapshot) -> String {
    let schema = snap.root_schema();
    let fields = schema.usual_fields().map(|(name, field)| {
        let required = match field.required || field.presence.is_strong() {
            true => ", in every post",
            false => "",
        };
        let values = field
            .values
            .iter()
            .map(|it| format!("`{}`", escape_line(it)));
        let values: Vec<String> = values.collect();
        let values = match values.is_empty() {
            true => String::new(),
            false => format!(": {}", values.join(", ")),
        };
        let (name, kind) = (escape_line(name), field.kind.name());
        format!("- `{name}` ({kind}{required}){values}")
    });
    let fields: Vec<String> = fields.collect();
    format!(
        "{BEGIN}
## Posts

Posts are Markdown files with front matter. Their fields, as the posts have them:

{}

Use terms that posts have already. Commands (`rubric COMMAND --help`):

- `rubric new PATH --title TITLE` begins a post with its folder's fields.
- `rubric suggest PATH` proposes values for empty fields, each with its evidence.
- `rubric find tags=x 'date>=2026-01'` lists posts; `rubric terms FIELD` lists values with counts.
- `rubric check PATH` after each edit; `rubric explain CODE` says what a finding means; `rubric fix PATH` does what is safe.
- `rubric rename FIELD OLD NEW --diff` and `rubric mv OLD NEW --diff` before changing many posts; never by search and replace.
{END}
",
        fields.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_is_written_anew_and_nothing_else() {
        let section = format!("{BEGIN}\n新\n{END}\n");
        assert_eq!(with_section("", &section), section);
        let twice = with_section("# 一\r\n", &section);
        assert_eq!(twice, format!("# 一\r\n\r\n{BEGIN}\r\n新\r\n{END}\r\n"));
        let again = with_section(
            &format!("{twice}\r\n# 二\r\n"),
            &section.replace('新', "旧"),
        );
        assert_eq!(
            again,
            format!("# 一\r\n\r\n{BEGIN}\r\n旧\r\n{END}\r\n\r\n# 二\r\n")
        );
    }
}

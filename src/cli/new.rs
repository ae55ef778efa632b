//! `rubric new`: a post that begins as its folder's posts do, from a template where there is one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use super::args::NewArgs;
use super::check::why;
use super::output::escape_line;
use super::stdin::{Given, resolved};
use super::{CLEAN, apply, corpus, roots};
use crate::corpus::edit::{FrontMatterEdit, Refusal};
use crate::corpus::{FileId, Parsed, RelPath, Snapshot};
use crate::features::completion::today;
use crate::features::diagnostics::{Code, Diagnostic};
use crate::features::fixes;
use crate::schema::{Field, Kind, Quote};
use crate::syntax;
use crate::text::{Text, TextRange, TextSize, apply_edits};

/// The field that names a post.
const TITLE: &str = "title";

pub(super) fn run(args: &NewArgs) -> Result<u8> {
    let full = resolved(&args.path)?;
    let shown = args.path.display().to_string();
    if full.symlink_metadata().is_ok() {
        bail!("{shown} is there already");
    }
    let root = roots::around(&full, args.root.as_deref())?;
    let Some(path) = RelPath::new(&root.folder, &full) else {
        bail!("{shown} is not in {}", root.folder.display());
    };
    if !path.is_post() {
        bail!("{shown} is no name of a post: it ends with .md");
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(&path));
    let mut host = corpus::load(&root);
    // The fields of the other posts are told of a post that has a heading and nothing else.
    let text = format!("# {title}\n");
    let given = Given { root, path, text };
    let file = given.open(&mut host);
    let snap = host.snapshot();
    let text = match template(&snap, &given.path) {
        Some(template) => from_template(&snap, template, &title)?,
        None => from_fields(&snap, file)?,
    };
    let text = with_today(&snap, file, &text, &title)?;
    if args.stdout {
        use std::io::Write;
        anstream::stdout().lock().write_all(text.as_bytes())?;
        return Ok(CLEAN);
    }
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    apply::put(&full, text.as_bytes()).with_context(|| format!("{shown} cannot be written"))?;
    anstream::println!("{}", escape_line(&shown));
    Ok(CLEAN)
}

/// `2026-01-02-my-post.md` is about `my post`.
fn title_of(path: &RelPath) -> String {
    let stem = Path::new(path.as_str())
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let rest = stem.trim_start_matches(|it: char| it.is_ascii_digit() || it == '-' || it == '_');
    let name = if rest.is_empty() { stem.as_str() } else { rest };
    name.replace(['-', '_'], " ")
}

/// The template that is called after the post's folder, or stands in it, or is for all posts; the most special first.
fn template(snap: &Snapshot, path: &RelPath) -> Option<FileId> {
    const FOR_ALL: [&str; 3] = ["default", "post", "template"];
    let folder = path.folder();
    let rank = |file: FileId| {
        let template = snap.path(file);
        let stem = Path::new(template.as_str()).file_stem()?.to_str()?;
        let name = folder.rsplit('/').next().filter(|it| !it.is_empty());
        match () {
            () if template.folder() == folder => Some(0),
            () if name == Some(stem) => Some(1),
            () if name.is_some_and(|it| it.strip_suffix('s') == Some(stem)) => Some(2),
            () => FOR_ALL.iter().position(|it| *it == stem).map(|it| it + 3),
        }
    };
    let templates = snap
        .files()
        .map(|it| it.0)
        .filter(|it| snap.is_template(*it));
    let ranked = templates.filter_map(|it| Some((rank(it)?, it)));
    ranked.min().map(|it| it.1)
}

/// The template with its front matter's places filled in: the title, and nothing where only the author can tell.
fn from_template(snap: &Snapshot, template: FileId, title: &str) -> Result<String> {
    let parsed = snap.parsed(template).map_err(|it| anyhow!("{}", why(it)))?;
    let source = parsed.text.as_str();
    let Some(front_matter) = &parsed.document.front_matter else {
        return Ok(source.to_owned());
    };
    let lines = source[front_matter.block]
        .split_inclusive('\n')
        .map(|line| {
            let is_place = ["{{", "<%", "{%"].iter().any(|it| line.contains(it));
            match line.split_once(':').filter(|_| is_place) {
                Some((key, _)) => {
                    let end = &line[line.trim_end_matches(['\r', '\n']).len()..];
                    let value = if key.trim() == TITLE {
                        quoted(title)
                    } else {
                        String::new()
                    };
                    format!("{}{end}", format!("{key}: {value}").trim_end())
                }
                None => line.to_owned(),
            }
        });
    let block: String = lines.collect();
    let (before, behind) = (front_matter.block.start(), front_matter.block.end());
    let before = &source[TextRange::up_to(before)];
    Ok(format!("{before}{block}{}", &source[usize::from(behind)..]))
}

fn quoted(text: &str) -> String {
    use crate::syntax::ScalarStyle;
    use crate::syntax::yaml::{ScalarContext, write_scalar};
    write_scalar(text, ScalarContext::BlockValue, ScalarStyle::Plain)
}

/// The fields that posts of the folder usually have.
fn from_fields(snap: &Snapshot, file: FileId) -> Result<String> {
    let parsed = snap.parsed(file).map_err(|it| anyhow!("{}", why(it)))?;
    let ctx = fixes::Context {
        snap,
        file,
        parsed: &parsed,
    };
    let nothing = Diagnostic::new(
        Code::MissingFrontMatter,
        TextRange::empty(TextSize::default()),
        "",
    );
    let edits = fixes::fixes(&ctx, &nothing).and_then(|fixes| match fixes.first() {
        Some(fix) => fixes::edits(&ctx, fix),
        None => Ok(Vec::new()),
    });
    let heading = parsed.text.as_str();
    let text = edits.map_err(|it| anyhow!("{it}"))?;
    let text = apply_edits(heading, &text).unwrap_or_default();
    match text.strip_suffix(heading) {
        Some("") | None => Ok("---\ntitle: ''\n---\n".to_owned()),
        Some(head) => Ok(head.to_owned()),
    }
}

/// The title, and today in the field of the day, where nothing stands yet.
fn with_today(snap: &Snapshot, file: FileId, text: &str, title: &str) -> Result<String> {
    let parsed = Parsed {
        document: syntax::parse(text),
        text: Text::new(text),
        version: None,
        cursor: None,
    };
    let Some(front_matter) = &parsed.document.front_matter else {
        return Ok(text.to_owned());
    };
    let schema = snap.schema(file);
    let mut edit = FrontMatterEdit::new(text, front_matter);
    let mut fill_in = || -> Result<(), Refusal> {
        for (index, entry) in front_matter.fields().iter().enumerate() {
            let name = entry.name();
            let is_empty =
                entry.value.is_null() || entry.value.text().is_some_and(|it| it.trim().is_empty());
            let field = schema.field(name).filter(|it| it.kind == Kind::Date);
            if is_empty && name == TITLE {
                edit.set_scalar(index, title)?;
            } else if is_empty && name == "date" {
                let today = today(field.unwrap_or(&Field::default()));
                match field.is_none_or(|it| it.style.quote == Quote::Plain) {
                    true => edit.set_typed(index, &today)?,
                    false => edit.set_scalar(index, &today)?,
                }
            }
        }
        Ok(())
    };
    let edits = fill_in()
        .and_then(|()| edit.finish())
        .map_err(|it| anyhow!("{it}"))?;
    Ok(apply_edits(text, &edits).unwrap_or_else(|| text.to_owned()))
}

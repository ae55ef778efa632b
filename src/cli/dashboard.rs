//! `rubric report`: the vocabulary and the findings of all posts as one page of HTML that needs nothing else. Whatever a post says is
//! data in it, and shown as text.

mod data;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::args::ReportArgs;
use super::output::escape_line;
use super::{CLEAN, corpus, roots};
use data::{compared, data};

const PAGE: &str = include_str!("dashboard/page.html");
const STYLE: &str = include_str!("dashboard/page.css");
const SCRIPT: &str = include_str!("dashboard/page.js");

pub(super) fn run(args: &ReportArgs) -> Result<u8> {
    let root = roots::one(args.root.as_deref())?;
    let before = args.compare.as_deref().map(saved).transpose()?;
    let snap = corpus::load(&root).snapshot();
    let mut data = data(&snap, &root.folder);
    if let Some(before) = &before {
        data["changes"] = compared(before, &data);
    }
    let is_json = |it: &Path| it.extension().is_some_and(|it| it == "json");
    let text = match args.out.as_deref() {
        Some(out) if is_json(out) => serde_json::to_string(&data)? + "\n",
        _ => page(&data),
    };
    match &args.out {
        Some(out) => {
            fs::write(out, text).with_context(|| format!("cannot write {}", out.display()))?;
            let shown = out.display().to_string();
            anstream::eprintln!("wrote {}", escape_line(&shown));
        }
        None => anstream::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(CLEAN)
}

/// The data of an earlier report.
fn saved(path: &Path) -> Result<Value> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let data: Value = serde_json::from_str(&text)
        .with_context(|| format!("{name} is not a saved report: `--out {name}` writes one"))?;
    anyhow::ensure!(
        data["posts"].is_u64() && data["findings"].is_array(),
        "{name} is not a saved report: `--out {name}` writes one"
    );
    Ok(data)
}

/// `<` could end the element that the data stands in.
fn page(data: &Value) -> String {
    let data = data.to_string().replace('<', "\\u003c");
    let parts = [("/*STYLE*/", STYLE), ("/*SCRIPT*/", SCRIPT)];
    let page = parts.iter().fold(PAGE.to_owned(), |page, (place, text)| {
        page.replace(place, text)
    });
    page.replace("/*DATA*/", &data)
}

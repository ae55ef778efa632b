//! The tools: each a command with its arguments, and as much of its answer as an assistant can take in.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::command::Program;

/// So many posts or findings are in an answer, unless the call says otherwise.
const LIMIT: usize = 50;
/// So many terms of a field show how its values look.
const TERMS: usize = 20;
/// So many posts are written, unless the call says that more are expected.
const EXPECTED: usize = 1;

/// `None` if there is no such tool.
pub(super) fn call(name: &str, arguments: &Value, program: &Program) -> Option<Result<Value>> {
    Some(match name {
        "describe_schema" => read(arguments).and_then(|Nothing {}| describe_schema(program)),
        "find" => read(arguments).and_then(|it| find(&it, program)),
        "suggest" => read(arguments).and_then(|it| suggest(&it, program)),
        "check" => read(arguments).and_then(|it| check(&it, program)),
        "fix" => read(arguments).and_then(|it| fix(&it, program)),
        "rename" => read(arguments).and_then(|it| rename(&it, program)),
        _ => return None,
    })
}

fn read<T: DeserializeOwned>(arguments: &Value) -> Result<T> {
    T::deserialize(arguments).context("these are not the arguments of the tool")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Find {
    #[serde(default, rename = "where")]
    conditions: Vec<String>,
    #[serde(default)]
    fields: Vec<String>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suggest {
    path: String,
    field: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    #[serde(default)]
    paths: Vec<String>,
    text: Option<String>,
    path: Option<String>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fix {
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    apply: bool,
    expect: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rename {
    field: String,
    old: String,
    new: String,
    #[serde(default)]
    apply: bool,
    expect: Option<usize>,
}

/// A command, in the root and nowhere else, with what it writes as JSON.
fn command(name: &str) -> Vec<String> {
    ["--root=.", "--format=json"]
        .into_iter()
        .fold(vec![name.to_owned()], |mut args, it| {
            args.push(it.to_owned());
            args
        })
}

fn describe_schema(program: &Program) -> Result<Value> {
    let stats = program.json(&command("stats"), None)?;
    let terms = program.json(&command("terms"), None)?;
    let fields = stats["fields"]
        .as_array()
        .context("the fields are no list")?;
    let fields = fields.iter().map(|it| describe_field(it, &terms));
    Ok(json!({ "posts": stats["posts"], "fields": fields.collect::<Vec<_>>() }))
}

/// What an author has to know of a field, without the evidence.
fn describe_field(field: &Value, terms: &Value) -> Value {
    let mut about = json!({ "name": field["name"], "kind": field["kind"], "posts": field["present"]["agreeing"] });
    for key in [
        "required",
        "required_in",
        "unique",
        "closed",
        "usual",
        "date_format",
        "naming",
        "vocabulary",
    ] {
        let says_something = match &field[key] {
            Value::Null | Value::Bool(false) => false,
            Value::Array(items) => !items.is_empty(),
            _ => true,
        };
        if says_something {
            about[key] = field[key].clone();
        }
    }
    // The most frequent come first.
    let of_field = terms
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["field"] == field["name"]);
    let frequent = of_field.take(TERMS).map(|it| it["term"].clone());
    let frequent: Vec<Value> = frequent.collect();
    if !frequent.is_empty() && field["closed"].is_null() {
        about["frequent"] = Value::Array(frequent);
    }
    about
}

fn find(it: &Find, program: &Program) -> Result<Value> {
    let mut args = command("find");
    args.extend(it.fields.iter().map(|field| format!("--fields={field}")));
    args.push("--".to_owned());
    args.extend(it.conditions.iter().cloned());
    let posts = program.json(&args, None)?;
    let total = posts.as_array().map(Vec::len);
    let mut report = json!({ "total": total, "posts": posts });
    shorten(&mut report, "posts", it.limit);
    Ok(report)
}

fn suggest(it: &Suggest, program: &Program) -> Result<Value> {
    let mut args = command("suggest");
    args.extend(it.field.iter().map(|field| format!("--field={field}")));
    args.extend(["--".to_owned(), program.inside(&it.path)?]);
    Ok(json!({ "fields": program.json(&args, None)? }))
}

fn check(it: &Check, program: &Program) -> Result<Value> {
    let mut args = command("check");
    match &it.text {
        Some(_) if !it.paths.is_empty() => {
            bail!("`paths` are of saved posts; `text` belongs at one `path`")
        }
        Some(_) => {
            let path = it
                .path
                .as_deref()
                .context("`path` says where `text` belongs")?;
            args.push(format!("--stdin-filename={}", program.inside(path)?));
            args.extend(["--".to_owned(), "-".to_owned()]);
        }
        None if it.path.is_some() => {
            bail!("`path` says where `text` belongs; saved posts are named by `paths`")
        }
        None => add_paths(&mut args, &it.paths, program)?,
    }
    let mut report = program.json(&args, it.text.as_deref())?;
    shorten(&mut report, "findings", it.limit);
    Ok(report)
}

/// Leaves the first items of a list; how many there are stands in the summary.
fn shorten(report: &mut Value, list: &str, limit: Option<usize>) {
    if let Some(Value::Array(items)) = report.get_mut(list) {
        items.truncate(limit.unwrap_or(LIMIT));
    }
}

fn add_paths(args: &mut Vec<String>, paths: &[String], program: &Program) -> Result<()> {
    args.push("--".to_owned());
    for path in paths {
        args.push(program.inside(path)?);
    }
    Ok(())
}

fn fix(it: &Fix, program: &Program) -> Result<Value> {
    let mut args = command("fix");
    args.extend(it.codes.iter().map(|code| format!("--select={code}")));
    let mut rest = Vec::new();
    add_paths(&mut rest, &it.paths, program)?;
    tried_first(&args, &rest, (it.apply, it.expect), program)
}

fn rename(it: &Rename, program: &Program) -> Result<Value> {
    let rest = ["--", &it.field, &it.old, &it.new].map(str::to_owned);
    tried_first(&command("rename"), &rest, (it.apply, it.expect), program)
}

/// What would change, or what has changed: that is done only where no more posts change than were expected.
fn tried_first(
    args: &[String],
    rest: &[String],
    (apply, expect): (bool, Option<usize>),
    program: &Program,
) -> Result<Value> {
    let expect = expect.unwrap_or(EXPECTED);
    let dry = ["--dry-run".to_owned()];
    let would = program.json(&[args, &dry, rest].concat(), None)?;
    if !apply {
        return Ok(short(would));
    }
    let n_posts = would
        .pointer("/summary/posts_changed")
        .and_then(Value::as_u64);
    let n_posts = usize::try_from(n_posts.context("it is not known how many posts would change")?)?;
    if n_posts > expect {
        bail!(
            "{n_posts} posts would change, and {expect} expected: nothing was written; say so by `expect`"
        );
    }
    Ok(short(program.json(&[args, rest].concat(), None)?))
}

fn short(mut report: Value) -> Value {
    for list in ["posts", "left"] {
        shorten(&mut report, list, None);
    }
    report
}

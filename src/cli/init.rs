//! `rubric init`: what the posts have taught, as a rubric.yaml to edit.

use std::io::Write;

use anyhow::{Context, Result, anyhow, bail};

use super::args::InitArgs;
use super::output::{escape, plural};
use super::{CLEAN, agents, apply, corpus, roots};
use crate::corpus::{CONFIG, Event};
use crate::features::config::{Old, learned};

pub(super) fn run(args: &InitArgs) -> Result<u8> {
    if args.agents {
        return agents::run(args);
    }
    let root = roots::one(args.root.as_deref())?;
    let path = root.folder.join(CONFIG);
    let is_there = path.symlink_metadata().is_ok();
    if is_there && !args.stdout && !args.force {
        bail!(
            "{} is there already: --force learns its fields anew and keeps the rest, --stdout only shows what that would be",
            path.display()
        );
    }
    let text = std::fs::read(&path).ok();
    if text.is_some_and(|it| String::from_utf8(it).is_err()) {
        bail!(
            "{} is not UTF-8, so that what it says cannot be kept: save it as UTF-8 first",
            path.display()
        );
    }
    let mut host = corpus::load(&root);
    if host.snapshot().n_files() == 0 {
        let folder = root.folder.display();
        bail!("there are no posts in {folder} to learn from; --root names another folder");
    }
    let old = host.snapshot().config_text().map(|it| Old::of(it.as_str()));
    if let Some(old) = &old
        && !old.is_yaml()
    {
        bail!(
            "{} is not YAML, so that nobody can tell what to keep of it: correct or remove it first",
            path.display()
        );
    }
    // Learned means learned: what an older file declared is no evidence.
    host.apply(vec![Event::Config(None)]);
    let snap = host.snapshot();
    let learned = learned(&snap, old.as_ref());
    if args.stdout {
        anstream::stdout()
            .lock()
            .write_all(learned.text.as_bytes())?;
        return Ok(CLEAN);
    }
    let shown = path.display();
    let target = match is_there {
        true => apply::may_replace(&root.folder, &path)
            .map_err(|why| anyhow!("{shown} is not written: {why}"))?,
        false => path.clone(),
    };
    apply::put(&target, learned.text.as_bytes())
        .with_context(|| format!("{shown} cannot be written"))?;
    let n_posts = snap.root_schema().front_matter.agreeing;
    let (path, posts) = (escape(&shown.to_string()), plural(n_posts as usize, "post"));
    let say = if n_posts == 1 { "says" } else { "say" };
    anstream::eprintln!("{path}: what {posts} {say} of their fields");
    if !learned.kept.is_empty() {
        anstream::eprintln!("kept as it was: {}", learned.kept.join(", "));
    }
    Ok(CLEAN)
}

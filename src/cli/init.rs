//! `rubric init`: what the posts have taught, as a rubric.yaml to edit.

use std::io::Write;

use anyhow::{Context, Result, bail};

use super::args::InitArgs;
use super::output::escape;
use super::{CLEAN, apply, corpus, roots};
use crate::corpus::{CONFIG, Change};
use crate::features::config::learned;

pub(super) fn run(args: &InitArgs) -> Result<u8> {
    for root in roots::resolve(&[], args.root.as_deref())? {
        let path = root.folder.join(CONFIG);
        let is_there = path.symlink_metadata().is_ok();
        if is_there && !args.stdout && !args.force {
            bail!(
                "{} is there already: --force replaces it, --stdout only shows what it would be",
                path.display()
            );
        }
        let mut host = corpus::load(&root);
        let content = host.snapshot().config().content.clone();
        // Learned means learned: what an older file declared is no evidence.
        host.apply(vec![Change::Config(None)]);
        let snap = host.snapshot();
        let text = learned(&snap, &content);
        if args.stdout {
            anstream::stdout().lock().write_all(text.as_bytes())?;
            continue;
        }
        let shown = path.display();
        apply::put(&path, text.as_bytes()).with_context(|| format!("{shown} cannot be written"))?;
        let n_posts = snap.root_schema().front_matter.agreeing;
        let path = escape(&shown.to_string());
        anstream::eprintln!("{path}: what {n_posts} posts say of their fields");
    }
    Ok(CLEAN)
}

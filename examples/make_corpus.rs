//! Writes a made-up corpus to try things on: `make_corpus FOLDER N_POSTS`.

#[path = "../benches/parts/synthetic.rs"]
mod synthetic;

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args_os().skip(1);
    let (Some(folder), Some(n_posts)) = (args.next(), args.next()) else {
        anyhow::bail!("usage: make_corpus FOLDER N_POSTS");
    };
    let n_posts = n_posts.to_string_lossy().parse()?;
    let size = synthetic::Size {
        n_posts,
        n_sentences: 150,
    };
    Ok(size.write(&PathBuf::from(folder))?)
}

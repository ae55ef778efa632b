//! What globs of `content` can match, told by how they end. Which files there are, is not known here.

/// What the names of posts end in, behind the dot: Markdown, MDX, Quarto, R Markdown.
pub const ENDINGS: [&str; 7] = ["md", "markdown", "mdx", "qmd", "Rmd", "mkd", "mdown"];

/// What is wrong with a glob that matches no post, or with a part of it that does not: such files are left out however they
/// are asked for.
pub(super) fn of_no_post(glob: &str) -> Option<String> {
    let part = alternatives(glob).into_iter().find(|it| !may_be_post(it))?;
    let name = part.rsplit('/').next().unwrap_or_default();
    Some(match name.rfind('.') {
        Some(dot) if dot + 1 < name.len() => {
            let ending = &name[dot..];
            let read: Vec<String> = ENDINGS.iter().map(|it| format!("`.{it}`")).collect();
            let read = read.join(", ");
            format!("`{ending}` files are no posts: what is read ends in one of {read}")
        }
        _ => {
            let folder = part.trim_end_matches('/');
            format!("`{folder}` matches no post: `{folder}/**` are those of the folder")
        }
    })
}

/// `posts/*.{md,mdx}` is `posts/*.md` and `posts/*.mdx`. Braces elsewhere say nothing of the end.
fn alternatives(glob: &str) -> Vec<String> {
    let braces = glob.strip_suffix('}').and_then(|it| it.rsplit_once('{'));
    match braces {
        Some((before, inside)) => inside
            .split(',')
            .map(|it| format!("{before}{it}"))
            .collect(),
        None => vec![glob.to_owned()],
    }
}

/// Whether what stands behind the last wildcard can end the name of a post.
fn may_be_post(glob: &str) -> bool {
    let end = glob.rsplit(['*', '?', ']', '}']).next().unwrap_or(glob);
    let end = end.to_lowercase();
    let is_name = end.contains('/') || end.len() == glob.len();
    let name = end.rsplit('/').next().unwrap_or_default();
    ENDINGS.iter().any(|it| {
        let ending = format!(".{}", it.to_lowercase());
        name.ends_with(&ending) || !is_name && ending.ends_with(name)
    })
}

#[cfg(test)]
mod tests {
    use super::of_no_post;

    #[test]
    fn globs_that_can_match_posts() {
        for glob in [
            "**/*.md",
            "posts/**",
            "posts/*",
            "*.{md,markdown}",
            "笔记/**/*.MD",
            "a.md",
            "posts/2024-*",
            "*md",
            "*.m[dk]",
            "{posts,notes}/**/*.md",
            "{a/*.md,b/*.md}",
            "*.markdown",
            "**/index.md",
            "*.m?",
        ] {
            assert_eq!(of_no_post(glob), None, "{glob}");
        }
    }

    #[test]
    fn globs_that_cannot() {
        for (glob, said) in [
            ("**/*.rst", "`.rst` files are no posts"),
            ("posts/**/*.{md,adoc}", "`.adoc` files are no posts"),
            ("a.txt", "`.txt` files"),
            ("posts", "`posts/**`"),
            ("posts/", "`posts/**`"),
            ("笔记/2024", "`笔记/2024/**`"),
        ] {
            let message = of_no_post(glob).unwrap_or_default();
            assert!(message.contains(said), "{glob}: {message}");
        }
    }
}

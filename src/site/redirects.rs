//! Addresses that a server sends on to others, as the files of hosts list them: `_redirects` and netlify.toml, vercel.json, the
//! redirections of Microsoft's documentation. It tells that an address is sent on, and not where to.

use smol_str::SmolStr;

/// So many are looked at; a longer list is one that a program wrote.
const MAX: usize = 20_000;

/// What is in the place of a part that may be anything.
const ANY: &str = "*";

/// Addresses without the slashes around them; what follows a `*` or `:name` is cut off.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Redirects {
    /// Sorted.
    exact: Vec<SmolStr>,
    /// What such addresses begin with.
    beginnings: Vec<SmolStr>,
}

impl Redirects {
    /// Adds what a file of this name lists.
    pub(super) fn read(&mut self, name: &str, text: &str) {
        let sources: Vec<&str> = match name {
            "_redirects" => text.lines().filter_map(first_word).collect(),
            "netlify.toml" => super::settings::patterns(text, "from").collect(),
            _ => ["source", "source_path", "source_path_from_root"]
                .iter()
                .flat_map(|key| super::settings::patterns(text, key))
                .collect(),
        };
        for source in sources.into_iter().take(MAX) {
            self.add(source);
        }
        self.exact.sort_unstable();
        self.exact.dedup();
    }

    fn add(&mut self, source: &str) {
        let bare = normal(source.trim_start_matches("../"));
        let any = [ANY, ":", "("].iter().filter_map(|it| bare.find(it)).min();
        match any {
            Some(at) if at > 0 => self.beginnings.push(bare[..at].into()),
            Some(_) => {}
            None if bare.is_empty() => {}
            None => self.exact.push(bare.into()),
        }
    }

    pub(super) fn has(&self, address: &str) -> bool {
        let bare = normal(address);
        let is_same = |it: &SmolStr| it.as_str().cmp(bare);
        self.exact.binary_search_by(is_same).is_ok()
            || self
                .beginnings
                .iter()
                .any(|it| bare.starts_with(it.as_str()))
    }
}

fn first_word(line: &str) -> Option<&str> {
    let word = line.split_whitespace().next()?;
    word.starts_with('/').then_some(word)
}

/// Without the slashes around it, and without an ending that addresses may leave out.
fn normal(address: &str) -> &str {
    let bare = address.trim_matches('/');
    let bare = bare.strip_suffix("/index.html").unwrap_or(bare);
    [".html", ".md"]
        .iter()
        .find_map(|it| bare.strip_suffix(it))
        .unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::Redirects;

    #[test]
    fn an_address_is_sent_on_by_any_of_the_files() {
        let mut redirects = Redirects::default();
        redirects.read(
            "_redirects",
            "# 注\n/旧/ /new/ 301\n/blog/:year/* /posts/\n* /404\r\n",
        );
        redirects.read("netlify.toml", "[[redirects]]\n  from = \"/a/b\"\n");
        redirects.read(
            "vercel.json",
            "{ \"source\": \"/c/(.*)\" },\n\"source\": \"/d.html\",\n",
        );
        assert!(
            ["/旧", "/blog/2024/x", "a/b/", "/c/x", "/d"]
                .iter()
                .all(|it| redirects.has(it))
        );
        assert!(
            !["/new", "/a", "/b/c", "/", "/dd"]
                .iter()
                .any(|it| redirects.has(it))
        );
    }
}

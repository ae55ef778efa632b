//! Headings to anchors, as GitHub makes them. It does not know headings, only their titles.

use rustc_hash::FxHashMap;

/// The anchor that a heading of this title gets: lower case, spaces to hyphens, punctuation and emoji dropped, letters,
/// digits and marks of every script kept. Uniqueness (`-1`, `-2`) is the caller's, with a [`Slugger`].
pub fn slugify(title: &str) -> String {
    title.to_lowercase().chars().filter_map(in_slug).collect()
}

/// Gives the headings of one post their anchors, in the order of the source, each only once.
#[derive(Clone, Debug, Default)]
pub struct Slugger {
    /// How many more of each slug were asked for.
    given: FxHashMap<String, u32>,
}

impl Slugger {
    /// The anchor of the next heading: its slug, or with `-1`, `-2` ... if that is taken, be it by a title like `x-1`.
    pub fn slug(&mut self, title: &str) -> String {
        let base = slugify(title);
        let mut n = self.given.get(&base).copied().unwrap_or_default();
        let mut slug = base.clone();
        while self.given.contains_key(&slug) {
            n += 1;
            slug = format!("{base}-{n}");
        }
        self.given.insert(base, n);
        self.given.entry(slug.clone()).or_default();
        slug
    }
}

/// Word characters as Unicode's regular expressions have them, which are GitHub's but for the two joiners.
fn in_slug(c: char) -> Option<char> {
    const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];
    match c {
        ' ' | '-' => Some('-'),
        c if c.is_ascii() => (c.is_ascii_alphanumeric() || c == '_').then_some(c),
        c => (regex_syntax::is_word_character(c) && !JOINERS.contains(&c)).then_some(c),
    }
}

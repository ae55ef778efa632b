//! Made-up posts in the form of real ones: any number of them, the same on every machine. A few terms are in many posts and most
//! in one, the vocabulary goes on growing with the posts, Chinese and English are mixed, and a post in a hundred is long.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

const SYLLABLES: &[&str] = &[
    "ka", "lo", "mi", "ren", "sol", "tar", "vi", "wen", "xu", "zha", "bo", "chi", "du", "fei",
    "gan", "hou",
];
const HANZI: &[&str] = &[
    "山", "水", "风", "月", "林", "雨", "书", "城", "光", "海", "石", "田", "云", "声", "夜", "行",
];
const SENTENCES: &[&str] = &[
    "The second paragraph says what the first one only hinted at, with [a link](https://example.org/page) to more.",
    "早上的雾散得很慢，巷口的面馆已经坐满了人，**谁也没有说话**。",
    "Nobody had asked for it, and yet `it` was there: a list, a plan, a date 📅.",
    "他把那本旧书放回架上，又想起了去年秋天的事。",
];

/// A xorshift generator: the same seed gives the same posts.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(
            seed.wrapping_add(1)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .max(1),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() >> 11) as usize % end
    }

    /// A rank below `end`, small ones far more often: half of the posts' terms are among the few that everybody uses.
    fn rank(&mut self, end: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((end as f64).powf(unit) as usize).min(end) - 1
    }
}

/// One of the numbered words of a kind; the same number is the same word.
fn word(pieces: &[&str], mut number: usize) -> String {
    let mut word = String::new();
    loop {
        word.push_str(pieces[number % pieces.len()]);
        number /= pieces.len();
        if number == 0 {
            return word;
        }
    }
}

fn name(number: usize) -> String {
    if number.is_multiple_of(3) {
        return word(HANZI, number + HANZI.len());
    }
    let capital = |number| {
        let word = word(SYLLABLES, number);
        word[..1].to_uppercase() + &word[1..]
    };
    format!(
        "{} {}",
        capital(number % 257 + 16),
        capital(number / 3 + 16)
    )
}

fn tag(number: usize) -> String {
    match number % 5 {
        0 => word(HANZI, number + HANZI.len()),
        1 => format!(
            "{}-{}",
            word(SYLLABLES, number),
            word(SYLLABLES, number % 31)
        ),
        _ => word(SYLLABLES, number + SYLLABLES.len()),
    }
}

/// A field, its items at most, the number of its terms, and the term of a number.
type List = (&'static str, usize, usize, fn(usize) -> String);

/// How large a corpus is, and how long its posts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) n_posts: usize,
    /// Of a body, on average.
    pub(crate) n_sentences: usize,
}

impl Size {
    /// The path and the text of each post.
    pub(crate) fn posts(self) -> impl Iterator<Item = (String, String)> {
        let mut random = Random::new(7);
        (0..self.n_posts).map(move |number| {
            let folder = ["posts", "notes", "books"][number % 3];
            (
                format!("{folder}/{number:05}.md"),
                self.post(number, &mut random),
            )
        })
    }

    /// Writes the corpus below a folder.
    pub(crate) fn write(self, root: &Path) -> io::Result<()> {
        for folder in ["posts", "notes", "books"] {
            fs::create_dir_all(root.join(folder))?;
        }
        self.posts()
            .try_for_each(|(path, text)| fs::write(root.join(path), text))
    }

    pub(crate) fn post(self, number: usize, random: &mut Random) -> String {
        let n_sentences = match random.below(100) {
            0 => self.n_sentences * 20,
            _ => self.n_sentences / 2 + random.below(self.n_sentences + 1),
        };
        self.front_matter(number, random) + &body(n_sentences, random)
    }

    pub(crate) fn front_matter(self, number: usize, random: &mut Random) -> String {
        let (year, month, day) = (2015 + number % 11, 1 + number % 12, 1 + number % 28);
        let mut post = format!(
            "---\ntitle: '{} {}: {number}'\ndate: '{year}-{month:02}-{day:02}'\nstatus: evergreen\ndraft: false\n",
            name(random.rank(4000)),
            word(HANZI, number + HANZI.len())
        );
        let mut line = |text: String| writeln!(post, "{text}").expect("a String takes everything");
        line(format!("category: {}", word(SYLLABLES, random.rank(57))));
        line(format!("area: {}", word(SYLLABLES, random.rank(16))));
        line("series: ''".to_owned());
        let lists: [List; 4] = [
            ("tags", 8, self.n_posts, tag),
            ("people", 5, self.n_posts / 2, name),
            ("companies", 5, self.n_posts / 2, |it| name(it * 2 + 1)),
            ("products", 4, self.n_posts / 2, |it| name(it * 5 + 2)),
        ];
        for (field, n_most, n_terms, term) in lists {
            let n_items = random.below(n_most + 1);
            if n_items == 0 {
                line(format!("{field}: []"));
                continue;
            }
            line(format!("{field}:"));
            let mut items: Vec<String> = Vec::new();
            for _ in 0..n_items {
                // As in real corpora a third of the uses are of terms that no post had before, however many there are.
                let item = match random.below(3) {
                    0 => term(n_terms + number * n_most + items.len()),
                    _ => term(random.rank(n_terms.max(16))),
                };
                if !items.contains(&item) {
                    line(format!("  - {item}"));
                    items.push(item);
                }
            }
        }
        post + "---\n"
    }
}

fn body(n_sentences: usize, random: &mut Random) -> String {
    let mut body = String::new();
    for number in 0..n_sentences {
        match random.below(12) {
            0 => body.push_str(&format!("\n## {} {number}\n\n", name(random.rank(4000)))),
            1 => body.push_str(&format!(
                "\n- {}\n- {}\n\n",
                tag(random.rank(900)),
                name(random.rank(4000))
            )),
            2 => body.push_str("\n```rust\n# not a heading\nlet x = 1;\n```\n\n"),
            _ => body.push_str(&format!(
                "{} {} ",
                SENTENCES[random.below(SENTENCES.len())],
                name(random.rank(4000))
            )),
        }
    }
    body + "\n"
}

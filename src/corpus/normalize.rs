//! Normal forms: under which spellings of one term meet, whatever their case, width, separators, accents or script.
//! It knows single texts, and nothing of who uses them.

mod han;
mod marred;

use crate::syntax::key_of;
pub use marred::is_marred;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) use han::is_traditional;
use han::simplified;

pub(super) use crate::text::chars::is_han;
use crate::text::chars::is_invisible;

/// What a vocabulary holds, as far as spelling goes: some rules are right for organisations and wrong for tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum VocabularyKind {
    /// Keywords: a plural is the same as its singular.
    Tags,
    People,
    /// Companies, newspapers, books: `The` in front and `Inc.` behind do not tell them apart.
    Organisations,
    #[default]
    Other,
}

impl VocabularyKind {
    /// Told by the vocabulary's name, the only thing that says so without being told.
    pub fn of(vocabulary: &str) -> VocabularyKind {
        let name = told_by(vocabulary);
        let has = |stems: &[&str]| has_stem(name, stems);
        if has(&["tag", "hashtag", "keyword", "topic", "标签", "关键词"]) {
            VocabularyKind::Tags
        } else if has(&[
            "people", "person", "speaker", "author", "coauthor", "guest", "host", "人物", "作者",
            "嘉宾",
        ]) {
            VocabularyKind::People
        } else if has(&[
            "compan", "org", "media", "book", "publi", "公司", "机构", "媒体", "书",
        ]) {
            VocabularyKind::Organisations
        } else {
            VocabularyKind::Other
        }
    }
}

/// Whether a vocabulary holds works, as far as its name says so: their titles can be words like any others.
pub fn holds_works(vocabulary: &str) -> bool {
    has_stem(
        told_by(vocabulary),
        &[
            "media", "book", "film", "movie", "podcast", "song", "album", "work", "媒体", "书",
            "作品", "电影",
        ],
    )
}

/// What of a path says what the values are. The name of an author is a person's, the role is none.
fn told_by(vocabulary: &str) -> &str {
    match key_of(vocabulary) {
        "name" => vocabulary,
        key => key,
    }
}

/// Whether a word of the name begins with one of these; Chinese has no words.
fn has_stem(name: &str, stems: &[&str]) -> bool {
    let name = name.to_lowercase();
    let mut words = name.split(|it: char| !it.is_alphanumeric());
    let begins = |word: &str| stems.iter().any(|stem| word.starts_with(stem));
    words.any(begins) || stems.iter().any(|it| !it.is_ascii() && name.contains(it))
}

/// The normal form of a term. Terms with equal forms are spellings of one; an empty form says nothing.
///
/// Kept apart: `C`, `C++` and `C#`; `GPT-4` and `GPT-4o`; `Qwen2` and `Qwen 3`; `3.5` and `35`.
///
/// A wiki link, `[[Folder/Note|what is shown]]`, is the note that it leads to.
pub fn normalize(text: &str, vocabulary_kind: VocabularyKind) -> String {
    let text = link_target(text).unwrap_or(text);
    let mut words = words(text);
    match vocabulary_kind {
        VocabularyKind::Tags if !is_in_capitals(text) => singular(&mut words),
        VocabularyKind::Tags => {}
        VocabularyKind::Organisations => bare_name(&mut words),
        VocabularyKind::People | VocabularyKind::Other => {}
    }
    join(&words)
}

pub(super) fn is_link(text: &str) -> bool {
    link_target(text).is_some()
}

fn link_target(text: &str) -> Option<&str> {
    let link = text.trim().strip_prefix("[[")?.strip_suffix("]]")?;
    let target = link.split(['|', '#']).next().unwrap_or(link).trim();
    Some(target.strip_prefix("./").unwrap_or(target))
}

/// `HTTPS` is no plural; `LLMs` is one.
fn is_in_capitals(text: &str) -> bool {
    let last = text.rsplit(|it: char| !it.is_alphanumeric()).next();
    last.is_some_and(|it| it.ends_with('S') && !it.contains(char::is_lowercase))
}

/// Runs of letters, digits and the signs that tell terms apart; all else separates.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words: Vec<String> = Vec::new();
    let mut in_word = false;
    for (at, it) in folded.char_indices() {
        let opens = folded[at + it.len_utf8()..].starts_with(char::is_alphanumeric);
        // The dot of `.NET`, not that of `Node.js`.
        let leading_dot = it == '.' && at == 0 && opens;
        if it.is_alphanumeric() || is_telling(it) || leading_dot || is_of_type(&folded, at) {
            if !in_word {
                words.push(String::new());
            }
            words.last_mut().expect("a word was begun").push(it);
            in_word = true;
        } else if it != '\'' && it != '’' {
            in_word = false;
        }
    }
    words
}

/// Whether a bracket is one of `[]`, as in the types of programs: `[]string` is not `string`.
fn is_of_type(text: &str, at: usize) -> bool {
    text[at..].starts_with("[]") || text[at..].starts_with(']') && text[..at].ends_with('[')
}

/// `C++`, `C#`, `$TSLA`, `100%`, `F*`: without these signs they would be other terms.
fn is_telling(it: char) -> bool {
    matches!(it, '+' | '#' | '$' | '%' | '*' | '=' | '@' | '^' | '~')
        || (!it.is_ascii() && !it.is_alphanumeric() && is_symbol(it))
}

/// Emoji and the like; what is neither letter, digit, space nor punctuation.
fn is_symbol(it: char) -> bool {
    matches!(u32::from(it), 0x2190..=0x2bff | 0x1f000..=0x1faff)
}

/// Width, case, accents and script.
fn fold(text: &str) -> String {
    let lower = if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        let seen = text.chars().filter(|it| !is_invisible(*it));
        unaccented(&seen.nfkc().flat_map(char::to_lowercase).collect::<String>())
    };
    if lower.contains(is_han) {
        lower.chars().map(simplified).collect()
    } else {
        lower
    }
}

/// Accents on Latin letters go; those on others (`が`, `й`) make other letters.
fn unaccented(text: &str) -> String {
    let mut latin = false;
    text.nfd()
        .filter(|it| {
            if is_combining_mark(*it) {
                return !latin;
            }
            latin = it.is_ascii_alphabetic();
            true
        })
        .nfc()
        .collect()
}

/// Without separators, but between two digits: `3.5` is not `35`, and `4.1` and `4-1` are one.
fn join(words: &[String]) -> String {
    let mut out = String::new();
    for word in words {
        let digits = out.ends_with(|it: char| it.is_ascii_digit())
            && word.starts_with(|it: char| it.is_ascii_digit());
        if digits {
            out.push('.');
        }
        out.push_str(word);
    }
    out
}

/// Words that end in `s` and have no singular, or another meaning without it.
const NO_PLURALS: &[&str] = &[
    "aids",
    "alias",
    "always",
    "arms",
    "atlas",
    "bias",
    "canvas",
    "christmas",
    "customs",
    "earnings",
    "ftps",
    "futures",
    "gates",
    "goods",
    "https",
    "humanities",
    "iaas",
    "james",
    "jobs",
    "kansas",
    "keras",
    "mars",
    "means",
    "news",
    "paas",
    "pandas",
    "paris",
    "rails",
    "rtmps",
    "saas",
    "sales",
    "savings",
    "securities",
    "series",
    "species",
    "texas",
    "windows",
];

/// The last word without its plural `s`: `llms`, `ai-agents`, `strategies`.
fn singular(words: &mut [String]) {
    // `checks-and-balances`, `pros-and-cons`: both are plural, and together they are one.
    if matches!(words, [.., a, and, _] if and == "and" && a.ends_with('s')) {
        return;
    }
    let Some(last) = words.last_mut() else {
        return;
    };
    let is_word = last.bytes().all(|it| it.is_ascii_lowercase());
    let no_plural = ["ss", "us", "is", "ics"]
        .iter()
        .any(|it| last.ends_with(it));
    if !is_word || no_plural || last.len() < 4 || NO_PLURALS.contains(&last.as_str()) {
        return;
    }
    if last.ends_with("ies") && last.len() > 5 {
        last.truncate(last.len() - 3);
        last.push('y');
    } else if last.ends_with('s') {
        last.pop();
    }
}

const COMPANY_SUFFIXES: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "plc",
    "gmbh",
    "ag",
    "sa",
];

pub(super) fn is_company_suffix(word: &str) -> bool {
    let word = word.trim_matches([',', '.']).to_lowercase();
    COMPANY_SUFFIXES.contains(&word.as_str())
}

/// Without a leading `The` and without what says only that it is a company; never without everything.
fn bare_name(words: &mut Vec<String>) {
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    while words.len() > 1
        && words
            .last()
            .is_some_and(|it| COMPANY_SUFFIXES.contains(&it.as_str()))
    {
        words.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use VocabularyKind::{Organisations, Other, People, Tags};

    #[track_caller]
    fn same(vocabulary_kind: VocabularyKind, spellings: &[&str]) {
        let forms: Vec<_> = spellings
            .iter()
            .map(|it| normalize(it, vocabulary_kind))
            .collect();
        assert!(
            forms.iter().all(|it| *it == forms[0]),
            "{spellings:?} {forms:?}"
        );
    }

    #[track_caller]
    fn apart(vocabulary_kind: VocabularyKind, terms: &[&str]) {
        for (at, a) in terms.iter().enumerate() {
            for b in &terms[at + 1..] {
                assert_ne!(
                    normalize(a, vocabulary_kind),
                    normalize(b, vocabulary_kind),
                    "{a} and {b}"
                );
            }
        }
    }

    #[test]
    fn case_width_separators_punctuation_and_accents_do_not_tell() {
        same(Other, &["Nvidia", "NVIDIA", "ｎｖｉｄｉａ"]);
        same(
            Other,
            &["ai-collaboration", "AI collaboration", "ai_collaboration"],
        );
        same(Other, &["Node.js", "NodeJS"]);
        same(
            People,
            &[
                "José Muñoz",
                "Jose Munoz",
                "Jose\u{301} Mun\u{303}oz",
                "jose-munoz",
            ],
        );
        same(People, &["约翰·舒尔曼", "约翰・舒尔曼", "约翰 舒尔曼"]);
        same(Other, &["Claude 4.1", "claude-4-1"]);
        same(Other, &["McDonald's", "McDonald’s", "McDonalds"]);
    }

    #[test]
    fn the_name_of_a_vocabulary_tells_its_nature() {
        assert_eq!(VocabularyKind::of("tags"), Tags);
        assert_eq!(VocabularyKind::of("关键词"), Tags);
        assert_eq!(VocabularyKind::of("co-author"), People);
        assert_eq!(VocabularyKind::of("companies_orgs"), Organisations);
        assert_eq!(VocabularyKind::of("media_books"), Organisations);
        for other in [
            "category",
            "stage",
            "products_models",
            "series",
            "area",
            "vintage",
        ] {
            assert_eq!(VocabularyKind::of(other), Other, "{other}");
        }
    }

    #[test]
    fn book_marks_and_script_do_not_tell() {
        same(Other, &["《华尔街日报》", "华尔街日报", "華爾街日報"]);
        same(Other, &["台灣", "台湾"]);
    }

    #[test]
    fn signs_digits_and_letters_tell() {
        apart(Other, &["C", "C++", "C#"]);
        apart(Other, &["GPT-4", "GPT-4o", "GPT-3.5", "GPT-35"]);
        apart(Other, &["Qwen2", "Qwen 3", "Qwen"]);
        apart(Other, &[".NET", "net"]);
        apart(Other, &["string", "[]string", "[][]string"]);
        apart(Other, &["が", "か"]);
        apart(Other, &["🚀", "🎉"]);
        apart(People, &["llm", "llms"]);
    }

    #[test]
    fn a_plural_tag_is_its_singular() {
        same(Tags, &["llms", "LLM"]);
        same(Tags, &["ai-agents", "ai-agent"]);
        same(Tags, &["strategies", "strategy"]);
        apart(Tags, &["checks-and-balances", "checks-and-balance"]);
        same(Tags, &["food-and-drinks", "food and drink"]);
        apart(Tags, &["new", "news"]);
        apart(Tags, &["economic", "economics"]);
        apart(Tags, &["io", "ios"]);
        apart(Tags, &["HTTPS", "HTTP"]);
        apart(Tags, &["https", "http"]);
        apart(Tags, &["RTMPS", "RTMP"]);
        apart(Tags, &["Canvas", "Canva"]);
        apart(Tags, &["pandas", "panda"]);
        apart(Tags, &["Ruby on Rails", "Ruby on Rail"]);
        same(Tags, &["https", "HTTPS"]);
    }

    #[test]
    fn a_wiki_link_is_what_it_leads_to() {
        same(
            Other,
            &["[[computing|Computers]]", "[[./computing]]", "computing"],
        );
        apart(Other, &["[[a|x]]", "[[b|x]]"]);
    }

    #[test]
    fn an_organisation_is_its_bare_name() {
        same(Organisations, &["The New York Times", "New York Times"]);
        same(Organisations, &["Apple Inc.", "Apple", "Apple, Inc"]);
        apart(Organisations, &["The", "Co"]);
    }
}

//! Which of several spellings of one term is the usual: by the posts that use each where these tell, and else by how the field's
//! terms are mostly written. Where nothing tells, none is.

use super::super::conventions::{Convention, n_against_titles};
use super::super::normalize::{self, VocabularyKind, is_han, is_marred, is_traditional};
use super::super::vocabulary::Term;
use crate::schema::Naming;

/// A spelling in use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form<'a> {
    pub(super) term: &'a Term,
    /// Posts that use it in the field, of the collection if it has terms of its own; and of all, in all fields together.
    pub(super) n_here: usize,
    pub(super) n_all: usize,
}

impl Form<'_> {
    fn in_posts(&self) -> Reason {
        Reason::Posts(self.term.posts.len())
    }

    fn in_all(&self) -> Reason {
        match self.n_all > self.term.posts.len() {
            true => Reason::PostsOfAllFields(self.n_all),
            false => self.in_posts(),
        }
    }
}

/// What there is to go by besides the posts.
#[derive(Clone, Copy)]
pub(super) struct Preferences<'a> {
    pub(super) convention: &'a Convention,
    pub(super) simplified: Option<bool>,
    /// The convention that rubric.yaml has for the field.
    pub(super) declared: Option<Naming>,
    /// The one that most of its terms follow. It tells nothing against a term's own majority.
    pub(super) learned: Option<Naming>,
    /// Whether a word of the text is a term of its own that should be written otherwise.
    pub(super) has_odd_part: &'a dyn Fn(&str) -> bool,
}

/// Why a form is preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// rubric.yaml.
    Declared,
    /// So many posts, in the field or in all fields together.
    Posts(usize),
    PostsOfAllFields(usize),
    /// The field's terms are mostly written so.
    Convention,
    /// So many bodies give the other name together with it.
    OtherName(u32),
    /// The other text has what nobody means: quotes around it, characters that nobody sees, blanks in a row.
    Clean,
}

/// A form in so many more posts leads. One more of two is chance.
const LEAD: usize = 3;

/// Of spellings that are equal in all else the one that the author wrote last is meant, if there is more than a slip of it.
const ENOUGH: usize = 3;

/// The usual one of these, and why; `None` where nothing tells.
pub(super) fn usual<'a>(
    forms: &[Form<'a>],
    preferences: Preferences<'_>,
) -> Option<(Form<'a>, Reason)> {
    let mut left = forms.to_vec();
    // Where all of them are marred, other rules are to strip them first.
    left.retain(|it| !is_marred(&it.term.text));
    prefer_named(&mut left, preferences.declared);
    if preferences.convention.capitals
        && preferences.convention.vocabulary_kind != VocabularyKind::Other
    {
        keep(&mut left, |it| !is_slug(&it.term.text));
    }
    if let Some(only) = only(&left, forms.len()) {
        return Some(only);
    }
    let here = leading(&left, |it| it.n_here, 2.0);
    // What most terms of a folder look like tells nothing against its own majority for one, but more than what others write.
    if here.is_none() {
        prefer_named(&mut left, preferences.learned);
        if let Some(only) = only(&left, forms.len()) {
            return Some(only);
        }
    }
    let all = leading(&left, |it| it.n_all, 1.5);
    match (here, all) {
        // Each field has its way: neither is a slip.
        (Some(here), Some(all)) if here.term.text != all.term.text => None,
        (Some(it), _) => Some((it, it.in_posts())),
        (None, Some(it)) => Some((it, it.in_all())),
        (None, None) => by_convention(left, preferences),
    }
}

fn only<'a>(left: &[Form<'a>], n: usize) -> Option<(Form<'a>, Reason)> {
    let [only] = left else { return None };
    let reason = if n == 1 {
        only.in_posts()
    } else {
        Reason::Convention
    };
    Some((*only, reason))
}

fn by_convention<'a>(
    mut left: Vec<Form<'a>>,
    preferences: Preferences<'_>,
) -> Option<(Form<'a>, Reason)> {
    let n = left.len();
    keep(&mut left, |it| !(preferences.has_odd_part)(&it.term.text));
    prefer_marks(&mut left, preferences.convention);
    if preferences.convention.capitals && left.iter().all(|it| is_word(&it.term.text)) {
        keep(&mut left, |it| it.term.text.contains(char::is_uppercase));
    }
    if let ([only], true) = (&left[..], n > 1) {
        return Some((*only, Reason::Convention));
    }
    let most = left.iter().map(|it| it.n_all).max()?;
    keep(&mut left, |it| it.n_all == most);
    if let [only] = left[..] {
        return Some((only, only.in_all()));
    }
    of_equals(left, preferences)
}

fn of_equals<'a>(
    mut left: Vec<Form<'a>>,
    preferences: Preferences<'_>,
) -> Option<(Form<'a>, Reason)> {
    if let Some(simplified) = preferences.simplified {
        keep(&mut left, |it| {
            it.term.text.contains(is_traditional) != simplified
        });
    }
    prefer(&mut left, |it| it.replace(',', ""), |it| it.contains(','));
    if preferences.convention.vocabulary_kind == VocabularyKind::Organisations {
        prefer(&mut left, without_the, |it| without_the(it) != it);
        prefer(&mut left, without_suffix, |it| without_suffix(it) == it);
    }
    if preferences.convention.titles && left.iter().all(|it| it.term.text.contains(' ')) {
        let against = |it: &Form<'_>| n_against_titles(&it.term.text);
        let fewest = left.iter().map(against).min()?;
        keep(&mut left, |it| against(it) == fewest);
    }
    if let [only] = left[..] {
        return Some((only, Reason::Convention));
    }
    let last = left.iter().map(|it| it.term.last_use).max()?;
    keep(&mut left, |it| it.term.last_use == last);
    match left[..] {
        [only] if only.n_here >= ENOUGH => Some((only, only.in_posts())),
        _ => None,
    }
}

/// The one that leads all others, by the posts that use it.
fn leading<'a>(forms: &[Form<'a>], n: fn(&Form<'_>) -> usize, times: f32) -> Option<Form<'a>> {
    let first = forms.iter().max_by_key(|it| n(it))?;
    let leads = |it: &&Form<'_>| {
        let (first, other) = (n(first), n(it));
        first >= other + LEAD && first as f32 >= other as f32 * times
    };
    let others = forms.iter().filter(|it| it.term.text != first.term.text);
    others.clone().all(|it| leads(&it)).then_some(*first)
}

/// Whether one form leads another, for pairs that may be two things.
pub(super) fn leads(n: usize, other: usize) -> bool {
    n >= other + LEAD && n * 2 >= other * 3
}

/// Keeps those that have it, if any has.
fn keep<'a>(forms: &mut Vec<Form<'a>>, has: impl Fn(&Form<'a>) -> bool) {
    if forms.iter().any(&has) {
        forms.retain(has);
    }
}

fn prefer_named(forms: &mut Vec<Form<'_>>, naming: Option<Naming>) {
    if let Some(naming) = naming {
        keep(forms, |it| naming.holds(&it.term.text));
    }
}

/// Drops those without it that are the same as another which has it, but for what `without` takes away.
fn prefer(forms: &mut Vec<Form<'_>>, without: impl Fn(&str) -> String, has: impl Fn(&str) -> bool) {
    let texts = forms.iter().map(|it| it.term.text.as_str());
    let better: Vec<String> = texts.filter(|it| has(it)).map(&without).collect();
    forms.retain(|it| has(&it.term.text) || !better.contains(&without(&it.term.text)));
}

/// `《》` where titles have them, and none where they have none: Chinese and Latin titles have their own ways.
fn prefer_marks(forms: &mut Vec<Form<'_>>, convention: &Convention) {
    let has = |it: &str| it.contains('《');
    for (of_han, marks) in [
        (true, convention.han_marks),
        (false, convention.latin_marks),
    ] {
        let Some(marks) = marks else { continue };
        let is_other = |it: &str| it.contains(is_han) != of_han || marks && is_agency(it);
        prefer(forms, without_marks, |it| is_other(it) || has(it) == marks);
    }
}

/// News agencies, websites and stations are no titles, among however many of these they stand.
fn is_agency(text: &str) -> bool {
    text.trim_end_matches('》')
        .ends_with(['社', '网', '網', '台', '臺'])
}

/// `elizabeth-holmes`: an address on the site, not a name.
fn is_slug(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|it| it.is_ascii_lowercase() || it == b'-')
}

/// `o1` and `401k` have their own ways.
fn is_word(text: &str) -> bool {
    text.chars().filter(|it| it.is_alphabetic()).count() > 2
}

fn without_marks(text: &str) -> String {
    text.replace(['《', '》'], "")
}

fn without_the(text: &str) -> String {
    let bare = text.trim_start_matches('《');
    let the = bare.get(..4).filter(|it| it.eq_ignore_ascii_case("the "));
    let rest = the.and_then(|it| bare.get(it.len()..)).unwrap_or(bare);
    format!("{}{rest}", &text[..text.len() - bare.len()])
}

fn without_suffix(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let n_name = words
        .iter()
        .rposition(|it| !normalize::is_company_suffix(it));
    let name = words[..n_name.map_or(words.len(), |it| it + 1)].join(" ");
    name.trim_end_matches([',', '&', ' ']).to_owned()
}

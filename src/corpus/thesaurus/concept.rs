//! Which term is meant by a text, through its spellings and its other names, and how that term is written.

use smol_str::SmolStr;

use super::super::aliases::Canonical;
use super::super::vocabulary::TermId;
use super::{ConceptId, Preferred, Reason, Thesaurus};
use crate::text::chars::{Setting, stripped, tidied};
use crate::text::quotes::without_quotes;

/// A spelling leads to the preferred one, and that to the canonical name: more steps than these would be a circle.
const MAX_STEPS: usize = 4;

impl Thesaurus<'_> {
    /// The same for all spellings and all names of one term, and for no other's.
    pub fn concept(&self, text: &str) -> ConceptId {
        let mut path = vec![self.spelling(text)];
        let mut name = SmolStr::new(text);
        while let Some(canonical) = self.canonical_of_spellings(&name) {
            let next = self.spelling(&canonical.text);
            // Names that lead to each other are names of one term.
            if let Some(start) = path.iter().position(|it| *it == next) {
                path = path.split_off(start);
                return path.into_iter().min().unwrap_or(next);
            }
            path.push(next);
            name = canonical.text.clone();
        }
        path.pop().expect("the text's own spelling is in the path")
    }

    /// What the text should be instead: the preferred spelling of the name that is meant. The reason is that of the first step
    /// there. `None` if it is right, or if nothing tells.
    pub fn preferred(&self, text: &str) -> Option<Preferred> {
        let mut preferred = self.step(text)?;
        for _ in 1..MAX_STEPS {
            match self.step(&preferred.text) {
                Some(next) if next.text != preferred.text => {
                    let reason = preferred.reason;
                    preferred = Preferred { reason, ..next };
                }
                _ => break,
            }
        }
        (preferred.text != text).then_some(preferred)
    }

    /// The terms in use that mean the same as the text: in its own spellings first, the preferred one of them before all, then
    /// under other names.
    pub fn labels(&self, text: &str) -> Vec<TermId> {
        let mut labels = self.spellings(text);
        if self.identifies {
            return labels;
        }
        let concept = self.concept(text);
        let mut names: Vec<&SmolStr> = Vec::new();
        let mut add = |it: &SmolStr| {
            let (name, others) = self.aliases.around(it);
            names.extend(name.into_iter().chain(others));
        };
        let own: Vec<SmolStr> = labels
            .iter()
            .map(|it| self.vocabulary.term(*it).text.clone())
            .chain([SmolStr::new(text)])
            .collect();
        own.iter().for_each(&mut add);
        let mut at = 0;
        while let Some(name) = names.get(at).copied() {
            at += 1;
            for id in self.spellings(name) {
                if !labels.contains(&id) && self.concept(name) == concept {
                    labels.push(id);
                    let (name, others) = self.aliases.around(&self.vocabulary.term(id).text);
                    names.extend(name.into_iter().chain(others));
                }
            }
        }
        labels
    }

    /// The other name of the text itself, where it is one.
    pub fn canonical(&self, text: &str) -> Option<&Canonical> {
        self.aliases.canonical(text)
    }

    /// The other names of a canonical one.
    pub fn other_names(&self, text: &str) -> &[SmolStr] {
        self.aliases.of(text)
    }

    /// The name that is meant by any of its spellings: a declared one before one that was learned.
    fn canonical_of_spellings(&self, text: &str) -> Option<&Canonical> {
        if self.identifies {
            return None;
        }
        let own = [self.aliases.canonical(text)];
        let ids = self.all_spellings(text);
        let texts = ids.iter().map(|it| self.vocabulary.term(*it).text.as_str());
        let known = texts.map(|it| self.aliases.canonical(it));
        let mut all: Vec<&Canonical> = known.chain(own).flatten().collect();
        all.sort_by_key(|it| !it.declared);
        all.first().copied()
    }

    fn all_spellings(&self, text: &str) -> Vec<TermId> {
        match self.spelling(text) {
            ConceptId::Term(id) => self.clusters.of(id),
            ConceptId::Form(_) => Vec::new(),
        }
        .into_iter()
        .filter(|it| it.0 < self.vocabulary.n_ids())
        .collect()
    }

    fn step(&self, text: &str) -> Option<Preferred> {
        let canonical = self.aliases.canonical(text);
        if let Some(canonical) = canonical.filter(|it| it.declared) {
            return Some(self.named(canonical));
        }
        self.preferred_spelling(text)
            .or_else(|| canonical.map(|it| self.named(it)))
            .or_else(|| {
                let clean = tidied(&stripped(text, Setting::Name));
                let clean = without_quotes(&clean).unwrap_or(&clean);
                let is_other = !clean.is_empty() && clean != text;
                is_other.then(|| self.preferred_of(clean.into(), Reason::Clean))
            })
    }

    fn named(&self, canonical: &Canonical) -> Preferred {
        let reason = match canonical.declared {
            true => Reason::Declared,
            false => Reason::OtherName(canonical.n_bodies),
        };
        self.preferred_of(canonical.text.clone(), reason)
    }

    fn preferred_of(&self, text: SmolStr, reason: Reason) -> Preferred {
        let id = self.vocabulary.get(&text);
        Preferred {
            n_posts: id.map_or(0, |it| self.vocabulary.term(it).posts.len()),
            text,
            reason,
            is_close: false,
        }
    }
}

//! The uses of terms by many posts that come at once: gathered first, so that each term is written to once, and its posts get
//! just the memory that they need.

use smol_str::SmolStr;

use super::{TermId, Vocabulary};
use crate::corpus::path::FileId;

/// Uses that a vocabulary has not counted yet.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// Files in order.
    uses: Vec<(TermId, FileId)>,
    /// The latest date that was noted, by term.
    last_use: Vec<Option<i32>>,
}

impl Vocabulary {
    /// Gives the term an id, and notes that the file uses it. Files come in the order of their ids.
    pub(crate) fn note(
        &mut self,
        text: &SmolStr,
        file: FileId,
        date: Option<i32>,
        uses: &mut Uses,
    ) {
        // Posts of one folder follow each other, and their single values are often the same.
        let last = uses.uses.last().map(|it| it.0);
        let last = last.filter(|it| self.term(*it).text == *text);
        let known = last.or_else(|| self.known(text));
        let id = known.unwrap_or_else(|| self.push(text));
        let place = id.0 as usize;
        if uses.last_use.len() <= place {
            uses.last_use.resize(place + 1, None);
        }
        uses.last_use[place] = uses.last_use[place].max(date);
        uses.uses.push((id, file));
    }

    /// Counts what was noted. A post that uses a term already, or twice, counts once.
    pub(crate) fn count(&mut self, uses: &Uses) {
        let (mut files, ends) = uses.by_term();
        let mut start = 0;
        for (id, end) in ends.into_iter().enumerate() {
            if start < end {
                let n_files = dedup(&mut files[start..end]);
                self.count_term(id, &files[start..start + n_files], uses.last_use[id]);
            }
            start = end;
        }
    }

    fn count_term(&mut self, id: usize, files: &[FileId], last_use: Option<i32>) {
        let term = self.terms.get_mut(id).expect("it was noted");
        let n_before = term.posts.len();
        term.posts.extend(files);
        term.last_use = term.last_use.max(last_use);
        self.n_uses += term.posts.len() - n_before;
        self.n_terms += usize::from(n_before == 0);
    }
}

impl Uses {
    /// The files term by term, and where each term's end.
    fn by_term(&self) -> (Vec<FileId>, Vec<usize>) {
        let mut ends = vec![0; self.last_use.len()];
        for (id, _) in &self.uses {
            ends[id.0 as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // Until the files are in their places it is the start.
            sum += std::mem::replace(end, sum);
        }
        let mut files = vec![FileId::default(); self.uses.len()];
        for (id, file) in &self.uses {
            let next = &mut ends[id.0 as usize];
            files[*next] = *file;
            *next += 1;
        }
        (files, ends)
    }
}

/// Moves the first of equal neighbours to the front, and tells how many there are.
fn dedup(files: &mut [FileId]) -> usize {
    let mut n_kept = 1;
    for at in 1..files.len() {
        if files[at] != files[n_kept - 1] {
            files[n_kept] = files[at];
            n_kept += 1;
        }
    }
    n_kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_at_once_is_counting_one_by_one() {
        let posts: [(u32, Option<i32>, &[&str]); 5] = [
            (1, Some(7), &["AI", "人工智能", "AI"]),
            (2, None, &["ai", "人工智能"]),
            (5, Some(3), &["AI"]),
            (6, Some(9), &["机器学习", "ai", "ai"]),
            (9, None, &["AI", "😀"]),
        ];
        let (mut one_by_one, mut at_once) = (Vocabulary::default(), Vocabulary::default());
        // What is known already: before, between and among what comes.
        for it in [&mut one_by_one, &mut at_once] {
            it.add(&"AI".into(), FileId(4), Some(1));
            it.add(&"ai".into(), FileId(6), Some(9));
            it.add(&"旧".into(), FileId(0), None);
        }
        let mut uses = Uses::default();
        for (file, date, terms) in posts {
            for term in terms.iter().map(SmolStr::new) {
                one_by_one.add(&term, FileId(file), date);
                at_once.note(&term, FileId(file), date, &mut uses);
            }
        }
        at_once.count(&uses);
        let terms = |it: &Vocabulary| -> Vec<_> {
            let terms = it.terms();
            terms
                .map(|(id, it)| (id, it.text.clone(), it.posts.to_vec(), it.last_use))
                .collect()
        };
        assert_eq!(terms(&at_once), terms(&one_by_one));
        assert_eq!(at_once.n_uses(), one_by_one.n_uses());
        assert_eq!(at_once.len(), one_by_one.len());
    }
}

//! Posts by their dates, the latest of which are asked for. It knows nothing of what a date is of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::corpus::path::FileId;

/// Days that share a list: a quarter. Of 100,000 posts over ten years one list has 2,500, and a change copies that one and the
/// 40 pointers to the others.
const SPAN: i32 = 91;

/// By their number of spans since 1970.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates(Option<Arc<BTreeMap<i32, Span>>>);

/// Posts by date, and then by file.
type Span = Arc<Vec<(i32, FileId)>>;

impl Dates {
    pub(super) fn latest_first(&self) -> impl Iterator<Item = FileId> {
        let spans = self.0.iter().flat_map(|it| it.values().rev());
        spans.flat_map(|it| it.iter().rev().map(|it| it.1))
    }

    /// A post has another date than before, or one for the first time, or none any more. Dates are days.
    pub(super) fn change(&mut self, file: FileId, old: Option<i32>, new: Option<i32>) {
        let spans = Arc::make_mut(self.0.get_or_insert_default());
        if let Some(date) = old
            && let Some(span) = spans.get_mut(&date.div_euclid(SPAN))
            && let Ok(at) = span.binary_search(&(date, file))
        {
            Arc::make_mut(span).remove(at);
        }
        if let Some(date) = new {
            let span = spans.entry(date.div_euclid(SPAN)).or_default();
            if let Err(at) = span.binary_search(&(date, file)) {
                Arc::make_mut(span).insert(at, (date, file));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_come_first() {
        let mut dates = Dates::default();
        for (file, date) in [(1, 0), (2, -1), (3, 20_000), (4, 20_000), (5, 19_999)] {
            dates.change(FileId(file), None, Some(date));
        }
        let before = dates.clone();
        dates.change(FileId(3), Some(20_000), Some(-400));
        dates.change(FileId(1), Some(0), None);
        let files = |it: &Dates| it.latest_first().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(files(&before), [4, 3, 5, 1, 2]);
        assert_eq!(files(&dates), [4, 5, 2, 3]);
    }
}

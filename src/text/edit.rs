//! Replacements in a text: sorted, disjoint, applied at once.

use super::{TextRange, TextSize, size};

/// Replaces the bytes of `range` with `new_text`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextEdit {
    /// Byte range in the text that the edit was made from.
    pub range: TextRange,
    pub new_text: String,
}

impl TextEdit {
    pub fn replace(range: TextRange, new_text: impl Into<String>) -> TextEdit {
        TextEdit {
            range,
            new_text: new_text.into(),
        }
    }

    pub fn insert(offset: TextSize, new_text: impl Into<String>) -> TextEdit {
        TextEdit::replace(TextRange::empty(offset), new_text)
    }

    pub fn delete(range: TextRange) -> TextEdit {
        TextEdit::replace(range, "")
    }
}

/// The text with all `edits` applied. They are byte ranges of `source`, sorted by start and disjoint;
/// `None` if they are not, or if one is outside the text or not on character boundaries.
pub fn apply_edits(source: &str, edits: &[TextEdit]) -> Option<String> {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (
            usize::from(edit.range.start()),
            usize::from(edit.range.end()),
        );
        out.push_str(source.get(done..start)?);
        source.get(start..end)?;
        out.push_str(&edit.new_text);
        done = end;
    }
    out.push_str(source.get(done..)?);
    Some(out)
}

/// One set of edits that does what `first` and then `second` do. `first` is made from a text of `len` bytes, `second` from what
/// `first` makes of it; both are sorted and disjoint, and so is the result.
pub fn compose_edits(len: TextSize, first: &[TextEdit], second: &[TextEdit]) -> Vec<TextEdit> {
    let between = pieces(len, first);
    let mut after = Vec::new();
    let mut rest = between.into_iter();
    let mut current = rest.next();
    let mut at = size(0);
    for edit in second {
        take(&mut current, &mut rest, edit.range.start() - at, |it| {
            after.push(it)
        });
        take(&mut current, &mut rest, edit.range.len(), drop);
        after.push(Piece::New(edit.new_text.clone()));
        at = edit.range.end();
    }
    after.extend(current.into_iter().chain(rest));
    as_edits(len, after)
}

/// A stretch of the older text, or a new one.
enum Piece {
    Old(TextRange),
    New(String),
}

impl Piece {
    fn len(&self) -> TextSize {
        match self {
            Piece::Old(range) => range.len(),
            Piece::New(text) => TextSize::of(text.as_str()),
        }
    }

    fn split(self, at: TextSize) -> (Piece, Piece) {
        match self {
            Piece::Old(range) => {
                let middle = range.start() + at;
                let (a, b) = (
                    TextRange::new(range.start(), middle),
                    TextRange::new(middle, range.end()),
                );
                (Piece::Old(a), Piece::Old(b))
            }
            Piece::New(mut text) => {
                let rest = text.split_off(at.into());
                (Piece::New(text), Piece::New(rest))
            }
        }
    }
}

fn pieces(len: TextSize, edits: &[TextEdit]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = size(0);
    for edit in edits {
        pieces.push(Piece::Old(TextRange::new(at, edit.range.start())));
        pieces.push(Piece::New(edit.new_text.clone()));
        at = edit.range.end();
    }
    pieces.push(Piece::Old(TextRange::new(at, len)));
    pieces
}

/// Gives `n_bytes` of the pieces to `sink`.
fn take(
    current: &mut Option<Piece>,
    rest: &mut impl Iterator<Item = Piece>,
    mut n_bytes: TextSize,
    mut sink: impl FnMut(Piece),
) {
    while let Some(piece) = current.take() {
        if piece.len() > n_bytes {
            let (taken, left) = piece.split(n_bytes);
            sink(taken);
            *current = Some(left);
            return;
        }
        n_bytes -= piece.len();
        sink(piece);
        *current = rest.next();
    }
}

fn as_edits(len: TextSize, pieces: Vec<Piece>) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut at = size(0);
    let mut new_text = String::new();
    let end = Piece::Old(TextRange::empty(len));
    for piece in pieces.into_iter().chain([end]) {
        match piece {
            Piece::New(text) => new_text.push_str(&text),
            Piece::Old(range) if range.is_empty() && range.start() < len => {}
            Piece::Old(range) => {
                if range.start() > at || !new_text.is_empty() {
                    let replaced = TextRange::new(at, range.start());
                    edits.push(TextEdit::replace(replaced, std::mem::take(&mut new_text)));
                }
                at = range.end();
            }
        }
    }
    edits
}

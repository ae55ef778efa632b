//! Text of one document: a rope that takes edits, and the contiguous copy that parsers read.
//! It knows nothing of Markdown, YAML or the protocol.

pub mod chars;
pub mod edit;
pub mod lines;
pub mod position;
pub mod quotes;
pub(crate) mod typo;

use std::sync::{Arc, OnceLock};

use ropey::Rope;

pub use edit::{TextEdit, apply_edits, compose_edits};
pub use position::{LineCol, PositionEncoding};
pub use text_size::{TextRange, TextSize};

/// The text of one document. Cheap to clone. Line ends are LSP's: `\n`, `\r\n`, `\r`, nothing else.
///
/// A closed file is only ever read, so that its rope is built when a position beyond its head is first asked for. An edit changes
/// the rope alone, and the contiguous copy is made when somebody next reads it: a hundred edits in one notification
/// cost one copy, and a keystroke in a post of 1.1 MB about a fifth of a millisecond.
#[derive(Clone)]
pub struct Text {
    forms: Arc<Forms>,
}

/// Two forms of the same text, of which at least one is there from the start.
struct Forms {
    contiguous: OnceLock<Box<str>>,
    rope: OnceLock<Rope>,
}

impl Text {
    pub fn new(contiguous: impl Into<Box<str>>) -> Text {
        Text::from_forms(OnceLock::from(contiguous.into()), OnceLock::new())
    }

    fn from_rope(rope: Rope) -> Text {
        Text::from_forms(OnceLock::new(), OnceLock::from(rope))
    }

    fn from_forms(contiguous: OnceLock<Box<str>>, rope: OnceLock<Rope>) -> Text {
        Text {
            forms: Arc::new(Forms { contiguous, rope }),
        }
    }

    pub fn as_str(&self) -> &str {
        let forms = &*self.forms;
        forms.contiguous.get_or_init(|| {
            let rope = forms.rope.get().expect("one of the forms is there");
            let mut contiguous = String::with_capacity(rope.len_bytes());
            rope.chunks().for_each(|chunk| contiguous.push_str(chunk));
            contiguous.into_boxed_str()
        })
    }

    fn rope(&self) -> &Rope {
        self.forms
            .rope
            .get_or_init(|| Rope::from_str(self.as_str()))
    }

    /// Length in bytes.
    pub fn len(&self) -> TextSize {
        let n_bytes = match self.forms.contiguous.get() {
            Some(contiguous) => contiguous.len(),
            None => self.rope().len_bytes(),
        };
        size(n_bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == size(0)
    }

    /// Replaces the bytes of `range`, which is clamped to the text and down to character boundaries.
    pub fn replace(&mut self, range: TextRange, new_text: &str) {
        // Nodes are shared with the older text; only those on the way to the edit are copied.
        let mut rope = self.rope().clone();
        let char_at = |offset: TextSize| rope.byte_to_char(usize::from(offset.min(self.len())));
        let (start, end) = (char_at(range.start()), char_at(range.end()));
        rope.remove(start..end);
        rope.insert(start, new_text);
        *self = Text::from_rope(rope);
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Text").field(&self.as_str()).finish()
    }
}

/// Bytes of a document as an offset or a length.
pub fn size(n_bytes: usize) -> TextSize {
    TextSize::try_from(n_bytes).expect("a document is far smaller than 4 GiB")
}

/// The bytes from `start` to `end`.
pub fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end))
}

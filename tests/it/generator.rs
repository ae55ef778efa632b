//! Seeded random texts for the laws, from an alphabet of everything that has broken a server before.

/// A xorshift generator: the same seed gives the same texts on every machine.
pub(crate) struct Generator {
    state: u64,
}

/// Characters that differ in width between encodings, that join with their neighbours, or that end lines somewhere.
#[rustfmt::skip]
const CHARACTERS: &[&str] = &[
    "a", "b", "Z", "0", " ", "  ", "\t", "\n", "\n", "\n\n", "\r\n", "\r\n", "\r", "中", "文", "《", "》", "，",
    "華", "é", "e\u{301}", "ß", "İ", "😀", "👨\u{200d}👩\u{200d}👧", "🇨🇳", "𠮷", "\u{fe0f}", "\u{feff}", "\u{2028}",
    "\u{2029}", "\u{85}", "\u{b}", "\u{c}", "\u{a0}", "\u{200b}", "\u{3000}", "\0", "'", "\"",
];

/// What Markdown and front matter are made of.
#[rustfmt::skip]
const MARKUP: &[&str] = &[
    "# ", "\n# ", "\n## ", "\n## ", "\r\n### ", "\n#### ", "###", "####### ", "---\n", "---\r\n", "===\n", "```\n", "\n```", "```rust\n",
    "````", "~~~\n", "    ", "- ", "1. ", "> ", "* * *\n", "[", "]", "(", ")", "![", "](", "[[", "]]", "][", "[]",
    "[a]: b\n", "\n\n[中]: <x y> 't'\n", "[^1]", "[^1]: ", "|", "|-|-|\n", "<", ">", "<div>\n", "</div>\n", "<!--",
    "-->", "<a id=\"中\">", "<script>", "</script", "=", "<https://例.cn>", "<a@b.cn>", "`", "``", "*", "**", "_", "~~",
    "\\", "&amp;", "&#x4e2d;", "- [ ] ", "{#id}", "tags:", "  - ", "title: ", ": ",
];

impl Generator {
    pub(crate) fn new(seed: u64) -> Generator {
        // The multiplication spreads small seeds; a state of 0 would stay 0 for ever.
        let state = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Generator {
            state: state.max(1),
        }
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() >> 11) as usize % end
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    /// Plain text of up to `n_pieces` pieces.
    pub(crate) fn text(&mut self, n_pieces: usize) -> String {
        (0..self.below(n_pieces + 1))
            .map(|_| self.pick(CHARACTERS))
            .collect()
    }

    /// Text of up to `n_pieces` pieces, half of which are markup.
    pub(crate) fn markdown(&mut self, n_pieces: usize) -> String {
        let piece = |generator: &mut Generator| match generator.below(2) {
            0 => generator.pick(CHARACTERS),
            _ => generator.pick(MARKUP),
        };
        (0..self.below(n_pieces + 1)).map(|_| piece(self)).collect()
    }
}

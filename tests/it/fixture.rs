//! Files with markers in one string: `//- /path.md` begins a file, `$0` is the cursor, `«…»` are the expected ranges.

use rubric::text::{TextRange, TextSize};

/// The files of one fixture, their markers taken out.
#[derive(Debug, Default)]
pub(crate) struct Fixture {
    pub(crate) files: Vec<File>,
}

#[derive(Debug, Default)]
pub(crate) struct File {
    /// Relative to the root: no `/` in front.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) cursor: Option<TextSize>,
    /// In order of their starts; ranges may be nested.
    pub(crate) ranges: Vec<TextRange>,
}

impl Fixture {
    /// Reads a fixture. Without a `//-` line, the whole string is one file, `post.md`. Line ends and a BOM are kept.
    pub(crate) fn parse(fixture: &str) -> Fixture {
        let mut files = Vec::new();
        let mut named: Option<(&str, String)> = None;
        if !fixture.starts_with("//- ") {
            named = Some(("post.md", String::new()));
        }
        for line in fixture.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(path) => {
                    let next = (path.trim_end().trim_start_matches('/'), String::new());
                    files.extend(named.replace(next).map(|(path, text)| file(path, &text)));
                }
                None => named.as_mut().expect("a file was named").1.push_str(line),
            }
        }
        files.extend(named.map(|(path, text)| file(path, &text)));
        let fixture = Fixture { files };
        let n_cursors = fixture
            .files
            .iter()
            .filter(|it| it.cursor.is_some())
            .count();
        assert!(n_cursors <= 1, "a fixture has one cursor");
        fixture
    }

    /// The only file of a fixture.
    pub(crate) fn single(fixture: &str) -> File {
        let mut files = Fixture::parse(fixture).files;
        assert_eq!(files.len(), 1, "this fixture should be one file");
        files.remove(0)
    }

    /// The file with the cursor, and the cursor's offset in it.
    pub(crate) fn cursor(&self) -> (&File, TextSize) {
        let at = |file: &File| file.cursor;
        let mut with_cursor = self.files.iter().filter_map(|it| Some((it, at(it)?)));
        with_cursor.next().expect("the fixture has a cursor, `$0`")
    }
}

impl File {
    /// The texts of the expected ranges.
    pub(crate) fn marked(&self) -> Vec<&str> {
        self.ranges.iter().map(|it| &self.text[*it]).collect()
    }
}

fn file(path: &str, marked: &str) -> File {
    let mut file = File {
        path: path.to_owned(),
        ..File::default()
    };
    let mut open = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['«', '»', '$']) {
        file.text.push_str(&rest[..at]);
        rest = &rest[at..];
        let offset = TextSize::of(file.text.as_str());
        rest = if let Some(after) = rest.strip_prefix('«') {
            open.push(offset);
            after
        } else if let Some(after) = rest.strip_prefix('»') {
            let start = open.pop().expect("`»` closes a `«`");
            file.ranges.push(TextRange::new(start, offset));
            after
        } else if let Some(after) = rest.strip_prefix("$0") {
            assert_eq!(
                file.cursor.replace(offset),
                None,
                "a fixture has one cursor"
            );
            after
        } else {
            file.text.push('$');
            &rest[1..]
        };
    }
    assert!(open.is_empty(), "every `«` is closed");
    file.text.push_str(rest);
    file.ranges
        .sort_by_key(|it| (it.start(), std::cmp::Reverse(it.end())));
    file
}

#[test]
fn a_fixture_gives_files_cursor_and_ranges() {
    let fixture = Fixture::parse("//- /a.md\n«标$0题» $1\r\n//- /b/c.md\nno «one «of» us»");
    let paths: Vec<_> = fixture.files.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["a.md", "b/c.md"]);
    assert_eq!(fixture.files[0].text, "标题 $1\r\n");
    assert_eq!(fixture.files[0].marked(), ["标题"]);
    assert_eq!(fixture.files[1].marked(), ["one of us", "of"]);
    let (file, offset) = fixture.cursor();
    assert_eq!((file.path.as_str(), offset), ("a.md", TextSize::from(3)));
}

#[test]
fn a_fixture_without_names_is_one_post() {
    let file = Fixture::single("\u{feff}---\r\ntags: [«👨‍👩‍👧»]\r\n---\r\n");
    assert_eq!(file.path, "post.md");
    assert_eq!(file.text, "\u{feff}---\r\ntags: [👨‍👩‍👧]\r\n---\r\n");
    assert_eq!(file.marked(), ["👨‍👩‍👧"]);
}

#[test]
#[should_panic(expected = "one cursor")]
fn a_fixture_with_two_cursors_is_refused() {
    Fixture::parse("//- /a.md\n$0\n//- /b.md\n$0");
}

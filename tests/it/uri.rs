//! `file:` URIs as editors spell them, on both systems.

use rubric::corpus::path::uri::{PathStyle, of_path, to_path_text};

#[test]
fn posix_paths() {
    for (uri, path) in [
        (
            "file:///notes/%E4%B8%AD%20%F0%9F%98%80.md",
            "/notes/中 😀.md",
        ),
        ("file:///a%2Bb(c)/%5Bd%5D.md", "/a+b(c)/[d].md"),
        ("file:///notes/", "/notes"),
        ("file:///", "/"),
        ("FILE:/a.md", "/a.md"),
        ("file://localhost/a%2525.md", "/a%25.md"),
        ("file:///e%CC%81.md", "/e\u{301}.md"),
        ("file:///a%23b.md#heading", "/a#b.md"),
    ] {
        assert_eq!(
            to_path_text(uri, PathStyle::Posix).as_deref(),
            Some(path),
            "{uri}"
        );
    }
    for uri in [
        "untitled:Untitled-1",
        "git:/a.md",
        "",
        "文件:///a.md",
        "http://a/b.md",
    ] {
        assert_eq!(to_path_text(uri, PathStyle::Posix), None, "{uri}");
    }
}

#[test]
fn windows_paths() {
    for (uri, path) in [
        (
            "file:///c%3A/My%20posts/%E4%B8%AD.md",
            "C:\\My posts\\中.md",
        ),
        ("file:///C:/a.md/", "C:\\a.md"),
        ("file:///c:", "C:\\"),
        ("file:///c%3a/", "C:\\"),
        ("file://server/share/a.md", "\\\\server\\share\\a.md"),
    ] {
        assert_eq!(
            to_path_text(uri, PathStyle::Windows).as_deref(),
            Some(path),
            "{uri}"
        );
    }
}

#[test]
fn a_path_there_and_back_is_itself() {
    for path in ["/", "/笔记/a b+[1]#?%25.md", "/👨‍👩‍👧/e\u{301}\\x.md"] {
        let uri = of_path(path);
        assert!(
            uri.is_ascii() && !uri.contains([' ', '#', '?', '[']),
            "{uri}"
        );
        assert_eq!(to_path_text(&uri, PathStyle::Posix).as_deref(), Some(path));
    }
    for path in ["C:\\", "C:\\笔记\\a b.md", "\\\\server\\share\\中.md"] {
        let uri = of_path(path);
        assert_eq!(
            to_path_text(&uri, PathStyle::Windows).as_deref(),
            Some(path),
            "{uri}"
        );
    }
    assert_eq!(of_path("\\\\?\\c:\\中"), "file:///c%3A/%E4%B8%AD");
}

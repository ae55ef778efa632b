//! `file:` URIs to and from paths: percent-encoding, drive letters, UNC shares. It does not touch the disk, and both systems'
//! rules are there on every system, so that each is tested everywhere.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986 and `/`. Clients compare URIs as strings, and VS Code writes `%3A`
/// for the colon of a drive and encodes `!'()*` not at all; what we send back for an open document is the client's own spelling.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'$')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b',')
    .add(b':')
    .add(b';')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Whose paths are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    Posix,
    Windows,
}

impl PathStyle {
    pub const NATIVE: PathStyle = if cfg!(windows) {
        PathStyle::Windows
    } else {
        PathStyle::Posix
    };
}

/// The path that a `file:` URI names on this system. `None` for other schemes, and for what decodes to no UTF-8.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    path_text(uri, PathStyle::NATIVE).map(PathBuf::from)
}

/// The `file:` URI of an absolute path. `None` where the path is not UTF-8.
pub fn of_path(path: &Path) -> Option<String> {
    path.to_str().map(|it| uri_text(it, PathStyle::NATIVE))
}

/// `file:///c%3A/My%20posts` is `c:\My posts` on Windows: the drive letter in lower case, because clients disagree about it.
pub fn path_text(uri: &str, style: PathStyle) -> Option<String> {
    let scheme = uri.get(..5)?;
    if !scheme.eq_ignore_ascii_case("file:") {
        return None;
    }
    let rest = uri[5..].split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match (style, local) {
        (_, true) if path.is_empty() => None,
        (PathStyle::Posix, true) => Some(path.into_owned()),
        (PathStyle::Posix, false) => None,
        (PathStyle::Windows, true) => Some(drive_path(&path).replace('/', "\\")),
        (PathStyle::Windows, false) => Some(format!("\\\\{host}{}", path.replace('/', "\\"))),
    }
}

/// `/C:/x` without the slash in front, the letter in lower case.
fn drive_path(path: &str) -> Cow<'_, str> {
    match path.as_bytes() {
        [b'/', letter, b':', ..] if letter.is_ascii_alphabetic() => {
            let letter = letter.to_ascii_lowercase() as char;
            Cow::Owned(format!("{letter}{}", &path[2..]))
        }
        _ => Cow::Borrowed(path),
    }
}

/// The other way: `\\server\share` has its server as the URI's host.
pub fn uri_text(path: &str, style: PathStyle) -> String {
    let path = match style {
        PathStyle::Posix => Cow::Borrowed(path),
        PathStyle::Windows => Cow::Owned(path.replace('\\', "/")),
    };
    // `\\?\C:\x` is how Windows spells a canonical path.
    let path = path.strip_prefix("//?/").unwrap_or(&path);
    if style == PathStyle::Windows
        && let Some(share) = path.strip_prefix("//")
    {
        return format!("file://{}", encode(share));
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let path = match style {
        PathStyle::Windows => encode(&drive_path(&format!("{slash}{path}"))),
        PathStyle::Posix => encode(path),
    };
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{path}")
}

/// A path as part of a URI; `/` stays.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, ENCODED).to_string()
}

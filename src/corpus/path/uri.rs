//! `file:` URIs to and from paths: percent-encoding, drive letters, UNC shares. It does not touch the disk, and both systems'
//! rules are there on every system, so that each is tested everywhere.

use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in the path of a URI: VS Code's set, which every client can read.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// Whose paths are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    Posix,
    Windows,
}

impl PathStyle {
    pub const NATIVE: PathStyle = match cfg!(windows) {
        true => PathStyle::Windows,
        false => PathStyle::Posix,
    };
}

/// The path that a `file:` URI names on this system. `None` for other schemes, and for a name that is not UTF-8: none of ours is.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    to_path_text(uri, PathStyle::NATIVE).map(PathBuf::from)
}

/// However its client spells it: `/c%3A/`, `/c:/` and `/C:/` are one drive, a trailing slash says nothing.
pub fn to_path_text(uri: &str, style: PathStyle) -> Option<String> {
    let (scheme, rest) = uri.split_at_checked(5)?;
    if !scheme.eq_ignore_ascii_case("file:") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    match style {
        PathStyle::Posix => Some(path.to_owned()),
        PathStyle::Windows => Some(windows_path(path, host)),
    }
}

fn windows_path(path: &str, host: &str) -> String {
    match path.as_bytes() {
        [b'/', letter, b':', ..] if letter.is_ascii_alphabetic() => {
            let rest = match &path[3..] {
                "" => "\\".to_owned(),
                rest => rest.replace('/', "\\"),
            };
            format!("{}:{rest}", letter.to_ascii_uppercase() as char)
        }
        _ => format!("\\\\{host}{}", path.replace('/', "\\")),
    }
}

/// The `file:` URI of an absolute path, of either system: what a backslash means, the path itself shows.
pub fn of_path(path: &str) -> String {
    let is_windows = path.starts_with("\\\\") || path.as_bytes().get(1) == Some(&b':');
    if !is_windows {
        return format!("file://{}", encode(path));
    }
    // `\\?\C:\x` is how Windows spells a canonical path.
    let path = path
        .strip_prefix("\\\\?\\")
        .unwrap_or(path)
        .replace('\\', "/");
    match path.strip_prefix("//") {
        Some(share) => format!("file://{}", encode(share)),
        None => format!("file:///{}", encode(&path)),
    }
}

/// A path as part of a URI; `/` stays.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

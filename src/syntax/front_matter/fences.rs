//! Where a front matter begins and ends when its fences are not simply right: mistyped, missing, or never closed.
//! It looks at the shapes of lines only; what the entries mean it does not know.

use smol_str::SmolStr;

use super::fast::is_fence;
use super::foreign;
use super::lines::{
    Line, Shape, is_foreign_blank, is_known_key, is_nearly_key, is_word, key_length, line_at, lines,
};
use crate::syntax::error::{FenceError, SyntaxError, SyntaxErrorKind};

/// The fences as they stand or were meant. Offsets are bytes.
pub(super) struct Fences {
    pub(super) open: (usize, usize),
    pub(super) block: (usize, usize),
    pub(super) close: Option<(usize, usize)>,
    /// The start of the body.
    pub(super) end: usize,
    pub(super) errors: Vec<SyntaxError>,
}

/// The closing fence of a block that begins at `from`: the first line that is one, whatever it closes.
pub(super) fn exact_close(source: &str, from: usize) -> Option<Line> {
    lines(source, from, source.len()).find(|it| is_fence(it.text(source).as_bytes()))
}

/// What site generators read behind `---` in place of YAML, and Rubric does not read.
const OTHER_LANGUAGES: [&str; 9] = [
    "json5",
    "hjson",
    "cson",
    "js",
    "javascript",
    "ts",
    "coffee",
    "ini",
    "lua",
];

/// Whether the text begins with front matter in a format that is not read: a block of YAML above it would be a second one.
pub fn is_of_another_format(source: &str) -> bool {
    of_another_format(source).is_some()
}

/// What stands in the front matter that the text begins with, where its fence names a format that is not read. What it means
/// nobody here can tell. Where nothing closes it, it is the rest of the text.
pub fn of_another_format(source: &str) -> Option<&str> {
    let text = source.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let language = first.strip_prefix("---")?.trim_start();
    let is_other = OTHER_LANGUAGES.contains(&&*language.to_ascii_lowercase());
    is_other.then(|| below_fence(text, "---"))?
}

/// The lines between the first one, which is a fence, and the one that closes it.
fn below_fence<'a>(text: &'a str, fence: &str) -> Option<&'a str> {
    let open = line_at(text, 0)?;
    let mut below = lines(text, open.next, text.len());
    let close = below.find(|it| it.text(text).trim_end() == fence);
    Some(&text[open.next..close.map_or(text.len(), |it| it.start)])
}

/// Finds the fences of what is, or was clearly meant as, front matter. `start` is behind a BOM.
pub(super) fn find(source: &str, start: usize) -> Option<Fences> {
    if is_of_another_format(&source[start..]) {
        return None;
    }
    let (open, errors) = opening(source, start)?;
    let from = match open.start == open.end {
        true => open.start,
        false => open.next,
    };
    let mut fences = Fences {
        open: (open.start, open.end),
        block: (from, from),
        close: None,
        end: from,
        errors,
    };
    close(source, &mut fences)?;
    Some(fences)
}

/// The line that opens the front matter: empty, where that line is missing.
fn opening(source: &str, start: usize) -> Option<(Line, Vec<SyntaxError>)> {
    let first = lines(source, start, source.len()).find(|it| it.shape(source) != Shape::Blank)?;
    let first = below_code_fence(source, first).unwrap_or(first);
    let text = first.text(source);
    if first.start == start && text.starts_with("---") && is_fence(text.as_bytes()) {
        return Some((first, Vec::new()));
    }
    let below = line_at(source, first.next);
    let opens = is_meant_as_fence(text) || is_yaml_block(source, text, below);
    if text.trim_end() == "+++" && foreign::is_yaml_below(source, first.next) {
        return Some((first, vec![bad_fence(first, FenceError::YamlInTomlFence)]));
    }
    if names_yaml(text) && below.is_some_and(|it| it.shape(source) == Shape::Key) {
        return Some((first, Vec::new()));
    }
    if opens && below.is_some_and(|it| it.shape(source) == Shape::Key) {
        let error = match text.trim_end_matches([' ', '\t']) == "---" {
            true => FenceError::LinesAbove,
            false => not_a_fence(text, FenceError::BadOpening),
        };
        return Some((first, vec![bad_fence(first, error)]));
    }
    missing_opening(source, first).or_else(|| below_prose(source, first))
}

/// So many lines may stand above a front matter: language models introduce what they hand out with one or two.
const PROSE_LINES: usize = 4;

/// The fence below a few lines of prose, where what follows is a front matter without doubt: lines of entries only, of which two
/// at least have usual names, and a fence that closes it.
fn below_prose(source: &str, first: Line) -> Option<(Line, Vec<SyntaxError>)> {
    let mut above = lines(source, first.start, source.len()).take(PROSE_LINES + 1);
    let open = above.find(|it| is_fence(it.text(source).as_bytes()))?;
    // Behind a mark of code what follows is shown, and no front matter of this post.
    let is_shown = |it: &str| {
        let info = it.trim_start_matches('`').trim();
        it.contains("```")
            && !(it.starts_with("```") && ["", "markdown", "md", "yaml"].contains(&info))
    };
    let is_prose = |it: Line| {
        matches!(it.shape(source), Shape::Blank | Shape::Other | Shape::Word)
            && !is_shown(it.text(source))
    };
    if open.start == first.start || !lines(source, first.start, open.start).all(is_prose) {
        return None;
    }
    let mut n_known = 0;
    for line in lines(source, open.next, source.len()) {
        let text = line.text(source);
        if is_fence(text.as_bytes()) {
            let error = bad_fence(first, FenceError::ProseAbove);
            return (n_known > 1).then(|| (open, vec![error]));
        }
        match line.shape(source) {
            Shape::Key => n_known += usize::from(is_known_key(&text[..key_length(text)?])),
            Shape::Item | Shape::Indented | Shape::Comment => {}
            _ => return None,
        }
    }
    None
}

fn not_a_fence(text: &str, bad: fn(SmolStr) -> FenceError) -> FenceError {
    let foreign = text.chars().find(|it| is_foreign_blank(*it));
    foreign.map_or_else(|| bad(text.trim().into()), FenceError::ForeignBlank)
}

/// The fence below the first line of a code block: language models hand out whole posts in one.
fn below_code_fence(source: &str, first: Line) -> Option<Line> {
    let text = first.text(source);
    let info = text.trim_start_matches('`');
    let is_code = text.len() - info.len() >= 3;
    let info = is_code.then(|| info.trim())?;
    let fence = line_at(source, first.next)?;
    let below = line_at(source, fence.next)?;
    let is_post = matches!(info, "" | "yaml" | "yml" | "markdown" | "md")
        && is_fence(fence.text(source).as_bytes())
        && below.shape(source) == Shape::Key;
    is_post.then_some(fence)
}

/// Whether the line opens a code block of YAML in the place of a front matter: its keys say that it is no example.
fn is_yaml_block(source: &str, text: &str, below: Option<Line>) -> bool {
    let Some(below) = below.filter(|_| matches!(text.trim_end(), "```yaml" | "```yml")) else {
        return false;
    };
    let inside = lines(source, below.start, source.len()).map(|it| it.text(source));
    inside
        .take_while(|it| !it.starts_with("```"))
        .any(|it| key_length(it).is_some_and(|n| is_known_key(&it[..n])))
}

/// Front matter without its first fence: entries from the first line on, and a fence below them.
fn missing_opening(source: &str, first: Line) -> Option<(Line, Vec<SyntaxError>)> {
    let mut n_keys = 0;
    let mut known = false;
    for line in lines(source, first.start, source.len()) {
        let text = line.text(source);
        match line.shape(source) {
            Shape::Key => {
                n_keys += 1;
                let key = &text[..key_length(text).unwrap_or_default()];
                known |= is_known_key(key);
            }
            Shape::Item | Shape::Indented if n_keys > 0 => {}
            Shape::Other if is_meant_as_fence(text) => break,
            _ => return None,
        }
        line_at(source, line.next)?;
    }
    if n_keys < 2 || !known {
        return None;
    }
    let at = Line {
        start: first.start,
        end: first.start,
        next: first.start,
    };
    Some((at, vec![bad_fence(first, FenceError::MissingOpening)]))
}

/// Finds where the block that begins at `fences.block.0` ends.
fn close(source: &str, fences: &mut Fences) -> Option<()> {
    let from = fences.block.0;
    let exact = exact_close(source, from);
    let limit = exact.map_or(source.len(), |it| it.start);
    let is_code = source[fences.open.0..].starts_with("```");
    if let Some(bad) = bad_close(source, (from, limit), exact.is_some(), is_code) {
        let error = match bad.text(source).trim_end() {
            "+++" => FenceError::YamlInTomlFence,
            text => not_a_fence(text, FenceError::BadClosing),
        };
        fences.errors.push(bad_fence(bad, error));
        close_at(fences, bad);
        return Some(());
    }
    let evident = match exact.is_some() && is_below_entry(source, from, limit) {
        true => None,
        false => evident_end(source, from, limit, exact.is_some()),
    };
    if let (Some(exact), None) = (exact, evident) {
        close_at(fences, exact);
        return Some(());
    }
    // A lone rule at the top of a post opens nothing: keys must follow at once.
    let below = line_at(source, from)?;
    let typing = below.next == source.len() && is_word(below.text(source).trim_end());
    if fences.errors.is_empty() && below.shape(source) != Shape::Key && !typing {
        return exact.map(|it| close_at(fences, it));
    }
    let end = evident.unwrap_or(source.len());
    fences.block.1 = end;
    fences.end = end;
    let error = SyntaxError::new(fences.open, SyntaxErrorKind::Unclosed("---"));
    fences.errors.push(error);
    Some(())
}

fn close_at(fences: &mut Fences, line: Line) {
    fences.block.1 = line.start;
    fences.close = Some((line.start, line.end));
    fences.end = line.next;
}

/// The first line that was meant as the closing fence, where no entries follow it.
fn bad_close(
    source: &str,
    (from, to): (usize, usize),
    fenced: bool,
    is_code: bool,
) -> Option<Line> {
    let mut seen_key = false;
    let mut above = Shape::Blank;
    lines(source, from, to).find(|line| {
        let shape = line.shape(source);
        seen_key |= shape == Shape::Key;
        let below_entry = matches!(above, Shape::Key | Shape::Item | Shape::Indented);
        above = shape;
        let text = line.text(source);
        if !seen_key {
            return false;
        }
        let below = lines(source, line.next, to).find(|it| it.shape(source) != Shape::Blank);
        let below = below.map(|it| it.shape(source));
        let indented = text.starts_with([' ', '\t']);
        if !indented && (is_meant_as_fence(text) || is_cut_off(source, *line))
            || is_code && text.trim_end() == "```"
        {
            return below != Some(Shape::Key);
        }
        // What might be text is a fence only between the last entry and the body.
        let ends = match below {
            None => !fenced,
            Some(it) => !matches!(it, Shape::Key | Shape::Item | Shape::Indented),
        };
        ends && below_entry
            && shape != Shape::Conflict
            && (text.trim() == "---" || (!indented && is_other_rule(text)))
    })
}

/// Whether the line is a rule of another kind, as tired fingers write it below the last entry.
fn is_other_rule(line: &str) -> bool {
    let text = line.trim_end();
    let rule = ['=', '*', '_', '~', '+'].into_iter();
    let mut rules = rule.filter(|it| text.len() >= 3 && text.chars().all(|c| c == *it));
    rules.next().is_some() || matches!(text, ".." | "....")
}

/// Whether the text ends within a fence that is being typed.
fn is_cut_off(source: &str, line: Line) -> bool {
    line.end == source.len() && matches!(line.text(source), "-" | "--" | "." | "..")
}

/// Whether the line is the fence of a front matter that says its language, as `---toml` does.
fn names_yaml(line: &str) -> bool {
    let language = line.strip_prefix("---").map(str::trim);
    language.is_some_and(|it| matches!(it, "yaml" | "yml"))
}

/// Whether the line is nearly a fence: too many dashes, dashes that an editor turned into others, or something behind them.
fn is_meant_as_fence(line: &str) -> bool {
    let text = line.trim_matches(|it: char| it.is_whitespace() || is_foreign_blank(it));
    let text = text.strip_prefix('\\').unwrap_or(text);
    let rest = text.trim_start_matches(['-', '–', '—', '―', '−', '－']);
    let dashes = &text[..text.len() - rest.len()];
    let enough = dashes.chars().count() > 1 || dashes == "—";
    match rest.chars().next() {
        None | Some('\\') => enough,
        // A row of a table is none.
        Some(' ') => dashes == "---" && !rest.contains('|'),
        Some('…') => text == "…",
        Some(_) => false,
    }
}

/// Where the front matter evidently ends although no fence says so: at the first blank line with text behind it that is
/// no entry. With a fence further down the text must be more than a stray line among entries.
fn evident_end(source: &str, from: usize, to: usize, fenced: bool) -> Option<usize> {
    let mut after_blank = false;
    let mut in_list = false;
    let mut end = from;
    // Lines of prose that are to come, less those of entries.
    let mut prose: i64 = lines(source, from, to)
        .map(|it| prose_weight(source, it))
        .sum();
    for line in lines(source, from, to) {
        let text = line.text(source);
        let shape = line.shape(source);
        let ends = match shape {
            Shape::Blank => {
                after_blank = true;
                continue;
            }
            Shape::Comment => after_blank && is_heading(text) && !leads_to_key(source, line, to),
            Shape::Item => after_blank && !in_list,
            Shape::Word | Shape::Other => {
                (after_blank || (!fenced && line.next < source.len()))
                    && !leads_to_key(source, line, to)
            }
            _ => false,
        };
        if ends && (!fenced || prose > 0) {
            return Some(end);
        }
        match shape {
            Shape::Key => in_list = text.trim_end().ends_with(':'),
            Shape::Item => in_list = true,
            _ => {}
        }
        prose -= prose_weight(source, line);
        after_blank = false;
        end = line.next;
    }
    None
}

/// Whether an entry follows directly below.
fn leads_to_key(source: &str, line: Line, to: usize) -> bool {
    let below = lines(source, line.next, to).next();
    below.is_some_and(|it| it.shape(source) == Shape::Key || is_nearly_key(it.text(source)))
}

/// Whether the line above a fence is part of an entry: above a thematic break stands prose or a blank line.
fn is_below_entry(source: &str, from: usize, fence: usize) -> bool {
    let above = lines(source, from, fence).last();
    above.is_some_and(|it| matches!(it.shape(source), Shape::Key | Shape::Item | Shape::Indented))
}

/// 1 for a line of prose, -1 for one of an entry.
fn prose_weight(source: &str, line: Line) -> i64 {
    match line.shape(source) {
        // Items with bullets of another kind are as common in broken lists as in prose.
        Shape::Other if line.text(source).starts_with(['*', '-', '+', '•']) => 0,
        Shape::Other if is_nearly_key(line.text(source)) => -1,
        Shape::Other => 1,
        Shape::Key | Shape::Item | Shape::Word | Shape::Conflict => -1,
        Shape::Blank | Shape::Indented | Shape::Comment => 0,
    }
}

fn is_heading(line: &str) -> bool {
    let text = line.trim_start_matches('#');
    line.len() - text.len() <= 6 && text.starts_with(' ')
}

fn bad_fence(line: Line, error: FenceError) -> SyntaxError {
    SyntaxError::new((line.start, line.end), error)
}

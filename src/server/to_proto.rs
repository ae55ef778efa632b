//! Our types to the protocol's, shaped for what the client can show. The way in is [`super::from_proto`].

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::*;

use super::capabilities::Client;
use super::state::View;
use crate::corpus::{CONFIG, FileRange, RelPath};
use crate::features::completion::{self, CompletionKind};
use crate::features::diagnostics::{self, Severity};
use crate::features::links::Place;
use crate::features::prose::Prose;
use crate::features::symbols;
use crate::text::{LineCol, PositionEncoding, Text, TextEdit as Edit, TextRange, TextSize};

pub(super) fn position(text: &Text, offset: TextSize, encoding: PositionEncoding) -> Position {
    let LineCol { line, col } = text.line_col(offset, encoding);
    Position::new(line, col)
}

pub(super) fn range(text: &Text, range: TextRange, encoding: PositionEncoding) -> Range {
    Range {
        start: position(text, range.start(), encoding),
        end: position(text, range.end(), encoding),
    }
}

pub(super) fn text_edit(text: &Text, edit: &Edit, encoding: PositionEncoding) -> TextEdit {
    TextEdit {
        range: range(text, edit.range, encoding),
        new_text: edit.new_text.clone(),
    }
}

/// A place in any file of the root. `None` if the file changed under us or cannot be read.
pub(super) fn location(view: &View, place: FileRange) -> Option<Location> {
    let parsed = view.snap.parsed(place.file).ok()?;
    Some(Location {
        uri: view.uri(place.file)?,
        range: range(&parsed.text, place.range, view.capabilities.encoding),
    })
}

/// `None` for a post that cannot be read, and for a file that is not there: a link to what is not there is none.
pub(super) fn place(view: &View, place: &Place) -> Option<Location> {
    match place {
        Place::Post(file, range) => location(
            view,
            FileRange {
                file: *file,
                range: *range,
            },
        ),
        Place::Config(place) => Some(Location {
            uri: view.path_uri(&RelPath(CONFIG.into()))?,
            range: range(view.snap.config_text()?, *place, view.capabilities.encoding),
        }),
        Place::Asset(path) => {
            let is_there = view.snap.root().join(path.as_str()).exists();
            let uri = is_there.then(|| view.path_uri(path))?;
            Some(Location::new(uri?, Range::default()))
        }
    }
}

/// In the format that the client shows.
pub(super) fn markup(view: &View, prose: &Prose) -> MarkupContent {
    let link = |file| view.uri(file).map(|it| it.as_str().to_owned());
    match view.capabilities.hover_markdown() {
        true => MarkupContent {
            kind: MarkupKind::Markdown,
            value: prose.markdown(link),
        },
        false => MarkupContent {
            kind: MarkupKind::PlainText,
            value: prose.plain(),
        },
    }
}

/// What a completion item carries to its resolution.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CompletionData {
    pub(super) uri: Uri,
    pub(super) field: String,
    pub(super) term: String,
}

pub(super) fn completion(
    view: &View,
    text: &Text,
    uri: &Uri,
    list: &completion::CompletionList,
) -> CompletionResponse {
    let items = list.items.iter().enumerate();
    CompletionResponse::List(CompletionList {
        is_incomplete: list.incomplete,
        items: items
            .map(|(rank, it)| completion_item(view, text, uri, rank, it))
            .collect(),
    })
}

fn completion_item(
    view: &View,
    text: &Text,
    uri: &Uri,
    rank: usize,
    item: &completion::CompletionItem,
) -> CompletionItem {
    let capabilities = &view.capabilities;
    let (label_details, detail) = if capabilities.label_details() {
        let details = CompletionItemLabelDetails {
            detail: None,
            description: item.detail.clone(),
        };
        (item.detail.is_some().then_some(details), None)
    } else {
        (None, item.detail.clone())
    };
    // Of an edit of several lines Neovim writes the first alone, unless it is a snippet; in a snippet it would write a CR.
    let new_text = &item.edit.new_text;
    let is_snippet = new_text.contains('\n') && !new_text.contains('\r');
    let as_snippet = (is_snippet || !item.stops.is_empty()) && capabilities.snippets();
    let mut edit = text_edit(text, &item.edit, capabilities.encoding);
    if as_snippet {
        edit.new_text = snippet(&item.edit.new_text, &item.stops);
    }
    CompletionItem {
        label: item.label.to_string(),
        label_details,
        insert_text_format: as_snippet.then_some(InsertTextFormat::SNIPPET),
        kind: Some(completion_kind(item.kind)),
        detail,
        preselect: (item.preselect && capabilities.preselect()).then_some(true),
        sort_text: Some(format!("{rank:05}")),
        filter_text: Some(item.filter.to_string()),
        text_edit: Some(edit.into()),
        command: (item.retrigger && capabilities.suggest_command()).then(|| Command {
            title: "Suggest a value".to_owned(),
            command: "editor.action.triggerSuggest".to_owned(),
            arguments: None,
        }),
        data: item.term.as_ref().and_then(|(field, term)| {
            serde_json::to_value(CompletionData {
                uri: uri.clone(),
                field: field.to_string(),
                term: term.to_string(),
            })
            .ok()
        }),
        ..CompletionItem::default()
    }
}

/// The text in the protocol's snippet syntax, with the stops numbered as they come.
fn snippet(text: &str, stops: &[std::ops::Range<usize>]) -> String {
    let escaped = |text: &str| {
        let text = text.replace('\\', "\\\\");
        text.replace('$', "\\$").replace('}', "\\}")
    };
    let mut snippet = String::new();
    let mut done = 0;
    for (number, stop) in (1..).zip(stops) {
        snippet += &escaped(&text[done..stop.start]);
        snippet += &match &text[stop.clone()] {
            "" => format!("${{{number}}}"),
            proposed => format!("${{{number}:{}}}", escaped(proposed)),
        };
        done = stop.end;
    }
    snippet + &escaped(&text[done..]) + "$0"
}

fn completion_kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Field => CompletionItemKind::FIELD,
        CompletionKind::Term => CompletionItemKind::VALUE,
        CompletionKind::Date => CompletionItemKind::CONSTANT,
        CompletionKind::Bool => CompletionItemKind::KEYWORD,
        CompletionKind::Post | CompletionKind::File => CompletionItemKind::FILE,
        CompletionKind::Folder => CompletionItemKind::FOLDER,
        CompletionKind::Heading | CompletionKind::Label => CompletionItemKind::REFERENCE,
    }
}

/// Documentation that is Markdown, as the client can show it.
pub(super) fn documentation(capabilities: &Client, markdown: String) -> Documentation {
    if capabilities.completion_markdown() {
        return Documentation::MarkupContent(MarkupContent {
            kind: MarkupKind::Markdown,
            value: markdown,
        });
    }
    Documentation::String(plain_text(&markdown))
}

/// Our own Markdown without its marks: emphasis, code, escapes. It is no parser; what features write is simple.
pub(super) fn plain_text(markdown: &str) -> String {
    let mut plain = String::with_capacity(markdown.len());
    let mut chars = markdown.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {
                plain.extend(chars.next());
            }
            '*' | '`' => {}
            char => plain.push(char),
        }
    }
    plain
}

/// The outline as a tree.
pub(super) fn symbol_tree(
    text: &Text,
    encoding: PositionEncoding,
    symbols: &[symbols::Symbol],
) -> Vec<DocumentSymbol> {
    let symbol = |it: &symbols::Symbol| {
        let (outer, inner) = (it.range, selection(it));
        #[expect(
            deprecated,
            reason = "the member is part of the type; `tags` is what we would send"
        )]
        DocumentSymbol {
            name: symbol_name(it),
            detail: it.detail.clone(),
            kind: symbol_kind(it.kind),
            tags: None,
            deprecated: None,
            range: range(text, outer, encoding),
            selection_range: range(text, inner, encoding),
            children: (!it.children.is_empty()).then(|| symbol_tree(text, encoding, &it.children)),
        }
    };
    symbols.iter().map(symbol).collect()
}

/// The outline as a list, for clients without trees: a field's value stands behind its name, where a tree has `detail`.
pub(super) fn symbol_list(
    text: &Text,
    encoding: PositionEncoding,
    uri: &Uri,
    symbols: &[symbols::Symbol],
) -> Vec<SymbolInformation> {
    let mut list = Vec::new();
    let mut level: Vec<(&symbols::Symbol, Option<String>)> =
        symbols.iter().rev().map(|it| (it, None)).collect();
    while let Some((it, container_name)) = level.pop() {
        let name = symbol_name(it);
        let children = it.children.iter().rev();
        level.extend(children.map(|child| (child, Some(name.clone()))));
        #[expect(
            deprecated,
            reason = "the member is part of the type; `tags` is what we would send"
        )]
        list.push(SymbolInformation {
            name: match &it.detail {
                Some(detail) => format!("{name}: {detail}"),
                None => name,
            },
            kind: symbol_kind(it.kind),
            tags: None,
            deprecated: None,
            location: Location {
                uri: uri.clone(),
                range: range(text, it.range, encoding),
            },
            container_name,
        });
    }
    list
}

/// VS Code refuses the whole outline for one symbol without a name.
fn symbol_name(symbol: &symbols::Symbol) -> String {
    match symbol.name.trim() {
        "" => "(empty)".to_owned(),
        name => name.to_owned(),
    }
}

/// Clients refuse a symbol whose selection is not inside its range.
fn selection(symbol: &symbols::Symbol) -> TextRange {
    let inside = symbol.range.intersect(symbol.selection_range);
    inside.unwrap_or_else(|| TextRange::empty(symbol.range.start()))
}

/// Only kinds up to `Array`: those that a client knows which does not say what it knows.
fn symbol_kind(kind: symbols::SymbolKind) -> SymbolKind {
    match kind {
        symbols::SymbolKind::FrontMatter => SymbolKind::NAMESPACE,
        symbols::SymbolKind::Field => SymbolKind::PROPERTY,
        symbols::SymbolKind::ListField => SymbolKind::ARRAY,
        symbols::SymbolKind::Heading => SymbolKind::STRING,
    }
}

pub(super) fn diagnostic(view: &View, text: &Text, it: &diagnostics::Diagnostic) -> Diagnostic {
    let capabilities = &view.capabilities;
    let related = it.related.iter().filter_map(|(place, message)| {
        Some(DiagnosticRelatedInformation {
            location: match place.file == view.file && place.range.end() <= text.len() {
                // To read the post again for each of its findings is what thousands of them cannot afford.
                true => Location {
                    uri: view.uri(place.file)?,
                    range: range(text, place.range, capabilities.encoding),
                },
                false => location(view, *place)?,
            },
            message: message.clone(),
        })
    });
    let related =
        (capabilities.related_information() && !it.related.is_empty()).then(|| related.collect());
    let code_description = capabilities
        .code_description()
        .then(|| it.code.url())
        .flatten();
    Diagnostic {
        range: range(text, it.range, capabilities.encoding),
        severity: Some(severity(it.severity)),
        code: Some(NumberOrString::String(it.code.name().to_owned())),
        code_description: code_description.and_then(|href| {
            Some(CodeDescription {
                href: href.parse().ok()?,
            })
        }),
        source: Some("rubric".to_owned()),
        message: it.message.clone(),
        related_information: related,
        tags: (it.code.is_about_surplus() && capabilities.fades_diagnostics())
            .then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Hint => DiagnosticSeverity::HINT,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Error => DiagnosticSeverity::ERROR,
    }
}

#[cfg(test)]
mod tests {
    use smol_str::SmolStr;

    use super::*;
    use crate::server::uri::uri_of;

    #[test]
    fn uris_are_encoded_as_editors_encode_them() {
        let path = RelPath(SmolStr::new("笔记/a b+[1].md"));
        let uri = uri_of("file:///c%3A/x", &path).expect("a URI");
        let expected = "file:///c%3A/x/%E7%AC%94%E8%AE%B0/a%20b%2B%5B1%5D.md";
        assert_eq!(uri.as_str(), expected);
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(
            plain_text("**《但丁》** \\*not\\* `C++`"),
            "《但丁》 *not* C++"
        );
    }
}

"""A whole session with an independent client, once with the capabilities of each editor that pytest-lsp knows.

From the environment: RUBRIC, the program to run; SITE, a copy of the seeds with ../draft.md as posts/draft.md. The
client warns of what an editor could not understand, and pytest is told to take that for an error.
"""

import asyncio
import os
import pathlib

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

SITE = pathlib.Path(os.environ.get("SITE", "."))
EDITORS = ["visual_studio_code", "neovim", "neovim@0.9", "neovim@0.7", "emacs"]

# The fields and headings of the draft.
FIELDS = (
    "title date summary area category project tags people companies_orgs products_models media_books "
    "author speaker channel guest insight series source layout draft status"
).split()
HEADINGS = ["第一节：引子 🎉", "第二节"]

# The draft has the tag `llm` twice; the second one, on this line (from 0), is its only finding.
PLANTED = 10

pytestmark = pytest.mark.asyncio


def make_client():
    """The client of pytest-lsp has no answer to registrations, though the editors that it plays invite them."""
    client = make_test_lsp_client()
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    client.feature(types.CLIENT_UNREGISTER_CAPABILITY)(lambda params: None)
    return client


SERVER = ClientServerConfig(server_command=[os.environ.get("RUBRIC", "rubric"), "lsp"], client_factory=make_client)


@pytest_lsp.fixture(params=EDITORS, config=SERVER)
async def client(request, lsp_client: LanguageClient):
    folder = types.WorkspaceFolder(uri=SITE.as_uri(), name="site")
    lsp_client.answer = await lsp_client.initialize_session(
        types.InitializeParams(
            capabilities=client_capabilities(request.param), workspace_folders=[folder], root_uri=SITE.as_uri()
        )
    )
    yield
    await lsp_client.shutdown_session()


class Draft:
    """The draft, open in the client: the text as the client has it, and what one asks about it."""

    def __init__(self, client):
        self.client = client
        self.path = SITE / "posts/draft.md"
        self.document = types.TextDocumentIdentifier(uri=self.path.as_uri())
        self.lines = self.path.read_text(encoding="utf-8").split("\n")
        self.version = 0
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(
                types.TextDocumentItem(self.document.uri, language_id="markdown", version=0, text="\n".join(self.lines))
            )
        )

    def change(self, first_line, end_line, new_lines):
        """Replaces whole lines, counted from 0, so that columns need no encoding."""
        self.lines[first_line:end_line] = new_lines
        self.version += 1
        edit = types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(first_line, 0), types.Position(end_line, 0)),
            text="".join(f"{line}\n" for line in new_lines),
        )
        identifier = types.VersionedTextDocumentIdentifier(uri=self.document.uri, version=self.version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [edit]))

    def line_after(self, beginning):
        return next(i for i, line in enumerate(self.lines) if line.startswith(beginning)) + 1

    async def complete(self, line, character):
        params = types.CompletionParams(text_document=self.document, position=types.Position(line, character))
        result = await self.client.text_document_completion_async(params)
        return result.items if isinstance(result, types.CompletionList) else result or []

    async def first_item(self, line, character, expected):
        """The first item of the list, as soon as it is this one: the posts may still be read."""
        async with asyncio.timeout(20):
            while True:
                items = sorted(await self.complete(line, character), key=lambda it: it.sort_text or it.label)
                if items and items[0].label == expected:
                    return items[0]
                await asyncio.sleep(0.02)

    async def pulled(self):
        params = types.DocumentDiagnosticParams(text_document=self.document)
        report = await self.client.text_document_diagnostic_async(params)
        return report.items

    async def pushed(self):
        return self.client.diagnostics.get(self.document.uri, [])

    async def expect_findings(self, expected):
        """The codes and first lines, as soon as they are these: the first report may come before the posts are read."""
        get = self.pulled if self.client.answer.capabilities.diagnostic_provider else self.pushed
        found = None
        async with asyncio.timeout(20):
            while found != expected:
                found = [(it.code, it.range.start.line) for it in await get()]
                await asyncio.sleep(0.02)


async def test_findings_come_and_go(client: LanguageClient):
    draft = Draft(client)
    await draft.expect_findings([("duplicate-item", PLANTED)])
    draft.change(PLANTED, PLANTED + 1, [])
    await draft.expect_findings([])


@pytest.mark.parametrize(
    ("after", "typed", "expected"),
    [("  - 苏晚舟", "Ho", "Margaret Holloway"), ("  - 苏晚舟", "陈", "陈思远"), ("  - retrieval", "di", "digital-garden")],
)
async def test_a_term_is_completed_and_resolved(client: LanguageClient, after, typed, expected):
    draft = Draft(client)
    line = draft.line_after(after)
    draft.change(line, line, [f"  - {typed}"])
    encoding = client.answer.capabilities.position_encoding
    width = len(typed.encode()) if encoding == "utf-8" else len(typed)  # none of these needs a surrogate
    item = await draft.first_item(line, 4 + width, expected)
    edit = item.text_edit
    assert edit.new_text == expected
    assert edit.range == types.Range(types.Position(line, 4), types.Position(line, 4 + width))
    resolved = await client.completion_item_resolve_async(item)
    assert (resolved.label, resolved.text_edit) == (expected, edit)


async def test_the_outline_begins_with_the_fields(client: LanguageClient):
    draft = Draft(client)
    params = types.DocumentSymbolParams(text_document=draft.document)
    symbols = await client.text_document_document_symbol_async(params)
    if isinstance(symbols[0], types.DocumentSymbol):
        assert [it.name for it in symbols[0].children] == FIELDS
        assert [it.name for it in symbols[1:]] == HEADINGS
    else:
        assert [it.name for it in symbols if it.name in FIELDS + HEADINGS] == FIELDS + HEADINGS


async def test_a_post_that_is_no_file_yet(client: LanguageClient):
    uri = "untitled:Untitled-1"
    text = "---\ntitle: 新\ntags:\n  - llm\n---\n# 一\n"
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language_id="markdown", version=1, text=text))
    )
    params = types.DocumentSymbolParams(text_document=types.TextDocumentIdentifier(uri))
    assert await client.text_document_document_symbol_async(params)
    client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

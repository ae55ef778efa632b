"""The validator finds the faults that it is there for: each test plants one into a session that has none."""

import copy

import pytest
from validate import Session

ZERO, ONE = {"line": 0, "character": 0}, {"line": 1, "character": 0}
RANGE = {"start": ZERO, "end": ONE}


def symbol():
    return {"name": "标题 🎉", "kind": 15, "range": RANGE, "selectionRange": {"start": ZERO, "end": ZERO}}


def item():
    return {"label": "陈思远", "textEdit": {"range": {"start": ZERO, "end": ZERO}, "newText": "陈思远"}}


def client(method, params=None, **fields):
    return {"from": "client", "message": {"jsonrpc": "2.0", "method": method, "params": params, **fields}}


def server(**fields):
    return {"from": "server", "message": {"jsonrpc": "2.0", **fields}}


@pytest.fixture
def records():
    """A short session without a fault, as a table that a test can change."""
    document = {"textDocument": {"uri": "file:///a.md"}}
    return {
        "initialize": client("initialize", {"capabilities": {"textDocument": {"diagnostic": {}}}}, id=1),
        "capabilities": server(
            id=1, result={"capabilities": {"diagnosticProvider": {"interFileDependencies": True, "workspaceDiagnostics": False}}}
        ),
        "ask symbols": client("textDocument/documentSymbol", document, id=2),
        "symbols": server(id=2, result=[symbol()]),
        "ask items": client("textDocument/completion", {**document, "position": ZERO}, id="3"),
        "items": server(id="3", result={"isIncomplete": True, "items": [item()]}),
        "shutdown": client("shutdown", id=4),
        "gone": server(id=4, result=None),
        "exit": client("exit"),
        "status": {"from": "server", "exit": 0},
    }


def faults(records):
    session = Session()
    for record in copy.deepcopy(list(records.values())):
        session.take(record)
    return session.finish()


def test_a_session_in_order_has_no_faults(records):
    assert faults(records) == []


def test_a_missing_field(records):
    del records["symbols"]["message"]["result"][0]["kind"]
    assert any("kind" in fault for fault in faults(records))


def test_a_field_that_the_specification_does_not_know(records):
    records["capabilities"]["message"]["result"]["capabilities"]["renamingProvider"] = True
    assert any("renamingProvider: not in the specification" in fault for fault in faults(records))


def test_a_symbol_whose_name_lies_outside(records):
    records["symbols"]["message"]["result"][0]["range"] = {"start": ONE, "end": ONE}
    assert any("lies outside" in fault for fault in faults(records))


def test_a_range_that_ends_before_it_begins(records):
    records["symbols"]["message"]["result"][0]["range"] = {"start": ONE, "end": ZERO}
    assert any("ends before" in fault for fault in faults(records))


def test_an_edit_away_from_the_cursor(records):
    edit = records["items"]["message"]["result"]["items"][0]["textEdit"]
    edit["range"] = {"start": ONE, "end": ONE}
    assert any("not around the cursor" in fault for fault in faults(records))


def test_a_request_without_an_answer(records):
    del records["symbols"]
    assert faults(records) == ["unanswered: textDocument/documentSymbol (2)"]


@pytest.mark.parametrize(("after", "n_faults"), [("items", 1), ("shutdown", 1), ("exit", 0)])
def test_a_request_that_was_under_way_when_the_editor_left(records, after, n_faults):
    """It is to be answered until the very end; only what comes after `exit` is nobody's."""
    late = client("textDocument/codeAction", {}, id=5)
    changed = {}
    for name, record in records.items():
        changed |= {name: record, "late": late} if name == after else {name: record}
    assert len(faults(changed)) == n_faults


def test_two_answers_to_one_request(records):
    records["again"] = records["symbols"]
    assert any("answered before" in fault for fault in faults(records))


def test_diagnostics_pushed_to_a_client_that_pulls(records):
    push = server(method="textDocument/publishDiagnostics", params={"uri": "file:///a.md", "diagnostics": []})
    assert any("that pulls" in fault for fault in faults({**records, "push": push}))


def test_an_exit_with_another_status(records):
    records["status"]["exit"] = 1
    assert faults(records) == ["exit: status 1 after an orderly shutdown"]

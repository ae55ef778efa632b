"""How the server ends: with the status of the specification, soon, and never later than its editor."""

import json
import os
import pathlib
import re
import subprocess

import pytest

INITIALIZE = {"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
SHUTDOWN = {"id": 2, "method": "shutdown"}
INITIALIZED = {"method": "initialized", "params": {}}
EXIT = {"method": "exit"}


def frame(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        pytest.param([INITIALIZE, INITIALIZED, SHUTDOWN, EXIT], 0, id="orderly"),
        pytest.param([INITIALIZE, INITIALIZED, EXIT], 1, id="without shutdown"),
        pytest.param([INITIALIZE, INITIALIZED], None, id="the editor is gone"),
        pytest.param([], None, id="the editor said nothing"),
    ],
)
def test_the_server_ends(messages, status):
    command = [os.environ["RUBRIC"], "lsp"]
    sent = b"".join(frame(message) for message in messages)
    done = subprocess.run(command, input=sent, stdout=subprocess.PIPE, timeout=10)  # its stdin is closed after the last
    if status is not None:
        assert done.returncode == status


def test_what_is_under_way_is_answered():
    """As a window closes, editors go on asking, and say `shutdown` and `exit` without waiting."""
    site = pathlib.Path(os.environ["SITE"]).as_uri()
    initialize = {**INITIALIZE, "params": {**INITIALIZE["params"], "rootUri": site}}
    document = {"textDocument": {"uri": f"{site}/posts/draft.md"}}
    ids = range(10, 40)
    late = [{"id": id, "method": "textDocument/documentLink", "params": document} for id in ids]
    search = [{"id": id + 100, "method": "workspace/symbol", "params": {"query": "a"}} for id in ids]
    messages = [initialize, INITIALIZED, *late, *search, SHUTDOWN, {**SHUTDOWN, "id": 3}, EXIT]
    server = subprocess.Popen([os.environ["RUBRIC"], "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    server.stdin.write(b"".join(frame(message) for message in messages))
    server.stdin.flush()  # and it stays open: it is `exit` that ends the session
    said = server.stdout.read().decode()
    answered = {int(id) for id in re.findall(r'"id":(\d+)', said)}
    assert server.wait(timeout=10) == 0
    assert {it["id"] for it in late + search} <= answered

"""How the server ends: with the status of the specification, soon, and never later than its editor."""

import json
import os
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

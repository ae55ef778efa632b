#!/usr/bin/env python3
"""Holds recorded sessions against the specification: validate.py RECORDING.jsonl...

Every message of the server is structured by `lsprotocol`, which is generated from the specification's own model, and
read back: what is missing or of a wrong type fails the first step, what the specification does not know the second. Then
the rules that types cannot say: see `Session`.
"""

import json
import sys

import cattrs
from lsprotocol import converters, types

converter = converters.get_converter()

# Notifications of our own, which only clients get that ask for them.
OURS = {"rubric/changed"}


def differences(sent, kept, path=""):
    """Where what was sent is not what the specification's types kept of it."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        for key, value in sent.items():
            if key in kept:
                yield from differences(value, kept[key], f"{path}/{key}")
            elif value is not None:
                yield f"{path}/{key}: not in the specification"
    elif isinstance(sent, list) and isinstance(kept, list) and len(sent) == len(kept):
        for index, pair in enumerate(zip(sent, kept)):
            yield from differences(*pair, f"{path}/{index}")
    elif sent != kept:
        yield f"{path}: {sent!r} was read as {kept!r}"


def structure_faults(message, message_type):
    try:
        structured = converter.structure(message, message_type)
    except Exception as error:  # cattrs raises groups of whatever the hooks raised
        return cattrs.transform_error(error)
    return list(differences(message, converter.unstructure(structured)))


def before(a, b):
    return (a["line"], a["character"]) <= (b["line"], b["character"])


def inside(inner, outer):
    return before(outer["start"], inner["start"]) and before(inner["end"], outer["end"])


def range_faults(value, path=""):
    """Ranges that end before they begin, and symbols whose parts lie outside of them."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from range_faults(item, f"{path}/{index}")
    if not isinstance(value, dict):
        return
    if "start" in value and "end" in value and not before(value["start"], value["end"]):
        yield f"{path}: ends before it begins"
    if "selectionRange" in value and "range" in value:
        parts = [value["selectionRange"]] + [child["range"] for child in value.get("children") or []]
        if not all(inside(part, value["range"]) for part in parts):
            yield f"{path}: a part of it lies outside of it"
    for key, item in value.items():
        yield from range_faults(item, f"{path}/{key}")


def completion_faults(params, result):
    """Each edit is on the cursor's line and touches the cursor, as the specification demands."""
    items = result["items"] if isinstance(result, dict) else result or []
    cursor = params["position"]
    for index, item in enumerate(items):
        edit = item.get("textEdit") or {}
        touched = [edit[key] for key in ("range", "insert", "replace") if key in edit]
        for it in touched:
            one_line = it["start"]["line"] == it["end"]["line"] == cursor["line"]
            if not (one_line and inside({"start": cursor, "end": cursor}, it)):
                yield f"/result/items/{index}/textEdit: {it} is not around the cursor at {cursor}"


class Session:
    """One recording. Its rules: every request before `exit` has exactly one answer (an error, where it was cancelled or came
    after `shutdown`), and every answer a request; diagnostics are pushed or pulled, never both; nothing is said before
    `initialize` is answered except what the specification allows; after `shutdown` and `exit` the server ends with status 0."""

    def __init__(self):
        self.asked = {"client": {}, "server": {}}  # who asked -> id -> the request
        self.seen = set()  # methods of either side
        self.pulls = False
        self.n_messages = 0
        self.status = None
        self.faults = []

    def fault(self, name, *texts):
        self.faults += [f"{name}: {text}" for text in texts]

    def take(self, record):
        if "exit" in record:
            self.status = record["exit"]
            return
        side, message = record["from"], record["message"]
        if "method" in message:
            self.seen.add(message["method"])
            if "id" in message and not (side == "client" and "exit" in self.seen):
                self.asked[side][message["id"]] = message
        if side == "server":
            self.n_messages += 1
            self.take_from_server(message)
        elif "method" not in message and self.asked["server"].pop(message.get("id"), None) is None:
            self.fault("client", f"answers {message.get('id')!r}, which the server did not ask")

    def take_from_server(self, message):
        if "method" in message:
            self.check(message["method"], message, types.METHOD_TO_TYPES.get(message["method"], [None])[0])
            if message["method"] == "textDocument/publishDiagnostics" and self.pulls:
                self.fault("publishDiagnostics", "pushed to a client that pulls")
            return
        request = self.asked["client"].pop(message["id"], None)
        if request is None:
            self.fault("answer", f"{message['id']!r} was not asked, or answered before")
        elif "error" in message:
            self.check("error", message, types.ResponseErrorMessage)
        else:
            self.take_result(request, message)

    def take_result(self, request, message):
        method, result = request["method"], message.get("result")
        self.check(method, message, types.METHOD_TO_TYPES.get(method, [None, None])[1])
        if method == "initialize":
            client_pulls = "diagnostic" in request["params"]["capabilities"].get("textDocument", {})
            self.pulls = client_pulls and "diagnosticProvider" in result["capabilities"]
        if method == "textDocument/completion":
            self.fault(method, *completion_faults(request["params"], result))

    def check(self, name, message, message_type):
        if name in OURS:
            return
        if message_type is None:
            self.fault(name, "a method that the specification does not know")
            return
        self.fault(name, *structure_faults(message, message_type))
        self.fault(name, *range_faults(message))

    def finish(self):
        """The faults, when the recording is over. Some editors do not wait for the end: Neovim leaves without `exit`,
        Helix kills right after it. What was under way then cannot be judged; test_end.py does that."""
        if {"shutdown", "exit"} <= self.seen and self.status is not None:
            self.fault("unanswered", *[f"{it['method']} ({id!r})" for id, it in self.asked["client"].items()])
            if self.status != 0:
                self.fault("exit", f"status {self.status} after an orderly shutdown")
        return self.faults


def validate(path):
    session = Session()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            session.take(json.loads(line))
    return session.n_messages, session.finish()


def main(paths):
    n_messages = n_faults = 0
    for path in paths:
        n, faults = validate(path)
        n_messages += n
        n_faults += len(faults)
        for fault in faults:
            print(fault)
    print(f"{n_messages} messages of the server, {n_faults} faults")
    return 0 if n_messages and not n_faults else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

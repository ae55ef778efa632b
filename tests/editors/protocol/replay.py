#!/usr/bin/env python3
"""Says again what an editor said in a recorded session, and prints the answers that differ.

    replay.py RECORDING.jsonl SERVER ARGUMENT...

Each request waits for its answer, so that answers come in the recorded order; each of the server's own requests is answered as the
editor did. Answers are compared as JSON; times and progress are not answers. Exit status 1 if any differs.
"""

import json
import subprocess
import sys

from tee import read_message


def say(server, message):
    body = json.dumps(message, ensure_ascii=False).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    server.stdin.flush()


def answer_to(server, wanted, replies):
    """The server's answer to one request. What it asks meanwhile gets the editor's replies in their order, or null."""
    while message := read_message(server.stdout):
        message = json.loads(message[1])
        if "method" in message and "id" in message:
            reply = replies.pop(0) if replies else {"result": None}
            say(server, {**reply, "jsonrpc": "2.0", "id": message["id"]})
        elif message.get("id") == wanted and "method" not in message:
            return message
    sys.exit("the server ended before it answered")


def main(recording, command):
    with open(recording, encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    said = [it["message"] for it in records if it["from"] == "client" and "message" in it]
    answers = {it["message"].get("id"): it["message"] for it in records if it["from"] == "server" and "message" in it and "method" not in it["message"]}
    replies = [it for it in said if "method" not in it]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    n_differ = 0
    for message in said:
        if "method" not in message:
            continue
        say(server, message)
        if "id" not in message:
            continue
        answer, before = answer_to(server, message["id"], replies), answers.get(message["id"], {})
        if any(answer.get(key) != before.get(key) for key in ("result", "error")):
            n_differ += 1
            print(f"{message['method']} {message['id']}\n- {json.dumps(before, ensure_ascii=False)}\n+ {json.dumps(answer, ensure_ascii=False)}")
    server.stdin.close()
    server.wait()
    print(f"{n_differ} answers differ", file=sys.stderr)
    return int(n_differ > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

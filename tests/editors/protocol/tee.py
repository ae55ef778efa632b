#!/usr/bin/env python3
"""Stands between an editor and a language server on stdio, and writes down what each says to the other.

    tee.py FOLDER SERVER ARGUMENT...

Each run writes a file of its own into FOLDER: one JSON object a line, {"from": "client" | "server", "message": ...}, and
{"from": "server", "exit": status} at the end; each with the time, "at", in seconds, for whoever reads it. Only the standard library: the editors start it with any python3.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time


def read_message(stream):
    """The bytes of one message, header and body, and the body alone; None at the end of the stream."""
    header = b""
    while not header.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return None
        header += line
    lengths = [line.split(b":")[1] for line in header.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    body = stream.read(int(lengths[0]))
    return header + body, body


class Recording:
    def __init__(self, path):
        self.file = open(path, "w", encoding="utf-8", buffering=1)
        self.lock = threading.Lock()

    def add(self, record):
        with self.lock:
            self.file.write(json.dumps({"at": round(time.time(), 3), **record}, ensure_ascii=False) + "\n")


def pump(source, sink, side, recording):
    """What is said to a side that is gone is written down all the same: an editor that leaves does not wait for answers."""
    while message := read_message(source):
        whole, body = message
        recording.add({"from": side, "message": json.loads(body)})
        try:
            sink.write(whole)
            sink.flush()
        except BrokenPipeError:
            pass
    try:
        sink.close()
    except BrokenPipeError:
        pass


def main(folder, command):
    recording = Recording(os.path.join(folder, f"{os.getpid()}.jsonl"))
    # An editor that closes its terminal hangs up on its children; how the server ends is still to be seen and written.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    args = (sys.stdin.buffer, server.stdin, "client", recording)
    threading.Thread(target=pump, args=args, daemon=True).start()
    pump(server.stdout, sys.stdout.buffer, "server", recording)
    status = server.wait()
    recording.add({"from": "server", "exit": status})
    os._exit(status if status >= 0 else 1)  # the thread still reads; an orderly exit would wait for its lock


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

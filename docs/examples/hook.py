#!/usr/bin/env python3
"""A hook for feira nodes: reserves when it is asked to confirm, captures or cancels when it is told the outcome.

usage: hook.py PORT [LIMIT]    listens on 127.0.0.1; declines purchases of more than LIMIT minor units

    feira node start --data ana --hook http://127.0.0.1:8080/confirm
"""

import http.server
import json
import sys

STATES = {}  # key -> "reserved", "declined", "captured" or "cancelled"; a real service keeps them in its database


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = question["key"]
        answer = {}
        if question["ask"] == "confirm":
            total = question["quantity"] * question["price"]["minor"]
            # The same key is answered the same, however often it is asked.
            state = STATES.setdefault(key, "reserved" if total <= LIMIT else "declined")
            answer = {"answer": "declined" if state == "declined" else "confirmed"}
        elif question["ask"] == "capture":
            STATES[key] = "captured"
        else:
            STATES[key] = "cancelled"
        body = json.dumps(answer).encode()
        print(key, STATES[key], question.get("outcome", ""), flush=True)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    LIMIT = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Hook).serve_forever()

#!/usr/bin/env python3
"""What strangers may send to a live node: each is answered with a clear problem, does no harm, and a good request is
answered right after.

usage: bad_input_test.py PROGRAM [TOPIC...]
"""

import json
import os
import resource
import socket
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from live import Cluster, call  # noqa: E402

PROGRAM = ""


class Wire:
    """A connection on which exactly these bytes are sent."""

    def __init__(self, node, sent=b"", timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", int(node.url.rsplit(":", 1)[1])), timeout=timeout)
        self.send(sent)

    def send(self, sent):
        """False when the node takes no more of it."""
        try:
            self.socket.sendall(sent)
            return True
        except OSError:
            return False

    def answer(self):
        """Status and problem (or None) once the node has closed the connection, after this one answer."""
        got = b""
        try:
            while chunk := self.socket.recv(65536):
                got += chunk
        except OSError:
            pass
        self.socket.close()
        if not got:
            return 0, None
        head, _, body = got.partition(b"\r\n\r\n")
        # Anything after it would be an answer to a second request.
        problem = json.loads(body) if b"problem+json" in head else None
        return int(head.split()[1]), problem


def memory_of(pid):
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


class WithOne(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster(PROGRAM, 1).__enter__()
        cls.node = cls.cluster.nodes[0]
        cls.lamp = cls.node.register("lamp", 1000)
        cls.keys = 0

    @classmethod
    def tearDownClass(cls):
        cls.cluster.__exit__(None)

    def is_well(self):
        """A purchase is made soon."""
        type(self).keys += 1
        began = time.monotonic()
        self.assertEqual(self.node.buy(self.lamp, f"well {self.keys}"), "sold")
        self.assertLess(time.monotonic() - began, 4)

    def refused(self, sent, *statuses):
        status, problem = Wire(self.node, sent).answer()
        self.assertIn(status, statuses, (sent[:100], problem))
        self.assertEqual(problem["status"], status)
        self.assertTrue(problem["type"].startswith("urn:feira:problem:") and problem["title"])
        return problem


def post(path="/purchases", head="", body=b""):
    return (f"POST {path} HTTP/1.1\r\nHost: x\r\nIdempotency-Key: bad\r\nContent-Type: application/json\r\n{head}\r\n"
            .encode() + body)


class Bodies(WithOne):
    def test_json_that_is_none(self):
        for body in (b"", b"{", b"nonsense", b"[1, 2", b'{"product": "\xff"}', b'{"product": 1e999}', b"[" * 4000,
                     b'{"product": "a", "product": "b"}', b"null", b'"text"', b"\x00" * 100, b'{"a":' * 700,
                     b"[" * 60_000):
            self.refused(post(head=f"Connection: close\r\nContent-Length: {len(body)}\r\n", body=body), 400, 413)
        self.is_well()

    def test_64_mebibytes_with_a_length(self):
        before = memory_of(self.node.pid)
        wire = Wire(self.node, post(head=f"Content-Length: {64 << 20}\r\n"))
        for _ in range(64):
            if not wire.send(b" " * (1 << 20)):
                break
        self.assertIn(wire.answer()[0], (413, 0))
        self.refused(post(head=f"Content-Length: {64 << 20}\r\n"), 413)
        self.assertLess(memory_of(self.node.pid) - before, 8 << 20)
        self.is_well()

    def test_64_mebibytes_in_chunks(self):
        before = memory_of(self.node.pid)
        wire = Wire(self.node, post(head="Transfer-Encoding: chunked\r\n"))
        chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
        for _ in range(1024):
            if not wire.send(chunk):
                break
        self.assertIn(wire.answer()[0], (413, 0))
        self.refused(post(head="Transfer-Encoding: chunked\r\n", body=chunk), 413)
        self.refused(post(head="Transfer-Encoding: chunked\r\n", body=b"1;" + b"x" * 100_000), 413)
        self.assertLess(memory_of(self.node.pid) - before, 8 << 20)
        self.is_well()

    def test_chunks_that_are_none(self):
        for body in (b"zz\r\n", b"5\r\nabc\r\n0\r\n\r\n", b"-1\r\n\r\n", b"0\r\nTrailer: x\r\n\r\n",
                     b"fffffffffffffffff\r\nx"):
            status, problem = Wire(self.node, post(head="Transfer-Encoding: chunked\r\n", body=body + b"\r\n" * 3)).answer()
            self.assertIn(status, (400, 408, 413), (body, problem))
        self.is_well()

    def test_compressed_bodies_are_not_unpacked(self):
        self.refused(post(head="Content-Encoding: gzip\r\nContent-Length: 3\r\n", body=b"abc"), 415)
        self.is_well()


class Heads(WithOne):
    def test_methods_and_paths(self):
        for line, status in (("BREW /products HTTP/1.1", 501), ("get /products HTTP/1.1", 501),
                             ("PUT /products HTTP/1.1", 405), ("CONNECT x:1 HTTP/1.1", 501), ("TRACE / HTTP/1.1", 501),
                             ("GET /products HTTP/2.0", 505), ("GET /products", 400), ("GET products HTTP/1.1", 400),
                             ("GET http://x/products HTTP/1.1", 400), ("GET /../etc/passwd HTTP/1.1", 400),
                             ("GET /products/..%2f..%2fetc HTTP/1.1", 400), ("GET /%2e%2e/etc/passwd HTTP/1.1", 400),
                             ("GET //products HTTP/1.1", 400), ("GET /products/ HTTP/1.1", 400),
                             ("GET /products%00 HTTP/1.1", 400), ("GET /products/%0d%0aX: HTTP/1.1", 400),
                             ("GET /products/%zz HTTP/1.1", 400), ("GET /openapi.json/x HTTP/1.1", 404),
                             ("GET /" + "a" * 5000 + " HTTP/1.1", 414), ("GET /nothing HTTP/1.1", 404)):
            self.refused(f"{line}\r\nHost: x\r\nConnection: close\r\n\r\n".encode(), status)
        self.is_well()

    def test_fields(self):
        for fields, status in (("", 400), ("Host: x\r\nHost: y", 400), ("Host: x\r\nbad name: y", 400),
                               ("Host: x\r\nA: b\r\n c", 400), ("Host: x\r\nA", 400), ("Host: x\r\nA: b\x00c", 400),
                               ("Host: x\r\nA: b\rSet-Cookie: c", 400), ("Host: x\nA: b", 400),
                               ("Host: x\r\nA: " + "b" * 20_000, 431), ("Host: x" + "\r\nA: b" * 100, 431),
                               ("Host: x\r\nContent-Length: 1", 400), ("Host: x\r\nExpect: wonders", 417)):
            self.refused(f"GET /products HTTP/1.1\r\n{fields}\r\n\r\n".encode("latin1"), status)
        self.is_well()

    def test_two_requests_are_never_made_of_one(self):
        smuggled = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
        for head in ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Content-Length: 4\r\nContent-Length: 5\r\n",
                     "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
                     "Content-Length: +4\r\n", "Content-Length: 4, 4\r\n"):
            self.refused(post(head=head, body=b"0\r\n\r\n" + smuggled), 400, 501)
        self.is_well()

    def test_values_are_not_handed_on(self):
        status, problem, got = call("POST", self.node.url + "/purchases", {"product": "x"},
                                    {"Idempotency-Key": "a%0d%0aSet-Cookie: b=c", "Origin": "http://evil"})
        self.assertEqual(status, 404)
        self.assertNotIn("Set-Cookie", str(got))
        self.assertNotIn("Access-Control-Allow-Origin", str(got))
        self.assertNotIn("Set-Cookie", json.dumps(problem))

    def test_tokens_that_are_none(self):
        for token in ("Bearer", "Bearer ", "Bearer x", "Basic " + self.node.token, self.node.token,
                      "Bearer " + self.node.token + "x", "Bearer " + self.node.token[:-1]):
            status, problem, _ = call("POST", self.node.url + "/products", {}, {"Authorization": token})
            self.assertEqual(status, 401, token)
            self.assertNotIn(self.node.token[:8], json.dumps(problem))


class Clients(WithOne):
    def test_slow_heads(self):
        wires = [Wire(self.node, b"POST /purchases HTTP/1.1\r\nHo") for _ in range(200)]
        for letter in b"st: x\r\n":
            time.sleep(0.05)
            for wire in wires:
                wire.send(bytes([letter]))
        self.is_well()
        for wire in wires[1:]:
            wire.socket.close()
        # Its time is up after five seconds from the first byte, however steadily it goes on.
        began = time.monotonic()
        while time.monotonic() - began < 6 and wires[0].send(b"A"):
            time.sleep(0.2)
        status, problem = wires[0].answer()
        self.assertIn(status, (408, 0), problem)
        self.is_well()

    def test_slow_bodies(self):
        wires = [Wire(self.node, post(head="Content-Length: 1000\r\n", body=b"{")) for _ in range(200)]
        self.is_well()
        self.assertEqual({wire.answer()[0] for wire in wires[-20:]}, {408})
        for wire in wires:
            wire.socket.close()
        self.is_well()

    def test_a_thousand_idle_connections(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
        wires = [Wire(self.node) for _ in range(1000)]
        self.is_well()
        for wire in wires:
            wire.socket.close()
        self.is_well()

    def test_clients_that_go_away(self):
        for _ in range(100):
            Wire(self.node, post(head="Content-Length: 100\r\n", body=b'{"pro')).socket.close()
            Wire(self.node, b"GET /products HTTP/1.1\r\nHost: x\r\n\r\n").socket.close()
            Wire(self.node, b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n").socket.close()
        self.is_well()

    def test_listeners_beyond_the_cap(self):
        listeners = [Wire(self.node, b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(80)]
        time.sleep(0.5)
        status, problem, got = call("GET", self.node.url + "/events")
        self.assertEqual((status, problem["type"]), (503, "urn:feira:problem:too-busy"))
        self.assertEqual(got["Retry-After"], "1")
        self.is_well()
        for listener in listeners:
            listener.socket.close()


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])

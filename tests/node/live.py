"""A consortium of live nodes on this machine, for tests: started, asked, killed and restarted."""

import json
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request


def call(method, url, body=None, headers=None, timeout=10):
    """Status, body as JSON (or None), headers; a status of 0 when nobody answers."""
    request = urllib.request.Request(url, method=method, headers=headers or {})
    if body is not None:
        request.data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            text, status, got = answer.read(), answer.status, answer.headers
    except urllib.error.HTTPError as error:
        text, status, got = error.read(), error.code, error.headers
    except OSError:
        return 0, None, {}
    try:
        return status, json.loads(text), got
    except ValueError:
        return status, None, got


def soon(holds, seconds=10):
    """Waits until holds() gives something true; what it gave, or None."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        result = holds()
        if result:
            return result
        time.sleep(0.03)
    return None


class Node:
    def __init__(self, description):
        self.name = description["name"]
        self.url = description["url"]
        self.id = description["id"]
        self.pid = description["pid"]
        self.data = description["data"]
        with open(description["token_file"], encoding="ascii") as file:
            self.token = file.read().strip()
        self.process = None

    def register(self, name, stock, minor=4990):
        status, body, _ = call("POST", self.url + "/products",
                               {"name": name, "sku": name, "stock": stock, "price": {"minor": minor, "currency": "BRL"}},
                               {"Authorization": "Bearer " + self.token})
        assert status == 201, (status, body)
        return body["id"]

    def product(self, product):
        _, body, _ = call("GET", self.url + "/products")
        return next((each for each in (body or {}).get("products", []) if each["id"] == product), None)

    def buy(self, product, key, quantity=1):
        """"sold", the reason of a refusal, or None when it is not known."""
        status, body, _ = call("POST", self.url + "/purchases", {"product": product, "quantity": quantity},
                               {"Idempotency-Key": key})
        if status not in (200, 201):
            return None
        return body.get("reason", body["state"])

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def start(self, program, peer, log):
        """Starts it again from its data, as a process of its own."""
        self.process = subprocess.Popen(
            [program, "node", "start", "--data", self.data, "--port", self.url.rsplit(":", 1)[1], "--no-search",
             "--peer", peer.url], stdout=log, stderr=log)
        self.pid = self.process.pid
        return self

    def ready(self):
        return call("GET", self.url + "/readyz", timeout=2)[0] == 200


class Cluster:
    """with Cluster(program, 3) as nodes: ..."""

    def __init__(self, program, size):
        self.program = program
        self.size = size
        self.folder = tempfile.TemporaryDirectory(prefix="feira-live-")
        self.log = open(os.path.join(self.folder.name, "log"), "w+", encoding="utf-8")
        self.process = None
        self.nodes = []

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.program, "cluster", str(self.size), "--any-port", "--format", "json", "--keep",
             os.path.join(self.folder.name, "data")], stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.__exit__(AssertionError)
            raise AssertionError("the cluster did not start")
        self.nodes = [Node(description) for description in json.loads(line)["nodes"]]
        return self

    def told(self):
        self.log.flush()
        with open(self.log.name, encoding="utf-8") as file:
            return file.read()

    def stop(self):
        """Ends all in order; the cluster's exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=20)
        for node in self.nodes:
            if node.process:
                node.process.terminate()
                node.process.wait(timeout=20)
        return code

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()
        if kind is not None:
            print(self.told())
        self.log.close()
        self.folder.cleanup()

#!/usr/bin/env python3
"""Load and kills: live nodes, one hot product after the other with less stock than buyers want, and kill -9 of random
nodes all the time. What was sold is exactly the stock, what was answered stays answered, and the history of all buyers
is linearizable.

usage: kill_test.py PROGRAM [--seconds 30] [--nodes 5] [--buyers 100] [--stock 50] [--pause 1.0] [--seed 1] [--keep DIR]

Exit code 0 when all of that holds. Everything runs on 127.0.0.1 and ends by itself.
"""

import argparse
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

READY_SECONDS = 30
SETTLE_SECONDS = 90


class Node:
    def __init__(self, program, folder, name, key_file):
        self.program = program
        self.name = name
        self.data = os.path.join(folder, name)
        command = [program, "node", "init", "--name", name, "--data", self.data]
        if key_file:
            command += ["--consortium-key-file", key_file]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        self.id = out.split()[1]
        with open(os.path.join(self.data, "operator.token"), encoding="ascii") as file:
            self.token = file.read().strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = open(os.path.join(folder, name + ".log"), "w", encoding="utf-8")
        self.process = None
        self.peers = []

    def start(self):
        command = [self.program, "node", "start", "--data", self.data, "--port", str(self.port), "--no-search"]
        for peer in self.peers:
            if peer is not self:
                command += ["--peer", f"http://127.0.0.1:{peer.port}"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def call(self, method, path, body=None, headers=None, connection=None, timeout=8):
        """Status and body; status 0 when nobody knows what became of it."""
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            connection.close()
            return 0, None

    def ready(self):
        return self.call("GET", "/readyz", timeout=1)[0] == 200

    def register(self, name, stock):
        return self.call("POST", "/products", {"name": name, "sku": name, "stock": stock,
                                               "price": {"minor": 4990, "currency": "BRL"}},
                         {"Authorization": "Bearer " + self.token})


class History:
    """What buyers asked and were told, in the order of real time, as `feira judge` reads it."""

    def __init__(self, path, stock):
        self.path = path
        self.lock = threading.Lock()
        self.file = open(path, "w", encoding="ascii")
        self.file.write(json.dumps({"initial": stock}) + "\n")
        self.told = {}        # (product, key) -> outcome
        self.changed = []     # answers that differ from an earlier one
        self.processes = 0

    def invoke(self, product):
        with self.lock:
            self.processes += 1
            self.write("invoke", self.processes, product)
            return self.processes

    def write(self, kind, process, product, **more):
        self.file.write(json.dumps({"process": process, "type": kind, "f": "buy", "value": 1, "key": product, **more})
                        + "\n")

    def answer(self, process, product, key, outcome):
        with self.lock:
            before = self.told.setdefault((product, key), outcome)
            if before != outcome:
                self.changed.append((product, key, before, outcome))
            if process is not None:
                self.write("ok", process, product, result=outcome == "sold")

    def sold(self, product):
        with self.lock:
            return sum(1 for (of, _), outcome in self.told.items() if of == product and outcome == "sold")


class Run:
    def __init__(self, options, folder):
        self.options = options
        self.chance = random.Random(options.seed)
        self.folder = folder
        self.nodes = []
        for i in range(options.nodes):
            key_file = os.path.join(self.nodes[0].data, "consortium.key") if i else None
            self.nodes.append(Node(options.program, folder, f"m{i + 1}", key_file))
        for node in self.nodes:
            node.peers = self.nodes
        self.history = History(os.path.join(folder, "history.jsonl"), options.stock)
        self.products = []       # (id, owner)
        self.buying = threading.Event()
        self.killing = threading.Event()
        self.counts = {"kills": 0, "answers": 0, "tries": 0}
        self.counts_lock = threading.Lock()
        self.undecided = 0
        self.latencies = []

    def count(self, what):
        with self.counts_lock:
            self.counts[what] += 1

    def start(self):
        for node in self.nodes:
            node.start()
        self.wait_ready()

    def wait_ready(self):
        until = time.monotonic() + READY_SECONDS
        for node in self.nodes:
            while not node.ready():
                if time.monotonic() > until:
                    raise SystemExit(f"{node.name} is not ready after {READY_SECONDS} s")
                time.sleep(0.05)

    def offer(self):
        """A new hot product, at a node that is up."""
        while self.buying.is_set():
            node = self.chance.choice(self.nodes)
            status, body = node.register(f"hot-{len(self.products) + 1}", self.options.stock)
            if status == 201:
                self.products.append((body["id"], node))
                return
            time.sleep(0.05)

    def sell_hot_products(self):
        while self.buying.is_set():
            product = self.products[-1][0]
            if self.history.sold(product) >= self.options.stock:
                time.sleep(0.3)  # a few who come too late
                self.offer()
            time.sleep(0.02)

    def kill_nodes(self):
        chance = random.Random(self.options.seed + 1)
        while self.killing.is_set():
            time.sleep(self.options.pause * chance.uniform(0.5, 1.5))
            node = chance.choice(self.nodes)
            node.kill()
            self.count("kills")
            time.sleep(chance.uniform(0, 0.3))
            node.start()

    def buyer(self, number):
        chance = random.Random(self.options.seed * 1000 + number)
        connections = {}
        wish = 0
        while self.buying.is_set():
            wish += 1
            self.buy(chance, connections, self.products[-1][0], f"b{number}-{wish}")
        for connection in connections.values():
            connection.close()

    def buy(self, chance, connections, product, key):
        process = self.history.invoke(product)
        begun = time.monotonic()
        while True:
            node = chance.choice(self.nodes)
            connection = connections.setdefault(node.name,
                                                http.client.HTTPConnection("127.0.0.1", node.port, timeout=8))
            self.count("tries")
            status, body = node.call("POST", "/purchases", {"product": product, "quantity": 1},
                                     {"Idempotency-Key": key}, connection)
            if status in (200, 201) and body["state"] in ("sold", "refused"):
                outcome = body.get("reason", body["state"])
                if outcome not in ("sold", "sold-out"):
                    raise SystemExit(f"an outcome that cannot be: {body}")
                self.history.answer(process, product, key, outcome)
                self.count("answers")
                self.latencies.append(time.monotonic() - begun)
                return
            if time.monotonic() > self.give_up_at:
                self.undecided += 1
                return
            time.sleep(chance.uniform(0, 0.05))

    def go(self):
        self.buying.set()
        self.killing.set()
        self.give_up_at = time.monotonic() + self.options.seconds + SETTLE_SECONDS
        self.offer()
        helpers = [threading.Thread(target=self.sell_hot_products), threading.Thread(target=self.kill_nodes)]
        buyers = [threading.Thread(target=self.buyer, args=(i,)) for i in range(self.options.buyers)]
        for thread in helpers + buyers:
            thread.start()
        time.sleep(self.options.seconds)
        self.killing.clear()
        helpers[1].join()
        self.wait_ready()
        self.buying.clear()
        for thread in [helpers[0], *buyers]:
            thread.join()

    def check(self):
        problems = [f"the answer changed: {each}" for each in self.history.changed]
        if self.undecided:
            problems.append(f"{self.undecided} purchases had no answer")
        for product, owner in self.products:
            left = self.stock_at(owner, product)
            sold = self.history.sold(product)
            if left is None or sold + left != self.options.stock:
                problems.append(f"{product}: {self.options.stock} pieces, {sold} sold, {left} left")
        # What was told is told again, by whomever one asks.
        asked = self.chance.sample(sorted(self.history.told), min(300, len(self.history.told)))
        for product, key in asked:
            node = self.chance.choice(self.nodes)
            status, body = node.call("POST", "/purchases", {"product": product, "quantity": 1},
                                     {"Idempotency-Key": key})
            if status not in (200, 201) or body.get("reason", body["state"]) != self.history.told[product, key]:
                problems.append(f"{product} {key}: told {self.history.told[product, key]}, now {status} {body}")
        self.history.file.close()
        judged = subprocess.run([self.options.program, "judge", self.history.path, "--model", "stock"],
                                capture_output=True, text=True, check=False)
        if judged.returncode != 0:
            problems.append("feira judge: " + judged.stdout + judged.stderr)
        return problems

    @staticmethod
    def stock_at(node, product):
        status, body = node.call("GET", "/products/" + product)
        return body["stock"] if status == 200 else None

    def stop(self):
        problems = []
        for node in self.nodes:
            if node.process:
                node.process.terminate()
        for node in self.nodes:
            if node.process and node.process.wait(timeout=20) != 0:
                problems.append(f"{node.name} ended with {node.process.returncode}")
            node.log.close()
        return problems

    def summary(self):
        latencies = sorted(self.latencies)
        sold = sum(self.history.sold(product) for product, _ in self.products)
        return (f"{self.counts['kills']} kills, {len(self.products)} products of {self.options.stock}, {sold} sold, "
                f"{self.counts['answers']} purchases answered in {self.counts['tries']} tries, "
                f"median {latencies[len(latencies) // 2] * 1000:.0f} ms, longest {latencies[-1]:.1f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--nodes", type=int, default=5)
    parser.add_argument("--buyers", type=int, default=100)
    parser.add_argument("--stock", type=int, default=50)
    parser.add_argument("--pause", type=float, default=1.0, help="between kills, on average, seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="leave logs, data and history there")
    options = parser.parse_args()
    folder = options.keep or tempfile.mkdtemp(prefix="feira-kills-")
    os.makedirs(folder, exist_ok=True)
    run = Run(options, folder)
    try:
        run.start()
        run.go()
        problems = run.check()
    finally:
        ended_badly = run.stop()
    problems += ended_badly
    print(run.summary())
    for problem in problems[:20]:
        print("PROBLEM", problem)
    if not problems and not options.keep:
        shutil.rmtree(folder)
    else:
        print("kept in", folder)
    print("0 problems" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Makes a valid history for feira judge: clients use an atomic object, each operation taking effect at some moment
between its invoke and its return. The same arguments give the same history.

usage: make_history.py --model register|stock|kv [--clients N] [--operations N] [--seed N] [--keys N] [--values N]
                       [--info PERCENT] [--fail PERCENT] [--wrong middle|end]

--wrong plants one wrong value in the answer of a read, or a get, near the middle or the end.
"""

import argparse
import json
import random
import sys


class Objects:
    """Atomic objects of one model. `take` carries one operation out and returns what its answer adds."""

    def __init__(self, model, keys, values):
        self.model = model
        self.values = values
        start = {"register": None, "stock": 10, "kv": ""}[model]
        self.state = [start] * keys
        self.texts = 0

    def draw(self, chance):
        """(f, value) of a random operation."""
        kind = chance.random()
        if self.model == "register":
            if kind < 0.4:
                return "read", None
            if kind < 0.8:
                return "write", chance.randrange(self.values)
            return "cas", [chance.randrange(self.values), chance.randrange(self.values)]
        if self.model == "stock":
            if kind < 0.3:
                return "read", None
            if kind < 0.75:
                return "buy", 1 + chance.randrange(3)
            return "restock", 1 + chance.randrange(4)
        if kind < 0.4:
            return "get", None
        self.texts += 1
        # Texts stay short: a put comes soon.
        return ("append" if kind < 0.8 else "put"), f"{self.texts % 1000}."

    def take(self, key, f, value):
        now = self.state[key]
        if f in ("read", "get"):
            return {"value": now}
        if f == "write" or f == "put":
            self.state[key] = value
        elif f == "append":
            self.state[key] = now + value
        elif f == "restock":
            self.state[key] = now + value
        elif f == "cas":
            if now == value[0]:
                self.state[key] = value[1]
            return {"result": now == value[0]}
        elif f == "buy":
            if now >= value:
                self.state[key] = now - value
            return {"result": now >= value}
        return {}

    def wrong(self, answer):
        """A value that was never there."""
        return answer + "x" if self.model == "kv" else 10**12


def history(arguments):
    chance = random.Random(arguments.seed)
    objects = Objects(arguments.model, arguments.keys, arguments.values)
    if arguments.model == "stock":
        yield {"initial": 10}
    plant = {"middle": arguments.operations // 2, "end": arguments.operations * 19 // 20}.get(arguments.wrong)
    clients = [{"process": i, "open": None} for i in range(arguments.clients)]
    made, index, processes = 0, 0, arguments.clients
    while True:
        idle = [client for client in clients if client["open"] is None]
        if made == arguments.operations and len(idle) == len(clients):
            return
        client = clients[chance.randrange(len(clients))]
        operation = client["open"]
        if operation is None:
            if made == arguments.operations:
                continue
            f, value = objects.draw(chance)
            fate = chance.random() * 100
            client["open"] = {
                "f": f, "value": value, "key": chance.randrange(arguments.keys), "number": made, "answer": None,
                "fate": "info" if fate < arguments.info else
                        "fail" if fate < arguments.info + arguments.fail else "ok",
            }
            made += 1
            line, kind = client["open"], "invoke"
            extra = {}
        elif operation["answer"] is None and operation["fate"] != "fail" and not (
                operation["fate"] == "info" and chance.random() < 0.5):
            operation["answer"] = objects.take(operation["key"], operation["f"], operation["value"])
            continue
        else:
            line, kind = operation, operation["fate"]
            extra = (operation["answer"] or {}) if kind == "ok" else {}
            if kind == "ok" and plant is not None and operation["number"] >= plant and operation["f"] in ("read", "get"):
                extra = {"value": objects.wrong(extra["value"])}
                plant = None
            client["open"] = None
        out = {"index": index, "process": client["process"], "type": kind, "f": line["f"], "value": line["value"]}
        if arguments.model == "kv" or arguments.keys > 1:
            out["key"] = str(line["key"])
        yield {**out, **extra}
        index += 1
        if kind == "info":
            client["process"] = processes
            processes += 1


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--model", choices=["register", "stock", "kv"], default="register")
    parser.add_argument("--clients", type=int, default=5)
    parser.add_argument("--operations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keys", type=int, default=1)
    parser.add_argument("--values", type=int, default=5)
    parser.add_argument("--info", type=float, default=0)
    parser.add_argument("--fail", type=float, default=0)
    parser.add_argument("--wrong", choices=["middle", "end"])
    encode = json.JSONEncoder(separators=(",", ":")).encode
    sys.stdout.writelines(encode(line) + "\n" for line in history(parser.parse_args()))


if __name__ == "__main__":
    main()

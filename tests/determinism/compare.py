#!/usr/bin/env python3
"""Compares the trace digests of several builds of feira with each other and with the golden ones.

usage: compare.py [--quick|--bless] [--scenarios FOLDER] --golden FILE NAME=PROGRAM...

Each program runs all scenario files with one and with two jobs, a seed alone, and the same seed as the hundredth of one
process; every digest must be that of the first program. Golden digests are compared too, or written with --bless. What
differs is named: scenario, seed, builds, and the first event at which their traces part.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile

ALONE = 100  # the seed that is run alone and as the hundredth
GOLDEN_SEEDS = range(1, 4)


class Broken(Exception):
    """A program did not do its work at all."""


def run(program, *arguments):
    result = subprocess.run([program, "run", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    # 1 and 2: a few seeds need not reach what a whole campaign must.
    if result.returncode not in (0, 1, 2):
        raise Broken(f"{program} run {' '.join(arguments)}: exit {result.returncode}\n{result.stderr[-2000:]}")


def digests(program, scenarios, *arguments):
    """{(scenario, seed): digest} of one call."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "digests.jsonl")
        run(program, scenarios, *arguments, "--digests", path)
        with open(path, encoding="utf-8") as file:
            header, *rows = [json.loads(line) for line in file]
    if header != {"format": "feira-digests", "version": 1}:
        raise Broken(f"{program}: unknown format of digests: {header}")
    return {(row["scenario"], row["seed"]): row["digest"] for row in rows}


def first_difference(one, other, scenario, seed):
    """Where the traces of two programs part, as text."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("one", "other")]
        for program, path in zip((one, other), paths):
            run(program, scenario, "--seed", str(seed), "--trace", path)
        with open(paths[0], encoding="utf-8") as a, open(paths[1], encoding="utf-8") as b:
            for number, (left, right) in enumerate(itertools.zip_longest(a, b, fillvalue="(the trace ends)\n")):
                if left != right:
                    return f"    first different event, number {number}:\n      {left}      {right}"
    return "    the events are equal: the final states differ, or the difference does not come again"


class Comparison:
    def __init__(self, programs):
        self.programs = programs  # [(name, path)]
        self.reference_name, self.reference_program = programs[0]
        self.known = {}  # (scenario, seed): digest by the reference
        self.compared = 0
        self.differences = 0

    def expect(self, found, name, program, how):
        for (scenario, seed), digest in sorted(found.items()):
            expected = self.known.setdefault((scenario, seed), digest)
            self.compared += 1
            if digest == expected:
                continue
            self.differences += 1
            print(f"DIFFERS {scenario} seed {seed}: {digest} by {name} ({how}), {expected} by {self.reference_name}")
            if self.differences == 1:
                print(first_difference(self.reference_program, program, scenario, seed))

    def run_all(self, scenarios, seeds, hundredth):
        for position, (name, program) in enumerate(self.programs):
            for jobs in ("1", "2"):
                found = digests(program, scenarios, "--seeds", f"1..{seeds}", "--jobs", jobs)
                self.expect(found, name, program, f"{jobs} job{'s' if jobs != '1' else ''}")
            self.expect(digests(program, scenarios, "--seed", str(ALONE)), name, program, "alone")
            if position in hundredth:
                found = digests(program, scenarios, "--seeds", f"1..{ALONE}", "--jobs", "1")
                self.expect(found, name, program, "as the hundredth")
            print(f"  {name}: compared", flush=True)


def read_golden(path):
    golden = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                digest, seed, scenario = line.split(maxsplit=2)
                golden[(scenario.strip(), int(seed))] = digest
    return golden


def write_golden(path, known):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("# feira-golden-digests 1\n"
                   "# Trace digests that every build must give: digest, seed, scenario. A change of behaviour changes them on\n"
                   "# purpose, by `./dev determinism --bless`, in a commit that says so.\n")
        for (scenario, seed), digest in sorted(known.items()):
            if seed in GOLDEN_SEEDS:
                file.write(f"{digest} {seed} {scenario}\n")


def check_golden(comparison, path):
    if not os.path.exists(path):
        print(f"NO GOLDEN DIGESTS: {path} is missing; write it with ./dev determinism --bless")
        comparison.differences += 1
        return
    golden = read_golden(path)
    wanted = {key: digest for key, digest in comparison.known.items() if key[1] in GOLDEN_SEEDS}
    for key in sorted(wanted.keys() | golden.keys()):
        have, want = wanted.get(key, "none"), golden.get(key, "none")
        if have == want:
            continue
        comparison.differences += 1
        print(f"NOT GOLDEN {key[0]} seed {key[1]}: {have}, golden {want}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--golden", required=True)
    parser.add_argument("--scenarios", default="scenarios")
    parser.add_argument("programs", nargs="+", metavar="NAME=PROGRAM")
    arguments = parser.parse_args()
    comparison = Comparison([tuple(program.split("=", 1)) for program in arguments.programs])
    comparison.seeds = 3 if arguments.quick else 10
    try:
        # Only the optimised builds walk the whole hundred: -O0 and sanitizers are slow.
        slow = [index for index, (name, _) in enumerate(comparison.programs) if "O0" in name or "asan" in name]
        hundredth = [] if arguments.quick else [i for i in range(len(comparison.programs)) if i not in slow]
        comparison.run_all(arguments.scenarios, comparison.seeds, hundredth)
    except Broken as broken:
        sys.exit(f"determinism: {broken}")
    if arguments.bless:
        write_golden(arguments.golden, comparison.known)
        print(f"wrote {arguments.golden}")
    else:
        check_golden(comparison, arguments.golden)
    print(f"determinism: {comparison.compared} digests of {len(comparison.programs)} builds, "
          f"{comparison.differences} differences")
    sys.exit(1 if comparison.differences else 0)


if __name__ == "__main__":
    main()

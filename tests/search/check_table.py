#!/usr/bin/env python3
"""Lets `feira check` find every mechanism that is switched off, and prints the table of docs/check.md.

usage: check_table.py PROGRAM [--runs N] [--shrink-runs N] [NAME...]     NAME: a mechanism, or several with + between

For each: the first case that fails, what it violates, marketplaces, buyers and faults before and after it was cut down,
the runs that this took, and the seconds to find it and to cut it down. A row is printed as soon as it is known.
"""

import argparse
import json
import subprocess


def mechanisms(program):
    listed = subprocess.run([program, "list", "ablations"], capture_output=True, text=True, check=True).stdout
    return [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]


def size(sizes):
    return f"{sizes['marketplaces']}, {sizes['buyers']}, {sizes['faults']}"


def row(program, name, arguments):
    command = [program, "check", "--format", "json", "--runs", arguments.runs, "--shrink-runs", arguments.shrink_runs]
    for each in name.split("+"):
        command += ["--ablate", each]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode not in (0, 1):
        raise SystemExit(f"{name}: {result.stderr}")
    document = json.loads(result.stdout)
    seconds = document["real_ns"] / 1e9
    failure = document.get("failure")
    if failure is None:
        return f"| {name} | not in {document['cases']:,} | | | | | {seconds:.1f} |"
    cells = [name, f"{failure['case']:,}", ", ".join(failure["violated"])]
    shrunk = failure.get("shrunk")
    if shrunk:
        runs = f"{shrunk['runs']:,}" + ("" if shrunk["finished"] else ", stopped")
        cells += [size(shrunk["before"]), size(shrunk["after"]), runs, f"{seconds:.1f} + {shrunk['real_ns'] / 1e9:.1f}"]
    else:
        cells += ["", "", "", f"{seconds:.1f}"]
    return "| " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--runs", default="3000")
    parser.add_argument("--shrink-runs", default="3000")
    arguments = parser.parse_args()
    print("| without | case | violated | before | after | runs | seconds |\n|---|---|---|---|---|---|---|")
    for name in arguments.names or mechanisms(arguments.program):
        print(row(arguments.program, name, arguments), flush=True)


if __name__ == "__main__":
    main()

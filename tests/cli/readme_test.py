#!/usr/bin/env python3
"""Runs the commands that README.md shows with their output, and compares.

usage: readme_test.py PROGRAM [--rewrite]

A command stands behind "$ " as the first line of a fenced block; the rest of the block is its output. The time that a
run took is not compared. --rewrite puts the present output in.
"""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
BLOCK = re.compile(r"```\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.S)


def output_of(command, program):
    environment = {**os.environ, "PATH": f"{os.path.dirname(program)}:{os.environ['PATH']}"}
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    return result.stdout + result.stderr


def timeless(text):
    return re.sub(r"simulated in [\d.]+ \w+", "simulated in T", text)


def main():
    program = os.path.abspath(sys.argv[1])
    text = README.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    if len(blocks) < 2:
        sys.exit("README.md shows fewer than two commands with their output")
    if "--rewrite" in sys.argv:
        README.write_text(BLOCK.sub(lambda block: f"```\n$ {block['command']}\n{output_of(block['command'], program)}```", text),
                          encoding="utf-8")
        return
    stale = [block for block in blocks if timeless(output_of(block["command"], program)) != timeless(block["output"])]
    for block in stale:
        print(f"README.md is not true any more (mend it with: tests/cli/readme_test.py PROGRAM --rewrite)\n"
              f"$ {block['command']}\nnow gives:\n{output_of(block['command'], program)}")
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()

#!/usr/bin/env python3
"""Runs the commands that README.md and docs/judge.md show with their output, and compares.

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
# page, how many commands it shows at least
PAGES = {"README.md": 2, "docs/judge.md": 1}
BLOCK = re.compile(r"```\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)```", re.S)


def output_of(command, program):
    environment = {**os.environ, "PATH": f"{os.path.dirname(program)}:{os.environ['PATH']}"}
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    return result.stdout + result.stderr


def timeless(text):
    return re.sub(r"simulated in [\d.]+ \w+", "simulated in T", text)


def check(page, least, program, rewrite):
    """Whether the page is true; puts the present output in if asked to."""
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    if len(blocks) < least:
        sys.exit(f"{page} shows fewer commands with their output than {least}")
    if rewrite:
        path.write_text(BLOCK.sub(lambda block: f"```\n$ {block['command']}\n{output_of(block['command'], program)}```", text),
                        encoding="utf-8")
        return True
    stale = [block for block in blocks if timeless(output_of(block["command"], program)) != timeless(block["output"])]
    for block in stale:
        print(f"{page} is not true any more (mend it with: tests/cli/readme_test.py PROGRAM --rewrite)\n"
              f"$ {block['command']}\nnow gives:\n{output_of(block['command'], program)}")
    return not stale


def main():
    program = os.path.abspath(sys.argv[1])
    true = [check(page, least, program, "--rewrite" in sys.argv) for page, least in PAGES.items()]
    sys.exit(0 if all(true) else 1)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()

#!/usr/bin/env python3
"""The page at "/" of a running consortium, in a headless Chromium. Needs chromium and a folder with playwright-core:

  npm install --prefix FOLDER playwright-core
  cmake --preset dev -DFEIRA_PLAYWRIGHT=FOLDER && ctest --preset dev -R page

usage: page_test.py PROGRAM FOLDER [SCREENSHOTS]; screenshots are kept in that folder when it is given
"""

import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
from live import Cluster, soon  # noqa: E402


def main(program, playwright, screenshots=None):
    with tempfile.TemporaryDirectory() as thrown_away, Cluster(os.path.abspath(program), 3) as cluster:
        ana, bia, caio = cluster.nodes
        ana.register("Guarda-chuva azul", 10)
        ana.register("Lâmpada de mesa", 0, 129900)
        bia.register("Cadeira dobrável", 250, 15990)
        last = caio.register('<b>Not bold</b> & "quoted"', 7, 100)
        assert soon(lambda: ana.product(last) and bia.product(last))
        return subprocess.run(["node", os.path.join(HERE, "page_test.mjs"), os.path.abspath(playwright),
                               os.path.abspath(screenshots or thrown_away), ana.url, bia.url],
                              timeout=120, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

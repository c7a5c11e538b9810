#!/usr/bin/env python3
"""Shows that compare.py finds what it is for, with small scripts in the place of feira."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

COMPARE = pathlib.Path(__file__).with_name("compare.py")

# A program that answers as feira does; `digest` and `event` are expressions over the seed and the number of jobs.
PROGRAM = """#!{python}
import json, sys
arguments = sys.argv[1:]
def option(name, default=""):
    return arguments[arguments.index(name) + 1] if name in arguments else default
first, _, last = option("--seeds", option("--seed") + ".." + option("--seed")).partition("..")
jobs, position = option("--jobs", "1"), 0
if option("--digests"):
    with open(option("--digests"), "w") as file:
        file.write('{{"format":"feira-digests","version":1}}\\n')
        for seed in range(int(first), int(last) + 1):
            position += 1
            file.write(json.dumps({{"scenario": "a.json", "seed": seed, "digest": {digest}}}) + "\\n")
if option("--trace"):
    with open(option("--trace"), "w") as file:
        file.write("header\\n" + "".join(f"event {{n}}\\n" for n in range(1, 4)) + {event} + "\\n")
sys.exit({exit})
"""


class Comparison(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.golden = os.path.join(self.folder, "golden.txt")

    def program(self, name, digest='f"d{seed}"', event='"event 4"', exit_code=0):
        path = os.path.join(self.folder, name)
        pathlib.Path(path).write_text(PROGRAM.format(python=sys.executable, digest=digest, event=event, exit=exit_code))
        os.chmod(path, 0o755)
        return f"{name}={path}"

    def compare(self, *programs, options=()):
        result = subprocess.run([sys.executable, str(COMPARE), *options, "--golden", self.golden, *programs],
                                capture_output=True, text=True, timeout=60)
        return result.returncode, result.stdout + result.stderr

    def blessed(self, *programs):
        code, output = self.compare(*programs, options=["--bless"])
        self.assertEqual(code, 0, output)
        return programs

    def test_equal_builds_pass(self):
        programs = self.blessed(self.program("one"), self.program("two"))
        code, output = self.compare(*programs)
        self.assertEqual(code, 0, output)
        self.assertIn("2 builds, 0 differences", output)

    def test_a_build_that_differs_is_named_with_the_first_event(self):
        self.blessed(self.program("one"))
        other = self.program("two", digest='f"d{seed}" if seed != 2 else "x"', event='"another event 4"')
        code, output = self.compare(self.program("one"), other)
        self.assertEqual(code, 1)
        self.assertIn("DIFFERS a.json seed 2: x by two (1 job), d2 by one", output)
        self.assertIn("number 4:\n      event 4\n      another event 4", output)

    def test_a_number_of_jobs_that_matters_is_found(self):
        self.blessed(self.program("one"))
        code, output = self.compare(self.program("one", digest='f"d{seed}" + ("" if jobs == "1" else "x")'))
        self.assertEqual(code, 1)
        self.assertIn("(2 jobs)", output)

    def test_a_hundredth_run_that_differs_is_found(self):
        self.blessed(self.program("one"))
        code, output = self.compare(self.program("one", digest='f"d{seed}" + ("x" if position == 100 else "")'))
        self.assertEqual(code, 1)
        self.assertIn("seed 100: d100x by one (as the hundredth)", output)

    def test_a_digest_that_is_not_golden_is_found(self):
        self.blessed(self.program("one"))
        code, output = self.compare(self.program("one", digest='f"new{seed}"'))
        self.assertEqual(code, 1)
        self.assertIn("NOT GOLDEN a.json seed 1: new1, golden d1", output)

    def test_missing_golden_digests_are_no_success(self):
        self.assertEqual(self.compare(self.program("one"))[0], 1)

    def test_a_program_that_breaks_is_no_success(self):
        code, output = self.compare(self.program("one", exit_code=70))
        self.assertEqual(code, 1)
        self.assertIn("exit 70", output)


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""Runs the program as a user does, on good and bad input, and looks at exit codes and messages.

usage: program_test.py PROGRAM [TOPIC]
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = ""
FIRST_MARKET = "scenarios/basics/first-market.json"

SMALL = """{
  // one umbrella, two buyers
  "version": 1,
  "marketplaces": ["ana", "bia"],
  "products": [{"id": "umbrella", "owner": "ana", "stock": 1}],
  "buyers": [{"count": 2, "at": "any", "buy": {"product": "umbrella"}, "arrive": {"burst": "100ms"}}]%s
}
"""


def small(more=""):
    return SMALL % (", " + more if more else "")


def feira(*arguments, text="", environment=None, cwd=None):
    return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True, timeout=60, cwd=cwd,
                          env={**os.environ, **(environment or {})})


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def file(self, name, content):
        path = pathlib.Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def refuses(self, arguments, *fragments, text=""):
        """Bad usage: exit 64, nothing on standard output, and a message with all these fragments."""
        result = feira(*arguments, text=text)
        self.assertEqual(result.returncode, 64, result.stderr + result.stdout)
        self.assertEqual(result.stdout, "")
        for fragment in fragments:
            self.assertIn(fragment, result.stderr)

    def succeeds(self, *arguments, exit_code=0, **options):
        result = feira(*arguments, **options)
        self.assertEqual(result.returncode, exit_code, result.stderr + result.stdout)
        return result.stdout

    def json(self, *arguments, exit_code=0, **options):
        return json.loads(self.succeeds(*arguments, "--format", "json", exit_code=exit_code, **options))


class Usage(ProgramTest):
    def test_a_missing_command_lists_the_commands(self):
        self.refuses([], "a command is missing", "run, soak, ablate, explore, list, explain, validate, judge, replay, when, check, shrink")

    def test_an_unknown_command_gets_the_nearest(self):
        self.refuses(["rum", "x.json"], 'unknown command "rum"', 'did you mean "run"?')

    def test_an_unknown_option_gets_the_nearest(self):
        self.refuses(["run", FIRST_MARKET, "--sed", "3"], 'unknown option "--sed"', 'did you mean "--seed"?')
        self.refuses(["run", FIRST_MARKET, "--job=3"], 'unknown option "--job"', 'did you mean "--jobs"?')

    def test_run_without_a_file_asks_for_one(self):
        self.refuses(["run"], "FILE")

    def test_an_option_without_its_value_says_so(self):
        self.refuses(["run", FIRST_MARKET, "--seed"], "--seed")

    def test_a_seed_range_upside_down_names_the_right_one(self):
        self.refuses(["run", FIRST_MARKET, "--seeds", "9..3"], "--seeds", "upside down", "3..9")

    def test_what_is_no_range_gets_an_example(self):
        self.refuses(["run", FIRST_MARKET, "--seeds", "9"], "expected A..B, as in 1..1000")
        self.refuses(["run", FIRST_MARKET, "--seeds", "..4"], "not a whole number")

    def test_a_number_beyond_64_bits_is_too_big(self):
        self.refuses(["run", FIRST_MARKET, "--seed", "18446744073709551616"], "too big", "18446744073709551615")
        self.refuses(["run", FIRST_MARKET, "--seeds", "1..99999999999999999999999"], "too big")

    def test_what_is_no_number_is_refused(self):
        for word in ("x", "-1", "1.5", "0x10", " 1", ""):
            self.refuses(["run", FIRST_MARKET, "--seed=" + word] if word else ["run", FIRST_MARKET, "--jobs", "many"],
                         "not a whole number")

    def test_jobs_are_bounded(self):
        self.refuses(["run", FIRST_MARKET, "--jobs", "0"], "--jobs", "too small", "from 1 to 1024")
        self.refuses(["run", FIRST_MARKET, "--jobs", "5000"], "--jobs", "too big")

    def test_seed_and_seeds_exclude_each_other(self):
        self.refuses(["run", FIRST_MARKET, "--seed", "1", "--seeds", "1..2"], "exclude each other")

    def test_an_unknown_format_gets_the_nearest(self):
        self.refuses(["run", FIRST_MARKET, "--format", "jsn"], "expected text or json", 'did you mean "json"?')

    def test_help_and_version_are_no_errors(self):
        self.assertIn("Exit codes:", self.succeeds("--help"))
        self.assertIn("--seeds", self.succeeds("run", "--help"))
        self.assertRegex(self.succeeds("--version"), r"^feira \d+\.\d+\.\d+\n$")

    def test_the_help_of_a_command_is_its_own(self):
        for command in ("run", "soak", "ablate", "list", "explain", "validate", "judge"):
            with self.subTest(command):
                text = self.succeeds(command, "--help")
                self.assertIn("Usage: feira " + command + " ", text)
                self.assertIn("Exit codes", text)
                examples = text.split("Examples:\n")[1].splitlines()
                self.assertEqual([line for line in examples if not line.startswith("  feira " + command)], [])


class BadScenarios(ProgramTest):
    def refuses_text(self, content, *fragments):
        path = self.file("bad.json", content)
        self.refuses(["run", path], path + ":", *fragments)
        self.refuses(["validate", path], path + ":", *fragments)

    def test_a_syntax_error_has_line_and_column(self):
        self.refuses_text('{\n  "version": 1,\n  "marketplaces": [,]\n}', "bad.json:3:20:", "expected")

    def test_an_unknown_word_gets_the_nearest(self):
        self.refuses_text(small('"netwrok": {}'), ":6:", "netwrok", 'did you mean "network"?')

    def test_a_duration_without_a_unit_says_what_is_expected(self):
        self.refuses_text(small('"run": {"settle": "60"}'), "unit", "expected")
        self.refuses_text(small('"run": {"settle": 60}'), "expected")

    def test_a_duplicate_key_is_refused(self):
        self.refuses_text('{\n  "version": 1,\n  "version": 1\n}', "bad.json:3:3:", "version")

    def test_an_owner_that_is_no_marketplace_is_refused(self):
        self.refuses_text(small().replace('"owner": "ana"', '"owner": "anna"'), ":5:", "anna", 'did you mean "ana"?')

    def test_a_number_beyond_64_bits_is_refused(self):
        self.refuses_text(small().replace('"stock": 1', '"stock": 99999999999999999999999'), ":5:", "expected")

    def test_deep_nesting_is_refused(self):
        self.refuses_text("[" * 200_000, "bad.json:1:", "expected")
        self.refuses_text("[" * 200_000 + "]" * 200_000, "bad.json:1:", "expected")

    def test_binary_rubbish_is_refused(self):
        self.refuses_text(bytes(range(256)) * 64, "bad.json:1:", "expected")
        self.refuses_text(b"\x00", "bad.json:1:1:", "expected")

    def test_an_empty_file_is_refused(self):
        self.refuses_text("", "bad.json:1:1:", "expected")

    def test_a_missing_file_is_named(self):
        self.refuses(["run", "no-such-file.json"], "no-such-file.json", "no such file", "expected a scenario file")

    def test_an_empty_folder_is_named(self):
        os.makedirs(self.path("empty/deeper"))
        self.file("empty/readme.txt", "nothing here")
        self.refuses(["run", self.path("empty")], "empty: no scenario in this folder", ".json")

    def test_all_files_are_read_before_anything_runs(self):
        self.file("set/a-good.json", small())
        self.file("set/b-bad.json", "{")
        self.file("set/deeper/c-bad.json", "[")
        self.refuses(["run", self.path("set"), "missing.json"], "b-bad.json:", "c-bad.json:", "missing.json")

    def test_standard_input_is_named_by_its_dash(self):
        self.refuses(["run", "-"], "-:1:", text="{,}")

    def test_a_file_without_end_is_refused(self):
        self.refuses(["run", "/dev/zero"], "/dev/zero:")


class Verdicts(ProgramTest):
    def test_the_first_market_holds(self):
        text = self.succeeds("run", FIRST_MARKET)
        self.assertIn("first market", text)
        self.assertIn("holds   mutual-exclusion", text)
        self.assertRegex(text, r"digest  [0-9a-f]{16}")
        self.assertNotIn("\x1b", text)

    def test_one_seed_says_so(self):
        self.assertRegex(self.succeeds("run", FIRST_MARKET, "--seed", "7"), r"(?m)^first market +seed 7$")

    def test_standard_input_is_a_scenario_too(self):
        self.assertIn("1 purchase", self.succeeds("run", "-", text=small().replace('"count": 2', '"count": 1')))

    def test_json_is_one_document(self):
        document = self.json("run", FIRST_MARKET, "--seed", "7")
        self.assertEqual((document["format"], document["version"], document["exit"]), ("feira-verdict", 1, 0))
        self.assertEqual(document["scenarios"][0]["story"]["seed"], 7)

    def test_an_ablated_mechanism_fails_as_expected_and_tells_why(self):
        path = "scenarios/ablations/fencing.json"
        document = self.json("run", path)
        self.assertEqual(document["scenarios"][0]["verdict"], "as-expected")
        seed = document["scenarios"][0]["violated"][0]["lowest_seed"]
        text = self.succeeds("run", path, "--seed", str(seed))
        self.assertIn("FAILS   fencing", text)
        self.assertIn(f"repeat it:  feira run {path} --seed {seed}\n", text)

    def test_what_is_violated_and_not_expected_exits_1(self):
        content = pathlib.Path("scenarios/ablations/fencing.json").read_text()
        path = self.file("surprise.json", self.without_expectation(content))
        self.assertIn("verdict violated: ", self.succeeds("run", path, exit_code=1))

    def test_what_was_not_reached_exits_2(self):
        path = self.file("calm.json", small('"reach": ["fault:crash"]'))
        self.assertIn("fault:crash was reached 0 times of 1 demanded", self.succeeds("run", path, exit_code=2))

    def test_an_expected_failure_that_never_came_exits_2(self):
        path = self.file("calm.json", small('"expect": {"fails": ["fencing"]}'))
        self.assertIn("fencing was expected to fail and never did", self.succeeds("run", path, exit_code=2))

    def test_the_worst_exit_counts(self):
        good = self.file("good.json", small())
        unknown = self.file("unknown.json", small('"reach": ["fault:crash"]'))
        content = pathlib.Path("scenarios/ablations/fencing.json").read_text()
        violated = self.file("violated.json", self.without_expectation(content))
        self.succeeds("run", good, unknown, exit_code=2)
        self.succeeds("run", unknown, violated, good, exit_code=1)

    @staticmethod
    def without_expectation(content):
        lines = [line for line in content.split("\n") if '"expect"' not in line]
        # The line before the last brace must not end in a comma.
        text = "\n".join(lines).rstrip()
        return text[:-1].rstrip().rstrip(",") + "\n}\n"


class Campaigns(ProgramTest):
    @staticmethod
    def timeless(document):
        for scenario in document["scenarios"]:
            del scenario["real_ns"]
        return document

    def test_any_number_of_jobs_gives_the_same_result(self):
        arguments = ["run", "scenarios/basics", "--seeds", "1..40"]
        one = self.timeless(self.json(*arguments, "--jobs", "1"))
        for jobs in ("2", "5"):
            self.assertEqual(self.timeless(self.json(*arguments, "--jobs", jobs)), one)

    def test_a_range_includes_both_ends(self):
        self.assertEqual(self.json("run", FIRST_MARKET, "--seeds", "3..7")["scenarios"][0]["seeds"]["run"], 5)
        top = "18446744073709551615"
        self.assertEqual(self.json("run", FIRST_MARKET, "--seeds", f"{top}..{top}")["scenarios"][0]["seeds"]["run"], 1)

    def test_without_seeds_the_file_says_how_many(self):
        path = self.file("seven.json", small('"run": {"seeds": 7}'))
        self.assertEqual(self.json("run", path)["scenarios"][0]["seeds"]["run"], 7)

    def test_a_folder_is_searched_deeply_and_in_order(self):
        for name in ("b.json", "a/z.json", "a/b/c.json", "c.txt"):
            self.file("set/" + name, small())
        files = [scenario["file"] for scenario in self.json("run", self.path("set"))["scenarios"]]
        self.assertEqual(files, [self.path("set/" + name) for name in ("a/b/c.json", "a/z.json", "b.json")])

    def test_several_scenarios_end_with_a_closing_line(self):
        self.file("set/a.json", small())
        self.file("set/b.json", small())
        self.assertRegex(self.succeeds("run", self.path("set")), r"(?m)^2 scenarios, 2 runs, .*all as expected$")

    def test_runs_are_equal_when_verified(self):
        self.succeeds("run", "scenarios/basics", "--verify", "--seeds", "1..5")

    def test_seeds_differ_and_repeat(self):
        path = self.file("a.json", small())
        digests = [self.json("run", path, "--seed", seed)["scenarios"][0]["digest"] for seed in ("1", "2", "1")]
        self.assertEqual(digests[0], digests[2])
        self.assertNotEqual(digests[0], digests[1])


STOCK = """{"initial": 3}
{"index":0,"process":1,"type":"invoke","f":"buy","value":2}
{"index":1,"process":2,"type":"invoke","f":"buy","value":2}
{"index":2,"process":1,"type":"ok","f":"buy","value":2,"result":true}
{"index":3,"process":2,"type":"ok","f":"buy","value":2,"result":%s}
"""


class Judge(ProgramTest):
    def made(self, *arguments):
        made = subprocess.run([sys.executable, "tests/linearizability/make_history.py", *arguments], capture_output=True,
                              text=True, check=True)
        return self.file("made.jsonl", made.stdout)

    def test_a_linearizable_history_exits_0(self):
        text = self.succeeds("judge", self.file("good.jsonl", STOCK % "false"), "--model", "stock")
        self.assertIn("2 operations, 2 processes", text)
        self.assertIn("verdict linearizable", text)

    def test_a_violation_exits_1_and_names_the_operation(self):
        path = self.file("bad.jsonl", STOCK % "true")
        text = self.succeeds("judge", path, "--model", "stock", exit_code=1)
        self.assertIn("FAILS   line 5: process 2, buy 2: true, invoked in line 3, cannot be placed", text)
        self.assertRegex(text, r"line 2  process 1  buy 2: true  -> 1")
        self.assertIn("The state is then 1, and open are", text)
        document = self.json("judge", path, "--model", "stock", exit_code=1)
        self.assertEqual((document["format"], document["version"], document["verdict"]),
                         ("feira-linearizability", 1, "not-linearizable"))
        self.assertEqual(document["violation"]["operation"],
                         {"line": 3, "returned": 5, "process": 2, "f": "buy", "value": 2, "result": True})
        self.assertEqual(document["violation"]["state"], "1")

    def test_standard_input_is_a_history_too(self):
        self.succeeds("judge", "-", "--model", "stock", text=STOCK % "false")
        self.refuses(["judge", "-", "--model", "register"], "-:1:1:", 'no "process"', text=STOCK % "true")

    def test_beyond_the_budget_it_exits_2(self):
        path = self.made("--model", "stock", "--clients", "20", "--operations", "200")
        text = self.succeeds("judge", path, "--model", "stock", "--steps", "100", exit_code=2)
        self.assertIn("verdict unknown: the budget of steps is used up", text)
        document = self.json("judge", path, "--model", "stock", "--steps", "100", exit_code=2)
        self.assertEqual(document["unknown"]["reason"], "the budget of steps is used up")

    def test_made_histories_are_judged_as_they_were_made(self):
        for model in ("register", "stock", "kv"):
            arguments = ["--model", model, "--clients", "8", "--operations", "2000", "--keys", "2", "--info", "0.2",
                         "--fail", "1"]
            self.succeeds("judge", self.made(*arguments), "--model", model)
            for wrong in ("middle", "end"):
                text = self.succeeds("judge", self.made(*arguments, "--wrong", wrong), "--model", model, exit_code=1)
                self.assertRegex(text, r"(read 1000000000000|get .*x\"), invoked in line \d+, cannot be placed \(key ")

    def test_bad_input_points_at_the_line(self):
        for content, *fragments in (
                ("", ":1:1:", "empty", '{"initial": 10}'),
                ('{"initial": 3}\n', ":1:1:", "no operation"),
                ('{"initial": 3}\n{"process":1}\n', ":2:1:", 'no "type"'),
                ('{"initial": 3}\n{"é":1,"process":1,"process":1}', ":2:20:", "twice"),
                (STOCK % '"no"', ":5:", "true or false"),
                (bytes(range(256)) * 64, ":1:1:", "expected"),
                (b"\x00" * 100, ":1:1:", "expected")):
            path = self.file("bad.jsonl", content)
            self.refuses(["judge", path, "--model", "stock"], path + ":", *fragments)

    def test_what_is_no_history_is_refused(self):
        self.refuses(["judge", "no-such.jsonl", "--model", "kv"], "no-such.jsonl: cannot be read", "expected a history")
        self.refuses(["judge", self.folder.name, "--model", "kv"], "is a folder", "expected a history")
        self.refuses(["judge", "/dev/zero", "--model", "kv"], "/dev/zero:1:1:", "expected")

    def test_usage_is_checked(self):
        path = self.file("good.jsonl", STOCK % "false")
        self.refuses(["judge", path], "--model")
        self.refuses(["judge", "--model", "kv"], "HISTORY")
        self.refuses(["judge", path, "--model", "registry"], "stock, register or kv", 'did you mean "register"?')
        self.refuses(["judge", path, "--model", "stock", "--steps", "0"], "--steps", "too small")
        self.refuses(["judge", path, "--model", "stock", "--memory", "1.5"], "--memory", "not a whole number")
        self.refuses(["judge", path, "--model", "stock", "--format", "xml"], "text or json")
        self.assertIn("Exit codes: 0 linearizable", self.succeeds("judge", "--help"))


class Files(ProgramTest):
    def lines(self, path):
        return [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]

    def test_a_trace_is_json_lines_headed_by_format_and_version(self):
        path = self.path("trace.jsonl")
        self.succeeds("run", FIRST_MARKET, "--seed", "3", "--trace", path)
        header, *events, end = self.lines(path)
        self.assertEqual(header["version"], 2)
        self.assertEqual(header["format"], "feira-trace")
        self.assertEqual(header["text"], pathlib.Path(FIRST_MARKET).read_text())
        self.assertEqual((end["end"], end["events"]), ("feira-trace", len(events)))
        self.assertGreater(len(events), 10)
        document = self.json("run", FIRST_MARKET, "--seed", "3")
        self.assertEqual(len(events), document["scenarios"][0]["events"])

    def test_a_trace_needs_exactly_one_scenario(self):
        self.refuses(["run", FIRST_MARKET, FIRST_MARKET, "--trace", self.path("trace.jsonl")], "exactly one scenario")

    def test_digests_of_every_seed_are_written_in_order(self):
        path = self.path("digests.jsonl")
        self.succeeds("run", FIRST_MARKET, "--seeds", "1..20", "--jobs", "3", "--digests", path)
        header, *rows = self.lines(path)
        self.assertEqual(header, {"format": "feira-digests", "version": 1})
        self.assertEqual([row["seed"] for row in rows], list(range(1, 21)))

    def test_output_that_cannot_be_written_exits_70(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no full device here")
        for arguments in (["run", FIRST_MARKET], ["list"], ["--help"], ["explain", "atomic"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                result = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
            self.assertEqual(result.returncode, 70, arguments)
            self.assertIn("standard output: cannot be written", result.stderr)
        for option in ("--trace", "--digests"):
            result = feira("run", FIRST_MARKET, option, "/dev/full")
            self.assertEqual(result.returncode, 70, option)
            self.assertIn("/dev/full: cannot be written", result.stderr)

    def test_a_folder_that_is_not_there_cannot_be_written_to(self):
        result = feira("run", FIRST_MARKET, "--trace", self.path("no/such/folder"))
        self.assertEqual(result.returncode, 70)

    def test_a_closed_pipe_exits_70(self):
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w") as closed:
            result = subprocess.run([PROGRAM, "run", FIRST_MARKET], stdout=closed, stderr=subprocess.PIPE, text=True,
                                    timeout=60)
        self.assertEqual(result.returncode, 70)


class Replays(ProgramTest):
    CAUSAL = "scenarios/ablations/causal-delivery.json"

    def trace(self, name="trace.jsonl", scenario=FIRST_MARKET, seed=3, exit_code=0):
        path = self.path(name)
        self.succeeds("run", scenario, "--seed", str(seed), "--trace", path, exit_code=exit_code)
        return path

    def lines(self, path):
        return pathlib.Path(path).read_text().splitlines(keepends=True)

    def changed(self, path, lines):
        return self.file("changed-" + os.path.basename(path), "".join(lines))

    def test_a_trace_is_repeated_event_by_event(self):
        path = self.trace()
        events = len(self.lines(path)) - 2
        self.assertRegex(self.succeeds("replay", path), rf"same +all {events:,} events and the final states")

    def test_a_trace_needs_no_scenario_file(self):
        scenario = self.file("mine.json", small())
        path = self.trace(scenario=scenario)
        self.assertNotIn("has changed", self.succeeds("replay", path))
        self.file("mine.json", small('"about": "another"'))
        self.assertIn("mine.json has changed since", self.succeeds("replay", path))
        os.remove(scenario)
        self.assertIn("same", self.succeeds("replay", path))
        self.assertIn("same", self.succeeds("replay", "-", text=pathlib.Path(path).read_text()))

    def test_a_scenario_and_its_seed_are_run_twice(self):
        self.assertRegex(self.succeeds("replay", FIRST_MARKET, "--seed", "3"), r"run twice.*\n +same +all")
        self.refuses(["replay", FIRST_MARKET], FIRST_MARKET + ":1:1: not a trace", "--seed N")
        self.refuses(["replay", self.trace(), "--seed", "3"], "is a trace and has its own")
        self.refuses(["replay", "scenarios/ablations", "--seed", "3"], "expected one file")

    def test_it_stops_at_an_event_or_a_time_and_shows_who_held_what(self):
        path = self.trace(scenario=self.CAUSAL)
        shown = self.succeeds("replay", path, "--until", "#300", "--state", "bia", "--last", "2")
        self.assertIn("after event #303, at 2.010 s", shown)
        self.assertEqual([line for line in shown.splitlines() if line.strip().startswith("#")][0].split()[0], "#299")
        self.assertRegex(shown, r"interest +bia#1 for umbrella \{bia 1\}, 1 purchase; has committed with token 1.2")
        self.assertRegex(shown, r"waiting +3 buyers of umbrella")
        owner = self.succeeds("replay", path, "--until", "2.0071s", "--state", "ana")
        self.assertRegex(owner, r"queue +umbrella: bia#1 \(sum 1\).*granted to bia#1 with token 1.2 .* ago, lease of 1 s")
        everybody = self.json("replay", path, "--until", "2.0071s", "--state", "all")
        self.assertEqual([state["marketplace"] for state in everybody["states"]], ["ana", "bia", "caio"])
        self.assertEqual(everybody["verdict"], "same-so-far")
        granted = everybody["states"][0]["sections"][0]["granted"]
        self.assertEqual(granted["interest"], "bia#1")
        self.assertEqual(granted["since_ns"] + granted["lease_ends_in_ns"] <= granted["lease_ns"], True)

    def test_a_marketplace_that_is_down_shows_so(self):
        path = self.trace(scenario="scenarios/crashes/owner-crashes.json", seed=1, exit_code=2)
        crash = next(json.loads(line) for line in self.lines(path) if '"kind":"crash"' in line)
        shown = self.json("replay", path, "--until", "#%d" % crash["number"], "--state", crash["process"])
        self.assertEqual(shown["states"][0]["condition"], "down")

    def test_what_to_stop_at_and_whom_to_show_is_checked(self):
        path = self.trace()
        self.refuses(["replay", path, "--until", "x"], "expected an event as in #1234, or a time as in 1.204s")
        self.refuses(["replay", path, "--until", "#0"], "too small")
        self.refuses(["replay", path, "--until", "#99999999"], "the run is over after event #")
        self.refuses(["replay", path, "--state", "anna"], "no marketplace of this run", 'did you mean "ana"?')
        self.refuses(["replay", path, "--format", "jsn"], 'did you mean "json"?')
        self.refuses(["replay", self.path("none.jsonl")], "cannot be read")

    def test_the_first_difference_is_named(self):
        # A trace that is whole and yet not what this program does: as another machine's would be that is broken.
        path = self.trace()
        lines = self.lines(path)
        lines[100] = lines[100].replace('"time":', '"time":1')
        other = self.changed(path, self.closed(lines))
        result = feira("replay", other)
        self.assertEqual(result.returncode, 70, result.stderr)
        self.assertRegex(result.stdout, r"DIFFERS +first at event #100, \d+\.\d+ s")
        self.assertIn(lines[100].rstrip(), result.stdout)
        document = json.loads(feira("replay", other, "--format", "json").stdout)
        self.assertEqual((document["verdict"], document["difference"]["event"]), ("differs", 100))
        lines[0] = lines[0].replace('"feira":"', '"feira":"9')
        newer = feira("replay", self.changed(path, self.closed(lines)))
        self.assertEqual(newer.returncode, 2, newer.stderr)
        self.assertIn("another version may rightly do something else", newer.stdout)

    @staticmethod
    def closed(lines):
        """The same with a sum that fits."""
        end = lines[-1][:lines[-1].index(',"sum"')]
        total = 0xCBF29CE484222325
        for byte in ("".join(lines[:-1]) + end).encode():
            total = ((total ^ byte) * 0x100000001B3) % 2 ** 64
        return lines[:-1] + [end + ',"sum":"%016x"}\n' % total]

    def test_a_trace_that_goes_on_or_is_over_differs(self):
        lines = self.lines(self.trace())
        shorter = feira("replay", self.changed("a", self.closed(lines[:-2] + lines[-1:])))
        self.assertEqual(shorter.returncode, 70)
        self.assertRegex(shorter.stdout, r"trace +is over\n +run +\{")
        again = lines[-2].replace('"number":%d' % (len(lines) - 2), '"number":%d' % (len(lines) - 1))
        longer = feira("replay", self.changed("b", self.closed(lines[:-1] + [again] + lines[-1:])))
        self.assertEqual(longer.returncode, 70)
        self.assertRegex(longer.stdout, r"run +is over\n")

    def test_broken_traces_are_told_by_their_lines(self):
        path = self.trace()
        lines = self.lines(path)
        cases = [
            (lines[:50] + [lines[50].replace('"time":', '"time":1')] + lines[51:], ":%d:1: the trace was edited: line 51" % len(lines)),
            (lines[:50] + lines[51:], ":51:1: event 51; expected event 50"),
            (lines[:50], ":50:1: the trace was cut off after this line"),
            (lines[:-1], ":%d:1: the trace was cut off" % (len(lines) - 1)),
            (lines[:50] + [lines[50][:40]], ":51:41: the trace was cut off in the middle of a line"),
            (lines[:50] + ["what\n"] + lines[51:], ":51:1: found what"),
            (lines + lines[5:6], ":%d:1: more after the last line" % (len(lines) + 1)),
            (lines[1:], ":1:1: not a trace"),
            ([], ":1:1: an empty file"),
            ([lines[0].replace('"version":2', '"version":3', 1)] + lines[1:], "1:35: a trace of format version 3"),
            ([lines[0].replace('"version":2', '"version":1', 1)] + lines[1:], "which does not hold its scenario"),
            ([lines[0].replace("first", "fjrst")] + lines[1:], "was edited"),
            ([lines[0].replace('"seed":3', '"seed":4', 1)] + lines[1:], "the trace was edited"),
            (["\x00\xff" * 99 + "\n"], ":1:1: not a trace"),
        ]
        for changed, fragment in cases:
            self.refuses(["replay", self.changed(path, changed)], "changed-trace.jsonl:", fragment)

    def test_whatever_is_done_to_a_trace_it_is_judged_or_refused(self):
        whole = pathlib.Path(self.trace(scenario=self.file("mine.json", small()))).read_bytes()
        state = 7
        def draw(below):
            nonlocal state
            state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
            return (state >> 33) % below
        exits = set()
        for _ in range(120):
            mutated = bytearray(whole)
            at = draw(len(mutated)) if draw(2) else draw(2000)
            match draw(4):
                case 0: mutated[at] = draw(256)
                case 1: del mutated[at:at + 1 + draw(300)]
                case 2: mutated[at:at] = mutated[draw(len(mutated)):][:draw(300)]
                case _: del mutated[at:]
            result = subprocess.run([PROGRAM, "replay", self.file("mutated.jsonl", bytes(mutated))],
                                    capture_output=True, timeout=60)
            errors = result.stderr.decode(errors="replace")
            self.assertIn(result.returncode, (0, 2, 64, 70), errors)
            self.assertNotIn("mistake of feira", errors)
            self.assertEqual(result.returncode == 64, "mutated.jsonl:" in errors, errors)
            exits.add(result.returncode)
        self.assertIn(64, exits)

    def test_an_interrupted_replay_says_how_far_it_is_the_same(self):
        scenario = self.file("long.json", small('"run": {"faults-until": "50h"}, "random-faults": {"crash": {"every": "5s", "for": "500ms"}}'))
        process = subprocess.Popen([PROGRAM, "replay", scenario, "--seed", "1"], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, errors + output)
        self.assertRegex(output, r"stopped +interrupted; [\d,]+ events are the same up to here")


class Whens(ProgramTest):
    FORGETFUL = "scenarios/ablations/durable-decision.json"
    FEW = ("--continuations", "20", "--points", "24")

    def of_forgetful(self, *more):
        return ["when", self.FORGETFUL, "--seed", "4", "--property", "durable", *self.FEW, *more]

    def test_it_names_the_step_by_which_a_failure_became_certain(self):
        shown = self.succeeds(*self.of_forgetful())
        self.assertRegex(shown, r"FAILS +durable, by record decided, send last-word and crash\n")
        self.assertRegex(shown, r"jumps +in the step of event #[\d,]+, \d\.\d+ s: from [\d.]+ % \([\d.]+ % to [\d.]+ %\) to 100 %")
        self.assertRegex(shown, r"\n> +#[\d,]+ .*ana   crashes; records up to")
        self.assertRegex(shown, r"drawn +how much of its journal ana keeps\n")
        self.assertRegex(shown, r"certain +from event #[\d,]+")
        self.assertIn("  100 % ┤", shown)
        self.assertNotIn("\x1b", shown)

    def test_the_result_does_not_depend_on_the_jobs(self):
        one = self.succeeds(*self.of_forgetful("--format", "json", "--jobs", "1"))
        two = self.succeeds(*self.of_forgetful("--format", "json", "--jobs", "2"))
        self.assertEqual(one, two)
        document = json.loads(one)
        self.assertEqual((document["format"], document["version"], document["interrupted"]), ("feira-when", 1, False))
        self.assertEqual(document["points"][-1]["failing"], 20)
        self.assertEqual(document["points"], sorted(document["points"], key=lambda point: point["step"]))
        self.assertTrue(document["jump"]["one_step"] and document["jump"]["sure"])
        for point in document["points"]:
            self.assertTrue(point["low_per_mille"] <= point["share_per_mille"] <= point["high_per_mille"])

    def test_faults_may_be_fresh(self):
        kept = self.json(*self.of_forgetful())
        fresh = self.json(*self.of_forgetful("--faults", "fresh"))
        self.assertEqual((kept["faults"], fresh["faults"]), ("kept", "fresh"))
        self.assertNotEqual(kept["points"], fresh["points"])
        self.assertEqual(fresh["points"][-1]["failing"], 20)

    def test_what_always_fails_is_certain_from_the_beginning(self):
        shown = self.succeeds("when", "scenarios/ablations/causal-delivery.json", "--seed", "3", *self.FEW)
        self.assertRegex(shown, r"level +the share rises nowhere: 100 % .* from the beginning")

    def test_a_seed_that_holds_has_no_when(self):
        result = feira("when", FIRST_MARKET, "--seed", "3")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("all properties hold; expected a run that fails", result.stderr)
        other = feira("when", self.FORGETFUL, "--seed", "4", "--property", "no-oversell")
        self.assertEqual(other.returncode, 2)
        self.assertIn("no-oversell holds; expected a property that is violated: ", other.stderr)

    def test_bad_usage_is_told(self):
        self.refuses(["when", self.FORGETFUL], "--seed")
        self.refuses(self.of_forgetful()[:4] + ["--property", "durble"], 'did you mean "durable"?')
        self.refuses(self.of_forgetful("--faults", "new"), "expected one of: kept, fresh")
        self.refuses(["when", self.FORGETFUL, "--seed", "4", "--continuations", "0"], "too small")
        self.refuses(["when", self.FORGETFUL, "--seed", "4", "--points", "1"], "too small")
        self.refuses(["when", "scenarios/ablations", "--seed", "4"], "expected one file")
        self.refuses(["when", self.file("bad.json", "{"), "--seed", "4"], "bad.json:1:")

    def test_an_interruption_keeps_what_is_known(self):
        process = subprocess.Popen([PROGRAM, "when", self.FORGETFUL, "--seed", "4", "--property", "durable",
                                    "--continuations", "100000", "--format", "json"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        self.assertEqual((process.returncode, errors), (130, ""))
        self.assertTrue(json.loads(output)["interrupted"])


class Interrupts(ProgramTest):
    def test_an_interrupted_campaign_tells_what_was_done(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen([PROGRAM, "run", FIRST_MARKET, "--seeds", "1..1000000000"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(1)
            process.send_signal(number)
            output, errors = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 130, errors)
            self.assertRegex(output, r"stopped after [\d,]+ seeds?, before all were run")
            self.assertEqual(errors, "")


class Soaks(ProgramTest):
    def soak(self, *arguments):
        return feira("soak", FIRST_MARKET, "--state", self.path("state"), "--jobs", "2", *arguments)

    def sums(self):
        return json.loads(pathlib.Path(self.path("state/soak.json")).read_text())["scenarios"]

    def test_a_soak_resumes_where_it_stopped(self):
        first = self.soak("--seeds", "30")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("seeds 1..30", first.stdout)
        self.assertIn("no violation in 30 seeds", first.stdout)
        self.soak("--seeds", "12")
        resumed = self.sums()[0]
        whole = feira("soak", FIRST_MARKET, "--state", self.path("other"), "--seeds", "42", "--format", "json")
        at_once = json.loads(whole.stdout)["scenarios"][0]
        for field in ("seeds", "events", "purchases", "messages", "simulated_ms", "situations"):
            self.assertEqual(resumed[field], at_once[field], field)
        self.assertEqual(resumed["seeds"], 42)

    def test_what_failed_is_kept_and_told(self):
        text = pathlib.Path("scenarios/ablations/fencing.json").read_text().replace('"expect"', '"$schema": "", "expect"')
        broken = json.loads("\n".join(line for line in text.splitlines() if not line.strip().startswith("//")))
        broken["expect"] = "all-hold"
        file = self.file("broken.json", json.dumps(broken))
        result = feira("soak", file, "--state", self.path("state"), "--seeds", "40")
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertRegex(result.stdout, r"FAILS .*fencing.*; repeat it:  feira run .*broken.json --seed \d+")
        kept = sorted(pathlib.Path(self.path("state")).glob("broken-seed-*.txt"))
        self.assertTrue(kept)
        self.assertIn("FAILS   fencing", kept[0].read_text())

    def test_a_demanded_situation_that_never_came_is_unknown(self):
        file = self.file("quiet.json", small('"reach": ["voided"]'))
        result = feira("soak", file, "--state", self.path("state"), "--seeds", "3")
        self.assertEqual(result.returncode, 2)
        self.assertIn("demanded and not reached: voided", result.stdout)

    def test_an_interrupted_soak_keeps_its_sums(self):
        process = subprocess.Popen([PROGRAM, "soak", FIRST_MARKET, "--state", self.path("state"), "--time", "1h"],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(600):  # the sums are first written after five seconds, or later under a sanitizer
            if os.path.exists(self.path("state/soak.json")):
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("no violation", output)
        self.assertGreater(self.sums()[0]["seeds"], 0)

    def test_bad_use_says_what_was_expected(self):
        self.refuses(["soak", FIRST_MARKET, "--time", "10"], "--time", "expected")
        self.refuses(["soak", FIRST_MARKET, "--seeds", "none"], "--seeds")
        self.refuses(["soak", "-"], "expected files or folders")
        os.mkdir(self.path("state"))
        self.file("state/soak.json", "{}")
        self.refuses(["soak", FIRST_MARKET, "--state", self.path("state")], "soak.json: not the state of a soak")


class Ablations(ProgramTest):
    def test_quick_says_that_what_was_seen_is_still_seen(self):
        result = feira("ablate", "--quick", "fencing", "owner-check", "batch", "clock-tick")
        self.assertEqual(result.returncode, 0, result.stderr + result.stdout)
        for fragment in ("seen       fencing ", "fencing + owner-check", "backed     owner-check", "slower     batch"):
            self.assertIn(fragment, result.stdout)

    def test_an_ablation_that_is_not_seen_is_exit_1(self):
        folder = self.path("ablations")
        self.file("ablations/fencing.json", small('"ablate": ["fencing"], "expect": {"fails": ["fencing"]}'))
        result = feira("ablate", "--scenarios", folder, "--campaigns", "2", "--seeds", "3")
        self.assertEqual(result.returncode, 1, result.stderr + result.stdout)
        self.assertIn("NO LONGER SEEN by fencing", result.stdout)

    def test_json_goes_to_a_file_and_is_the_same_for_any_number_of_jobs(self):
        documents = []
        for jobs in ("1", "3"):
            out = self.path("out" + jobs)
            result = feira("ablate", "clock-merge", "--campaigns", "3", "--seeds", "4", "--jobs", jobs, "--format",
                           "json", "-o", out)
            self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
            documents.append(json.loads(pathlib.Path(out).read_text()))
        self.assertEqual(documents[0], documents[1])
        row = documents[0]["rows"][0]
        self.assertEqual(row["mechanisms"], ["clock-merge"])
        self.assertEqual(len(row["fails"]["grant-order"]["seeds_to_first"]), 3)

    def test_bad_usage(self):
        self.refuses(["ablate", "fence"], 'unknown mechanism "fence"', "feira list ablations")
        self.refuses(["ablate", "--format", "jsn"], 'did you mean "json"?')
        self.refuses(["ablate", "--scenarios", self.path("nowhere")], "no such folder", "scenarios/ablations")
        self.refuses(["ablate", "--quick", "--campaigns", "3"], "exclude each other")
        self.refuses(["ablate", "--scenarios", "scenarios/basics"], "switches nothing off")


class Checks(ProgramTest):
    def test_all_hold_and_the_classes_are_told(self):
        text = self.succeeds("check", "--runs", "20")
        self.assertRegex(text, r"\d+ regressions in scenarios/regressions as they should be")
        self.assertIn("all 16 properties in all 20 cases", text)
        self.assertRegex(text, r"contended-grant [\d.]+ %")

    def test_any_number_of_jobs_gives_the_same(self):
        documents = []
        for jobs in ("1", "3"):
            document = self.json("check", "--runs", "30", "--seed", "5", "--jobs", jobs, "--ablate", "cancel-recorded",
                                 exit_code=1)
            del document["real_ns"], document["failure"]["shrunk"]["real_ns"]
            documents.append(document)
        self.assertEqual(documents[0], documents[1])

    def test_what_fails_is_kept_as_a_scenario_that_fails_again(self):
        folder = self.path("kept/here")
        for _ in range(2):  # nothing is written over
            text = self.succeeds("check", "--ablate", "idempotency", "-o", folder, exit_code=1)
        self.assertRegex(text, r"FAILS +at-most-once")
        self.assertRegex(text, r"shrunk +from 3 marketplaces, .*\n +to 1 marketplace, 1 product, 1 buyer, 0 faults")
        files = sorted(os.listdir(folder))
        self.assertEqual(len(files), 2, files)
        for name in files:
            self.succeeds("run", os.path.join(folder, name))
        number = text.rsplit("--case ", 1)[1].strip()
        self.succeeds("check", "--ablate", "idempotency", "--case", number, exit_code=1)

    def test_what_fails_is_kept_as_it_is_where_nothing_may_be_spent_on_it(self):
        text = self.succeeds("check", "--ablate", "idempotency", "--shrink-runs", "0", exit_code=1)
        self.assertNotIn("shrunk", text)
        self.assertIn('"marketplaces": ["ana", "bia", "caio"]', text)

    def test_what_is_switched_off_is_shown_and_not_kept_unless_asked_for(self):
        text = self.succeeds("check", "--ablate", "idempotency", exit_code=1)
        self.assertIn("not kept", text)
        self.assertIn('"ablate": ["idempotency"]', text)

    def test_a_missed_floor_is_unknown(self):
        text = self.succeeds("check", "--runs", "10", "--floor", "sold=1%", "--floor", "cut=100%", exit_code=2)
        self.assertRegex(text, r"floor +sold")
        self.assertRegex(text, r"unknown +cut .*100% asked for")

    def test_regressions_run_first(self):
        self.file("old/red.json", small('"expect": {"fails": ["fencing"]}'))
        result = feira("check", "--regressions", self.path("old"), "--runs", "3")
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertLess(result.stdout.index("fencing"), result.stdout.index("generated scenarios"))

    def test_an_interrupted_check_tells_what_was_done(self):
        process = subprocess.Popen([PROGRAM, "check", "--time", "1h", "--regressions", "scenarios/basics", "-o",
                                    self.path("out")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, errors)
        self.assertRegex(output, r"interrupted after [\d,]+ cases?")
        self.assertFalse(os.path.exists(self.path("out")))

    def test_bad_use_says_what_was_expected(self):
        self.refuses(["check", "--ablate", "fence"], "--ablate", 'unknown mechanism', "feira list ablations")
        self.refuses(["check", "--floor", "contendd=5%"], 'unknown class "contendd"', "contended-grant")
        self.refuses(["check", "--floor", "sold"], "no share", "contended=50%")
        self.refuses(["check", "--floor", "sold=5"], "--floor", "expected")
        self.refuses(["check", "--time", "5"], "--time", "expected")
        self.refuses(["check", "--size", "0"], "--size", "from 1 to 100")
        self.refuses(["check", "--case", "3", "--runs", "5"], "--case beside --runs")
        self.refuses(["check", "--format", "jsn"], 'did you mean "json"?')
        self.refuses(["check", "--regressions", self.path("nowhere")], "nowhere")


OVERTAKING = """{
  "version": 1,
  "marketplaces": %d,
  "products": [{"id": "umbrella", "owner": "ana", "stock": 20}, {"id": "hat", "owner": "bia", "stock": 20}],
  "buyers": [{"count": %d, "at": "bia"}, {"count": %d, "patience": "300ms"}],
  "network": {"loss": "1%%", "links": [{"from": "bia", "to": "ana", "delay": "400ms"}]},
  "random-faults": {"pause": {"every": "3s", "for": "100ms"}},
  "run": {"seeds": 5},
  "ablate": ["causal-delivery"]
}
"""


class Shrinking(ProgramTest):
    def shrunk(self, *options, source=OVERTAKING % (4, 8, 8)):
        output = self.path("shrunk.json")
        result = feira("shrink", self.file("rough.json", source), *options, "-o", output)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertFalse(os.path.exists(output + ".new"))
        return result.stderr, pathlib.Path(output).read_text()

    def test_a_failing_run_becomes_a_small_file_that_fails_as_it_expects(self):
        told, text = self.shrunk("--seed", "1")
        self.assertRegex(told, r"shrunk +[a-z-]+, by ")
        self.assertRegex(told, r"before 4 marketplaces, 2 products, 16 buyers, ")
        self.assertIn("written to " + self.path("shrunk.json"), told)
        made = json.loads(text)
        self.assertLessEqual(len(made["marketplaces"]), 3)
        self.assertEqual(len(made["products"]), 1)
        self.assertLessEqual(sum(group["count"] for group in made["buyers"]), 3)
        self.assertEqual(made["ablate"], ["causal-delivery"])
        self.assertTrue(made["about"].startswith("With causal-delivery switched off, "), made["about"])
        verdict = self.json("run", self.path("shrunk.json"))["scenarios"][0]
        self.assertEqual(sorted(each["property"] for each in verdict["violated"]), sorted(made["expect"]["fails"]))
        self.assertEqual(made["expect"]["fails"], verdict["expected_fails"])

    def test_the_result_is_the_same_for_any_number_of_jobs(self):
        self.assertEqual(self.shrunk("--jobs", "1")[1], self.shrunk("--jobs", "2")[1])

    def test_without_an_output_the_file_goes_to_standard_output(self):
        text = self.succeeds("shrink", self.file("rough.json", OVERTAKING % (4, 8, 8)), "--property", "grant-order")
        self.assertIn("grant-order", json.loads(text)["expect"]["fails"])
        self.succeeds("run", "-", text=text)

    def test_a_budget_keeps_the_best_so_far(self):
        told, text = self.shrunk("--runs", "20")
        self.assertIn("20 runs", told)
        self.assertIn("the budget is used up: this is the best so far", told)
        self.succeeds("run", "-", text=text)

    def test_an_interrupted_shrink_keeps_the_best_so_far(self):
        output = self.path("shrunk.json")
        process = subprocess.Popen([PROGRAM, "shrink", self.file("rough.json", OVERTAKING % (20, 300, 3000)), "--seed",
                                    "1", "-o", output], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        # The first line comes when something has been found.
        first = process.stderr.readline()
        self.assertIn("runs" if "runs" in first else "run", first)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("stopped: this is the best so far", errors)
        self.assertIn("written to " + output, errors)
        self.assertEqual(os.listdir(self.folder.name).count("shrunk.json.new"), 0)
        self.assertIn(": valid", self.succeeds("validate", output))

    def test_a_run_that_does_not_fail_is_nothing_to_shrink(self):
        result = feira("shrink", FIRST_MARKET, "--seed", "3")
        self.assertEqual(result.returncode, 2)
        self.assertIn("seed 3 does not violate anything", result.stderr)
        self.assertIn("no seed violates anything", feira("shrink", FIRST_MARKET).stderr)
        result = feira("shrink", self.file("rough.json", OVERTAKING % (4, 8, 8)), "--property", "no-oversell")
        self.assertIn("no seed violates no-oversell", result.stderr)

    def test_bad_use_says_what_was_expected(self):
        self.refuses(["shrink", FIRST_MARKET, "--property", "grant-ordr"], 'did you mean "grant-order"?')
        self.refuses(["shrink", FIRST_MARKET, "--time", "5"], "--time", "expected")
        self.refuses(["shrink", FIRST_MARKET, "--runs", "0"], "--runs")
        self.refuses(["shrink", "scenarios/basics", "scenarios/clocks"], "")
        self.refuses(["shrink", "scenarios/clocks"], "expected one scenario file, not")


class Words(ProgramTest):
    def test_list_shows_every_topic(self):
        text = self.succeeds("list")
        for word in ("mutual-exclusion", "lease-ended-inside", "own-interests-wait", "partition"):
            self.assertIn(word, text)

    def test_list_shows_one_topic(self):
        text = self.succeeds("list", "ablations")
        self.assertIn("clock-merge", text)
        self.assertNotIn("contended-grant", text)
        self.refuses(["list", "propertys"], 'did you mean "properties"?')

    def test_every_listed_word_is_explained_with_its_source(self):
        for line in self.succeeds("list").splitlines():
            if line.startswith("  "):
                self.assertIn("Source: ", self.succeeds("explain", line.split()[0]))

    def test_an_unknown_word_gets_the_nearest(self):
        self.refuses(["explain", "grant-ordr"], 'did you mean "grant-order"?')

    def test_validate_shows_what_is_set_without_running(self):
        text = self.succeeds("validate", FIRST_MARKET)
        self.assertIn(FIRST_MARKET + ": valid", text)
        self.assertIn("protocol.lease", text)
        self.assertIn(": valid", self.succeeds("validate", "scenarios"))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()

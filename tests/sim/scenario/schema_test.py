#!/usr/bin/env python3
"""Puts docs/scenario.schema.json to the same documents as the reader: all scenario files and the examples of the
reference are valid, and the table of bad scenarios is refused wherever the table says that the schema can tell."""

import json
import pathlib
import re
import sys

try:
    import jsonschema
except ImportError:
    sys.exit("the Python module jsonschema is missing (Debian: python3-jsonschema)")

ROOT = pathlib.Path(__file__).resolve().parents[3]
TABLE = ROOT / "tests/sim/scenario/bad_scenarios.txt"

# A string, or a comment of either kind: comments inside strings stay.
TOKEN = re.compile(r'("(?:\\.|[^"\\])*")|//[^\r\n]*|/\*.*?\*/', re.DOTALL)


class DuplicateKey(ValueError):
    pass


def once(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise DuplicateKey(str(keys))
    return dict(pairs)


def refuse_constant(word):
    raise ValueError(word)


def finite(digits):
    if float(digits) in (float("inf"), float("-inf")):
        raise ValueError(digits)
    # 1e3 and 1.0 are integers to the schema, not to the reader, which wants digits only.
    return 0.5


def parse(text):
    plain = TOKEN.sub(lambda match: match.group(1) or " ", text)
    document = json.loads(plain, object_pairs_hook=once, parse_constant=refuse_constant, parse_float=finite)
    json.dumps(document, ensure_ascii=False).encode("utf-8")  # refuses lone surrogates
    return document


def cases():
    for block in re.split(r"^=== ", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, body = block.split("\n", 1)
        name, who = re.fullmatch(r"(.*) \[(\w+)\]", head).groups()
        yield name, who, body.split("\n----\n", 1)[0]


def judge(validator, text):
    """Who refuses the text first: "text", "schema" or "reader" (nobody here)."""
    try:
        document = parse(text)
    except (ValueError, UnicodeError):
        return "text"
    return "reader" if validator.is_valid(document) else "schema"


def examples():
    for path in sorted((ROOT / "scenarios").rglob("*.json")):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    page = (ROOT / "docs/scenarios.md").read_text(encoding="utf-8")
    for number, block in enumerate(re.findall(r"```jsonc\n(\{.*?)\n```", page, re.DOTALL)):
        if '"version"' in block:
            yield f"docs/scenarios.md, example {number + 1}", block


def main():
    schema = json.loads((ROOT / "docs/scenario.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []
    bad = good = 0
    for name, who, text in cases():
        bad += 1
        found = judge(validator, text)
        if found != who:
            failures.append(f'bad scenario "{name}": the table says {who}, but {found} is true')
    for name, text in examples():
        good += 1
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(parse(text))]
        failures += [f"{name}: {error}" for error in errors]
    if bad < 150 or good < 24:
        failures.append(f"only {bad} bad and {good} good scenarios were found")
    print(f"{bad} bad and {good} good scenarios put to the schema, {len(failures)} failures")
    sys.exit("\n".join(failures) if failures else 0)


if __name__ == "__main__":
    main()

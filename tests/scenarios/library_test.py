#!/usr/bin/env python3
"""Keeps docs/library.md, the table of all scenario files and what each teaches, equal to what the files say of themselves.

usage: library_test.py [--rewrite]

Every scenario must say in "about" what it shows. --rewrite writes the table anew.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "library.md"
THEMES = {
    "basics": "Where to begin.",
    "contention": "Many buyers, one product.",
    "network": "Messages that are slow, lost, doubled, reordered or held.",
    "crashes": "Marketplaces that crash, pause, slow down or stay away for good.",
    "clocks": "Clocks that drift, step and stop.",
    "disks": "Disks that are slow, full, torn or lost.",
    "membership": "Marketplaces that join, leave and are evicted.",
    "catalogue": "Owners who change their products.",
    "recipes": "Whole stories of faults by one name.",
    "explore": "Small enough for every schedule (feira explore).",
    "swarm": "A mix of its own for each seed; what soaks run.",
    "ablations": "One mechanism of the protocol switched off, and the property that notices.",
    "shrunk": "What `feira shrink` made of failing runs: see [shrink.md](shrink.md).",
    "regressions": "What the simulator once found in the protocol, kept small.",
}
HEAD = """# The scenario library

Every file in `scenarios/`, with what it says of itself. Run one with `./dev run FILE`, a folder with
`./dev run scenarios/network`, all with `./dev run scenarios`. How a file is written: [scenarios.md](scenarios.md). This page
is written by `tests/scenarios/library_test.py --rewrite`, and a test holds it true.
"""


def without_comments(text):
    """Takes away // and /* */ outside of strings."""
    token = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/', re.S)
    return token.sub(lambda match: match.group() if match.group().startswith('"') else " ", text)


def about(path):
    scenario = json.loads(without_comments(path.read_text(encoding="utf-8")))
    text = scenario.get("about", "").strip()
    if not text:
        sys.exit(f"{path.relative_to(ROOT)} does not say in \"about\" what it shows")
    expect = scenario.get("expect", "all-hold")
    fails = ", ".join(f"`{name}`" for name in expect["fails"]) if isinstance(expect, dict) else "all hold"
    return text.replace("|", "\\|"), fails


def page():
    files = sorted((ROOT / "scenarios").rglob("*.json"))
    folders = sorted({path.parent.name for path in files})
    unknown = [folder for folder in folders if folder not in THEMES]
    if unknown:
        sys.exit(f"tests/scenarios/library_test.py knows no theme for: {', '.join(unknown)}")
    out = HEAD + f"\n{len(files)} files in {len(folders)} themes.\n"
    for theme, text in THEMES.items():
        of_theme = [path for path in files if path.parent.name == theme]
        if not of_theme:
            continue
        out += f"\n## {theme}\n\n{text}\n\n| file | what it teaches | expected |\n|---|---|---|\n"
        for path in of_theme:
            what, fails = about(path)
            out += f"| [{path.stem}](../scenarios/{theme}/{path.name}) | {what} | {fails} |\n"
    return out


def main():
    text = page()
    if "--rewrite" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        sys.exit("docs/library.md does not say what the scenario files say; mend it with: tests/scenarios/library_test.py --rewrite")


if __name__ == "__main__":
    main()

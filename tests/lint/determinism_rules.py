#!/usr/bin/env python3
"""Checks that nothing in core/ and sim/ can make two runs of one seed differ.

usage: determinism_rules.py FOLDER...     checks all C++ files below the folders
       determinism_rules.py --self-test   shows that each rule catches what it is for, and nothing else

A line that is right all the same says so: `// allowed: <name of the rule>, <why>`. A whole file may do so in its first
ten lines: `// allowed here: <name of the rule>, <why>`.
"""

import pathlib
import re
import sys

# name, what it is for, pattern on code without comments and strings
RULES = [
    ("clock", "the time of day differs in each run: time is an argument",
     r"#\s*include\s*<(chrono|ctime|time\.h|sys/time\.h)>|\b(system|steady|high_resolution)_clock\b|\bgettimeofday\b"
     r"|\bclock_gettime\b|\bstd::(time|clock)\s*\("),
    ("entropy", "chance comes from feira::chance alone, by address",
     r"#\s*include\s*<random>|\brandom_device\b|\bstd::s?rand\b|(?<![\w:.>])s?rand\s*\(|\bgetrandom\b|\bmt19937\b"
     r"|\b(minstd_rand|default_random_engine)\b"),
    ("std-distribution", "the standard distributions and shuffle differ between libraries",
     r"\b(uniform_(int|real)|normal|exponential|bernoulli|geometric|poisson|discrete|binomial|gamma)_distribution\b"
     r"|\bstd::(ranges::)?(shuffle|sample)\b"),
    ("environment", "a run depends on its scenario and seed alone",
     r"\bgetenv\b|\bstd::this_thread::get_id\b|\bhardware_concurrency\b|\bgetpid\b|\bstd::locale\b|\bsetlocale\b"),
    ("floating-point", "decisions are made in integers: rounding differs between compilers",
     r"\b(float|double)\b"),
    ("pointer-order", "addresses differ in each run",
     r"\bstd::(map|set|multimap|multiset|less|greater|hash)\s*<\s*(const\s+)?[\w:]+\s*\*|\breinterpret_cast\s*<\s*(std::)?u?intptr_t"),
    ("standard-hash", "std::hash and hash_combine differ between libraries",
     r"\bstd::hash\s*<|\bhash_combine\b"),
    ("mutable-global", "statics outlive a run, so that the hundredth run differs from the first",
     r"^\s*(static\s+)?thread_local\b|^\s*(inline\s+)?static\s+(inline\s+)?(?!const\b|constexpr\b|constinit\s+const\b)"
     r"(?!_assert)[\w:<>,\s*&]+?\s[\w]+\s*(=|\{|;)"),
    ("two-draws", "the order in which the parts of one expression are evaluated differs between compilers",
     r"\.(bits|words)\s*\([^;]*\.(bits|words)\s*\("),
    ("place-and-call", "a call in the same expression may move what the place is counted in, before or after it is taken",
     r"\.(c?r?begin|data)\s*\(\s*\)[^;]*[-+]\s*\(?\s*&[\w.>-]+\s*\("),
]
COMPILED = [(name, why, re.compile(pattern)) for name, why, pattern in RULES]
UNORDERED = ("unordered-iteration", "the order of unordered containers differs between libraries")
RULE_NAMES = {name for name, _, _ in RULES} | {UNORDERED[0]}


def without_comments_and_strings(text):
    """The same text, line by line, with comments and the contents of literals blanked (includes kept)."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![\w])\'(?:\\.|[^\'\\\n])+\'', re.S)
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)


def unordered_iterations(code):
    """Line numbers at which a container that was declared unordered in this file is walked."""
    names = set(re.findall(r"\bunordered_(?:multi)?(?:map|set)\s*<[^;{}()]*>\s*&?\s*(\w+)", code))
    for number, line in enumerate(code.split("\n"), 1):
        for name in names:
            if re.search(rf"for\s*\([^;]*:\s*[\w.>-]*\b{name}\b\s*\)|\b{name}\s*\.\s*c?begin\s*\(", line):
                yield number


def problems(text):
    """(line, rule, why) of everything in one file's text that breaks a rule."""
    lines = text.split("\n")
    code = without_comments_and_strings(text)
    allowed_here = set(re.findall(r"// allowed here: ([\w-]+), \S", "\n".join(lines[:10])))
    found = [(number, *UNORDERED) for number in unordered_iterations(code)]
    for number, line in enumerate(code.split("\n"), 1):
        found += [(number, name, why) for name, why, pattern in COMPILED if pattern.search(line)]
    for number, name, why in sorted(found):
        if name not in allowed_here and not re.search(rf"// allowed: {name}, \S", lines[number - 1]):
            yield number, name, why


def check(folders):
    files = sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*.[ch]pp"))
    if not files:
        sys.exit(f"determinism rules: no C++ files below {' '.join(folders)}")
    count = 0
    for path in files:
        for number, name, why in problems(path.read_text(encoding="utf-8")):
            print(f"{path}:{number}: {name}: {why}")
            count += 1
    print(f"determinism rules: {len(files)} files, {count} problems")
    return 1 if count else 0


CAUGHT = [
    ("clock", "#include <chrono>"),
    ("clock", "auto t = std::chrono::steady_clock::now();"),
    ("clock", "auto t = std::time(nullptr);"),
    ("entropy", "std::random_device entropy;"),
    ("entropy", "int x = rand() % 6;"),
    ("std-distribution", "std::uniform_int_distribution<int> die(1, 6);"),
    ("std-distribution", "std::shuffle(first, last, engine);"),
    ("environment", 'const char* home = std::getenv("HOME");'),
    ("floating-point", "double share = 0.5;"),
    ("pointer-order", "std::map<const Process*, int> seen;"),
    ("standard-hash", "std::size_t h = std::hash<int>{}(3);"),
    ("mutable-global", "static int runs = 0;"),
    ("mutable-global", "  static std::vector<int> cache;"),
    ("mutable-global", "thread_local Buffer buffer;"),
    ("two-draws", "int x = chance.bits(a) - chance.bits(b);"),
    ("place-and-call", "mine = origins_.begin() + (&meet(id) - origins_.data());"),
    ("unordered-iteration", "std::unordered_map<int, int> seen;\nfor (auto& [k, v] : seen) use(k);"),
    ("unordered-iteration", "std::unordered_set<int> seen;\nauto first = seen.begin();"),
]
PASSED = [
    "static constexpr int limit = 5;",
    "static const char* name(Kind kind);",
    "static int helper(int x) { return x; }",
    "static_assert(sizeof(int) == 4);",
    "// double work is avoided, by std::shuffle",
    'const char* text = "double";',
    "double shown = 0.5;  // allowed: floating-point, only shown",
    "// allowed here: floating-point, only shown\ndouble shown = 0.5;",
    "std::unordered_map<int, int> seen;\nauto it = seen.find(3);",
    "const auto first = chance.bits(a);\nconst auto second = chance.bits(b);",
    "const Origin& met = meet(id);\nmine = origins_.begin() + (&met - origins_.data());",
    "const auto at = std::find_if(all.begin(), all.end(), [&](const Each& each) { return each.is(id); });",
    "char quote = '\"'; int digit = 1'000;",
    "grand(3); operand(4); time(5);",
]


def self_test():
    wrong = [f"not caught by {rule}: {text}" for rule, text in CAUGHT if rule not in {name for _, name, _ in problems(text)}]
    wrong += [f"caught, but right: {text} ({list(problems(text))})" for text in PASSED if list(problems(text))]
    wrong += [f"rule without an example: {name}" for name in RULE_NAMES - {rule for rule, _ in CAUGHT}]
    print("\n".join(wrong) if wrong else f"{len(CAUGHT)} caught, {len(PASSED)} passed")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(check(sys.argv[1:]))

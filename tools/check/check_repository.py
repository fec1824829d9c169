#!/usr/bin/env python3
"""What the repository must not hold. Usage: check_repository.py ROOT

Machine paths, registry hosts, binaries other than our own pictures and goldens, files above 400 lines without a reason
at their top ("Longer than 400 lines: …"), and words of unfinished work.
"""
import re
import subprocess
import sys
from pathlib import Path

TEXT = {".cpp", ".hpp", ".h", ".md", ".txt", ".py", ".sh", ".cmake", ".toml", ".json", ".geojson", ".proto", ".glsl",
        ".vert", ".frag", ".comp", ".js", ""}
CODE = {".cpp", ".hpp", ".h", ".py", ".sh", ".glsl", ".vert", ".frag", ".comp", ".proto"}
BINARY_HOMES = ("docs/pictures/", "tests/golden/")
FORBIDDEN = [
    (re.compile(r"(?<![\w.])/work/|/root/|/home/\w"), "a path of one machine"),
    (re.compile(r"deb\.debian\.org|registry\.npmjs\.org|pypi\.org|crates\.io"), "a package registry's host"),
    (re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"), "a word of unfinished work"),
]
LIMIT = 400


def tracked(root):
    out = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], check=True, stdout=subprocess.PIPE).stdout
    return [name for name in out.decode().split("\0") if name]


def check_text(name, text):
    if name == "LICENSE" or name.startswith("tools/check/check_repository"):
        return
    for pattern, what in FORBIDDEN:
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield f"{name}:{number}: {what}: {line.strip()[:80]}"
    lines = text.count("\n")
    if Path(name).suffix in CODE and lines > LIMIT and "Longer than 400 lines:" not in text[:3000]:
        yield f"{name}: {lines} lines; split by idea, or say at its top 'Longer than 400 lines: …'"


def check(root):
    problems = []
    for name in tracked(root):
        path = root / name
        if not path.is_file():
            continue
        data = path.read_bytes()
        if b"\0" in data[:8000]:
            if not name.startswith(BINARY_HOMES):
                problems.append(f"{name}: a binary file; bake it at build time instead")
        elif path.suffix in TEXT:
            problems.extend(check_text(name, data.decode("utf-8", "replace")))
    return problems


def main():
    problems = check(Path(sys.argv[1]))
    print("\n".join(problems) if problems else "nothing that does not belong here")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

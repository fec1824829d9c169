#!/usr/bin/env python3
"""Every file below assets/ has an origin and a licence. Usage: check_licences.py ROOT; prints each that has none.

The table "Every file" of assets/SOURCES.md says it by patterns (as fnmatch; the first that fits holds); each pattern must
fit some file, so that the table does not outlive what it speaks of.
"""
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$")


def rows(text):
    """Patterns of the table that follows the heading "Every file", in order."""
    _, _, table = text.partition("## Every file")
    return [match.group(1) for match in map(ROW.match, table.splitlines()) if match]


def tracked(root):
    out = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "assets"], check=True, stdout=subprocess.PIPE).stdout
    return [name for name in out.decode().split("\0") if name]


def check(root):
    sources = root / "assets" / "SOURCES.md"
    patterns = rows(sources.read_text(encoding="utf-8")) if sources.is_file() else []
    if not patterns:
        return ["assets/SOURCES.md: no table 'Every file' with a pattern, an origin and a licence a row"]
    used, problems = set(), []
    for name in tracked(root):
        fits = next((p for p in patterns if fnmatch(name, p)), None)
        used.add(fits)
        if fits is None:
            problems.append(f"{name}: no row of 'Every file' in assets/SOURCES.md says its origin and licence")
    problems += [f"assets/SOURCES.md: no file fits `{p}`" for p in patterns if p not in used]
    return problems


def main():
    problems = check(Path(sys.argv[1]))
    print("\n".join(problems) if problems else "every asset has an origin and a licence")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env bash
# Every C++ file is as clang-format would write it. Usage: check_format.sh ROOT [--fix]
set -euo pipefail
cd "$1"
mapfile -t files < <(git ls-files '*.cpp' '*.hpp' 2>/dev/null || find twin connectors renderer tools tests -name '*.[ch]pp')
if [ "${2:-}" = --fix ]; then
  exec clang-format -i "${files[@]}"
fi
clang-format --dry-run -Werror "${files[@]}" && echo "${#files[@]} files formatted"

#!/usr/bin/env bash
# clang-tidy with the repository's .clang-tidy over the folders of sources; needs the package clang-tidy.
# Not part of ./test: over everything it takes about a quarter of an hour or more on two cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-}" in
  -h | --help)
    echo "tools/check/tidy.sh [FOLDER …]  clang-tidy over the folders (default: twin connectors renderer tools); 1 when something is found"
    exit 0 ;;
esac
command -v run-clang-tidy >/dev/null || { echo "tidy: run-clang-tidy is missing; apt-get install clang-tidy" >&2; exit 1; }
[ $# -gt 0 ] || set -- twin connectors renderer tools
[ -f build/release/compile_commands.json ] || cmake --preset release >/dev/null
ninja -C build/release generated/twin/wire/wire.pb.h generated/twin/layout/city.pb.h >/dev/null  # included everywhere
status=0
for folder in "$@"; do
  run-clang-tidy -quiet -j"$(nproc)" -p build/release "^$PWD/${folder%/}/.*\.cpp$" 2>/dev/null || status=1
done
exit $status

#!/usr/bin/env bash
# Runs one fuzzer (libFuzzer with address and undefined-behaviour sanitizers, preset asan) on its seeds.
#   tools/check/fuzz.sh build/asan/fuzz/NAME [libFuzzer options]     DALIAN_FUZZ_SECONDS (60) long, at most
# DALIAN_FUZZ_RUNS inputs (any number). DALIAN_FUZZ_SEED=N repeats a search on the same machine; without it, a new one.
# What it learns stays beside it, in corpus/NAME. Status 0 when nothing was found; else the input lies in found/NAME-…:
# mend what it shows, and add it to tests/fuzz/found/NAME.hex (od -An -v -tx1 FILE | tr -d " \n").
set -euo pipefail
case "${1:-}" in -h | --help | "") sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
fuzzer=$(readlink -f "$1")
shift
folder=$(dirname "$fuzzer") name=$(basename "$fuzzer")
export DALIAN_FUZZ_SEEDS="$folder/seeds/$name"
DALIAN_SOURCE=${DALIAN_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
export DALIAN_SOURCE
rm -rf "$DALIAN_FUZZ_SEEDS"
mkdir -p "$DALIAN_FUZZ_SEEDS" "$folder/corpus/$name" "$folder/found"
exec "$fuzzer" -runs="${DALIAN_FUZZ_RUNS:--1}" -max_total_time="${DALIAN_FUZZ_SECONDS:-60}" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
  -seed="${DALIAN_FUZZ_SEED:-0}" -print_final_stats=1 -verbosity=0 -artifact_prefix="$folder/found/$name-" "$@" "$folder/corpus/$name" "$DALIAN_FUZZ_SEEDS"

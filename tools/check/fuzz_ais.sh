#!/usr/bin/env bash
# Fuzzes the path from bytes to AIS messages with libFuzzer, address and undefined-behaviour sanitizers (clang).
#   tools/check/fuzz_ais.sh [SECONDS]     default 180; ends with status 0 when nothing was found
set -euo pipefail
case "${1:-}" in -h | --help) sed -n '2,3s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
root="$(cd "$(dirname "$0")/../.." && pwd)"
seconds="${1:-180}"
clang="$(command -v clang++-14 || command -v clang++)" || { echo "fuzz_ais: clang++ is missing (apt install clang)" >&2; exit 1; }
build="$root/build/fuzz"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_COMPILER="$clang" \
  -DCMAKE_C_COMPILER="${clang/++/}" -DDALIAN_FUZZ=ON -DDALIAN_SANITIZE=fuzzer-no-link,address,undefined >/dev/null
cmake --build "$build" --target ais_lines_fuzz
corpus="$build/corpus"
mkdir -p "$corpus"
# Seeds: a few good lines; the fuzzer finds the rest.
printf '\001!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n' >"$corpus/position"
printf '\003\\s:A,c:1565218798*00\\!AIVDM,1,1,,A,B5NU=J000=l0BD6l590EkwuUoP06,0*4A\n' >"$corpus/tagged"
printf '\001!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C\n!AIVDM,2,2,1,A,88888888880,2*25\n' >"$corpus/two_parts"
cd "$build"
"$build/bin/ais_lines_fuzz" -max_total_time="$seconds" -max_len=2048 -print_final_stats=1 "$corpus"

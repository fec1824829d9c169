#!/usr/bin/env bash
# The same boxes and camera drawn by this renderer and by three.js, deck.gl and OpenSceneGraph, in turn, on software
# rasterisers of one Mesa: llvmpipe for the peers, lavapipe for us. Prints median and least milliseconds of each.
#   tools/peers/compare.sh [city10k|city100k|city1m] [air|street] [FRAMES] [ROUNDS]
# Installs what is missing (Debian packages, as root; npm packages into build/peers). Pictures go to build/peers too.
set -euo pipefail
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
scene=${1:-city100k} camera=${2:-air} frames=${3:-20} rounds=${4:-3} size=1280x720
here="$root/tools/peers" out="$root/build/peers"
mkdir -p "$out"
cd "$out"

packages=(chromium g++ libopenscenegraph-dev nlohmann-json3-dev nodejs npm pkg-config xauth xvfb)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
command -v node >/dev/null && command -v npm >/dev/null && missing=("${missing[@]/#nodejs/}") && missing=("${missing[@]/#npm/}")
read -r -a missing <<<"${missing[*]:-}"
if [ "${#missing[@]}" -gt 0 ]; then apt-get install -y -q --no-install-recommends "${missing[@]}" >&2; fi
[ -d node_modules/puppeteer-core ] ||
  { echo '{"private":true}' >package.json; npm install --no-audit --no-fund three@0.187 deck.gl@9.4 puppeteer-core >&2; }
# shellcheck disable=SC2046
[ osg_peer -nt "$here/osg_peer.cpp" ] ||
  g++ -O2 -std=c++20 "$here/osg_peer.cpp" -o osg_peer $(pkg-config --cflags --libs openscenegraph) -losgViewer -lGL
bench="$root/build/release/bin/bench_frame"
[ -x "$bench" ] || { echo "compare.sh: build first: ./test --core, or ninja -C build/release bench_frame" >&2; exit 1; }
boxes="$out/$scene-$camera.json"
"$bench" --scene "$scene" --camera "$camera" --export "$boxes"

page() { node "$here/time_page.mjs" "$1" "$boxes" "$out/node_modules" "$frames" "$size" "$2" "$out/$scene-$camera-$1.png"; }
run() {
  case "$1" in
    ours) "$bench" --scene "$scene" --camera "$camera" --size "$size" --frames "$frames" --json \
            --shot "$out/$scene-$camera-ours.png" ;;
    ours-plain) "$bench" --scene "$scene" --camera "$camera" --size "$size" --frames "$frames" --json --no-shadows ;;
    ours-simple) "$bench" --scene "$scene" --camera "$camera" --size "$size" --frames "$frames" --json --no-shadows \
                   --quality plain --shot "$out/$scene-$camera-simple.png" ;;
    three) page three yes ;;
    three-plain) page three no ;;
    deck) page deck no ;;
    osg) LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s "-screen 0 ${size}x24" ./osg_peer "$boxes" "$frames" "$size" \
           "$out/$scene-$camera-osg.png" ;;
  esac
}

programs=(ours three ours-plain ours-simple three-plain deck osg)
rm -f "$scene-$camera".*.result
for round in $(seq "$rounds"); do
  for program in "${programs[@]}"; do
    echo "round $round of $rounds: $program" >&2
    run "$program" >"$scene-$camera.$program.$round.result"
  done
done
node "$here/table.mjs" "$out/$scene-$camera" "$rounds" "${programs[@]}"

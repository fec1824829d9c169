#!/usr/bin/env bash
# Draws the golden pictures with the system's Vulkan driver and again with another one, and runs the tests of the
# renderer there: what only one driver forgives comes to light. The other driver is Mesa of Debian's bookworm-backports,
# unpacked beside the system, or the one whose ICD file is given.
# Usage: tools/check/second_driver.sh [BUILD_FOLDER [ICD_FILE]]   (default: build/release)
# Exit status 0 when at least 99.9 % of each picture's pixels lie within 5/255 and all tests pass.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build/release}
here=$build/second_driver
pinned=${VK_ICD_FILENAMES:-/usr/share/vulkan/icd.d/lvp_icd.x86_64.json}
mkdir -p "$here/reference/tests/golden" "$here/lists/partial"

unpack_backports() {
  local key=/usr/share/keyrings/debian-archive-keyring.gpg
  local mirror # of the system
  mirror=$(apt-get indextargets --format '$(SITE)' 'Codename: bookworm' 'Created-By: Packages' | head -1)
  echo "deb [signed-by=$key] $mirror bookworm-backports main" > "$here/sources.list"
  local options=(-o "Dir::Etc::sourcelist=$here/sources.list" -o Dir::Etc::sourceparts=/dev/null
                 -o "Dir::State::lists=$here/lists" -o APT::Get::List-Cleanup=0 -qq)
  apt-get "${options[@]}" update
  (cd "$here" && apt-get "${options[@]}" download mesa-vulkan-drivers)
  dpkg -x "$here"/mesa-vulkan-drivers_*.deb "$here/mesa"
}

icd=${2:-$here/icd.json}
if [ ! -f "$icd" ]; then
  unpack_backports
  library=$here/mesa/usr/lib/x86_64-linux-gnu/libvulkan_lvp.so
  printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "%s", "api_version": "1.3.0"}}\n' "$library" > "$icd"
fi
export DALIAN_ASSETS=${DALIAN_ASSETS:-$build/assets} DALIAN_BIN=$build/bin
VK_ICD_FILENAMES=$icd "$build/bin/twinview" --capabilities | head -3

export DALIAN_SOURCE=$here/reference
VK_ICD_FILENAMES=$pinned DALIAN_UPDATE_GOLDENS=1 "$build/tests/golden_test" --gtest_brief=1
export VK_ICD_FILENAMES=$icd
status=0
for test in golden_test renderer_gpu_test renderer_passes_test renderer_faults_test renderer_overlay_test mutations_test; do
  echo "== $test"
  "$build/tests/$test" --gtest_brief=1 || status=1
done
exit $status

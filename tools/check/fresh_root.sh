#!/usr/bin/env bash
# Proves that nothing on this machine is missing from the install steps: a fresh Debian 12 root, a clean clone of HEAD,
# ./run --headless, then ./test. Needs root, debootstrap and a network. Usage: fresh_root.sh [FOLDER]  (kept for a second run)
set -euo pipefail
source=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
folder=${1:-$(mktemp -d)}
clone=/opt/dalian-twin

[ "$(id -u)" = 0 ] || { echo "fresh_root.sh: must be root (debootstrap and chroot)" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "fresh_root.sh: apt-get install debootstrap" >&2; exit 1; }
[ -x "$folder/bin/bash" ] || debootstrap --variant=minbase bookworm "$folder"
for mount in proc dev sys; do
  mountpoint -q "$folder/$mount" || mount --rbind "/$mount" "$folder/$mount"
done
trap 'umount -R -l "$folder/proc" "$folder/dev" "$folder/sys" 2>/dev/null || true' EXIT
cp /etc/resolv.conf "$folder/etc/resolv.conf"
cp /etc/apt/apt.conf.d/* "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true

mkdir -p "$folder/opt"
rm -rf "$folder$clone"
git clone -q "$source" "$folder$clone"
if [ -d "$source/../shared" ]; then  # the public data that some tests can use
  rm -rf "$folder/opt/shared"
  cp -r "$source/../shared" "$folder/opt/shared"
fi

inside() { chroot "$folder" env -i HOME=/opt PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true bash -c "$1"; }
time inside "cd $clone && ./run --headless --yes"
time inside "cd $clone && ./run --headless --yes"  # does nothing twice
time inside "cd $clone && ./test --yes"

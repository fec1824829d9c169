# Sourced by ./run and ./test: installs missing Debian packages, configures and builds. Not a program of its own.
# Needs `root` (the checkout), `preset`, `assume_yes` and `jobs` from the caller.

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s: %s\n' "$(basename "$0")" "$1" >&2; exit "${2:-1}"; }

# Names of the packages of the given lists that are not installed.
missing_packages() {
  local wanted
  wanted=$(sed -e 's/#.*//' "$@" | tr -d ' \t' | grep -v '^$' | sort -u)
  comm -23 <(printf '%s\n' "$wanted") \
           <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# Asks once when there is a terminal and no --yes; without a terminal it goes on, since nobody could answer.
confirm_install() {
  [ "$assume_yes" = 1 ] && return 0
  [ -t 0 ] && [ -t 2 ] || return 0
  local answer
  read -r -p "Install them now? [Y/n] " answer
  case "$answer" in n* | N*) die "nothing installed. Install the packages above yourself, then start again." ;; esac
}

install_packages() {
  local missing as_root=""
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return 0
  command -v apt-get >/dev/null || die "no apt-get here: install the packages of tools/setup/packages.txt yourself."
  say "These $(printf '%s\n' "$missing" | wc -l) Debian packages are missing:"
  printf '%s\n' "$missing" | tr '\n' ' ' | fold -s -w 100 >&2
  printf '\n' >&2
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "neither root nor sudo: as root, run 'apt-get install' with the packages above."
    as_root="sudo"
  fi
  confirm_install
  say "Installing (apt-get) …"
  $as_root apt-get update -q >&2 || die "apt-get update failed: see the message above; is there a network?"
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >&2 ||
    die "apt-get install failed: see the message above."
}

configure_project() {
  local build="$root/build/$preset" log
  [ -f "$build/build.ninja" ] && return 0
  say "Configuring ($preset) …"
  log=$(cd "$root" && cmake --preset "$preset" 2>&1) || { printf '%s\n' "$log" >&2; die "cmake failed: see above."; }
}

# Builds the given targets (none: everything). Progress comes from ninja; nothing is printed when nothing is to do.
build_project() {
  local build="$root/build/$preset"
  configure_project
  ninja -C "$build" -n "$@" 2>/dev/null | grep -q 'no work to do' && return 0
  say "Building ($preset, $jobs jobs) …"
  ninja -C "$build" -j "$jobs" "$@" >&2 || die "the build failed: see the message above."
}

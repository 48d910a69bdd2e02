#!/usr/bin/env bash
# What the program needs beside the .NET SDK, on Linux.
#
#   eng/prerequisites.sh check      says what is missing; exit code 1 if anything is
#   eng/prerequisites.sh install    installs it where that is possible; needs root
#   eng/prerequisites.sh ensure     checks, and installs what is missing where it may
set -euo pipefail

readonly symbol=GLIBCXX_3.4.32 # libLibTorchSharp.so asks for it; GCC 13 brought it
readonly name=mmoe-trixie

say() { echo "mmoe: $*" >&2; }

has_sdk() { command -v dotnet >/dev/null && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; }

has_libstdcxx() {
  local library
  for library in $(ldconfig -p 2>/dev/null | awk '/libstdc\+\+\.so\.6 .*x86-64|libstdc\+\+\.so\.6 .*AArch64/ { print $NF }') \
    /usr/lib/*-linux-gnu/libstdc++.so.6; do
    [[ -e $library ]] && grep -qaF "$symbol" "$library" && return 0
  done
  return 1
}

is_debian_12() { [[ -r /etc/os-release ]] && (. /etc/os-release && [[ ${ID:-} == debian && ${VERSION_ID:-} == 12 ]]); }

command_that_brings_it() { echo "sudo $(dirname "$0")/prerequisites.sh install"; }

check() {
  local missing=0
  if ! has_sdk; then
    say "the .NET 10 SDK is missing; https://dot.net/download tells how to install it."
    missing=1
  fi
  if [[ $(uname -s) == Linux ]] && ! has_libstdcxx; then
    if is_debian_12; then
      say "libstdc++6 is too old: libtorch needs $symbol, which Debian 13's package has."
      say "This installs it beside the rest of Debian 12: $(command_that_brings_it)"
    else
      say "libstdc++ is too old: libtorch needs $symbol, the version of GCC 13 or newer (Debian 13, Ubuntu 24.04, Fedora 38)."
    fi
    missing=1
  fi
  return $missing
}

# The address and the key of the machine's own Debian source, as "URI KEYRING"; the keyring may be empty.
own_source() {
  local file
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -e $file ]] || continue
    awk -v RS='' '/(^|\n)Suites:[^\n]*bookworm/ {
      uri = key = ""
      for (i = 1; i <= split($0, lines, "\n"); i++) {
        if (lines[i] ~ /^URIs:/) { split(lines[i], words, " "); uri = words[2] }
        if (lines[i] ~ /^Signed-By:/) { split(lines[i], words, " "); key = words[2] }
      }
      if (uri != "" && uri !~ /security/) { print uri, key; exit }
    }' "$file"
  done
  if [[ -e /etc/apt/sources.list ]]; then
    awk '$1 == "deb" {
      key = ""; at = 2
      if ($2 ~ /^\[/) {
        for (at = 2; $at !~ /\]$/; at++) {}
        options = ""; for (i = 2; i <= at; i++) options = options " " $i
        if (match(options, /signed-by=[^] ]*/)) key = substr(options, RSTART + 10, RLENGTH - 10)
        at++
      }
      if ($(at + 1) == "bookworm") { print $at, key; exit }
    }' /etc/apt/sources.list
  fi
}

install_libstdcxx() {
  local uri key
  read -r uri key < <(own_source | head -1) || true
  if [[ -z ${uri:-} ]]; then
    say "no source of Debian 12 packages was found under /etc/apt to derive one of Debian 13 from."
    return 1
  fi

  say "installing libstdc++6 of Debian 13 from $uri (source /etc/apt/sources.list.d/$name.sources, pinned below Debian 12's)."
  {
    echo "Types: deb"
    echo "URIs: $uri"
    echo "Suites: trixie"
    echo "Components: main"
    [[ -z ${key:-} ]] || echo "Signed-By: $key"
  } >"/etc/apt/sources.list.d/$name.sources"
  printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' >"/etc/apt/preferences.d/$name"
  local log
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o Dpkg::Options::=--force-confold -t trixie libstdc++6; } >"$log" 2>&1; then
    tail -20 "$log" >&2
    rm -f "$log" "/etc/apt/sources.list.d/$name.sources" "/etc/apt/preferences.d/$name"
    say "the installation failed; the source was taken away again."
    return 1
  fi
  say "$(grep -E '^[0-9]+ upgraded' "$log" || echo installed)"
  rm -f "$log"
}

install() {
  has_libstdcxx && return 0
  if [[ $(id -u) != 0 ]]; then
    say "this needs root: $(command_that_brings_it)"
    return 1
  fi
  install_libstdcxx
}

ensure() {
  check 2>/dev/null && return 0
  if has_sdk && is_debian_12 && [[ $(id -u) == 0 && ${MMOE_NO_INSTALL:-} != 1 ]]; then
    install
  else
    check
  fi
}

case ${1:-} in
  check) check ;;
  install) install ;;
  ensure) ensure ;;
  *) say "check, install or ensure is due"; exit 2 ;;
esac

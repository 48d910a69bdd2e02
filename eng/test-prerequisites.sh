#!/usr/bin/env bash
# What the tests need in addition to what the program needs: a browser for the report (chromium), a database server for the
# example of a data source (postgresql), and a C compiler for the file system that fails (gcc).
#
#   eng/test-prerequisites.sh           checks, and installs what is missing where it may (Debian and its kin, root)
#   eng/test-prerequisites.sh browser   prints the browser's path
#   eng/test-prerequisites.sh postgresql   prints the folder of PostgreSQL's programs
set -euo pipefail

say() { echo "mmoe: $*" >&2; }

browser() {
  local name
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    command -v "$name" && return 0
  done
  return 1
}

postgresql() {
  local server
  for server in /usr/lib/postgresql/*/bin/initdb $(command -v initdb); do
    if [[ -x $server ]]; then
      dirname "$(readlink -f "$server")"
      return 0
    fi
  done
  return 1
}

ensure() {
  local missing=()
  browser >/dev/null || missing+=(chromium fonts-liberation)
  postgresql >/dev/null || missing+=(postgresql)
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  [[ ${#missing[@]} == 0 ]] && return 0
  local command="apt-get install -y --no-install-recommends ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    say "the tests need Chromium or Chrome, PostgreSQL, and a C compiler."
    return 1
  fi
  if [[ $(id -u) != 0 || ${MMOE_NO_INSTALL:-} == 1 ]]; then
    say "the tests need ${missing[*]}; this installs it: sudo $command"
    return 1
  fi
  say "installing ${missing[*]} for the tests: a browser for the report, a database server, a compiler."
  local log
  log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $command; } >"$log" 2>&1; then
    tail -20 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

case ${1:-ensure} in
  ensure) ensure ;;
  browser) browser ;;
  postgresql) postgresql ;;
  *) say "expected ensure, browser or postgresql, found '$1'"; exit 2 ;;
esac

#!/usr/bin/env bash
# Writes the public members of the contract's projects into their PublicAPI.Unshipped.txt, from what the compiler misses in it: after a change of the
# contract, or a merge of two. The difference belongs into the commit; what is already in PublicAPI.Shipped.txt stays there.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Generated members may show only when the others are known: until the compiler misses none.
write() {
  local project=$1 file=$1/PublicAPI.Unshipped.txt members
  echo '#nullable enable' >"$file"
  until dotnet build "$project" --configuration Release >"$log" 2>&1; do
    members=$(sed -nE "s/^.*error RS0016: Symbol '(.*)' is not part of the declared public API.*$/\1/p" "$log")
    if [[ -z $members ]] || ! grep -qvxFf "$file" <<<"$members"; then
      grep -E 'error|warning' "$log" | sort -u >&2 || cat "$log" >&2
      echo "$project does not build; it is not for want of members in $file" >&2
      return 1
    fi
    members=$({ tail -n +2 "$file"; echo "$members"; } | LC_ALL=C sort -u)
    printf '#nullable enable\n%s\n' "$members" | sed '/^$/d' >"$file"
  done
  echo "$file: $(($(wc -l <"$file") - 1)) members"
}

write src/Abstractions
write src/Testing
write src/Runs
write src/Inference
write src/Engine

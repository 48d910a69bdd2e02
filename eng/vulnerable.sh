#!/usr/bin/env bash
# Known vulnerabilities of the locked packages, transitive ones included, as far as the registry tells: exit code 1 if there are
# any, 3 if the registry has no list.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

if ! report=$(dotnet list package --vulnerable --include-transitive --format json 2>&1); then
  echo "$report" >&2
  exit 3
fi
if grep -q '"problems"' <<<"$report"; then
  echo "the registry gave no list of vulnerabilities:" >&2
  echo "$report" >&2
  exit 3
fi
if grep -q '"advisoryurl"' <<<"$report"; then
  echo "$report"
  exit 1
fi
echo "no known vulnerabilities"

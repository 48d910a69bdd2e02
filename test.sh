#!/usr/bin/env bash
# Everything that checks the project. The last line is "N passed, N failed".
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en
mkdir -p artifacts
log=artifacts/test.log
passed=0
failed=0
skipped=0

finish() {
  if ((skipped > 0)); then
    echo "$skipped skipped"
  fi
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}

# A check that is no test: one more passed or failed.
check() {
  local what=$1
  shift
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    cat "$log"
    echo "failed: $what"
    return 1
  fi
}

eng/prerequisites.sh ensure && eng/test-prerequisites.sh || { failed=1; finish; }
check "restore with the locked packages" dotnet restore --locked-mode || finish
check "build without warnings" dotnet build --configuration Release --no-restore || finish
check "format" env Configuration=Release dotnet format --no-restore --verify-no-changes --severity warn

dotnet test --configuration Release --no-build --logger "console;verbosity=minimal" 2>&1 | tee "$log"
counts=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+' "$log")
while read -r line; do
  failed=$((failed + $(sed -E 's/.*Failed: +([0-9]+),.*/\1/' <<<"$line")))
  passed=$((passed + $(sed -E 's/.*Passed: +([0-9]+),.*/\1/' <<<"$line")))
  skipped=$((skipped + $(sed -E 's/.*Skipped: +([0-9]+),.*/\1/' <<<"$line")))
done <<<"$counts"

# A test project that crashes reports no counts.
projects=$(find tests -name '*.Tests.csproj' | wc -l)
if [[ $(grep -c . <<<"$counts") != "$projects" ]]; then
  echo "failed: not every test project came to its end"
  failed=$((failed + 1))
fi
finish

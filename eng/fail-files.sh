#!/usr/bin/env bash
# Runs and predicts with the real program on a file system that fails: a library in C, put before the system's own, lets single calls or all
# from one on fail as a damaged or full disk does. Each run comes to the undisturbed end, or ends with a message and can be taken up again.
# Exit code 1 if anything is otherwise. Needs a C compiler; Linux only.
#
#   eng/fail-files.sh [N [SEED]]     N faults, 400 by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build src/Host --configuration Release --verbosity quiet
dotnet run --project tests/Campaigns --configuration Release -- fail "${1:-400}" --seed "${2:-1}"

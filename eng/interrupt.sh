#!/usr/bin/env bash
# Kills runs of the program at random moments, and sends SIGTERM to some, takes them up again until they are done, and compares what they leave
# with an undisturbed run. Exit code 1 if anything differs.
#
#   eng/interrupt.sh [N [SEED]]      N interruptions, 80 by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build src/Host --configuration Release --verbosity quiet
dotnet run --project tests/Campaigns --configuration Release -- interrupt "${1:-80}" --seed "${2:-1}"

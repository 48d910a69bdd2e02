#!/usr/bin/env bash
# Sends SIGTERM to runs of the program at moments that are spread evenly from the start of the process to its end. Each has to end with exit
# code 130 within 5 s, and to go on to what an undisturbed run leaves. Exit code 1 if one doesn't.
#
#   eng/signal.sh [N]      N moments, 60 by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build src/Host --configuration Release --verbosity quiet
dotnet run --project tests/Campaigns --configuration Release -- signal "${1:-60}"

#!/usr/bin/env bash
# Gives the readers of configurations, CSV and Parquet files, checkpoints, encodings and the cache damaged and odd files; any input has to be read
# rightly or be refused with a message. Exit code 1 if one is not.
#
#   eng/fuzz.sh [N [SEED [NAME]]]      N inputs, 20000 by default; those that failed are in artifacts/fuzz
#
# With NAME (configuration, csv, parquet, ...) that reader alone gets all of them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet run --project tests/Campaigns --configuration Release -- fuzz "${1:-20000}" --seed "${2:-1}" --keep artifacts/fuzz ${3:+--only "$3"}

#!/usr/bin/env bash
# How long it takes to compare all digests of a case with a new set: winnow rematch on an
# invented exhibit, on two processors.
#
#   bench/rematch_rate.sh [FOLDER] [FILES] [LISTED] [MET] [RUNS]
#
# FOLDER (default ./practice/rematch) takes about 500 bytes a file; FILES is 5,000,000,
# LISTED 1,000,000 and MET 10,000 if nothing is said. Each run is of a fresh copy of the
# case, in the page cache. Prints seconds, digests a second, processor seconds, peak
# memory and, where perf may count them, instructions; the least of RUNS (3) is told.
# PDQ queries a second against a million hashes: bench/pdq_search.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$PWD/build/release/bin
folder=${1:-$PWD/practice/rematch}
files=${2:-5000000}
listed=${3:-1000000}
met=${4:-10000}
runs=${5:-3}
mkdir -p "$folder"
cd "$folder"
"$bin/rematch_rate" . "$files" "$listed" "$met"
printf 'machine: %s processors, %s\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
printf 'winnow:  %s\n' "$("$bin/winnow" --version)"
two=()
[ "$(nproc)" -gt 2 ] && two=(taskset -c 0,1)
: >rows.tsv
for ((i = 0; i < runs; i++)); do
  rm -rf one
  cp -r case one
  cat one/journal/* one/case.db later.wset >/dev/null
  "$bin/measure" rows.tsv --stamps said.txt --errors errors.txt \
    "${two[@]}" "$bin/winnow" rematch --case one --hashset later.wset
  tail -1 rows.tsv | cut -f6 | grep -qx 0 || { cat errors.txt >&2; exit 2; }
done
sort -g rows.tsv | head -1 | awk -F'\t' -v files="$files" '{
  printf "%d digests compared with the set in %.2f s: %d a second\n", files, $1, files / $1
  printf "processor %.2f s, peak %.0f MiB\n", $2, $3 / 1024}'
if command -v perf >/dev/null && perf stat -e instructions:u true 2>/dev/null; then
  rm -rf one
  cp -r case one
  perf stat -x, -e instructions:u -o counted.txt \
    "$bin/winnow" rematch --case one --hashset later.wset >/dev/null
  grep instructions counted.txt | cut -d, -f1 | sed 's/^/instructions /'
fi
rm -rf one

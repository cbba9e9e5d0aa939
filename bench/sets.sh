#!/usr/bin/env bash
# Compiling a list and asking it, against hfind and bare binary search.
#
#   bench/sets.sh [FOLDER] [ROWS] [LARGE_ROWS]
#
# Makes (once, in FOLDER, default ./practice/sets) invented md5sum lists of ROWS (default
# 10,000,000) and LARGE_ROWS (default 100,000,000; 0 leaves it out: it needs 15 GB of disk)
# and prints, in one run: time a row and peak memory of `winnow hashset build` and of
# `hfind -i md5sum`, how the time a row grows with the list, and what look_ups says of the
# larger set. The lists are in the page cache where memory allows.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$PWD/build/release/bin
folder=${1:-$PWD/practice/sets}
rows=${2:-10000000}
large=${3:-100000000}
mkdir -p "$folder"
cd "$folder"
for tool in hfind /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "sets.sh: $tool is not installed (packages sleuthkit, time)" >&2; exit 2; }
done

# timed LABEL COMMAND...: "wall cpu peak_KiB" in LABEL.times
timed() {
  local label=$1
  shift
  /usr/bin/time -f '%e %U %S %M' -o one.time "$@" >/dev/null 2>&1
  awk 'END {print $1, $2 + $3, $4}' one.time >"$label.times"
}
row() {  # TEXT LABEL ROWS
  awk -v text="$1" -v rows="$3" \
    '{printf "%-40s %9.2f s %9.2f s %8.3f us/row %7.0f MiB\n", text, $1, $2, $1 * 1e6 / rows, $3 / 1024}' "$2.times"
}
ratio() {  # TEXT LABEL ROWS LABEL ROWS
  awk -v text="$1" -v a="$(cut -d' ' -f1 "$2.times")" -v an="$3" \
    -v b="$(cut -d' ' -f1 "$4.times")" -v bn="$5" \
    'BEGIN {printf "%-40s %9.3f\n", text, (a / an) / (b / bn)}'
}
list() { [ -e "$1.md5" ] || "$bin/make_hash_list" "$1" "$1.md5"; }

list "$rows"
cat "$rows.md5" >/dev/null
rm -f -- "$rows.md5"-md5.idx*
timed build "$bin/winnow" hashset build small.wset "$rows.md5" --name bench --type known
timed hfind hfind -i md5sum "$rows.md5"
echo "machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo "winnow:  $("$bin/winnow" --version | head -n 1)"
printf '%-40s %11s %11s %15s %11s\n' '' wall processor '' 'peak memory'
row "winnow hashset build, $rows" build "$rows"
row "hfind -i md5sum, $rows" hfind "$rows"
ratio 'time a row, winnow / hfind (at most 0.1)' build "$rows" hfind "$rows"
set=small.wset
asked=$rows
if [ "$large" -gt 0 ]; then
  list "$large"
  timed large "$bin/winnow" hashset build large.wset "$large.md5" --name bench --type known
  row "winnow hashset build, $large" large "$large"
  ratio 'time a row, large / small (below 1.5)' large "$large" build "$rows"
  set=large.wset
  asked=$large
fi
"$bin/look_ups" "$set" "$asked.md5"

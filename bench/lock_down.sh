#!/usr/bin/env bash
# What the lock-down of the child costs: the same scan with winnow-worker and with one that
# is not locked down (tests/worker/unconfined_worker.cc), in turn.
#
#   bench/lock_down.sh [FOLDER] [PAIRS]
#
# Processor time is that of the whole process tree, the check of the exhibit, the sets and
# the database included. Makes (once, in FOLDER, default ./practice/bench) the corpus of
# 4 GiB and 20,000 files that make_corpus makes without options; PAIRS is 11 if nothing is
# said. Both sides run first in every second pair, and the ratio is the median of the
# pairs' own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$PWD/build/release/bin
folder=${1:-$PWD/practice/bench}
pairs=${2:-11}
mkdir -p "$folder"
cd "$folder"
[ -x /usr/bin/time ] || { echo "lock_down.sh: time is not installed (package time)" >&2; exit 2; }
[ -e corpus.tsv ] || "$bin/make_corpus" .
awk -F'\t' 'NR > 1 && NR % 100 == 0 {print $3 "  " $1}' corpus.tsv >some.md5
for side in with without; do
  mkdir -p "side-$side"
  cp "$bin/winnow" "side-$side/winnow"
done
cp "$bin/winnow-worker" side-with/winnow-worker
cp "$bin/unconfined_worker" side-without/winnow-worker
cat corpus-ntfs.img >/dev/null

# scan SIDE: prints "processor wall".
scan() {
  rm -rf case-lock-down
  /usr/bin/time -f '%U %S %e' -o one.time "side-$1/winnow" scan corpus-ntfs.img \
    --hashset some.md5 --case case-lock-down >/dev/null 2>&1 || true
  tail -1 one.time | awk '{print $1 + $2, $3}'
}

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

printf 'machine: %s processors, %s\n' "$(nproc)" "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)"
printf 'winnow:  %s\n' "$("$bin/winnow" --version)"
printf 'in force: %s\n' "$("$bin/winnow" --version --json | sed 's/.*"in_force":\[\([^]]*\)\].*/\1/')"
: >pairs.tsv
for ((i = 0; i < pairs; i++)); do
  if ((i % 2)); then
    without=$(scan without)
    with=$(scan with)
  else
    with=$(scan with)
    without=$(scan without)
  fi
  echo "$with $without" >>pairs.tsv
done
printf '%-34s %8s %8s\n' '' processor wall
awk '{print $1}' pairs.tsv | median | xargs -I{} printf '%-34s %8s' 'locked down' {}
awk '{print $2}' pairs.tsv | median | xargs printf ' %8s\n'
awk '{print $3}' pairs.tsv | median | xargs -I{} printf '%-34s %8s' 'not locked down' {}
awk '{print $4}' pairs.tsv | median | xargs printf ' %8s\n'
awk '{print $1 / $3}' pairs.tsv | median | xargs printf 'processor time, with / without, median of pairs (at most 1.05): %s\n'
awk '{print $2 / $4}' pairs.tsv | median | xargs printf 'wall time, with / without, median of pairs: %s\n'
awk '{print $1 / $3}' pairs.tsv | sort -n | tr '\n' ' ' | xargs printf 'the pairs: %s %s %s %s %s %s %s %s %s %s %s\n'

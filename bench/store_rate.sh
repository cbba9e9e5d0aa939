#!/usr/bin/env bash
# File records a second that the case store takes, end to end: out of a journal (take),
# and while the journal is being written (follow), beside the same rows put into an empty
# database by SQLite's own prepared statements (raw), in turns; then the question for
# contents that several exhibits share.
#
#   bench/store_rate.sh BUILD FOLDER [RECORDS] [ROUNDS] [EXHIBITS]
#
# BUILD is the build folder (build/release); FOLDER takes about 1 GB for a million
# records, and for each exhibit (default 4, of a tenth of the records). What is busy
# besides shows in the load, and in the seconds of the processor, which it does not touch
# as much.
set -euo pipefail
build=$(readlink -f "$1") folder=$2 records=${3:-1000000} rounds=${4:-5} exhibits=${5:-4}
mkdir -p "$folder"; cd "$folder"
rate=$build/bin/store_rate
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

rm -rf case rows
"$rate" make case "$records" >> rows
for round in $(seq 1 "$rounds"); do
  for what in take raw follow; do "$rate" $what case >> rows; done
done
printf 'load %s; %s file records, %s rows, journal %s MB, database %s MB, %s rounds\n' \
  "$(cut -d' ' -f1-3 /proc/loadavg)" "$records" "$(grep ^take rows | head -1 | cut -f3)" \
  "$(grep ^take rows | head -1 | awk -F'\t' '{ print int($9 / 1e6) }')" \
  "$(grep ^take rows | head -1 | awk -F'\t' '{ print int($10 / 1e6) }')" "$rounds"
for what in take follow raw; do
  seconds=$(grep ^$what rows | cut -f4 | median)
  after=$(grep ^$what rows | cut -f5 | median)
  processor=$(grep ^$what rows | cut -f6 | median)
  printf '%-7s %8d records a second (%.2f s, %.2f s after the last message), ' $what \
    "$(awk -v n="$records" -v s="$seconds" 'BEGIN { print int(n / s) }')" "$seconds" "$after"
  printf '%.2f processor seconds, %s million instructions, peak %s MB\n' "$processor" \
    "$(grep ^$what rows | cut -f7 | median)" \
    "$(($(grep ^$what rows | cut -f8 | median) / 1024))"
done
# Of each round: what raw insertion of the same rows takes of the time.
paste <(grep ^take rows | cut -f4,6) <(grep ^raw rows | cut -f4,6) |
  awk '{ print $3 / $1, $4 / $2 }' > ratios
printf 'raw inserts take %.2f of the time of take, %.2f of its processor time\n' \
  "$(cut -d' ' -f1 ratios | median)" "$(cut -d' ' -f2 ratios | median)"

rm -rf linked
for exhibit in $(seq 1 "$exhibits"); do
  "$rate" share linked $((records / 10)) > /dev/null
done
: > linked.rows
for round in $(seq 1 "$rounds"); do "$rate" links linked >> linked.rows 2> linked.words; done
printf 'links of %s exhibits of %s files: %.2f s, %.2f processor seconds, peak %s MB; %s\n' \
  "$exhibits" $((records / 10)) "$(cut -f4 linked.rows | median)" \
  "$(cut -f6 linked.rows | median)" "$(($(cut -f8 linked.rows | median) / 1024))" \
  "$(cat linked.words)"

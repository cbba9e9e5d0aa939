#!/usr/bin/env bash
# Pictures a second a core: the whole scan of an ext4 image full of 2-megapixel JPEGs,
# beside the bare loop over the same files in memory (look_loop), in turns; and the same
# with half of the pictures being copies of the others.
#
#   bench/look_rate.sh BUILD FOLDER [PICTURES] [ROUNDS]
#
# BUILD is the build folder (build/release), FOLDER takes the pictures and images (about
# 1 MB a picture). Both run in one thread; rates are by processor time.
set -euo pipefail
build=$(readlink -f "$1") folder=$2 pictures=${3:-300} rounds=${4:-5}
mkdir -p "$folder"; cd "$folder"
bin=$build/bin
set_size=100000

if [ ! -e "distinct/$pictures.jpg" ]; then
  mkdir -p distinct
  seq 1 "$pictures" | xargs -P "$(nproc)" -I{} \
    "$bin/make_picture" {} 1920x1080 88 distinct/{}.jpg
fi
if [ ! -e list.wset ]; then
  # Invented hashes: digits of a running SHA-256.
  seq 1 $set_size | awk '{ printf "%d\n", $1 }' | while read -r number; do
    printf '%s' "$number" | sha256sum | cut -c1-64
  done > list.pdq
  "$bin/winnow" hashset build list.wset list.pdq --name invented --type notable \
    --format pdq > /dev/null
fi
half=$((pictures / 2))
if [ ! -e halved.img ]; then
  mkdir -p halved
  for number in $(seq 1 $half); do
    cp "distinct/$number.jpg" "halved/a$number.jpg"
    cp "distinct/$number.jpg" "halved/b$number.jpg"
  done
  bytes=$(( $(du -sb distinct | cut -f1) * 13 / 10 + 67108864 ))
  for set in distinct halved; do
    truncate -s "$bytes" "$set.img"
    mke2fs -q -t ext4 -d "$set" "$set.img"
  done
fi

scan() {  # IMAGE -> processor seconds
  rm -rf case rows
  "$bin/measure" rows "$bin/winnow" scan "$1" --hashset list.wset --case case \
    --threads 1 --no-indications
  cut -f2 rows
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

: > loop.rows; : > distinct.rows; : > halved.rows
for round in $(seq 1 "$rounds"); do
  "$bin/look_loop" list.wset distinct/*.jpg >> loop.rows
  scan distinct.img >> distinct.rows
  scan halved.img >> halved.rows
done
# What a machine is busy with besides changes from round to round: the ratio of each
# round is what is compared, and the range says how much that is to be trusted.
paste <(cut -f3 loop.rows) <(grep . distinct.rows) <(grep . halved.rows) |
  awk -v n="$pictures" -v half=$((2 * half)) \
    '{ print n / $1, n / $2, half / $3, $1 / $2, half / $3 / (n / $2) }' > rounds.rows
column_median() { cut -d' ' -f"$1" rounds.rows | median; }
range() { cut -d' ' -f"$1" rounds.rows | sort -n | awk '
  { v[NR] = $1 } END { printf "%.2f to %.2f", v[1], v[NR] }'; }
printf '%s pictures of 1920x1080, %s bytes, a set of %s PDQ values, %s rounds\n' \
  "$pictures" "$(cut -f2 loop.rows | head -1)" $set_size "$rounds"
printf 'bare loop    %7.1f pictures a second (%s)\n' "$(column_median 1)" \
  "$(tail -1 loop.rows | cut -f5- | tr '\t' ' ')"
printf 'whole scan   %7.1f pictures a second, %.2f of the loop (%s)\n' \
  "$(column_median 2)" "$(column_median 4)" "$(range 4)"
printf 'half copies  %7.1f pictures a second, %.2f times as many as all different (%s)\n' \
  "$(column_median 3)" "$(column_median 5)" "$(range 5)"

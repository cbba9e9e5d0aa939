#!/usr/bin/env bash
# How soon the page's server answers with a large case: alone, and while a scan that it
# started is at work.
#
#   bench/serve_rate.sh BUILD FOLDER [EXHIBITS] [FINDINGS] [ROUNDS] [SCANNED]
#
# BUILD is the build folder (build/release); 200 exhibits with 100,000 findings together,
# 30 rounds. SCANNED (/usr/lib) is the folder that is scanned beside; it takes as long as
# the questions, or its part counts for less. A request for a page takes under 100 ms at
# the median, or the last line says which does not, and the exit status is 1.
set -euo pipefail
build=$(readlink -f "$1") folder=$2 exhibits=${3:-200} findings=${4:-100000}
rounds=${5:-30} scanned=${6:-/usr/lib}
mkdir -p "$folder"; cd "$folder"
export WINNOW_STATE=$PWD/state
rm -rf case state answers list.txt
"$build/bin/serve_rate" make case "$exhibits" "$findings"
printf '%032d  none.jpg\n' 1 > list.txt
"$build/bin/winnow" serve --case case --hashset list.txt --images "$scanned" --port 0 \
  > address 2> words &
server=$!
trap 'kill -INT $server 2>/dev/null; wait $server' EXIT
began=$(date +%s%N)
until [ -s address ] || ! kill -0 $server 2>/dev/null; do sleep 0.05; done
[ -s address ] || { cat words >&2; exit 2; }
address=$(cat address)
printf 'load %s; %s exhibits, %s findings; ready after %s ms; %s MB\n' \
  "$(cut -d' ' -f1-3 /proc/loadavg)" "$exhibits" "$findings" \
  $((($(date +%s%N) - began) / 1000000)) \
  $(($(awk '/VmRSS/ { print $2 }' /proc/$server/status) / 1024))
echo "alone"
"$build/bin/serve_rate" ask "$address" "$rounds" | tee -a answers
echo "while a scan of $scanned is at work"
"$build/bin/serve_rate" start "$address" "$(readlink -f "$scanned")"
"$build/bin/serve_rate" ask "$address" "$rounds" | tee -a answers
curl -s "${address}api/scan" 2>/dev/null | grep -o '"state":"[a-z]*"' || true
! awk '{ for (i = 1; i < NF; ++i) if ($i == "median" && $(i + 1) > 100) print "too slow: " $0 }' \
  answers | grep .

#!/usr/bin/env bash
# Winnow against The Sleuth Kit's own tools on the same images, in the same run.
#
#   bench/against_peers.sh [FOLDER] [RUNS]
#
# Makes (once, in FOLDER, default ./practice/bench) a 4 GiB NTFS corpus of 20,000 mostly
# JPEG files and an NTFS and an ext4 volume with 100,000 names in one folder; then prints
#   - full scan, MD5 and SHA-1, two threads     against fiwalk -x
#   - the same with SHA-256 too                 (no peer: shown for its own sake)
#   - scan --until inventory                    against fls -r -p
# as medians of RUNS runs (default 3) taken in turn, with processor seconds, peak memory of
# the largest process and bytes examined. Everything is warm: read once before.
#
# What it is unfair about: fiwalk writes its XML to /dev/null while Winnow keeps a journal
# and a database on disk; Winnow uses two threads, fiwalk has one; Winnow also matches.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=$PWD/build/release/bin
folder=${1:-$PWD/practice/bench}
runs=${2:-3}
mkdir -p "$folder"
cd "$folder"
for tool in fiwalk fls /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "against_peers.sh: $tool is not installed (packages sleuthkit, time)" >&2; exit 2; }
done

crowd_recipe() { printf 'volume size=512MiB %s\ncrowd many 100000 5\n' "$1"; }
[ -e corpus.tsv ] || "$bin/make_corpus" .
[ -e ntfs.tsv ] || { crowd_recipe '' >ntfs.recipe; "$bin/make_ntfs" ntfs.recipe ntfs.img ntfs.tsv; }
[ -e ext4.tsv ] || { crowd_recipe 'unit=1024 inodes=130000' >ext4.recipe
  "$bin/make_ext4" ext4.recipe ext4.img ext4.tsv; }
# A list that holds some of the pictures, so that matching has something to do.
awk -F'\t' 'NR > 1 && NR % 100 == 0 {print $3 "  " $1}' corpus.tsv >some.md5
cat corpus-ntfs.img ntfs.img ext4.img >/dev/null

# timed LABEL COMMAND...: appends "wall cpu peak_KiB" to LABEL.times
timed() {
  local label=$1
  shift
  /usr/bin/time -f '%e %U %S %M' -o one.time "$@" >/dev/null 2>&1 || true
  # An exit status that is not 0 (a listed file met) puts a line before the figures.
  awk 'END {print $1, $2 + $3, $4}' one.time >>"$label.times"
}
winnow_scan() {  # LABEL IMAGE OPTION...
  local label=$1 image=$2
  shift 2
  rm -rf "case-$label"
  timed "$label" "$bin/winnow" scan "$image" --hashset some.md5 --case "case-$label" \
    --threads 2 "$@"
}
median() { cut -d' ' -f"$2" "$1.times" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
row() { printf '%-44s %8.2f s %8.2f s %8.0f MiB\n' "$1" "$(median "$2" 1)" "$(median "$2" 2)" \
  "$(awk "BEGIN {print $(median "$2" 3) / 1024}")"; }
ratio() { awk "BEGIN {printf \"%-44s %8.3f\n\", \"$1\", $(median "$2" 1) / $(median "$3" 1)}"; }

rm -f -- *.times
for _ in $(seq "$runs"); do
  timed fiwalk fiwalk -x corpus-ntfs.img
  winnow_scan full corpus-ntfs.img --digests md5,sha1
  winnow_scan three corpus-ntfs.img
  timed fls-ntfs fls -r -p ntfs.img
  winnow_scan list-ntfs ntfs.img --until inventory
  timed fls-ext4 fls -r -p ext4.img
  winnow_scan list-ext4 ext4.img --until inventory
done

echo "machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo "winnow:  $("$bin/winnow" --version | head -n 1)"
echo "runs:    $runs, medians; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
printf '%-44s %10s %10s %12s\n' '' wall processor 'peak memory'
row 'corpus: fiwalk -x' fiwalk
row 'corpus: winnow, MD5 and SHA-1' full
row 'corpus: winnow, MD5, SHA-1 and SHA-256' three
row '100,000 names, NTFS: fls -r -p' fls-ntfs
row '100,000 names, NTFS: winnow inventory' list-ntfs
row '100,000 names, ext4: fls -r -p' fls-ext4
row '100,000 names, ext4: winnow inventory' list-ext4
ratio 'wall, winnow / fiwalk (at most 0.333)' full fiwalk
ratio 'wall, winnow with SHA-256 / fiwalk' three fiwalk
ratio 'wall, winnow / fls, NTFS (at most 0.100)' list-ntfs fls-ntfs
ratio 'wall, winnow / fls, ext4 (at most 0.100)' list-ext4 fls-ext4
"$bin/winnow" coverage --case case-full --json |
  sed 's/.*"bytes":{"total":\([0-9]*\),"read":\([0-9]*\).*"files":{"listed":\([0-9]*\),"matched":\([0-9]*\).*/bytes examined: \2 of \1; files \3; listed files met: \4/' | head -n 1

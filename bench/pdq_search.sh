#!/usr/bin/env bash
# PDQ hashes within 31 bits, against ThreatExchange's multi-index and faiss's.
#
#   bench/pdq_search.sh THREATEXCHANGE [FOLDER] [HASHES...]
#
# THREATEXCHANGE is a checkout of facebook/ThreatExchange; faiss is the package
# libfaiss-dev. Peers without their sources are left out with a word. Each number of
# HASHES (default 1000000 10000000) is searched random and clustered; the peers are asked
# at the first of them only (at ten million they need more memory than a laptop has), 500
# queries each. All on one core, in seconds of its processor. FOLDER (default
# ./practice/pdq) needs 2 GB of disk.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -ge 1 ] || { echo "usage: bench/pdq_search.sh THREATEXCHANGE [FOLDER] [HASHES...]" >&2; exit 2; }
source=$1
folder=${2:-$PWD/practice/pdq}
shift $(($# > 2 ? 2 : $#))
[ $# -gt 0 ] || set -- 1000000 10000000
first=$1
mkdir -p "$folder"
peers=()
# build NAME ARGUMENTS...
build() {
  local name=$1
  shift
  if g++ -std=c++17 -O3 -march=native -w "bench/$name.cc" "$@" -o "$folder/$name" 2>"$folder/$name.log"; then
    peers+=("$name")
  else
    echo "pdq_search.sh: $name left out, see $folder/$name.log" >&2
  fi
}
build pdq_threatexchange -I"$source" "$source"/pdq/cpp/common/pdqhashtypes.cpp \
  "$source"/pdq/cpp/common/pdqhamming.cpp
build pdq_faiss -fopenmp -lfaiss -llapack -lblas
echo "machine: $(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
for hashes in "$@"; do
  for kind in random clustered; do
    build/release/bin/pdq_search "$folder" "$hashes" "$kind"
    [ "$hashes" = "$first" ] || continue
    for peer in "${peers[@]}"; do "$folder/$peer" "$folder" 500; done
  done
done

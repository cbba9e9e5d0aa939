#!/usr/bin/env bash
# From a bare Debian 12 to a running Winnow, in one command:
#
#   ./bootstrap.sh demo    install what is needed, build, scan three practice devices
#   ./bootstrap.sh test    install what is needed, build, run every test
#   ./bootstrap.sh sanitize  the same under the address and undefined-behaviour sanitizers,
#                          and the pipeline's tests under the thread sanitizer (half an hour)
#   ./bootstrap.sh fuzz [seconds]  what is needed, then each of the 36 fuzz targets of
#                          tests/fuzz for that long, one after the other; 300 if nothing
#                          is said, which takes three hours with the build
#   ./bootstrap.sh mutate [SEED] [IMAGES]  scans of damaged file systems, IMAGES of each of
#                          eleven; seed 1 and 300 if nothing is said, half an hour
#   ./bootstrap.sh kill [SEED] [ROUNDS]  scans that are killed and begun again, ROUNDS of
#                          each of three kinds; seed 1 and 100, twenty minutes
#   ./bootstrap.sh mutate-contents [SEED] [ROUNDS]  scans of damaged pictures, videos and
#                          containers, 40 in each of ROUNDS; seed 1 and 500, ten minutes
#   ./bootstrap.sh kill-contents [SEED] [ROUNDS]  as kill, over such files; seed 1 and 50
#   ./bootstrap.sh build   install what is needed, build the programs
#   ./bootstrap.sh package  the same, and a Debian package of them in build/release/package
#   ./bootstrap.sh page    install what is needed, build, rebuild the page and compare it with
#                          what is committed, and try it in a browser; test does so too
#   ./bootstrap.sh check   what a contributor runs besides: format and clang-tidy
#
# Packages come from Debian alone, as root or through sudo. Nothing else is downloaded but
# the npm packages that the page is built and tested with, by the hashes of its lock file.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# What the programs are built from.
BUILD_PACKAGES=(g++ cmake ninja-build pkg-config
  libtsk-dev libewf-dev libbfio-dev libvhdi-dev libvmdk-dev libafflib-dev zlib1g-dev
  libtbb-dev libhwy-dev libxxhash-dev libssl-dev libsqlite3-dev libexpat1-dev
  libcpp-httplib-dev
  libsodium-dev libseccomp-dev libcli11-dev rapidjson-dev libtomlplusplus-dev
  libjpeg62-turbo-dev libspng-dev libtiff-dev libopenjp2-7-dev libgif-dev libwebp-dev
  libheif-dev libavformat-dev libavcodec-dev libavutil-dev
  libopencv-core-dev libopencv-imgproc-dev libopencv-dnn-dev libopencv-objdetect-dev
  opencv-data
  libhpdf-dev fonts-dejavu-core
  libarchive-dev libgsf-1-dev libqpdf-dev libgmime-3.0-dev libpff-dev libbrotli-dev)
# What practice devices are made with (nothing is mounted).
PRACTICE_PACKAGES=(ntfs-3g ntfs-3g-dev libext2fs-dev comerr-dev e2fsprogs dosfstools mtools)
# What the tests compare with or make images with.
TEST_PACKAGES=(libgtest-dev sleuthkit qemu-utils ewf-tools afflib-tools strace makefs
  exfatprogs xz-utils zstd cryptsetup-bin libpng-dev ffmpeg poppler-utils)
# What makes the Debian package.
PACKAGE_PACKAGES=(dpkg-dev file gzip)
# What builds the page anew and tries it. Where a newer Node.js with its own npm is installed,
# that is taken.
PAGE_PACKAGES=(chromium git)
command -v node >/dev/null || PAGE_PACKAGES+=(nodejs)
command -v npm >/dev/null || PAGE_PACKAGES+=(npm)
CHECK_PACKAGES=(clang-format-14 clang-tidy-14)
# libFuzzer and the sanitizers come in the second, which the first does not pull in.
FUZZ_PACKAGES=(clang-14 libclang-rt-14-dev)

say() { printf '== %s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    echo "bootstrap.sh: packages are missing and can only be installed as root; run this" \
         "as root or install sudo" >&2
    exit 2
  fi
}

# install PACKAGE...: those that are missing, without a question.
install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
      missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  command -v apt-get >/dev/null || {
    echo "bootstrap.sh: this system has no apt-get; Debian 12 is what Winnow is built on" >&2
    exit 2
  }
  say "installing ${#missing[@]} packages: ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
    --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET TARGET...
build() {
  local preset=$1
  shift
  say "building ($preset)"
  cmake --preset "$preset" >/dev/null
  cmake --build --preset "$preset" --target "$@"
}

run_tests() {
  say "testing ($1)"
  ctest --preset "$1" --parallel "$(nproc)"
}

demo() {
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}"
  build release winnow winnow-worker practice_devices
  local bin=$PWD/build/release/bin
  rm -rf practice
  mkdir practice
  say "making three practice devices in ./practice (drawn pictures, nothing is mounted)"
  "$bin/practice_devices" practice
  cd practice
  say "compiling the list of pictures to look for"
  "$bin/winnow" hashset build practice.wset practice-list.md5 \
    --name "practice list" --type notable
  say "scanning"
  # 1 means "a listed file was met": here that is what must happen.
  local status=0
  "$bin/winnow" scan laptop-ntfs.img phone-ext4.img stick-fat.img \
    --hashset practice.wset --case case || status=$?
  [ "$status" = 1 ] || {
    echo "bootstrap.sh: the demo's scan ended with status $status, not 1" >&2
    exit 1
  }
  say "the case is in ./practice/case; try: build/release/bin/winnow rank --case practice/case"
}

# The page that is committed is the one that its sources give, and does as it should: by
# itself, and on the server.
page() {
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${PAGE_PACKAGES[@]}"
  build release winnow winnow-worker
  try_page
}

try_page() {
  local winnow=$PWD/build/release/bin/winnow
  say "building the page"
  (
    cd drivers/web/page
    npm ci --ignore-scripts --no-audit --no-fund --silent
    npm run --silent check
    npm run --silent build
    git diff --exit-code -- dist || {
      echo "bootstrap.sh: drivers/web/page/dist is not what its sources give; commit" \
           "what was built now" >&2
      exit 1
    }
    say "trying the page by itself"
    npm test --silent
    say "trying the page on the server"
    npm run --silent test-served -- --winnow "$winnow"
  )
}

test_all() {
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${TEST_PACKAGES[@]}" \
    "${PAGE_PACKAGES[@]}"
  build release all
  run_tests release
  try_page
}

sanitize() {
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  build asan all
  run_tests asan
  # Under the thread sanitizer only what has threads is built and run.
  build tsan pipeline_test
  run_tests tsan
}

# What a target finds stays in build/fuzz/found and, once mended, in tests/fuzz/corpus
# under a name that says what it did. What it learns stays in build/fuzz/learned; keep it
# by `fuzz_T -set_cover_merge=1 -use_counters=0 tests/fuzz/corpus/T build/fuzz/learned/T`.
# A hang of ten seconds and memory beyond 2 GiB are findings like any other.
# run_target TARGET ARGUMENT...
run_target() {
  "build/fuzz/bin/fuzz_$1" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/found/$1/" "${@:2}" >>"build/fuzz/found/$1/log" 2>&1
}

# hung_once TARGET: whether all that was found are hangs that do not come again. The
# engine counts the time that a machine stands still, or gives to others, as well.
hung_once() {
  local input hung=()
  for input in build/fuzz/found/"$1"/*-*; do
    case $input in */timeout-*) hung+=("$input") ;; *) return 1 ;; esac
  done
  run_target "$1" "${hung[@]}" && rm "${hung[@]}"
}

# fuzz_one TARGET SECONDS: its line of the summary, and whether nothing was found.
fuzz_one() {
  local found=build/fuzz/found/$1 learned=build/fuzz/learned/$1
  local end=$((SECONDS + $2)) result="nothing found"
  rm -rf "$found"
  mkdir -p "$found" "$learned"
  while [ "$SECONDS" -lt "$end" ]; do
    run_target "$1" -max_total_time=$((end - SECONDS)) "$learned" \
      "tests/fuzz/corpus/$1" && break
    hung_once "$1" && continue
    result="FOUND, see $found"
    break
  done
  awk -v target="$1" -v result="$result" '
    /^stat::number_of_executed_units:/ { inputs += $2 }
    END { printf "%-18s %11d inputs  %s\n", target, inputs, result }' "$found/log"
  [ "$result" = "nothing found" ]
}

fuzz() {
  local seconds=$1 target failed=0
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${TEST_PACKAGES[@]}" \
    "${FUZZ_PACKAGES[@]}"
  # The one of LLVM, which goes with Clang, does not seal libewf as scanner/evidence asks.
  cmake --preset fuzz -DCMAKE_OBJCOPY="$(command -v objcopy)" >/dev/null
  build fuzz fuzzers
  say "fuzzing, $seconds seconds a target"
  for target in tests/fuzz/corpus/*/; do
    fuzz_one "$(basename "$target")" "$seconds" || failed=$((failed + 1))
  done
  [ "$failed" = 0 ] || {
    echo "bootstrap.sh: $failed fuzz targets have found something" >&2
    exit 1
  }
}

# campaign TARGET OPTION...: one of the runners of tests/hostile, in build/hostile.
campaign() {
  local work=build/hostile/$1
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
  build release winnow winnow-worker "$1"
  mkdir -p "$work"
  "build/release/bin/$1" --winnow build/release/bin/winnow --work "$work" "${@:2}"
}

# One build packed twice gives the same package, byte for byte.
package() {
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${PACKAGE_PACKAGES[@]}"
  build release winnow winnow-worker winnow_manual
  say "packing"
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)} \
    cpack --config build/release/CPackConfig.cmake >/dev/null
  (cd build/release/package && sha256sum ./*.deb)
}

check() {
  install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}" "${TEST_PACKAGES[@]}" \
    "${CHECK_PACKAGES[@]}"
  say "format"
  git ls-files '*.cc' '*.h' | xargs clang-format-14 --dry-run -Werror
  build dev all
  say "clang-tidy"
  git ls-files 'base/*.cc' 'hashsets/*.cc' 'scanner/*.cc' 'drivers/*.cc' |
    xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/dev --quiet
}

case "${1:-}" in
  demo) demo ;;
  test) test_all ;;
  sanitize) sanitize ;;
  check) check ;;
  page) page ;;
  package) package ;;
  fuzz) fuzz "${2:-300}" ;;
  mutate) campaign mutation_runner --seed "${2:-1}" --images "${3:-300}" ;;
  kill) campaign kill_runner --seed "${2:-1}" --rounds "${3:-100}" ;;
  mutate-contents) campaign content_runner --seed "${2:-1}" --rounds "${3:-500}" ;;
  kill-contents)
    campaign kill_runner --contents ../shared --seed "${2:-1}" --rounds "${3:-50}"
    ;;
  build)
    install "${BUILD_PACKAGES[@]}" "${PRACTICE_PACKAGES[@]}"
    build release winnow winnow-worker
    ;;
  *)
    sed -n '2,25s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

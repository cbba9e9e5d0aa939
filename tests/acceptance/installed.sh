#!/bin/bash
# installed.sh BUILD PRACTICE_DEVICES: installs the build into a prefix, moves it, and runs
# what is there as a user would, with the worker that lies behind it and nothing of the
# build on the way.
set -eu
build=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
fail() { echo "installed: $1"; exit 1; }

cmake --install "$build" --prefix "$root/first" >/dev/null
mkdir "$root/a place"
mv "$root/first" "$root/a place/winnow"
prefix="$root/a place/winnow"
for file in bin/winnow libexec/winnow/winnow-worker libexec/winnow/libwinnow_classes.so \
  libexec/winnow/libwinnow_video.so share/man/man1/winnow.1.gz \
  share/bash-completion/completions/winnow share/winnow/policy.toml \
  share/winnow/profiles/uk.json share/winnow/practice-model/practice.onnx \
  share/doc/winnow/copyright share/doc/winnow/LICENSE share/doc/winnow/bootable-stick.md; do
  [ -f "$prefix/$file" ] || fail "$file is missing"
done
# A path of the build machine in there would be found by nobody else.
for file in bin/winnow libexec/winnow/winnow-worker libexec/winnow/libwinnow_classes.so; do
  readelf -d "$prefix/$file" | grep -E 'R(UN)?PATH' && fail "$file has a run-path"
done
gzip -dc "$prefix/share/man/man1/winnow.1.gz" | head -1 | grep -q '^\.TH WINNOW 1 ' ||
  fail "the manual page is none"
bash -n "$prefix/share/bash-completion/completions/winnow" || fail "the completion is no bash"

cd "$root"
"$2" practice >/dev/null
export PATH="$prefix/bin:$PATH"
cd practice
winnow --version --json | grep -q '"seccomp"' || fail "the worker says nothing of itself"
status=0
winnow scan laptop-ntfs.img --hashset practice-list.md5 --keep pictures --classes \
  --model "$prefix/share/winnow/practice-model" >answer 2>&1 || status=$?
[ "$status" = 1 ] || fail "the scan ended with $status: $(cat answer)"
grep -q 'cannot be loaded' answer && fail "a module is not found: $(cat answer)"
grep -q '^  files: 62 found' answer || fail "the answer is another: $(cat answer)"
winnow rank >/dev/null

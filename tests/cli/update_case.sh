#!/bin/bash
# update_case.sh CASE.sh WINNOW FAKE_WORKER: writes what a case shows now as its expectation,
# for a person to review as a diff.
set -u
expected=${1%.sh}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin" "$root/work" "$root/tmp"
cp "$2" "$root/bin/winnow"
cp "$3" "$root/bin/winnow-worker"
cd "$root/work" || exit 1
PATH="$root/bin:$PATH" TMPDIR="$root/tmp" HELPERS=$(dirname "$1")/../helpers.sh \
  bash "$1" >"$root/stdout" 2>"$root/stderr" </dev/null
status=$?
sed -i "s|$root/work|@DIR@|g; s/\(head[\": ]*[0-9]*:\)[0-9a-f]\{64\}/\1@HASH@/" \
  "$root/stdout" "$root/stderr"
rm -f "$expected.exit" "$expected.stderr.glob"
[ $status = 0 ] || echo $status >"$expected.exit"
[ -f "$expected.stdout.glob" ] || cp "$root/stdout" "$expected.stdout.exact"
# What a shell pattern would take for itself is quoted.
[ -s "$root/stderr" ] && sed 's/[][*?\\]/\\&/g' "$root/stderr" >"$expected.stderr.glob"
exit 0

#!/bin/bash
# run_case.sh CASE.sh WINNOW FAKE_WORKER: runs one case and compares what it shows.
#
# The case runs in an empty folder with `winnow` on its PATH. Beside it lie what is expected:
#   CASE.stdout.exact   standard output, byte for byte
#   CASE.stdout.glob    ... or line by line as shell patterns
#   CASE.stderr.glob    standard error the same way; nothing expected if there is none
#   CASE.exit           exit status; 0 if there is none
# In both outputs the case's folder is shown as @DIR@, the hash of an audit log's head as
# @HASH@.
set -u
case_file=$1
expected=${case_file%.sh}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin" "$root/work" "$root/tmp"
cp "$2" "$root/bin/winnow"
cp "$3" "$root/bin/winnow-worker"

cd "$root/work" || exit 1
PATH="$root/bin:$PATH" TMPDIR="$root/tmp" HELPERS=$(dirname "$case_file")/../helpers.sh \
  bash "$case_file" >"$root/stdout" 2>"$root/stderr" </dev/null
status=$?
sed -i "s|$root/work|@DIR@|g; s/\(head[\": ]*[0-9]*:\)[0-9a-f]\{64\}/\1@HASH@/" \
  "$root/stdout" "$root/stderr"

failed=0
complain() {
  echo "$(basename "$case_file"): $1"
  failed=1
}

# compare_globs ACTUAL PATTERNS WHAT
compare_globs() {
  local line pattern number=0
  exec 8<"$1" 9<"$2"
  while true; do
    number=$((number + 1))
    local more_lines=1 more_patterns=1
    IFS= read -r line <&8 || more_lines=0
    IFS= read -r pattern <&9 || more_patterns=0
    [ $more_lines = 0 ] && [ $more_patterns = 0 ] && break
    if [ $more_lines = 0 ]; then complain "$3 ends before: $pattern"; break; fi
    if [ $more_patterns = 0 ]; then complain "$3 has more: $line"; break; fi
    # shellcheck disable=SC2254
    case $line in
      $pattern) ;;
      *) complain "$3 line $number is: $line"; complain "   expected: $pattern"; break ;;
    esac
  done
}

wanted=0
[ -f "$expected.exit" ] && wanted=$(cat "$expected.exit")
[ "$status" = "$wanted" ] || complain "exit status $status, expected $wanted"
if [ -f "$expected.stdout.glob" ]; then
  compare_globs "$root/stdout" "$expected.stdout.glob" "standard output"
else
  exact=$expected.stdout.exact
  [ -f "$exact" ] || exact=/dev/null
  diff "$exact" "$root/stdout" || complain "standard output differs"
fi
patterns=$expected.stderr.glob
[ -f "$patterns" ] || patterns=/dev/null
compare_globs "$root/stderr" "$patterns" "standard error"
[ -z "$(ls -A "$root/tmp")" ] || complain "left behind in TMPDIR: $(ls -A "$root/tmp")"
if [ $failed != 0 ]; then
  echo "--- standard output"; cat "$root/stdout"
  echo "--- standard error"; cat "$root/stderr"
fi
exit $failed

# For the cases: exhibits of the fake child (tests/supervise/fake_worker.cc) and lists of
# the contents it pretends to find. All digests are of invented content.

# exhibit FILE LINE...: an exhibit that says these lines.
exhibit() {
  local file=$1
  shift
  printf '%s\n' "$@" >"$file"
}

# list FILE NUMBER...: a list of MD5 digests of these files of the fake child.
list() {
  local file=$1
  shift
  for number in "$@"; do
    printf 'content-%d' "$number" | md5sum | sed "s/-$/$number.jpg/"
  done >"$file"
}

# status COMMAND...: runs it quietly and prints its exit status.
status() {
  "$@" >/dev/null
  echo "exit status $?"
}

# What is said of each command: --help, with an example and no line that a terminal would
# break; and the manual page and the completion, which must leave nothing of it out.
winnow --generate man-page | sed 's/\\-/-/g; s/\\f[BR]//g' >page
winnow --generate bash-completion >completion
. ./completion
compopt() { :; }  # for a command line, and there is none

complete_words() {
  COMP_WORDS=(winnow "$@")
  COMP_CWORD=$#
  _winnow
  printf '%s\n' "${COMPREPLY[@]}"
}

# commands HELP: those that the help of a command lists.
commands() { sed '/^Options:/,$d' "$1" | sed -n 's/^  \([a-z]\{1,\}\)  .*/\1/p'; }

# examine COMMAND...: what its help says, and those of the commands below it.
examined=0
examine() {
  local help=help-${*// /-} option command
  help=${help// /-}
  winnow "$@" --help >"$help" || echo "winnow $*: help is refused"
  examined=$((examined + 1))
  awk -v name="$*" 'length($0) > 80 { print name ": longer than 80: " $0 }' "$help"
  grep -q '^Examples\{0,1\}:$' "$help" || echo "$*: no example"
  grep -q "^  winnow $1" "$help" || [ $# = 0 ] || echo "$*: no example of it"
  [ $# = 0 ] || grep -qF "$(sed -n 's/^Usage: //p' "$help" | head -1)" page ||
    echo "$*: not in the manual page"
  for option in $(sed -n 's/^  \(-[a-z], \)\{0,1\}\(--[a-z-]*\).*/\2/p' "$help"); do
    sed -n "/^.SS winnow${*:+ $*} /,/^.SS/p; /^.SH OPTIONS/,/^.SH COMMANDS/p" page |
      grep -qE "^(-[a-z], )?$option( |\$)" || echo "$*: $option is not in the page"
    complete_words "$@" "$option" | grep -qxF -e "$option" ||
      echo "$*: $option is not completed"
  done
  for command in $(commands "$help"); do
    complete_words "$@" "$command" | grep -qxF "$command" ||
      echo "$* $command: is not completed"
    examine "$@" "$command"
  done
}
examine
[ $examined -gt 20 ] || echo "only $examined commands are listed"
grep -c '^Other commands:' help-

echo '-- values, files and words that are not there'
complete_words scan --until c
complete_words hashset build a.wset list --type ''
complete_words hashset build a.wset list --profile ''
complete_words export --format ''
complete_words people --grant ''
complete_words people --grant 'R. Reviewer' a
complete_words people --grant 'R. Reviewer' reviewer --op
complete_words scan --case ''
mkdir folder
touch folder-like-file
complete_words rank --case fol
complete_words serve --images fol
complete_words scan --nonsense
complete_words sc

echo '-- at the bottom of the manual page'
grep -E '^\.SH' page
winnow --generate poem 2>/dev/null || echo "exit status $?"

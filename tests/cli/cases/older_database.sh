# A database of an earlier version is made anew from the journals, by whatever command
# comes first.
. "$HELPERS"
exhibit usb.raw 'files 30'
exhibit card.raw 'files 3'
list list.txt 3
winnow scan usb.raw card.raw --hashset list.txt --case sound >/dev/null 2>&1
winnow findings --json --case sound >findings
for command in 'findings --json' 'rank --as-of 2024-05-31 --json' coverage links verify \
  'verify --rebuild' 'scan card.raw --hashset list.txt --json'; do
  cp -r sound case
  printf '\0\0\0\1' | dd of=case/case.db bs=1 seek=60 conv=notrunc status=none
  # shellcheck disable=SC2086
  winnow $command --case case >answer
  echo "$command: exit status $?"
  grep database answer
  winnow findings --json --case case | cmp - findings && echo 'same findings'
  winnow verify --case case | grep database
  rm -r case
done

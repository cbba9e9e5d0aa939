. "$HELPERS"
# Where a record begins depends on the version that wrote the first one.
verify() {
  local code=0
  winnow verify "$@" >verified || code=$?
  sed 's/byte [0-9]*/byte N/' verified
  echo "exit status $code"
}
exhibit usb.raw 'files 9'
list list.txt 1
winnow scan usb.raw --hashset list.txt >/dev/null 2>&1
journal=$(ls winnow-case/journal/*.wj)
cp "$journal" good
verify
printf '\377' | dd of="$journal" bs=1 seek=900 conv=notrunc status=none
verify --rebuild
winnow coverage --json | grep -o '"complete":[a-z]*'
cp good "$journal"
truncate -s -5 "$journal"
verify --rebuild
winnow scan usb.raw --hashset list.txt --json 2>/dev/null | tail -1
cmp good "$journal" && echo 'the journal is whole again'

. "$HELPERS"
exhibit usb.raw 'files 9'
list list.txt 1
winnow scan usb.raw --hashset list.txt >/dev/null 2>&1
journal=$(ls winnow-case/journal/*.wj)
cp "$journal" good
winnow verify
echo "exit status $?"
printf '\377' | dd of="$journal" bs=1 seek=900 conv=notrunc status=none
winnow verify --rebuild
echo "exit status $?"
winnow coverage --json | grep -o '"complete":[a-z]*'
cp good "$journal"
truncate -s -5 "$journal"
winnow verify --rebuild
echo "exit status $?"
winnow scan usb.raw --hashset list.txt --json 2>/dev/null | tail -1
cmp good "$journal" && echo 'the journal is whole again'

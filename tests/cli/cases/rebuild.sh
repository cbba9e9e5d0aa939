# The database comes from the journals: gone, damaged or rebuilt, the answers are the same.
. "$HELPERS"
exhibit usb.raw 'files 9' 'deleted 4' 'unreadable 5' 'link 7' 'sparse 2' 'resident 3'
exhibit card.raw 'files 2'
list list.txt 1 4 6
winnow scan usb.raw card.raw --hashset list.txt >/dev/null 2>&1
answers() {
  winnow findings --json
  winnow coverage --json
  winnow rank --json --as-of 2024-01-01
}
answers >before
rm winnow-case/case.db
answers | cmp - before && echo 'same after it was deleted'
winnow verify --rebuild >/dev/null && answers | cmp - before && echo 'same after a rebuild'
rm usb.raw card.raw list.txt
rm -r winnow-case/sets
winnow verify --rebuild >/dev/null && answers | cmp - before && echo 'same without exhibits and sets'
# A database that lags behind is caught by verify: here it is that of another case.
cp before kept
. "$HELPERS"
exhibit usb.raw 'files 9'
list list.txt 1
winnow scan usb.raw --hashset list.txt --case other >/dev/null 2>&1
cp other/case.db winnow-case/case.db
winnow verify
echo "exit status $?"
winnow verify --rebuild >/dev/null && answers | cmp - before && echo 'same after damage'
printf 'no database' >winnow-case/case.db
winnow findings
echo "exit status $?"
winnow verify --rebuild >/dev/null && answers | cmp - before && echo 'same after worse'

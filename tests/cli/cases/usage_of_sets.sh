# After --hashset every file up to the next option is a set.
. "$HELPERS"
exhibit usb.raw 'files 5'
list one.txt 1
list two.txt 2
winnow scan usb.raw --hashset one.txt two.txt --json 2>/dev/null | tail -1
winnow scan --hashset one.txt two.txt --case b usb.raw --json 2>/dev/null | tail -1
winnow scan --hashset one.txt two.txt -- usb.raw 2>/dev/null >&2
echo "exit status $?"
winnow scan --hashset one.txt usb.raw
echo "exit status $?"
winnow scan usb.raw --hashset one.txt usb.raw
echo "exit status $?"

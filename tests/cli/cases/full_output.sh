# An answer that could not be written is not a success.
. "$HELPERS"
exhibit usb.raw 'files 5'
list list.txt 1
winnow scan usb.raw --hashset list.txt >/dev/full
echo "exit status $?"
winnow rank >/dev/full
echo "exit status $?"
winnow findings --json

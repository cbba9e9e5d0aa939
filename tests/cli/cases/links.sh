# The same listed content on two exhibits of three.
. "$HELPERS"
exhibit usb.raw 'files 5'
exhibit card.raw 'files 9'
exhibit disk.raw 'files 2'
list list.txt 3 7
winnow scan usb.raw card.raw disk.raw --hashset list.txt >/dev/null 2>&1
winnow links
winnow links --json
winnow links --json --exhibit disk.raw
winnow links --exhibit other.raw
echo "exit status $?"

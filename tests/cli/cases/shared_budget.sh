# Under a budget every exhibit has its inventory before any is looked into; each finding
# and each end of a tier is told once, however often an exhibit is gone on with.
. "$HELPERS"
exhibit usb.raw 'files 3'
exhibit card.raw 'files 2'
list list.txt 1
winnow scan usb.raw card.raw --hashset list.txt --budget 1h --json >events
echo "exit status $?"
grep -o '"event":"\(tier\|finding\)","exhibit":"[^"]*","\(tier\|kind\)":"[a-z]*"' events
winnow findings --json | grep -c .
echo 'a scan without a budget has the same answer:'
winnow scan usb.raw card.raw --hashset list.txt --case other >/dev/null
winnow coverage --json >shared
winnow coverage --json --case other | cmp - shared && echo same

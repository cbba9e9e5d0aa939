. "$HELPERS"
exhibit usb.raw 'files 3' 'problem'
list list.txt 1
winnow scan usb.raw --hashset list.txt --json >events
status=$?
grep -c "\"event\":\"progress\"" events | sed "s/[1-9][0-9]*/progress was shown/"
sed "/\"event\":\"progress\"/d; s/,\"sets\":.*//; s/\"version\":\"[^\"]*\"/\"version\":X/" events
exit $status

# A fault that comes when an exhibit is gone on with is on record against that exhibit.
. "$HELPERS"
exhibit usb.raw 'files 3' 'other-when-resumed'
exhibit card.raw 'files 2'
list list.txt 1
status winnow scan usb.raw card.raw --hashset list.txt --budget 1h
grep -o '"event":"failed","object":"[^"]*"' winnow-case/audit.jsonl

# Ctrl-C: what is on record stays, and the next run goes on.
. "$HELPERS"
exhibit usb.raw 'files 30' 'stall 20'
list list.txt 3 25
winnow scan usb.raw --hashset list.txt --json >events 2>messages &
scan=$!
until grep -qs '"event":"finding"' events; do sleep 0.05; done
kill -INT $scan
wait $scan
echo "exit status $?"
tail -1 events
cat messages
winnow verify | sed 's/.*: sound, [0-9]* records, not finished/a sound journal, not finished/'
winnow scan usb.raw --hashset list.txt --json 2>/dev/null | tail -1

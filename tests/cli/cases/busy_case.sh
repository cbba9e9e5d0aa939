# Two writers of one case: the second is told to wait.
. "$HELPERS"
exhibit usb.raw 'files 30' 'stall 5'
exhibit card.raw 'files 3'
list list.txt 3
winnow scan usb.raw --hashset list.txt --json >events 2>/dev/null &
scan=$!
until grep -qs '"event":"finding"' events; do sleep 0.05; done
winnow scan card.raw --hashset list.txt
echo "exit status $?"
winnow findings --exhibit usb.raw --json # reading is always possible
echo "exit status $?"
kill -TERM $scan
wait $scan
echo "exit status $?"

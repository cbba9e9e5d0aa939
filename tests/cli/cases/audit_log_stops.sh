# What ends a run, or goes on after one, is in the audit log.
. "$HELPERS"
last_events() {
  grep -o '"event":"[a-z_]*","object":"[^"]*","outcome":"[^"]*"' "$1/audit.jsonl" | tail "-$2"
}
exhibit usb.raw 'files 30' 'stall 20'
exhibit card.raw 'files 2'
list list.txt 3 25
list other.txt 4
winnow scan usb.raw card.raw --hashset list.txt --case a --json >events 2>/dev/null &
scan=$!
until grep -qs '"event":"finding"' events; do sleep 0.05; done
kill -INT $scan
wait $scan
echo "exit status $?"
last_events a 3
echo '--- a torn journal'
truncate -s -5 a/journal/usb*.wj
winnow scan usb.raw --hashset list.txt --case a >/dev/null 2>&1
last_events a 3
echo '--- complete already'
winnow scan usb.raw --hashset list.txt --case a >/dev/null 2>&1
last_events a 2
echo '--- other sets'
winnow scan card.raw --hashset list.txt --case a >/dev/null 2>&1
winnow scan card.raw --hashset other.txt --case a >/dev/null 2>&1
last_events a 3
echo '--- given up'
exhibit dying.raw 'files 20' 'die-in-inventory'
winnow scan dying.raw --hashset list.txt --case b >/dev/null 2>&1
echo "exit status $?"
last_events b 4
echo '--- another device'
exhibit changing.raw 'files 30' 'other-when-resumed' 'die-after 4'
winnow scan changing.raw card.raw --hashset list.txt --case c >/dev/null 2>&1
echo "exit status $?"
last_events c 2
echo '--- an answer that cannot be written'
winnow scan card.raw --hashset list.txt --case d >/dev/full 2>/dev/null
echo "exit status $?"
last_events d 2
for case in a b c d; do winnow verify --case $case 2>/dev/null | grep '^audit'; done

# People decide while a scan holds the case: both write one audit log.
. "$HELPERS"
exhibit usb.raw 'files 30' 'stall 5'
list list.txt 3
winnow scan usb.raw --hashset list.txt --json >events 2>/dev/null &
scan=$!
until grep -qs '"event":"finding"' events; do sleep 0.05; done
winnow intake usb.raw --lives-with-children yes --operator 'O. Operator' | head -1
winnow intake phone --holder victim --operator 'O. Operator' | head -1
winnow people --grant 'A. Admin' administrator --operator 'A. Admin' | head -1
winnow people --grant 'E. Examiner' examiner --operator 'A. Admin' | head -1
winnow disposition usb.raw --to triaged --operator 'E. Examiner' | head -1
winnow disposition usb.raw --to triaged --operator 'O. Operator'
echo "exit status $?"
kill -TERM $scan
wait $scan
echo "exit status $?"
grep -o '"event":"[a-z_]*"' winnow-case/audit.jsonl
winnow verify | head -1
echo '--- what was met stands beside; who may not scan'
grep -o '"met":"[a-z]*"' winnow-case/audit.jsonl
winnow people --grant 'U. Auditor' auditor --operator 'A. Admin' >/dev/null
winnow scan usb.raw --hashset list.txt --operator 'U. Auditor'
echo "exit status $?"
grep -o '"actor":"U. Auditor","event":"[a-z]*"' winnow-case/audit.jsonl

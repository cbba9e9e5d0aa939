# A backup taken while a scan is at work: as far as that is on record, and the scan's
# audit log tells of it.
. "$HELPERS"
exhibit usb.raw 'files 30' 'stall 5'
list list.txt 3
winnow scan usb.raw --hashset list.txt --case case --json >events 2>/dev/null &
scan=$!
until grep -qs '"event":"finding"' events; do sleep 0.05; done
winnow backup --case case --out copy >/dev/null
echo "exit status $?"
kill -TERM $scan
wait $scan
echo "exit status $?"
(cd copy && sha256sum --quiet -c manifest.sha256) && echo 'sound'
grep -c '"event":"backed_up"' case/audit.jsonl
winnow verify --case case | grep 'audit log'
winnow restore --from copy --case again >/dev/null
echo "exit status $?"
winnow findings --json --case again | grep -c '"kind":"exact"'
# Gone on with, it comes to the same answers.
sed -i '/stall/d' usb.raw
for case in case again; do
  winnow scan usb.raw --hashset list.txt --case $case >/dev/null 2>&1
  winnow findings --json --case $case >$case.findings
done
cmp case.findings again.findings && echo 'same findings'

# New sets against what is on record: the exhibits are gone, and what moved is said.
. "$HELPERS"
exhibit usb.raw 'files 9' 'deleted 4' 'unreadable 5' 'link 7' 'sparse 2' 'resident 3'
exhibit card.raw 'files 12'
exhibit dead.raw 'files 5' 'die-after 0'
list one.txt 1
list two.txt 2 6 8
list os.txt 3 11
winnow scan usb.raw card.raw dead.raw --hashset one.txt >/dev/null 2>&1
winnow scan usb.raw card.raw --hashset one.txt two.txt --known os.txt --case other >/dev/null 2>&1
rm usb.raw card.raw
winnow rematch --hashset two.txt --known os.txt --operator 'N. N.' --as-of 2024-01-01
echo "exit status $?"
for exhibit in usb.raw card.raw; do
  for answer in findings coverage; do
    winnow $answer --exhibit $exhibit --json >here
    winnow $answer --exhibit $exhibit --json --case other | cmp - here && echo "$answer of $exhibit as if scanned with all"
  done
done
echo 'again, as JSON:'
winnow rematch --hashset two.txt --json --as-of 2024-01-01
winnow verify | grep -v records
grep -o '"event":"[a-z_]*","object":"[^"]*"' winnow-case/audit.jsonl | tail -n 14
# The database is made from the journals.
winnow findings --json >before
winnow verify --rebuild >/dev/null && winnow findings --json | cmp - before && echo 'same after a rebuild'
# What cannot be: nothing is written.
cp winnow-case/audit.jsonl log
status winnow rematch
status winnow rematch --hashset nowhere.txt
status winnow rematch --hashset two.txt --set-threshold nobody=3
status winnow rematch --hashset two.txt --case nowhere
(
  flock 9
  status winnow rematch --hashset two.txt
) 9<winnow-case/case.json
cmp winnow-case/audit.jsonl log && echo 'nothing was logged'

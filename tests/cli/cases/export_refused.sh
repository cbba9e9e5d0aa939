# What is never done: overwriting, writing into an exhibit, half a file.
. "$HELPERS"
exhibit usb.raw 'files 300'
list list.txt 3
status winnow export --case case --format csv --out out.csv
winnow scan usb.raw --hashset list.txt --case case >/dev/null 2>&1
status winnow export --case case --format xml --out out.xml
status winnow export --case case --format csv
status winnow export --case case --format csv --exhibit card.raw --out out.csv
echo 'mine' >out.csv
status winnow export --case case --format csv --out out.csv
cat out.csv
status winnow export --case case --format csv --out nowhere/out.csv
touch other.csv.part
status winnow export --case case --format csv --out other.csv
# A disk that fills up: nothing is left, and nothing is on record.
(ulimit -f 64; status winnow export --case case --format dfxml --out full.xml)
ls full.xml* 2>/dev/null
grep -c '"event":"exported"' case/audit.jsonl

# A case in each exchange format: the same bytes each time, on record, and what was met
# can be read back as a list.
. "$HELPERS"
exhibit usb.raw 'files 30'
exhibit card.raw 'files 5'
list list.txt 2 3 4
winnow hashset build grade.wset list.txt --name 'a set' --type notable >/dev/null 2>&1
winnow scan usb.raw card.raw --hashset grade.wset --case case --operator 'A. Person' >/dev/null 2>&1
for format in csv case vics dfxml bodyfile; do
  winnow export --case case --format $format --out out.$format 2>"$format.said" |
    sed 's/[0-9,]* bytes/N bytes/; s/^SHA-256: [0-9a-f]*/SHA-256: .../'
  winnow export --case case --format $format --out again.$format >/dev/null 2>&1
  cmp out.$format again.$format && echo "same $format"
  [ "$(tail -1 case/audit.jsonl | grep -o '"sha256":"[0-9a-f]*"')" = \
    "\"sha256\":\"$(sha256sum <again.$format | cut -c1-64)\"" ] && echo 'on record'
done
cat csv.said
grep -h 'not in this file' ./*.said
head -2 out.csv | cut -c1-120 | tr -d '\r'
head -1 out.bodyfile
winnow findings --case case --json | wc -l
tail -n +2 out.csv | wc -l
grep -c '"@type":"uco-analysis:AnalyticResult"' out.case
# Read back as a list, the counts are the same.
winnow hashset build back.wset out.vics --name back --type notable --profile uk 2>/dev/null |
  grep -o '[0-9]* entries'
# One exhibit alone.
winnow export --case case --format csv --exhibit card.raw --out card.csv 2>/dev/null | head -1 |
  sed 's/[0-9,]* bytes/N bytes/'
cut -d, -f1 card.csv | sort -u
grep -o '"event":"exported","object":"card.csv","outcome":"done","detail":{"format":"csv","exhibit":"card.raw"' case/audit.jsonl
winnow verify --case case | grep 'audit log'
